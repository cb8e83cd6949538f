/* jobs/known: contents of files and twins, found again and forgotten. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include <cmocka.h>

#include "jobs/known.h"

static void files_are_found_by_their_mark(void **state)
{
    (void)state;
    struct known_files files = {0};
    assert_null(known_files_find(&files, 7));
    for (uint64_t i = 1; i <= 5000; i++) {
        char hash[SHARE_HASH_SIZE];
        snprintf(hash, sizeof hash, "%064llx", (unsigned long long)i);
        known_files_add(&files, i * 64, FILE_JPEG, hash); /* marks that share their low bits */
    }
    known_files_add(&files, 64, FILE_PNG, "again");
    assert_int_equal(files.count, 5000);
    assert_true(files.capacity <= 4 * files.count);
    assert_string_equal(known_files_find(&files, 64)->hash, "again");
    assert_int_equal(known_files_find(&files, 64)->type, FILE_PNG);
    assert_int_equal(known_files_find(&files, 5000 * 64)->type, FILE_JPEG);
    assert_null(known_files_find(&files, 65));
    known_files_free(&files);
    assert_null(known_files_find(&files, 64));
}

static void a_mark_is_of_name_size_and_time(void **state)
{
    (void)state;
    char raw[] = "Events/a.jpg";
    struct share_file file = {.raw = raw, .size = 5, .mtime_ns = 9};
    uint64_t before = known_mark(&file);
    assert_int_not_equal(before, 0);
    assert_int_equal(before, known_mark(&file));
    file.size = 6;
    assert_int_not_equal(before, known_mark(&file));
    file.size = 5;
    file.mtime_ns = 8;
    assert_int_not_equal(before, known_mark(&file));
}

static void twins_are_replaced_and_forgotten(void **state)
{
    (void)state;
    struct known_twins twins = {0};
    known_twins_set(&twins, "partners/c", "1", "partners/x");
    known_twins_set(&twins, "partners/a", "1", "partners/x");
    known_twins_set(&twins, "partners/b", "1", "partners/x");
    known_twins_set(&twins, "partners/a", "2", "partners/y");
    assert_int_equal(twins.count, 3);
    assert_string_equal(known_twins_find(&twins, "partners/a")->of, "partners/y");
    assert_string_equal(known_twins_find(&twins, "partners/a")->state, "2");
    assert_null(known_twins_find(&twins, "partners/d"));
    struct share_drop drops[] = {{.key = "partners/b"}, {.key = "partners/x"}};
    struct share_scan scan = {.drops = drops, .count = 2};
    known_twins_keep(&twins, &scan);
    assert_int_equal(twins.count, 1);
    assert_non_null(known_twins_find(&twins, "partners/b"));
    known_twins_free(&twins);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(files_are_found_by_their_mark),
        cmocka_unit_test(a_mark_is_of_name_size_and_time),
        cmocka_unit_test(twins_are_replaced_and_forgotten),
    };
    return cmocka_run_group_tests_name("jobs/known", tests, NULL, NULL);
}
