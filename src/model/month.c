/* Months. How: every day is a midnight on the school's wall; weeks are added, never counted by hand. */
#include "model/month.h"

int month_of(wall_t t)
{
    struct civil c = wall_to_civil(t);
    return c.year * 12 + c.month - 1;
}

wall_t month_first(int month)
{
    return wall_from_civil((struct civil){.year = month / 12, .month = month % 12 + 1, .day = 1});
}

struct month_grid month_grid(int month, int first_weekday)
{
    struct month_grid grid = {0};
    wall_t first = month_first(month), next = month_first(month + 1);
    int lead = (wall_weekday(first) - first_weekday + 7) % 7;
    wall_t day = first - lead * WALL_DAY;
    while (day < next) {
        for (size_t i = 0; i < 7; i++, day += WALL_DAY) {
            grid.days[grid.weeks * 7 + i] = day;
        }
        grid.weeks++;
    }
    return grid;
}

/* The last moment of an item that belongs to it. */
static wall_t last_moment(const struct item *item)
{
    bool ends = item->ends != WALL_NONE && item->ends > item->starts;
    return ends ? item->ends - 1 : item->starts;
}

bool month_item_on(const struct item *item, wall_t midnight)
{
    return item->starts != WALL_NONE && item->starts < midnight + WALL_DAY &&
           last_moment(item) >= midnight;
}

bool month_span(const struct item *const *items, size_t count, wall_t from, int *first, int *last)
{
    bool any = false;
    int lowest = month_of(from);
    *first = *last = lowest;
    for (size_t i = 0; i < count; i++) {
        if (items[i]->starts == WALL_NONE || month_of(last_moment(items[i])) < lowest) {
            continue;
        }
        int begins = month_of(items[i]->starts), ends = month_of(last_moment(items[i]));
        begins = begins < lowest ? lowest : begins;
        *first = !any || begins < *first ? begins : *first;
        *last = !any || ends > *last ? ends : *last;
        any = true;
    }
    return any;
}
