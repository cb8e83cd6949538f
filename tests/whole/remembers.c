/* For tests/whole/memory.sh: the program as it is, without base/forget. What it frees stays as it was. */
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
