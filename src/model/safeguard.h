/* Safeguarding: titles that look like a child's full name, and children who must not be shown.
 *
 * Pure. The list of names lives on the kiosk, never on the share; what is found in it is never
 * repeated in any report. HOT-FOLDER.md section 5. */
#ifndef FOYER_MODEL_SAFEGUARD_H
#define FOYER_MODEL_SAFEGUARD_H

#include <stdbool.h>
#include <stddef.h>

/* Does the title hold two capitalised words side by side that are not words of school life, months or
 * the like, nor in `allowed` (words and names separated by commas; NULL: none)? Latin letters only. */
bool safeguard_looks_like_a_name(const char *title, const char *allowed);

/* The names of a do-not-show list. Zero-initialised: empty. */
struct safeguard_list {
    char **names; /* as content/text.h's text_words() makes them */
    size_t count, capacity;
};

/* Adds a name, given as its words; a single letter would hold everything and is left out. */
void safeguard_add(struct safeguard_list *list, const char *words);
void safeguard_free(struct safeguard_list *list);

/* Do these words hold one of the names: in its order or with the last part first, with an initial in
 * between, written as one word, or with an s behind it? */
bool safeguard_finds(const struct safeguard_list *list, const char *words);

#endif
