/* One event. How: a single walk over its properties, for an event may have a hundred thousand of them. */
#include "content/icsevent.h"

#include <stdlib.h>
#include <string.h>

#include "base/str.h"

/* Longer ones are mistakes, and their sum must stay a number. */
#define LONGEST (36600 * WALL_DAY) /* a hundred years */

struct ics_moment icsevent_moment(const struct ics_calendar *calendar, icalproperty *property,
                                  struct icaltimetype time)
{
    struct ics_moment m = {.is_date = time.is_date};
    if (icaltime_is_null_time(time) || !civil_valid(time.year, time.month, time.day)) {
        return m;
    }
    m.given = true;
    m.as_written = wall_from_civil(
        (struct civil){time.year, time.month, time.day, time.is_date ? 0 : time.hour,
                       time.is_date ? 0 : time.minute, time.is_date ? 0 : time.second});
    m.zone = calendar->home;
    if (!m.is_date && icaltime_is_utc(time)) {
        m.zone = icaltimezone_get_utc_timezone();
        m.anchored = true;
        return m;
    }
    icalparameter *p = icalproperty_get_first_parameter(property, ICAL_TZID_PARAMETER);
    const char *tzid = p != NULL ? icalparameter_get_tzid(p) : NULL;
    icaltimezone *zone = NULL;
    if (tzid != NULL && icszones_find(calendar->zones, tzid, &zone)) {
        m.zone = zone;
        m.anchored = true;
    }
    return m;
}

wall_t icsevent_local(const struct ics_event *event, const struct ics_moment *moment)
{
    if (event->all_day) {
        return wall_midnight(moment->as_written);
    }
    if (moment->is_date || !moment->anchored || moment->zone == event->zone) {
        return moment->as_written;
    }
    return icszone_from_utc(event->zone, icszone_to_utc(moment->zone, moment->as_written));
}

void icsevent_on_wall(const struct ics_event *event, wall_t local, wall_t *starts, wall_t *ends)
{
    if (event->all_day) {
        *starts = local;
        *ends = local + event->lasts;
        return;
    }
    *starts = icszone_on_wall(event->zone, local);
    *ends = icszone_on_wall(event->zone, local + event->lasts);
    if (event->extra > 0 && event->zone == NULL) {
        *ends += event->extra;
    } else if (event->extra > 0) {
        int64_t utc = icszone_to_utc(event->zone, local + event->lasts);
        *ends = icszone_from_utc(NULL, utc + event->extra);
    }
    *ends = *ends < *starts ? *starts : *ends; /* clocks went back in between */
}

/* ---- reading ---- */

/* The properties that need each other. */
struct parts {
    struct ics_moment end;
    bool has_duration, outlook_all_day;
    struct icaldurationtype duration;
    int64_t stamp, modified;
};

static const char *text_of(icalproperty *p)
{
    icalvalue *value = icalproperty_get_value(p);
    if (value != NULL && icalvalue_isa(value) == ICAL_TEXT_VALUE) {
        return icalvalue_get_text(value); /* libical has undone the escapes */
    }
    return value != NULL && icalvalue_isa(value) == ICAL_URI_VALUE ? icalvalue_get_uri(value)
                                                                   : NULL;
}

static int64_t stamp_of(struct icaltimetype t)
{
    return wall_from_civil((struct civil){t.year, t.month, t.day, t.hour, t.minute, t.second});
}

static void take_instance(struct ics_event *e, icalproperty *p)
{
    icalparameter *range = icalproperty_get_first_parameter(p, ICAL_RANGE_PARAMETER);
    e->instance = icsevent_moment(e->calendar, p, icalproperty_get_recurrenceid(p));
    e->instance_at = e->instance.is_date ? e->instance.as_written
                                         : icszone_to_utc(e->instance.zone, e->instance.as_written);
    e->onwards = range != NULL && icalparameter_get_range(range) == ICAL_RANGE_THISANDFUTURE;
}

static void take_start(struct ics_event *e, icalproperty *p)
{
    struct ics_moment m = icsevent_moment(e->calendar, p, icalproperty_get_dtstart(p));
    e->has_start = m.given;
    e->start = m.as_written;
    e->all_day = m.is_date;
    e->zone = m.zone;
}

/* An RRULE that libical refused stands there as an error, with what it was about. */
static bool is_broken_rule(icalproperty *p)
{
    icalparameter *type = icalproperty_get_first_parameter(p, ICAL_XLICERRORTYPE_PARAMETER);
    const char *value = icalproperty_get_value_as_string(p);
    return type != NULL && value != NULL && strstr(value, "RRULE") != NULL;
}

