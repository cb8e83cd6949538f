/* content/share: scans of real folders with what people and computers leave in them. */
#include <errno.h>
#include <fcntl.h>
#include <ftw.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/clock.h"
#include "base/path.h"
#include "content/beneath.h"
#include "content/folders.h"
#include "content/reader.h"
#include "content/share.h"

static char root[400];
static const struct settle_rules at_once = {0};
static const struct share_sizes sizes = {.picture = 1 << 20, .pdf = 1 << 20, .text = 1 << 20};

/* ---- helpers ---- */

static const char *place(const char *name)
{
    static char path[1200];
    snprintf(path, sizeof path, "%s/%s", root, name);
    return path;
}

static void folder(const char *name)
{
    assert_int_equal(mkdir(place(name), 0755), 0);
}

static void file_with(const char *name, const void *bytes, size_t length)
{
    int fd = open(place(name), O_WRONLY | O_CREAT | O_TRUNC, 0644);
    assert_true(fd >= 0);
    assert_int_equal(write(fd, bytes, length), (ssize_t)length);
    close(fd);
}

static void file(const char *name, const char *text)
{
    file_with(name, text, strlen(text));
}

static struct share_scan scan_now(int max_files)
{
    struct share_scan scan;
    struct settle_table table = {0};
    struct share *share = share_open(root, max_files);
    share_scan(share, &table, &at_once, 1000, &scan);
    share_close(share);
    settle_free(&table);
    return scan;
}

static const struct share_file *find_file(const struct share_scan *scan, const char *path)
{
    for (size_t i = 0; i < scan->file_count; i++) {
        if (strcmp(scan->files[i].path, path) == 0) {
            return &scan->files[i];
        }
    }
    return NULL;
}

static const struct problem *find_problem(const struct share_scan *scan, const char *source)
{
    for (size_t i = 0; i < scan->problems.count; i++) {
        if (strcmp(scan->problems.problems[i].source, source) == 0) {
            return &scan->problems.problems[i];
        }
    }
    return NULL;
}

static int remove_one(const char *path, const struct stat *status, int kind, struct FTW *walk)
{
    (void)status;
    (void)kind;
    (void)walk;
    return remove(path);
}

static int make_root(void **state)
{
    (void)state;
    /* A test here becomes another user, who may not look below a TMPDIR of root's own. */
    bool common = geteuid() == 0 && access("/tmp", W_OK) == 0;
    const char *temporary = common ? "/tmp" : getenv("TMPDIR");
    snprintf(root, sizeof root, "%s/foyer-share.XXXXXX", temporary != NULL ? temporary : "/tmp");
    return mkdtemp(root) != NULL ? 0 : -1;
}

static int remove_root(void **state)
{
    (void)state;
    return nftw(root, remove_one, 16, FTW_DEPTH | FTW_PHYS);
}

/* ---- what is seen ---- */

static void files_become_drops(void **state)
{
    (void)state;
    folder("Achievements");
    folder("Achievements/Sports day");
    folder("Events");
    file("Achievements/Chess.jpg", "picture");
    file("Achievements/Chess.txt", "words");
    file("Achievements/Sports day/b.jpg", "b");
    file("Achievements/Sports day/a.jpg", "a");
    file("Events/Fair.png", "fair");
    struct share_scan scan = scan_now(100);
    assert_int_equal(scan.health, SHARE_OK);
    assert_false(scan.has_marker);
    assert_true(scan.kinds[ITEM_ACHIEVEMENT] && scan.kinds[ITEM_EVENT]);
    assert_false(scan.kinds[ITEM_NOTICE]);
    assert_int_equal(scan.file_count, 5);
    assert_int_equal(scan.count, 3);
    const struct share_file *chess = find_file(&scan, "Achievements/Chess.jpg");
    const struct share_drop *drop = share_scan_find(&scan, chess->key);
    assert_int_equal(drop->count, 2);
    assert_int_equal(drop->kind, ITEM_ACHIEVEMENT);
    assert_true(drop->settled);
    const struct share_file *a = find_file(&scan, "Achievements/Sports day/a.jpg");
    drop = share_scan_find(&scan, a->key);
    assert_int_equal(drop->count, 2);
    assert_string_equal(drop->files[0].path, "Achievements/Sports day/a.jpg");
    assert_null(share_scan_find(&scan, "achievements/nothing"));
    share_scan_free(&scan);
}

