/* A calendar. How: libical parses and iterates the rules; zones, exceptions and moved instances are
 * followed here, because libical's own recurrence helper treats floating times as UTC, makes all-day
 * events a day too long and ignores RECURRENCE-ID. */
#include "content/icsfile.h"

#include <libical/ical.h>
#include <stdlib.h>
#include <string.h>
#include <unicode/ucal.h>
#include <unicode/ustring.h>

#include "base/alloc.h"
#include "base/str.h"

#define MAX_OCCURRENCES 600
/* Steps of one rule: daily since 1800, and a bound for rules that never match. */
#define MAX_STEPS 90000

struct calendar {
    const char *source;
    enum item_kind kind;
    const struct reader_context *context;
    struct item_list *items;
    struct problem_list *problems;
    icalcomponent *root; /* the VCALENDAR being read */
    icaltimezone *home;  /* X-WR-TIMEZONE, or NULL: the school's */
    wall_t from, until;
};

/* ---- zones ---- */

/* "Eastern Standard Time" and its like, by ICU's table of Windows names. */
static icaltimezone *windows_zone(const char *name)
{
    UChar windows[128], olson[128];
    char id[128];
    UErrorCode error = U_ZERO_ERROR;
    u_strFromUTF8(windows, 128, NULL, name, -1, &error);
    if (error != U_ZERO_ERROR) {
        return NULL; /* no UTF-8, or longer than any name: then it does not end with a zero */
    }
    int32_t length = ucal_getTimeZoneIDForWindowsID(windows, -1, NULL, olson, 128, &error);
    if (U_FAILURE(error) || length <= 0) {
        return NULL;
    }
    u_strToUTF8(id, sizeof id, NULL, olson, length, &error);
    return U_SUCCESS(error) ? icaltimezone_get_builtin_timezone(id) : NULL;
}

/* Olson name, the file's own VTIMEZONE, a Windows name. NULL: unknown. */
static icaltimezone *zone_called(const struct calendar *c, const char *tzid)
{
    while (*tzid == '/') { /* "/freeassociation.sourceforge.net/Europe/London" */
        tzid++;
    }
    icaltimezone *zone = icaltimezone_get_builtin_timezone(tzid);
    if (zone == NULL) {
        zone = icalcomponent_get_timezone(c->root, tzid);
    }
    if (zone == NULL) {
        zone = windows_zone(tzid);
    }
    if (zone == NULL) {
        const char *city = strrchr(tzid, '/');
        const char *area = city != NULL ? memrchr(tzid, '/', (size_t)(city - tzid)) : NULL;
        zone = area != NULL ? icaltimezone_get_builtin_timezone(area + 1) : NULL;
    }
    return zone;
}

static icaltimezone *zone_of(const struct calendar *c, icalproperty *property)
{
    icalparameter *parameter = icalproperty_get_first_parameter(property, ICAL_TZID_PARAMETER);
    const char *tzid = parameter != NULL ? icalparameter_get_tzid(parameter) : NULL;
    if (tzid == NULL) {
        return NULL;
    }
    icaltimezone *zone = zone_called(c, tzid);
    return zone != NULL ? zone : c->home;
}

/* A calendar's time on the school's wall. */
static wall_t to_wall(struct icaltimetype t, icaltimezone *zone)
{
    wall_t as_written =
        wall_from_civil((struct civil){t.year, t.month, t.day, t.is_date ? 0 : t.hour,
                                       t.is_date ? 0 : t.minute, t.is_date ? 0 : t.second});
    if (t.is_date) {
        return as_written;
    }
    if (icaltime_is_utc(t)) {
        return wall_from_unix(icaltime_as_timet_with_zone(t, icaltimezone_get_utc_timezone()));
    }
    return zone != NULL ? wall_from_unix(icaltime_as_timet_with_zone(t, zone)) : as_written;
}

static wall_t property_wall(const struct calendar *c, icalproperty *property,
                            struct icaltimetype time)
{
    icaltimezone *zone = zone_of(c, property);
    return to_wall(time, zone != NULL ? zone : c->home);
}

