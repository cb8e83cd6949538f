/* The letters a language needs on the screen. */
#ifndef FOYER_JOBS_LETTERS_H
#define FOYER_JOBS_LETTERS_H

#include "base/language.h"
#include "base/str.h"

/* Appends every letter that must have a font before the language can be offered: those its words are
 * written with, and those of its own name and greeting. */
void letters_of(struct str *out, const struct language *language);

#endif
