/* A pool of texts that live and go together: a frame's words. Overwritten when it is emptied, because
 * they may hold what a visitor typed. */
#ifndef FOYER_BASE_POOL_H
#define FOYER_BASE_POOL_H

#include <stddef.h>

/* Start with zeroes. */
struct pool {
    char *bytes;
    size_t length, capacity;
};

/* Keeps a copy of `length` bytes of `text` (NULL with 0) with a terminator; returns its offset, which
 * stays valid until pool_clear(). */
size_t pool_keep(struct pool *pool, const char *text, size_t length);

/* The text at an offset, valid until the next pool_keep(). */
const char *pool_text(const struct pool *pool, size_t offset);

/* Overwrites and empties; pool_free() also gives the memory back. */
void pool_clear(struct pool *pool);
void pool_free(struct pool *pool);

#endif
