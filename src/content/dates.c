/* Dates and times. How: small takers that move a pointer over what they understand. */
#include "content/dates.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

static const char *const months[12] = {"january",   "february", "march",    "april",
                                       "may",       "june",     "july",     "august",
                                       "september", "october",  "november", "december"};
static const char *const weekdays[7] = {"monday", "tuesday",  "wednesday", "thursday",
                                        "friday", "saturday", "sunday"};

static const char *skip(const char *at, const char *set)
{
    return at + strspn(at, set);
}

/* A number of at most `most` digits; -1 when there is none (or more digits follow). */
static int take_number(const char **at, int most)
{
    int value = 0, digits = 0;
    while (isdigit((unsigned char)(*at)[digits]) && digits < most) {
        value = value * 10 + ((*at)[digits] - '0');
        digits++;
    }
    if (digits == 0 || isdigit((unsigned char)(*at)[digits])) {
        return -1;
    }
    *at += digits;
    return value;
}

/* A name of the list or its first three letters or more ("Sept", "Weds"); -1 when there is none. */
static int take_name(const char **at, const char *const *names, int count)
{
    size_t length = 0;
    while (isalpha((unsigned char)(*at)[length])) {
        length++;
    }
    for (int i = 0; length >= 3 && i < count; i++) {
        bool whole = length <= strlen(names[i]) && strncasecmp(*at, names[i], length) == 0;
        bool with_s = length == 4 && strncasecmp(*at, names[i], 3) == 0 &&
                      tolower((unsigned char)(*at)[3]) == 's'; /* Tues, Weds */
        if (whole || with_s) {
            *at += length;
            *at += **at == '.';
            return i;
        }
    }
    return -1;
}

/* "st", "nd", "rd", "th" behind a day. */
static void skip_ordinal(const char **at)
{
    static const char *const endings[] = {"st", "nd", "rd", "th"};
    for (size_t i = 0; i < 4; i++) {
        if (strncasecmp(*at, endings[i], 2) == 0 && !isalpha((unsigned char)(*at)[2])) {
            *at += 2;
            return;
        }
    }
}

/* A year of four digits, or of two behind a slash or dot. */
static int take_year(const char **at, bool short_too)
{
    const char *from = *at;
    int year = take_number(at, 4);
    long digits = *at - from;
    if (year >= 1900 && digits == 4) {
        return year;
    }
    if (short_too && digits == 2) {
        return 2000 + year;
    }
    *at = from;
    return -1;
}

/* The year that brings day and month nearest to today: from 30 days back to 335 ahead. */
static int nearest_year(int month, int day, wall_t today)
{
    int year = wall_to_civil(today).year;
    for (int y = year - 1; y <= year + 4; y++) {
        if (!civil_valid(y, month, day)) {
            continue;
        }
        int64_t days =
            wall_days_between(today, wall_from_civil((struct civil){y, month, day, 0, 0, 0}));
        if (days >= -30 && days <= 335) {
            return y;
        }
    }
    return year;
}

struct found {
    int year, month, day; /* year -1: not given */
};

/* 2026-12-11, 2026/12/11, 2026.12.11 */
static bool take_iso(const char **at, struct found *f)
{
    const char *p = *at;
    f->year = take_year(&p, false);
    char between = *p;
    if (f->year < 0 || strchr("-/.", between) == NULL || between == '\0') {
        return false;
    }
    p++;
    f->month = take_number(&p, 2);
    if (f->month < 0 || *p != between) {
        return false;
    }
    p++;
    f->day = take_number(&p, 2);
    if (f->day < 0) {
        return false;
    }
    *at = p;
    return true;
}

/* 11/12/2026, 11.12.26, 11-12-2026, 11/12 */
static bool take_numeric(const char **at, enum date_order order, struct found *f)
{
    const char *p = *at;
    int first = take_number(&p, 2);
    char between = *p;
    if (first < 0 || between == '\0' || strchr("/.-", between) == NULL) {
        return false;
    }
    p++;
    int second = take_number(&p, 2);
    if (second < 0) {
        return false;
    }
    f->year = -1;
    const char *rest = p;
    if (*rest == between) {
        rest++;
        f->year = take_year(&rest, true);
        p = f->year >= 0 ? rest : p;
    }
    /* Without a year only a slash or a closing dot is a date: 6.30 is a time, 3-4 a range. */
    bool closed = between == '.' && *p == '.' && !isdigit((unsigned char)p[1]);
    if (f->year < 0 && between != '/' && !closed) {
        return false;
    }
    p += f->year < 0 && closed;
    f->day = order == DATE_DAY_FIRST ? first : second;
    f->month = order == DATE_DAY_FIRST ? second : first;
    *at = p;
    return true;
}

