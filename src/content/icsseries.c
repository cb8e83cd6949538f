/* Series. How: events are sorted by UID, so each series is a run in the array. For a series the dates
 * that its rules do not give (EXDATE, the instances that have an event of their own) are gathered into
 * one sorted table, which each instance is looked up in; nothing is compared with everything. */
#include "content/icsseries.h"

#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/str.h"

/* Zones are at most 26 hours apart. */
#define MARGIN (2 * WALL_DAY)
/* What is kept at most before the latest are cut away. */
#define ROOM 20000

/* A date that a series has, or has not. */
struct mark {
    wall_t when;          /* in the zone of the series' DTSTART */
    bool day;             /* the whole day */
    int64_t lasts, extra; /* of an RDATE with a period; -1: as the series */
};

struct marks {
    struct mark *list;
    size_t count, capacity;
};

struct series {
    const struct ics_event *master;
    struct ics_event *const *overrides; /* sorted by instance; of equal ones the last counts */
    size_t override_count;
    struct marks dates;   /* what the rules give */
    struct marks without; /* what is left out */
    struct ics_finds *finds;
    struct ics_rule_span span;
};

static void add_mark(struct marks *marks, struct mark mark)
{
    marks->list = xgrow(marks->list, marks->count, &marks->capacity, sizeof mark);
    marks->list[marks->count++] = mark;
}

static int compare_marks(const void *a, const void *b)
{
    const struct mark *x = a, *y = b;
    if (x->when != y->when) {
        return x->when < y->when ? -1 : 1;
    }
    /* An RDATE with a length of its own goes before the same date by rule. */
    return (x->day - y->day) != 0 ? x->day - y->day : (x->lasts < y->lasts) - (x->lasts > y->lasts);
}

static void sort_marks(struct marks *marks)
{
    if (marks->count > 1) {
        qsort(marks->list, marks->count, sizeof *marks->list, compare_marks);
    }
}

static bool has_mark(const struct marks *marks, wall_t when, bool day)
{
    size_t low = 0, high = marks->count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        const struct mark *m = &marks->list[middle];
        if (m->when < when || (m->when == when && m->day < day)) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    return low < marks->count && marks->list[low].when == when && marks->list[low].day == day;
}

/* ---- what is found ---- */

static int compare_finds(const void *a, const void *b)
{
    const struct ics_occurrence *x = a, *y = b;
    if (x->starts != y->starts) {
        return x->starts < y->starts ? -1 : 1;
    }
    if (x->words->order != y->words->order) {
        return x->words->order < y->words->order ? -1 : 1;
    }
    return (x->ends > y->ends) - (x->ends < y->ends);
}

static bool same_find(const struct ics_occurrence *a, const struct ics_occurrence *b)
{
    return a->starts == b->starts && a->ends == b->ends &&
           strcmp(a->words->uid, b->words->uid) == 0 && str_same(a->title, b->title);
}

/* Sorts, and leaves out what is there twice (a calendar that stands twice in a file). */
static void sort_finds(struct ics_finds *f)
{
    if (f->count > 1) {
        qsort(f->list, f->count, sizeof *f->list, compare_finds);
    }
    size_t kept = 0;
    for (size_t i = 0; i < f->count; i++) {
        bool twice = false;
        for (size_t j = kept;
             j > 0 && f->list[j - 1].starts == f->list[i].starts && !twice && kept - j < 50; j--) {
            twice = same_find(&f->list[j - 1], &f->list[i]);
        }
        if (!twice) {
            f->list[kept++] = f->list[i];
        }
    }
    f->count = kept;
}

void icsseries_settle(struct ics_finds *f)
{
    sort_finds(f);
    if (f->count > f->limit) {
        f->count = f->limit;
        f->limited = true;
    }
}

