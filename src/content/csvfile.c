/* A table of events. How: the delimiter is the one whose header line yields most column names; libcsv
 * cuts the fields; each row becomes an item or a problem with its line. */
#include "content/csvfile.h"

#include <csv.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/alloc.h"
#include "base/str.h"
#include "content/dates.h"

#define MAX_COLUMNS 40
#define MAX_ITEMS 2000
#define MAX_ROW_PROBLEMS 50
/* A field longer than this means a quote that was never closed. */
#define FIELD_CHARS 2000
#define FIELD_LINES 20

enum column {
    COLUMN_DATE,
    COLUMN_TIME,
    COLUMN_END,
    COLUMN_END_DATE,
    COLUMN_TITLE,
    COLUMN_WHERE,
    COLUMN_TEXT,
    COLUMN_CONTACT,
    COLUMN_HELPERS,
    COLUMN_PLACES,
    COLUMN_LINK,
    COLUMN_NONE
};

static const struct {
    const char *word;
    enum column column;
} aliases[] = {
    {"date", COLUMN_DATE},
    {"day", COLUMN_DATE},
    {"when", COLUMN_DATE},
    {"start", COLUMN_DATE},
    {"start date", COLUMN_DATE},
    {"time", COLUMN_TIME},
    {"start time", COLUMN_TIME},
    {"from", COLUMN_TIME},
    {"end", COLUMN_END},
    {"ends", COLUMN_END},
    {"until", COLUMN_END},
    {"end time", COLUMN_END},
    {"to", COLUMN_END},
    {"finish", COLUMN_END},
    {"end date", COLUMN_END_DATE},
    {"event", COLUMN_TITLE},
    {"what", COLUMN_TITLE},
    {"title", COLUMN_TITLE},
    {"subject", COLUMN_TITLE},
    {"name", COLUMN_TITLE},
    {"summary", COLUMN_TITLE},
    {"where", COLUMN_WHERE},
    {"location", COLUMN_WHERE},
    {"venue", COLUMN_WHERE},
    {"place", COLUMN_WHERE},
    {"room", COLUMN_WHERE},
    {"text", COLUMN_TEXT},
    {"description", COLUMN_TEXT},
    {"details", COLUMN_TEXT},
    {"notes", COLUMN_TEXT},
    {"info", COLUMN_TEXT},
    {"contact", COLUMN_CONTACT},
    {"who", COLUMN_CONTACT},
    {"organiser", COLUMN_CONTACT},
    {"helpers", COLUMN_HELPERS},
    {"places", COLUMN_PLACES},
    {"link", COLUMN_LINK},
    {"website", COLUMN_LINK},
    {"url", COLUMN_LINK},
};

static enum column column_of(const char *header)
{
    char *name = str_trimmed(header);
    enum column column = COLUMN_NONE;
    for (size_t i = 0; i < sizeof aliases / sizeof aliases[0]; i++) {
        if (strcasecmp(name, aliases[i].word) == 0) {
            column = aliases[i].column;
        }
    }
    free(name);
    return column;
}

/* How many column names a header line yields with this delimiter. */
static size_t names_with(const char *line, char delimiter)
{
    size_t found = 0;
    while (*line != '\0' && *line != '\n') {
        size_t length = 0;
        while (line[length] != '\0' && line[length] != '\n' && line[length] != delimiter) {
            length++;
        }
        const char *from = line;
        size_t inner = length;
        if (inner >= 2 && from[0] == '"' && from[inner - 1] == '"') {
            from++;
            inner -= 2;
        }
        char *name = xstrndup(from, inner);
        found += column_of(name) != COLUMN_NONE;
        free(name);
        line += length + (line[length] == delimiter);
    }
    return found;
}

/* A row whose date could be read in either order of day and month. */
struct doubtful {
    size_t item;
    long line;
};

