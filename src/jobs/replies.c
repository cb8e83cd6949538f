/* The replies as the office sees them. How: the staff file's rows with the office's own columns, behind
 * them what the outbox has and the file has not. */
#include "jobs/replies.h"

#include <errno.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "jobs/databasesync.h"
#include "model/reply.h"
#include "store/outbox.h"
#include "store/stafffile.h"

enum replies_source replies_collect(const struct config *config, struct grid *grid, struct str *why)
{
    struct outbox *outbox = outbox_look(config->content.state);
    bool nothing_yet = outbox == NULL && errno == ENOENT;
    struct reply *replies = NULL;
    size_t count = 0;
    /* Before the staff file: what sync brings over between the two is then in both, not in neither. */
    bool ok = outbox != NULL && outbox_pending(outbox, SIZE_MAX / 2, &replies, &count);
    bool office = (database_is_wanted(config)
                       ? databasesync_rows(config, grid, why)
                       : staff_rows(config->replies.staff_file, grid, why)) == STAFF_OK;
    if (!office && outbox != NULL) {
        reply_array_wipe(replies, count);
        ok = outbox_all(outbox, &replies, &count);
    }
    /* Nothing sent yet is no failure: the table then has only its head. */
    ok = ok || nothing_yet || (office && outbox == NULL);
    for (size_t i = 0; ok && i < count; i++) {
        staff_rows_add(grid, &replies[i]);
    }
    if (ok && grid->rows == 0) {
        staff_rows_add(grid, NULL);
    }
    reply_array_wipe(replies, count);
    outbox_close(outbox);
    if (!ok) {
        grid_wipe(grid);
    }
    return !ok ? REPLIES_NOWHERE : office ? REPLIES_OFFICE : REPLIES_OUTBOX;
}

bool reply_is_new(const struct grid *grid, size_t row)
{
    char *status = str_trimmed(grid_text(grid, row, grid_column(grid, "status")));
    bool is = str_same_nocase(status, "new");
    free(status);
    return is;
}

static int longest_first(const void *a, const void *b)
{
    const struct overdue *x = a;
    const struct overdue *y = b;
    if (x->days != y->days) {
        return x->days > y->days ? -1 : 1;
    }
    return x->row < y->row ? -1 : x->row > y->row;
}

/* Somebody who was coming to what is over by now? */
static bool is_past(const struct grid *grid, size_t row, wall_t now)
{
    wall_t when = 0;
    return str_same(grid_text(grid, row, grid_column(grid, "kind")),
                    reply_kind_word(REPLY_COMING)) &&
           wall_from_iso(grid_text(grid, row, grid_column(grid, "event date")), &when, NULL) &&
           wall_midnight(when) < wall_midnight(now);
}

size_t replies_overdue(const struct grid *grid, wall_t now, const struct holidays *holidays,
                       struct overdue **out)
{
    struct overdue *list = NULL;
    size_t count = 0;
    size_t capacity = 0;
    size_t received = grid_column(grid, "received");
    for (size_t row = 1; row < grid->rows; row++) {
        wall_t came = 0;
        if (!wall_from_iso(grid_text(grid, row, received), &came, NULL) ||
            !reply_is_new(grid, row) || is_past(grid, row, now)) {
            continue;
        }
        int days = schooldays_between(came, now, holidays);
        if (days > REPLIES_PATIENCE) {
            list = xgrow(list, count, &capacity, sizeof *list);
            list[count++] = (struct overdue){row, days};
        }
    }
    if (count > 1) {
        qsort(list, count, sizeof *list, longest_first);
    }
    *out = list;
    return count;
}
