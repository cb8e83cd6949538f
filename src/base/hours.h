/* Screen hours: at which times of the week something is on. Pure; times are the school's wall clock. */
#ifndef FOYER_BASE_HOURS_H
#define FOYER_BASE_HOURS_H

#include <stdbool.h>
#include <stddef.h>

#include "base/clock.h"
#include "base/schoolday.h"

#define HOURS_MOST 32

/* From a minute of the day (0..1439) to another (1..1440), or past midnight when that is not later. */
struct hours_span {
    unsigned days; /* on which it begins: bit 0 is Monday */
    int from, until;
};

/* Zero-initialised: no hours are kept, it is always on. */
struct hours {
    size_t count;
    struct hours_span spans[HOURS_MOST];
};

/* Reads "Mon-Fri 07:30-18:00, Sat Sun 10:00-12:00": spans separated by commas or semicolons, each with
 * the days it begins on. A span without days has those of the span before it, the first one every day.
 * "24:00" is the end of the day; "18:00-02:00" goes on past midnight. "" is no hours. False (and none)
 * when it is anything else or more than HOURS_MOST. */
bool hours_read(const char *text, struct hours *out);

/* Is it on at `now`? Never on a day of `holidays`, nor past midnight after one. */
bool hours_open(const struct hours *hours, const struct holidays *holidays, wall_t now);

#endif
