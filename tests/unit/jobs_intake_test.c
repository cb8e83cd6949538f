/* jobs/intake: what a pass over a share costs on which nothing has changed, and what ends that rest. */
#include <dirent.h>
#include <fcntl.h>
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
#include "base/str.h"
#include "content/pictures.h"
#include "jobs/intake.h"
#include "scratch.h"

#define FILES 600
#define TODAY ((wall_t)1795000000)

/* ---- every new block of this program and its libraries is counted ---- */

static size_t allocations;

#ifndef __SANITIZE_ADDRESS__
void *__libc_malloc(size_t size);
void *__libc_calloc(size_t count, size_t size);

void *malloc(size_t size)
{
    allocations++;
    return __libc_malloc(size);
}

void *calloc(size_t nmemb, size_t size)
{
    allocations++;
    return __libc_calloc(nmemb, size);
}
#endif

/* ---- an import of its own ---- */

struct kiosk {
    char *dir;
    struct config config;
    struct intake intake;
    int64_t ms;
    bool unset; /* nobody has set its clock */
};

static void write_file(const struct kiosk *k, const char *name, const char *text)
{
    char *path = path_join(k->config.content.share, name);
    char *dir = path_dir(path);
    int fd = path_make_dirs(dir, 0755) ? open(path, O_WRONLY | O_CREAT | O_TRUNC, 0644) : -1;
    assert_true(fd >= 0);
    assert_int_equal(write(fd, text, strlen(text)), (ssize_t)strlen(text));
    close(fd);
    free(dir);
    free(path);
}

static void remove_file(const struct kiosk *k, const char *name)
{
    char *path = path_join(k->config.content.share, name);
    assert_int_equal(unlink(path), 0);
    free(path);
}

static enum intake_result pass(struct kiosk *k, wall_t now)
{
    k->ms += 3000;
    k->intake.time_is_told = true;
    k->intake.time_is_unset = k->unset;
    return intake_pass(&k->intake, now, k->ms);
}

/* Passes until nothing is left to do, and one more. */
static void come_to_rest(struct kiosk *k, wall_t now)
{
    for (int i = 0; i < 100 && pass(k, now) != INTAKE_IDLE; i++) {
    }
    assert_int_equal(pass(k, now), INTAKE_IDLE);
    assert_int_equal(pass(k, now), INTAKE_IDLE);
    assert_true(k->intake.rest.complete);
}

/* Did the last pass read everything, and not just look? */
static bool read_everything(const struct kiosk *k)
{
    return k->intake.rest.since_ms == k->ms;
}

static int open_kiosk(void **state)
{
    struct kiosk *k = xcalloc(1, sizeof *k);
    k->dir = scratch_make();
    config_defaults(&k->config);
    free(k->config.content.share);
    free(k->config.content.state);
    k->config.content.share = path_join(k->dir, "share");
    k->config.content.state = path_join(k->dir, "state");
    k->config.content.settle_seconds = 0;
    *state = k;
    return path_make_dirs(k->config.content.share, 0755) &&
                   intake_open(&k->intake, &k->config, false, -1, TODAY)
               ? 0
               : -1;
}

static int close_kiosk(void **state)
{
    struct kiosk *k = *state;
    intake_close(&k->intake);
    config_free(&k->config);
    scratch_remove(k->dir);
    free(k);
    return 0;
}

static void fill(const struct kiosk *k, int files)
{
    static const char *const folders[] = {"Events", "Notices", "Learning", "Partners/An album"};
    for (int i = 0; i < files; i++) {
        char name[80];
        snprintf(name, sizeof name, "%s/Number %d.txt", folders[i % 4], i);
        write_file(k, name, "Some words\n");
    }
}

static size_t open_files(void)
{
    size_t count = 0;
    DIR *folder = opendir("/proc/self/fd");
    assert_non_null(folder);
    while (readdir(folder) != NULL) {
        count++;
    }
    closedir(folder);
    return count;
}

/* ---- the tests ---- */

