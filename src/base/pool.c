/* A pool of texts. How: one buffer that doubles; an outgrown one is overwritten before it is freed. */
#include "base/pool.h"

#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"

static void grow(struct pool *pool)
{
    size_t capacity = pool->capacity == 0 ? 4096 : pool->capacity * 2;
    char *larger = xcalloc(capacity, 1);
    if (pool->bytes != NULL) {
        memcpy(larger, pool->bytes, pool->length);
        wipe(pool->bytes, pool->capacity);
        free(pool->bytes);
    }
    pool->bytes = larger;
    pool->capacity = capacity;
}

size_t pool_keep(struct pool *pool, const char *text, size_t length)
{
    while (pool->length + length + 1 > pool->capacity) {
        grow(pool);
    }
    size_t at = pool->length;
    if (length > 0) {
        memcpy(pool->bytes + at, text, length);
    }
    pool->bytes[at + length] = '\0';
    pool->length += length + 1;
    return at;
}

const char *pool_text(const struct pool *pool, size_t offset)
{
    return pool->bytes + offset;
}

void pool_clear(struct pool *pool)
{
    wipe(pool->bytes, pool->length);
    pool->length = 0;
}

void pool_free(struct pool *pool)
{
    wipe(pool->bytes, pool->capacity);
    free(pool->bytes);
    *pool = (struct pool){0};
}
