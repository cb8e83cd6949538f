/* Dates, times and digits by CLDR. How: a locale's formatters are opened when it is first asked for and
 * kept in a small table, since opening one costs a thousand times what using it does; those of dates cost
 * most, and only when a date is asked for. wall_t counts as if the zone were UTC, so UTC is the zone given
 * to ICU. */
#include "base/cldr.h"

#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unicode/ucal.h>
#include <unicode/udat.h>
#include <unicode/udateintervalformat.h>
#include <unicode/udatpg.h>
#include <unicode/ulocdata.h>
#include <unicode/unumsys.h>
#include <unicode/uset.h>
#include <unicode/ustring.h>

#include "base/alloc.h"

#define LOCALES 16
#define TEXT 160

/* What ICU has built for one locale; NULL where it could not. */
struct tongue {
    char locale[16];
    uint32_t zero;
    bool dated; /* what follows has been opened */
    UDateFormat *forms[CLDR_FORMS];
    UDateIntervalFormat *span;
    char *weekdays[7];
    int first_weekday;
};

static struct tongue tongues[LOCALES];
static size_t tongue_count;

static const UChar utc[] = {'U', 'T', 'C', 0};

/* What is to be said; the locale's best pattern puts it in order. "j" is the hour as people there say
 * it, of 12 or of 24. */
static const char *const skeletons[CLDR_FORMS] = {"jmm",     "EEEEMMMMd", "EEEEMMMMdy",
                                                  "EEEMMMd", "EEEMMMdy",  "MMMMy"};
/* English is written here as the school writes it: no comma behind the weekday, and not 24 hours. */
static const char *const english[CLDR_FORMS] = {"h:mm a",    "EEEE d MMMM", "EEEE d MMMM y",
                                                "EEE d MMM", "EEE d MMM y", "MMMM y"};

/* The code point at `*at`, which moves behind it. */
static uint32_t next16(const UChar *text, int32_t *at, int32_t length)
{
    uint32_t c = text[(*at)++];
    if (U16_IS_LEAD(c) && *at < length && U16_IS_TRAIL(text[*at])) {
        c = 0x10000 + ((c - 0xD800) << 10) + (uint32_t)(text[(*at)++] - 0xDC00);
    }
    return c;
}

static void put_utf16(struct str *out, const UChar *text, int32_t length)
{
    for (int32_t i = 0; i < length;) {
        str_put_codepoint(out, next16(text, &i, length));
    }
}

/* The pattern of a form; its length. */
static int32_t pattern_of(UDateTimePatternGenerator *generator, const char *locale,
                          enum cldr_form form, UChar pattern[TEXT])
{
    UErrorCode status = U_ZERO_ERROR;
    if (strncmp(locale, "en", 2) == 0) {
        u_uastrcpy(pattern, english[form]);
        return u_strlen(pattern);
    }
    UChar skeleton[16];
    u_uastrcpy(skeleton, skeletons[form]);
    int32_t length = udatpg_getBestPattern(generator, skeleton, -1, pattern, TEXT, &status);
    return U_SUCCESS(status) && length < TEXT ? length : 0;
}

/* The formatters of dates and times. */
static void open_forms(struct tongue *t)
{
    UErrorCode status = U_ZERO_ERROR;
    UDateTimePatternGenerator *generator = udatpg_open(t->locale, &status);
    bool of_24 = false;
    for (int i = 0; i < CLDR_FORMS && U_SUCCESS(status); i++) {
        UChar pattern[TEXT];
        UErrorCode failed = U_ZERO_ERROR;
        int32_t length = pattern_of(generator, t->locale, (enum cldr_form)i, pattern);
        of_24 = of_24 || (i == CLDR_TIME && u_memchr(pattern, 'H', length) != NULL);
        t->forms[i] =
            udat_open(UDAT_PATTERN, UDAT_PATTERN, t->locale, utc, -1, pattern, length, &failed);
        if (U_FAILURE(failed)) {
            t->forms[i] = NULL;
        }
    }
    UChar skeleton[8];
    u_uastrcpy(skeleton, of_24 ? "Hmm" : "hmm");
    status = U_ZERO_ERROR;
    t->span = udtitvfmt_open(t->locale, skeleton, -1, utc, -1, &status);
    if (U_FAILURE(status)) {
        t->span = NULL;
    }
    udatpg_close(generator);
}

/* ICU counts weekdays from Sunday, which is 1. */
static int from_icu(int weekday)
{
    return (weekday + 5) % 7;
}

static void open_weekdays(struct tongue *t)
{
    for (int32_t i = 1; i <= 7; i++) {
        UErrorCode status = U_ZERO_ERROR;
        UChar name[TEXT];
        int32_t length = 0;
        if (t->forms[CLDR_SHORT] != NULL) {
            length = udat_getSymbols(t->forms[CLDR_SHORT], UDAT_STANDALONE_SHORT_WEEKDAYS, i, name,
                                     TEXT, &status);
        }
        struct str word = {0};
        put_utf16(&word, name, U_SUCCESS(status) ? length : 0);
        t->weekdays[from_icu(i)] = str_take(&word);
    }
    UErrorCode status = U_ZERO_ERROR;
    UCalendar *calendar = ucal_open(utc, -1, t->locale, UCAL_GREGORIAN, &status);
    if (U_SUCCESS(status)) {
        t->first_weekday = from_icu(ucal_getAttribute(calendar, UCAL_FIRST_DAY_OF_WEEK));
    }
    ucal_close(calendar);
}

