/* Merging: what stands in a kiosk's file of replies comes into the office's joined file, again and again,
 * and nothing that people did in either is lost.
 *
 * A reply is known by its id. For each file that was merged the joined file keeps, in its table "Merged",
 * what every cell was then (as a hash, never as text): so a merge tells which side has changed since.
 *
 *   then -> now    in the kiosk's file      in the joined file     in the joined file afterwards
 *                  same                     same or changed        as it is
 *                  changed                  same                   as in the kiosk's
 *                  changed                  changed to the same    as it is
 *                  changed                  changed otherwise      the winner's; what the other wrote is added
 *                                                                  to the notes, with kiosk and day
 *
 * - A row that the joined file has never had is added, one of staff's own too, whole, with the columns that
 *   staff have added.
 * - A row deleted in the joined file never comes back.
 * - A row deleted in the kiosk's file (its "Delivered" has the id) is deleted in the joined file, unless the
 *   office has worked on it there. One whose person was erased goes whatever was done to it.
 * - A row in which all of the office's columns are as Foyer makes them says nothing about these columns: a
 *   file made anew does not undo the office's work.
 * - A row that was anonymised takes names, message and notes out of the joined file as well.
 * - The first time that a file is seen whose reply is there already (a copy of another one), only the
 *   office's columns count.
 *
 * A file that has not changed since it was merged last is passed over without a lock. */
#ifndef FOYER_STORE_STAFFMERGE_H
#define FOYER_STORE_STAFFMERGE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/clock.h"
#include "base/str.h"
#include "store/staffcopy.h"
#include "store/stafffile.h"

/* Whose text stays in the cell when both have changed it. */
enum staffmerge_winner { STAFFMERGE_OURS, STAFFMERGE_THEIRS };

struct staffmerge {
    const char *file; /* what this source is called in "Merged": its path */
    enum staffmerge_winner
        winner;      /* THEIRS: a row deleted there goes even if it was worked on here */
    wall_t now;      /* the day put beside a text in the notes */
    bool noted_only; /* take nothing over, only note what their cells are */
};

struct staffmerge_count {
    bool unchanged; /* the file is as it was last time */
    size_t added, changed, removed;
    size_t both;     /* cells that both had changed: see the notes */
    size_t kept;     /* deleted there, but worked on here */
    size_t nameless; /* rows without an id there: passed over, and deletions cannot be told */
};

/* Merges `theirs` into the open joined file `ours`, in one transaction. */
enum staff_result staffmerge(struct stafffile *ours, const struct staffcopy *theirs,
                             const struct staffmerge *rules, struct staffmerge_count *count,
                             struct str *why);

/* Is the copy what was merged (or noted) last as that file? */
bool staffmerge_knows(struct stafffile *ours, const struct staffcopy *theirs, const char *file);

/* What becomes of a cell, by the hashes of what it was and is; 0 is a cell as Foyer makes it. Pure. */
enum staffmerge_cell { STAFFMERGE_LEAVE, STAFFMERGE_TAKE, STAFFMERGE_BOTH };
enum staffmerge_cell staffmerge_decide(uint32_t then, uint32_t theirs, uint32_t ours);

#endif
