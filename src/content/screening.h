/* Screening: what the school does not want on the screen is held back before it gets there.
 *
 * Titles that look like a child's full name, and children on the kiosk's do-not-show list.
 * HOT-FOLDER.md section 5. */
#ifndef FOYER_CONTENT_SCREENING_H
#define FOYER_CONTENT_SCREENING_H

#include <stdbool.h>

#include "base/config.h"
#include "model/drop.h"
#include "model/safeguard.h"

/* What is said of something on the list, without the name. */
#define SCREENING_HELD "This is held: please ask the office."
#define SCREENING_HELD_ADVICE "Nothing is wrong with the file itself; the office knows more."

/* The school's rules. Pointers stay the caller's. */
struct screening {
    enum full_names full_names;
    const char *allowed;                    /* words and names that are fine, separated by commas */
    const struct safeguard_list *not_shown; /* NULL: no list */
    bool list_lost; /* there is one, and nobody knows what is in it: achievements wait */
};

/* Takes what must not be shown out of a drop that was read, and says so without the name. `agreed`:
 * the text file says that the family has agreed to the name in the title. */
void screening_apply(const struct screening *rules, struct drop *drop, bool agreed);

/* Does this text (a file's path) hold a name of the list? */
bool screening_is_listed(const struct screening *rules, const char *text);

/* Reads a do-not-show list (one name a line, "#" begins a remark) into `list`. False with errno set
 * when it cannot be read (ENOENT: there is none); an empty path is an empty list. */
bool screening_read_list(const char *path, struct safeguard_list *list);

#endif
