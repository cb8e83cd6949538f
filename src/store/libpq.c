/* libpq, loaded. How: base/library looks up what is used. */
#include "store/libpq.h"

#include <stdbool.h>

#include "base/library.h"

const struct libpq *libpq_load(void)
{
    static struct libpq libpq;
    static bool tried, there;
#define FUNCTION(name) {#name, &libpq.name},
    static const struct library_function functions[] = {LIBPQ_FUNCTIONS(FUNCTION)};
#undef FUNCTION
    there = tried ? there
                  : library_load("libpq.so.5", functions, sizeof functions / sizeof functions[0]);
    tried = true;
    return there ? &libpq : NULL;
}
