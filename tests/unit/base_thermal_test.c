/* base/thermal on a made-up /sys/class/thermal. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/path.h"
#include "base/thermal.h"
#include "scratch.h"

static int set_up(void **state)
{
    *state = scratch_make();
    return 0;
}

static int tear_down(void **state)
{
    scratch_remove(*state);
    return 0;
}

static void the_hottest_zone_counts_whichever_it_is(void **state)
{
    scratch_put(*state, "thermal_zone0/temp", "27800\n"); /* the case; the processor is zone 2 */
    scratch_put(*state, "thermal_zone1/temp", "41000\n");
    scratch_put(*state, "thermal_zone2/temp", "63500\n");
    scratch_put(*state, "thermal_zone10/temp", "50000\n");
    scratch_put(*state, "cooling_device0/temp", "90000\n");
    assert_int_equal(thermal_hottest(*state), 64);
}

static void what_cannot_be_true_is_not_counted(void **state)
{
    scratch_put(*state, "thermal_zone0/temp", "-274000\n");
    scratch_put(*state, "thermal_zone1/temp", "255000\n");
    scratch_put(*state, "thermal_zone2/temp", "0\n");
    scratch_put(*state, "thermal_zone3/temp", "");
    scratch_put(*state, "thermal_zone4/temp", "warm\n");
    scratch_put(*state, "thermal_zone5/temp", "99999999999999999999\n");
    assert_int_equal(thermal_hottest(*state), 0);
    scratch_put(*state, "thermal_zone6/temp", "38200\n");
    assert_int_equal(thermal_hottest(*state), 38);
}

static void a_computer_without_sensors_says_nothing(void **state)
{
    char *nowhere = path_join(*state, "nowhere");
    assert_int_equal(thermal_hottest(*state), 0);
    assert_int_equal(thermal_hottest(nowhere), 0);
    free(nowhere);
}

#define HERE(test) cmocka_unit_test_setup_teardown(test, set_up, tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        HERE(the_hottest_zone_counts_whichever_it_is),
        HERE(what_cannot_be_true_is_not_counted),
        HERE(a_computer_without_sensors_says_nothing),
    };
    return cmocka_run_group_tests_name("base/thermal", tests, NULL, NULL);
}
