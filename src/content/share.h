/* The share: the folder that staff drop into, looked at and never changed.
 *
 * Everything on it is a stranger's: names are bytes, links are not followed, nothing outside can be
 * reached (openat2 RESOLVE_BENEATH), only plain files are opened, and how much is looked at has an
 * end. Holds no opinion on what may be taken down: that is for the import, which knows what was
 * there before. HOT-FOLDER.md sections 1 and 3. */
#ifndef FOYER_CONTENT_SHARE_H
#define FOYER_CONTENT_SHARE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "content/settle.h"
#include "content/sharemark.h"
#include "content/sniff.h"
#include "model/drop.h"

/* The folder by which Foyer knows that the share is there and not just an empty mount point. */
#define SHARE_MARKER "How to use this folder"

struct share;

/* Remembers the folder; opens nothing yet (the share may be away). Release with share_close(). */
struct share *share_open(const char *folder, int max_files);
void share_close(struct share *share);

/* The folder, opened anew (it may have been mounted meanwhile); -1 with errno set. Caller closes. */
int share_root(const struct share *share);

/* One plain file. */
struct share_file {
    char *path; /* below the share, UTF-8 NFC, as staff see it */
    char *raw;  /* the same in the bytes the server uses */
    char *key;  /* of its drop */
    int64_t size, mtime_ns;
    int64_t arrived_ns; /* when it last changed in any way here, its name included */
    enum settle_state settle;
};

/* The files of one drop, in name order. */
struct share_drop {
    const char *key; /* its files' */
    enum item_kind kind;
    struct share_file *files; /* inside the scan's */
    size_t count;
    bool settled;    /* all its files may be read */
    bool gone;       /* for the caller: it has left the share since */
    char *signature; /* names, sizes and times of the files */
    char *shape;     /* sizes and times only: what a rename keeps; "" when all files are empty */
};

enum share_health {
    SHARE_OK,      /* every folder was read, but those in `blocked` */
    SHARE_AWAY,    /* the folder itself cannot be opened or read */
    SHARE_TROUBLE, /* reading failed half-way (network): nothing can be concluded */
};

struct share_scan {
    enum share_health health;
    int error;                   /* errno, unless SHARE_OK */
    bool has_marker;             /* SHARE_MARKER is there */
    bool kinds[ITEM_KIND_COUNT]; /* which kinds have a folder */
    struct share_file *files;    /* sorted by key, then path */
    size_t file_count, file_capacity;
    struct share_drop *drops; /* sorted by key */
    size_t count;
    char **blocked; /* case-folded paths of folders that may not be read */
    size_t blocked_count, blocked_capacity;
    struct problem_list problems; /* about folders, links, files beside the folders */
    int64_t newest_ns;            /* the latest time of change of any file */
    struct share_mark mark;       /* of everything that was looked at */
};

/* Looks at everything once. Of more than max_files files those that arrived last are kept, always the
 * same ones while nothing changes. `table` and `rules` say what has settled at `now_ms`. Always fills
 * `scan`; free with share_scan_free(). Adds the folders to what share_wait() watches. */
void share_scan(struct share *share, struct settle_table *table, const struct settle_rules *rules,
                int64_t now_ms, struct share_scan *scan);
void share_scan_free(struct share_scan *scan);

/* Is everything on the share as that scan saw it? One walk that costs hardly more than reading the
 * folders; false also when it cannot be told. */
bool share_is_as(const struct share *share, const struct share_scan *scan);

/* The drop with that key; NULL when it is not there. */
const struct share_drop *share_scan_find(const struct share_scan *scan, const char *key);

/* Does the drop with that key lie in a folder that could not be read? */
bool share_scan_blocked(const struct share_scan *scan, const char *key);

/* Waits until something may have changed: inotify says so, `wake_fd` (or -1) has something to read,
 * or the time is over. On a mounted network share only the time works. */
void share_wait(struct share *share, int64_t timeout_ms, int wake_fd);

/* Never shown and never mentioned: half-copied files, offices' locks, Foyer's own reports … */
bool share_ignores(const char *name, bool is_folder);

/* ---- reading a file ---- */

enum share_copy_result {
    SHARE_COPY_OK,
    SHARE_COPY_CHANGING,  /* still being written, or half of it zeroes: look again later */
    SHARE_COPY_TOO_LARGE, /* only type is filled */
    SHARE_COPY_REFUSED,   /* a kind that is never read (video, office files): only type is filled */
    SHARE_COPY_UNREADABLE, /* errno says why */
};

#define SHARE_HASH_SIZE 65

/* A file's content, safe from further changes. */
struct share_copy {
    enum file_type type;
    char hash[SHARE_HASH_SIZE]; /* SHA-256 in hex (FIPS 180-4) */
    int64_t length;
    int fd; /* read-only, in memory; -1 when there is none. Caller closes. */
};

/* The most bytes a file may have, by what it is. */
struct share_sizes {
    int64_t picture, pdf, text;
};

/* Copies a file beneath the share, making sure that it did not change meanwhile. `accept_zeros`: a
 * file whose last 4 KiB are zeroes is taken as it is. */
enum share_copy_result share_copy(struct share *share, const struct share_file *file,
                                  const struct share_sizes *sizes, bool accept_zeros,
                                  struct share_copy *copy);

/* ---- what Foyer adds to a share ---- */

/* Writes the file `name` at the root of the share, or in its folder `below` (NULL: the root), whole:
 * `fill` writes the content to an open descriptor under a temporary name that scans ignore; then
 * fsync and rename. A link or folder of that name is not followed or replaced. False with errno
 * set: nothing has changed (a share that may only be read is fine). */
bool share_write(const struct share *share, const char *below, const char *name,
                 bool (*fill)(int fd, void *context), void *context);

/* Takes the next `length` bytes of a content; false ends it. */
typedef bool share_sink(void *to, const char *text, size_t length);

/* For a file that is already there and only says another time: writes just the bytes that differ, when they
 * are few, lie in one block of 4 KiB, and the length is the same, so that a power cut leaves the one or the
 * other. `content` writes the content into the sink, and is asked once. True also when nothing differs.
 * False: nothing was written, and share_write() has to. */
bool share_stamp(const struct share *share, const char *name,
                 bool (*content)(void *context, share_sink *sink, void *to), void *context);

/* Deletes the plain file `name` at the root of the share. True also when it was not there. */
bool share_remove(const struct share *share, const char *name);

/* Creates the folders that are missing from `scan`, the marker folder among them. A share that cannot
 * be written is fine: returns how many were created. */
int share_lay_out(struct share *share, const struct share_scan *scan);

/* Brings the guide's page in the marker folder up to this version, and the examples to copy where
 * their folder is missing. Returns how many files were written. */
int share_lay_guide(struct share *share);

#endif
