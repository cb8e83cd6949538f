/* All that a file says under one UID, worked out into occurrences on the school's wall: rules, extra and
 * left-out dates, moved and cancelled instances. */
#ifndef FOYER_CONTENT_ICSSERIES_H
#define FOYER_CONTENT_ICSSERIES_H

#include "content/icsevent.h"
#include "content/icsrule.h"

struct ics_occurrence {
    const struct ics_event *words; /* whose texts it has */
    const char *title;             /* its own, or the series' */
    wall_t starts, ends;           /* equal: no end is known */
};

/* What is found. Only what is not over at `from` and begins before `until` is kept. */
struct ics_finds {
    wall_t from, until;
    ics_budget budget;
    struct ics_occurrence *list;
    size_t count, capacity;
    size_t limit; /* of these the earliest are kept */
    bool limited; /* there were more than `limit` */
    bool tired;   /* the budget was used up */
    /* Called for a series with a rule below a day, or a rule that is none. */
    void (*refuse)(void *context, const struct ics_event *event, bool too_often);
    void *context;
};

/* Sorts events so that those of one series stand together, and works out one series after the other. */
void icsseries_find(struct ics_event *events, size_t count, struct ics_finds *finds);

/* In order, each once, at most `limit`. Called at the end. */
void icsseries_settle(struct ics_finds *finds);

#endif
