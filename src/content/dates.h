/* Dates and times as people write them.
 *
 * Never a guess: a weekday that contradicts the date, a day that does not exist and the other order of
 * day and month are said, not corrected. */
#ifndef FOYER_CONTENT_DATES_H
#define FOYER_CONTENT_DATES_H

#include <stdbool.h>

#include "base/clock.h"
#include "base/config.h"

enum date_result {
    DATE_NONE, /* there is no date at this place */
    DATE_OK,
    DATE_WRONG_WEEKDAY, /* "Monday 11 December" where that is a Friday */
    DATE_NO_SUCH_DAY,   /* 31 November */
    DATE_OTHER_ORDER,   /* 12/25/2026 where days come first */
};

/* Reads a date at the start of `text` ("2026-12-11", "11/12/2026", "11 Dec", "Friday 11th December 2026",
 * "December 11, 2026"). Without a year: the nearest within 30 days back and 335 ahead of `today`.
 * `*end` is set behind it. */
enum date_result dates_take_date(const char *text, enum date_order order, wall_t today,
                                 wall_t *date, const char **end);

/* Reads a time or a span at the start of `text` ("6.30pm", "18:30", "6:30-8pm", "noon", "9 to 11 am").
 * Seconds since midnight; *until is -1 without a span. `sure`: only what cannot be anything else
 * (a plain number is not a time). False: there is none. */
bool dates_take_time(const char *text, bool sure, int *from, int *until, const char **end);

/* Reads a whole text as a date, with a time or span before or behind it if there is one. *from and
 * *until as above, *from -1 without a time. DATE_NONE also when something else is left over. */
enum date_result dates_read(const char *text, enum date_order order, wall_t today, wall_t *date,
                            int *from, int *until);

/* Does the text begin with the name of a month or of a day of the week? */
bool dates_begins_with_day(const char *text);

/* Is it a date in numbers that would be another one in the other order (3/4/2026)? A weekday before it
 * decides, and then it is not. */
bool dates_either_order(const char *text);

/* What to say about a result that is not DATE_OK: a sentence for staff. */
const char *dates_advice(enum date_result result);

#endif
