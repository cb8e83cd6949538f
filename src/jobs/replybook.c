/* The replies as a book. How: the rows are dealt to the sheets; each sheet leaves out the columns in
 * which none of its rows has anything, but not the office's own. */
#include "jobs/replybook.h"

#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/str.h"
#include "jobs/replies.h"

static const char *const titles[REPLY_KIND_COUNT + 1] = {
    [REPLY_HELP] = "Offers of help",   [REPLY_COMING] = "Coming",    [REPLY_QUESTION] = "Questions",
    [REPLY_NEWSLETTER] = "Newsletter", [REPLY_PARTNER] = "Partners", [REPLY_KIND_COUNT] = "Other",
};

/* ---- which rows ---- */

/* Rows of the grid, in the order of a sheet. */
struct rows {
    size_t *at;
    size_t count, capacity;
};

static void add(struct rows *rows, size_t row)
{
    rows->at = xgrow(rows->at, rows->count, &rows->capacity, sizeof rows->at[0]);
    rows->at[rows->count++] = row;
}

static int newest_first(const void *a, const void *b, void *context)
{
    const struct grid *grid = context;
    size_t x = *(const size_t *)a;
    size_t y = *(const size_t *)b;
    size_t received = grid_column(grid, "received");
    int order = strcmp(grid_text(grid, y, received), grid_text(grid, x, received));
    return order != 0 ? order : x < y ? 1 : x > y ? -1 : 0;
}

/* REPLY_KIND_COUNT: none of them (the office's own rows). */
static size_t kind_of(const struct grid *grid, size_t row)
{
    const char *word = grid_text(grid, row, grid_column(grid, "kind"));
    size_t kind = 0;
    while (kind < REPLY_KIND_COUNT && !str_same(word, reply_kind_word((enum reply_kind)kind))) {
        kind++;
    }
    return kind;
}

/* ---- a sheet ---- */

static bool is_offices(const char *name)
{
    return str_same_nocase(name, "status") || str_same_nocase(name, "assigned") ||
           str_same_nocase(name, "last_contact") || str_same_nocase(name, "notes");
}

static bool is_used(const struct grid *grid, const struct rows *rows, size_t column)
{
    bool used = is_offices(grid_cell(grid, 0, column));
    for (size_t i = 0; !used && i < rows->count; i++) {
        used = grid_cell(grid, rows->at[i], column)[0] != '\0';
    }
    return used;
}

static bool may_be_added_up(const char *name)
{
    return str_same_nocase(name, "people") || str_same_nocase(name, "children");
}

/* `days`: what stands in a first column of its own, one a row; NULL: there is none. */
static struct sheet make_sheet(const char *title, const struct grid *grid, const struct rows *rows,
                               const enum sheet_mark *marks, char *const *days)
{
    size_t most = grid->columns + 1;
    const char **names = xcalloc(most, sizeof *names);
    size_t *from = xcalloc(most, sizeof *from);
    bool *counts = xcalloc(most, sizeof *counts);
    size_t columns = 0;
    if (days != NULL) {
        counts[0] = true;
        names[columns++] = "school days waiting";
    }
    for (size_t i = 0; i < grid->columns; i++) {
        if (rows->count == 0 || is_used(grid, rows, i)) {
            names[columns] = grid_cell(grid, 0, i);
            counts[columns] = may_be_added_up(names[columns]);
            from[columns++] = i;
        }
    }
    const char **cells = xcalloc(rows->count * columns + 1, sizeof *cells);
    enum sheet_mark *own = xcalloc(rows->count + 1, sizeof *own);
    for (size_t row = 0; row < rows->count; row++) {
        own[row] = marks[rows->at[row]];
        for (size_t i = 0; i < columns; i++) {
            cells[row * columns + i] =
                days != NULL && i == 0 ? days[row] : grid_cell(grid, rows->at[row], from[i]);
        }
    }
    free(from);
    return (struct sheet){.title = title,
                          .columns = columns,
                          .rows = rows->count,
                          .names = names,
                          .cells = cells,
                          .marks = own,
                          .counts = counts};
}