static void what_computers_leave_is_ignored(void **state)
{
    (void)state;
    static const char *const ignored[] = {".hidden.jpg",
                                          "._photo.jpg",
                                          "~$letter.txt",
                                          ".~lock.plan.csv#",
                                          "~WRL0001.tmp",
                                          "up.tmp",
                                          "up.partial",
                                          "up.part",
                                          "up.filepart",
                                          "up.CRDOWNLOAD",
                                          "Thumbs.db",
                                          "thumbs.DB",
                                          "desktop.ini",
                                          "no extension",
                                          "PROBLEMS - please read.txt",
                                          "What is on the screen now.html"};
    for (size_t i = 0; i < sizeof ignored / sizeof *ignored; i++) {
        if (!share_ignores(ignored[i], false)) {
            print_message("not ignored: %s\n", ignored[i]);
            fail();
        }
    }
    assert_true(share_ignores("@eaDir", true));
    assert_true(share_ignores("#recycle", true));
    assert_false(share_ignores("Sports day", true));
    assert_false(share_ignores("photo.jpg", false));
    assert_false(share_ignores("Partner.txt", false));
}

static void only_plain_files_are_taken(void **state)
{
    (void)state;
    folder("Notices");
    file("Notices/plain.txt", "hello");
    assert_int_equal(mkfifo(place("Notices/pipe.txt"), 0644), 0);
    assert_int_equal(symlink("/etc/passwd", place("Notices/link.txt")), 0);
    assert_int_equal(symlink("/etc", place("Notices/folder.txt")), 0);
    file("beside.jpg", "x");
    folder("Holiday");
    file("Holiday/x.jpg", "x");
    struct share_scan scan = scan_now(100);
    assert_int_equal(scan.health, SHARE_OK);
    assert_int_equal(scan.file_count, 1);
    assert_non_null(find_problem(&scan, "Notices/link.txt"));
    assert_non_null(find_problem(&scan, "Notices/folder.txt"));
    assert_null(find_problem(&scan, "Notices/pipe.txt"));
    assert_non_null(find_problem(&scan, "beside.jpg"));
    assert_non_null(find_problem(&scan, "Holiday"));
    share_scan_free(&scan);
}

static void depth_and_number_have_an_end(void **state)
{
    (void)state;
    folder("Achievements");
    folder("Achievements/a");
    folder("Achievements/a/b");
    folder("Achievements/a/b/c");
    file("Achievements/a/b/three.jpg", "x");
    file("Achievements/a/b/c/four.jpg", "x");
    struct share_scan scan = scan_now(100);
    assert_non_null(find_file(&scan, "Achievements/a/b/three.jpg"));
    assert_null(find_file(&scan, "Achievements/a/b/c/four.jpg"));
    assert_non_null(find_problem(&scan, "Achievements/a/b/c"));
    share_scan_free(&scan);
    for (int i = 0; i < 20; i++) {
        char name[40];
        snprintf(name, sizeof name, "Achievements/%d.jpg", i);
        file(name, "x");
    }
    scan = scan_now(10);
    assert_int_equal(scan.health, SHARE_OK);
    assert_int_equal(scan.file_count, 10);
    assert_non_null(find_problem(&scan, "all folders"));
    share_scan_free(&scan);
}

