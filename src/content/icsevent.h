/* One VEVENT as it stands in a calendar, before its rules are worked out. */
#ifndef FOYER_CONTENT_ICSEVENT_H
#define FOYER_CONTENT_ICSEVENT_H

#include <libical/ical.h>
#include <stdbool.h>
#include <stdint.h>

#include "content/icszone.h"

/* One VCALENDAR of a file. */
struct ics_calendar {
    icalcomponent *root;
    struct ics_zones *zones;
    icaltimezone *home; /* X-WR-TIMEZONE; NULL: the school's */
    bool cancels;       /* METHOD:CANCEL */
    size_t number;
};

/* A moment as a property gives it. */
struct ics_moment {
    wall_t as_written;
    bool given, is_date;
    bool anchored; /* in UTC, or in a zone that is named and known */
    icaltimezone *zone;
};

struct ics_event {
    icalcomponent *component; /* owned by libical; so are the texts */
    const struct ics_calendar *calendar;
    size_t order; /* in the file */
    const char *uid, *title, *text, *where, *link;
    int sequence;
    int64_t changed; /* LAST-MODIFIED, else DTSTAMP, as a number that grows */
    bool cancelled;
    bool has_start; /* else it can only cancel */
    bool all_day;
    icaltimezone *zone; /* of `start`; NULL: the school's */
    wall_t start;
    int64_t lasts;              /* seconds by the clock on its zone's wall */
    int64_t extra;              /* exact seconds after these (DURATION:PT1H) */
    struct ics_moment instance; /* RECURRENCE-ID: of which it says what became */
    int64_t instance_at;        /* … in UTC, for putting them in order */
    bool onwards;               /* … and of all later ones (RANGE=THISANDFUTURE) */
    bool repeats;               /* has RRULE, RDATE, EXRULE or EXDATE */
    bool broken_rule;           /* an RRULE that is none */
};

/* Reads all but the rules and their exceptions. */
void icsevent_read(struct ics_event *event, icalcomponent *component,
                   const struct ics_calendar *calendar);

/* A moment of a property; not `given` when that day does not exist. */
struct ics_moment icsevent_moment(const struct ics_calendar *calendar, icalproperty *property,
                                  struct icaltimetype time);

/* That moment in the zone of the event's DTSTART, to be compared with its instances. */
wall_t icsevent_local(const struct ics_event *event, const struct ics_moment *moment);

/* Begin and end on the school's wall of an instance that begins at `local` in the event's zone. */
void icsevent_on_wall(const struct ics_event *event, wall_t local, wall_t *starts, wall_t *ends);

#endif