static void free_sheet(struct sheet *sheet)
{
    free((void *)sheet->names);
    free((void *)sheet->cells);
    free((void *)sheet->marks);
    free((void *)sheet->counts);
}

/* How to read the file, as its last sheet. */
static struct sheet make_read_me(void)
{
    static const char *const lines[] = {
        "This is a copy for reading. Foyer writes it anew whenever a reply comes or you change one "
        "in "
        "Replies.sqlite: please write status, assigned, last_contact and notes there.",
        "Yellow: new, nobody has answered yet. Orange: new for more than five school days; these "
        "stand "
        "on the first sheet, \"Please answer first\".",
        "While this file is open in Excel it cannot be written anew. Close it when you are done.",
        "If you changed this file and saved it, Foyer keeps yours beside it under another name.",
    };
    static const char *const names[] = {"About this file"};
    const char **own_names = xcalloc(1, sizeof *own_names);
    const char **cells = xcalloc(sizeof lines / sizeof lines[0], sizeof *cells);
    own_names[0] = names[0];
    memcpy(cells, lines, sizeof lines);
    return (struct sheet){.title = "Read me",
                          .columns = 1,
                          .rows = sizeof lines / sizeof lines[0],
                          .names = own_names,
                          .cells = cells};
}

/* ---- the book ---- */

static void add_late(struct replybook *out, const struct grid *grid, const struct overdue *late,
                     const enum sheet_mark *marks)
{
    struct rows rows = {0};
    out->days = xcalloc(out->late + 1, sizeof *out->days);
    for (size_t i = 0; i < out->late; i++) {
        out->days[i] = xasprintf("%d", late[i].days);
        add(&rows, late[i].row);
    }
    if (rows.count > 0) {
        out->sheets[out->book.count++] =
            make_sheet("Please answer first", grid, &rows, marks, out->days);
    }
    free(rows.at);
}

/* The moment of the newest reply. */
static wall_t newest(const struct grid *grid)
{
    wall_t newest = WALL_NONE;
    size_t received = grid_column(grid, "received");
    for (size_t row = 1; row < grid->rows; row++) {
        wall_t t = 0;
        if (wall_from_iso(grid_text(grid, row, received), &t, NULL) && t > newest) {
            newest = t;
        }
    }
    return newest;
}

void replybook_make(struct replybook *out, const struct grid *grid, wall_t now,
                    const struct holidays *holidays)
{
    *out = (struct replybook){.book = {.made = newest(grid)}};
    out->book.sheets = out->sheets;
    struct overdue *late = NULL;
    out->late = replies_overdue(grid, now, holidays, &late);
    enum sheet_mark *marks = xcalloc(grid->rows + 1, sizeof *marks);
    struct rows kinds[REPLY_KIND_COUNT + 1] = {0};
    for (size_t row = 1; row < grid->rows; row++) {
        marks[row] = reply_is_new(grid, row) ? SHEET_NEW : SHEET_PLAIN;
        add(&kinds[kind_of(grid, row)], row);
    }
    for (size_t i = 0; i < out->late; i++) {
        marks[late[i].row] = SHEET_LATE;
    }
    add_late(out, grid, late, marks);
    for (size_t kind = 0; kind <= REPLY_KIND_COUNT; kind++) {
        struct rows *rows = &kinds[kind];
        if (rows->count > 1) {
            qsort_r(rows->at, rows->count, sizeof rows->at[0], newest_first, (void *)grid);
        }
        if (rows->count > 0) {
            out->sheets[out->book.count++] = make_sheet(titles[kind], grid, rows, marks, NULL);
        }
        free(rows->at);
    }
    if (out->book.count == 0) {
        out->sheets[out->book.count++] =
            make_sheet("Replies", grid, &(struct rows){0}, marks, NULL);
    }
    out->sheets[out->book.count++] = make_read_me();
    free(marks);
    free(late);
}

void replybook_free(struct replybook *book)
{
    for (size_t i = 0; i < book->book.count; i++) {
        free_sheet(&book->sheets[i]);
    }
    for (size_t i = 0; i < book->late; i++) {
        free(book->days[i]);
    }
    free(book->days);
    *book = (struct replybook){0};
}
