/* Paths and whole files. How: everything that is written goes to a temporary name in the same folder
 * first and is made durable before it gets its own name. */
#include "base/path.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/vfs.h>
#include <unistd.h>

#include "base/alloc.h"
#include "base/spawn.h"

char *path_join(const char *dir, const char *name)
{
    size_t length = strlen(dir);
    const char *slash = length > 0 && dir[length - 1] == '/' ? "" : "/";
    return xasprintf("%s%s%s", dir, slash, name);
}

const char *path_base(const char *path)
{
    const char *slash = strrchr(path, '/');
    return slash == NULL ? path : slash + 1;
}

char *path_dir(const char *path)
{
    const char *slash = strrchr(path, '/');
    if (slash == NULL) {
        return xstrdup(".");
    }
    return slash == path ? xstrdup("/") : xstrndup(path, (size_t)(slash - path));
}

const char *path_extension(const char *path)
{
    const char *name = path_base(path);
    const char *dot = strrchr(name, '.');
    return dot == NULL || dot == name ? "" : dot + 1;
}

bool path_make_dirs(const char *dir, mode_t mode)
{
    char *path = xstrdup(dir);
    bool ok = true;
    for (char *at = path + 1; ok; at++) {
        char end = *at;
        if (end != '/' && end != '\0') {
            continue;
        }
        *at = '\0';
        ok = mkdir(path, mode) == 0 || errno == EEXIST;
        *at = end;
        if (end == '\0') {
            break;
        }
    }
    struct stat st;
    if (ok && (stat(path, &st) != 0 || !S_ISDIR(st.st_mode))) {
        errno = ENOTDIR;
        ok = false;
    }
    free(path);
    return ok;
}

mode_t path_private_mode(const char *path)
{
    struct stat st;
    char *dir = path_dir(path);
    bool shared = stat(dir, &st) == 0 && (st.st_mode & (S_ISGID | S_IWGRP)) == (S_ISGID | S_IWGRP);
    free(dir);
    return shared ? 0660 : 0600;
}

int path_open_private(const char *path, int flags)
{
    mode_t mode = path_private_mode(path);
    int fd = open(path, flags | O_CLOEXEC | O_NOFOLLOW, mode);
    struct stat st;
    if (fd >= 0 && (flags & O_CREAT) != 0 && fstat(fd, &st) == 0 && (st.st_mode & 0777) != mode &&
        fchmod(fd, mode) != 0) {
        errno = 0; /* another's file: whether it can be used has shown in opening it */
    }
    return fd;
}

bool path_make_private(const char *dir)
{
    bool shared = path_private_mode(dir) == 0660;
    struct stat st;
    bool made = stat(dir, &st) != 0;
    return path_make_dirs(dir, 0700) && (!made || !shared || chmod(dir, 02770) == 0);
}

bool path_is_lasting(const char *path)
{
    static const long tmpfs = 0x01021994, ramfs = 0x858458f6, overlay = 0x794c7630;
    struct statfs fs;
    return statfs(path, &fs) != 0 ||
           (fs.f_type != tmpfs && fs.f_type != ramfs && fs.f_type != overlay);
}

bool path_read_fd(int fd, size_t limit, char **data, size_t *length)
{
    struct stat st;
    size_t capacity = 4096;
    if (fstat(fd, &st) == 0 && st.st_size > 0 && (uintmax_t)st.st_size <= limit) {
        capacity = (size_t)st.st_size + 2;
    }
    char *buffer = xmalloc(capacity);
    size_t used = 0;
    for (;;) {
        if (used + 1 >= capacity) {
            capacity *= 2;
            buffer = xreallocarray(buffer, capacity, 1);
        }
        ssize_t got = pread(fd, buffer + used, capacity - used - 1, (off_t)used);
        if (got < 0 && errno == EINTR) {
            continue;
        }
        used += got > 0 ? (size_t)got : 0;
        if (got < 0 || used > limit) {
            errno = got < 0 ? errno : EFBIG;
            free(buffer);
            return false;
        }
        if (got == 0) {
            break;
        }
    }
    buffer[used] = '\0';
    *data = buffer;
    *length = used;
    return true;
}

