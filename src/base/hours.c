/* Screen hours. How: each span is asked for today and, past midnight, for yesterday. Wall time needs no
 * zones: an hour that comes twice in autumn is on twice, one that is left out in spring is just left out. */
#include "base/hours.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/str.h"

#define MINUTES_A_DAY 1440

/* "Mon", "monday", "THU": 0 for Monday, -1 for no day. */
static int read_weekday(const char *word, size_t length)
{
    static const char *const names[] = {"monday", "tuesday",  "wednesday", "thursday",
                                        "friday", "saturday", "sunday"};
    char *name = xstrndup(word, length);
    int day = -1;
    for (int i = 0; i < 7 && length >= 3; i++) {
        day = str_starts_nocase(names[i], name) ? i : day;
    }
    free(name);
    return day;
}

/* "Mon" or "Fri-Mon" into bits; false: it is neither. */
static bool read_days(const char *word, size_t length, unsigned *days)
{
    const char *dash = memchr(word, '-', length);
    size_t first_length = dash != NULL ? (size_t)(dash - word) : length;
    int first = read_weekday(word, first_length), last = first;
    if (dash != NULL) {
        last = read_weekday(dash + 1, length - first_length - 1);
    }
    if (first < 0 || last < 0) {
        return false;
    }
    for (int day = first;; day = (day + 1) % 7) {
        *days |= 1u << day;
        if (day == last) {
            return true;
        }
    }
}

/* "07:30" or "7:30" into minutes; NULL: it is no time of day. */
static const char *read_time(const char *at, int *minutes)
{
    int hour = 0, minute = 0, used = 0;
    if (strspn(at, "0123456789") > 2 || sscanf(at, "%2d:%2d%n", &hour, &minute, &used) != 2 ||
        used < 4 || at[used - 3] != ':' || hour < 0 || minute < 0 || minute > 59) {
        return NULL;
    }
    *minutes = hour * 60 + minute;
    return *minutes <= MINUTES_A_DAY ? at + used : NULL;
}

/* "07:30-18:00", blanks around the dash allowed, up to the end of the text. */
static bool read_times(const char *at, struct hours_span *span)
{
    at = read_time(at, &span->from);
    if (at == NULL) {
        return false;
    }
    at += strspn(at, " \t");
    if (*at != '-') {
        return false;
    }
    at++;
    at = read_time(at + strspn(at, " \t"), &span->until);
    return at != NULL && at[strspn(at, " \t")] == '\0' && span->from < MINUTES_A_DAY &&
           span->until > 0 && span->from != span->until;
}

/* One span; `days` are those of the span before. */
static bool read_span(const char *at, unsigned days, struct hours_span *span)
{
    *span = (struct hours_span){0};
    at += strspn(at, " \t");
    while (*at != '\0' && strchr("0123456789", *at) == NULL) {
        size_t length = strcspn(at, " \t");
        if (!read_days(at, length, &span->days)) {
            return false;
        }
        at += length;
        at += strspn(at, " \t");
    }
    span->days = span->days != 0 ? span->days : days;
    return read_times(at, span);
}

bool hours_read(const char *text, struct hours *out)
{
    *out = (struct hours){0};
    if (str_blank(text)) {
        return true;
    }
    char *copy = xstrdup(text), *rest = copy, *part = NULL;
    unsigned days = 0x7f;
    bool ok = true;
    while (ok && (part = strsep(&rest, ",;")) != NULL) {
        ok = out->count < HOURS_MOST && read_span(part, days, &out->spans[out->count]);
        if (ok) {
            days = out->spans[out->count++].days;
        }
    }
    free(copy);
    if (!ok) {
        *out = (struct hours){0};
    }
    return ok;
}

/* Does something that keeps these hours begin on the day of `t`? */
static bool begins_on(const struct hours_span *span, const struct holidays *holidays, wall_t t)
{
    return (span->days >> wall_weekday(t) & 1) != 0 && !holidays_have(holidays, t);
}

bool hours_open(const struct hours *hours, const struct holidays *holidays, wall_t now)
{
    int minute = (int)((now - wall_midnight(now)) / 60);
    bool open = hours->count == 0;
    for (size_t i = 0; i < hours->count && !open; i++) {
        const struct hours_span *span = &hours->spans[i];
        bool over_midnight = span->until <= span->from;
        open = minute >= span->from && (over_midnight || minute < span->until) &&
               begins_on(span, holidays, now);
        open = open ||
               (over_midnight && minute < span->until && begins_on(span, holidays, now - WALL_DAY));
    }
    return open;
}
