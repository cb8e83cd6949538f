/* Paths and whole files. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/path.h"
#include "scratch.h"

static size_t entries(const char *dir)
{
    size_t n = 0;
    DIR *folder = opendir(dir);
    while (folder != NULL && readdir(folder) != NULL) {
        n++;
    }
    if (folder != NULL) {
        closedir(folder);
    }
    return n - 2; /* without . and .. */
}

static void a_path_comes_apart_and_together(void **state)
{
    (void)state;
    static const struct {
        const char *path, *dir, *base, *extension;
    } cases[] = {
        {"/a/b.JPG", "/a", "b.JPG", "JPG"},  {"b", ".", "b", ""},     {"/b", "/", "b", ""},
        {"a/.hidden", "a", ".hidden", ""},   {"a/b.", "a", "b.", ""}, {"a.d/b", "a.d", "b", ""},
        {"x.tar.gz", ".", "x.tar.gz", "gz"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        char *dir = path_dir(cases[i].path);
        assert_string_equal(dir, cases[i].dir);
        assert_string_equal(path_base(cases[i].path), cases[i].base);
        assert_string_equal(path_extension(cases[i].path), cases[i].extension);
        free(dir);
    }
    char *joined = path_join("/a", "b");
    char *slashed = path_join("/a/", "b");
    assert_string_equal(joined, "/a/b");
    assert_string_equal(slashed, "/a/b");
    free(joined);
    free(slashed);
}

static mode_t mode_of(const char *path)
{
    struct stat st = {0};
    assert_int_equal(stat(path, &st), 0);
    return st.st_mode & 07777;
}

/* What is made in a folder that accounts share is for their group; everywhere else it is private. */
static void what_is_made_is_private_or_for_the_group_of_its_folder(void **state)
{
    char *folder = path_join(*state, "ours");
    char *file = path_join(folder, "a");
    char *inner = path_join(folder, "b");
    mode_t before = umask(0022);
    for (int shared = 0; shared < 2; shared++) {
        assert_true(path_make_private(folder));
        assert_int_equal(mode_of(folder), 0700);
        assert_int_equal(chmod(folder, shared ? 02770 : 0755), 0);
        int fd = path_open_private(file, O_RDWR | O_CREAT);
        assert_true(fd >= 0);
        close(fd);
        assert_int_equal(mode_of(file), shared ? 0660 : 0600);
        assert_int_equal(path_private_mode(file), shared ? 0660 : 0600);
        assert_true(path_make_private(inner));
        assert_int_equal(mode_of(inner), shared ? 02770 : 0700);
        assert_int_equal(chmod(inner, 0750), 0);
        assert_true(path_make_private(inner));
        assert_int_equal(mode_of(inner), 0750); /* what is there keeps its rights */
        assert_int_equal(unlink(file) + rmdir(inner) + rmdir(folder), 0);
    }
    umask(before);
    free(inner);
    free(file);
    free(folder);
}

static void folders_are_made_with_their_parents(void **state)
{
    char *dir = path_join(*state, "one/two/three");
    assert_true(path_make_dirs(dir, 0700));
    assert_true(path_make_dirs(dir, 0700));
    struct stat st;
    assert_int_equal(stat(dir, &st), 0);
    assert_int_equal(st.st_mode & 0777, 0700);
    char *file = path_join(dir, "file");
    assert_true(path_write_atomic(file, "x", 1, 0600));
    assert_false(path_make_dirs(file, 0700));
    char *below = path_join(file, "below");
    assert_false(path_make_dirs(below, 0700));
    assert_int_equal(errno, ENOTDIR);
    free(below);
    free(file);
    free(dir);
}

static void a_file_is_written_whole_and_read_back(void **state)
{
    char *path = path_join(*state, "note.txt");
    char *data = NULL;
    size_t length = 0;
    assert_false(path_read(path, 100, &data, &length));
    assert_int_equal(errno, ENOENT);
    assert_true(path_write_atomic(path, "one", 3, 0640));
    assert_true(path_write_atomic(path, "a\0b", 3, 0600));
    struct stat st;
    assert_int_equal(stat(path, &st), 0);
    assert_int_equal(st.st_mode & 0777, 0600);
    assert_true(path_read(path, 3, &data, &length));
    assert_int_equal(length, 3);
    assert_memory_equal(data, "a\0b", 4);
    free(data);
    assert_false(path_read(path, 2, &data, &length));
    assert_int_equal(errno, EFBIG);
    assert_int_equal(entries(*state), 1);
    free(path);
}

static void a_write_that_fails_leaves_what_was(void **state)
{
    char *dir = path_join(*state, "folder");
    char *inside = path_join(dir, "inside");
    assert_true(path_make_dirs(dir, 0700));
    assert_true(path_write_atomic(inside, "kept", 4, 0600));
    assert_false(path_write_atomic(dir, "x", 1, 0600)); /* a folder cannot be replaced by a file */
    assert_int_equal(errno, EISDIR);
    assert_int_equal(entries(*state), 1);
    char *nowhere = path_join(*state, "missing/file");
    assert_false(path_write_atomic(nowhere, "x", 1, 0600));
    assert_int_equal(errno, ENOENT);
    free(nowhere);
    free(inside);
    free(dir);
}

static void a_long_file_without_a_size_is_read(void **state)
{
    (void)state;
    char *data = NULL;
    size_t length = 0;
    assert_true(path_read("/proc/self/status", 1 << 20, &data, &length)); /* says it has size 0 */
    assert_true(length > 100);
    assert_int_equal(strlen(data), length);
    free(data);
}

static void a_damaged_file_goes_aside_with_its_companions(void **state)
{
    char *path = path_join(*state, "outbox.db");
    char *wal = path_join(*state, "outbox.db-wal");
    wall_t now = wall_from_civil((struct civil){2026, 11, 23, 9, 5, 7});
    assert_null(path_set_aside(path, now));
    for (int i = 0; i < 3; i++) {
        assert_true(path_write_atomic(path, "x", 1, 0600));
        assert_true(path_write_atomic(wal, "w", 1, 0600));
        char *aside = path_set_aside(path, now);
        static const char *const names[] = {"outbox.db.damaged-20261123-090507",
                                            "outbox.db.damaged-20261123-090507-1",
                                            "outbox.db.damaged-20261123-090507-2"};
        assert_non_null(aside);
        assert_string_equal(path_base(aside), names[i]);
        char *companion = path_join(*state, names[i]);
        assert_int_equal(access(companion, F_OK), 0);
        free(companion);
        free(aside);
        assert_int_not_equal(access(path, F_OK), 0);
        assert_int_not_equal(access(wal, F_OK), 0);
    }
    assert_int_equal(entries(*state), 6);
    free(wal);
    free(path);
}

static void assets_are_where_they_are_said_to_be(void **state)
{
    setenv("FOYER_ASSETS", *state, 1);
    char *assets = path_assets();
    assert_string_equal(assets, (char *)*state);
    free(assets);
    unsetenv("FOYER_ASSETS");
    char *locale = path_locale();
    assert_true(locale[0] == '/');
    free(locale);
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

#define SCRATCHED(test) cmocka_unit_test_setup_teardown(test, begin, end)

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_path_comes_apart_and_together),
        SCRATCHED(what_is_made_is_private_or_for_the_group_of_its_folder),
        SCRATCHED(folders_are_made_with_their_parents),
        SCRATCHED(a_file_is_written_whole_and_read_back),
        SCRATCHED(a_write_that_fails_leaves_what_was),
        cmocka_unit_test(a_long_file_without_a_size_is_read),
        SCRATCHED(a_damaged_file_goes_aside_with_its_companions),
        SCRATCHED(assets_are_where_they_are_said_to_be),
    };
    return cmocka_run_group_tests_name("base/path", tests, NULL, NULL);
}