bool path_read(const char *path, size_t limit, char **data, size_t *length)
{
    int fd = open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY);
    if (fd < 0) {
        return false;
    }
    bool ok = path_read_fd(fd, limit, data, length);
    int why = errno;
    close(fd);
    errno = why;
    return ok;
}

bool path_sync_dir(const char *dir)
{
    int fd = open(dir, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (fd < 0) {
        return false;
    }
    /* Some network file systems cannot sync a folder (EINVAL); the rename is all there is then. */
    bool ok = fsync(fd) == 0 || errno == EINVAL;
    close(fd);
    return ok;
}

static bool write_all(int fd, const char *bytes, size_t length)
{
    while (length > 0) {
        ssize_t wrote = write(fd, bytes, length);
        if (wrote < 0 && errno == EINTR) {
            continue;
        }
        if (wrote <= 0) {
            return false;
        }
        bytes += wrote;
        length -= (size_t)wrote;
    }
    return true;
}

bool path_write_atomic(const char *path, const void *data, size_t length, mode_t mode)
{
    char *dir = path_dir(path);
    char *temporary = xasprintf("%s/.%s.XXXXXX", dir, path_base(path));
    int fd = mkostemp(temporary, O_CLOEXEC);
    bool ok = fd >= 0;
    if (ok) {
        ok = write_all(fd, data, length) && fchmod(fd, mode) == 0 && fsync(fd) == 0;
        int why = errno;
        ok = close(fd) == 0 && ok;
        ok = ok && rename(temporary, path) == 0 && path_sync_dir(dir);
        if (!ok) {
            why = errno != 0 ? errno : why;
            unlink(temporary);
            errno = why;
        }
    }
    free(temporary);
    free(dir);
    return ok;
}

char *path_set_aside(const char *path, wall_t now)
{
    struct civil c = wall_to_civil(now);
    char *aside = NULL;
    for (int i = 0; i < 100; i++) {
        free(aside);
        aside = xasprintf("%s.damaged-%04d%02d%02d-%02d%02d%02d", path, c.year, c.month, c.day,
                          c.hour, c.minute, c.second);
        if (i > 0) {
            char *counted = xasprintf("%s-%d", aside, i);
            free(aside);
            aside = counted;
        }
        if (access(aside, F_OK) != 0) {
            break;
        }
    }
    if (rename(path, aside) != 0) {
        free(aside);
        return NULL;
    }
    static const char *const companions[] = {"-wal", "-shm", "-journal"};
    for (size_t i = 0; i < sizeof companions / sizeof companions[0]; i++) {
        char *from = xasprintf("%s%s", path, companions[i]);
        char *to = xasprintf("%s%s", aside, companions[i]);
        if (rename(from, to) != 0) {
            errno = 0; /* most of the time there is none */
        }
        free(from);
        free(to);
    }
    return aside;
}

/* The first of `candidates` below the executable's folder that exists, else `fallback`. */
static char *beside_executable(const char *const *candidates, const char *fallback)
{
    char *self = spawn_self();
    char *dir = path_dir(self);
    char *found = NULL;
    for (size_t i = 0; candidates[i] != NULL && found == NULL; i++) {
        char *path = path_join(dir, candidates[i]);
        char real[PATH_MAX];
        found = access(path, R_OK) == 0 && realpath(path, real) != NULL ? xstrdup(real) : NULL;
        free(path);
    }
    free(dir);
    free(self);
    return found != NULL ? found : xstrdup(fallback);
}

char *path_assets(void)
{
    static const char *const candidates[] = {"assets",          "../assets",      "../../assets",
                                             "../../../assets", "../share/foyer", NULL};
    const char *given = getenv("FOYER_ASSETS");
    return given != NULL ? xstrdup(given) : beside_executable(candidates, "/usr/share/foyer");
}

char *path_decoder(void)
{
    static const char *const candidates[] = {"foyer-pictures", "../../foyer-pictures",
                                             "../lib/foyer/foyer-pictures", NULL};
    return beside_executable(candidates, "/usr/lib/foyer/foyer-pictures");
}

char *path_locale(void)
{
    static const char *const candidates[] = {"locale", "../locale", "../share/locale", NULL};
    return beside_executable(candidates, "/usr/share/locale");
}
