/* Job locks. How: flock(2) held for life; the file's text is the holder's number, for people. */
#include "base/joblock.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/file.h>
#include <unistd.h>

#include "base/alloc.h"
#include "base/path.h"

static int open_lock(const char *state_dir, const char *job, int flags)
{
    char *path = xasprintf("%s/%s.lock", state_dir, job);
    int fd = path_open_private(path, flags);
    free(path);
    return fd;
}

bool joblock_take(const char *state_dir, const char *job)
{
    int fd = open_lock(state_dir, job, O_RDWR | O_CREAT);
    if (fd < 0) {
        return false;
    }
    if (flock(fd, LOCK_EX | LOCK_NB) != 0) {
        int why = errno;
        close(fd);
        errno = why;
        return false;
    }
    char text[32];
    int length = snprintf(text, sizeof text, "%d\n", (int)getpid());
    if (ftruncate(fd, 0) != 0 || pwrite(fd, text, (size_t)length, 0) != length) {
        errno = 0; /* the lock is what counts; the number is only for people */
    }
    return true; /* the descriptor stays open on purpose: it is the lock */
}

pid_t joblock_holder(const char *state_dir, const char *job)
{
    int fd = open_lock(state_dir, job, O_RDONLY);
    if (fd < 0) {
        return 0;
    }
    pid_t holder = 0;
    if (flock(fd, LOCK_SH | LOCK_NB) != 0) {
        char text[32] = "";
        ssize_t got = pread(fd, text, sizeof text - 1, 0);
        holder = got > 0 ? (pid_t)atoi(text) : 1;
    }
    close(fd);
    return holder;
}
