/* Renames. How: the drops that nobody knows yet are sorted by their shape, and each missing entry looks
 * its own shape up there. Who goes where is settled first and written then, because writing moves the
 * ledger's entries about. */
#include "jobs/renames.h"

#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/log.h"

/* A drop that the ledger does not know. */
struct newcomer {
    const struct share_drop *drop;
    bool taken;
};

static int by_shape(const void *a, const void *b)
{
    const struct share_drop *x = ((const struct newcomer *)a)->drop;
    const struct share_drop *y = ((const struct newcomer *)b)->drop;
    int order = strcmp(x->shape, y->shape);
    return order != 0 ? order : strcmp(x->key, y->key);
}

static struct newcomer *list_newcomers(const struct ledger *ledger, const struct share_scan *scan,
                                       size_t *count)
{
    struct newcomer *list = xcalloc(scan->count + 1, sizeof *list);
    *count = 0;
    for (size_t i = 0; i < scan->count; i++) {
        const struct share_drop *drop = &scan->drops[i];
        if (drop->shape[0] != '\0' && ledger_find(ledger, drop->key) == NULL) {
            list[(*count)++].drop = drop;
        }
    }
    if (*count > 1) {
        qsort(list, *count, sizeof *list, by_shape);
    }
    return list;
}

/* The first newcomer of that shape or a later one. */
static size_t first_of(const struct newcomer *list, size_t count, const char *shape)
{
    size_t low = 0;
    size_t high = count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (strcmp(list[middle].drop->shape, shape) < 0) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    return low;
}

/* Where the missing entry lies now; NULL: nowhere. */
static struct newcomer *place_of(struct newcomer *list, size_t count,
                                 const struct ledger_entry *entry)
{
    for (size_t i = first_of(list, count, entry->shape);
         i < count && strcmp(list[i].drop->shape, entry->shape) == 0; i++) {
        if (!list[i].taken && ledger_same_folder(list[i].drop->key, entry->key)) {
            return &list[i];
        }
    }
    return NULL;
}

/* One rename to be written. */
struct move {
    char *from;
    const char *to; /* the scan's */
};

void renames_follow(struct catalogue *catalogue, struct ledger *ledger,
                    const struct share_scan *scan)
{
    size_t count = 0;
    size_t move_count = 0;
    struct newcomer *list = list_newcomers(ledger, scan, &count);
    struct move *moves = xcalloc(count + 1, sizeof *moves);
    for (size_t i = 0; i < ledger->count && move_count < count; i++) {
        const struct ledger_entry *entry = &ledger->entries[i];
        if (entry->shape[0] == '\0' || share_scan_find(scan, entry->key) != NULL ||
            share_scan_blocked(scan, entry->key)) {
            continue;
        }
        struct newcomer *now = place_of(list, count, entry);
        if (now != NULL) {
            now->taken = true;
            moves[move_count++] = (struct move){.from = xstrdup(entry->key), .to = now->drop->key};
        }
    }
    for (size_t i = 0; i < move_count; i++) {
        if (catalogue_rename(catalogue, moves[i].from, moves[i].to)) {
            log_info("renamed: %s is now %s", moves[i].from, moves[i].to);
            ledger_rename(ledger, moves[i].from, moves[i].to);
        }
        free(moves[i].from);
    }
    free(moves);
    free(list);
}
