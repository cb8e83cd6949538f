/* The languages a screen may offer: their codes, names and direction.
 *
 * Codes are those of the catalogues in assets/po and of staff's `Title.xx` keys (ISO 639-1). */
#ifndef FOYER_BASE_LANGUAGE_H
#define FOYER_BASE_LANGUAGE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct language {
    const char *code;     /* "es" */
    const char *name;     /* for staff: "Spanish" */
    const char *own_name; /* as its readers write it: "Español" */
    const char *welcome;  /* the greeting of the rotation: "Bienvenidos" */
    const char *locale;   /* of the CLDR: "es", "fil" */
    const char *script;   /* ISO 15924: "Latn" */
    bool rtl;
};

#define LANGUAGE_LIMIT 16

/* All there are, English first; `*count` entries that live as long as the program. */
const struct language *language_all(size_t *count);

/* The language with that code, NULL when there is none. "xx" is the pseudo-language in which tests try
 * whether every screen has room: found when asked for, but in no list that people choose from. */
const struct language *language_find(const char *code);

/* Reads "en, es ar": fills `offered` (no language twice) and returns how many; 0 with `*wrong` (within
 * `codes`, `*wrong_length` bytes) at the first word that is no language. */
size_t language_list(const char *codes, const struct language *offered[LANGUAGE_LIMIT],
                     const char **wrong, size_t *wrong_length);

#endif
