/* A month as a calendar shows it: whole weeks in rows, and which items fall on a day.
 *
 * A month is one number, year x 12 + (month - 1), so that before and after are minus and plus one.
 * Pure. */
#ifndef FOYER_MODEL_MONTH_H
#define FOYER_MODEL_MONTH_H

#include <stdbool.h>
#include <stddef.h>

#include "base/clock.h"
#include "model/item.h"

#define MONTH_WEEKS 6

/* The month a moment lies in; a month's first day. */
int month_of(wall_t t);
wall_t month_first(int month);

/* The grid of `month`: `weeks` (4 to 6) rows of seven days, midnights, the days of the months around it
 * filling the first and last row. `first_weekday` is the leftmost column's: 0 Monday … 6 Sunday. */
struct month_grid {
    size_t weeks;
    wall_t days[MONTH_WEEKS * 7];
};
struct month_grid month_grid(int month, int first_weekday);

/* Does an item with a date fall on the day that begins at `midnight`? Ends are exclusive; an item
 * without an end is on the day it starts. */
bool month_item_on(const struct item *item, wall_t midnight);

/* The months in which `items` fall (those without a date do not count), from no earlier than `from`'s.
 * False: in none; then both are from's month. */
bool month_span(const struct item *const *items, size_t count, wall_t from, int *first, int *last);

#endif
