/* How a language writes dates, times and digits: what the Unicode consortium's CLDR says, through ICU.
 *
 * Locales are those of the table in base/language.h ("es", "zh_Hans"). Everything that ICU builds for a
 * locale is built once and kept as long as the program lives; a locale it does not know gives the
 * root's dates, never nothing. Not for several threads. */
#ifndef FOYER_BASE_CLDR_H
#define FOYER_BASE_CLDR_H

#include "base/clock.h"
#include "base/str.h"

enum cldr_form {
    CLDR_TIME,       /* "8:42 am", "18:30"; blanks in it do not break */
    CLDR_DATE,       /* "Friday 27 November" */
    CLDR_DATE_YEAR,  /* "Friday 27 November 2026" */
    CLDR_SHORT,      /* "Fri 27 Nov" */
    CLDR_SHORT_YEAR, /* "Fri 27 Nov 2026" */
    CLDR_MONTH,      /* "November 2026" */
    CLDR_FORMS
};

/* Appends the moment `t` in that form. */
void cldr_put(struct str *out, const char *locale, enum cldr_form form, wall_t t);

/* Appends two times of one day: "6:30 – 8:00 pm". The line does not end inside it. */
void cldr_put_span(struct str *out, const char *locale, wall_t from, wall_t to);

/* A weekday's short name where it stands alone, as above a column; 0 = Monday … 6 = Sunday. It lives as
 * long as the program. */
const char *cldr_weekday(const char *locale, int weekday);

/* The day a week begins with, counted likewise. */
int cldr_first_weekday(const char *locale);

/* The digit 0; those up to 9 follow it. */
uint32_t cldr_zero(const char *locale);

/* Appends every letter that the language's own words are written with, capitals too. */
void cldr_letters(struct str *out, const char *locale);

#endif
