/* The replies as the office sees them, for every paper that is made of them: the table for a spreadsheet,
 * Excel beside the staff file, lists for an evening, what has waited for too long. */
#ifndef FOYER_JOBS_REPLIES_H
#define FOYER_JOBS_REPLIES_H

#include <stdbool.h>
#include <stddef.h>

#include "base/config.h"
#include "base/grid.h"
#include "base/schoolday.h"

/* A reply that is "new" for longer than this many school days has waited for too long. */
#define REPLIES_PATIENCE 5

enum replies_source {
    REPLIES_OFFICE, /* the staff file, and behind it what is on its way there */
    REPLIES_OUTBOX, /* that cannot be read: what is kept in the outbox (or nothing yet) */
    REPLIES_NOWHERE /* neither can be read; the grid stays empty */
};

/* Fills an empty grid. `why` gets why the staff file cannot be read. Wipe with grid_wipe(). */
enum replies_source replies_collect(const struct config *config, struct grid *grid,
                                    struct str *why);

/* Does the office still have to look at it? Its status is "new". */
bool reply_is_new(const struct grid *grid, size_t row);

struct overdue {
    size_t row; /* in the grid */
    int days;   /* school days it has waited for */
};

/* The new replies that have waited for too long, longest first; not those who said they are coming to
 * what is over: there is nothing left to answer. Caller frees *out. */
size_t replies_overdue(const struct grid *grid, wall_t now, const struct holidays *holidays,
                       struct overdue **out);

#endif
