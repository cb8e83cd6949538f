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

/* The school's rules. Pointers stay the caller's. */
struct screening {
    enum full_names full_names;
    const char *allowed;                    /* words and names that are fine, separated by commas */
    const struct safeguard_list *not_shown; /* NULL: no list */
};

/* Takes what must not be shown out of a drop that was read, and says so without the name. `agreed`:
 * the text file says that the family has agreed to the name in the title. */
void screening_apply(const struct screening *rules, struct drop *drop, bool agreed);

/* Reads a do-not-show list into `list`. True also when there is no such file (the list is then
 * empty); false with errno set when it is there and cannot be read. */
bool screening_read_list(const char *path, struct safeguard_list *list);

#endif
