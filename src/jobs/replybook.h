/* The replies as a book of sheets for Excel: what waits for too long first, then one sheet for each kind
 * of reply, the newest on top. `foyer export` and the copy beside the staff file are both this book. */
#ifndef FOYER_JOBS_REPLYBOOK_H
#define FOYER_JOBS_REPLYBOOK_H

#include "base/grid.h"
#include "base/schoolday.h"
#include "content/sheet.h"
#include "model/reply.h"

/* Late ones, the kinds, other rows, how to read it. */
#define REPLYBOOK_SHEETS (REPLY_KIND_COUNT + 3)

/* The sheets point into the grid, which must outlive them. */
struct replybook {
    struct book book;
    struct sheet sheets[REPLYBOOK_SHEETS];
    char **days; /* of the late ones, as text */
    size_t late;
};

/* Makes the book of the replies in `grid`, as of `now`. Free with replybook_free(). */
void replybook_make(struct replybook *out, const struct grid *grid, wall_t now,
                    const struct holidays *holidays);
void replybook_free(struct replybook *book);

#endif
