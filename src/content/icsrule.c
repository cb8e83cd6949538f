/* A rule's instances. How: period by period (a day, a week, a month or a year, by FREQ), each day of the
 * period is asked whether every BY part allows it; the days that are left, times the times of day, are
 * the period's set, from which BYSETPOS chooses. A rule without COUNT begins at the period before the
 * span, however long ago DTSTART was. libical's iterator is not used for this: it may look for a rule's
 * next hit through centuries in one call (half a second for 30 February), which no budget could stop. It
 * serves only rules in other calendars than the Gregorian (RFC 7529). */
#include "content/icsrule.h"

#include <stdlib.h>

#include "base/alloc.h"
#include "base/str.h"

/* What a step of libical's iterator costs. */
#define FOREIGN_STEPS 20000
#define MAX_DAYS 366
#define LIST_END ICAL_RECURRENCE_ARRAY_MAX

struct expansion {
    const struct icalrecurrencetype *rule;
    const struct ics_rule_span *span;
    struct civil start;
    int weekday;    /* of DTSTART, 0 = Monday */
    int week_start; /* WKST, 0 = Monday */
    bool by_day, by_month_day, by_month, by_year_day, by_week_no, by_set_pos;
    wall_t *times; /* of day, ascending */
    size_t time_count;
    wall_t days[MAX_DAYS]; /* of the period at hand */
    size_t day_count;
    int counted; /* instances so far, for COUNT */
    ics_budget *budget;
    ics_take *take;
    void *context;
    bool over;
};

static bool listed(const short *list, int value)
{
    for (; *list != LIST_END; list++) {
        if (*list == value) {
            return true;
        }
    }
    return false;
}

/* ---- times of day ---- */

static int compare_times(const void *a, const void *b)
{
    wall_t x = *(const wall_t *)a, y = *(const wall_t *)b;
    return (x > y) - (x < y);
}

static size_t list_or(const short *list, int otherwise, int most, int *out)
{
    size_t n = 0;
    for (; *list != LIST_END; list++) {
        if (*list >= 0 && *list <= most) {
            out[n++] = *list;
        }
    }
    if (n == 0) {
        out[n++] = otherwise;
    }
    return n;
}

static void set_times(struct expansion *x)
{
    int hours[ICAL_BY_HOUR_SIZE], minutes[ICAL_BY_MINUTE_SIZE], seconds[ICAL_BY_SECOND_SIZE];
    size_t capacity = 0;
    if (x->span->all_day) { /* "MUST be ignored" for dates */
        x->times = xcalloc(1, sizeof *x->times);
        x->time_count = 1;
        return;
    }
    size_t h = list_or(x->rule->by_hour, x->start.hour, 23, hours);
    size_t m = list_or(x->rule->by_minute, x->start.minute, 59, minutes);
    size_t s = list_or(x->rule->by_second, x->start.second, 59, seconds);
    for (size_t i = 0; i < h * m * s; i++) {
        x->times = xgrow(x->times, x->time_count, &capacity, sizeof *x->times);
        x->times[x->time_count++] =
            (wall_t)hours[i / (m * s)] * 3600 + (wall_t)minutes[i / s % m] * 60 + seconds[i % s];
    }
    qsort(x->times, x->time_count, sizeof *x->times, compare_times);
    size_t kept = 0;
    for (size_t i = 0; i < x->time_count; i++) {
        if (kept == 0 || x->times[i] != x->times[kept - 1]) {
            x->times[kept++] = x->times[i];
        }
    }
    x->time_count = kept;
}

/* ---- days ---- */

static wall_t first_of(int year, int month)
{
    return wall_from_civil((struct civil){year, month, 1, 0, 0, 0});
}

static wall_t week_of(const struct expansion *x, wall_t day)
{
    return day - (wall_weekday(day) - x->week_start + 7) % 7 * WALL_DAY;
}

/* The first day of the year's week 1: the first week with four days in it. */
static wall_t first_week(const struct expansion *x, int year)
{
    return week_of(x, wall_from_civil((struct civil){year, 1, 4, 0, 0, 0}));
}

/* BYWEEKNO; a day at a year's edge may be of a week of the other year. */
static bool in_listed_week(const struct expansion *x, wall_t day, int year)
{
    if (day >= first_week(x, year + 1)) {
        year++;
    } else if (day < first_week(x, year)) {
        year--;
    }
    int week = (int)((day - first_week(x, year)) / (7 * WALL_DAY)) + 1;
    int weeks = (int)((first_week(x, year + 1) - first_week(x, year)) / (7 * WALL_DAY));
    return listed(x->rule->by_week_no, week) || listed(x->rule->by_week_no, week - weeks - 1);
}

