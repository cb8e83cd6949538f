/* Libraries that are loaded when they are needed (dlopen(3)): what only one job of Foyer uses, and only at
 * times, the display neither waits for nor keeps in memory. */
#ifndef FOYER_BASE_LIBRARY_H
#define FOYER_BASE_LIBRARY_H

#include <stdbool.h>
#include <stddef.h>

/* One function: its name, and where the pointer to it goes. */
struct library_function {
    const char *name;
    void *pointer; /* of a function pointer */
};

/* A library: the rest of it is zero. */
struct library {
    const char *file; /* "libpq.so.5" */
    const struct library_function *functions;
    size_t count;
    bool tried, there;
};

/* Is it there, with all its functions? Loads it the first time, for good. Not for several threads at a time. */
bool library_load(struct library *library);

#endif
