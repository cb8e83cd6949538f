/* Checked allocation. How: each wrapper calls libc and treats NULL as the end of this process. */
#include "base/alloc.h"

#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static void *checked(void *memory)
{
    if (memory == NULL) {
        fputs("foyer: out of memory; stopping so that the supervisor starts me again\n", stderr);
        abort();
    }
    return memory;
}

void *xmalloc(size_t size)
{
    return checked(malloc(size == 0 ? 1 : size));
}

void *xcalloc(size_t count, size_t size)
{
    return checked(calloc(count == 0 ? 1 : count, size == 0 ? 1 : size));
}

void *xreallocarray(void *old, size_t count, size_t size)
{
    if (count == 0 || size == 0) {
        count = size = 1;
    }
    return checked(reallocarray(old, count, size));
}

char *xstrdup(const char *text)
{
    return text == NULL ? NULL : checked(strdup(text));
}

char *xstrndup(const char *text, size_t length)
{
    return checked(strndup(text, length));
}

char *xasprintf(const char *format, ...)
{
    char *text = NULL;
    va_list args;
    va_start(args, format);
    int written = vasprintf(&text, format, args);
    va_end(args);
    return checked(written < 0 ? NULL : text);
}

void *xgrow(void *array, size_t count, size_t *capacity, size_t size)
{
    if (count < *capacity) {
        return array;
    }
    *capacity = *capacity == 0 ? 8 : *capacity * 2;
    return xreallocarray(array, *capacity, size);
}

void wipe(void *memory, size_t size)
{
    if (memory != NULL && size > 0) {
        explicit_bzero(memory, size);
    }
}
