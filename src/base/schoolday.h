/* School days: Monday to Friday outside the school's holidays. Pure. */
#ifndef FOYER_BASE_SCHOOLDAY_H
#define FOYER_BASE_SCHOOLDAY_H

#include <stdbool.h>
#include <stddef.h>

#include "base/clock.h"

#define HOLIDAYS_MOST 64
#define SCHOOLDAYS_MOST 999 /* what is counted at most */

/* First and last days, both inclusive. Zero-initialised: none are known. */
struct holidays {
    size_t count;
    wall_t first[HOLIDAYS_MOST], last[HOLIDAYS_MOST];
};

/* Reads "2026-12-19 to 2027-01-04, 2027-02-15": days and spans in ISO 8601, separated by commas; ""
 * is none. False (and none) when it is anything else or more than HOLIDAYS_MOST. */
bool holidays_read(const char *text, struct holidays *out);

/* Is the day of `t` one of them? */
bool holidays_have(const struct holidays *holidays, wall_t t);

/* Is it a school day? */
bool schoolday_is(wall_t t, const struct holidays *holidays);

/* School days after the day of `from` up to and with the day of `until`: what came in on Monday has
 * waited for one school day on Tuesday. 0 when `until` is earlier; never more than SCHOOLDAYS_MOST. */
int schooldays_between(wall_t from, wall_t until, const struct holidays *holidays);

/* The day (its midnight) that is `days` school days after that of `now`. */
wall_t schoolday_after(wall_t now, int days, const struct holidays *holidays);

#endif
