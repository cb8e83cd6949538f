/* Loading. How: every function is looked up by name, and a library that lacks one is none. */
#include "base/library.h"

#include <dlfcn.h>
#include <string.h>

bool library_load(const char *file, const struct library_function *functions, size_t count)
{
    void *library = dlopen(file, RTLD_NOW | RTLD_LOCAL);
    bool whole = library != NULL;
    for (size_t i = 0; i < count && whole; i++) {
        /* A data pointer into a function pointer, as POSIX has it for dlsym(3) and C has not. */
        void *symbol = dlsym(library, functions[i].name);
        memcpy(functions[i].pointer, &symbol, sizeof symbol);
        whole = symbol != NULL;
    }
    return whole;
}
