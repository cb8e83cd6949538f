/* Interest: how often visitors opened each item and clapped for it, day by day, and nothing about who.
 *
 * interest.db in the state folder; only show writes, import reads it for the page on the share. Worth
 * little: a damaged file is thrown away, and days older than five weeks go. */
#ifndef FOYER_STORE_INTEREST_H
#define FOYER_STORE_INTEREST_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/clock.h"

struct interest_count {
    int64_t mark; /* of the item's key: titles, and names in them, are not kept here */
    int times;
};

/* Sorted by mark. Zero-initialised: nothing. Release with interest_free(). */
struct interest {
    struct interest_count *counts;
    size_t count, capacity;
};

/* One clap for an item, kept beside its openings; how often it was clapped for. */
void interest_clap(struct interest *interest, const char *key);
int interest_claps(const struct interest *interest, const char *key);

/* Adds `times` to an item's key; how often a key stands there (0: not at all). */
void interest_add(struct interest *interest, const char *key, int times);
int interest_times(const struct interest *interest, const char *key);
void interest_free(struct interest *interest);

/* Adds to what is stored for the day of `now`. False: it could not be written, try again later. */
bool interest_store(const char *state_dir, const struct interest *interest, wall_t now);

/* Fills `interest` with the seven days that end with today. False: there is nothing to read. */
bool interest_load_week(const char *state_dir, wall_t now, struct interest *interest);

#endif