/* One table being read. */
struct table {
    const char *source;
    enum item_kind kind;
    const struct reader_context *context;
    struct item_list *items;
    struct problem_list *problems;
    char *fields[MAX_COLUMNS];
    size_t field_count;
    enum column columns[MAX_COLUMNS];
    size_t column_count;
    bool has_header;
    long line;       /* where the row being read begins */
    long lines_read; /* newlines seen so far */
    bool unclosed;
    size_t refused;
    bool other_order; /* some row shows that the dates are not in the school's order */
    struct doubtful *doubtful;
    size_t doubtful_count, doubtful_capacity;
};

static const char *cell(const struct table *t, enum column column)
{
    for (size_t i = 0; i < t->field_count && i < t->column_count; i++) {
        if (t->columns[i] == column) {
            return t->fields[i];
        }
    }
    return "";
}

static void row_problem(struct table *t, const char *reason, const char *advice)
{
    t->refused++;
    if (t->refused > MAX_ROW_PROBLEMS) {
        return;
    }
    char *where = xasprintf("%s, line %ld", t->source, t->line);
    problem_add(t->problems, where, PROBLEM_NOT_SHOWN, reason, advice);
    free(where);
}

/* Outlook and Google say the last day in a column of its own; false (said) when it is no date. */
static bool read_end_date(struct table *t, wall_t *last)
{
    const struct reader_context *c = t->context;
    int from = -1, until = -1;
    if (str_blank(cell(t, COLUMN_END_DATE)) || dates_read(cell(t, COLUMN_END_DATE), c->date_order,
                                                          c->now, last, &from, &until) == DATE_OK) {
        return true;
    }
    row_problem(t, "The end was not understood.", "Write a date like 12 December 2026.");
    return false;
}

/* Date, time and end of a row; false (said) when they contradict. */
static bool read_times(struct table *t, struct item *item)
{
    const struct reader_context *c = t->context;
    int from = -1, until = -1, unused = -1;
    wall_t date = WALL_NONE, last = WALL_NONE;
    const char *end = NULL;
    enum date_result result =
        dates_read(cell(t, COLUMN_DATE), c->date_order, c->now, &date, &from, &until);
    t->other_order = t->other_order || result == DATE_OTHER_ORDER;
    if (result != DATE_OK) {
        struct str reason = {0};
        str_printf(&reason, "The date \"%s\" was not understood.", cell(t, COLUMN_DATE));
        row_problem(t, str_blank(cell(t, COLUMN_DATE)) ? "This row has no date." : reason.data,
                    dates_advice(result));
        str_free(&reason);
        return false;
    }
    if (from < 0 && !str_blank(cell(t, COLUMN_TIME)) &&
        !dates_take_time(cell(t, COLUMN_TIME), false, &from, &until, &end)) {
        row_problem(t, "The time was not understood.", "Write the time like 6:30 pm or 18:30.");
        return false;
    }
    if (!read_end_date(t, &last)) {
        return false;
    }
    if (!str_blank(cell(t, COLUMN_END)) && until < 0) {
        if (!dates_take_time(cell(t, COLUMN_END), false, &until, &unused, &end) ||
            !str_blank(end)) {
            until = -1;
            if (dates_read(cell(t, COLUMN_END), c->date_order, c->now, &last, &until, &unused) !=
                DATE_OK) {
                row_problem(t, "The end was not understood.",
                            "Write a time like 8 pm or a date like 12 December 2026.");
                return false;
            }
        }
    }
    item->all_day = from < 0;
    item->starts = date + (from > 0 ? from : 0);
    if (last != WALL_NONE) {
        item->ends = until > 0 ? last + until : last + WALL_DAY;
        if (item->ends <= item->starts) {
            row_problem(t, "The end lies before the beginning.", "Correct one of the two dates.");
            return false;
        }
    } else if (until > from && from >= 0) {
        item->ends = date + until;
    } else if (item->all_day) {
        item->ends = date + WALL_DAY;
    }
    return true;
}

