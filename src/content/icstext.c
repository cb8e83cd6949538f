/* A calendar's text. How: one walk over the lines with a small stack of what is open. Whatever libical
 * would stumble over (text around calendars, missing ends, thousands of nested components, zone names
 * with a colon and no quotes) is mended or left out before libical sees it, and so is what nobody reads
 * (tasks, alarms, attachments). */
#include "content/icstext.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/str.h"
#include "content/text.h"

/* ---- bytes ---- */

static bool wide(const char *b, size_t length)
{
    return length >= 4 && (memcmp(b, "\xFF\xFE", 2) == 0 || memcmp(b, "\xFE\xFF", 2) == 0 ||
                           b[0] == '\0' || b[1] == '\0');
}

/* Length of the line end at `at`: 0, 1 or 2. */
static size_t line_end(const char *bytes, size_t at, size_t length)
{
    if (at >= length || (bytes[at] != '\r' && bytes[at] != '\n')) {
        return 0;
    }
    return bytes[at] == '\r' && at + 1 < length && bytes[at + 1] == '\n' ? 2 : 1;
}

/* The line at `*at`, its folds undone, into `line`; moves `*at` behind it. False: no more. */
static bool next_line(const char *bytes, size_t length, size_t *at, struct str *line)
{
    str_clear(line);
    str_puts(line, "");
    if (*at >= length) {
        return false;
    }
    for (;;) {
        size_t from = *at;
        while (*at < length && bytes[*at] != '\r' && bytes[*at] != '\n') {
            (*at)++;
        }
        str_add(line, bytes + from, *at - from);
        *at += line_end(bytes, *at, length);
        if (*at >= length || (bytes[*at] != ' ' && bytes[*at] != '\t')) {
            return true;
        }
        (*at)++;
    }
}

char *icstext_decode(const void *bytes, size_t length)
{
    if (wide(bytes, length)) {
        return text_decode(bytes, length);
    }
    struct str out = {0}, line = {0};
    for (size_t at = 0; next_line(bytes, length, &at, &line);) {
        size_t n = line.length;
        if (at >= length) {
            /* Where a file was cut off there may be half a letter. */
            for (size_t back = 0; back < 4 && n > back; back++) {
                if (utf8_valid(line.data, n - back)) {
                    n -= back;
                    break;
                }
            }
        }
        if (utf8_valid(line.data, n)) {
            str_add(&out, line.data, n);
        } else {
            char *decoded = text_decode(line.data, n);
            str_puts(&out, decoded);
            free(decoded);
        }
        str_putc(&out, '\n');
    }
    char *text = text_decode(out.data != NULL ? out.data : "", out.length);
    str_free(&line);
    str_free(&out);
    return text;
}

/* ---- lines ---- */

enum part { PART_CALENDAR, PART_EVENT, PART_ZONE, PART_SEASON, PART_OTHER };

#define DEEPEST 4
/* Each costs libical a table of centuries; there are not many more zones in the world. */
#define MAX_ZONES 400

struct cleaning {
    struct str out;
    struct icstext_facts *facts;
    enum part open[DEEPEST];
    size_t marks[DEEPEST]; /* where in `out` each open part begins */
    size_t depth;
    size_t zones;   /* so far */
    size_t ignored; /* how many parts are open that nobody reads */
};

static const char *const part_names[] = {"VCALENDAR", "VEVENT", "VTIMEZONE", "STANDARD"};

static enum part part_called(const char *name)
{
    for (size_t i = 0; i < sizeof part_names / sizeof *part_names; i++) {
        if (str_same_nocase(name, part_names[i])) {
            return (enum part)i;
        }
    }
    return str_same_nocase(name, "DAYLIGHT") ? PART_SEASON : PART_OTHER;
}

static void close_last(struct cleaning *c, const char *name)
{
    c->depth--;
    str_printf(&c->out, "END:%s\r\n", name);
}

/* Leaves the last open part out. */
static void drop_last(struct cleaning *c)
{
    c->depth--;
    c->out.length = c->marks[c->depth];
    c->out.data[c->out.length] = '\0';
    c->facts->cut_short = true;
}

/* What is open when the text, or its calendar, ends without ends. */
static void close_unfinished(struct cleaning *c)
{
    c->ignored = 0;
    while (c->depth > 1) {
        drop_last(c);
    }
    if (c->depth == 1) {
        c->facts->cut_short = true;
        close_last(c, part_names[PART_CALENDAR]);
    }
}

/* May this part stand inside what is open? */
static bool belongs(const struct cleaning *c, enum part part)
{
    enum part inside = c->depth > 0 ? c->open[c->depth - 1] : PART_OTHER;
    switch (part) {
    case PART_EVENT:
        return inside == PART_CALENDAR;
    case PART_ZONE:
        return inside == PART_CALENDAR && c->zones < MAX_ZONES;
    case PART_SEASON:
        return inside == PART_ZONE;
    default:
        return false;
    }
}

static void begin_part(struct cleaning *c, const char *name)
{
    enum part part = part_called(name);
    if (part == PART_CALENDAR) {
        close_unfinished(c);
        c->facts->found = true;
    } else {
        bool next_event = part == PART_EVENT && c->depth == 2 && c->open[1] == PART_EVENT;
        if (next_event) {
            c->ignored = 0;
            close_last(c, part_names[PART_EVENT]); /* only its END is missing */
        }
        if (c->ignored > 0 || !belongs(c, part)) {
            c->ignored += c->depth > 0;
            return;
        }
    }
    c->zones += part == PART_ZONE;
    c->open[c->depth] = part;
    c->marks[c->depth] = c->out.length;
    c->depth++;
    str_printf(&c->out, "BEGIN:%s\r\n", name);
}

