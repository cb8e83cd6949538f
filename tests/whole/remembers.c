/* For tests/whole/memory.sh: the program as it is, but it overwrites nothing: neither what it frees nor
 * (by the linker's --wrap=wipe) what it has done with. */
#include <stdlib.h>

#include "base/forget.h"

void __libc_free(void *memory);
void *__libc_realloc(void *memory, size_t size);

/* NOLINTNEXTLINE(readability-inconsistent-declaration-parameter-name): glibc names it __ptr */
void free(void *memory)
{
    __libc_free(memory);
}

/* NOLINTNEXTLINE(readability-inconsistent-declaration-parameter-name): glibc names it __ptr */
void *realloc(void *memory, size_t size)
{
    return __libc_realloc(memory, size);
}

void __wrap_wipe(void *memory, size_t size);
void __wrap_wipe(void *memory, size_t size)
{
    (void)memory;
    (void)size;
}

void forget_what_is_freed(void)
{
}

void forget_stack(void)
{
}

bool forget_works(void)
{
    return false;
}
