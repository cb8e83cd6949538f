/* model/tour: every kind of step, and lines that are none. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "model/tour.h"

static void every_step_is_read(void **state)
{
    (void)state;
    struct tour tour;
    struct str why = {0};
    assert_true(tour_parse("# the whole of it\n"
                           "\n"
                           "wait 5s\r\n"
                           "  wait 300ms\n"
                           "wait 2m\n"
                           "wait 6h\n"
                           "tap \"Help out\"\n"
                           "tap @12.5,700\n"
                           "tap \"Send my offer\" x10\n"
                           "hold \"Start over\" 3s\n"
                           "hold @1,2 1m\n"
                           "type \"Zoë O'Neill\"\n"
                           "expect \"say \\\"yes\\\" \\\\ no\"\n"
                           "refuse \"Zoë\"\n"
                           "shot thanks\n"
                           "run import\n"
                           "replies 0",
                           &tour, &why));
    assert_int_equal(tour.count, 15);
    const struct tour_step *s = tour.steps;
    assert_int_equal(s[0].verb, TOUR_WAIT);
    assert_int_equal(s[0].line, 3);
    assert_int_equal(s[0].ms, 5000);
    assert_int_equal(s[1].ms, 300);
    assert_int_equal(s[2].ms, 120000);
    assert_int_equal(s[3].ms, 21600000);
    assert_string_equal(s[4].text, "Help out");
    assert_int_equal(s[4].count, 1);
    assert_null(s[5].text);
    assert_true(s[5].x == 12.5f && s[5].y == 700.0f);
    assert_int_equal(s[6].count, 10);
    assert_int_equal(s[7].verb, TOUR_HOLD);
    assert_int_equal(s[7].ms, 3000);
    assert_int_equal(s[8].ms, 60000);
    assert_string_equal(s[9].text, "Zoë O'Neill");
    assert_string_equal(s[10].text, "say \"yes\" \\ no");
    assert_int_equal(s[11].verb, TOUR_REFUSE);
    assert_string_equal(s[12].text, "thanks");
    assert_string_equal(s[13].text, "import");
    assert_int_equal(s[14].verb, TOUR_REPLIES);
    assert_int_equal(s[14].count, 0);
    assert_int_equal(s[14].line, 17);
    tour_free(&tour);
    str_free(&why);
}

static void fingers_sizes_tricks_and_dumps_are_read(void **state)
{
    (void)state;
    struct tour tour;
    struct str why = {0};
    assert_true(tour_parse("finger 2 down \"Next\"\n"
                           "finger 2 move @5,6.5\n"
                           "finger 2 up\n"
                           "finger 0 cancel\n"
                           "resize 1080x1920\n"
                           "random 600s 42\n"
                           "dump after\n"
                           "trace visit\n",
                           &tour, &why));
    assert_int_equal(tour.count, 8);
    const struct tour_step *s = tour.steps;
    assert_int_equal(s[0].verb, TOUR_FINGER);
    assert_int_equal(s[0].phase, TOUR_DOWN);
    assert_int_equal(s[0].count, 2);
    assert_string_equal(s[0].text, "Next");
    assert_int_equal(s[1].phase, TOUR_MOVE);
    assert_true(s[1].x == 5 && s[1].y == 6.5f);
    assert_int_equal(s[2].phase, TOUR_UP);
    assert_int_equal(s[3].phase, TOUR_CANCEL);
    assert_int_equal(s[4].verb, TOUR_RESIZE);
    assert_true(s[4].x == 1080 && s[4].y == 1920);
    assert_int_equal(s[5].verb, TOUR_RANDOM);
    assert_int_equal(s[5].ms, 600000);
    assert_int_equal(s[5].count, 42);
    assert_int_equal(s[6].verb, TOUR_DUMP);
    assert_string_equal(s[6].text, "after");
    assert_int_equal(s[7].verb, TOUR_TRACE);
    assert_string_equal(s[7].text, "visit");
    tour_free(&tour);
    str_free(&why);
}

static void what_is_no_step_is_said_with_its_line(void **state)
{
    (void)state;
    static const struct {
        const char *text, *why;
    } wrong[] = {
        {"tap \"a\"\njump \"b\"\n", "line 2: unknown step \"jump\""},
        {"tap\n", "line 1: expected: tap"},
        {"tap a\n", "line 1: expected: tap"},
        {"tap \"a\n", "line 1: expected: tap"},
        {"tap \"a\" 10\n", "line 1: expected: tap"},
        {"tap \"a\" x0\n", "line 1: expected: tap"},
        {"tap \"a\" x9999\n", "line 1: expected: tap"},
        {"tap @5\n", "line 1: expected: tap"},
        {"hold \"a\"\n", "line 1: expected: hold"},
        {"wait\n", "line 1: expected: wait"},
        {"wait 5\n", "line 1: expected: wait"},
        {"wait 5 s\n", "line 1: expected: wait"},
        {"wait -5s\n", "line 1: expected: wait"},
        {"wait 5sec\n", "line 1: expected: wait"},
        {"type Zoe\n", "line 1: expected: type"},
        {"expect \"a\" \"b\"\n", "line 1: expected: expect"},
        {"shot\n", "line 1: expected: shot"},
        {"shot ../x\n", "line 1: expected: shot"},
        {"shot a b\n", "line 1: expected: shot"},
        {"replies one\n", "line 1: expected: replies"},
        {"replies -1\n", "line 1: expected: replies"},
        {"finger down @1,2\n", "line 1: expected: finger"},
        {"finger 1 press @1,2\n", "line 1: expected: finger"},
        {"finger 1 down\n", "line 1: expected: finger"},
        {"finger 100 up\n", "line 1: expected: finger"},
        {"finger 1 up @1,2\n", "line 1: expected: finger"},
        {"resize 1080\n", "line 1: expected: resize"},
        {"resize 10x10\n", "line 1: expected: resize"},
        {"random 600s\n", "line 1: expected: random"},
        {"random 42\n", "line 1: expected: random"},
        {"dump a/b\n", "line 1: expected: dump"},
    };
    for (size_t i = 0; i < sizeof wrong / sizeof wrong[0]; i++) {
        struct tour tour;
        struct str why = {0};
        if (tour_parse(wrong[i].text, &tour, &why)) {
            fail_msg("taken: %s", wrong[i].text);
        }
        assert_int_equal(tour.count, 0);
        if (strstr(why.data, wrong[i].why) == NULL) {
            fail_msg("%s: \"%s\" instead of \"%s\"", wrong[i].text, why.data, wrong[i].why);
        }
        str_free(&why);
    }
}

static void an_empty_tour_has_no_steps(void **state)
{
    (void)state;
    struct tour tour;
    struct str why = {0};
    assert_true(tour_parse("", &tour, &why));
    assert_int_equal(tour.count, 0);
    tour_free(&tour);
}

static void a_clock_is_set_lost_and_found(void **state)
{
    (void)state;
    struct tour tour;
    struct str why = {0};
    assert_true(tour_parse("clock 2027-11-23 10:42\nclock 1970-01-01\nclock  2040-02-29T08:00 \r\n"
                           "clock unsure\nclock sure \n",
                           &tour, &why));
    assert_int_equal(tour.count, 5);
    const struct tour_step *s = tour.steps;
    const struct civil wanted[] = {{.year = 2027, .month = 11, .day = 23, .hour = 10, .minute = 42},
                                   {.year = 1970, .month = 1, .day = 1},
                                   {.year = 2040, .month = 2, .day = 29, .hour = 8}};
    for (int i = 0; i < 3; i++) {
        assert_int_equal(s[i].verb, TOUR_CLOCK);
        assert_int_equal(s[i].clock, TOUR_CLOCK_JUMPS);
        assert_true(s[i].wall == wall_from_civil(wanted[i]));
    }
    assert_int_equal(s[3].clock, TOUR_CLOCK_UNSURE);
    assert_int_equal(s[4].clock, TOUR_CLOCK_SURE);
    tour_free(&tour);
    static const char *const wrong[] = {
        "clock",        "clock tomorrow",         "clock 2027-02-29", "clock ensure",
        "clock surely", "clock 2027-11-23 25:00", "clock unsure 5s"};
    for (size_t i = 0; i < sizeof wrong / sizeof wrong[0]; i++) {
        str_clear(&why);
        assert_false(tour_parse(wrong[i], &tour, &why));
        assert_non_null(strstr(why.data, "clock unsure"));
    }
    str_free(&why);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_step_is_read),
        cmocka_unit_test(a_clock_is_set_lost_and_found),
        cmocka_unit_test(fingers_sizes_tricks_and_dumps_are_read),
        cmocka_unit_test(what_is_no_step_is_said_with_its_line),
        cmocka_unit_test(an_empty_tour_has_no_steps),
    };
    return cmocka_run_group_tests_name("model/tour", tests, NULL, NULL);
}
