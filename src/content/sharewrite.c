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
