/* A recurrence rule (RFC 5545, section 3.3.10) worked out between two moments. */
#ifndef FOYER_CONTENT_ICSRULE_H
#define FOYER_CONTENT_ICSRULE_H

#include <libical/ical.h>
#include <stdbool.h>
#include <stdint.h>

#include "base/clock.h"

/* What may still be done for a file, in steps of about a hundredth of a microsecond: looking at one day
 * is one step. */
typedef int64_t ics_budget;

/* What one instance costs: it is kept, sorted and compared. */
#define ICS_INSTANCE_STEPS 50

struct ics_rule_span {
    wall_t start; /* DTSTART, in its zone; so are all other times here */
    bool all_day;
    wall_t from, until; /* which instances are asked for; until is exclusive */
    wall_t last;        /* the rule's UNTIL, inclusive; WALL_NONE: none */
};

typedef void ics_take(void *context, wall_t instance);

/* Gives every instance from DTSTART on that lies in the span, in order. DTSTART itself is given only when
 * the rule hits it. False: the budget is used up, and later ones may be missing. */
bool icsrule_expand(const struct icalrecurrencetype *rule, const struct ics_rule_span *span,
                    ics_budget *budget, ics_take *take, void *context);

#endif
