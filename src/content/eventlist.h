/* The list for an event: who comes, who helps, what was asked, to print for the evening.
 *
 * Pure: the replies come in as the office sees them (its own rows and changes included), pages in HTML 5
 * go out, whole in themselves and without a script. */
#ifndef FOYER_CONTENT_EVENTLIST_H
#define FOYER_CONTENT_EVENTLIST_H

#include <stdbool.h>
#include <stddef.h>

#include "base/clock.h"
#include "base/grid.h"

/* An event's list stays this many days after the event. */
#define EVENTLIST_STAYS_DAYS 14

struct eventlist {
    char *name; /* of the file: "Winter fair 2026-12-11.html"; good for Windows, too */
    char *html;
};

struct eventlists {
    struct eventlist *lists;
    size_t count, capacity;
};

/* The lists of all events that somebody replied to and that are not over for longer than that, by date.
 * Two events whose names come out equal are numbered. Free with eventlists_wipe(). */
void eventlists_make(struct eventlists *out, const struct grid *replies, wall_t now,
                     const char *school);

/* Overwrites (visitors typed what is in them) and frees. */
void eventlists_wipe(struct eventlists *lists);

/* Is a page that begins with these bytes one of ours? 1,000 bytes are enough to tell. */
bool eventlist_is_ours(const char *bytes, size_t length);

#endif