/* A numbering system that counts by ten is described by its digits. */
static void open_digits(struct tongue *t)
{
    t->zero = '0';
    UErrorCode status = U_ZERO_ERROR;
    UNumberingSystem *system = unumsys_open(t->locale, &status);
    UChar digits[TEXT] = {0};
    bool by_ten =
        U_SUCCESS(status) && !unumsys_isAlgorithmic(system) && unumsys_getRadix(system) == 10;
    if (by_ten && unumsys_getDescription(system, digits, TEXT, &status) >= 10 &&
        U_SUCCESS(status)) {
        t->zero = digits[0];
    }
    unumsys_close(system);
}

static struct tongue *tongue(const char *locale)
{
    for (size_t i = 0; i < tongue_count; i++) {
        if (strcmp(tongues[i].locale, locale) == 0) {
            return &tongues[i];
        }
    }
    if (tongue_count == LOCALES) {
        return &tongues[0]; /* there are fewer languages than places */
    }
    struct tongue *t = &tongues[tongue_count++];
    snprintf(t->locale, sizeof t->locale, "%s", locale);
    open_digits(t);
    return t;
}

/* The same, with its formatters of dates. */
static const struct tongue *dated(const char *locale)
{
    struct tongue *t = tongue(locale);
    if (!t->dated) {
        t->dated = true;
        open_forms(t);
        open_weekdays(t);
    }
    return t;
}

/* Narrow blanks are in few fonts, and a time is never parted at its blanks. */
static void put_unbroken(struct str *out, const UChar *text, int32_t length, bool all)
{
    for (int32_t i = 0; i < length;) {
        uint32_t c = next16(text, &i, length);
        bool blank = c == 0x202F || c == 0x2009 || (all && c == ' ');
        str_put_codepoint(out, blank ? 0xA0 : c);
    }
}

void cldr_put(struct str *out, const char *locale, enum cldr_form form, wall_t t)
{
    UDateFormat *format = dated(locale)->forms[form];
    UErrorCode status = U_ZERO_ERROR;
    UChar text[TEXT];
    int32_t length = 0;
    if (format != NULL) {
        length = udat_format(format, (UDate)t * 1000, text, TEXT, NULL, &status);
    }
    if (U_FAILURE(status) || length == 0) {
        char iso[24];
        const char *whole = wall_to_iso(t, form == CLDR_TIME, iso);
        str_puts(out, form == CLDR_TIME ? whole + strlen("2026-11-27T") : whole);
        return;
    }
    put_unbroken(out, text, length, form == CLDR_TIME);
}

void cldr_put_span(struct str *out, const char *locale, wall_t from, wall_t to)
{
    UDateIntervalFormat *format = dated(locale)->span;
    UErrorCode status = U_ZERO_ERROR;
    UChar text[TEXT];
    int32_t length = 0;
    if (format != NULL) {
        length = udtitvfmt_format(format, (UDate)from * 1000, (UDate)to * 1000, text, TEXT, NULL,
                                  &status);
    }
    int32_t dash = 0;
    while (dash < length && text[dash] != 0x2013) {
        dash++;
    }
    if (U_FAILURE(status) || dash == 0 || dash >= length) {
        cldr_put(out, locale, CLDR_TIME, from);
        str_puts(out, "\u00A0–\u2060\u00A0");
        cldr_put(out, locale, CLDR_TIME, to);
        return;
    }
    int32_t before = dash, after = dash + 1;
    while (before > 0 && u_isUWhiteSpace(text[before - 1])) {
        before--;
    }
    while (after < length && u_isUWhiteSpace(text[after])) {
        after++;
    }
    put_unbroken(out, text, before, true);
    /* A word joiner: the line may not end behind the dash. */
    str_puts(out, "\u00A0–\u2060\u00A0");
    put_unbroken(out, text + after, length - after, true);
}

const char *cldr_weekday(const char *locale, int weekday)
{
    return dated(locale)->weekdays[weekday];
}

int cldr_first_weekday(const char *locale)
{
    return dated(locale)->first_weekday;
}

uint32_t cldr_zero(const char *locale)
{
    return tongue(locale)->zero;
}

void cldr_letters(struct str *out, const char *locale)
{
    UErrorCode status = U_ZERO_ERROR;
    ULocaleData *data = ulocdata_open(locale, &status);
    USet *letters = uset_openEmpty();
    ulocdata_getExemplarSet(data, letters, USET_ADD_CASE_MAPPINGS, ULOCDATA_ES_STANDARD, &status);
    int32_t items = U_SUCCESS(status) ? uset_getItemCount(letters) : 0;
    for (int32_t i = 0; i < items; i++) {
        UChar32 first = 0, last = -1;
        UChar text[TEXT];
        status = U_ZERO_ERROR;
        int32_t length = uset_getItem(letters, i, &first, &last, text, TEXT, &status);
        if (length > 0 && U_SUCCESS(status)) { /* a letter of several code points */
            put_utf16(out, text, length);
            continue;
        }
        for (UChar32 c = first; length == 0 && c <= last; c++) {
            str_put_codepoint(out, (uint32_t)c);
        }
    }
    uset_close(letters);
    ulocdata_close(data);
}
