/* Tallies: a short list, looked through from its start. */
#include "model/tally.h"

#include <stdlib.h>

#include "base/alloc.h"
#include "base/str.h"

void tally_list_add(struct tally_list *list, const char *key, int offers, int people)
{
    for (size_t i = 0; i < list->count; i++) {
        if (str_same(list->tallies[i].key, key)) {
            list->tallies[i].offers += offers;
            list->tallies[i].people += people;
            return;
        }
    }
    list->tallies = xgrow(list->tallies, list->count, &list->capacity, sizeof *list->tallies);
    list->tallies[list->count++] = (struct tally){xstrdup(key), offers, people};
}

void tally_list_free(struct tally_list *list)
{
    for (size_t i = 0; i < list->count; i++) {
        free(list->tallies[i].key);
    }
    free(list->tallies);
    *list = (struct tally_list){0};
}

struct tally tally_of(const struct tally_list *list, const char *key)
{
    for (size_t i = 0; i < list->count; i++) {
        if (str_same(list->tallies[i].key, key)) {
            return list->tallies[i];
        }
    }
    return (struct tally){0};
}
