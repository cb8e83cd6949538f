/* Other programs, run to their end. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdlib.h>
#include <string.h>

#include "base/command.h"

static int run(const char *script, const char *input)
{
    const char *argv[] = {"sh", "-c", script, NULL};
    return command_run(argv, input, true);
}

static void its_status_comes_back(void **state)
{
    (void)state;
    assert_int_equal(run("exit 0", NULL), 0);
    assert_int_equal(run("exit 7", NULL), 7);
    assert_int_equal(run("kill -9 $$", NULL), 137);
    const char *nowhere[] = {"no-such-program-anywhere", NULL};
    assert_int_equal(command_run(nowhere, NULL, true), 127);
}

static void it_reads_what_it_is_given_or_nothing(void **state)
{
    (void)state;
    assert_int_equal(run("read a; read b; test \"$a $b\" = 'x y'", "x\ny\n"), 0);
    assert_int_equal(run("test -z \"$(cat)\"", NULL), 0);
    char *much = malloc(1 << 20);
    assert_non_null(much);
    memset(much, 'a', (1 << 20) - 1);
    much[(1 << 20) - 1] = '\0';
    assert_int_equal(run("true", much), 0); /* one that does not read is no reason to die */
    assert_int_equal(run("test $(wc -c) = 1048575", much), 0);
    free(much);
}

static void programs_are_found_or_not(void **state)
{
    (void)state;
    assert_true(command_exists("sh"));
    assert_false(command_exists("no-such-program-anywhere"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(its_status_comes_back),
        cmocka_unit_test(it_reads_what_it_is_given_or_nothing),
        cmocka_unit_test(programs_are_found_or_not),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