/* BYDAY. "2MO" counts in the month, or in the year for a yearly rule without BYMONTH. */
static bool on_listed_weekday(const struct expansion *x, wall_t day, struct civil c)
{
    bool yearly = x->rule->freq == ICAL_YEARLY_RECURRENCE;
    bool nth = x->rule->freq == ICAL_MONTHLY_RECURRENCE || (yearly && !x->by_week_no);
    bool in_year = yearly && !x->by_month;
    wall_t first = in_year ? first_of(c.year, 1) : first_of(c.year, c.month);
    wall_t next = in_year ? first_of(c.year + 1, 1) : first_of(c.year, c.month + 1);
    int position = (int)((day - first) / WALL_DAY / 7) + 1;
    int from_end = -(int)((next - WALL_DAY - day) / WALL_DAY / 7) - 1;
    for (const short *at = x->rule->by_day; *at != LIST_END; at++) {
        int weekday = ((int)icalrecurrencetype_day_day_of_week(*at) + 5) % 7;
        int asked = icalrecurrencetype_day_position(*at);
        if (weekday == wall_weekday(day) &&
            (asked == 0 || !nth || asked == position || asked == from_end)) {
            return true;
        }
    }
    return false;
}

/* What the rule does not say comes from DTSTART. */
static bool as_start(const struct expansion *x, wall_t day, struct civil c)
{
    switch (x->rule->freq) {
    case ICAL_WEEKLY_RECURRENCE:
        return x->by_day || x->by_month_day || x->by_year_day || wall_weekday(day) == x->weekday;
    case ICAL_MONTHLY_RECURRENCE:
        return x->by_day || x->by_month_day || x->by_year_day || c.day == x->start.day;
    case ICAL_YEARLY_RECURRENCE:
        if (x->by_day || x->by_month_day || x->by_year_day) {
            return true;
        }
        if (x->by_week_no) {
            return wall_weekday(day) == x->weekday;
        }
        return c.day == x->start.day && (x->by_month || c.month == x->start.month);
    default:
        return true;
    }
}

static bool allowed(const struct expansion *x, wall_t day)
{
    struct civil c = wall_to_civil(day);
    const struct icalrecurrencetype *r = x->rule;
    if (x->by_month && !listed(r->by_month, c.month)) {
        return false;
    }
    if (x->by_month_day) {
        int length = (int)((first_of(c.year, c.month + 1) - first_of(c.year, c.month)) / WALL_DAY);
        if (!listed(r->by_month_day, c.day) && !listed(r->by_month_day, c.day - length - 1)) {
            return false;
        }
    }
    if (x->by_year_day) {
        int number = (int)((day - first_of(c.year, 1)) / WALL_DAY) + 1;
        int length = (int)((first_of(c.year + 1, 1) - first_of(c.year, 1)) / WALL_DAY);
        if (!listed(r->by_year_day, number) && !listed(r->by_year_day, number - length - 1)) {
            return false;
        }
    }
    return (!x->by_day || on_listed_weekday(x, day, c)) &&
           (!x->by_week_no || in_listed_week(x, day, c.year)) && as_start(x, day, c);
}

/* ---- periods ---- */

/* The k-th period's days: [*from, *until). */
static void period(const struct expansion *x, int64_t k, wall_t *from, wall_t *until)
{
    int64_t n = k * x->rule->interval;
    wall_t day = wall_midnight(x->span->start);
    switch (x->rule->freq) {
    case ICAL_DAILY_RECURRENCE:
        *from = day + n * WALL_DAY;
        *until = *from + WALL_DAY;
        break;
    case ICAL_WEEKLY_RECURRENCE:
        *from = week_of(x, day) + n * 7 * WALL_DAY;
        *until = *from + 7 * WALL_DAY;
        break;
    case ICAL_MONTHLY_RECURRENCE:
        *from = first_of(x->start.year, x->start.month + (int)n);
        *until = first_of(x->start.year, x->start.month + (int)n + 1);
        break;
    default:
        *from = first_of(x->start.year + (int)n, 1);
        *until = first_of(x->start.year + (int)n + 1, 1);
        break;
    }
}

/* The period from which to look: with COUNT all of them count. */
static int64_t first_period(const struct expansion *x)
{
    wall_t ahead = x->span->from - x->span->start;
    if (x->rule->count > 0 || ahead <= 0) {
        return 0;
    }
    static const int days[] = {[ICAL_DAILY_RECURRENCE] = 1,
                               [ICAL_WEEKLY_RECURRENCE] = 7,
                               [ICAL_MONTHLY_RECURRENCE] = 31,
                               [ICAL_YEARLY_RECURRENCE] = 366};
    /* Months and years are counted too long: centuries back that is some periods too early. */
    int64_t k = ahead / WALL_DAY / days[x->rule->freq] / x->rule->interval - 1;
    return k > 0 ? k : 0;
}

