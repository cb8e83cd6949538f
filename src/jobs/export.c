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
#include "jobs/replies.h"
#include "jobs/replybook.h"
#include "jobs/timekeeper.h"

/* Fills `grid`; false (said) when neither file can be read. */
static bool collect(const struct config *config, struct grid *grid)
{
    struct str why = {0};
    enum replies_source source = replies_collect(config, grid, &why);
    if (source == REPLIES_OUTBOX && grid->rows > 1) {
        log_warn("the office's file cannot be read, so its own columns are missing: %s", why.data);
    } else if (source == REPLIES_NOWHERE) {
        log_error("the replies in %s cannot be read; run this as the user that runs Foyer",
                  config->content.state);
    }
    str_free(&why);
    return source != REPLIES_NOWHERE;
}

static bool write_csv(const struct grid *grid, const char *path)
{
    const char *const *cells = (const char *const *)grid->cells;
    struct sheet sheet = {.title = "Replies",
                          .columns = grid->columns,
                          .rows = grid->rows - 1,
                          .names = cells,
                          .cells = cells + grid->columns};
    return sheet_write_csv(&sheet, path);
}

/* The same book as the one beside the staff file. */
static bool write_xlsx(const struct grid *grid, const struct config *config, wall_t now,
                       const char *path)
{
    struct holidays holidays;
    struct replybook book;
    (void)holidays_read(config->school.holidays, &holidays); /* config.c has looked at it */
    replybook_make(&book, grid, now, &holidays);
    bool ok = book_write_xlsx(&book.book, path);
    int why = errno;
    replybook_free(&book);
    errno = why;
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
    const struct config *config = &options->config;
    wall_t now = timekeeper_ask(options).now;
    struct grid grid = {0};
    bool ok = collect(config, &grid);
    if (ok) {
        ok = xlsx ? write_xlsx(&grid, config, now, path) : write_csv(&grid, path);
        if (ok) {
            printf("%zu replies written to %s\n", grid.rows - 1, path);
        } else {
            log_error("%s cannot be written (%s); choose another folder", path, strerror(errno));
        }
    }
    grid_wipe(&grid);
    return ok ? EXIT_DONE : EXIT_COULD_NOT;
}
