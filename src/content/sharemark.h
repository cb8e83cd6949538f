/* A mark of the share: what a scan saw, as one number, so that the next look can find in one cheap
 * walk that nothing is different.
 *
 * The mark is a sum over every entry of every folder that the scan read: its name's bytes, what it is,
 * and a file's size and time of change. The order in which a folder lists its names plays no part. */
#ifndef FOYER_CONTENT_SHAREMARK_H
#define FOYER_CONTENT_SHAREMARK_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/stat.h>

/* Zero-initialised: nothing seen. Release with share_mark_free(). */
struct share_mark {
    uint64_t sum;
    uint64_t *folders; /* the folders that were read, sorted once the scan is over */
    size_t count, capacity;
    bool partly; /* the scan could not see everything: matches nothing */
};
void share_mark_free(struct share_mark *mark);

/* The share itself, and a folder in another one. */
#define SHARE_MARK_ROOT 0x5a17c0de5eed1234ULL
uint64_t share_mark_folder(uint64_t parent, const char *name);

/* What a scan tells: it reads this folder, saw this entry in one, may not open this folder, is over. */
void share_mark_enter(struct share_mark *mark, uint64_t folder);
void share_mark_see(struct share_mark *mark, uint64_t folder, const char *name,
                    const struct stat *status);
void share_mark_closed(struct share_mark *mark, uint64_t folder);
void share_mark_end(struct share_mark *mark);

/* Does what lies below the open folder `root` (which is closed) still have that mark? False also when
 * something could not be read. Takes no memory that grows with the share. */
bool share_mark_matches(const struct share_mark *mark, int root);

#endif
