/* The letters behind a key: "e" leads to é è ê ë … (a long press shows them). */
#ifndef FOYER_UI_ACCENTS_H
#define FOYER_UI_ACCENTS_H

#include <stddef.h>
#include <stdint.h>

/* A row of the generated tables (accents.c): the forms of one letter; a base of 0 ends a table. */
struct accents {
    const char *language; /* NULL: of all languages */
    uint32_t base;
    const char *forms; /* UTF-8, one code point each */
};
extern const struct accents accents_own[], accents_common[];

#define ACCENTS_LIMIT 9

/* Fills `forms` with what a long press on `letter` offers: the forms of `language` first, then those other
 * languages use most. Returns how many, 0: none. */
size_t accents_of(uint32_t letter, const char *language, uint32_t forms[ACCENTS_LIMIT]);

#endif
