/* Rescue: what can still be read of a damaged office's file goes into a new one.
 *
 * The replies themselves are kept in the outbox for a while; what only the damaged file has are the
 * office's own columns, its own rows, and replies that the outbox has wiped since. */
#ifndef FOYER_STORE_STAFFRESCUE_H
#define FOYER_STORE_STAFFRESCUE_H

#include <stdint.h>

/* Makes a new, complete office's file at `to` (nothing may be there; a file of the same name with
 * ".scratch" behind it is used meanwhile) and puts into it every row of the damaged one at `from` that can
 * be read, the office's own further columns included. `from` is not changed. The number of rows; 0 also
 * when it was no database at all; -1 when the new file could not be made (then there is none). */
int64_t staffrescue_read(const char *from, const char *to);

#endif
