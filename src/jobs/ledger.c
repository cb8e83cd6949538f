/* The ledger. How: a sorted array; a signature's parts are separated by ':'. */
#include "jobs/ledger.h"

#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/str.h"

#define PARTS 4

char *ledger_signature(const char *state, const char *shape, const char *content, bool text_only)
{
    return xasprintf("%s:%s:%s:%s", state, shape, content, text_only ? "text" : "pictures");
}

static void free_entry(struct ledger_entry *entry)
{
    free(entry->key);
    free(entry->state);
    free(entry->shape);
    free(entry->content);
}

void ledger_free(struct ledger *ledger)
{
    for (size_t i = 0; i < ledger->count; i++) {
        free_entry(&ledger->entries[i]);
    }
    free(ledger->entries);
    *ledger = (struct ledger){0};
}

/* A signature of another form (an older Foyer's) fits nothing, so the drop is read anew. */
static struct ledger_entry entry_from(const char *key, const char *signature, wall_t first_seen)
{
    struct ledger_entry entry = {.key = xstrdup(key), .first_seen = first_seen};
    char *part[PARTS] = {NULL};
    const char *from = signature;
    for (int i = 0; i < PARTS; i++) {
        const char *end = strchrnul(from, ':');
        part[i] = xstrndup(from, (size_t)(end - from));
        from = *end == ':' ? end + 1 : end;
    }
    entry.state = part[0];
    entry.shape = part[1];
    entry.content = part[2];
    entry.text_only = strcmp(part[3], "text") == 0;
    free(part[3]);
    return entry;
}

static int by_key(const void *a, const void *b)
{
    return strcmp(((const struct ledger_entry *)a)->key, ((const struct ledger_entry *)b)->key);
}

static void sort(struct ledger *ledger)
{
    if (ledger->count > 1) {
        qsort(ledger->entries, ledger->count, sizeof *ledger->entries, by_key);
    }
}

static void append(struct ledger *ledger, struct ledger_entry entry)
{
    ledger->entries =
        xgrow(ledger->entries, ledger->count, &ledger->capacity, sizeof *ledger->entries);
    ledger->entries[ledger->count++] = entry;
}

void ledger_fill(struct ledger *ledger, const struct drop_known_list *known)
{
    ledger_free(ledger);
    for (size_t i = 0; i < known->count; i++) {
        const struct drop_known *drop = &known->drops[i];
        if (drop->key[0] != ':') {
            append(ledger, entry_from(drop->key, drop->signature, drop->first_seen));
        }
    }
    sort(ledger);
}

struct ledger_entry *ledger_find(const struct ledger *ledger, const char *key)
{
    size_t low = 0;
    size_t high = ledger->count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        int order = strcmp(key, ledger->entries[middle].key);
        if (order == 0) {
            return &ledger->entries[middle];
        }
        if (order < 0) {
            high = middle;
        } else {
            low = middle + 1;
        }
    }
    return NULL;
}

void ledger_set(struct ledger *ledger, const char *key, const char *signature, wall_t first_seen)
{
    struct ledger_entry fresh = entry_from(key, signature, first_seen);
    struct ledger_entry *old = ledger_find(ledger, key);
    if (old != NULL) {
        free_entry(old);
        *old = fresh;
    } else {
        append(ledger, fresh);
        sort(ledger);
    }
}

void ledger_remove(struct ledger *ledger, const char *key)
{
    struct ledger_entry *entry = ledger_find(ledger, key);
    if (entry != NULL) {
        free_entry(entry);
        size_t at = (size_t)(entry - ledger->entries);
        memmove(entry, entry + 1, (ledger->count - at - 1) * sizeof *entry);
        ledger->count--;
    }
}

void ledger_rename(struct ledger *ledger, const char *old_key, const char *new_key)
{
    struct ledger_entry *entry = ledger_find(ledger, old_key);
    if (entry != NULL) {
        free(entry->key);
        entry->key = xstrdup(new_key);
        sort(ledger);
    }
}

bool ledger_same_folder(const char *key, const char *other)
{
    size_t length = strcspn(key, "/");
    return length == strcspn(other, "/") && strncmp(key, other, length) == 0;
}
