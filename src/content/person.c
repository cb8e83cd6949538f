/* Finding a person. How: names and addresses folded; telephone numbers as digits, which are read as a
 * national or an international number, or as either where nobody can tell. */
#include "content/person.h"

#include <stdlib.h>
#include <string.h>
#include <unicode/uchar.h>

#include "base/alloc.h"
#include "base/str.h"
#include "content/text.h"

#define FEWEST_DIGITS 6
/* A number may be taken for another country's writing of itself from here on: shorter ones are too
 * often equal by chance. */
#define FEWEST_NATIONAL 8

static void free_wiped(char *text)
{
    wipe(text, strlen(text));
    free(text);
}

/* ---- telephone numbers ---- */

/* The digits of `text` (at most `length` bytes of it) in ASCII; a leading plus stays. Caller frees. */
static char *digits_of(const char *text, size_t length)
{
    struct str out = {0};
    char *part = xstrndup(text, length);
    uint32_t c = 0;
    for (const char *at = part; (c = utf8_next(&at)) != 0;) {
        int32_t digit = u_charDigitValue((UChar32)c);
        if (digit >= 0) {
            str_putc(&out, (char)('0' + digit));
        } else if ((c == '+' || c == 0xFF0B) && out.length == 0) {
            str_putc(&out, '+');
        }
    }
    free_wiped(part);
    return str_take(&out);
}

/* How long the country code is that international digits begin with (ITU-T E.164, list of 2016). */
static size_t country_length(const char *digits)
{
    static const char two[] = " 20 27 30 31 32 33 34 36 39 40 41 43 44 45 46 47 48 49 51 52 53 54 "
                              "55 56 57 58 60 61 62 63 64 65 66 81 82 84 86 90 91 92 93 94 95 98 ";
    if (digits[0] == '1' || digits[0] == '7') {
        return 1;
    }
    char begin[5] = {' ', digits[0], digits[0] != '\0' ? digits[1] : '\0', ' ', '\0'};
    return strlen(digits) >= 2 && strstr(two, begin) != NULL ? 2 : 3;
}

/* A reading of a number: country code ("" when it is written for its own country) and the rest. */
struct reading {
    const char *country;
    size_t country_length;
    const char *rest;
};

static struct reading as_international(const char *digits)
{
    size_t length = country_length(digits);
    length = strlen(digits) < length ? strlen(digits) : length;
    const char *rest = digits + length;
    return (struct reading){digits, length, rest + (rest[0] == '0')}; /* "+44 (0)20 …" */
}

/* One reading or, where nobody can tell, two. Returns how many. */
static size_t read_number(const char *digits, struct reading readings[2])
{
    if (digits[0] == '+') {
        readings[0] = as_international(digits + 1);
        return 1;
    }
    if (strncmp(digits, "00", 2) == 0) {
        readings[0] = as_international(digits + 2);
        return 1;
    }
    readings[0] = (struct reading){"", 0, digits + (digits[0] == '0')};
    if (digits[0] == '0' || strlen(digits) < FEWEST_NATIONAL + 2) {
        return 1;
    }
    readings[1] = as_international(digits);
    return 2;
}

static bool agree(const struct reading *a, const struct reading *b)
{
    bool both = a->country_length > 0 && b->country_length > 0;
    bool neither = a->country_length == 0 && b->country_length == 0;
    if (strcmp(a->rest, b->rest) != 0) {
        return false;
    }
    return both ? a->country_length == b->country_length &&
                      memcmp(a->country, b->country, a->country_length) == 0
                : neither || strlen(a->rest) >= FEWEST_NATIONAL;
}

static bool same_number(const char *a, const char *b)
{
    struct reading of_a[2];
    struct reading of_b[2];
    size_t count_a = read_number(a, of_a);
    size_t count_b = read_number(b, of_b);
    bool same = false;
    for (size_t i = 0; i < count_a; i++) {
        for (size_t j = 0; j < count_b; j++) {
            same = same || agree(&of_a[i], &of_b[j]);
        }
    }
    return same;
}

