/* Child processes, job locks and random identifiers. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/joblock.h"
#include "base/spawn.h"
#include "base/uuid.h"
#include "scratch.h"

static void nap(void)
{
    nanosleep(&(struct timespec){0, 5000000}, NULL);
}

static int wait_for(struct child *child)
{
    int status = -1;
    for (int i = 0; i < 2000 && !spawn_ended(child, &status); i++) {
        nap();
    }
    return status;
}

static void a_child_ends_with_its_status(void **state)
{
    (void)state;
    struct child child = {0};
    int status = 0;
    assert_false(spawn_ended(&child, &status));
    char *argv[] = {"/bin/sh", "-c", "exit 7", NULL};
    assert_true(spawn_child(&child, argv));
    status = wait_for(&child);
    assert_true(WIFEXITED(status));
    assert_int_equal(WEXITSTATUS(status), 7);
    assert_int_equal(child.pid, 0);
    char *missing[] = {"/no/such/program", NULL};
    assert_true(spawn_child(&child, missing));
    status = wait_for(&child);
    assert_int_equal(WEXITSTATUS(status), 127);
}

static void a_child_that_will_not_go_is_killed(void **state)
{
    (void)state;
    struct child child = {0};
    char *argv[] = {"/bin/sh", "-c", "trap '' TERM; while :; do sleep 1; done", NULL};
    assert_true(spawn_child(&child, argv));
    nanosleep(&(struct timespec){0, 200000000}, NULL); /* let the shell set its trap */
    int64_t before = clock_monotonic_ms();
    spawn_stop(&child, 200);
    int64_t took = clock_monotonic_ms() - before;
    assert_int_equal(child.pid, 0);
    assert_true(took >= 200 && took < 5000);
    spawn_stop(&child, 200); /* not running: nothing happens */
}

static void a_child_does_not_outlive_its_parent(void **state)
{
    (void)state;
    int ends[2];
    assert_int_equal(pipe(ends), 0);
    pid_t parent = fork();
    if (parent == 0) {
        struct child child = {0};
        char *argv[] = {"/bin/sleep", "30", NULL};
        (void)!spawn_child(&child, argv);
        (void)!write(ends[1], &child.pid, sizeof child.pid);
        nanosleep(&(struct timespec){0, 200000000}, NULL); /* until the child has asked for it */
        _exit(0);
    }
    pid_t child = 0;
    assert_int_equal(read(ends[0], &child, sizeof child), sizeof child);
    close(ends[0]);
    close(ends[1]);
    waitpid(parent, NULL, 0);
    bool gone = false;
    for (int i = 0; i < 1000 && !gone; i++) {
        nap();
        char path[64];
        snprintf(path, sizeof path, "/proc/%d/exe", (int)child);
        char exe[64];
        gone = kill(child, 0) != 0 || readlink(path, exe, sizeof exe) < 0; /* a zombie has none */
    }
    assert_true(gone);
}

static void waits_double_up_to_a_minute(void **state)
{
    (void)state;
    static const int64_t expected[] = {1000, 2000, 4000, 8000, 16000, 32000, 60000, 60000};
    for (int i = 0; i < 8; i++) {
        assert_int_equal(spawn_backoff_ms(i, 10), expected[i]);
    }
    assert_int_equal(spawn_backoff_ms(1000, 10), 60000);
    assert_int_equal(spawn_backoff_ms(6, 60000), 1000);
}

static void the_own_executable_is_known(void **state)
{
    (void)state;
    char *self = spawn_self();
    assert_int_equal(access(self, X_OK), 0);
    free(self);
}

static void a_job_lock_is_held_until_death(void **state)
{
    const char *dir = *state;
    assert_int_equal(joblock_holder(dir, "sync"), 0);
    int ends[2];
    assert_int_equal(pipe(ends), 0);
    pid_t holder = fork();
    if (holder == 0) {
        char ok = joblock_take(dir, "sync") ? 'y' : 'n';
        (void)!write(ends[1], &ok, 1);
        pause();
        _exit(0);
    }
    char ok = 0;
    assert_int_equal(read(ends[0], &ok, 1), 1);
    assert_int_equal(ok, 'y');
    assert_int_equal(joblock_holder(dir, "sync"), holder);
    assert_false(joblock_take(dir, "sync"));
    assert_int_equal(errno, EWOULDBLOCK);
    assert_int_equal(joblock_holder(dir, "import"), 0);
    kill(holder, SIGKILL);
    waitpid(holder, NULL, 0);
    assert_int_equal(joblock_holder(dir, "sync"), 0);
    assert_true(joblock_take(dir, "sync"));
    close(ends[0]);
    close(ends[1]);
    assert_false(joblock_take("/no/such/folder", "sync"));
}

static void identifiers_have_their_form_and_differ(void **state)
{
    (void)state;
    char last[UUID_SIZE] = "";
    for (int i = 0; i < 1000; i++) {
        char uuid[UUID_SIZE];
        uuid_make(uuid);
        assert_int_equal(strlen(uuid), 36);
        assert_int_equal(strspn(uuid, "0123456789abcdef-"), 36);
        assert_true(uuid[8] == '-' && uuid[13] == '-' && uuid[18] == '-' && uuid[23] == '-');
        assert_int_equal(uuid[14], '4');
        assert_non_null(strchr("89ab", uuid[19]));
        assert_string_not_equal(uuid, last);
        memcpy(last, uuid, sizeof last);
    }
}

static int begin(void **state)
{
    *state = scratch_make();
    return 0;
}

static int end(void **state)
{
    scratch_remove(*state);
    return 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_child_ends_with_its_status),
        cmocka_unit_test(a_child_that_will_not_go_is_killed),
        cmocka_unit_test(a_child_does_not_outlive_its_parent),
        cmocka_unit_test(waits_double_up_to_a_minute),
        cmocka_unit_test(the_own_executable_is_known),
        cmocka_unit_test_setup_teardown(a_job_lock_is_held_until_death, begin, end),
        cmocka_unit_test(identifiers_have_their_form_and_differ),
    };
    return cmocka_run_group_tests_name("base/spawn", tests, NULL, NULL);
}
