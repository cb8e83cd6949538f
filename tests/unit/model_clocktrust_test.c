/* model/clocktrust: which clocks are believed, and what is remembered of them. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "model/clocktrust.h"

#define MONDAY ((wall_t)20780 * WALL_DAY + 38520) /* 2026-11-23 10:42 */
#define BUILT (MONDAY - 10 * WALL_DAY)
#define YEAR (365 * WALL_DAY)
#define HOUR ((wall_t)3600)

/* A computer without a battery that has run for a minute since its second start, without a network. */
static struct clock_facts facts_at(wall_t now)
{
    return (struct clock_facts){.now = now,
                                .up_ms = 60000,
                                .boot = "second",
                                .battery = WALL_NONE,
                                .newest = WALL_NONE,
                                .built = BUILT};
}

/* The network spoke on Monday, an hour after the first start. */
static struct clock_note set_on_monday(void)
{
    struct clock_note note = clocktrust_nothing();
    struct clock_facts facts = facts_at(MONDAY);
    facts.synchronised = true;
    facts.up_ms = 3600000;
    strcpy(facts.boot, "first");
    struct clock_belief belief = clocktrust_judge(&facts, &note);
    assert_true(belief.sure && belief.reason == CLOCK_SET && belief.now == MONDAY);
    clocktrust_remember(&note, &facts, &belief);
    return note;
}

static enum clock_reason reason_at(wall_t now, const struct clock_note *note)
{
    struct clock_facts facts = facts_at(now);
    return clocktrust_judge(&facts, note).reason;
}

static enum clock_reason reason_with_battery(wall_t now, wall_t battery,
                                             const struct clock_note *note)
{
    struct clock_facts facts = facts_at(now);
    facts.battery = battery;
    return clocktrust_judge(&facts, note).reason;
}

static void the_network_is_believed_at_once(void **state)
{
    (void)state;
    const struct clock_note notes[] = {clocktrust_nothing(), set_on_monday()};
    const wall_t clocks[] = {MONDAY - YEAR, MONDAY, MONDAY + 20 * YEAR};
    for (size_t i = 0; i < 2; i++) {
        for (size_t j = 0; j < 3; j++) {
            struct clock_facts facts = facts_at(clocks[j]);
            facts.synchronised = true;
            struct clock_belief belief = clocktrust_judge(&facts, &notes[i]);
            assert_true(belief.sure && belief.now == clocks[j] && clocktrust_by_network(&belief));
        }
        struct clock_facts facts = facts_at(600);
        facts.synchronised = true; /* a time server that lost its own */
        assert_int_equal(clocktrust_judge(&facts, &notes[i]).reason, CLOCK_BEHIND);
    }
}

static void without_a_battery_no_date_is_likely_enough(void **state)
{
    (void)state;
    struct clock_note note = set_on_monday();
    const wall_t clocks[] = {600,           MONDAY - WALL_DAY, MONDAY,
                             MONDAY + HOUR, MONDAY + WALL_DAY, MONDAY + 14 * YEAR};
    for (size_t i = 0; i < sizeof clocks / sizeof clocks[0]; i++) {
        struct clock_facts facts = facts_at(clocks[i]);
        struct clock_belief belief = clocktrust_judge(&facts, &note);
        assert_false(belief.sure || belief.may_delete);
        assert_true(belief.now == MONDAY); /* so much has passed for certain */
        struct clock_note nothing = clocktrust_nothing();
        belief = clocktrust_judge(&facts, &nothing);
        assert_false(belief.sure);
        assert_true(belief.now == BUILT);
    }
    assert_int_equal(reason_at(600, &note), CLOCK_BEHIND);
    assert_int_equal(reason_at(MONDAY - WALL_DAY, &note), CLOCK_BEHIND);
    assert_int_equal(reason_at(MONDAY + HOUR, &note), CLOCK_UNSET);
    assert_int_equal(reason_at(MONDAY + 14 * YEAR, &note), CLOCK_AHEAD);
}

static void who_never_knew_the_time_goes_by_the_newest_file(void **state)
{
    (void)state;
    struct clock_note nothing = clocktrust_nothing();
    struct clock_facts facts = facts_at(600);
    facts.newest = MONDAY;
    assert_true(clocktrust_judge(&facts, &nothing).now == MONDAY);
    facts.newest = MONDAY + 14 * YEAR; /* a camera's */
    assert_true(clocktrust_judge(&facts, &nothing).now == BUILT);
    facts.newest = MONDAY - YEAR;
    assert_true(clocktrust_judge(&facts, &nothing).now == BUILT);
}

