/* Export: every reply that is kept here, as a table for a spreadsheet. */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/log.h"
#include "base/path.h"
#include "content/sheet.h"
#include "jobs/jobs.h"
#include "store/outbox.h"

static const char *const names[] = {"Received", "Kind",  "About",   "Event date", "Name",
                                    "Phone",    "E-mail", "Prefers", "Interests",  "Available",
                                    "People",   "Message", "Language", "Screen",   "Id"};
#define COLUMNS (sizeof names / sizeof names[0])

/* One reply's cells; `received` and `people` are texts made by the caller. */
static void fill_row(const char **cells, const struct reply *r, const char *received,
                     const char *people)
{
    const char *const row[COLUMNS] = {received,  reply_kind_word(r->kind), r->about,
                                      r->about_when, r->name, r->phone,    r->email,
                                      r->prefers, r->interests, r->available, people,
                                      r->message, r->language, r->kiosk,   r->uuid};
    memcpy(cells, row, sizeof row);
}

static bool write_table(const struct reply *replies, size_t count, const char *path, bool xlsx)
{
    const char **cells = xcalloc(count * COLUMNS, sizeof *cells);
    char(*received)[24] = xcalloc(count, sizeof *received);
    char(*people)[16] = xcalloc(count, sizeof *people);
    for (size_t i = 0; i < count; i++) {
        wall_to_iso(replies[i].created, true, received[i]);
        if (replies[i].people > 0) {
            snprintf(people[i], sizeof people[i], "%d", replies[i].people);
        }
        fill_row(cells + i * COLUMNS, &replies[i], received[i], people[i]);
    }
    struct sheet sheet = {"Replies", COLUMNS, count, names, cells};
    bool ok = xlsx ? sheet_write_xlsx(&sheet, path) : sheet_write_csv(&sheet, path);
    int why = errno;
    free(received);
    free(people);
    free(cells);
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
    struct outbox *outbox = outbox_open(options->config.content.state, clock_wall_now(), NULL);
    struct reply *replies = NULL;
    size_t count = 0;
    bool ok = outbox != NULL && outbox_all(outbox, &replies, &count);
    if (!ok) {
        log_error("the replies in %s cannot be read", options->config.content.state);
    } else if (!write_table(replies, count, path, xlsx)) {
        log_error("%s cannot be written (%s); choose another folder", path, strerror(errno));
        ok = false;
    } else {
        printf("%zu replies written to %s\n", count, path);
    }
    reply_array_wipe(replies, count);
    outbox_close(outbox);
    return ok ? EXIT_DONE : EXIT_COULD_NOT;
}
