/* Paths and whole files: files appear complete or not at all. */
#ifndef FOYER_BASE_PATH_H
#define FOYER_BASE_PATH_H

#include <stdbool.h>
#include <stddef.h>
#include <sys/types.h>

#include "base/clock.h"

/* "dir/name". Caller frees. */
char *path_join(const char *dir, const char *name);

/* The part behind the last '/', pointing into `path`. */
const char *path_base(const char *path);

/* Everything before the last '/' ("." when there is none). Caller frees. */
char *path_dir(const char *path);

/* The extension behind the last '.' of the base name, without the dot; "" when there is none. */
const char *path_extension(const char *path);

/* Creates `dir` and its parents with `mode`. False with errno set. Existing is fine. */
bool path_make_dirs(const char *dir, mode_t mode);

/* Reads a whole file of at most `limit` bytes into new memory, with a 0 behind it. False with errno
 * set (EFBIG over the limit). Caller frees *data. */
bool path_read(const char *path, size_t limit, char **data, size_t *length);

/* The same from an open descriptor, from its start; the descriptor stays open. */
bool path_read_fd(int fd, size_t limit, char **data, size_t *length);

/* Writes a file whole: temporary name in the same folder, fsync, rename, fsync of the folder. A
 * reader sees the old content or the new, never a part, also after a power cut. False with errno
 * set; then nothing has changed. */
bool path_write_atomic(const char *path, const void *data, size_t length, mode_t mode);

/* Foyer's own files are for Foyer alone. Either one account runs it: then they are for that account
 * (0600, folders 0700). Or its three services have an account each: then they share folders that the
 * package has made, with setgid and writable for their group, and what is made in such a folder is
 * for that group too (0660, folders 2770), whatever the umask.
 *
 * path_open_private opens as open(2) does with `flags` (O_CLOEXEC and O_NOFOLLOW are added); what is
 * made by O_CREAT gets that mode. -1 with errno set. path_private_mode is the mode that a file in
 * that place should have. path_make_private makes a folder and its parents; existing is fine. */
int path_open_private(const char *path, int flags);
mode_t path_private_mode(const char *path);
bool path_make_private(const char *dir);

/* Does what is written there survive a restart? Not in memory (tmpfs) nor on an overlay. True when it
 * cannot be found out. */
bool path_is_lasting(const char *path);

/* fsync of a folder, so that a rename in it survives a power cut. */
bool path_sync_dir(const char *dir);

/* Renames a damaged file to "NAME.damaged-YYYYMMDD-HHMMSS" (with a counter if that is taken)
 * together with its -wal, -shm and -journal companions. Returns the new path (caller frees) or NULL
 * with errno set. */
char *path_set_aside(const char *path, wall_t now);

/* The folder of the program's read-only data (icons, languages): $FOYER_ASSETS, else "assets" found
 * beside or above the executable's folder, else /usr/share/foyer. Caller frees. */
char *path_assets(void);

/* The program that decodes pictures (foyer-pictures), found likewise: beside or above the executable, else
 * /usr/lib/foyer/foyer-pictures. Caller frees. */
char *path_decoder(void);

/* The gettext catalogues' folder, found likewise (build/locale beside the executable, else
 * /usr/share/locale). Caller frees. */
char *path_locale(void);

#endif
