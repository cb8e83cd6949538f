/* The letters a language needs: the CLDR's list of them, and what the table of languages itself shows. */
#include "jobs/letters.h"

#include "base/cldr.h"

void letters_of(struct str *out, const struct language *language)
{
    cldr_letters(out, language->locale);
    str_puts(out, language->own_name);
    str_puts(out, language->welcome);
}