/* The network is lost, the kernel takes its word back: the clock runs on. */
static void since_the_network_set_it_an_even_clock_is_believed(void **state)
{
    (void)state;
    struct clock_note note = set_on_monday();
    struct clock_facts facts = facts_at(MONDAY + 30 * WALL_DAY);
    strcpy(facts.boot, "first");
    facts.up_ms = 3600000 + 30 * WALL_DAY * 1000;
    struct clock_belief belief = clocktrust_judge(&facts, &note);
    assert_int_equal(belief.reason, CLOCK_STEADY);
    assert_true(belief.sure && clocktrust_by_network(&belief) && belief.may_delete);
    facts.now += HOUR; /* summer time */
    assert_int_equal(clocktrust_judge(&facts, &note).reason, CLOCK_STEADY);
    facts.now -= 2 * HOUR;
    assert_int_equal(clocktrust_judge(&facts, &note).reason, CLOCK_STEADY);
}

static void a_jump_is_noticed_both_ways_and_ends_when_it_is_undone(void **state)
{
    (void)state;
    const wall_t jumps[] = {YEAR, -YEAR, WALL_DAY, -WALL_DAY, 3 * HOUR, -3 * HOUR, 14 * YEAR};
    for (size_t i = 0; i < sizeof jumps / sizeof jumps[0]; i++) {
        struct clock_note note = set_on_monday();
        struct clock_facts facts = facts_at(MONDAY + 60 + jumps[i]);
        strcpy(facts.boot, "first");
        facts.up_ms = 3660000;
        struct clock_belief belief = clocktrust_judge(&facts, &note);
        assert_int_equal(belief.reason, CLOCK_JUMPED);
        assert_true(!belief.sure && belief.now == MONDAY);
        clocktrust_remember(&note, &facts, &belief);
        facts.now -= jumps[i];
        belief = clocktrust_judge(&facts, &note);
        assert_true(belief.sure && belief.now == MONDAY + 60);
    }
}

static void a_battery_is_believed_when_nothing_speaks_against_it(void **state)
{
    (void)state;
    const struct clock_note nothing = clocktrust_nothing();
    struct clock_note note = set_on_monday();
    wall_t summer = MONDAY + 100 * WALL_DAY; /* the longest holidays there are */
    assert_int_equal(reason_with_battery(MONDAY, MONDAY + 30, &nothing), CLOCK_BATTERY);
    assert_int_equal(reason_with_battery(summer, summer, &note), CLOCK_BATTERY);
    assert_int_equal(reason_with_battery(MONDAY + 2 * YEAR, MONDAY + 2 * YEAR, &nothing),
                     CLOCK_BATTERY); /* a package that lay on a shelf */
    /* The battery is dead: it says something else than the system, which woke up in the past. */
    assert_int_equal(reason_with_battery(MONDAY + HOUR, 600, &note), CLOCK_UNSET);
    assert_int_equal(reason_with_battery(MONDAY + HOUR, MONDAY + 5 * HOUR, &note), CLOCK_UNSET);
    /* Or it was set wrongly: a year too far, a day too early. */
    assert_int_equal(reason_with_battery(MONDAY + YEAR, MONDAY + YEAR, &note), CLOCK_AHEAD);
    assert_int_equal(reason_with_battery(MONDAY - WALL_DAY, MONDAY - WALL_DAY, &note),
                     CLOCK_BEHIND);
    assert_int_equal(reason_with_battery(MONDAY + 14 * YEAR, MONDAY + 14 * YEAR, &nothing),
                     CLOCK_AHEAD);
    assert_int_equal(reason_with_battery(BUILT - 2 * WALL_DAY, BUILT - 2 * WALL_DAY, &nothing),
                     CLOCK_BEHIND);
    struct clock_facts facts = facts_at(MONDAY);
    facts.battery = MONDAY;
    struct clock_belief belief = clocktrust_judge(&facts, &nothing);
    assert_true(belief.sure && !belief.may_delete);
}