static bool is_number(const char *wanted, const char *text, size_t length)
{
    char *digits = digits_of(text, length);
    bool is = strlen(digits) >= FEWEST_DIGITS && same_number(wanted, digits);
    free_wiped(digits);
    return is;
}

/* The whole cell, or what stands before or within the brackets that the form adds. */
static bool is_phone(const char *wanted, const char *field)
{
    const char *open = strstr(field, " (");
    return is_number(wanted, field, strlen(field)) ||
           (open != NULL && (is_number(wanted, field, (size_t)(open - field)) ||
                             is_number(wanted, open, strlen(open))));
}

/* May this character stand within a number? */
static bool within_number(uint32_t c)
{
    return u_charDigitValue((UChar32)c) >= 0 ||
           (c < 0x80 && c != 0 && strchr(" +-()./", (int)c) != NULL) || c == 0xA0 || c == 0xFF0B ||
           c == 0x2011 || c == 0x2013 || c == 0x202F;
}

/* Each run of what may be a number, in a text. */
static bool phone_is_in(const char *wanted, const char *text)
{
    bool found = false;
    for (const char *at = text; !found && *at != '\0';) {
        const char *begin = at;
        const char *next = at;
        uint32_t c = utf8_next(&next);
        while (c != 0 && within_number(c)) {
            at = next;
            c = utf8_next(&next);
        }
        found = at > begin && is_number(wanted, begin, (size_t)(at - begin));
        at = c != 0 ? next : at;
    }
    return found;
}

/* ---- names and addresses ---- */

/* Folded, and every run of blanks one blank. Caller frees. */
static char *plain(const char *text)
{
    char *folded = text_fold(text);
    char *out = folded;
    bool blank = false;
    for (const char *at = folded; *at != '\0'; at++) {
        bool is = *at == ' ' || *at == '\t' || *at == '\n' || *at == '\r';
        if (!is || !blank) {
            *out++ = *at;
            out[-1] = is ? ' ' : *at;
        }
        blank = is;
    }
    *out = '\0';
    return folded;
}

/* ---- both ---- */

/* The number somebody gave, which may be a whole cell: what stands before the brackets will do. */
static char *wanted_digits(const char *text)
{
    const char *open = strstr(text, " (");
    char *digits = digits_of(text, open != NULL ? (size_t)(open - text) : strlen(text));
    if (strlen(digits) < FEWEST_DIGITS) {
        free_wiped(digits);
        digits = digits_of(text, strlen(text));
    }
    return digits;
}

bool person_make(struct person *out, enum person_by by, const char *text)
{
    *out = (struct person){by, by == PERSON_BY_PHONE ? wanted_digits(text) : plain(text)};
    bool ok = by == PERSON_BY_PHONE   ? strlen(out->wanted) >= FEWEST_DIGITS
              : by == PERSON_BY_EMAIL ? strchr(out->wanted, '@') != NULL
                                      : !str_blank(out->wanted);
    if (!ok) {
        person_free(out);
    }
    return ok;
}

void person_free(struct person *person)
{
    if (person->wanted != NULL) {
        free_wiped(person->wanted);
    }
    *person = (struct person){0};
}

bool person_is(const struct person *person, const char *field)
{
    if (person->by == PERSON_BY_PHONE) {
        return is_phone(person->wanted, field);
    }
    char *theirs = plain(field);
    bool is = strcmp(theirs, person->wanted) == 0;
    free_wiped(theirs);
    return is;
}

bool person_is_in(const struct person *person, const char *text)
{
    if (person->by == PERSON_BY_PHONE) {
        return phone_is_in(person->wanted, text);
    }
    char *whole = plain(text);
    bool is = strstr(whole, person->wanted) != NULL;
    free_wiped(whole);
    return is;
}
