/* A folder of a test's own, and a reply to try things with. */
#ifndef FOYER_TESTS_SCRATCH_H
#define FOYER_TESTS_SCRATCH_H

#include "model/reply.h"

/* A new folder under $TMPDIR. Remove (with everything in it) and free with scratch_remove(). */
char *scratch_make(void);
void scratch_remove(char *dir);

/* A reply with every field filled, letters and marks of several kinds among them. */
struct reply scratch_reply(void);

/* Makes the folder `name` in `dir`. */
void scratch_folder(const char *dir, const char *name);

/* Writes `text` into the file `name` below `dir`, in folders that are made where they are missing. */
void scratch_put(const char *dir, const char *name, const char *text);

/* Overwrites a file with `length` bytes that are no database. */
void scratch_ruin(const char *path, size_t length);

#endif
