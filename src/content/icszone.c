/* Zones. How: libical reads the system's zone files and works a VTIMEZONE out; from it only the offset
 * at a moment of UTC is asked, and local times are brought to UTC here by trying the offsets of the day
 * before and the day after. A VTIMEZONE that would keep libical busy for ever is not given to it. */
#include "content/icszone.h"

#include <glib.h>
#include <stdlib.h>
#include <string.h>
#include <unicode/ucal.h>
#include <unicode/ustring.h>

#include "base/alloc.h"
#include "base/str.h"

/* Each VTIMEZONE costs libical a table of centuries. */
#define MAX_OWN_ZONES 60
/* Names that are looked for with all means; of more, only the file's own are known. */
#define MAX_NAMES 500
#define MAX_SEASONS 400
#define MAX_NAME 200
/* Later years have this one's offsets: for each further year libical would work its whole table out
 * anew, and no date that far is ever shown. */
#define LAST_YEAR 2090

struct ics_zones {
    GHashTable *own;   /* the file's: name → icaltimezone */
    GHashTable *found; /* what was asked before: name → icaltimezone, or `unknown` */
};

static int unknown_zone;

/* ---- offsets ---- */

static int64_t offset_at(icaltimezone *zone, int64_t utc)
{
    if (zone == NULL) {
        return wall_from_unix((time_t)utc) - utc;
    }
    struct civil c = wall_to_civil(utc);
    struct icaltimetype t = icaltime_null_time();
    t.year = c.year < LAST_YEAR ? c.year : LAST_YEAR;
    t.month = c.month;
    t.day = c.month == 2 && c.day == 29 ? 28 : c.day;
    t.hour = c.hour;
    t.minute = c.minute;
    t.second = c.second;
    int daylight = 0;
    return icaltimezone_get_utc_offset_of_utc_time(zone, &t, &daylight);
}

int64_t icszone_to_utc(icaltimezone *zone, wall_t local)
{
    if (zone == icaltimezone_get_utc_timezone()) {
        return local;
    }
    int64_t before = offset_at(zone, local - WALL_DAY);
    int64_t after = offset_at(zone, local + WALL_DAY);
    if (before == after || offset_at(zone, local - before) == before) {
        return local - before;
    }
    return offset_at(zone, local - after) == after ? local - after : local - before;
}

wall_t icszone_from_utc(icaltimezone *zone, int64_t utc)
{
    return zone == icaltimezone_get_utc_timezone() ? utc : utc + offset_at(zone, utc);
}

wall_t icszone_on_wall(icaltimezone *zone, wall_t local)
{
    return zone == NULL ? local : icszone_from_utc(NULL, icszone_to_utc(zone, local));
}

/* ---- the file's own ---- */

/* A rule of a season: once a year, at one time. */
static bool sound_rule(icalproperty *property)
{
    struct icalrecurrencetype r = icalproperty_get_rrule(property);
    bool many = r.by_hour[0] != ICAL_RECURRENCE_ARRAY_MAX ||
                r.by_minute[0] != ICAL_RECURRENCE_ARRAY_MAX ||
                r.by_second[0] != ICAL_RECURRENCE_ARRAY_MAX ||
                r.by_year_day[0] != ICAL_RECURRENCE_ARRAY_MAX;
    return r.freq == ICAL_YEARLY_RECURRENCE && !many && r.rscale == NULL;
}

