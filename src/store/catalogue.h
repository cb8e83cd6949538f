/* The catalogue: what import has made of the share, for show and for the lists.
 *
 * catalogue.db (SQLite, WAL) in the state folder. Import is the only writer; any number of readers.
 * Everything in it can be made anew from the share, so a damaged file is set aside and rebuilt. */
#ifndef FOYER_STORE_CATALOGUE_H
#define FOYER_STORE_CATALOGUE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/clock.h"
#include "base/str.h"
#include "model/drop.h"
#include "model/item.h"

struct catalogue;

enum catalogue_access { CATALOGUE_READ, CATALOGUE_WRITE };

/* Opens STATE/catalogue.db. For writing it is created, a damaged one is set aside with a dated name
 * (`note`, when not NULL, gets a sentence for status). For reading, a missing or damaged one gives
 * NULL: try again later. Close with catalogue_close(NULL is fine). */
struct catalogue *catalogue_open(const char *state_dir, enum catalogue_access access, wall_t now,
                                 struct str *note);
void catalogue_close(struct catalogue *catalogue);

/* A number that changes whenever items change; cheap enough to ask several times a second. */
int64_t catalogue_generation(struct catalogue *catalogue);

/* Can the file be read, and is it still at that generation? False after it was made anew. */
bool catalogue_is_at(struct catalogue *catalogue, int64_t generation);

/* All items with pictures and translations, in a stable order. False: could not be read. */
bool catalogue_items(struct catalogue *catalogue, struct item_list *out);

/* All problems, newest first. */
bool catalogue_problems(struct catalogue *catalogue, struct problem_list *out);

/* What import knows of each drop. `ok`: has items that show; a failed drop whose signature is
 * unchanged is not tried again. */
struct drop_known {
    char *key;
    char *signature;
    wall_t first_seen;
};
struct drop_known_list {
    struct drop_known *drops;
    size_t count, capacity;
};
bool catalogue_drops(struct catalogue *catalogue, struct drop_known_list *out);
void drop_known_list_free(struct drop_known_list *list);

/* Stores a drop whole, in one transaction: its items replace the earlier ones (ids are kept for
 * equal keys), its problems likewise. A failed drop keeps the earlier items and replaces only the
 * signature and problems. first_seen of a known drop is kept. */
bool catalogue_put(struct catalogue *catalogue, const struct drop *drop, wall_t now);

/* Does the drop with that key have an item that is not over at `now`? */
bool catalogue_shows(struct catalogue *catalogue, const char *key, wall_t now);

/* A drop and its items were first seen at `when` after all (the clock had not been set). */
bool catalogue_seen(struct catalogue *catalogue, const char *key, wall_t when);

/* A picture is not in the cache any more: the drops that show it count as changed, so that they are read
 * again. What they show stays until then. */
bool catalogue_outdate_picture(struct catalogue *catalogue, const char *hash);

/* Takes a drop down: items, pictures' rows, problems (secure_delete). */
bool catalogue_take_down(struct catalogue *catalogue, const char *key);

/* A drop was renamed but is the same content: moves it to the new key and source, keeping ids and
 * first_seen; its items' titles are then replaced by catalogue_put(). */
bool catalogue_rename(struct catalogue *catalogue, const char *old_key, const char *new_key);

/* Hashes of pictures that some item uses (for clearing the cache). */
struct hash_list {
    char **hashes;
    size_t count, capacity;
};
bool catalogue_pictures(struct catalogue *catalogue, struct hash_list *out);
void hash_list_free(struct hash_list *list);

/* Remembers that a picture with this content hash was decoded (or refused, with the reason), so the
 * same content is never decoded twice. `pages` rows of width and height for PDFs. */
struct decoded_page {
    char hash[72]; /* content hash, with "-2" … for further pages */
    int width, height;
};
bool catalogue_remember(struct catalogue *catalogue, const char *content_hash,
                        const struct decoded_page *pages, size_t page_count, const char *refused);
/* Forgets what was decoded of pictures that no item shows any more and that are not in `kept` (sorted
 * content hashes, NULL for none): their files are gone from the cache. Of what was refused the memory ends at
 * CATALOGUE_REFUSED: then it begins anew, and what still lies on the share is looked at once more. */
#define CATALOGUE_REFUSED 5000
bool catalogue_forget_decoded(struct catalogue *catalogue, const struct hash_list *kept);

/* True when known; *pages (caller frees) or *refused (caller frees) is filled. */
bool catalogue_recall(struct catalogue *catalogue, const char *content_hash,
                      struct decoded_page **pages, size_t *page_count, char **refused);

/* Small facts about the import: "last_looked" (ISO, to the hour), "last_changed" (ISO, to the minute: something
 * of the share was taken in or down), "share" ("ok", "away since …"), "progress"
 * ("12 of 40"), "note" (set-aside files). get: caller frees, NULL when unset. */
bool catalogue_set_fact(struct catalogue *catalogue, const char *name, const char *value);
char *catalogue_fact(struct catalogue *catalogue, const char *name);

/* Moves deleted content out of the write-ahead log (checkpoint, truncate). */
bool catalogue_tidy(struct catalogue *catalogue);

#endif
