/* School days. How: day by day; a span of years has few enough of them. */
#include "base/schoolday.h"

#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/str.h"

/* Holidays that never end must not make anybody wait for ever. */
#define WALK_MOST (10 * 366)

/* One day as "2026-12-19". */
static bool read_day(const char *text, wall_t *out)
{
    bool has_time = false;
    char *day = str_trimmed(text);
    bool ok = strlen(day) == 10 && wall_from_iso(day, out, &has_time) && !has_time;
    free(day);
    return ok;
}

/* "DAY" or "DAY to DAY". */
static bool read_span(char *text, wall_t *first, wall_t *last)
{
    char *to = strstr(text, "to");
    if (to == NULL) {
        bool ok = read_day(text, first);
        *last = *first;
        return ok;
    }
    *to = '\0';
    return read_day(text, first) && read_day(to + 2, last) && *first <= *last;
}

bool holidays_read(const char *text, struct holidays *out)
{
    *out = (struct holidays){0};
    if (str_blank(text)) {
        return true;
    }
    char *copy = xstrdup(text);
    char *rest = copy;
    char *part = NULL;
    bool ok = true;
    while (ok && (part = strsep(&rest, ",")) != NULL) {
        ok = out->count < HOLIDAYS_MOST &&
             read_span(part, &out->first[out->count], &out->last[out->count]);
        out->count++;
    }
    free(copy);
    if (!ok) {
        *out = (struct holidays){0};
    }
    return ok;
}

bool holidays_have(const struct holidays *holidays, wall_t t)
{
    wall_t day = wall_midnight(t);
    bool have = false;
    for (size_t i = 0; i < holidays->count && !have; i++) {
        have = day >= holidays->first[i] && day <= holidays->last[i];
    }
    return have;
}

bool schoolday_is(wall_t t, const struct holidays *holidays)
{
    return wall_weekday(t) < 5 && !holidays_have(holidays, t);
}

int schooldays_between(wall_t from, wall_t until, const struct holidays *holidays)
{
    int count = 0;
    wall_t last = wall_midnight(until);
    for (wall_t day = wall_midnight(from) + WALL_DAY; day <= last && count < SCHOOLDAYS_MOST;
         day += WALL_DAY) {
        count += schoolday_is(day, holidays);
    }
    return count;
}

wall_t schoolday_after(wall_t now, int days, const struct holidays *holidays)
{
    wall_t day = wall_midnight(now);
    for (int walked = 0; days > 0 && walked < WALK_MOST; walked++) {
        day += WALL_DAY;
        days -= schoolday_is(day, holidays);
    }
    return day;
}
