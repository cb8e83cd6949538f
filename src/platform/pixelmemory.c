/* Pixel memory. How: glibc maps such blocks one by one (M_MMAP_THRESHOLD, see gfx_open); the kernel is told
 * what they are before anybody writes into them. */
#include "platform/pixelmemory.h"

#include <SDL.h>
#include <stdint.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <unistd.h>

/* Smaller blocks hold no whole huge page, wherever they begin. */
static const size_t WORTH_BYTES = (size_t)4 << 20;

/* Says something of the whole pages of a block. Whether the kernel follows is its own business. */
static void advise(void *block, size_t size, int advice)
{
    if (block != NULL && size >= WORTH_BYTES) {
        uintptr_t page = (uintptr_t)sysconf(_SC_PAGESIZE);
        uintptr_t begin = ((uintptr_t)block + page - 1) & ~(page - 1);
        uintptr_t end = ((uintptr_t)block + size) & ~(page - 1);
        (void)madvise((char *)block + (begin - (uintptr_t)block), end - begin, advice);
    }
}

void *pixelmemory_advised(void *block, size_t size)
{
    advise(block, size, MADV_HUGEPAGE);
    return block;
}

void pixelmemory_populate(void *block, size_t size)
{
    advise(block, size, MADV_POPULATE_WRITE);
}

static void *SDLCALL take(size_t size)
{
    return pixelmemory_advised(malloc(size), size);
}

static void *SDLCALL take_zeroed(size_t count, size_t size)
{
    return pixelmemory_advised(calloc(count, size), count * size);
}

void pixelmemory_start(void)
{
    SDL_SetMemoryFunctions(take, take_zeroed, realloc, free);
}