/* Whoever arrived last is looked at, and at every scan the same ones. */
static void of_too_many_the_latest_are_kept(void **state)
{
    (void)state;
    folder("Notices");
    folder("Achievements");
    for (int i = 0; i < 60; i++) {
        char name[40];
        snprintf(name, sizeof name, "%s/%d.txt", i % 2 == 0 ? "Notices" : "Achievements", i);
        file(name, "x");
    }
    usleep(30000); /* file systems count time in steps of some milliseconds */
    file("Notices/zz last.txt", "x");
    file("Achievements/aa last.txt", "x");
    struct share_scan first = scan_now(10);
    assert_int_equal(first.file_count, 10);
    assert_non_null(find_file(&first, "Notices/zz last.txt"));
    assert_non_null(find_file(&first, "Achievements/aa last.txt"));
    assert_non_null(find_problem(&first, "all folders"));
    for (int i = 0; i < 3; i++) {
        struct share_scan again = scan_now(10);
        assert_int_equal(again.file_count, 10);
        for (size_t f = 0; f < again.file_count; f++) {
            assert_string_equal(again.files[f].path, first.files[f].path);
        }
        share_scan_free(&again);
    }
    share_scan_free(&first);
}

static void many_wrong_things_are_counted(void **state)
{
    (void)state;
    for (int i = 0; i < 300; i++) {
        char name[40];
        snprintf(name, sizeof name, "beside %d.jpg", i);
        file(name, "x");
    }
    struct share_scan scan = scan_now(10);
    assert_int_equal(scan.file_count, 0);
    assert_int_equal(scan.problems.count, 101);
    assert_string_equal(find_problem(&scan, "the share")->reason,
                        "200 more files or folders cannot be shown.");
    share_scan_free(&scan);
}

/* ---- the same again? ---- */

/* Is everything as `before` saw it? Takes a new scan into `before` when not. */
static bool is_same(struct share_scan *before)
{
    struct share *share = share_open(root, 100);
    bool same = share_is_as(share, before);
    share_close(share);
    if (!same) {
        share_scan_free(before);
        *before = scan_now(100);
    }
    return same;
}

static void every_change_is_noticed(void **state)
{
    (void)state;
    folder("Achievements");
    folder("Achievements/Album");
    folder("Achievements/Album/Deeper");
    folder("Unknown");
    file("Achievements/a.jpg", "x");
    file("Achievements/Album/b.jpg", "x");
    file("Achievements/Album/Deeper/c.jpg", "x");
    struct share_scan scan = {0};
    assert_false(is_same(&scan)); /* nothing was scanned before */
    assert_true(is_same(&scan));
    file("Achievements/Album/Deeper/c.jpg", "xx");
    assert_false(is_same(&scan));
    const struct timespec times[2] = {{.tv_nsec = UTIME_OMIT}, {.tv_sec = 1000, .tv_nsec = 1}};
    assert_int_equal(utimensat(AT_FDCWD, place("Achievements/Album/b.jpg"), times, 0), 0);
    assert_false(is_same(&scan));
    file("Achievements/Album/new.jpg", "");
    assert_false(is_same(&scan));
    assert_int_equal(unlink(place("Achievements/Album/new.jpg")), 0);
    assert_false(is_same(&scan));
    folder("Events");
    assert_false(is_same(&scan));
    char from[1200];
    snprintf(from, sizeof from, "%s", place("Achievements/Album"));
    assert_int_equal(rename(from, place("Achievements/Other")), 0);
    assert_false(is_same(&scan));
    file("beside.jpg", "x");
    assert_false(is_same(&scan));
    /* What is never looked at plays no part: our own reports, folders of nobody's. */
    file("PROBLEMS - please read.txt", "no");
    file("Unknown/x.jpg", "x");
    assert_true(is_same(&scan));
    struct share *away = share_open("/nonexistent/share", 100);
    assert_false(share_is_as(away, &scan));
    share_close(away);
    share_scan_free(&scan);
}

