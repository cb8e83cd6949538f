/* The staff file: the SQLite file the office reads, with columns of its own that Foyer never
 * touches after it has made a row.
 *
 * It lives on the kiosk's own disk and is hostile input each time it is opened: trusted_schema=OFF,
 * cell_size_check=ON, mmap_size=0, quick_check first. */
#ifndef FOYER_STORE_STAFFFILE_H
#define FOYER_STORE_STAFFFILE_H

#include <stdbool.h>
#include <stddef.h>

#include "base/clock.h"
#include "base/str.h"
#include "model/reply.h"

enum staff_result {
    STAFF_OK,
    STAFF_LOCKED,    /* somebody has it open for writing: try again */
    STAFF_AWAY,      /* folder missing or not writable, read-only file */
    STAFF_DAMAGED,   /* not a database or torn: was set aside, made anew on the next try */
    STAFF_FAILED,    /* anything else */
};

struct stafffile;

/* Opens or creates the file (mode 0600, DELETE journal, synchronous=EXTRA). `why` gets a sentence for
 * status when the result is not STAFF_OK or something was set aside. Close with staff_close(). */
enum staff_result staff_open(const char *path, wall_t now, struct stafffile **out, struct str *why);
void staff_close(struct stafffile *file);

/* Was it made just now? Then every reply that is still kept is to be delivered again. */
bool staff_is_new(const struct stafffile *file);

/* Adds replies by UUID in one short transaction. One that is there, or was there and was deleted by
 * the office, is not added again. */
enum staff_result staff_add(struct stafffile *file, const struct reply *replies, size_t count,
                            struct str *why);

#endif
