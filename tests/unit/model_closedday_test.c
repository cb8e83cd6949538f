/* model/closedday: which events of the calendar close the school. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "model/closedday.h"

static wall_t day(int date)
{
    return wall_from_civil((struct civil){2027, 2, date, 0, 0, 0});
}

static void add(struct item_list *items, enum item_kind kind, const char *title, wall_t starts,
                wall_t ends, bool all_day)
{
    struct item item = item_make(kind);
    item_set(&item.title, title);
    item.starts = starts;
    item.ends = ends;
    item.all_day = all_day;
    item_list_add(items, item);
}

static void only_all_day_events_of_that_name_close(void **state)
{
    (void)state;
    struct item_list items = {0};
    struct holidays holidays = {0};
    add(&items, ITEM_EVENT, "half term", day(15), day(20), true); /* ends is exclusive */
    add(&items, ITEM_EVENT, "INSET day", day(22), WALL_NONE, true);
    add(&items, ITEM_EVENT, "Half term club", day(10), day(11), true);
    add(&items, ITEM_EVENT, "INSET day", day(24) + 9 * 3600, day(24) + 10 * 3600, false);
    add(&items, ITEM_NOTICE, "Half term", day(25), day(26), true);
    add(&items, ITEM_EVENT, "Half term", WALL_NONE, WALL_NONE, true);
    closeddays_add(&items, " Half term , Inset Day,, ", &holidays);
    assert_int_equal(holidays.count, 2);
    for (int date = 1; date <= 28; date++) {
        bool closed = (date >= 15 && date <= 19) || date == 22;
        assert_int_equal(holidays_have(&holidays, day(date) + 12 * 3600), closed);
    }
    item_list_free(&items);
}

static void no_names_close_nothing_and_too_many_days_are_left_out(void **state)
{
    (void)state;
    struct item_list items = {0};
    struct holidays holidays = {0};
    for (int i = 0; i < HOLIDAYS_MOST + 9; i++) {
        add(&items, ITEM_EVENT, i == 0 ? "" : "Closed", day(1) + i * WALL_DAY, WALL_NONE, true);
    }
    closeddays_add(&items, "", &holidays);
    assert_int_equal(holidays.count, 0);
    closeddays_add(&items, "Closed", &holidays);
    assert_int_equal(holidays.count, HOLIDAYS_MOST);
    item_list_free(&items);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(only_all_day_events_of_that_name_close),
        cmocka_unit_test(no_names_close_nothing_and_too_many_days_are_left_out),
    };
    return cmocka_run_group_tests_name("model/closedday", tests, NULL, NULL);
}