static void names_are_bytes_for_opening_and_text_for_people(void **state)
{
    (void)state;
    folder("Notices");
    file("Notices/Zoe\xcc\x88.txt", "decomposed"); /* e + combining diaeresis */
    file("Notices/Caf\xe9.txt", "not UTF-8 at all");
    char long_name[300] = "Notices/";
    memset(long_name + 8, 'n', 246);
    strcpy(long_name + 254, ".txt");
    file(long_name, "long");
    struct share_scan scan = scan_now(100);
    assert_int_equal(scan.file_count, 3);
    const struct share_file *zoe = find_file(&scan, "Notices/Zo\xc3\xab.txt");
    const struct share_file *cafe = find_file(&scan, "Notices/Caf\xc3\xa9.txt");
    assert_non_null(zoe);
    assert_non_null(cafe);
    struct share *share = share_open(root, 100);
    struct share_copy copy;
    assert_int_equal(share_copy(share, zoe, &sizes, false, &copy), SHARE_COPY_OK);
    close(copy.fd);
    assert_int_equal(share_copy(share, cafe, &sizes, false, &copy), SHARE_COPY_OK);
    assert_int_equal(copy.type, FILE_TEXT);
    close(copy.fd);
    share_close(share);
    share_scan_free(&scan);
}

static void signatures_change_and_shapes_stay(void **state)
{
    (void)state;
    folder("Achievements");
    file("Achievements/one.jpg", "x");
    struct share_scan before = scan_now(100);
    assert_int_equal(rename(place("Achievements/one.jpg"), "/dev/null/x"), -1);
    char to[1200];
    snprintf(to, sizeof to, "%s", place("Achievements/two.jpg"));
    assert_int_equal(rename(place("Achievements/one.jpg"), to), 0);
    struct share_scan after = scan_now(100);
    assert_string_not_equal(before.drops[0].signature, after.drops[0].signature);
    assert_string_equal(before.drops[0].shape, after.drops[0].shape);
    share_scan_free(&before);
    file("Achievements/two.jpg", "longer");
    before = scan_now(100);
    assert_string_not_equal(before.drops[0].shape, after.drops[0].shape);
    share_scan_free(&before);
    share_scan_free(&after);
    file("Achievements/two.jpg", "");
    after = scan_now(100);
    assert_string_equal(after.drops[0].shape, ""); /* empty files are all alike */
    assert_int_equal(after.drops[0].files[0].settle, SETTLE_STUCK);
    share_scan_free(&after);
}

static void a_share_that_is_away_says_so(void **state)
{
    (void)state;
    struct settle_table table = {0};
    struct share_scan scan;
    struct share *share = share_open("/nonexistent/share", 100);
    share_scan(share, &table, &at_once, 0, &scan);
    assert_int_equal(scan.health, SHARE_AWAY);
    assert_int_equal(scan.error, ENOENT);
    share_scan_free(&scan);
    share_close(share);
    settle_free(&table);
}

static bool is_blocked(const struct share_scan *scan, const char *path)
{
    char *key = folders_drop_key(path);
    bool blocked = share_scan_blocked(scan, key);
    free(key);
    return blocked;
}

/* As an ordinary user, since root may read everything: 0 when all is as it should be. */
static int look_at_forbidden_folders(void)
{
    if (geteuid() == 0 && (setgid(65534) != 0 || setuid(65534) != 0)) {
        return 99;
    }
    struct share_scan scan = scan_now(100);
    int wrong = scan.health != SHARE_OK                           ? 1
                : find_file(&scan, "Notices/fine.txt") == NULL    ? 2
                : !is_blocked(&scan, "Events/Fair.jpg")           ? 3
                : !is_blocked(&scan, "Achievements/Secret/x.jpg") ? 4
                : is_blocked(&scan, "Achievements/Other/x.jpg")   ? 5
                : is_blocked(&scan, "Notices/fine.txt")           ? 6
                : find_problem(&scan, "Events") == NULL           ? 7
                : !is_blocked(&scan, "Learning/x.txt")            ? 8
                                                                  : 0;
    share_scan_free(&scan);
    return wrong;
}

