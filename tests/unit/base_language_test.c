/* The table of languages. */
#include "base/language.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

static void every_language_is_found_by_its_code(void **state)
{
    (void)state;
    size_t count = 0;
    const struct language *all = language_all(&count);
    assert_int_equal(count, 13);
    for (size_t i = 0; i < count; i++) {
        assert_ptr_equal(language_find(all[i].code), &all[i]);
    }
    assert_null(language_find("de"));
    assert_null(language_find(NULL));
}

static void the_pseudo_language_is_found_but_not_listed(void **state)
{
    (void)state;
    assert_non_null(language_find("xx"));
    size_t count = 0;
    const struct language *all = language_all(&count);
    for (size_t i = 0; i < count; i++) {
        assert_string_not_equal(all[i].code, "xx");
    }
}

static void a_list_is_read_in_its_order_without_twins(void **state)
{
    (void)state;
    const struct language *offered[LANGUAGE_LIMIT];
    const char *wrong = NULL;
    size_t length = 0;
    assert_int_equal(language_list(" es, ar xx es", offered, &wrong, &length), 3);
    assert_string_equal(offered[0]->code, "es");
    assert_string_equal(offered[1]->code, "ar");
    assert_string_equal(offered[2]->code, "xx");
    assert_int_equal(language_list("en klingon", offered, &wrong, &length), 0);
    assert_int_equal(length, 7);
    assert_memory_equal(wrong, "klingon", 7);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_language_is_found_by_its_code),
        cmocka_unit_test(the_pseudo_language_is_found_but_not_listed),
        cmocka_unit_test(a_list_is_read_in_its_order_without_twins),
    };
    return cmocka_run_group_tests_name("base/language", tests, NULL, NULL);
}
