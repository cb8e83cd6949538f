/* Salvage: what can still be read from a damaged outbox. */
#ifndef FOYER_STORE_SALVAGE_H
#define FOYER_STORE_SALVAGE_H

#include <stdbool.h>
#include <stddef.h>

/* Makes `fresh` (replaced when it is there) an outbox of the newest version with every reply that can be
 * read from the outbox at `damaged`: row by row from both ends, then what stands between, with its marks
 * (delivered, forgotten, wiped, erased) and the facts. `damaged` is only read. `count`: replies that were
 * read. False: `fresh` could not be written, and is not there. */
bool salvage_outbox(const char *damaged, const char *fresh, size_t *count);

#endif
