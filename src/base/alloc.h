/* Checked allocation: every function here either returns memory or ends the process.
 *
 * Running out of memory is not a state Foyer can serve a visitor from. Each process can be killed
 * at any instruction without losing anything (see src/README.md), so stopping and being started
 * again by the supervisor is the honest answer, and callers stay free of checks. */
#ifndef FOYER_BASE_ALLOC_H
#define FOYER_BASE_ALLOC_H

#include <stddef.h>

/* `size` bytes, uninitialised; size 0 gives a unique pointer. The caller frees with free(). */
void *xmalloc(size_t size);

/* `count` x `size` bytes of zeroes; an overflowing product ends the process. Caller frees. */
void *xcalloc(size_t count, size_t size);

/* Resizes `old` (may be NULL) to `count` x `size` bytes. Caller frees the result. */
void *xreallocarray(void *old, size_t count, size_t size);

/* A copy of `text`; NULL stays NULL. Caller frees. */
char *xstrdup(const char *text);

/* A copy of at most `length` bytes of `text`, always terminated. Caller frees. */
char *xstrndup(const char *text, size_t length);

/* printf into new memory. Caller frees. */
char *xasprintf(const char *format, ...) __attribute__((format(printf, 1, 2)));

/* Makes room for one more element in a growing array: doubles `*capacity` when `count` has reached
 * it. Returns the array, possibly moved. `size` is the element's size in bytes. */
void *xgrow(void *array, size_t count, size_t *capacity, size_t size);

/* Overwrites `size` bytes with zeroes in a way the compiler keeps (for what visitors typed). */
void wipe(void *memory, size_t size);

#endif