static void take_words(struct ics_event *e, icalproperty *p, icalproperty_kind kind)
{
    const char **fields[] = {&e->uid, &e->title, &e->text, &e->where, &e->link};
    static const icalproperty_kind kinds[] = {ICAL_UID_PROPERTY, ICAL_SUMMARY_PROPERTY,
                                              ICAL_DESCRIPTION_PROPERTY, ICAL_LOCATION_PROPERTY,
                                              ICAL_URL_PROPERTY};
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++) {
        const char *text = kind == kinds[i] ? text_of(p) : NULL;
        if (text != NULL) {
            *fields[i] = text;
        }
    }
}

static void take_property(struct ics_event *e, struct parts *parts, icalproperty *p)
{
    icalproperty_kind kind = icalproperty_isa(p);
    switch (kind) {
    case ICAL_DTSTART_PROPERTY:
        take_start(e, p);
        break;
    case ICAL_DTEND_PROPERTY:
        parts->end = icsevent_moment(e->calendar, p, icalproperty_get_dtend(p));
        break;
    case ICAL_DURATION_PROPERTY:
        parts->duration = icalproperty_get_duration(p);
        parts->has_duration = !icaldurationtype_is_bad_duration(parts->duration);
        break;
    case ICAL_RECURRENCEID_PROPERTY:
        take_instance(e, p);
        break;
    case ICAL_STATUS_PROPERTY:
        e->cancelled = e->cancelled || icalproperty_get_status(p) == ICAL_STATUS_CANCELLED;
        break;
    case ICAL_SEQUENCE_PROPERTY:
        e->sequence = icalproperty_get_sequence(p);
        break;
    case ICAL_LASTMODIFIED_PROPERTY:
        parts->modified = stamp_of(icalproperty_get_lastmodified(p));
        break;
    case ICAL_DTSTAMP_PROPERTY:
        parts->stamp = stamp_of(icalproperty_get_dtstamp(p));
        break;
    case ICAL_RRULE_PROPERTY:
    case ICAL_RDATE_PROPERTY:
    case ICAL_EXRULE_PROPERTY:
    case ICAL_EXDATE_PROPERTY:
        e->repeats = true;
        break;
    case ICAL_X_PROPERTY: /* X-MICROSOFT-CDO-ALLDAYEVENT: no other comes through the cleaning */
        parts->outlook_all_day =
            str_same_nocase(icalproperty_get_value_as_string(p), "TRUE") || parts->outlook_all_day;
        break;
    case ICAL_XLICERROR_PROPERTY:
        e->broken_rule = e->broken_rule || is_broken_rule(p);
        break;
    default:
        take_words(e, p, kind);
    }
}

static void set_length(struct ics_event *e, const struct parts *parts)
{
    if (parts->end.given) {
        e->lasts = icsevent_local(e, &parts->end) - e->start;
    } else if (parts->has_duration && !parts->duration.is_neg) {
        const struct icaldurationtype *d = &parts->duration;
        e->lasts = ((int64_t)d->weeks * 7 + (int64_t)d->days) * WALL_DAY;
        e->extra = (int64_t)d->hours * 3600 + (int64_t)d->minutes * 60 + (int64_t)d->seconds;
    }
    if (e->lasts < 0 || e->lasts > LONGEST || e->extra > LONGEST) {
        e->lasts = 0; /* an end before the start says nothing */
        e->extra = 0;
    }
}

/* Outlook writes a whole day as midnight to midnight, and says so in a property of its own. */
static void set_all_day(struct ics_event *e, bool outlook_all_day)
{
    wall_t starts, ends;
    icsevent_on_wall(e, e->start, &starts, &ends);
    if (outlook_all_day && e->lasts > 0 && e->lasts % WALL_DAY == 0) {
        if (e->start == wall_midnight(e->start)) {
            e->all_day = true;
        } else if (starts == wall_midnight(starts) && !e->instance.given && !e->repeats) {
            e->all_day = true; /* midnight here, written in UTC */
            e->start = starts;
        }
    }
    if (e->all_day) {
        /* DTEND is exclusive; without one it is that day */
        int64_t days = (e->lasts + e->extra + WALL_DAY - 1) / WALL_DAY;
        e->lasts = (days > 0 ? days : 1) * WALL_DAY;
        e->extra = 0;
    }
}

void icsevent_read(struct ics_event *event, icalcomponent *component,
                   const struct ics_calendar *calendar)
{
    struct parts parts = {0};
    *event = (struct ics_event){
        .component = component, .calendar = calendar, .uid = "", .cancelled = calendar->cancels};
    icalproperty *p = icalcomponent_get_first_property(component, ICAL_ANY_PROPERTY);
    for (; p != NULL; p = icalcomponent_get_next_property(component, ICAL_ANY_PROPERTY)) {
        take_property(event, &parts, p);
    }
    event->changed = parts.modified != 0 ? parts.modified : parts.stamp;
    if (event->has_start) {
        set_length(event, &parts);
        set_all_day(event, parts.outlook_all_day);
    }
}
