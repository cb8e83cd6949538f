/* Tallies: a short list, looked through from its start. */
#include "model/tally.h"

#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/str.h"

static struct tally *find(const struct tally_list *list, const char *key, const char *day)
{
    for (size_t i = 0; i < list->count; i++) {
        struct tally *tally = &list->tallies[i];
        if (str_same(tally->key, key) && strncmp(tally->day, day, sizeof tally->day - 1) == 0) {
            return tally;
        }
    }
    return NULL;
}

void tally_list_add(struct tally_list *list, const char *key, const char *when, int offers,
                    int people)
{
    struct tally *tally = find(list, key, when);
    if (tally == NULL) {
        list->tallies = xgrow(list->tallies, list->count, &list->capacity, sizeof *list->tallies);
        tally = &list->tallies[list->count++];
        *tally = (struct tally){.key = xstrdup(key)};
        strncpy(tally->day, when, sizeof tally->day - 1);
    }
    tally->offers += offers;
    tally->people += people;
}

void tally_list_clap(struct tally_list *list, const char *key, int claps)
{
    tally_list_add(list, key, "", 0, 0);
    find(list, key, "")->claps += claps;
}

int tally_claps(const struct tally_list *list, const char *key)
{
    const struct tally *tally = find(list, key, "");
    return tally != NULL ? tally->claps : 0;
}

void tally_list_free(struct tally_list *list)
{
    for (size_t i = 0; i < list->count; i++) {
        free(list->tallies[i].key);
    }
    free(list->tallies);
    *list = (struct tally_list){0};
}

struct tally tally_of(const struct tally_list *list, const struct item *item)
{
    char day[24] = "";
    if (item->starts != WALL_NONE) {
        wall_to_iso(item->starts, false, day);
    }
    const struct tally *tally = find(list, item->key, day);
    return tally != NULL ? *tally : (struct tally){0};
}

int tally_places_left(const struct tally_list *list, const struct item *item)
{
    if (item->places <= 0) {
        return -1;
    }
    int left = item->places - tally_of(list, item).people;
    return left > 0 ? left : 0;
}