static void end_part(struct cleaning *c, const char *name)
{
    enum part part = part_called(name);
    size_t at = c->depth;
    while (at > 0 && c->open[at - 1] != part) {
        at--;
    }
    if (at == 0 || part == PART_OTHER) {
        c->ignored -= c->ignored > 0;
        return;
    }
    c->ignored = 0;
    while (c->depth > at) {
        drop_last(c);
    }
    close_last(c, name);
}

/* Length of a property's name, 0 when the line is none. */
static size_t name_length(const char *line)
{
    size_t n = strcspn(line, ":;");
    return line[n] != '\0' ? n : 0;
}

static bool wanted(enum part part, const char *name)
{
    static const char *const lists[][20] = {
        [PART_CALENDAR] = {"METHOD", "X-WR-TIMEZONE", NULL},
        [PART_EVENT] = {"UID", "SUMMARY", "DESCRIPTION", "LOCATION", "URL", "DTSTART", "DTEND",
                        "DURATION", "RRULE", "EXRULE", "RDATE", "EXDATE", "RECURRENCE-ID", "STATUS",
                        "SEQUENCE", "LAST-MODIFIED", "DTSTAMP", "X-MICROSOFT-CDO-ALLDAYEVENT",
                        NULL},
        [PART_ZONE] = {"TZID", "X-LIC-LOCATION", NULL},
        [PART_SEASON] = {"DTSTART", "TZOFFSETFROM", "TZOFFSETTO", "RRULE", "RDATE", NULL},
    };
    for (const char *const *entry = lists[part]; *entry != NULL; entry++) {
        if (str_same_nocase(name, *entry)) {
            return true;
        }
    }
    return false;
}

/* "DTSTART;TZID=(UTC+01:00) Amsterdam, Berlin": the zone's name may hold a colon without quotes, for
 * there is none in a date. What stands before the last colon, with quotes, into `out`. */
static void put_date_name(struct str *out, const char *line, const char *colon)
{
    const char *tzid = strcasestr(line, ";TZID=");
    if (tzid == NULL || tzid > colon || tzid[6] == '"') {
        str_add(out, line, (size_t)(colon - line));
        return;
    }
    tzid += 6;
    const char *end = memchr(tzid, ';', (size_t)(colon - tzid));
    end = end != NULL ? end : colon;
    str_add(out, line, (size_t)(tzid - line));
    str_putc(out, '"');
    for (const char *at = tzid; at < end; at++) {
        if (*at != '"') {
            str_putc(out, *at);
        }
    }
    str_putc(out, '"');
    str_add(out, end, (size_t)(colon - end));
}

/* A property whose value is one date or a list of them; each gets a line of its own, for libical gives
 * up on lists that are very long. */
static void put_dates(struct str *out, const char *line)
{
    const char *colon = strrchr(line, ':');
    struct str name = {0};
    put_date_name(&name, line, colon);
    for (const char *at = colon + 1;;) {
        size_t n = strcspn(at, ",");
        if (at != colon + 1) {
            str_puts(out, "\r\n");
        }
        str_add(out, name.data, name.length);
        str_putc(out, ':');
        str_add(out, at, n);
        if (at[n] == '\0') {
            break;
        }
        at += n + 1;
    }
    str_free(&name);
}

/* A rule; some write blanks into it, and some a semicolon at its end. */
static void put_rule(struct str *out, const char *line)
{
    for (const char *at = line; *at != '\0'; at++) {
        if (*at != ' ' && *at != '\t') {
            str_putc(out, *at);
        }
    }
    while (out->length > 0 && out->data[out->length - 1] == ';') {
        out->data[--out->length] = '\0';
    }
}

static void take_property(struct cleaning *c, const char *line)
{
    static const char *const dates[] = {"DTSTART", "DTEND", "RDATE", "EXDATE", "RECURRENCE-ID"};
    char name[32];
    size_t n = name_length(line);
    if (n == 0 || n >= sizeof name || c->depth == 0 || c->ignored > 0) {
        return;
    }
    memcpy(name, line, n);
    name[n] = '\0';
    if (!wanted(c->open[c->depth - 1], name)) {
        return;
    }
    bool is_dates = false;
    for (size_t i = 0; i < sizeof dates / sizeof *dates; i++) {
        is_dates = is_dates || str_same_nocase(name, dates[i]);
    }
    if (is_dates && strchr(line, ':') != NULL) {
        put_dates(&c->out, line);
    } else if (str_ends_nocase(name, "RULE")) {
        put_rule(&c->out, line);
    } else {
        str_puts(&c->out, line);
    }
    str_puts(&c->out, "\r\n");
}

/* "BEGIN:VEVENT " gives "VEVENT"; NULL: the line is no such. Caller frees. */
static char *part_name(const char *line, const char *word)
{
    return str_starts_nocase(line, word) ? str_trimmed(line + strlen(word)) : NULL;
}

char *icstext_clean(const char *text, struct icstext_facts *facts)
{
    *facts = (struct icstext_facts){0};
    struct cleaning c = {.facts = facts};
    struct str line = {0};
    size_t length = strlen(text);
    for (size_t at = 0; next_line(text, length, &at, &line);) {
        /* Files that were put one behind the other have their marks in the middle. */
        const char *start = line.data;
        while (strncmp(start, "\xEF\xBB\xBF", 3) == 0) {
            start += 3;
        }
        char *begin = part_name(start, "BEGIN:");
        char *end = part_name(start, "END:");
        if (begin != NULL) {
            begin_part(&c, begin);
        } else if (end != NULL) {
            end_part(&c, end);
        } else {
            take_property(&c, start);
        }
        free(begin);
        free(end);
    }
    close_unfinished(&c);
    str_free(&line);
    return str_take(&c.out);
}
