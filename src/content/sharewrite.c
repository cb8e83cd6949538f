/* Writing on the share. How: everything happens beneath the open root, under a name that begins with a
 * dot, so that neither a scan nor a careful program takes it for content; the rename makes it appear
 * whole, also for somebody who has the old one open. */
#include "content/share.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/alloc.h"
#include "content/beneath.h"

/* Is there something of that name that is no plain file? */
static bool is_taken(int folder, const char *name)
{
    struct stat status;
    bool taken =
        fstatat(folder, name, &status, AT_SYMLINK_NOFOLLOW) == 0 && !S_ISREG(status.st_mode);
    if (taken) {
        errno = EEXIST;
    }
    return taken;
}

static bool write_in(int folder, const char *name, bool (*fill)(int fd, void *context),
                     void *context)
{
    char *temporary = xasprintf(".%s.new", name);
    int error = 0;
    (void)unlinkat(folder, temporary, 0); /* left by a power cut */
    int fd =
        is_taken(folder, name)
            ? -1
            : openat(folder, temporary, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0644);
    bool ok = fd >= 0;
    if (ok) {
        /* Staff read it, whatever the umask of this process. */
        ok = fill(fd, context) && fchmod(fd, 0644) == 0 && fsync(fd) == 0;
        error = errno;
        ok = close(fd) == 0 && ok;
        if (ok && renameat(folder, temporary, folder, name) != 0) {
            error = errno;
            ok = false;
        }
        if (ok) {
            (void)fsync(folder); /* some network file systems cannot; the file is there */
        } else {
            (void)unlinkat(folder, temporary, 0);
            errno = error;
        }
    }
    free(temporary);
    return ok;
}

bool share_write(const struct share *share, const char *below, const char *name,
                 bool (*fill)(int fd, void *context), void *context)
{
    int root = share_root(share);
    int folder = root;
    if (root >= 0 && below != NULL) {
        folder = beneath_open(root, below, O_RDONLY | O_DIRECTORY);
    }
    bool ok = folder >= 0 && write_in(folder, name, fill, context);
    int error = errno;
    if (folder >= 0 && folder != root) {
        close(folder);
    }
    if (root >= 0) {
        close(root);
    }
    errno = error;
    return ok;
}

/* ---- only another time ---- */

#define BLOCK 4096
#define STAMP 64

/* A content beside a file: where they differ. */
struct comparison {
    int fd;
    off_t at, first, last; /* first -1: nowhere yet */
    char bytes[STAMP];     /* of the content, from `first` on */
    bool readable;
};

static void compare_byte(struct comparison *c, char theirs, char ours)
{
    c->first = c->first < 0 && theirs != ours ? c->at : c->first;
    if (c->first >= 0 && c->at - c->first < STAMP) {
        c->bytes[c->at - c->first] = ours;
    }
    c->last = theirs != ours ? c->at : c->last;
    c->at++;
}

static bool compare(void *to, const char *text, size_t length)
{
    struct comparison *c = to;
    char there[BLOCK];
    while (c->readable && length > 0) {
        size_t piece = length < sizeof there ? length : sizeof there;
        c->readable = pread(c->fd, there, piece, c->at) == (ssize_t)piece;
        for (size_t i = 0; c->readable && i < piece; i++) {
            compare_byte(c, there[i], text[i]);
        }
        text += piece;
        length -= piece;
    }
    return c->readable;
}

/* Writes what differs, if anything does; false: it is not so little that it could be done in place. */
static bool patch(const struct comparison *c)
{
    struct stat status;
    if (fstat(c->fd, &status) != 0 || !S_ISREG(status.st_mode) || status.st_size != c->at ||
        status.st_nlink != 1) {
        return false;
    }
    if (c->first < 0) {
        return true; /* it says that already */
    }
    if (c->last - c->first >= STAMP || c->first / BLOCK != c->last / BLOCK) {
        return false;
    }
    size_t length = (size_t)(c->last - c->first + 1);
    return pwrite(c->fd, c->bytes, length, c->first) == (ssize_t)length && fdatasync(c->fd) == 0;
}

bool share_stamp(const struct share *share, const char *name,
                 bool (*content)(void *context, share_sink *sink, void *to), void *context)
{
    int root = share_root(share);
    struct comparison c = {.fd = -1, .first = -1, .readable = true};
    if (root >= 0) {
        c.fd = openat(root, name, O_RDWR | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC);
    }
    bool ok = c.fd >= 0 && content(context, compare, &c) && c.readable && patch(&c);
    if (c.fd >= 0) {
        close(c.fd);
    }
    if (root >= 0) {
        close(root);
    }
    return ok;
}

bool share_remove(const struct share *share, const char *name)
{
    int root = share_root(share);
    if (root < 0) {
        return false;
    }
    bool ok = !is_taken(root, name) && (unlinkat(root, name, 0) == 0 || errno == ENOENT);
    int error = errno;
    close(root);
    errno = error;
    return ok;
}
