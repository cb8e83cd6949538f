/* Dates and numbers as people say them. How: the CLDR gives the names and the order of parts in the
 * language in use (base/cldr.h), gettext the words around them; nothing here asks libc's locale, so one
 * program speaks every language. */
#include "model/words.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/alloc.h"
#include "base/cldr.h"
#include "base/i18n.h"

void words_time(struct str *out, wall_t t)
{
    cldr_put(out, i18n_locale(), CLDR_TIME, t);
}

/* Days from now to t; far ahead when nobody knows what day it is. */
static int64_t days_ahead(wall_t now, wall_t t)
{
    return now == WALL_NONE ? 1000 : wall_days_between(now, t);
}

void words_date(struct str *out, wall_t t, wall_t now, bool short_form)
{
    bool year = false;
    if (now == WALL_NONE || wall_to_civil(t).year != wall_to_civil(now).year) {
        int64_t days = days_ahead(now, t);
        year = days < -60 || days > 180;
    }
    enum cldr_form form =
        short_form ? (year ? CLDR_SHORT_YEAR : CLDR_SHORT) : (year ? CLDR_DATE_YEAR : CLDR_DATE);
    cldr_put(out, i18n_locale(), form, t);
}

/* "Today", "Tomorrow", else the date. */
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

/* Appends a day and a time, in the order and with the mark between them that the language has. */
static void put_day_and_time(struct str *out, int64_t ahead, struct str *day, struct str *time)
{
    if (ahead == 0 || ahead == 1) {
        /* TRANSLATORS: the word for today or tomorrow, and a time or two: "Today 6:30 pm",
         * "Tomorrow 6:30 – 8:00 pm". */
        str_printf(out, C_("today and time", "%s %s"), day->data, time->data);
    } else {
        /* TRANSLATORS: a date and a time or two: "Friday 27 November, 6:30 pm". */
        str_printf(out, C_("date and time", "%s, %s"), day->data, time->data);
    }
    str_free(day);
    str_free(time);
}

void words_moment(struct str *out, wall_t t, bool all_day, wall_t now)
{
    if (all_day) {
        put_day(out, t, now);
        return;
    }
    struct str day = {0}, time = {0};
    put_day(&day, t, now);
    words_time(&time, t);
    put_day_and_time(out, days_ahead(now, t), &day, &time);
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
    if (days <= 0 && (item->all_day || last == item->starts)) {
        words_moment(out, item->starts, item->all_day, now);
        return;
    }
    struct str first = {0}, second = {0};
    put_day(&first, item->starts, now);
    if (days > 0) {
        words_date(&second, last, now, false);
        /* TRANSLATORS: from the first day to the last: "Friday 27 November – Sunday 29 November". */
        str_printf(out, C_("from day to day", "%s – %s"), first.data, second.data);
        str_free(&first);
        str_free(&second);
    } else {
        cldr_put_span(&second, i18n_locale(), item->starts, last);
        put_day_and_time(out, days_ahead(now, item->starts), &first, &second);
    }
}

void words_date_as_read(struct str *out, wall_t t, bool all_day)
{
    static const char locale[] = "en_GB";
    cldr_put(out, locale, CLDR_DATE_YEAR, t);
    if (!all_day) {
        struct civil c = wall_to_civil(t);
        int hour = c.hour % 12 == 0 ? 12 : c.hour % 12;
        str_printf(out, ", %d:%02d %s", hour, c.minute, c.hour < 12 ? "am" : "pm");
    }
}

void words_month(struct str *out, int year, int month)
{
    wall_t first = wall_from_civil((struct civil){.year = year, .month = month, .day = 1});
    cldr_put(out, i18n_locale(), CLDR_MONTH, first);
}

const char *words_weekday(int weekday)
{
    return cldr_weekday(i18n_locale(), weekday);
}

int words_first_weekday(void)
{
    return cldr_first_weekday(i18n_locale());
}

void words_number(struct str *out, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    char *text = NULL;
    int length = vasprintf(&text, format, args);
    va_end(args);
    if (length < 0) {
        abort(); /* out of memory, as everywhere (base/alloc.h) */
    }
    uint32_t zero = cldr_zero(i18n_locale());
    for (const char *at = text; *at != '\0'; at++) {
        if (zero != '0' && *at >= '0' && *at <= '9') {
            str_put_codepoint(out, zero + (uint32_t)(*at - '0'));
        } else {
            str_putc(out, *at);
        }
    }
    free(text);
}

void words_list(struct str *out, const char *next)
{
    if (out->length == 0) {
        str_puts(out, next);
        return;
    }
    char *before = str_take(out);
    /* TRANSLATORS: what stands between the parts of a list: "Fri 4 Dec, Fri 11 Dec, Fri 18 Dec"; the
     * first %s is the list so far. */
    str_printf(out, C_("list", "%s, %s"), before, next);
    free(before);
}

const char *words_kind(enum item_kind kind)
{
    static const char *const words[ITEM_KIND_COUNT] = {
        /* TRANSLATORS: down to "Welcome": the kind of what is shown, as a small sign above its title. */
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
    if (item->all_day) {
        words_date(out, item->starts, now, true);
        return;
    }
    struct str day = {0}, time = {0};
    words_date(&day, item->starts, now, true);
    words_time(&time, item->starts);
    put_day_and_time(out, days, &day, &time);
}