static bool row_is_blank(const struct table *t)
{
    for (size_t i = 0; i < t->field_count; i++) {
        if (!str_blank(t->fields[i])) {
            return false;
        }
    }
    return true;
}

static void take_row(struct table *t)
{
    if (t->items->count >= MAX_ITEMS) {
        return;
    }
    struct item item = item_make(t->kind);
    item_set(&item.title, cell(t, COLUMN_TITLE));
    for (char *c = item.title; *c != '\0'; c++) {
        *c = *c == '\n' ? ' ' : *c; /* a name stands on one line */
    }
    if (str_blank(item.title)) {
        row_problem(t, "This row has no name of an event.", "Write what happens into the row.");
        item_free(&item);
        return;
    }
    if (!read_times(t, &item)) {
        item_free(&item);
        return;
    }
    item_set(&item.text, cell(t, COLUMN_TEXT));
    item_set(&item.where, cell(t, COLUMN_WHERE));
    item_set(&item.contact, cell(t, COLUMN_CONTACT));
    item_set(&item.link, cell(t, COLUMN_LINK));
    item.helpers = atoi(cell(t, COLUMN_HELPERS));
    item.places = atoi(cell(t, COLUMN_PLACES));
    if (dates_either_order(cell(t, COLUMN_DATE))) {
        t->doubtful =
            xgrow(t->doubtful, t->doubtful_count, &t->doubtful_capacity, sizeof *t->doubtful);
        t->doubtful[t->doubtful_count++] = (struct doubtful){t->items->count, t->line};
    }
    item_list_add(t->items, item);
}

/* Where one row proves the other order of day and month, those that could be either are refused: a
 * family must not come on the wrong day. */
static void refuse_doubtful(struct table *t)
{
    for (size_t i = t->doubtful_count; t->other_order && i-- > 0;) {
        struct item_list *items = t->items;
        size_t at = t->doubtful[i].item;
        item_free(&items->items[at]);
        items->count--;
        memmove(&items->items[at], &items->items[at + 1],
                (items->count - at) * sizeof items->items[0]);
    }
    for (size_t i = 0; t->other_order && i < t->doubtful_count; i++) {
        t->line = t->doubtful[i].line;
        row_problem(t,
                    "Another row shows that day and month are the other way round in this table.",
                    "Write the months as words: 11 December 2026.");
    }
    free(t->doubtful);
    t->doubtful = NULL;
}

static void clear_row(struct table *t)
{
    for (size_t i = 0; i < t->field_count; i++) {
        free(t->fields[i]);
    }
    t->field_count = 0;
}

/* libcsv's two callbacks. */
static void on_field(void *data, size_t length, void *user)
{
    struct table *t = user;
    const char *bytes = data;
    size_t lines = 0;
    for (size_t i = 0; i < length; i++) {
        lines += bytes[i] == '\n';
    }
    if (length > FIELD_CHARS || lines > FIELD_LINES) {
        t->unclosed = true;
    }
    if (t->field_count < MAX_COLUMNS && !t->unclosed) {
        char *field = xstrndup(length > 0 ? bytes : "", length);
        t->fields[t->field_count++] = str_trimmed(field);
        free(field);
    }
    t->lines_read += (long)lines;
}

static void on_row(int terminator, void *user)
{
    (void)terminator;
    struct table *t = user;
    t->lines_read++;
    if (t->unclosed) {
        clear_row(t);
        return;
    }
    if (!row_is_blank(t)) {
        if (!t->has_header) {
            t->has_header = true;
            t->column_count = t->field_count;
            for (size_t i = 0; i < t->field_count; i++) {
                t->columns[i] = column_of(t->fields[i]);
            }
        } else {
            take_row(t);
        }
    }
    clear_row(t);
    t->line = t->lines_read + 1;
}

