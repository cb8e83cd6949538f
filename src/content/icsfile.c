/* A calendar. How: icstext makes the text sound, libical parses it, icsevent reads each event, icsseries
 * works out what happens when (icsrule the rules, icszone the zones), and here the nearest occurrences
 * become items. libical's own recurrence helper is not used: it treats floating times as UTC, makes
 * all-day events a day too long and ignores RECURRENCE-ID. */
#include "content/icsfile.h"

#include <libical/ical.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/str.h"
#include "content/icsseries.h"
#include "content/icstext.h"

/* About a quarter of a second on a desk, a few on a kiosk: far more than a school's calendar needs. */
#define BUDGET ((ics_budget)20000000)
#define TITLE_MOST 160
#define WHERE_MOST 200
#define TEXT_MOST 4000
#define UID_MOST 200
/* Rules that are refused are named one by one, up to here. */
#define NAMED_MOST 3

struct calendar_file {
    const char *source;
    struct problem_list *problems;
    struct ics_calendar *calendars;
    size_t calendar_count;
    struct ics_event *events;
    size_t event_count, event_capacity;
    size_t too_often, broken, dateless;
};

/* ---- reading ---- */

/* X-WR-TIMEZONE; the only X property of a calendar that comes through the cleaning. */
static void set_home(struct ics_calendar *c)
{
    icalproperty *p = icalcomponent_get_first_property(c->root, ICAL_X_PROPERTY);
    const char *name = p != NULL ? icalproperty_get_value_as_string(p) : NULL;
    if (name != NULL) {
        (void)icszones_find(c->zones, name, &c->home);
    }
}

static void take_calendar(struct calendar_file *f, icalcomponent *root)
{
    struct ics_calendar *c = &f->calendars[f->calendar_count];
    *c = (struct ics_calendar){.root = root,
                               .zones = icszones_make(root),
                               .cancels = icalcomponent_get_method(root) == ICAL_METHOD_CANCEL,
                               .number = f->calendar_count++};
    set_home(c);
    icalcompiter it = icalcomponent_begin_component(root, ICAL_VEVENT_COMPONENT);
    for (icalcomponent *e = icalcompiter_deref(&it); e != NULL; e = icalcompiter_next(&it)) {
        f->events = xgrow(f->events, f->event_count, &f->event_capacity, sizeof *f->events);
        struct ics_event *event = &f->events[f->event_count];
        icsevent_read(event, e, c);
        event->order = f->event_count++;
        f->dateless += !event->has_start && !event->cancelled;
    }
}

static void take_calendars(struct calendar_file *f, icalcomponent *all)
{
    if (icalcomponent_isa(all) == ICAL_VCALENDAR_COMPONENT) {
        f->calendars = xcalloc(1, sizeof *f->calendars);
        take_calendar(f, all);
        return;
    }
    size_t count = (size_t)icalcomponent_count_components(all, ICAL_VCALENDAR_COMPONENT);
    f->calendars = xcalloc(count + 1, sizeof *f->calendars);
    icalcompiter it = icalcomponent_begin_component(all, ICAL_VCALENDAR_COMPONENT);
    for (icalcomponent *r = icalcompiter_deref(&it); r != NULL; r = icalcompiter_next(&it)) {
        take_calendar(f, r);
    }
}

static void file_free(struct calendar_file *f)
{
    for (size_t i = 0; i < f->calendar_count; i++) {
        icszones_free(f->calendars[i].zones);
    }
    free(f->calendars);
    free(f->events);
}

/* ---- items ---- */

static void set_text(char **field, const char *text, size_t limit)
{
    char *plain = icstext_plain(text, limit, NULL);
    item_set(field, plain);
    free(plain);
}

/* "UID@start"; an endless UID stands as its mark. */
static void set_key(struct item *item, const char *uid)
{
    char iso[24];
    struct str key = {0};
    size_t length = strlen(uid);
    if (length > UID_MOST) {
        str_printf(&key, "%016llx", (unsigned long long)str_hash(STR_HASH_SEED, uid, length));
    } else {
        str_puts(&key, uid);
    }
    str_printf(&key, "@%s", wall_to_iso(item->starts, !item->all_day, iso));
    item_set(&item->key, key.data);
    str_free(&key);
}

static struct item item_of(const struct ics_occurrence *o, enum item_kind kind)
{
    const struct ics_event *e = o->words;
    struct item item = item_make(kind);
    item.starts = o->starts;
    item.ends = o->ends > o->starts ? o->ends : WALL_NONE;
    item.all_day = e->all_day;
    set_key(&item, e->uid);
    set_text(&item.title, o->title, TITLE_MOST);
    for (char *at = item.title; *at != '\0'; at++) {
        *at = *at == '\n' ? ' ' : *at;
    }
    char *link = NULL;
    char *text = icstext_plain(e->text, TEXT_MOST, &link);
    item_set(&item.text, text);
    set_text(&item.where, e->where, WHERE_MOST);
    item_set(&item.link, link);
    if (!str_blank(e->link) && strlen(e->link) < 500) {
        char *url = icstext_plain(e->link, 500, NULL);
        item_set(&item.link, url);
        free(url);
    }
    if (str_blank(item.title)) {
        item_set(&item.title, "Event");
    }
    free(text);
    free(link);
    return item;
}

