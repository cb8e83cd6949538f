/* libxlsxwriter, loaded. How: base/library looks up what is used. */
#include "content/libxlsxwriter.h"

#include "base/library.h"

static struct libxlsxwriter xlsx;

#define FUNCTION(name) {#name, &xlsx.name},
static const struct library_function functions[] = {LIBXLSXWRITER_FUNCTIONS(FUNCTION)};
#undef FUNCTION

static struct library library = {
    .file = "libxlsxwriter.so.4",
    .functions = functions,
    .count = sizeof functions / sizeof functions[0],
};

const struct libxlsxwriter *libxlsxwriter_load(void)
{
    return library_load(&library) ? &xlsx : NULL;
}
