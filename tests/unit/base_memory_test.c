/* Memory left: of the computer, and of control groups of both kinds, as made-up files tell it. */
#include <limits.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

#include "base/alloc.h"
#include "base/memory.h"
#include "base/path.h"
#include "scratch.h"

struct machine {
    char *dir, *proc, *cgroups;
    struct memory_place place;
};

static int set_up(void **state)
{
    struct machine *m = xcalloc(1, sizeof *m);
    m->dir = scratch_make();
    m->proc = path_join(m->dir, "proc");
    m->cgroups = path_join(m->dir, "cgroup");
    m->place = (struct memory_place){m->proc, m->cgroups};
    *state = m;
    return 0;
}

static int tear_down(void **state)
{
    struct machine *m = *state;
    scratch_remove(m->dir);
    free(m->proc);
    free(m->cgroups);
    free(m);
    return 0;
}

static void of_the_computer(void **state)
{
    const struct machine *m = *state;
    assert_int_equal(memory_available_mb(&m->place), INT_MAX);
    scratch_put(m->proc, "meminfo",
                "MemTotal:  948000 kB\nMemFree:  1024 kB\nMemAvailable:   614400 kB\n");
    assert_int_equal(memory_available_mb(&m->place), 600);
}

static void of_groups_with_the_nearest_ceiling(void **state)
{
    const struct machine *m = *state;
    assert_int_equal(memory_group_left_mb(&m->place), INT_MAX);
    scratch_put(m->proc, "self/cgroup", "1:name=systemd:/other\n0::/foyer.slice/import.service\n");
    assert_int_equal(memory_group_left_mb(&m->place), INT_MAX);
    /* its own ceiling is far, the slice's is near; 50 MB of its 150 are pages of files */
    scratch_put(m->cgroups, "foyer.slice/import.service/memory.max", "536870912\n");
    scratch_put(m->cgroups, "foyer.slice/import.service/memory.current", "10485760\n");
    assert_int_equal(memory_group_left_mb(&m->place), 502);
    scratch_put(m->cgroups, "foyer.slice/memory.max", "209715200\n");
    scratch_put(m->cgroups, "foyer.slice/memory.current", "157286400\n");
    scratch_put(m->cgroups, "foyer.slice/memory.stat",
                "anon 1\ninactive_file 41943040\nactive_file 10485760\n");
    assert_int_equal(memory_group_left_mb(&m->place), 100);
    scratch_put(m->cgroups, "foyer.slice/memory.current", "268435456\n");
    assert_int_equal(memory_group_left_mb(&m->place), 0);
    scratch_put(m->cgroups, "foyer.slice/memory.max", "max\n");
    assert_int_equal(memory_group_left_mb(&m->place), 502);
}

static void of_the_older_kind(void **state)
{
    const struct machine *m = *state;
    scratch_put(m->proc, "self/cgroup", "9:name=systemd:/\n4:memory:/a\n0::/\n");
    scratch_put(m->cgroups, "memory/memory.limit_in_bytes", "9223372036854771712\n");
    scratch_put(m->cgroups, "memory/memory.usage_in_bytes", "1048576\n");
    assert_int_equal(memory_group_left_mb(&m->place), INT_MAX);
    scratch_put(m->cgroups, "memory/a/memory.limit_in_bytes", "104857600\n");
    scratch_put(m->cgroups, "memory/a/memory.usage_in_bytes", "52428800\n");
    scratch_put(m->cgroups, "memory/a/memory.stat",
                "inactive_file 99999999\ntotal_inactive_file 10485760\ntotal_active_file 0\n");
    assert_int_equal(memory_group_left_mb(&m->place), 60);
}

static void of_words_that_are_no_numbers(void **state)
{
    const struct machine *m = *state;
    scratch_put(m->proc, "meminfo", "MemAvailable: much\n");
    assert_int_equal(memory_available_mb(&m->place), INT_MAX);
    scratch_put(m->proc, "self/cgroup", "0::\n\n::/x\n0::/../..\n");
    scratch_put(m->cgroups, "memory.max", "");
    scratch_put(m->cgroups, "memory.current", "-5\n");
    assert_int_equal(memory_group_left_mb(&m->place), INT_MAX);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(of_the_computer, set_up, tear_down),
        cmocka_unit_test_setup_teardown(of_groups_with_the_nearest_ceiling, set_up, tear_down),
        cmocka_unit_test_setup_teardown(of_the_older_kind, set_up, tear_down),
        cmocka_unit_test_setup_teardown(of_words_that_are_no_numbers, set_up, tear_down),
    };
    return cmocka_run_group_tests_name("base/memory", tests, NULL, NULL);
}