/* ---- one event ---- */

struct event {
    icalcomponent *component;
    const char *uid;
    struct icaltimetype start;
    icaltimezone *zone;
    wall_t starts;
    int64_t lasts; /* seconds */
    bool all_day;
};

static bool is_cancelled(icalcomponent *component)
{
    return icalcomponent_get_status(component) == ICAL_STATUS_CANCELLED;
}

static bool read_event(const struct calendar *c, icalcomponent *component, struct event *e)
{
    icalproperty *start = icalcomponent_get_first_property(component, ICAL_DTSTART_PROPERTY);
    if (start == NULL) {
        return false;
    }
    *e = (struct event){.component = component, .uid = icalcomponent_get_uid(component)};
    e->uid = e->uid != NULL ? e->uid : "";
    e->start = icalproperty_get_dtstart(start);
    if (icaltime_is_null_time(e->start) || e->start.year < 1800 || e->start.year > 2200) {
        return false;
    }
    e->all_day = e->start.is_date;
    e->zone = zone_of(c, start);
    e->zone = e->zone != NULL ? e->zone : c->home;
    e->starts = to_wall(e->start, e->zone);
    icalproperty *end = icalcomponent_get_first_property(component, ICAL_DTEND_PROPERTY);
    icalproperty *lasts = icalcomponent_get_first_property(component, ICAL_DURATION_PROPERTY);
    if (end != NULL) {
        e->lasts = property_wall(c, end, icalproperty_get_dtend(end)) - e->starts;
    } else if (lasts != NULL) {
        e->lasts = icaldurationtype_as_int(icalproperty_get_duration(lasts));
    }
    if (e->lasts < 0 || e->lasts > 400 * WALL_DAY) {
        e->lasts = 0;
    }
    if (e->all_day && e->lasts < WALL_DAY) {
        e->lasts = WALL_DAY; /* DTEND is exclusive; without one it is that day */
    }
    return true;
}

/* Text of a property; libical has undone the escapes. */
static void set_text(char **field, icalcomponent *component, icalproperty_kind kind)
{
    icalproperty *p = icalcomponent_get_first_property(component, kind);
    const char *value = p != NULL ? icalproperty_get_value_as_string(p) : NULL;
    icalvalue *v = p != NULL ? icalproperty_get_value(p) : NULL;
    if (v != NULL && icalvalue_isa(v) == ICAL_TEXT_VALUE) {
        value = icalvalue_get_text(v);
    }
    char *trimmed = str_trimmed(value);
    item_set(field, trimmed);
    free(trimmed);
}

static void add_item(struct calendar *c, const struct event *e, wall_t starts)
{
    if (c->items->count >= MAX_OCCURRENCES || starts >= c->until || starts + e->lasts < c->from ||
        (e->lasts == 0 && starts < c->from)) {
        return;
    }
    struct item item = item_make(c->kind);
    char iso[24];
    struct str key = {0};
    str_printf(&key, "%s@%s", e->uid, wall_to_iso(starts, !e->all_day, iso));
    item_set(&item.key, key.data);
    str_free(&key);
    item.starts = starts;
    item.ends = e->lasts > 0 ? starts + e->lasts : WALL_NONE;
    item.all_day = e->all_day;
    set_text(&item.title, e->component, ICAL_SUMMARY_PROPERTY);
    set_text(&item.text, e->component, ICAL_DESCRIPTION_PROPERTY);
    set_text(&item.where, e->component, ICAL_LOCATION_PROPERTY);
    set_text(&item.link, e->component, ICAL_URL_PROPERTY);
    if (str_blank(item.title)) {
        item_set(&item.title, "Event");
    }
    item_list_add(c->items, item);
}

