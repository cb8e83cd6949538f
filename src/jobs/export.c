/* Export: the replies as a table for a spreadsheet.
 *
 * What the office's file holds, with the office's own columns, and behind it what is still on its way
 * there. When that file cannot be read, everything that is kept in the outbox. */
#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "base/grid.h"
#include "base/log.h"
#include "base/path.h"
#include "content/sheet.h"
#include "jobs/jobs.h"
#include "store/outbox.h"
#include "store/stafffile.h"

/* Fills `grid`; false (said) when neither file can be read. */
static bool collect(const struct config *config, struct grid *grid)
{
    struct str why = {0};
    bool office = staff_rows(config->replies.staff_file, grid, &why) == STAFF_OK;
    struct outbox *outbox = outbox_look(config->content.state);
    /* Nothing sent yet is no failure: the table then has only its head. */
    bool ok = office || outbox != NULL || errno == ENOENT;
    struct reply *replies = NULL;
    size_t count = 0;
    if (outbox != NULL) {
        ok = office ? outbox_pending(outbox, SIZE_MAX / 2, &replies, &count)
                    : outbox_all(outbox, &replies, &count);
    }
    if (!office && ok && count > 0) {
        log_warn("the office's file cannot be read, so its own columns are missing: %s", why.data);
    } else if (!ok) {
        log_error("the replies in %s cannot be read; run this as the user that runs Foyer",
                  config->content.state);
    }
    for (size_t i = 0; ok && i < count; i++) {
        staff_rows_add(grid, &replies[i]);
    }
    if (ok && grid->rows == 0) {
        staff_rows_add(grid, NULL);
    }
    reply_array_wipe(replies, count);
    outbox_close(outbox);
    str_free(&why);
    return ok;
}

int job_export(struct options *options)
{
    const char *path = options->arg_count == 1 ? options->args[0] : "";
    bool xlsx = str_same_nocase(path_extension(path), "xlsx");
    if (!xlsx && !str_same_nocase(path_extension(path), "csv")) {
        fputs("foyer export: say where to: OUT.xlsx or OUT.csv\n", stderr);
        return EXIT_USAGE;
    }
    struct grid grid = {0};
    bool ok = collect(&options->config, &grid);
    if (ok) {
        const char *const *cells = (const char *const *)grid.cells;
        struct sheet sheet = {"Replies", grid.columns, grid.rows - 1, cells, cells + grid.columns};
        ok = xlsx ? sheet_write_xlsx(&sheet, path) : sheet_write_csv(&sheet, path);
        if (ok) {
            printf("%zu replies written to %s\n", grid.rows - 1, path);
        } else {
            log_error("%s cannot be written (%s); choose another folder", path, strerror(errno));
        }
    }
    grid_wipe(&grid);
    return ok ? EXIT_DONE : EXIT_COULD_NOT;
}