/* ---- what staff are told ---- */

static void refuse(void *context, const struct ics_event *event, bool too_often)
{
    struct calendar_file *f = context;
    size_t *count = too_often ? &f->too_often : &f->broken;
    if (++*count > NAMED_MOST) {
        return;
    }
    char *title = icstext_plain(event->title, 80, NULL);
    char *reason = NULL;
    if (too_often) {
        reason = xasprintf("\"%s\" repeats more often than once a day.",
                           title[0] != '\0' ? title : "An event");
        problem_add(f->problems, f->source, PROBLEM_NOT_SHOWN, reason,
                    "Let it repeat daily or less often in the calendar it comes from.");
    } else {
        reason = xasprintf("How \"%s\" repeats cannot be understood; only its first date is used.",
                           title[0] != '\0' ? title : "An event");
        problem_add(f->problems, f->source, PROBLEM_CHECK, reason,
                    "Set how it repeats anew in the calendar it comes from, and export again.");
    }
    free(reason);
    free(title);
}

static void say_count(struct calendar_file *f, size_t count, enum problem_weight weight,
                      const char *reason, const char *advice)
{
    if (count > 0) {
        char *counted = xasprintf("%zu %s", count, reason);
        problem_add(f->problems, f->source, weight, counted, advice);
        free(counted);
    }
}

static void say_problems(struct calendar_file *f, const struct ics_finds *finds,
                         const struct icstext_facts *facts)
{
    size_t often = f->too_often > NAMED_MOST ? f->too_often - NAMED_MOST : 0;
    size_t broken = f->broken > NAMED_MOST ? f->broken - NAMED_MOST : 0;
    say_count(f, often, PROBLEM_NOT_SHOWN, "more of its events repeat more often than once a day.",
              "Let them repeat daily or less often in the calendar they come from.");
    say_count(f, broken, PROBLEM_CHECK,
              "more of its events repeat in a way that cannot be understood.",
              "Set how they repeat anew in the calendar they come from, and export again.");
    say_count(f, f->dateless, PROBLEM_CHECK,
              f->dateless == 1 ? "event of this calendar has no date that exists; it is left out."
                               : "events of this calendar have no date that exists; they are left "
                                 "out.",
              "Give them a date in the calendar they come from, and export again.");
    if (facts->cut_short) {
        problem_add(f->problems, f->source, PROBLEM_CHECK,
                    "The end of this calendar is missing, so its last events may be missing too.",
                    "Export it again and copy it into the folder anew.");
    }
    if (finds->tired) {
        problem_add(f->problems, f->source, PROBLEM_CHECK,
                    "This calendar is too large to be worked out in full; dates may be missing.",
                    "Export only the coming year, or only the calendar that families should see.");
    }
    if (finds->limited) {
        problem_add(f->problems, f->source, PROBLEM_CHECK,
                    "This calendar has more than 600 dates in the next 90 days; only the nearest "
                    "600 are shown.",
                    "Export only the calendar that families should see.");
    }
}

/* Hands libical the text as fgets() would. Its own way of doing so looks for the line's end anew for
 * every eighty bytes, which takes seconds for a line of megabytes. */
static char *next_piece(char *buffer, size_t size, void *at)
{
    const char **rest = at;
    size_t length = 0;
    while (length + 1 < size && (*rest)[length] != '\0' &&
           (length == 0 || (*rest)[length - 1] != '\n')) {
        length++;
    }
    if (length == 0) {
        return NULL;
    }
    memcpy(buffer, *rest, length);
    buffer[length] = '\0';
    *rest += length;
    return buffer;
}

static icalcomponent *parse(const char *text)
{
    icalparser *parser = icalparser_new();
    const char *rest = text;
    icalparser_set_gen_data(parser, &rest);
    icalcomponent *all = icalparser_parse(parser, next_piece);
    icalparser_free(parser);
    return all;
}

bool icsfile_read(const char *text, const char *source, enum item_kind kind,
                  const struct reader_context *context, struct item_list *items,
                  struct problem_list *problems)
{
    icalerror_set_errors_are_fatal(false);
    struct icstext_facts facts;
    char *clean = icstext_clean(text, &facts);
    icalcomponent *all = facts.found ? parse(clean) : NULL;
    free(clean);
    if (all == NULL) {
        problem_add(problems, source, PROBLEM_NOT_SHOWN,
                    "This file is called a calendar, but no calendar could be read from it.",
                    "Export it again from the calendar program, in full.");
        return false;
    }
    struct calendar_file f = {.source = source, .problems = problems};
    struct ics_finds finds = {.from = context->now,
                              .until =
                                  wall_midnight(context->now) + (ICS_DAYS_AHEAD + 1) * WALL_DAY,
                              .budget = BUDGET,
                              .limit = ICS_MAX_DATES,
                              .refuse = refuse,
                              .context = &f};
    take_calendars(&f, all);
    icsseries_find(f.events, f.event_count, &finds);
    icsseries_settle(&finds);
    for (size_t i = 0; i < finds.count; i++) {
        item_list_add(items, item_of(&finds.list[i], kind));
    }
    say_problems(&f, &finds, &facts);
    free(finds.list);
    file_free(&f);
    icalcomponent_free(all);
    return true;
}
