/* Safeguarding: titles that look like a child's full name, and children who must not be shown.
 *
 * Pure. The list of names lives on the kiosk, never on the share; what is found in it is never
 * repeated in any report. HOT-FOLDER.md section 5. */
#ifndef FOYER_MODEL_SAFEGUARD_H
#define FOYER_MODEL_SAFEGUARD_H

#include <stdbool.h>
#include <stddef.h>

/* Does the title hold two capitalised words side by side that are not words of school life, months or
 * the like, nor in `allowed` (words and names separated by commas; NULL: none)? Titles in which every
 * longer word is capitalised say nothing about names, and give false. Latin letters only. */
bool safeguard_looks_like_a_name(const char *title, const char *allowed);

/* The names of a do-not-show list: one a line, "#" begins a remark. Zero-initialised: empty. */
struct safeguard_list {
    char **names; /* folded */
    size_t count, capacity;
};

/* Adds the names of a file's text, which the caller has folded (content/text.h). */
void safeguard_read(struct safeguard_list *list, const char *folded);
void safeguard_free(struct safeguard_list *list);

/* Does a folded text hold one of the names as whole words? */
bool safeguard_finds(const struct safeguard_list *list, const char *folded);

#endif
