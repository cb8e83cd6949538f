/* libpq, loaded. How: base/library looks up what is used. */
#include "store/libpq.h"

#include "base/library.h"

static struct libpq libpq;

#define FUNCTION(name) {#name, &libpq.name},
static const struct library_function functions[] = {LIBPQ_FUNCTIONS(FUNCTION)};
#undef FUNCTION

static struct library library = {
    .file = "libpq.so.5",
    .functions = functions,
    .count = sizeof functions / sizeof functions[0],
};

const struct libpq *libpq_load(void)
{
    return library_load(&library) ? &libpq : NULL;
}