/* "sep=;" on the first line, as Excel writes it. */
static char declared_delimiter(const char **text)
{
    if (strncasecmp(*text, "sep=", 4) != 0 || (*text)[4] == '\0') {
        return '\0';
    }
    char delimiter = (*text)[4];
    *text += strcspn(*text, "\n");
    *text += **text == '\n';
    return delimiter;
}

static char best_delimiter(const char *text)
{
    static const char candidates[] = {',', ';', '\t'};
    char best = ',';
    size_t most = 0;
    for (size_t i = 0; i < sizeof candidates; i++) {
        size_t names = names_with(text, candidates[i]);
        if (names > most) {
            most = names;
            best = candidates[i];
        }
    }
    return best;
}

/* Feeds libcsv line by line, so that an open quote is noticed where it began and not at the end. */
static void parse(struct table *t, const char *text, char delimiter)
{
    struct csv_parser parser;
    if (csv_init(&parser, CSV_APPEND_NULL) != 0) {
        return;
    }
    csv_set_delim(&parser, (unsigned char)delimiter);
    csv_set_space_func(&parser, NULL);
    long open_lines = 0, line_of_last = 0;
    while (*text != '\0' && !t->unclosed && t->items->count < MAX_ITEMS) {
        size_t length = strcspn(text, "\n");
        length += text[length] == '\n';
        csv_parse(&parser, text, length, on_field, on_row, t);
        open_lines = t->line == line_of_last ? open_lines + 1 : 0;
        line_of_last = t->line;
        if (open_lines > FIELD_LINES) {
            t->unclosed = true;
        }
        text += length;
    }
    /* Strict only now: stray quotes inside a field are common, an end within quotes is not. */
    csv_set_opts(&parser, CSV_APPEND_NULL | CSV_STRICT | CSV_STRICT_FINI);
    if (!t->unclosed && csv_fini(&parser, on_field, on_row, t) != 0) {
        t->unclosed = true; /* the end came within quotes */
    }
    csv_free(&parser);
    clear_row(t);
}

static void say_leftovers(struct table *t)
{
    struct str words = {0};
    if (t->refused > MAX_ROW_PROBLEMS) {
        str_printf(&words, "%zu more rows were not understood.", t->refused - MAX_ROW_PROBLEMS);
        problem_add(
            t->problems, t->source, PROBLEM_NOT_SHOWN, words.data,
            "Look at the first rows that are listed; the others may have the same mistake.");
    }
    if (t->items->count >= MAX_ITEMS) {
        problem_add(t->problems, t->source, PROBLEM_CHECK,
                    "Only the first 2000 rows of this table are shown.",
                    "Split it, or leave out what is over.");
    }
    str_free(&words);
}

bool csvfile_read(const char *text, const char *source, enum item_kind kind,
                  const struct reader_context *context, struct item_list *items,
                  struct problem_list *problems)
{
    struct table t = {.source = source,
                      .kind = kind,
                      .context = context,
                      .items = items,
                      .problems = problems,
                      .line = 1};
    size_t before = items->count;
    const char *body = text;
    char delimiter = declared_delimiter(&body);
    if (delimiter == '\0') {
        delimiter = best_delimiter(body);
    } else {
        t.line = 2;
        t.lines_read = 1;
    }
    if (names_with(body, delimiter) < 2) {
        problem_add(problems, source, PROBLEM_NOT_SHOWN,
                    "The first row does not say what the columns are.",
                    "Write a first row like: Date, Time, Event, Where.");
        return false;
    }
    parse(&t, body, delimiter);
    refuse_doubtful(&t);
    if (t.unclosed) {
        char *where = xasprintf("%s, line %ld", source, t.line);
        problem_add(problems, where, PROBLEM_NOT_SHOWN,
                    "A quotation mark is opened here and never closed.",
                    "Close it, or take it out, and save the table again.");
        free(where);
        while (items->count > before) {
            item_free(&items->items[--items->count]);
        }
        return false;
    }
    say_leftovers(&t);
    return items->count > before;
}
