/* Copying from the share. How: the file is opened beneath the share, its first bytes say what it is
 * and so how large it may be, then it is read once into memory (a memfd) while its SHA-256 is made;
 * if size or time of change differ afterwards, somebody was still writing and the copy is thrown
 * away. What is handed on is a read-only descriptor of the copy. */
#include "content/share.h"

#include <errno.h>
#include <fcntl.h>
#include <glib.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/path.h"
#include "content/beneath.h"

#define CHUNK 65536
#define HEAD 4096
#define TAIL 4096

static int64_t mtime_of(const struct stat *status)
{
    return (int64_t)status->st_mtim.tv_sec * 1000000000 + status->st_mtim.tv_nsec;
}

static bool write_whole(int fd, const unsigned char *bytes, size_t length)
{
    while (length > 0) {
        ssize_t done = write(fd, bytes, length);
        if (done < 0 && errno == EINTR) {
            continue;
        }
        if (done <= 0) {
            return false;
        }
        bytes += done;
        length -= (size_t)done;
    }
    return true;
}

static bool all_zero(const unsigned char *bytes, size_t length)
{
    for (size_t i = 0; i < length; i++) {
        if (bytes[i] != 0) {
            return false;
        }
    }
    return true;
}

/* Is the end of the copy nothing but zeroes? Explorer sets the whole size first and fills it then. */
static bool tail_is_zero(int fd, int64_t length)
{
    unsigned char tail[TAIL];
    int64_t from = length > TAIL ? length - TAIL : 0;
    ssize_t got = pread(fd, tail, TAIL, (off_t)from);
    return length > 0 && (got <= 0 || all_zero(tail, (size_t)got));
}

/* Copies source to target (a memfd), at most `limit` bytes. False with errno set (EFBIG: more). */
static bool copy_bytes(int source, int target, int64_t limit, struct share_copy *copy)
{
    unsigned char chunk[CHUNK];
    GChecksum *sum = g_checksum_new(G_CHECKSUM_SHA256);
    ssize_t got = 0;
    bool ok = true;
    copy->length = 0;
    for (;;) {
        got = read(source, chunk, sizeof chunk);
        if (got < 0 && errno == EINTR) {
            continue;
        }
        if (got <= 0) {
            break;
        }
        copy->length += got;
        if (copy->length > limit) {
            errno = EFBIG;
            ok = false;
            break;
        }
        g_checksum_update(sum, chunk, got);
        if (!write_whole(target, chunk, (size_t)got)) {
            ok = false;
            break;
        }
    }
    snprintf(copy->hash, sizeof copy->hash, "%s", g_checksum_get_string(sum));
    g_checksum_free(sum);
    return ok && got == 0;
}

static int64_t limit_for(enum file_type type, const struct share_sizes *sizes)
{
    if (type == FILE_PDF) {
        return sizes->pdf;
    }
    return file_type_is_picture(type) ? sizes->picture : sizes->text;
}

static bool is_readable_kind(enum file_type type)
{
    return file_type_is_picture(type) || type == FILE_TEXT || type == FILE_CSV || type == FILE_ICS;
}

/* The memfd again, read-only, so that whoever gets it cannot change it. */
static int reopen_read_only(int fd)
{
    char link[64];
    snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
    return open(link, O_RDONLY | O_CLOEXEC);
}

static enum share_copy_result copy_open_file(int source, const struct share_file *file,
                                             const struct share_sizes *sizes, bool accept_zeros,
                                             struct share_copy *copy)
{
    char head[HEAD];
    struct stat before;
    struct stat after;
    ssize_t got = pread(source, head, sizeof head, 0);
    if (fstat(source, &before) != 0 || got < 0) {
        return SHARE_COPY_UNREADABLE;
    }
    if (!S_ISREG(before.st_mode)) {
        errno = EINVAL;
        return SHARE_COPY_UNREADABLE;
    }
    if (before.st_size != file->size || mtime_of(&before) != file->mtime_ns) {
        return SHARE_COPY_CHANGING;
    }
    copy->type = sniff(path_base(file->path), head, (size_t)got);
    if (!is_readable_kind(copy->type)) {
        return SHARE_COPY_REFUSED;
    }
    int64_t limit = limit_for(copy->type, sizes);
    if (file->size > limit) {
        return SHARE_COPY_TOO_LARGE;
    }
    int target = memfd_create("foyer-share", MFD_CLOEXEC);
    if (target < 0) {
        return SHARE_COPY_UNREADABLE;
    }
    enum share_copy_result result = SHARE_COPY_OK;
    if (!copy_bytes(source, target, limit, copy) || fstat(source, &after) != 0) {
        result = errno == EFBIG ? SHARE_COPY_CHANGING : SHARE_COPY_UNREADABLE;
    } else if (copy->length != file->size || after.st_size != before.st_size ||
               mtime_of(&after) != mtime_of(&before) ||
               (!accept_zeros && tail_is_zero(target, copy->length))) {
        result = SHARE_COPY_CHANGING;
    } else {
        copy->fd = reopen_read_only(target);
        result = copy->fd >= 0 ? SHARE_COPY_OK : SHARE_COPY_UNREADABLE;
    }
    int error = errno;
    close(target);
    errno = error;
    return result;
}

enum share_copy_result share_copy(struct share *share, const struct share_file *file,
                                  const struct share_sizes *sizes, bool accept_zeros,
                                  struct share_copy *copy)
{
    *copy = (struct share_copy){.type = FILE_UNKNOWN, .fd = -1};
    int root = share_root(share);
    int source = root < 0 ? -1 : beneath_open(root, file->raw, O_RDONLY);
    int error = errno;
    if (root >= 0) {
        close(root);
    }
    if (source < 0) {
        errno = error;
        /* Gone or just being put there by a rename: the next scan sees what is true. */
        return error == ENOENT ? SHARE_COPY_CHANGING : SHARE_COPY_UNREADABLE;
    }
    enum share_copy_result result = copy_open_file(source, file, sizes, accept_zeros, copy);
    error = errno;
    close(source);
    errno = error;
    return result;
}
