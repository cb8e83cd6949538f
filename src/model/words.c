/* Dates as people say them. How: gettext gives the names and the order of parts; nothing here asks
 * libc's locale, so one program speaks every language. */
#include "model/words.h"

#include <stdlib.h>

#include "base/i18n.h"

static const char *const weekdays[7] = {N_("Monday"),   N_("Tuesday"), N_("Wednesday"),
                                        N_("Thursday"), N_("Friday"),  N_("Saturday"),
                                        N_("Sunday")};
static const char *const short_weekdays[7] = {N_("Mon"), N_("Tue"), N_("Wed"), N_("Thu"),
                                              N_("Fri"), N_("Sat"), N_("Sun")};
static const char *const months[12] = {
    N_("January"), N_("February"), N_("March"),     N_("April"),   N_("May"),      N_("June"),
    N_("July"),    N_("August"),   N_("September"), N_("October"), N_("November"), N_("December")};
static const char *const short_months[12] = {N_("Jan"), N_("Feb"), N_("Mar"), N_("Apr"),
                                             /* TRANSLATORS: the short form of the month. */
                                             N_("May "), N_("Jun"), N_("Jul"), N_("Aug"), N_("Sep"),
                                             N_("Oct"), N_("Nov"), N_("Dec")};

/* A translated name without the blank that tells the short "May " from the long one. */
static void put_name(struct str *out, const char *name)
{
    char *trimmed = str_trimmed(name);
    str_puts(out, trimmed);
    free(trimmed);
}

/* Hours and minutes without "am" and "pm". */
static void put_clock(struct str *out, struct civil c)
{
    int hour = c.hour % 12 == 0 ? 12 : c.hour % 12;
    str_printf(out, "%d:%02d", hour, c.minute);
}

void words_time(struct str *out, wall_t t)
{
    struct civil c = wall_to_civil(t);
    put_clock(out, c);
    /* TRANSLATORS: before and after noon, behind the time: "8:42 am". */
    str_printf(out, "\u00A0%s", c.hour < 12 ? _("am") : _("pm"));
}

/* Days from now to t; far ahead when nobody knows what day it is. */
static int64_t days_ahead(wall_t now, wall_t t)
{
    return now == WALL_NONE ? 1000 : wall_days_between(now, t);
}

void words_date(struct str *out, wall_t t, wall_t now, bool short_form)
{
    struct civil c = wall_to_civil(t);
    put_name(out, _(short_form ? short_weekdays[wall_weekday(t)] : weekdays[wall_weekday(t)]));
    str_printf(out, " %d ", c.day);
    put_name(out, _(short_form ? short_months[c.month - 1] : months[c.month - 1]));
    if (now == WALL_NONE || c.year != wall_to_civil(now).year) {
        int64_t days = days_ahead(now, t);
        if (days < -60 || days > 180) {
            str_printf(out, " %d", c.year);
        }
    }
}

/* "Today", "Tomorrow", "Friday" within the coming week, else the date. */
static void put_day(struct str *out, wall_t t, wall_t now)
{
    int64_t days = days_ahead(now, t);
    if (days == 0) {
        str_puts(out, _("Today"));
    } else if (days == 1) {
        str_puts(out, _("Tomorrow"));
    } else {
        words_date(out, t, now, false);
    }
}

void words_moment(struct str *out, wall_t t, bool all_day, wall_t now)
{
    int64_t days = days_ahead(now, t);
    put_day(out, t, now);
    if (!all_day) {
        str_puts(out, days == 0 || days == 1 ? " " : ", ");
        words_time(out, t);
    }
}

/* Both ends on one day: "6:30 – 8:00 pm". */
static void put_span_of_hours(struct str *out, wall_t from, wall_t to)
{
    struct civil a = wall_to_civil(from), b = wall_to_civil(to);
    if ((a.hour < 12) == (b.hour < 12)) {
        put_clock(out, a);
    } else {
        words_time(out, from);
    }
    /* A word joiner: the line may not end behind the dash. */
    str_puts(out, "\u00A0–\u2060\u00A0");
    words_time(out, to);
}

void words_item_when(struct str *out, const struct item *item, wall_t now)
{
    if (item->starts == WALL_NONE) {
        str_puts(out, item->when);
        return;
    }
    wall_t last = item->ends == WALL_NONE ? item->starts : item->ends;
    if (item->all_day && last > item->starts) {
        last -= WALL_DAY; /* ends are exclusive */
    }
    int64_t days = wall_days_between(item->starts, last);
    if (days > 0) {
        put_day(out, item->starts, now);
        str_puts(out, " – ");
        words_date(out, last, now, false);
    } else if (item->all_day || last == item->starts) {
        words_moment(out, item->starts, item->all_day, now);
    } else {
        int64_t ahead = days_ahead(now, item->starts);
        put_day(out, item->starts, now);
        str_puts(out, ahead == 0 || ahead == 1 ? " " : ", ");
        put_span_of_hours(out, item->starts, last);
    }
}

void words_date_as_read(struct str *out, wall_t t, bool all_day)
{
    struct civil c = wall_to_civil(t);
    str_printf(out, "%s %d %s %d", weekdays[wall_weekday(t)], c.day, months[c.month - 1], c.year);
    if (!all_day) {
        str_puts(out, ", ");
        put_clock(out, c);
        str_puts(out, c.hour < 12 ? " am" : " pm");
    }
}

const char *words_kind(enum item_kind kind)
{
    static const char *const words[ITEM_KIND_COUNT] = {
        N_("Celebration"),       N_("What's on"), N_("Help out"),
        N_("Learning together"), N_("Notice"),    N_("Newsletter"),
        N_("Our partners"),      N_("Welcome"),   N_("Welcome"),
    };
    return _(words[kind]);
}

const char *words_title(const struct item *item, const char *language)
{
    const char *title = item_title(item, language);
    return str_blank(title) ? words_kind(item->kind) : title;
}

void words_item_when_short(struct str *out, const struct item *item, wall_t now)
{
    if (item->starts == WALL_NONE) {
        str_puts(out, item->when);
        return;
    }
    int64_t days = days_ahead(now, item->starts);
    if (days == 0 || days == 1) {
        words_moment(out, item->starts, item->all_day, now);
        return;
    }
    words_date(out, item->starts, now, true);
    if (!item->all_day) {
        str_puts(out, ", ");
        words_time(out, item->starts);
    }
}

void words_month(struct str *out, int year, int month)
{
    put_name(out, _(months[month - 1]));
    str_printf(out, " %d", year);
}

const char *words_weekday(int weekday)
{
    return _(short_weekdays[weekday]);
}