/* Does it say when which offset holds, in a measure that can be worked out? */
static bool sound_zone(icalcomponent *zone)
{
    size_t seasons = 0;
    icalcomponent *s = icalcomponent_get_first_component(zone, ICAL_ANY_COMPONENT);
    for (; s != NULL; s = icalcomponent_get_next_component(zone, ICAL_ANY_COMPONENT)) {
        icalproperty *p = icalcomponent_get_first_property(s, ICAL_ANY_PROPERTY);
        bool starts = false, offset = false;
        for (; p != NULL; p = icalcomponent_get_next_property(s, ICAL_ANY_PROPERTY)) {
            icalproperty_kind kind = icalproperty_isa(p);
            starts = starts || kind == ICAL_DTSTART_PROPERTY;
            offset = offset || kind == ICAL_TZOFFSETTO_PROPERTY;
            seasons += kind == ICAL_RDATE_PROPERTY;
            if (kind == ICAL_RRULE_PROPERTY && !sound_rule(p)) {
                return false;
            }
        }
        seasons += starts && offset;
    }
    return seasons > 0 && seasons <= MAX_SEASONS;
}

/* A name as it is compared: no quotes, no backslashes, no slashes in front. */
static char *bare_name(const char *tzid)
{
    struct str out = {0};
    while (*tzid == '/' || *tzid == ' ') {
        tzid++; /* "/freeassociation.sourceforge.net/Europe/London" */
    }
    for (; *tzid != '\0' && out.length < MAX_NAME; tzid++) {
        if (*tzid != '"' && *tzid != '\\') {
            str_putc(&out, *tzid);
        }
    }
    char *bare = str_take(&out);
    char *trimmed = str_trimmed(bare);
    free(bare);
    return trimmed;
}

struct ics_zones *icszones_make(icalcomponent *calendar)
{
    struct ics_zones *zones = xcalloc(1, sizeof *zones);
    zones->own = g_hash_table_new_full(g_str_hash, g_str_equal, free, NULL);
    zones->found = g_hash_table_new_full(g_str_hash, g_str_equal, free, NULL);
    icalcompiter it = icalcomponent_begin_component(calendar, ICAL_VTIMEZONE_COMPONENT);
    for (icalcomponent *z = icalcompiter_deref(&it); z != NULL; z = icalcompiter_next(&it)) {
        icalproperty *p = icalcomponent_get_first_property(z, ICAL_TZID_PROPERTY);
        const char *tzid = p != NULL ? icalproperty_get_tzid(p) : NULL;
        if (tzid != NULL && sound_zone(z) && g_hash_table_size(zones->own) < MAX_OWN_ZONES) {
            icaltimezone *zone = icalcomponent_get_timezone(calendar, tzid);
            if (zone != NULL) {
                g_hash_table_replace(zones->own, bare_name(tzid), zone);
            }
        }
    }
    return zones;
}

void icszones_free(struct ics_zones *zones)
{
    g_hash_table_destroy(zones->own);
    g_hash_table_destroy(zones->found);
    free(zones);
}

/* ---- names ---- */