static void keep(struct ics_finds *f, const struct ics_event *words, const char *title,
                 wall_t starts, wall_t ends)
{
    bool over = ends > starts ? ends <= f->from : starts < f->from;
    if (over || starts >= f->until) {
        return;
    }
    f->list = xgrow(f->list, f->count, &f->capacity, sizeof *f->list);
    f->list[f->count++] = (struct ics_occurrence){words, title, starts, ends};
    if (f->count >= ROOM) {
        icsseries_settle(f);
    }
}

/* ---- one series ---- */

static void take_instance(void *context, wall_t instance)
{
    add_mark(context, (struct mark){.when = instance, .lasts = -1});
}

static bool below_a_day(const struct icalrecurrencetype *rule)
{
    return rule->freq == ICAL_SECONDLY_RECURRENCE || rule->freq == ICAL_MINUTELY_RECURRENCE ||
           rule->freq == ICAL_HOURLY_RECURRENCE;
}

/* The rule's UNTIL in the zone of DTSTART; in UTC it is a moment, else what stands on the wall there. */
static wall_t last_of(const struct ics_event *e, struct icaltimetype until)
{
    if (icaltime_is_null_time(until)) {
        return WALL_NONE;
    }
    wall_t written = wall_from_civil(
        (struct civil){until.year, until.month, until.day, until.is_date ? 0 : until.hour,
                       until.is_date ? 0 : until.minute, until.is_date ? 0 : until.second});
    if (e->all_day) {
        return wall_midnight(written);
    }
    return icaltime_is_utc(until) && !until.is_date ? icszone_from_utc(e->zone, written) : written;
}

static bool add_rule(struct series *s, struct icalrecurrencetype rule, struct marks *marks)
{
    if (below_a_day(&rule)) {
        wall_t last = last_of(s->master, rule.until);
        if (last != WALL_NONE && last < s->span.from) {
            return false; /* it is over: nothing to be said */
        }
        s->finds->refuse(s->finds->context, s->master, true);
        return false;
    }
    if (rule.freq != ICAL_NO_RECURRENCE) {
        s->span.last = last_of(s->master, rule.until);
        if (!icsrule_expand(&rule, &s->span, &s->finds->budget, take_instance, marks)) {
            s->finds->tired = true;
        }
    }
    return true;
}

static void add_extra_date(struct series *s, icalproperty *p)
{
    const struct ics_event *e = s->master;
    struct icaldatetimeperiodtype d = icalproperty_get_rdate(p);
    bool period = icaltime_is_null_time(d.time);
    struct ics_moment m = icsevent_moment(e->calendar, p, period ? d.period.start : d.time);
    if (!m.given) {
        return;
    }
    struct mark mark = {.when = icsevent_local(e, &m), .lasts = -1};
    if (m.is_date && !e->all_day) {
        mark.when += e->start - wall_midnight(e->start); /* that day, at the usual time */
    }
    if (period && !e->all_day) {
        struct ics_moment end = icsevent_moment(e->calendar, p, d.period.end);
        int64_t lasts = end.given ? icsevent_local(e, &end) - mark.when
                                  : icaldurationtype_as_int(d.period.duration);
        mark.lasts = lasts > 0 ? lasts : 0;
    }
    add_mark(&s->dates, mark);
}

static void leave_out(struct series *s, const struct ics_moment *moment)
{
    if (moment->given) {
        add_mark(&s->without, (struct mark){.when = icsevent_local(s->master, moment),
                                            .day = moment->is_date && !s->master->all_day});
    }
}

