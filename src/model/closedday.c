/* Closed days. How: titles are compared whole. "Holiday club" is no holiday. */
#include "model/closedday.h"

#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/str.h"

static bool is_named(const char *title, const char *titles)
{
    char *copy = xstrdup(titles), *rest = copy, *part = NULL, *said = str_trimmed(title);
    bool found = false;
    while (!found && (part = strsep(&rest, ",")) != NULL) {
        char *name = str_trimmed(part);
        found = name[0] != '\0' && str_same_nocase(name, said);
        free(name);
    }
    free(said);
    free(copy);
    return found;
}

void closeddays_add(const struct item_list *items, const char *titles, struct holidays *holidays)
{
    for (size_t i = 0; i < items->count && holidays->count < HOLIDAYS_MOST; i++) {
        const struct item *item = &items->items[i];
        bool day = item->kind == ITEM_EVENT && item->all_day && item->starts != WALL_NONE;
        if (day && is_named(item->title, titles)) {
            wall_t first = wall_midnight(item->starts);
            wall_t last = item->ends > item->starts ? wall_midnight(item->ends - 1) : first;
            holidays->first[holidays->count] = first;
            holidays->last[holidays->count++] = last;
        }
    }
}
