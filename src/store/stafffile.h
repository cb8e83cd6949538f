/* The staff file: the SQLite file the office reads, with columns of its own that Foyer never
 * touches after it has made a row.
 *
 * It lives on the kiosk's own disk and is hostile input each time it is opened: trusted_schema=OFF,
 * cell_size_check=ON, mmap_size=0, no triggers, no views, quick_check first.
 *
 * Tables: "Replies" (one row a reply, human column names: staffcolumns.h), "Read me" (what each column
 * means), "Delivered" (the ids of all replies that were ever added, so that one that the office has deleted
 * is never brought back). Views: staffviews.h. What can be read of a damaged one: staffrescue.h. */
#ifndef FOYER_STORE_STAFFFILE_H
#define FOYER_STORE_STAFFFILE_H

#include <stdbool.h>
#include <stddef.h>

#include "base/clock.h"
#include "base/grid.h"
#include "base/str.h"
#include "model/reply.h"

enum staff_result {
    STAFF_OK,
    STAFF_LOCKED,   /* somebody has it open for writing: try again */
    STAFF_AWAY,     /* folder missing or not writable, read-only file */
    STAFF_DAMAGED,  /* not a database or torn: was set aside, made anew on the next try */
    STAFF_REPLACED, /* was replaced or overwritten while it was written: try again at once */
    STAFF_REFUSED,  /* a rule of the office's own keeps some rows out; the others are in */
    STAFF_FAILED,   /* anything else */
};

struct stafffile;

/* Opens or creates the file (mode 0600, DELETE journal, synchronous=EXTRA). `why` gets a sentence for
 * status when the result is not STAFF_OK, and when it is but staff should know something. Columns and views
 * that were taken out are put back. A damaged file is set aside and what can be read of it is in the new
 * one already. Close with staff_close() (NULL is fine). */
enum staff_result staff_open(const char *path, wall_t now, struct stafffile **out, struct str *why);
void staff_close(struct stafffile *file);

/* Is the open file still the one at its path? */
bool staff_is_there(const struct stafffile *file);

/* Adds replies by UUID in two short transactions: rows, then their ids in "Delivered". One that is there,
 * or was there and was deleted by the office, is not added again. When there is nothing to add, no lock
 * for writing is taken. */
enum staff_result staff_add(struct stafffile *file, const struct reply *replies, size_t count,
                            struct str *why);

/* Has another reply's row this one's number? Only for one that was never delivered: somebody may have
 * corrected a row since. */
bool staff_is_taken(struct stafffile *file, const struct reply *reply);

/* After writing, before any of it counts as delivered: is the file at the path still the one that was
 * written, is it sound, does it have a row for each of these (none of them deleted by the office)? Reads
 * it with a connection of its own. STAFF_REPLACED: no; what is missing can be added again then. */
enum staff_result staff_confirm(struct stafffile *file, const struct reply *replies, size_t count,
                                struct str *why);

/* The UUIDs that were delivered into this file and that the office has deleted since; none when that
 * cannot be told (rows without an id: the column was renamed). Caller frees each and the array. */
enum staff_result staff_deleted(struct stafffile *file, char ***uuids, size_t *count,
                                struct str *why);

/* Appends all replies in the file at `path` to an empty grid, with the names of all columns, the
 * office's own further ones included. Changes nothing. */
enum staff_result staff_rows(const char *path, struct grid *out, struct str *why);

/* Appends a reply that the file does not have yet to such a grid (an empty grid gets the names of the
 * columns first). One that is in the grid already is left out; NULL only begins the grid. */
void staff_rows_add(struct grid *grid, const struct reply *reply);

#endif
