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

/* Loads the library with that file name ("libpq.so.5") for good and looks all functions up. False: it is not
 * installed, or lacks one of them. */
bool library_load(const char *file, const struct library_function *functions, size_t count);

#endif