static void give(struct expansion *x, wall_t instance)
{
    const struct ics_rule_span *span = x->span;
    if (instance < span->start) {
        return;
    }
    if (instance >= span->until || (span->last != WALL_NONE && instance > span->last)) {
        x->over = true;
        return;
    }
    x->counted++;
    if (instance >= span->from) {
        *x->budget -= ICS_INSTANCE_STEPS;
        x->take(x->context, instance);
    }
    x->over = (x->rule->count > 0 && x->counted >= x->rule->count) || *x->budget < 0;
}

static wall_t member(const struct expansion *x, int64_t index)
{
    return x->days[index / (int64_t)x->time_count] + x->times[index % (int64_t)x->time_count];
}

/* The members of the set that BYSETPOS names, in order. */
static void give_chosen(struct expansion *x)
{
    int64_t size = (int64_t)(x->day_count * x->time_count);
    int64_t chosen[ICAL_BY_SETPOS_SIZE] = {0};
    size_t count = 0;
    for (const short *at = x->rule->by_set_pos; *at != LIST_END; at++) {
        int64_t index = *at > 0 ? *at - 1 : size + *at;
        if (*at != 0 && index >= 0 && index < size) {
            chosen[count++] = member(x, index);
        }
    }
    qsort(chosen, count, sizeof *chosen, compare_times);
    for (size_t i = 0; i < count && !x->over; i++) {
        if (i == 0 || chosen[i] != chosen[i - 1]) {
            give(x, chosen[i]);
        }
    }
}

static void give_period(struct expansion *x, wall_t from, wall_t until)
{
    x->day_count = 0;
    for (wall_t day = from; day < until && x->day_count < MAX_DAYS; day += WALL_DAY) {
        if (allowed(x, day)) {
            x->days[x->day_count++] = day;
        }
        (*x->budget)--;
    }
    if (x->day_count == 0) {
        return;
    }
    if (x->by_set_pos) {
        give_chosen(x);
        return;
    }
    int64_t size = (int64_t)(x->day_count * x->time_count);
    for (int64_t i = 0; i < size && !x->over; i++) {
        give(x, member(x, i));
        (*x->budget)--;
    }
}

/* ---- other calendars ---- */

static bool expand_foreign(struct expansion *x)
{
    struct icaltimetype start = icaltime_null_time();
    start.year = x->start.year;
    start.month = x->start.month;
    start.day = x->start.day;
    start.hour = x->start.hour;
    start.minute = x->start.minute;
    start.second = x->start.second;
    start.is_date = x->span->all_day;
    struct icalrecurrencetype rule = *x->rule;
    rule.until = icaltime_null_time(); /* followed here, in the right zone */
    icalrecur_iterator *it = icalrecur_iterator_new(rule, start);
    while (it != NULL && !x->over && *x->budget > 0) {
        struct icaltimetype t = icalrecur_iterator_next(it);
        *x->budget -= FOREIGN_STEPS;
        if (icaltime_is_null_time(t)) {
            break;
        }
        give(x,
             wall_from_civil((struct civil){t.year, t.month, t.day, t.hour, t.minute, t.second}));
    }
    if (it != NULL) {
        icalrecur_iterator_free(it);
    }
    return *x->budget > 0;
}

bool icsrule_expand(const struct icalrecurrencetype *rule, const struct ics_rule_span *span,
                    ics_budget *budget, ics_take *take, void *context)
{
    struct icalrecurrencetype own = *rule;
    own.interval = rule->interval > 0 ? rule->interval : 1;
    struct expansion x = {.rule = &own,
                          .span = span,
                          .start = wall_to_civil(span->start),
                          .weekday = wall_weekday(span->start),
                          .week_start = ((int)rule->week_start + 5) % 7,
                          .by_day = rule->by_day[0] != LIST_END,
                          .by_month_day = rule->by_month_day[0] != LIST_END,
                          .by_month = rule->by_month[0] != LIST_END,
                          .by_year_day = rule->by_year_day[0] != LIST_END,
                          .by_week_no = rule->by_week_no[0] != LIST_END &&
                                        rule->freq == ICAL_YEARLY_RECURRENCE,
                          .by_set_pos = rule->by_set_pos[0] != LIST_END,
                          .budget = budget,
                          .take = take,
                          .context = context};
    if (rule->rscale != NULL &&
        (!str_same_nocase(rule->rscale, "GREGORIAN") || rule->skip != ICAL_SKIP_OMIT)) {
        return expand_foreign(&x);
    }
    set_times(&x);
    *budget -= (ics_budget)x.time_count;
    for (int64_t k = first_period(&x); !x.over && *budget > 0; k++) {
        wall_t from, until;
        period(&x, k, &from, &until);
        if (from >= span->until || (span->last != WALL_NONE && from > span->last)) {
            break;
        }
        give_period(&x, from, until);
    }
    free(x.times);
    return *budget > 0;
}
