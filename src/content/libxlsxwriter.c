/* libxlsxwriter, loaded. How: base/library looks up what is used. */
#include "content/libxlsxwriter.h"

#include <stdbool.h>

#include "base/library.h"

const struct libxlsxwriter *libxlsxwriter_load(void)
{
    static struct libxlsxwriter xlsx;
    static bool tried, there;
#define FUNCTION(name) {#name, &xlsx.name},
    static const struct library_function functions[] = {LIBXLSXWRITER_FUNCTIONS(FUNCTION)};
#undef FUNCTION
    there = tried ? there
                  : library_load("libxlsxwriter.so.4", functions,
                                 sizeof functions / sizeof functions[0]);
    tried = true;
    return there ? &xlsx : NULL;
}