/* A school without a time server: the battery's moments count on, year after year. */
static void a_battery_that_is_believed_stays_so(void **state)
{
    (void)state;
    struct clock_note note = clocktrust_nothing();
    for (int day = 0; day < 4 * 365; day += 100) {
        struct clock_facts facts = facts_at(MONDAY + day * WALL_DAY);
        facts.battery = facts.now;
        struct clock_belief belief = clocktrust_judge(&facts, &note);
        assert_int_equal(belief.reason, CLOCK_BATTERY);
        clocktrust_remember(&note, &facts, &belief);
    }
    /* Put right by hand, it is believed again: only the network's word is a limit to what is past. */
    assert_int_equal(reason_with_battery(MONDAY + WALL_DAY, MONDAY + WALL_DAY, &note),
                     CLOCK_BATTERY);
}

static void a_newer_file_shows_that_a_battery_is_dying(void **state)
{
    (void)state;
    struct clock_note note = set_on_monday();
    struct clock_facts facts = facts_at(MONDAY + HOUR);
    facts.battery = facts.now;
    facts.newest = facts.now + WALL_DAY; /* a colleague's clock may be ahead, too */
    assert_int_equal(clocktrust_judge(&facts, &note).reason, CLOCK_BATTERY);
    facts.newest += 60;
    struct clock_belief belief = clocktrust_judge(&facts, &note);
    assert_int_equal(belief.reason, CLOCK_BEHIND);
    clocktrust_remember(&note, &facts, &belief);
    /* Who does not see the share knows it from the note. */
    assert_int_equal(reason_with_battery(MONDAY + HOUR, MONDAY + HOUR, &note), CLOCK_BEHIND);
    /* One from 2040 is wrong itself. */
    facts.newest = MONDAY + 14 * YEAR;
    belief = clocktrust_judge(&facts, &note);
    assert_int_equal(belief.reason, CLOCK_BATTERY);
    clocktrust_remember(&note, &facts, &belief);
    assert_true(note.newest == WALL_NONE);
}

/* A time server that said 2040 for a while is forgotten when it says what is right. */
static void after_a_false_start_the_right_time_is_believed(void **state)
{
    (void)state;
    struct clock_note note = set_on_monday();
    const wall_t said[] = {MONDAY + 14 * YEAR, MONDAY + WALL_DAY};
    for (int i = 0; i < 2; i++) {
        struct clock_facts facts = facts_at(said[i]);
        facts.synchronised = true;
        struct clock_belief belief = clocktrust_judge(&facts, &note);
        assert_true(belief.sure && belief.now == said[i]);
        clocktrust_remember(&note, &facts, &belief);
    }
    assert_true(note.kept == MONDAY + WALL_DAY && note.set == MONDAY + WALL_DAY);
    strcpy(note.boot, "third"); /* and after the next start a battery may be believed again */
    assert_int_equal(reason_with_battery(MONDAY + 2 * WALL_DAY, MONDAY + 2 * WALL_DAY, &note),
                     CLOCK_BATTERY);
}

static struct clock_belief hear(struct clock_note *note, wall_t said)
{
    struct clock_facts facts = facts_at(said);
    facts.synchronised = true;
    struct clock_belief belief = clocktrust_judge(&facts, note);
    clocktrust_remember(note, &facts, &belief);
    return belief;
}

/* What is deleted does not come back when the time server is put right. */
static void a_leap_of_the_network_deletes_nothing_for_two_days(void **state)
{
    (void)state;
    struct clock_note note = set_on_monday();
    wall_t leap = MONDAY + YEAR;
    assert_true(hear(&note, MONDAY + CLOCKTRUST_ABSENCE).may_delete); /* a long holiday */
    note = set_on_monday();
    struct clock_belief belief = hear(&note, leap);
    assert_true(belief.sure && belief.now == leap && !belief.may_delete);
    assert_false(hear(&note, leap + CLOCKTRUST_PROBATION - 1).may_delete);
    struct str text = {0};
    clocktrust_write(&note, &text);
    struct clock_note back = clocktrust_read(text.data); /* a restart is no way around it */
    str_free(&text);
    assert_false(hear(&back, leap + CLOCKTRUST_PROBATION - 1).may_delete);
    assert_true(hear(&back, leap + CLOCKTRUST_PROBATION).may_delete);
    assert_true(hear(&note, MONDAY + 60).may_delete); /* put right */
    assert_true(note.leapt == WALL_NONE);
    /* Who has never known the time has nothing old. */
    note = clocktrust_nothing();
    assert_true(hear(&note, leap).may_delete);
}

