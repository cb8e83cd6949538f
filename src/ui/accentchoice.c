/* Choosing among accents. How: the language's own row first, then the common one, nothing twice. */
#include "base/str.h"
#include "ui/accents.h"

static size_t take(const char *text, uint32_t forms[ACCENTS_LIMIT], size_t count)
{
    while (*text != '\0' && count < ACCENTS_LIMIT) {
        uint32_t form = utf8_next(&text);
        bool known = false;
        for (size_t i = 0; i < count; i++) {
            known = known || forms[i] == form;
        }
        if (!known) {
            forms[count++] = form;
        }
    }
    return count;
}

size_t accents_of(uint32_t letter, const char *language, uint32_t forms[ACCENTS_LIMIT])
{
    size_t count = 0;
    for (const struct accents *a = accents_own; a->base != 0; a++) {
        if (a->base == letter && str_same(a->language, language)) {
            count = take(a->forms, forms, count);
        }
    }
    for (const struct accents *a = accents_common; a->base != 0; a++) {
        if (a->base == letter) {
            count = take(a->forms, forms, count);
        }
    }
    return count;
}