static void an_idle_pass_takes_and_writes_nothing(void **state)
{
    struct kiosk *k = *state;
    fill(k, FILES);
    come_to_rest(k, TODAY);
    assert_int_equal(k->intake.scan.file_count, FILES);
    char *db = path_join(k->config.content.state, "catalogue.db");
    char *wal = path_join(k->config.content.state, "catalogue.db-wal");
    struct stat before[2];
    struct stat after[2];
    assert_int_equal(stat(db, &before[0]) + stat(wal, &before[1]), 0);
    int64_t generation = catalogue_generation(k->intake.catalogue);
    size_t descriptors = open_files();
    for (int i = 0; i < 5; i++) {
        size_t taken = allocations;
        assert_int_equal(pass(k, TODAY + i), INTAKE_IDLE);
        taken = allocations - taken;
        assert_false(read_everything(k));
        /* Reading a folder takes a buffer; nothing is taken for a file. */
        assert_true(taken < FILES / 6);
    }
    assert_int_equal(stat(db, &after[0]) + stat(wal, &after[1]), 0);
    for (int i = 0; i < 2; i++) {
        assert_int_equal(before[i].st_size, after[i].st_size);
        assert_memory_equal(&before[i].st_mtim, &after[i].st_mtim, sizeof before[i].st_mtim);
    }
    assert_int_equal(catalogue_generation(k->intake.catalogue), generation);
    assert_int_equal(open_files(), descriptors);
    /* A minute later nothing is, either (that was 20 MB a day). An hour later the time of the
     * last look is written; the screen is not told. */
    assert_int_equal(pass(k, TODAY + 60), INTAKE_IDLE);
    assert_int_equal(stat(wal, &after[1]), 0);
    assert_memory_equal(&before[1].st_mtim, &after[1].st_mtim, sizeof before[1].st_mtim);
    assert_int_equal(pass(k, TODAY + 3600), INTAKE_IDLE);
    assert_false(read_everything(k));
    assert_int_equal(stat(wal, &after[1]), 0);
    assert_memory_not_equal(&before[1].st_mtim, &after[1].st_mtim, sizeof before[1].st_mtim);
    assert_int_equal(catalogue_generation(k->intake.catalogue), generation);
    free(db);
    free(wal);
}

static void changed_at(struct kiosk *k, wall_t when)
{
    wall_t said = WALL_NONE;
    char *text = catalogue_fact(k->intake.catalogue, "last_changed");
    assert_non_null(text);
    assert_true(wall_from_iso(text, &said, NULL));
    assert_int_equal(said, when);
    free(text);
}

/* What the staff screen tells of the last import. */
static void the_time_of_the_last_change_is_kept_and_of_that_alone(void **state)
{
    struct kiosk *k = *state;
    wall_t hour = TODAY - TODAY % 3600;
    fill(k, 2);
    come_to_rest(k, hour + 61);
    changed_at(k, hour + 60);
    come_to_rest(k, hour + 7200); /* looked at again, and nothing new */
    changed_at(k, hour + 60);
    write_file(k, "Events/Number 0.txt", "Other words\n");
    come_to_rest(k, hour + 9000);
    changed_at(k, hour + 9000);
    remove_file(k, "Events/Number 0.txt");
    come_to_rest(k, hour + 9600);
    changed_at(k, hour + 9600);
}

static void whatever_changes_ends_the_rest(void **state)
{
    struct kiosk *k = *state;
    fill(k, 8);
    come_to_rest(k, TODAY);
    write_file(k, "Partners/An album/New.txt", "new\n");
    assert_int_equal(pass(k, TODAY), INTAKE_IDLE);
    assert_true(read_everything(k));
    come_to_rest(k, TODAY);
    write_file(k, "Events/Number 0.txt", "Other words\n");
    (void)pass(k, TODAY);
    assert_true(read_everything(k));
    come_to_rest(k, TODAY);
    /* A text that goes has a moment of grace, in which nothing rests. */
    remove_file(k, "Events/Number 0.txt");
    assert_int_equal(pass(k, TODAY), INTAKE_WAITING);
    assert_int_not_equal(intake_due_ms(&k->intake), INT64_MAX);
    assert_int_equal(pass(k, TODAY), INTAKE_IDLE);
    assert_true(read_everything(k));
    assert_int_equal(k->intake.taken_down, 1);
    come_to_rest(k, TODAY);
    /* Each day calendars show one day more; and now and then everything is looked at anyway. */
    assert_int_equal(pass(k, TODAY + WALL_DAY), INTAKE_IDLE);
    assert_true(read_everything(k));
    assert_int_equal(pass(k, TODAY + WALL_DAY), INTAKE_IDLE);
    assert_false(read_everything(k));
    k->ms += 3600000;
    assert_int_equal(pass(k, TODAY + WALL_DAY), INTAKE_IDLE);
    assert_true(read_everything(k));
}