static void a_folder_that_cannot_be_read_is_kept_apart(void **state)
{
    (void)state;
    folder("Events");
    folder("Achievements");
    folder("Achievements/Secret");
    folder("Notices");
    folder("Learning");
    file("Events/Fair.jpg", "x");
    file("Achievements/Secret/x.jpg", "x");
    file("Notices/fine.txt", "x");
    file("Learning/x.txt", "x");
    assert_int_equal(chmod(root, 0755), 0);
    assert_int_equal(chmod(place("Events"), 0), 0);
    assert_int_equal(chmod(place("Achievements/Secret"), 0), 0);
    assert_int_equal(chmod(place("Learning"), 0744), 0); /* lists, but does not let in */
    if (geteuid() != 0) {
        assert_int_equal(chmod(place("Learning"), 0400), 0);
    }
    pid_t pid = fork();
    if (pid == 0) {
        _exit(look_at_forbidden_folders());
    }
    int status = 0;
    assert_int_equal(waitpid(pid, &status, 0), pid);
    chmod(place("Events"), 0755);
    chmod(place("Achievements/Secret"), 0755);
    chmod(place("Learning"), 0755);
    assert_true(WIFEXITED(status));
    if (WEXITSTATUS(status) == 99) {
        skip();
    }
    assert_int_equal(WEXITSTATUS(status), 0);
}

/* ---- reading ---- */

