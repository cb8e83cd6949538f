/* Time as the school sees it.
 *
 * Two clocks, never mixed:
 * - wall_t, seconds on the school's wall clock: the local civil time counted as if the zone were
 *   UTC. "Friday 18:30" is one number whatever the season, so pure logic needs no time zone. What
 *   comes from elsewhere (calendars in other zones) is brought to the school's zone on import.
 * - monotonic milliseconds, for everything that lasts: fades, idle time, settling of files. */
#ifndef FOYER_BASE_CLOCK_H
#define FOYER_BASE_CLOCK_H

#include <stdbool.h>
#include <stdint.h>
#include <time.h>

typedef int64_t wall_t;
#define WALL_NONE INT64_MIN
#define WALL_DAY ((wall_t)86400)

/* A civil date and time, proleptic Gregorian calendar; month and day count from 1. */
struct civil {
    int year, month, day, hour, minute, second;
};

/* Civil fields out of range are carried over (day 0 is the last of the month before). */
wall_t wall_from_civil(struct civil c);
struct civil wall_to_civil(wall_t t);

/* Does that day exist? (29 February only in leap years.) */
bool civil_valid(int year, int month, int day);

/* 0 = Monday … 6 = Sunday (ISO 8601 minus one). */
int wall_weekday(wall_t t);

/* The day's first second; whole days from a to b by calendar. */
wall_t wall_midnight(wall_t t);
int64_t wall_days_between(wall_t a, wall_t b);

/* A moment of the world's clock on the school's wall (the process's TZ). */
wall_t wall_from_unix(time_t t);

/* ISO 8601 local: "2026-12-11T18:30", with seconds only when not 0; or "2026-12-11" for whole days.
 * `out` has room for 24. WALL_NONE gives "". Returns out. */
char *wall_to_iso(wall_t t, bool with_time, char out[24]);

/* Reads what wall_to_iso writes, also with seconds, or a blank for the T. False: not such a text. */
bool wall_from_iso(const char *text, wall_t *out, bool *has_time);

/* Now, from the system. */
wall_t clock_wall_now(void);
int64_t clock_monotonic_ms(void);

/* Is the system clock synchronised? (adjtimex(2): the kernel knows; or systemd-timesyncd says so.) */
bool clock_synchronised(void);

/* The day on which the program was made: the release's date, or SOURCE_DATE_EPOCH. It has passed. */
wall_t clock_built(void);

/* The clock that a job runs on: the system's, or a virtual one that only moves when told. */
struct clock {
    bool is_virtual;
    int64_t ms;   /* virtual: milliseconds since the start */
    wall_t start; /* virtual: the wall at ms 0 */
};

struct clock clock_system(void);
struct clock clock_virtual(wall_t start);
int64_t clock_ms(const struct clock *clock);
wall_t clock_wall(const struct clock *clock);
/* Moves a virtual clock forward; no effect on the system's. */
void clock_advance(struct clock *clock, int64_t ms);
/* Sets a virtual clock's wall, as somebody does by hand; its milliseconds run on. */
void clock_jump(struct clock *clock, wall_t wall);

#endif
