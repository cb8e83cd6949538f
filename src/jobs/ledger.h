/* The ledger: what the catalogue knows of each drop, to compare a scan of the share with.
 *
 * A drop's signature in the catalogue is one line of four parts: a state (names, sizes and times of
 * its files, and the settings that change how they are read), a shape (sizes and times only: what a
 * rename keeps), the same for its contents, and whether it is text only. Pure. */
#ifndef FOYER_JOBS_LEDGER_H
#define FOYER_JOBS_LEDGER_H

#include <stdbool.h>
#include <stddef.h>

#include "base/clock.h"
#include "store/catalogue.h"

struct ledger_entry {
    char *key;
    char *state, *shape, *content; /* shape and content: "" when they say nothing */
    bool text_only;
    wall_t first_seen;
};

/* Sorted by key. Zero-initialised: empty. */
struct ledger {
    struct ledger_entry *entries;
    size_t count, capacity;
};

/* From what the catalogue lists; keys that start with ':' (Foyer's own) are left out. */
void ledger_fill(struct ledger *ledger, const struct drop_known_list *known);
void ledger_free(struct ledger *ledger);

/* The entry with that key; NULL when it is not there. Valid until the ledger changes. */
struct ledger_entry *ledger_find(const struct ledger *ledger, const char *key);

/* Adds or replaces an entry; removes one; gives one a new key. */
void ledger_set(struct ledger *ledger, const char *key, const char *signature, wall_t first_seen);
void ledger_remove(struct ledger *ledger, const char *key);
void ledger_rename(struct ledger *ledger, const char *old_key, const char *new_key);

/* The line that is stored. Caller frees. */
char *ledger_signature(const char *state, const char *shape, const char *content, bool text_only);

/* Do both keys lie in the same first folder? */
bool ledger_same_folder(const char *key, const char *other);

#endif