static void what_settles_is_waited_for(void **state)
{
    struct kiosk *k = *state;
    k->intake.rules = settle_rules_for(3, false);
    fill(k, 4);
    assert_int_equal(pass(k, TODAY), INTAKE_WAITING);
    come_to_rest(k, TODAY);
    write_file(k, "Events/Empty.txt", "");
    assert_int_equal(pass(k, TODAY), INTAKE_WAITING);
    for (int i = 0; i < 9; i++) {
        assert_int_equal(pass(k, TODAY), INTAKE_WAITING); /* the same look, and time passes */
    }
    assert_int_equal(pass(k, TODAY), INTAKE_IDLE);
    assert_int_equal(k->intake.added, 5);
}

static void half_a_picture_gets_time_to_become_whole(void **state)
{
    struct kiosk *k = *state;
    k->intake.rules = settle_rules_for(3, false);
    const char whole[] = "<svg xmlns='http://www.w3.org/2000/svg' width='40' height='30'>"
                         "<rect width='40' height='30' fill='red'/></svg>";
    char *half = xstrndup(whole, sizeof whole - 20);
    write_file(k, "Achievements/Choir.svg", half);
    write_file(k, "Achievements/Band.svg", half);
    for (int i = 0; i < 38; i++) { /* nearly two minutes, most of them settled */
        assert_int_equal(pass(k, TODAY), INTAKE_WAITING);
    }
    assert_int_equal(k->intake.refused, 0);
    write_file(k, "Achievements/Choir.svg", whole);
    for (int i = 0; i < 4; i++) {
        (void)pass(k, TODAY);
    }
    assert_int_equal(k->intake.added, 1);
    assert_int_equal(k->intake.refused, 1); /* nothing more came of the other one */
    come_to_rest(k, TODAY);
    free(half);
}

static void a_catalogue_made_anew_is_filled(void **state)
{
    struct kiosk *k = *state;
    fill(k, 8);
    come_to_rest(k, TODAY);
    char *db = path_join(k->config.content.state, "catalogue.db");
    scratch_ruin(db, 50000);
    come_to_rest(k, TODAY);
    struct drop_known_list known;
    assert_true(catalogue_drops(k->intake.catalogue, &known));
    assert_int_equal(known.count, 7); /* six texts and an album */
    drop_known_list_free(&known);
    free(db);
}

static void a_share_that_goes_away_is_noticed(void **state)
{
    struct kiosk *k = *state;
    fill(k, 8);
    come_to_rest(k, TODAY);
    char *away = path_join(k->dir, "away");
    assert_int_equal(rename(k->config.content.share, away), 0);
    assert_int_equal(pass(k, TODAY), INTAKE_AWAY);
    assert_int_equal(mkdir(k->config.content.share, 0755), 0); /* a mount point without its share */
    assert_int_equal(pass(k, TODAY), INTAKE_AWAY);
    assert_int_equal(rmdir(k->config.content.share), 0);
    assert_int_equal(rename(away, k->config.content.share), 0);
    assert_int_equal(pass(k, TODAY), INTAKE_IDLE);
    assert_true(read_everything(k));
    char *said = catalogue_fact(k->intake.catalogue, "share");
    assert_string_equal(said, "ok");
    assert_int_equal(k->intake.taken_down, 0);
    free(said);
    free(away);
}

/* Somebody moves a file out and back while the pass runs: its end must not be taken for rest. */
static void a_glance_that_saw_something_else_ends_the_rest(void **state)
{
    struct kiosk *k = *state;
    fill(k, 8);
    come_to_rest(k, TODAY);
    char *from = path_join(k->config.content.share, "Events/Number 0.txt");
    char *to = path_join(k->dir, "aside.txt");
    k->intake.looked_ms = 0;
    intake_glance(&k->intake);
    assert_false(k->intake.unlike);
    assert_int_equal(rename(from, to), 0);
    k->intake.looked_ms = 0;
    intake_glance(&k->intake);
    assert_true(k->intake.unlike);
    assert_int_equal(rename(to, from), 0);
    come_to_rest(k, TODAY);
    assert_false(k->intake.unlike);
    assert_int_equal(k->intake.missing_count, 0);
    free(from);
    free(to);
}

