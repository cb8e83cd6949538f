/* base/forget: memory that overwrites itself is still memory: what is in use is kept, whatever size it
 * takes. That nothing of what is freed stays is searched for by tests/whole/memory.sh. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>

#include <cmocka.h>

#include "base/alloc.h"
#include "base/forget.h"

static void what_is_in_use_is_kept(void **state)
{
    (void)state;
    static const size_t sizes[] = {1,      24, 25,   40,     4096,    3000, 1600,
                                   200000, 64, 5000, 400000, 1 << 20, 7,    100};
    unsigned char *bytes = xmalloc(1);
    size_t had = 1;
    bytes[0] = 0;
    for (size_t i = 0; i < sizeof sizes / sizeof sizes[0]; i++) {
        bytes = xreallocarray(bytes, sizes[i], 1);
        for (size_t at = 0; at < had && at < sizes[i]; at++) {
            assert_int_equal(bytes[at], (unsigned char)(at * 7));
        }
        had = sizes[i];
        for (size_t at = 0; at < had; at++) {
            bytes[at] = (unsigned char)(at * 7);
        }
    }
    free(bytes);
    free(NULL);
}

static void blocks_of_every_origin_can_be_freed(void **state)
{
    (void)state;
    void *aligned = NULL;
    assert_int_equal(posix_memalign(&aligned, 4096, 10000), 0);
    memset(aligned, 1, 10000);
    free(aligned);
    free(xstrdup("word"));
    free(xcalloc(300, 1000));
    free(xasprintf("%d", 5));
    char *grown = realloc(NULL, 10);
    assert_non_null(grown);
    free(grown);
    forget_stack();
}

static void a_crash_leaves_no_picture_of_memory(void **state)
{
    (void)state;
    assert_int_equal(prctl(PR_GET_DUMPABLE, 0, 0, 0, 0), forget_works() ? 0 : 1);
}

static int start(void **state)
{
    (void)state;
    forget_what_is_freed();
    return 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_is_in_use_is_kept),
        cmocka_unit_test(blocks_of_every_origin_can_be_freed),
        cmocka_unit_test(a_crash_leaves_no_picture_of_memory),
    };
    return cmocka_run_group_tests_name("base/forget", tests, start, NULL);
}