/* 11 December 2026, 11th of Dec, December 11, 2026 */
static bool take_worded(const char **at, struct found *f)
{
    const char *p = *at;
    f->month = take_name(&p, months, 12);
    bool month_first = f->month >= 0;
    if (month_first) {
        p = skip(p, " ");
    }
    f->day = take_number(&p, 2);
    if (f->day < 0) {
        return false;
    }
    skip_ordinal(&p);
    if (!month_first) {
        p = skip(p, " -.");
        if (strncasecmp(p, "of ", 3) == 0) {
            p = skip(p + 3, " ");
        }
        f->month = take_name(&p, months, 12);
    }
    if (f->month < 0) {
        return false;
    }
    f->month++;
    const char *rest = skip(p, " ,-");
    f->year = take_year(&rest, false);
    *at = f->year >= 0 ? rest : p;
    return true;
}

enum date_result dates_take_date(const char *text, enum date_order order, wall_t today,
                                 wall_t *date, const char **end)
{
    const char *at = skip(text, " ");
    int weekday = take_name(&at, weekdays, 7);
    if (weekday >= 0) {
        at = skip(at, " ,");
        if (strncasecmp(at, "the ", 4) == 0) {
            at += 4;
        }
    }
    struct found f = {-1, 0, 0};
    bool numeric = false;
    if (!take_iso(&at, &f) && !take_worded(&at, &f)) {
        numeric = take_numeric(&at, order, &f);
        if (!numeric) {
            return DATE_NONE;
        }
    }
    bool iso_time = *at == 'T' && isdigit((unsigned char)at[1]); /* 2026-12-11T18:30 */
    if (isalnum((unsigned char)*at) && !iso_time) {
        return DATE_NONE; /* part of a longer word or number */
    }
    int year = f.year >= 0 ? f.year : nearest_year(f.month, f.day, today);
    if (!civil_valid(year, f.month, f.day)) {
        bool other = numeric && civil_valid(year, f.day, f.month);
        return other ? DATE_OTHER_ORDER : DATE_NO_SUCH_DAY;
    }
    *date = wall_from_civil((struct civil){year, f.month, f.day, 0, 0, 0});
    *end = at;
    return weekday >= 0 && wall_weekday(*date) != weekday ? DATE_WRONG_WEEKDAY : DATE_OK;
}

/* One clock time; `half` is 0 without am/pm, 1 am, 2 pm; `certain` when it can be nothing else. */
static int take_clock(const char **at, int *half, bool *certain)
{
    static const struct {
        const char *word;
        int seconds;
    } words[] = {{"noon", 43200}, {"midday", 43200}, {"midnight", 86400}};
    const char *p = *at;
    *half = 0;
    *certain = true;
    for (size_t i = 0; i < 3; i++) {
        size_t length = strlen(words[i].word);
        if (strncasecmp(p, words[i].word, length) == 0 && !isalpha((unsigned char)p[length])) {
            *at = p + length;
            *half = 3;
            return words[i].seconds;
        }
    }
    int hour = take_number(&p, 2), minute = 0;
    if (hour < 0) {
        return -1;
    }
    bool has_minutes = (*p == ':' || *p == '.') && isdigit((unsigned char)p[1]) &&
                       isdigit((unsigned char)p[2]) && !isdigit((unsigned char)p[3]);
    bool colon = has_minutes && *p == ':';
    if (has_minutes) {
        minute = (p[1] - '0') * 10 + (p[2] - '0');
        p += 3;
    }
    const char *rest = skip(p, " ");
    if ((tolower((unsigned char)rest[0]) == 'a' || tolower((unsigned char)rest[0]) == 'p')) {
        int is_pm = tolower((unsigned char)rest[0]) == 'p';
        const char *m = rest + 1 + (rest[1] == '.');
        if (tolower((unsigned char)*m) == 'm' && !isalpha((unsigned char)m[1])) {
            *half = is_pm ? 2 : 1;
            p = m + 1;
            p += *p == '.' && rest[1] == '.';
        }
    }
    *certain = *half != 0 || colon;
    bool ok = minute < 60 && (*half == 0 ? hour < 24 : hour >= 1 && hour <= 12);
    if (!ok) {
        return -1;
    }
    if (*half == 2 && hour < 12) {
        hour += 12;
    } else if (*half == 1 && hour == 12) {
        hour = 0;
    }
    *at = p;
    return hour * 3600 + minute * 60;
}

