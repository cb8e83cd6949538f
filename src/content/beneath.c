/* Beneath. How: one system call where the kernel has it; else the path is walked part by part. */
#include "content/beneath.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/openat2.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "base/alloc.h"

static int walk(int root, const char *path, int flags)
{
    char *copy = xstrdup(path);
    char *rest = NULL;
    int folder = root;
    int opened = -1;
    char *part = strtok_r(copy, "/", &rest);
    while (part != NULL) {
        char *next = strtok_r(NULL, "/", &rest);
        opened = -1;
        if (strcmp(part, "..") == 0) {
            errno = EXDEV;
        } else {
            opened = openat(folder, part,
                            next == NULL ? flags : O_PATH | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
        }
        if (folder != root) {
            int error = errno;
            close(folder);
            errno = error;
        }
        if (opened < 0) {
            break;
        }
        folder = opened;
        part = next;
    }
    free(copy);
    return opened;
}

int beneath_open(int root, const char *path, int flags)
{
    int all = flags | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK;
    struct open_how how = {.flags = (uint64_t)(unsigned)all,
                           .resolve =
                               RESOLVE_BENEATH | RESOLVE_NO_SYMLINKS | RESOLVE_NO_MAGICLINKS};
    long opened = syscall(SYS_openat2, root, path, &how, sizeof how);
    /* Kernels before 5.6, and filters that do not know the call, say ENOSYS or EPERM. */
    if (opened < 0 && (errno == ENOSYS || errno == EPERM)) {
        return walk(root, path, all);
    }
    return (int)opened;
}