static icaltimezone *olson_zone(const char *name)
{
    static const char *const utc[] = {"UTC", "Z", "GMT", "Etc/UTC", "Microsoft/Utc"};
    for (size_t i = 0; i < sizeof utc / sizeof *utc; i++) {
        if (str_same_nocase(name, utc[i])) {
            return icaltimezone_get_utc_timezone();
        }
    }
    /* libical opens a file of that name. */
    bool plain =
        name[0] != '\0' && name[0] != '/' && strstr(name, "..") == NULL &&
        strspn(name, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789/_+-") ==
            strlen(name);
    return plain ? icaltimezone_get_builtin_timezone(name) : NULL;
}

/* The zone whose name, or whose last part (with `city`), is this, in capitals or not. */
static icaltimezone *zone_like(const char *name, bool city)
{
    icalarray *all = icaltimezone_get_builtin_timezones();
    for (size_t i = 0; i < all->num_elements; i++) {
        icaltimezone *zone = icalarray_element_at(all, i);
        const char *location = icaltimezone_get_location(zone);
        const char *slash = location != NULL && city ? strrchr(location, '/') : NULL;
        if (location != NULL && str_same_nocase(slash != NULL ? slash + 1 : location, name)) {
            return zone;
        }
    }
    return NULL;
}

/* "Eastern Standard Time" and its like, by ICU's table of Windows names. */
static icaltimezone *windows_zone(const char *name)
{
    UChar windows[MAX_NAME + 1], olson[128];
    char id[128];
    UErrorCode error = U_ZERO_ERROR;
    u_strFromUTF8(windows, MAX_NAME + 1, NULL, name, -1, &error);
    if (error != U_ZERO_ERROR) {
        return NULL; /* no UTF-8, or longer than any name: then it does not end with a zero */
    }
    int32_t length = ucal_getTimeZoneIDForWindowsID(windows, -1, NULL, olson, 128, &error);
    if (U_FAILURE(error) || length <= 0) {
        return NULL;
    }
    u_strToUTF8(id, sizeof id, NULL, olson, length, &error);
    return U_SUCCESS(error) ? olson_zone(id) : NULL;
}

/* "(UTC+01:00) Amsterdam, Berlin, Bern", "(UTC-05:00) Eastern Time (US & Canada)": Outlook's names for
 * people. By the first city that gives its name to a zone, else by the Windows name it comes from. */
static icaltimezone *outlook_zone(const char *name)
{
    const char *rest = name[0] == '(' ? strchr(name, ')') : NULL;
    if (rest == NULL) {
        return NULL;
    }
    rest += 1 + strspn(rest + 1, " ");
    if (strstr(rest, "Coordinated Universal Time") != NULL) {
        return icaltimezone_get_utc_timezone();
    }
    icaltimezone *zone = NULL;
    const char *time = strstr(rest, " Time");
    if (time != NULL) {
        char *windows = xasprintf("%.*s Standard Time", (int)(time - rest), rest);
        zone = windows_zone(windows);
        free(windows);
    }
    while (zone == NULL && *rest != '\0') {
        size_t n = strcspn(rest, ",");
        char *city = xstrndup(rest, n);
        for (char *blank = city; (blank = strchr(blank, ' ')) != NULL;) {
            *blank = '_';
        }
        zone = zone_like(city, true);
        free(city);
        rest += n;
        rest += strspn(rest, ", ");
    }
    return zone;
}

/* The last two parts of a longer name: "/example.org/20200101_1/Europe/London", and three
 * ("…/America/Argentina/Salta"). */
static icaltimezone *last_parts(const char *name)
{
    for (const char *slash = strchr(name, '/'); slash != NULL; slash = strchr(slash + 1, '/')) {
        icaltimezone *zone = strchr(slash + 1, '/') != NULL ? olson_zone(slash + 1) : NULL;
        if (zone != NULL) {
            return zone;
        }
    }
    const char *microsoft = strstr(name, "Microsoft/"); /* "tzone://Microsoft/Utc" */
    return microsoft != NULL ? olson_zone(microsoft) : NULL;
}

static icaltimezone *find(struct ics_zones *zones, const char *name)
{
    icaltimezone *zone = olson_zone(name);
    zone = zone != NULL ? zone : g_hash_table_lookup(zones->own, name);
    zone = zone != NULL ? zone : windows_zone(name);
    zone = zone != NULL ? zone : last_parts(name);
    zone = zone != NULL ? zone : outlook_zone(name);
    return zone != NULL ? zone : zone_like(name, false);
}

bool icszones_find(struct ics_zones *zones, const char *tzid, icaltimezone **zone)
{
    /* A calendar names its zone in each line: what was asked last is asked next. */
    gpointer known = g_hash_table_lookup(zones->found, tzid);
    if (known == NULL) {
        char *name = bare_name(tzid);
        known = g_hash_table_size(zones->found) < MAX_NAMES ? (gpointer)find(zones, name)
                                                            : g_hash_table_lookup(zones->own, name);
        free(name);
        known = known != NULL ? known : (gpointer)&unknown_zone;
        g_hash_table_insert(zones->found, xstrdup(tzid), known);
    }
    *zone = known == &unknown_zone ? NULL : known;
    return *zone != NULL;
}
