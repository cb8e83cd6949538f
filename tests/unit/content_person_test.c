/* Finding a person: the same number, address or name however written; nobody else's. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "content/person.h"

static void check(enum person_by by, const char *wanted, const char *field, bool expected)
{
    struct person person;
    if (!person_make(&person, by, wanted)) {
        fail_msg("\"%s\" is refused", wanted);
    }
    if (person_is(&person, field) != expected) {
        fail_msg("\"%s\" %s \"%s\"", wanted, expected ? "is not found in" : "is found in", field);
    }
    person_free(&person);
}

/* Both ways round. */
static void equal(const char *a, const char *b)
{
    check(PERSON_BY_PHONE, a, b, true);
    check(PERSON_BY_PHONE, b, a, true);
}

static void different(const char *a, const char *b)
{
    check(PERSON_BY_PHONE, a, b, false);
    check(PERSON_BY_PHONE, b, a, false);
}

static void a_number_is_its_digits(void **state)
{
    (void)state;
    equal("020 7946 0000", "(020) 7946-0000");
    equal("0412345678", "0412 345 678");
    equal("0412345678",
          "\xD9\xA0\xD9\xA4\xD9\xA1\xD9\xA2\xD9\xA3\xD9\xA4\xD9\xA5\xD9\xA6\xD9\xA7\xD9\xA8");
    equal("0412345678", "\xE0\xA5\xA6\xE0\xA5\xAA\xE0\xA5\xA7\xE0\xA5\xA8\xE0\xA5\xA9\xE0\xA5\xAA"
                        "\xE0\xA5\xAB\xE0\xA5\xAC\xE0\xA5\xAD\xE0\xA5\xAE"); /* Devanagari */
    /* As the form writes a number that was typed in other digits. */
    equal("0412345678",
          "0412345678 (\xD9\xA0\xD9\xA4\xD9\xA1\xD9\xA2\xD9\xA3\xD9\xA4\xD9\xA5\xD9\xA6"
          "\xD9\xA7\xD9\xA8)");
    different("0412345678", "0412345679");
    different("0412345678", "04123456789");
    different("0412345678", "412345");
    check(PERSON_BY_PHONE, "0412345678", "", false);
    different("020 7946 0000", "021 7946 0000");
}

static void an_international_number_is_its_countrys(void **state)
{
    (void)state;
    equal("+44 20 7946 0000", "020 7946 0000");
    equal("0044 20 7946 0000", "020 7946 0000");
    equal("+44 (0)20 7946 0000", "020 7946 0000");
    equal("+44 20 7946 0000", "442079460000");
    equal("+1 212 555 0123", "(212) 555-0123");
    equal("1 212 555 0123", "212 555 0123");
    equal("+34 612 345 678", "612345678");
    equal("\xEF\xBC\x8B"
          "84 90 123 4567",
          "090 123 4567");
    different("+44 20 7946 0000", "+49 20 7946 0000");
    different("+61 2 9876 5432", "9876 5432"); /* another town has that number, too */
    different("+44 20 7946 0000", "7946 0000");
    different("+252 61 234567", "234567");
}

static void names_and_addresses_are_folded(void **state)
{
    (void)state;
    check(PERSON_BY_EMAIL, "Zoe@Example.ORG ", "zoe@example.org", true);
    check(PERSON_BY_EMAIL, "zoe@example.org", "zoe@example.org.uk", false);
    check(PERSON_BY_EMAIL, "zoe@example.org", "azoe@example.org", false);
    check(PERSON_BY_NAME, "ZO\xC3\x8B O'NEILL", "Zoe\xCC\x88  O'Neill",
          true); /* NFC, case, blanks */
    check(PERSON_BY_NAME,
          "Stra\xC3\x9F"
          "e",
          "STRASSE", true);
    check(PERSON_BY_NAME, "Zo\xC3\xAB", "Zo\xC3\xAB O'Neill", false);
    check(PERSON_BY_NAME, "Zoe O'Neill", "Zo\xC3\xAB O'Neill", false);
}

static void too_little_tells_nobody_apart(void **state)
{
    (void)state;
    struct person person;
    assert_false(person_make(&person, PERSON_BY_PHONE, "04123"));
    assert_false(person_make(&person, PERSON_BY_PHONE, "call me"));
    assert_false(person_make(&person, PERSON_BY_EMAIL, "zoe"));
    assert_false(person_make(&person, PERSON_BY_NAME, "  \n"));
}

static void speaks(enum person_by by, const char *wanted, const char *text, bool expected)
{
    struct person person;
    assert_true(person_make(&person, by, wanted));
    if (person_is_in(&person, text) != expected) {
        fail_msg("\"%s\": \"%s\"", wanted, text);
    }
    person_free(&person);
}

static void a_message_may_speak_of_somebody(void **state)
{
    (void)state;
    speaks(PERSON_BY_PHONE, "020 7946 0000", "Ring my wife: +44 20 7946 0000, thanks 2 you", true);
    speaks(PERSON_BY_PHONE, "020 7946 0000", "020 7946 0000", true);
    speaks(PERSON_BY_PHONE, "020 7946 0000", "in 2026, room 7946", false);
    speaks(PERSON_BY_NAME, "Zo\xC3\xAB O'Neill", "I am zo\xC3\xAB o'neill's aunt", true);
    speaks(PERSON_BY_EMAIL, "zoe@example.org", "Mail Zoe@example.org", true);
    speaks(PERSON_BY_NAME, "Zo\xC3\xAB O'Neill", "Zo\xC3\xAB", false);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_number_is_its_digits),
        cmocka_unit_test(an_international_number_is_its_countrys),
        cmocka_unit_test(names_and_addresses_are_folded),
        cmocka_unit_test(too_little_tells_nobody_apart),
        cmocka_unit_test(a_message_may_speak_of_somebody),
    };
    return cmocka_run_group_tests_name("content/person", tests, NULL, NULL);
}