/* Is this instance moved or changed by another component of the same UID? */
static bool is_overridden(const struct calendar *c, const struct event *e, wall_t starts)
{
    icalcompiter it = icalcomponent_begin_component(c->root, ICAL_VEVENT_COMPONENT);
    for (icalcomponent *o = icalcompiter_deref(&it); o != NULL; o = icalcompiter_next(&it)) {
        icalproperty *id = icalcomponent_get_first_property(o, ICAL_RECURRENCEID_PROPERTY);
        const char *uid = icalcomponent_get_uid(o);
        if (id == NULL || uid == NULL || strcmp(uid, e->uid) != 0) {
            continue;
        }
        struct icaltimetype t = icalproperty_get_recurrenceid(id);
        wall_t when = property_wall(c, id, t);
        if (when == starts || (t.is_date && wall_midnight(starts) == when)) {
            return true;
        }
    }
    return false;
}

static bool is_excluded(const struct calendar *c, const struct event *e, wall_t starts)
{
    icalproperty *p = icalcomponent_get_first_property(e->component, ICAL_EXDATE_PROPERTY);
    for (; p != NULL; p = icalcomponent_get_next_property(e->component, ICAL_EXDATE_PROPERTY)) {
        struct icaltimetype t = icalproperty_get_exdate(p);
        wall_t when = property_wall(c, p, t);
        if (when == starts || (t.is_date && wall_midnight(starts) == when)) {
            return true;
        }
    }
    return false;
}

static void add_instance(struct calendar *c, const struct event *e, wall_t starts)
{
    bool near = starts < c->until && starts + e->lasts >= c->from;
    if (near && !is_excluded(c, e, starts) && !is_overridden(c, e, starts)) {
        add_item(c, e, starts);
    }
}

static void refuse_rule(struct calendar *c, const struct event *e)
{
    const char *summary = icalcomponent_get_summary(e->component);
    struct str reason = {0};
    str_printf(&reason, "\"%s\" repeats more often than once a day.",
               summary != NULL ? summary : "An event");
    problem_add(c->problems, c->source, PROBLEM_NOT_SHOWN, reason.data,
                "Let it repeat daily or less often in the calendar it comes from.");
    str_free(&reason);
}

/* Every instance of one rule. */
static void expand_rule(struct calendar *c, const struct event *e, icalproperty *rule)
{
    struct icalrecurrencetype recur = icalproperty_get_rrule(rule);
    if (recur.freq == ICAL_SECONDLY_RECURRENCE || recur.freq == ICAL_MINUTELY_RECURRENCE ||
        recur.freq == ICAL_HOURLY_RECURRENCE) {
        refuse_rule(c, e);
        return;
    }
    if (recur.freq == ICAL_NO_RECURRENCE) {
        add_instance(c, e, e->starts);
        return;
    }
    icalrecur_iterator *it = icalrecur_iterator_new(recur, e->start);
    if (it == NULL) {
        add_instance(c, e, e->starts);
        return;
    }
    bool first = true;
    for (int step = 0; step < MAX_STEPS; step++) {
        struct icaltimetype t = icalrecur_iterator_next(it);
        if (icaltime_is_null_time(t)) {
            break;
        }
        wall_t starts = to_wall(t, e->zone);
        if (first && starts != e->starts) {
            add_instance(c, e,
                         e->starts); /* DTSTART is an instance, in step with its rule or not */
        }
        first = false;
        if (starts >= c->until || c->items->count >= MAX_OCCURRENCES) {
            break;
        }
        add_instance(c, e, starts);
    }
    icalrecur_iterator_free(it);
}

/* All properties of one kind. Listed before anything is done with them: a component has one place for
 * walking its properties, which every other question to it moves. Caller frees. */
static icalproperty **properties_of(icalcomponent *component, icalproperty_kind kind, size_t *count)
{
    icalproperty **list = NULL;
    size_t capacity = 0;
    *count = 0;
    icalproperty *p = icalcomponent_get_first_property(component, kind);
    for (; p != NULL; p = icalcomponent_get_next_property(component, kind)) {
        list = xgrow(list, *count, &capacity, sizeof *list);
        list[(*count)++] = p;
    }
    return list;
}