/* False: it is refused. */
static bool gather(struct series *s)
{
    const struct ics_event *e = s->master;
    bool ruled = true;
    add_mark(&s->dates, (struct mark){.when = e->start, .lasts = -1});
    icalproperty *p =
        e->repeats ? icalcomponent_get_first_property(e->component, ICAL_ANY_PROPERTY) : NULL;
    for (; p != NULL && ruled;
         p = icalcomponent_get_next_property(e->component, ICAL_ANY_PROPERTY)) {
        icalproperty_kind kind = icalproperty_isa(p);
        if (kind == ICAL_RRULE_PROPERTY) {
            ruled = add_rule(s, icalproperty_get_rrule(p), &s->dates);
        } else if (kind == ICAL_EXRULE_PROPERTY) {
            ruled = add_rule(s, icalproperty_get_exrule(p), &s->without);
        } else if (kind == ICAL_RDATE_PROPERTY) {
            add_extra_date(s, p);
        } else if (kind == ICAL_EXDATE_PROPERTY) {
            struct ics_moment m = icsevent_moment(e->calendar, p, icalproperty_get_exdate(p));
            leave_out(s, &m);
        }
    }
    for (size_t i = 0; i < s->override_count; i++) {
        leave_out(s, &s->overrides[i]->instance);
    }
    sort_marks(&s->dates);
    sort_marks(&s->without);
    return ruled;
}

/* The last change that holds from an earlier instance on; NULL: none. */
static const struct ics_event *change_before(const struct series *s, wall_t instance)
{
    const struct ics_event *found = NULL;
    for (size_t i = 0; i < s->override_count; i++) {
        const struct ics_event *o = s->overrides[i];
        if (o->onwards) {
            if (icsevent_local(s->master, &o->instance) > instance) {
                break;
            }
            found = o;
        }
    }
    return found;
}

static const char *title_of(const struct ics_event *e, const struct ics_event *master)
{
    return str_blank(e->title) && master != NULL ? master->title : e->title;
}

/* An instance as a change to it and all later ones has it: moved by as much, as long as that one. */
static void keep_changed(struct series *s, const struct ics_event *change, wall_t instance)
{
    if (change->cancelled || !change->has_start) {
        if (!change->cancelled) {
            wall_t starts, ends;
            icsevent_on_wall(s->master, instance, &starts, &ends);
            keep(s->finds, change, title_of(change, s->master), starts, ends);
        }
        return;
    }
    struct ics_moment was = change->instance;
    if (was.is_date && !change->all_day && !s->master->all_day) {
        was.as_written += s->master->start - wall_midnight(s->master->start);
    }
    wall_t starts, ends;
    wall_t shift = change->start - icsevent_local(change, &was);
    struct ics_moment m = {.as_written = instance,
                           .given = true,
                           .anchored = !s->master->all_day,
                           .zone = s->master->zone};
    icsevent_on_wall(change, icsevent_local(change, &m) + shift, &starts, &ends);
    keep(s->finds, change, title_of(change, s->master), starts, ends);
}

static void keep_instances(struct series *s)
{
    const struct ics_event *e = s->master;
    bool onwards = false;
    for (size_t i = 0; i < s->override_count; i++) {
        onwards = onwards || s->overrides[i]->onwards;
    }
    for (size_t i = 0; i < s->dates.count; i++) {
        struct mark m = s->dates.list[i];
        bool twice = i > 0 && s->dates.list[i - 1].when == m.when;
        bool near = m.when < s->span.until && (m.lasts >= 0 || m.when >= s->span.from);
        if (twice || !near || has_mark(&s->without, m.when, false) ||
            has_mark(&s->without, wall_midnight(m.when), true)) {
            continue;
        }
        s->finds->budget -= ICS_INSTANCE_STEPS + (onwards ? (ics_budget)s->override_count : 0);
        if (s->finds->budget < 0) {
            s->finds->tired = true;
            break;
        }
        const struct ics_event *change = onwards ? change_before(s, m.when) : NULL;
        if (change != NULL) {
            keep_changed(s, change, m.when);
            continue;
        }
        struct ics_event own = *e;
        if (m.lasts >= 0) {
            own.lasts = m.lasts;
            own.extra = 0;
        }
        wall_t starts, ends;
        icsevent_on_wall(&own, m.when, &starts, &ends);
        keep(s->finds, e, e->title, starts, ends);
    }
}

