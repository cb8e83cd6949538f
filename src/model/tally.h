/* Tallies: how many have offered to help with an item and how many are coming, as far as this screen
 * knows. Numbers only, nothing about who. */
#ifndef FOYER_MODEL_TALLY_H
#define FOYER_MODEL_TALLY_H

#include <stddef.h>

#include "model/item.h"

struct tally {
    char *key;    /* the item's; owned */
    char day[11]; /* the day it is on, "2026-12-11"; "" without one: next year's fair begins anew */
    int offers;   /* replies "I could help" */
    int people;   /* who said they are coming, all together */
    int claps;    /* "well done" this week */
};

/* Zero-initialised: nothing. Release with tally_list_free(). */
struct tally_list {
    struct tally *tallies;
    size_t count, capacity;
};

/* Adds numbers for an item's key (copied) and when it is, in ISO form; the hour may be corrected. */
void tally_list_add(struct tally_list *list, const char *key, const char *when, int offers,
                    int people);
/* Adds claps for an item's key, whatever its day; how many there are. */
void tally_list_clap(struct tally_list *list, const char *key, int claps);
int tally_claps(const struct tally_list *list, const char *key);
void tally_list_free(struct tally_list *list);

/* What is known of an item; nothing (two zeroes, key NULL) when it is not there. */
struct tally tally_of(const struct tally_list *list, const struct item *item);

/* Places that nobody has taken yet, never under 0; -1: the item does not say how many there are. */
int tally_places_left(const struct tally_list *list, const struct item *item);

#endif