static void renamed_drops_keep_their_items(void **state)
{
    struct kiosk *k = *state;
    for (int i = 0; i < 40; i++) {
        char name[60];
        char text[60];
        snprintf(name, sizeof name, "Notices/%02d before.txt", i);
        memset(text, 'x', sizeof text);
        text[i + 1] = '\0'; /* sizes tell them apart */
        write_file(k, name, text);
    }
    come_to_rest(k, TODAY);
    for (int i = 0; i < 40; i++) {
        char name[60];
        snprintf(name, sizeof name, "Notices/%02d before.txt", i);
        char *from = path_join(k->config.content.share, name);
        snprintf(name, sizeof name, "Notices/%02d after.txt", (i * 7) % 40);
        char *to = path_join(k->config.content.share, name);
        assert_int_equal(rename(from, to), 0);
        free(from);
        free(to);
    }
    come_to_rest(k, TODAY);
    assert_int_equal(k->intake.taken_down, 0);
    struct drop_known_list known;
    assert_true(catalogue_drops(k->intake.catalogue, &known));
    assert_int_equal(known.count, 40);
    drop_known_list_free(&known);
}

/* The moment at which each item was first seen must be that. */
static void expect_first_seen(const struct kiosk *k, size_t count, wall_t expected)
{
    struct item_list items = {0};
    assert_true(catalogue_items(k->intake.catalogue, &items));
    assert_int_equal(items.count, count);
    for (size_t i = 0; i < items.count; i++) {
        assert_int_equal(items.items[i].first_seen, expected);
    }
    item_list_free(&items);
}

/* A false start in 1970, at yesterday's time or in 2040: what is dropped then is taken in, and dated when the
 * time is known. */
static void what_came_without_a_clock_is_dated_later(void **state)
{
    struct kiosk *k = *state;
    write_file(k, "Events/Old.txt", "Known for long\n");
    come_to_rest(k, TODAY);
    const wall_t starts[] = {600, TODAY - WALL_DAY, TODAY + 14 * 365 * WALL_DAY};
    for (int i = 0; i < 3; i++) {
        char name[60];
        snprintf(name, sizeof name, "Events/New %d.txt", i);
        k->unset = true;
        write_file(k, name, "words\n");
        come_to_rest(k, starts[i]);
        assert_false(k->intake.clock_is_sure);
        assert_int_equal(k->intake.now, TODAY); /* time stands still */
        k->unset = false;
        come_to_rest(k, TODAY);
        assert_true(k->intake.clock_is_sure);
        expect_first_seen(k, (size_t)i + 2, TODAY);
        remove_file(k, name);
        write_file(k, name, "words, and more of them\n");
        come_to_rest(k, TODAY);
    }
    assert_int_equal(k->intake.taken_down, 0);
}

/* What was known for long and is only changed without a clock stays as old as it is. */
static void what_is_changed_without_a_clock_stays_old(void **state)
{
    struct kiosk *k = *state;
    fill(k, 8);
    write_file(k, "Events/Old.txt", "Known for long\n");
    come_to_rest(k, TODAY - 9 * WALL_DAY);
    size_t added = k->intake.added;
    k->unset = true;
    write_file(k, "Events/Old.txt", "Known for long, in other words\n");
    come_to_rest(k, 600);
    assert_int_equal(k->intake.added, added + 1);
    k->unset = false;
    come_to_rest(k, TODAY);
    assert_int_equal(k->intake.added, added + 2); /* it is read again, but seen before */
    struct item_list items = {0};
    assert_true(catalogue_items(k->intake.catalogue, &items));
    expect_first_seen(k, items.count, TODAY - 9 * WALL_DAY);
    item_list_free(&items);
}

/* Whom the school does not want to show is not shown: whatever the clock says. */
static void a_name_on_the_list_counts_without_a_clock(void **state)
{
    struct kiosk *k = *state;
    char *list = path_join(k->dir, "list.txt");
    free(k->config.privacy.do_not_show);
    k->config.privacy.do_not_show = list;
    write_file(k, "Achievements/Anna Klein plays.txt", "The violin.\n");
    write_file(k, "Achievements/The band plays.txt", "Loudly.\n");
    come_to_rest(k, TODAY);
    expect_first_seen(k, 2, TODAY);
    const char *const names[] = {"Anna Klein\n", "\n"};
    for (int i = 0; i < 2; i++) {
        k->unset = true;
        assert_true(path_write_atomic(list, names[i], strlen(names[i]), 0600));
        come_to_rest(k, 600);
        assert_false(k->intake.clock_is_sure);
        struct item_list items = {0};
        assert_true(catalogue_items(k->intake.catalogue, &items));
        assert_int_equal(items.count, i + 1);
        item_list_free(&items);
        come_to_rest(k, 600);
    }
}