static wall_t distance(const struct ics_event *o)
{
    wall_t far = o->has_start ? o->start - o->instance.as_written : 0;
    return far < 0 ? -far : far;
}

static void work_out(struct series *s)
{
    const struct ics_event *e = s->master;
    s->finds->budget -= (ics_budget)s->override_count * ICS_INSTANCE_STEPS;
    if (s->finds->budget < 0) {
        s->finds->tired = true;
        return;
    }
    wall_t shift = 0, lasts = e->lasts + e->extra;
    for (size_t i = 0; i < s->override_count; i++) {
        const struct ics_event *o = s->overrides[i];
        if (o->onwards) {
            shift = distance(o) > shift ? distance(o) : shift;
            lasts = o->lasts + o->extra > lasts ? o->lasts + o->extra : lasts;
        }
    }
    s->span = (struct ics_rule_span){.start = e->start,
                                     .all_day = e->all_day,
                                     .from = s->finds->from - lasts - shift - MARGIN,
                                     .until = s->finds->until + shift + MARGIN,
                                     .last = WALL_NONE};
    if (e->broken_rule) {
        s->finds->refuse(s->finds->context, e, false);
    }
    if (gather(s)) {
        keep_instances(s);
    }
    free(s->dates.list);
    free(s->without.list);
    s->dates = s->without = (struct marks){0};
}

/* ---- all series ---- */

/* Later versions after earlier ones. */
static int compare_versions(const struct ics_event *x, const struct ics_event *y)
{
    if (x->sequence != y->sequence) {
        return x->sequence < y->sequence ? -1 : 1;
    }
    if (x->changed != y->changed) {
        return x->changed < y->changed ? -1 : 1;
    }
    return x->cancelled - y->cancelled;
}

static int compare_events(const void *a, const void *b)
{
    const struct ics_event *x = *(struct ics_event *const *)a, *y = *(struct ics_event *const *)b;
    int difference = strcmp(x->uid, y->uid);
    if (difference == 0) { /* masters first */
        difference = x->instance.given - y->instance.given;
    }
    if (difference == 0 && x->instance.given) {
        wall_t i = x->instance.as_written, j = y->instance.as_written;
        difference = (i > j) - (i < j);
    } else if (difference == 0) {
        difference = (x->calendar->number > y->calendar->number) -
                     (x->calendar->number < y->calendar->number);
    }
    difference = difference != 0 ? difference : compare_versions(x, y);
    return difference != 0 ? difference : (x->order > y->order) - (x->order < y->order);
}

static int compare_instances(const void *a, const void *b)
{
    const struct ics_event *x = *(struct ics_event *const *)a, *y = *(struct ics_event *const *)b;
    if (x->instance_at != y->instance_at) {
        return x->instance_at < y->instance_at ? -1 : 1;
    }
    int difference = compare_versions(x, y);
    return difference != 0 ? difference : (x->order > y->order) - (x->order < y->order);
}

/* Events with an instance's name stand for themselves; of several for one instance, the latest. */
static void keep_overrides(struct ics_event *const *list, size_t count,
                           const struct ics_event *master, struct ics_finds *finds)
{
    for (size_t i = 0; i < count; i++) {
        const struct ics_event *o = list[i];
        bool replaced = i + 1 < count && list[i + 1]->instance_at == o->instance_at &&
                        list[i + 1]->instance.is_date == o->instance.is_date;
        if (replaced || o->cancelled || !o->has_start) {
            continue;
        }
        wall_t starts, ends;
        icsevent_on_wall(o, o->start, &starts, &ends);
        keep(finds, o, title_of(o, master), starts, ends);
    }
}

/* The run [0, count) of one UID: masters by calendar, then overrides. */
struct family {
    struct ics_event **list;
    size_t masters, count;
    struct ics_event **overrides; /* room for those that belong to one calendar */
    struct ics_finds *finds;
};

