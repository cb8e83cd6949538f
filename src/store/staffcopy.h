/* A copy in memory of a file of replies that others write: on a share, in a kiosk's folder, copied by hand.
 *
 * SQLite never opens the file itself, so it may lie on a mounted share: its bytes are read once, and they
 * are a whole file only when nobody wrote meanwhile. The copy is read-only and hostile input like every
 * file of staff's (stafffile.h): quick_check first, no triggers, no views, no trust in its schema. */
#ifndef FOYER_STORE_STAFFCOPY_H
#define FOYER_STORE_STAFFCOPY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/str.h"
#include "store/stafffile.h"

/* Files larger than this are not read. */
#define STAFFCOPY_MOST ((size_t)512 << 20)

struct staffcopy;

/* Copies the file at `path`. Otherwise `why` gets a sentence, and the result says:
 * STAFF_AWAY      missing, or it cannot be read
 * STAFF_LOCKED    a program is at work in it (a -journal or -wal beside it, a lock, it changed while it was
 *                 read): later
 * STAFF_DAMAGED   not a database, torn, or copied by halves
 * STAFF_FAILED    a database, but not one of replies, or too large
 * Free with staffcopy_free() (NULL is fine), which overwrites it. */
enum staff_result staffcopy_read(const char *path, struct staffcopy **out, struct str *why);
void staffcopy_free(struct staffcopy *copy);

/* Is the file at `path` still as it was when it was copied (size, time, SQLite's change counter), and is
 * nobody at work in it? For the same file after a rename, too. */
bool staffcopy_is_current(const struct staffcopy *copy, const char *path);

/* Do a -journal, -wal or -shm of that file lie there: has a program it open for writing? */
bool staffcopy_in_use(const char *path);

/* A mark of its content; never 0. */
uint64_t staffcopy_mark(const struct staffcopy *copy);

/* The other way round: an open staff file as it may be published, whole, in memory, without what Foyer
 * notes in it about merges. */
enum staff_result staffcopy_of(struct stafffile *file, struct staffcopy **out, struct str *why);
/* Its bytes; valid as long as the copy. */
const char *staffcopy_bytes(const struct staffcopy *copy, size_t *length);

/* Have both the same columns and rows, and the same numbers noted as delivered and erased? */
bool staffcopy_says_same(const struct staffcopy *a, const struct staffcopy *b);

/* Is there a row in `copy` of somebody whom `newer` notes as erased? */
bool staffcopy_holds_erased(const struct staffcopy *copy, const struct staffcopy *newer);

#endif