static void add_extra_dates(struct calendar *c, const struct event *e)
{
    size_t count = 0;
    icalproperty **dates = properties_of(e->component, ICAL_RDATE_PROPERTY, &count);
    for (size_t i = 0; i < count; i++) {
        struct icaldatetimeperiodtype d = icalproperty_get_rdate(dates[i]);
        struct icaltimetype t = icaltime_is_null_time(d.time) ? d.period.start : d.time;
        if (!icaltime_is_null_time(t)) {
            wall_t starts = property_wall(c, dates[i], t);
            if (starts != e->starts) {
                add_instance(c, e, starts);
            }
        }
    }
    free(dates);
}

static void take_event(struct calendar *c, icalcomponent *component)
{
    struct event e;
    if (is_cancelled(component) || !read_event(c, component, &e)) {
        return;
    }
    if (icalcomponent_get_first_property(component, ICAL_RECURRENCEID_PROPERTY) != NULL) {
        add_item(c, &e, e.starts); /* a moved or changed instance stands for itself */
        return;
    }
    size_t count = 0;
    icalproperty **rules = properties_of(component, ICAL_RRULE_PROPERTY, &count);
    if (count == 0) {
        add_instance(c, &e, e.starts);
    }
    for (size_t i = 0; i < count; i++) {
        expand_rule(c, &e, rules[i]);
    }
    free(rules);
    add_extra_dates(c, &e);
}

/* ---- the file ---- */

static void take_calendar(struct calendar *c, icalcomponent *root)
{
    c->root = root;
    c->home = NULL;
    icalproperty *p = icalcomponent_get_first_property(root, ICAL_X_PROPERTY);
    for (; p != NULL; p = icalcomponent_get_next_property(root, ICAL_X_PROPERTY)) {
        const char *name = icalproperty_get_x_name(p);
        if (name != NULL && str_same_nocase(name, "X-WR-TIMEZONE")) {
            c->home = zone_called(c, icalproperty_get_value_as_string(p));
        }
    }
    if (icalcomponent_get_method(root) == ICAL_METHOD_CANCEL) {
        return;
    }
    icalcompiter it = icalcomponent_begin_component(root, ICAL_VEVENT_COMPONENT);
    for (icalcomponent *e = icalcompiter_deref(&it); e != NULL; e = icalcompiter_next(&it)) {
        take_event(c, e);
    }
}

bool icsfile_read(const char *text, const char *source, enum item_kind kind,
                  const struct reader_context *context, struct item_list *items,
                  struct problem_list *problems)
{
    icalerror_set_errors_are_fatal(false);
    struct calendar c = {.source = source,
                         .kind = kind,
                         .context = context,
                         .items = items,
                         .problems = problems,
                         .from = context->now,
                         .until = wall_midnight(context->now) + (ICS_DAYS_AHEAD + 1) * WALL_DAY};
    icalcomponent *all = icalparser_parse_string(text);
    bool found = false;
    if (all != NULL && icalcomponent_isa(all) == ICAL_VCALENDAR_COMPONENT) {
        found = true;
        take_calendar(&c, all);
    } else if (all != NULL) {
        icalcompiter it = icalcomponent_begin_component(all, ICAL_VCALENDAR_COMPONENT);
        for (icalcomponent *r = icalcompiter_deref(&it); r != NULL; r = icalcompiter_next(&it)) {
            found = true;
            take_calendar(&c, r);
        }
    }
    if (all != NULL) {
        icalcomponent_free(all);
    }
    if (!found) {
        problem_add(problems, source, PROBLEM_NOT_SHOWN,
                    "This file is called a calendar, but no calendar could be read from it.",
                    "Export it again from the calendar program, in full.");
    } else if (items->count >= MAX_OCCURRENCES) {
        problem_add(
            problems, source, PROBLEM_CHECK,
            "This calendar has more than 600 dates in the next 90 days; only these are shown.",
            "Export only the calendar that families should see.");
    }
    return found;
}
