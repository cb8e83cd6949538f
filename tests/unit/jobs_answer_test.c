/* jobs/answer: when the page on the share is written, and when it is left alone. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/alloc.h"
#include "base/path.h"
#include "content/answerpage.h"
#include "jobs/answer.h"
#include "scratch.h"

static char *share_dir, *page_path, *problems_path;
static struct config config;
static struct intake intake;
static struct answer_state state;
static const wall_t morning = (wall_t)20780 * WALL_DAY + 38520; /* 2026-11-23 10:42 */

static void drop(const char *name, const char *text)
{
    char *path = path_join(share_dir, name);
    assert_true(path_write_atomic(path, text, strlen(text), 0644));
    free(path);
}

static void pass(wall_t now, int64_t now_ms)
{
    intake.time_is_told = true;
    enum intake_result result = intake_pass(&intake, now, now_ms);
    assert_true(result == INTAKE_IDLE || result == INTAKE_WAITING);
    answer_after_pass(&state, &intake, result);
}

/* Which file the page is; every writing makes another one. */
static int64_t page_mark(void)
{
    struct stat status;
    assert_int_equal(stat(page_path, &status), 0);
    return (int64_t)status.st_ino * 1000003 + status.st_mtim.tv_sec * 7 + status.st_mtim.tv_nsec;
}

static int begin(void **test_state)
{
    *test_state = scratch_make();
    share_dir = path_join(*test_state, "share");
    page_path = path_join(share_dir, ANSWER_PAGE);
    problems_path = path_join(share_dir, ANSWER_PROBLEMS);
    config_defaults(&config);
    free(config.content.share);
    free(config.content.state);
    config.content.share = xstrdup(share_dir);
    config.content.state = path_join(*test_state, "state");
    config.content.settle_seconds = 0;
    state = (struct answer_state){0};
    return path_make_dirs(share_dir, 0700) && intake_open(&intake, &config, true, -1, morning) ? 0
                                                                                               : -1;
}

static int end(void **test_state)
{
    intake_close(&intake);
    config_free(&config);
    free(problems_path);
    free(page_path);
    free(share_dir);
    scratch_remove(*test_state);
    return 0;
}

static void only_something_new_is_written(void **test_state)
{
    (void)test_state;
    pass(morning, 1000);
    int64_t first = page_mark();
    pass(morning + 3, 4000);
    pass(morning + 600, 600000);
    assert_true(page_mark() == first);
    drop("Notices/Gate.txt", "The gate is closed\nShow until: 24 November 2026\n");
    pass(morning + 603, 603000);
    int64_t with_gate = page_mark();
    assert_true(with_gate != first);
    pass(morning + 606, 606000);
    assert_true(page_mark() == with_gate);
}

static void an_hour_later_it_says_that_it_still_looks(void **test_state)
{
    (void)test_state;
    pass(morning, 1000);
    int64_t first = page_mark();
    pass(morning + 3599, 3600999);
    assert_true(page_mark() == first);
    pass(morning + 3600, 3601000);
    assert_true(page_mark() != first);
}

static void what_ends_by_itself_leaves_the_page(void **test_state)
{
    (void)test_state;
    pass(morning, 1000); /* lays out the folders */
    drop("Notices/Gate.txt", "The gate is closed\nShow until: 23 November 2026 10:50\n");
    pass(morning + 3, 4000);
    int64_t showing = page_mark();
    pass(morning + 479, 480000);
    assert_true(page_mark() == showing);
    pass(morning + 480, 481000);
    assert_true(page_mark() != showing);
}

static void problems_come_and_go(void **test_state)
{
    (void)test_state;
    pass(morning, 1000);
    assert_int_equal(access(problems_path, F_OK), -1);
    drop("Newsletters/Spring.pub", "x");
    pass(morning + 3, 4000);
    assert_int_equal(access(problems_path, F_OK), 0);
    char *file = path_join(share_dir, "Newsletters/Spring.pub");
    assert_int_equal(unlink(file), 0);
    free(file);
    pass(morning + 6, 7000);
    assert_int_equal(access(problems_path, F_OK), -1);
}

/* A start without a network: the page says so, and no more as soon as the clock is set. */
static void a_clock_that_is_set_is_news(void **test_state)
{
    (void)test_state;
    intake.time_is_unset = true;
    pass(morning, 1000);
    int64_t unset = page_mark();
    pass(morning + 3, 4000);
    assert_true(page_mark() == unset);
    intake.time_is_unset = false;
    pass(morning + 6, 7000);
    int64_t set = page_mark();
    assert_true(set != unset);
    pass(morning + 9, 10000);
    assert_true(page_mark() == set);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(only_something_new_is_written, begin, end),
        cmocka_unit_test_setup_teardown(an_hour_later_it_says_that_it_still_looks, begin, end),
        cmocka_unit_test_setup_teardown(what_ends_by_itself_leaves_the_page, begin, end),
        cmocka_unit_test_setup_teardown(problems_come_and_go, begin, end),
        cmocka_unit_test_setup_teardown(a_clock_that_is_set_is_news, begin, end),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