/* Behind the first time of a span: "-", "–", "—", "to", "until". */
static bool take_to(const char **at)
{
    static const char *const words[] = {"-", "–", "—", "to ", "until ", "till "};
    const char *p = skip(*at, " ");
    for (size_t i = 0; i < sizeof words / sizeof words[0]; i++) {
        if (strncasecmp(p, words[i], strlen(words[i])) == 0) {
            *at = skip(p + strlen(words[i]), " ");
            return true;
        }
    }
    return false;
}

bool dates_take_time(const char *text, bool sure, int *from, int *until, const char **end)
{
    const char *at = skip(text, " ");
    int half = 0, half2 = 0;
    bool certain = false, certain2 = false;
    *until = -1;
    *from = take_clock(&at, &half, &certain);
    if (*from < 0) {
        return false;
    }
    const char *rest = at;
    if (take_to(&rest)) {
        int second = take_clock(&rest, &half2, &certain2);
        if (second >= 0 && !isalnum((unsigned char)*rest)) {
            /* "6:30-8pm": the first borrows pm when that keeps it before the second. */
            if (half == 0 && half2 == 2 && *from < 43200 && *from + 43200 < second) {
                *from += 43200;
            }
            if (second > *from) {
                *until = second;
                certain = certain || certain2;
                at = rest;
            }
        }
    }
    if (isalnum((unsigned char)*at) || (sure && !certain)) {
        return false;
    }
    *end = at;
    return true;
}

enum date_result dates_read(const char *text, enum date_order order, wall_t today, wall_t *date,
                            int *from, int *until)
{
    static const char *const fillers = " ,;@-–—";
    const char *at = skip(text, fillers);
    *from = *until = -1;
    enum date_result result = dates_take_date(at, order, today, date, &at);
    if (result == DATE_NONE && dates_take_time(at, true, from, until, &at)) {
        at = skip(at, fillers);
        if (strncasecmp(at, "on ", 3) == 0) {
            at += 3;
        }
        result = dates_take_date(at, order, today, date, &at);
    }
    if (result != DATE_OK) {
        return result;
    }
    at = skip(at, fillers);
    if (strncasecmp(at, "at ", 3) == 0) {
        at += 3;
    }
    at = skip(at, " T");
    if (*at != '\0' && *from < 0 && dates_take_time(at, false, from, until, &at)) {
        at = skip(at, fillers);
    }
    return *at == '\0' ? DATE_OK : DATE_NONE;
}

bool dates_begins_with_day(const char *text)
{
    const char *at = skip(text, " ");
    return take_name(&at, weekdays, 7) >= 0 || take_name(&at, months, 12) >= 0;
}

bool dates_either_order(const char *text)
{
    const char *at = skip(text, " ");
    struct found f = {-1, 0, 0};
    return take_name(&at, weekdays, 7) < 0 && !take_iso(&at, &f) && !take_worded(&at, &f) &&
           take_numeric(&at, DATE_DAY_FIRST, &f) && f.day <= 12 && f.month <= 12 &&
           f.day != f.month;
}

const char *dates_advice(enum date_result result)
{
    switch (result) {
    case DATE_WRONG_WEEKDAY:
        return "The day of the week and the date do not belong together. Correct one of them.";
    case DATE_NO_SUCH_DAY:
        return "There is no such day. Correct the date.";
    case DATE_OTHER_ORDER:
        return "Day and month seem to be the other way round. Write the month as a word: 11 "
               "December "
               "2026.";
    default:
        return "Write the date like 11 December 2026 and the time like 6:30 pm.";
    }
}
