/* Forgetting: what a visitor typed leaves no trace in the memory of the process that shows it.
 *
 * Foyer overwrites its own buffers (wipe(), str_wipe(), pool_clear()), but a typed word also passes
 * through libraries that do not: shaping, line breaking, SQL, printf. Here is what covers all of them. */
#ifndef FOYER_BASE_FORGET_H
#define FOYER_BASE_FORGET_H

#include <stdbool.h>

/* From now on every block of memory is overwritten before it is given back, whichever library frees
 * it; and the kernel writes no picture of this process's memory when it crashes. For the job that
 * shows forms, at its start; costs one memset a free(). Builds with the address sanitizer leave freed
 * memory to the sanitizer and may be looked into. */
void forget_what_is_freed(void);

/* Overwrites what earlier calls have left on the stack below the caller (a quarter of a megabyte). */
void forget_stack(void);

/* Is freed memory overwritten in this build? False with the address sanitizer. */
bool forget_works(void);

#endif
