/* Forgetting. How: the program has its own free() and realloc(), which every library's calls find first
 * (symbol interposition; see "Replacing malloc" in glibc's manual); they overwrite the block and then
 * call glibc's. glibc's own M_PERTURB does not reach the blocks of its thread caches, which are most. */
#include "base/forget.h"

#include <malloc.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>

#include "base/alloc.h"

#if defined(__SANITIZE_ADDRESS__)
#define SANITIZED 1
#elif defined(__has_feature)
#if __has_feature(address_sanitizer)
#define SANITIZED 1
#endif
#endif

#ifdef SANITIZED

void forget_what_is_freed(void)
{
}

bool forget_works(void)
{
    return false;
}

#else

void __libc_free(void *memory);
void *__libc_realloc(void *memory, size_t size);
void *__libc_malloc(size_t size);

/* Process-wide, as free() is; set once, before there is a second thread. */
static bool forgetting;

/* Is the block a mapping of its own? Freeing it gives the pages back to the kernel, which wipes them; to do
 * it here first would fetch megabytes of pictures through the processor. (glibc's malloc/malloc.c: bit 1 of
 * the size before the block, IS_MMAPPED.) */
static bool is_mapping(const void *memory)
{
    return (((const size_t *)memory)[-1] & 2) != 0;
}

/* NOLINTNEXTLINE(readability-inconsistent-declaration-parameter-name): glibc names it __ptr */
void free(void *memory)
{
    if (forgetting && memory != NULL && !is_mapping(memory)) {
        explicit_bzero(memory, malloc_usable_size(memory));
    }
    __libc_free(memory);
}

/* Never in place and never moved by glibc: either would leave a part behind. */
/* NOLINTNEXTLINE(readability-inconsistent-declaration-parameter-name): glibc names it __ptr */
void *realloc(void *memory, size_t size)
{
    if (!forgetting || memory == NULL || size == 0) {
        if (size == 0 && memory != NULL) {
            free(memory);
            return NULL;
        }
        return __libc_realloc(memory, size);
    }
    size_t had = malloc_usable_size(memory);
    if (size <= had && size > had / 2) {
        memset((char *)memory + size, 0, had - size);
        return memory;
    }
    void *moved = __libc_malloc(size);
    if (moved != NULL) {
        memcpy(moved, memory, had < size ? had : size);
        free(memory);
    }
    return moved;
}

void forget_what_is_freed(void)
{
    forgetting = true;
    /* Neither a core file nor systemd-coredump; the unit's LimitCORE=0 would not stop the latter. */
    prctl(PR_SET_DUMPABLE, 0, 0, 0, 0);
}

bool forget_works(void)
{
    return true;
}

#endif

__attribute__((noinline)) void forget_stack(void)
{
    unsigned char below[256 * 1024];
    wipe(below, sizeof below);
}