/* The network itself said 2040: one drop that was seen then must not spoil anything later. */
static void what_a_clock_ahead_has_dated_is_dated_anew(void **state)
{
    struct kiosk *k = *state;
    wall_t ahead = TODAY + 14 * 365 * WALL_DAY;
    fill(k, 8);
    come_to_rest(k, ahead);
    struct item_list items = {0};
    assert_true(catalogue_items(k->intake.catalogue, &items));
    size_t count = items.count;
    item_list_free(&items);
    expect_first_seen(k, count, ahead);
    come_to_rest(k, TODAY);
    assert_true(k->intake.clock_is_sure);
    expect_first_seen(k, count, TODAY);
    assert_int_equal(k->intake.taken_down, 0);
}

/* Away since 2040 would never be three days. */
static void away_since_is_never_to_come(void **state)
{
    struct kiosk *k = *state;
    fill(k, 4);
    come_to_rest(k, TODAY);
    char *away = path_join(k->dir, "away");
    assert_int_equal(rename(k->config.content.share, away), 0);
    static const char *const said[] = {"away since 2040-11-19T10:42", "away since 2026-11-23T10:42",
                                       "away since 2026-11-23T10:42"};
    const wall_t clocks[] = {wall_from_civil((struct civil){2040, 11, 19, 10, 42, 0}),
                             wall_from_civil((struct civil){2026, 11, 23, 10, 42, 0}),
                             wall_from_civil((struct civil){2026, 11, 24, 10, 42, 0})};
    for (int i = 0; i < 3; i++) {
        assert_int_equal(pass(k, clocks[i]), INTAKE_AWAY);
        char *fact = catalogue_fact(k->intake.catalogue, "share");
        assert_string_equal(fact, said[i]);
        free(fact);
    }
    free(away);
}

/* Whoever starts next, in whatever year, knows at least that. */
static void the_note_outlives_a_restart(void **state)
{
    struct kiosk *k = *state;
    fill(k, 4);
    come_to_rest(k, TODAY);
    come_to_rest(k, TODAY + 7200);
    intake_close(&k->intake);
    assert_true(intake_open(&k->intake, &k->config, false, -1, 600));
    k->unset = true;
    come_to_rest(k, 600);
    assert_false(k->intake.clock_is_sure);
    assert_int_equal(k->intake.now, TODAY + 7200);
    assert_int_equal(k->intake.taken_down, 0);
}

#define ON_A_KIOSK(test) cmocka_unit_test_setup_teardown(test, open_kiosk, close_kiosk)

int main(void)
{
    const struct CMUnitTest tests[] = {
        ON_A_KIOSK(an_idle_pass_takes_and_writes_nothing),
        ON_A_KIOSK(the_time_of_the_last_change_is_kept_and_of_that_alone),
        ON_A_KIOSK(whatever_changes_ends_the_rest),
        ON_A_KIOSK(what_settles_is_waited_for),
        ON_A_KIOSK(half_a_picture_gets_time_to_become_whole),
        ON_A_KIOSK(a_catalogue_made_anew_is_filled),
        ON_A_KIOSK(a_share_that_goes_away_is_noticed),
        ON_A_KIOSK(a_glance_that_saw_something_else_ends_the_rest),
        ON_A_KIOSK(renamed_drops_keep_their_items),
        ON_A_KIOSK(what_came_without_a_clock_is_dated_later),
        ON_A_KIOSK(what_is_changed_without_a_clock_stays_old),
        ON_A_KIOSK(a_name_on_the_list_counts_without_a_clock),
        ON_A_KIOSK(what_a_clock_ahead_has_dated_is_dated_anew),
        ON_A_KIOSK(away_since_is_never_to_come),
        ON_A_KIOSK(the_note_outlives_a_restart),
    };
    return cmocka_run_group_tests_name("jobs/intake", tests, NULL, NULL);
}
