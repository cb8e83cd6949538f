/* Time zones of calendars: Olson names, the file's own VTIMEZONE, what Windows and Outlook call them.
 *
 * A zone is libical's; NULL stands for the school's own (the process's TZ). Local times are wall_t, the
 * zone's civil time counted as if it were UTC; `utc` is seconds since 1970. */
#ifndef FOYER_CONTENT_ICSZONE_H
#define FOYER_CONTENT_ICSZONE_H

#include <libical/ical.h>
#include <stdbool.h>
#include <stdint.h>

#include "base/clock.h"

/* The zones of one VCALENDAR, which must outlive them. Two calendars of a file may call different zones
 * by one name. */
struct ics_zones;
struct ics_zones *icszones_make(icalcomponent *calendar);
void icszones_free(struct ics_zones *zones);

/* False: nothing that is known is called so. */
bool icszones_find(struct ics_zones *zones, const char *tzid, icaltimezone **zone);

/* A local time that comes twice (clocks go back) is the first of the two; one that is left out (clocks go
 * forward) is counted with the offset before the gap (RFC 5545, section 3.3.5). */
int64_t icszone_to_utc(icaltimezone *zone, wall_t local);
wall_t icszone_from_utc(icaltimezone *zone, int64_t utc);

/* A zone's local time on the school's wall; with no zone it stays as it was written. */
wall_t icszone_on_wall(icaltimezone *zone, wall_t local);

#endif
