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

/* Where the key stands, or where it would. */
static size_t place_of(const struct ledger *ledger, const char *key)
{
    size_t low = 0;
    size_t high = ledger->count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (strcmp(ledger->entries[middle].key, key) < 0) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    return low;
}

static void insert(struct ledger *ledger, struct ledger_entry entry)
{
    size_t at = place_of(ledger, entry.key);
    ledger->entries =
        xgrow(ledger->entries, ledger->count, &ledger->capacity, sizeof *ledger->entries);
    memmove(&ledger->entries[at + 1], &ledger->entries[at],
            (ledger->count - at) * sizeof *ledger->entries);
    ledger->entries[at] = entry;
    ledger->count++;
}

/* Closes the gap; the entry's texts are the caller's then. */
static struct ledger_entry take_out(struct ledger *ledger, struct ledger_entry *entry)
{
    struct ledger_entry taken = *entry;
    size_t at = (size_t)(entry - ledger->entries);
    memmove(entry, entry + 1, (ledger->count - at - 1) * sizeof *entry);
    ledger->count--;
    return taken;
}

void ledger_fill(struct ledger *ledger, const struct drop_known_list *known)
{
    ledger_free(ledger);
    for (size_t i = 0; i < known->count; i++) {
        const struct drop_known *drop = &known->drops[i];
        if (drop->key[0] != ':') {
            /* They come in the order of their keys: each goes to the end. */
            insert(ledger, entry_from(drop->key, drop->signature, drop->first_seen));
        }
    }
}

struct ledger_entry *ledger_find(const struct ledger *ledger, const char *key)
{
    size_t at = place_of(ledger, key);
    return at < ledger->count && strcmp(ledger->entries[at].key, key) == 0 ? &ledger->entries[at]
                                                                           : NULL;
}

void ledger_set(struct ledger *ledger, const char *key, const char *signature, wall_t first_seen)
{
    struct ledger_entry fresh = entry_from(key, signature, first_seen);
    struct ledger_entry *old = ledger_find(ledger, key);
    if (old != NULL) {
        free_entry(old);
        *old = fresh;
    } else {
        insert(ledger, fresh);
    }
}

void ledger_remove(struct ledger *ledger, const char *key)
{
    struct ledger_entry *entry = ledger_find(ledger, key);
    if (entry != NULL) {
        struct ledger_entry taken = take_out(ledger, entry);
        free_entry(&taken);
    }
}

void ledger_rename(struct ledger *ledger, const char *old_key, const char *new_key)
{
    struct ledger_entry *entry = ledger_find(ledger, old_key);
    if (entry != NULL) {
        struct ledger_entry taken = take_out(ledger, entry);
        free(taken.key);
        taken.key = xstrdup(new_key);
        insert(ledger, taken);
    }
}

bool ledger_same_folder(const char *key, const char *other)
{
    size_t length = strcspn(key, "/");
    return length == strcspn(other, "/") && strncmp(key, other, length) == 0;
}