static bool has_master(const struct family *f, const struct ics_calendar *calendar)
{
    /* Masters stand in the order of their calendars. */
    size_t low = 0, high = f->masters;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (f->list[middle]->calendar->number < calendar->number) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    return low < f->masters && f->list[low]->calendar == calendar;
}

/* A calendar's own overrides, cancellations from another, and those whose calendar has no series. */
static size_t overrides_for(const struct family *f, const struct ics_calendar *calendar)
{
    size_t n = 0;
    for (size_t i = f->masters; i < f->count; i++) {
        const struct ics_calendar *of = f->list[i]->calendar;
        if (of == calendar || of->cancels || !has_master(f, of)) {
            f->overrides[n++] = f->list[i];
        }
    }
    f->finds->budget -= (ics_budget)(f->count - f->masters);
    if (n > 1) {
        qsort(f->overrides, n, sizeof *f->overrides, compare_instances);
    }
    return n;
}

static bool same_event(const struct ics_event *a, const struct ics_event *b)
{
    return a->start == b->start && a->zone == b->zone && str_same(a->title, b->title);
}

/* The masters [first, end) of one calendar: the latest version, or several events that an exporter has
 * given one UID. */
static void take_masters(const struct family *f, size_t first, size_t end, int cancelled_up_to)
{
    const struct ics_event *last = f->list[end - 1];
    if (last->cancelled || last->sequence <= cancelled_up_to) {
        return;
    }
    size_t n = overrides_for(f, last->calendar);
    for (size_t i = first; i < end; i++) {
        const struct ics_event *e = f->list[i];
        bool older = e->sequence != last->sequence || e->changed != last->changed;
        bool again = i + 1 < end && same_event(e, f->list[i + 1]);
        if (older || again || !e->has_start) {
            continue;
        }
        struct series s = {
            .master = e, .overrides = f->overrides, .override_count = n, .finds = f->finds};
        work_out(&s);
    }
    keep_overrides(f->overrides, n, last, f->finds);
}

static void take_family(const struct family *f)
{
    int cancelled_up_to = -1;
    for (size_t i = 0; i < f->masters; i++) {
        const struct ics_event *e = f->list[i];
        if (e->calendar->cancels && e->sequence > cancelled_up_to) {
            cancelled_up_to = e->sequence;
        }
    }
    for (size_t first = 0, end; first < f->masters; first = end) {
        for (end = first + 1;
             end < f->masters && f->list[end]->calendar == f->list[first]->calendar;) {
            end++;
        }
        if (f->finds->budget < 0) {
            f->finds->tired = true;
            return;
        }
        take_masters(f, first, end, cancelled_up_to);
    }
    if (f->masters == 0) {
        for (size_t i = 0; i < f->count; i++) {
            f->overrides[i] = f->list[i];
        }
        qsort(f->overrides, f->count, sizeof *f->overrides, compare_instances);
        keep_overrides(f->overrides, f->count, NULL, f->finds);
    }
}

void icsseries_find(struct ics_event *events, size_t count, struct ics_finds *finds)
{
    struct ics_event **list = xcalloc(count + 1, sizeof(struct ics_event *));
    struct ics_event **overrides = xcalloc(count + 1, sizeof(struct ics_event *));
    for (size_t i = 0; i < count; i++) {
        list[i] = &events[i];
    }
    qsort(list, count, sizeof(struct ics_event *), compare_events);
    for (size_t first = 0, end; first < count; first = end) {
        struct family f = {.list = list + first, .overrides = overrides, .finds = finds};
        for (end = first; end < count; end++) {
            /* Without a UID each stands for itself. */
            bool same = end == first || (list[end]->uid[0] != '\0' &&
                                         strcmp(list[end]->uid, list[first]->uid) == 0);
            if (!same) {
                break;
            }
            f.masters += !list[end]->instance.given;
        }
        f.count = end - first;
        take_family(&f);
    }
    free(overrides);
    free(list);
}