static void an_unsure_clock_leaves_no_trace(void **state)
{
    (void)state;
    struct clock_note note = set_on_monday();
    const wall_t clocks[] = {600, MONDAY + HOUR, MONDAY + 14 * YEAR};
    for (size_t i = 0; i < 3; i++) {
        struct clock_facts facts = facts_at(clocks[i]);
        struct clock_belief belief = clocktrust_judge(&facts, &note);
        clocktrust_remember(&note, &facts, &belief);
        assert_true(note.kept == MONDAY && note.set == MONDAY && note.newest == WALL_NONE);
        assert_string_equal(note.boot, "first");
    }
}

static void a_note_is_stored_rarely(void **state)
{
    (void)state;
    struct clock_note stored = clocktrust_nothing(), note = clocktrust_nothing();
    int writes = 0;
    for (int second = 0; second < 86400; second++) {
        struct clock_facts facts = facts_at(MONDAY + second);
        facts.up_ms = second * 1000LL;
        facts.synchronised = true;
        struct clock_belief belief = clocktrust_judge(&facts, &note);
        clocktrust_remember(&note, &facts, &belief);
        if (clocktrust_is_worth_storing(&stored, &note)) {
            stored = note;
            writes++;
        }
    }
    assert_in_range(writes, 2, 5);
    struct clock_note again = note;
    strcpy(again.boot, "third");
    assert_true(clocktrust_is_worth_storing(&note, &again));
}

static void a_note_is_read_as_it_was_written(void **state)
{
    (void)state;
    struct clock_note note = set_on_monday();
    note.kept = MONDAY + 61;
    note.newest = MONDAY + 3 * WALL_DAY;
    struct str text = {0};
    clocktrust_write(&note, &text);
    assert_string_equal(text.data, "set 2026-11-23T10:42\nstart first 3600000\n"
                                   "kept 2026-11-23T10:43:01\nnewest 2026-11-26T10:42\n");
    struct clock_note back = clocktrust_read(text.data);
    assert_true(back.set == note.set && back.set_up_ms == note.set_up_ms &&
                back.kept == note.kept && back.newest == note.newest);
    assert_string_equal(back.boot, note.boot);
    str_free(&text);
    static const char endless[] =
        "setsetset 2026-11-23T10:42 "
        "ssssssssssssssssssssssssssssssssssssssssssssssssssssssssssssssssssssssssssssssssssss\n";
    static const char *const damaged[] = {"",
                                          "\n\n",
                                          "set",
                                          "set yesterday\n",
                                          "start  x\n",
                                          "start first -5\n",
                                          "kept 2026-13-40\n",
                                          "set 2026-11-23T10:42x\n",
                                          endless};
    for (size_t i = 0; i < sizeof damaged / sizeof damaged[0]; i++) {
        back = clocktrust_read(damaged[i]);
        assert_true(back.set == WALL_NONE && back.kept == WALL_NONE && back.newest == WALL_NONE);
        assert_string_equal(back.boot, "");
    }
    back = clocktrust_read(NULL);
    assert_true(back.set == WALL_NONE);
}

static void each_reason_has_its_words(void **state)
{
    (void)state;
    for (int reason = CLOCK_SET; reason <= CLOCK_AHEAD; reason++) {
        assert_true(strlen(clocktrust_word((enum clock_reason)reason)) > 2);
        assert_true(strlen(clocktrust_sentence((enum clock_reason)reason)) > 10);
        assert_int_equal(strlen(clocktrust_advice((enum clock_reason)reason)) > 0,
                         reason > CLOCK_BATTERY);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_network_is_believed_at_once),
        cmocka_unit_test(without_a_battery_no_date_is_likely_enough),
        cmocka_unit_test(who_never_knew_the_time_goes_by_the_newest_file),
        cmocka_unit_test(since_the_network_set_it_an_even_clock_is_believed),
        cmocka_unit_test(a_jump_is_noticed_both_ways_and_ends_when_it_is_undone),
        cmocka_unit_test(a_battery_is_believed_when_nothing_speaks_against_it),
        cmocka_unit_test(a_battery_that_is_believed_stays_so),
        cmocka_unit_test(a_newer_file_shows_that_a_battery_is_dying),
        cmocka_unit_test(after_a_false_start_the_right_time_is_believed),
        cmocka_unit_test(a_leap_of_the_network_deletes_nothing_for_two_days),
        cmocka_unit_test(an_unsure_clock_leaves_no_trace),
        cmocka_unit_test(a_note_is_stored_rarely),
        cmocka_unit_test(a_note_is_read_as_it_was_written),
        cmocka_unit_test(each_reason_has_its_words),
    };
    return cmocka_run_group_tests_name("model/clocktrust", tests, NULL, NULL);
}
