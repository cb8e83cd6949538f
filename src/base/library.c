/* Loading. How: every function is looked up by name, and a library that lacks one is none. */
#include "base/library.h"

#include <dlfcn.h>
#include <string.h>

bool library_load(struct library *library)
{
    if (library->tried) {
        return library->there;
    }
    void *opened = dlopen(library->file, RTLD_NOW | RTLD_LOCAL);
    library->tried = true;
    library->there = opened != NULL;
    for (size_t i = 0; i < library->count && library->there; i++) {
        /* A data pointer into a function pointer, as POSIX has it for dlsym(3) and C has not. */
        void *symbol = dlsym(opened, library->functions[i].name);
        memcpy(library->functions[i].pointer, &symbol, sizeof symbol);
        library->there = symbol != NULL;
    }
    return library->there;
}