static void copies_are_whole_and_read_only(void **state)
{
    (void)state;
    folder("Notices");
    file("Notices/a.txt", "abc");
    struct share_scan scan = scan_now(100);
    struct share *share = share_open(root, 100);
    struct share_copy copy;
    assert_int_equal(share_copy(share, &scan.files[0], &sizes, false, &copy), SHARE_COPY_OK);
    assert_string_equal(copy.hash,
                        "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    assert_int_equal(copy.length, 3);
    char bytes[4] = "";
    assert_int_equal(pread(copy.fd, bytes, 3, 0), 3);
    assert_string_equal(bytes, "abc");
    assert_int_equal(write(copy.fd, "x", 1), -1);
    close(copy.fd);
    file("Notices/a.txt", "changed since");
    assert_int_equal(share_copy(share, &scan.files[0], &sizes, false, &copy), SHARE_COPY_CHANGING);
    assert_int_equal(unlink(place("Notices/a.txt")), 0);
    assert_int_equal(share_copy(share, &scan.files[0], &sizes, false, &copy), SHARE_COPY_CHANGING);
    assert_int_equal(symlink("/etc/passwd", place("Notices/a.txt")), 0);
    assert_int_equal(share_copy(share, &scan.files[0], &sizes, false, &copy),
                     SHARE_COPY_UNREADABLE);
    share_close(share);
    share_scan_free(&scan);
}

static void half_filled_and_large_files_are_not_taken(void **state)
{
    (void)state;
    folder("Achievements");
    static char zeros[6000];
    memcpy(zeros, "\xff\xd8\xff\xe0", 4);
    file_with("Achievements/half.jpg", zeros, sizeof zeros);
    struct share_scan scan = scan_now(100);
    struct share *share = share_open(root, 100);
    struct share_copy copy;
    assert_int_equal(share_copy(share, &scan.files[0], &sizes, false, &copy), SHARE_COPY_CHANGING);
    assert_int_equal(share_copy(share, &scan.files[0], &sizes, true, &copy), SHARE_COPY_OK);
    assert_int_equal(copy.type, FILE_JPEG);
    close(copy.fd);
    struct share_sizes tiny = {.picture = 5999, .pdf = 1, .text = 1};
    assert_int_equal(share_copy(share, &scan.files[0], &tiny, true, &copy), SHARE_COPY_TOO_LARGE);
    assert_int_equal(copy.fd, -1);
    share_close(share);
    share_scan_free(&scan);
}

static void nothing_outside_can_be_opened(void **state)
{
    (void)state;
    folder("Notices");
    file("Notices/a.txt", "abc");
    assert_int_equal(symlink("..", place("Notices/up")), 0);
    int top = open(place("Notices"), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    int fd = beneath_open(top, "a.txt", O_RDONLY);
    assert_true(fd >= 0);
    close(fd);
    assert_int_equal(beneath_open(top, "../Notices/a.txt", O_RDONLY), -1);
    assert_int_equal(beneath_open(top, "up/Notices/a.txt", O_RDONLY), -1);
    assert_int_equal(beneath_open(top, "/etc/passwd", O_RDONLY), -1);
    close(top);
}

/* ---- what is laid out ---- */

static void folders_are_laid_out(void **state)
{
    (void)state;
    folder("Awards"); /* an alias of Achievements: no second folder for it */
    struct share_scan scan = scan_now(100);
    struct share *share = share_open(root, 100);
    assert_int_equal(share_lay_out(share, &scan), ITEM_KIND_COUNT - 1 + 1);
    share_scan_free(&scan);
    scan = scan_now(100);
    assert_true(scan.has_marker);
    assert_int_equal(scan.problems.count, 0);
    for (int kind = 0; kind < ITEM_KIND_COUNT; kind++) {
        assert_true(scan.kinds[kind]);
    }
    assert_int_equal(access(place("Achievements"), F_OK), -1);
    assert_int_equal(share_lay_out(share, &scan), 0);
    share_close(share);
    share_scan_free(&scan);
}

static void the_guide_is_foyers_own_and_examples_are_staffs(void **state)
{
    (void)state;
    folder(SHARE_MARKER);
    struct share *share = share_open(root, 100);
    assert_true(share_lay_guide(share) > 5);
    struct stat page;
    assert_int_equal(stat(place(SHARE_MARKER "/Read me first.html"), &page), 0);
    assert_true(page.st_size > 4000);
    assert_int_equal(share_lay_guide(share), 0);
    /* An older page is brought up to date; an example that was thrown away stays away. */
    file(SHARE_MARKER "/Read me first.html", "an older version");
    assert_int_equal(unlink(place(SHARE_MARKER "/Examples to copy/Theme - theme.txt")), 0);
    assert_int_equal(share_lay_guide(share), 1);
    assert_int_equal(share_lay_guide(share), 0);
    share_close(share);
}

static bool write_abc(int fd, void *context)
{
    bool *fails = context;
    return write(fd, "abc", 3) == 3 && !*fails;
}

static void reports_are_written_whole_and_follow_no_link(void **state)
{
    (void)state;
    bool fails = false;
    struct share *share = share_open(root, 100);
    assert_true(share_write(share, NULL, "Report.txt", write_abc, &fails));
    struct stat status;
    assert_int_equal(stat(place("Report.txt"), &status), 0);
    assert_int_equal(status.st_size, 3);
    assert_int_equal(status.st_mode & 0777, 0644);
    /* What fails half-way leaves the old file and nothing else. */
    file("Report.txt", "old one");
    fails = true;
    assert_false(share_write(share, NULL, "Report.txt", write_abc, &fails));
    assert_int_equal(stat(place("Report.txt"), &status), 0);
    assert_int_equal(status.st_size, 7);
    assert_int_equal(access(place(".Report.txt.new"), F_OK), -1);
    /* A link of that name is neither followed nor replaced. */
    fails = false;
    assert_true(share_remove(share, "Report.txt"));
    assert_int_equal(access(place("Report.txt"), F_OK), -1);
    assert_int_equal(symlink("/etc/hostname", place("Report.txt")), 0);
    assert_false(share_write(share, NULL, "Report.txt", write_abc, &fails));
    assert_false(share_remove(share, "Report.txt"));
    assert_true(share_remove(share, "never was there"));
    share_close(share);
}

static bool put_text(void *context, share_sink *sink, void *to)
{
    const char *text = context;
    return sink(to, text, 5) && sink(to, text + 5, strlen(text) - 5);
}

static void another_time_is_written_in_place(void **state)
{
    (void)state;
    static char page[6000], other[6000];
    memset(page, 'x', sizeof page - 1);
    memcpy(page + 20, "at 10:42", 8);
    memcpy(other, page, sizeof page);
    memcpy(other + 20, "at 11:43", 8);
    file("Page.html", page);
    struct share *share = share_open(root, 100);
    struct stat before, after;
    assert_int_equal(stat(place("Page.html"), &before), 0);
    assert_true(share_stamp(share, "Page.html", put_text, other));
    assert_int_equal(stat(place("Page.html"), &after), 0);
    assert_true(before.st_ino == after.st_ino);
    char *text = NULL;
    size_t length = 0;
    assert_true(path_read(place("Page.html"), 10000, &text, &length));
    assert_string_equal(text, other);
    free(text);
    /* A longer text, one that differs in two blocks, a link, a file that is not there: as a whole, please. */
    assert_false(share_stamp(share, "Page.html", put_text, "short text"));
    other[5000] = 'y';
    other[30] = 'y';
    assert_false(share_stamp(share, "Page.html", put_text, other));
    assert_int_equal(symlink("Page.html", place("Link.html")), 0);
    assert_false(share_stamp(share, "Link.html", put_text, page));
    assert_false(share_stamp(share, "None.html", put_text, page));
    assert_int_equal(stat(place("Page.html"), &before), 0);
    assert_int_equal(before.st_size, (int)sizeof page - 1);
    share_close(share);
}

static void waiting_ends_when_something_happens(void **state)
{
    (void)state;
    folder("Notices");
    struct settle_table table = {0};
    struct share_scan scan;
    struct share *share = share_open(root, 100);
    share_scan(share, &table, &at_once, 0, &scan);
    share_scan_free(&scan);
    file("Notices/new.txt", "x");
    int64_t start = clock_monotonic_ms();
    share_wait(share, 5000, -1);
    assert_true(clock_monotonic_ms() - start < 2000);
    start = clock_monotonic_ms();
    share_wait(share, 150, -1); /* nothing happens: the time ends it */
    assert_true(clock_monotonic_ms() - start >= 140);
    share_close(share);
    settle_free(&table);
}

#define WITH_ROOT(test) cmocka_unit_test_setup_teardown(test, make_root, remove_root)

int main(void)
{
    setenv("FOYER_ASSETS", "assets", 1); /* where tests run, whichever build it is */
    const struct CMUnitTest tests[] = {
        WITH_ROOT(files_become_drops),
        cmocka_unit_test(what_computers_leave_is_ignored),
        WITH_ROOT(only_plain_files_are_taken),
        WITH_ROOT(depth_and_number_have_an_end),
        WITH_ROOT(of_too_many_the_latest_are_kept),
        WITH_ROOT(many_wrong_things_are_counted),
        WITH_ROOT(every_change_is_noticed),
        WITH_ROOT(names_are_bytes_for_opening_and_text_for_people),
        WITH_ROOT(signatures_change_and_shapes_stay),
        cmocka_unit_test(a_share_that_is_away_says_so),
        WITH_ROOT(a_folder_that_cannot_be_read_is_kept_apart),
        WITH_ROOT(copies_are_whole_and_read_only),
        WITH_ROOT(half_filled_and_large_files_are_not_taken),
        WITH_ROOT(nothing_outside_can_be_opened),
        WITH_ROOT(folders_are_laid_out),
        WITH_ROOT(the_guide_is_foyers_own_and_examples_are_staffs),
        WITH_ROOT(reports_are_written_whole_and_follow_no_link),
        WITH_ROOT(another_time_is_written_in_place),
        WITH_ROOT(waiting_ends_when_something_happens),
    };
    return cmocka_run_group_tests_name("content/share", tests, NULL, NULL);
}
