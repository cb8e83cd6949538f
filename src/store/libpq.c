/* libpq, loaded. How: see libpq.h; every function is looked up by name, and a library that lacks one is none. */
#include "store/libpq.h"

#include <dlfcn.h>
#include <stdbool.h>
#include <stddef.h>
#include <string.h>

/* A data pointer into a function pointer, as POSIX has it for dlsym(3) and C has not. */
static bool look_up(void *library, const char *name, void *function, size_t size)
{
    void *symbol = dlsym(library, name);
    memcpy(function, &symbol, size);
    return symbol != NULL;
}

const struct libpq *libpq_load(void)
{
    static struct libpq functions;
    static bool tried, there;
    if (!tried) {
        tried = true;
        void *library = dlopen("libpq.so.5", RTLD_NOW | RTLD_LOCAL);
        there = library != NULL;
#define LOOK_UP(name) \
    there = there && look_up(library, #name, &functions.name, sizeof functions.name);
        LIBPQ_FUNCTIONS(LOOK_UP)
#undef LOOK_UP
    }
    return there ? &functions : NULL;
}
