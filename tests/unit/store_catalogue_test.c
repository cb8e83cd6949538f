/* The catalogue: what is put comes back, ids stay, damage heals. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/alloc.h"
#include "base/path.h"
#include "scratch.h"
#include "store/catalogue.h"

#define NOW ((wall_t)1795000000)

static struct catalogue *open_writer(void **state)
{
    struct catalogue *c = catalogue_open(*state, CATALOGUE_WRITE, NOW, NULL);
    assert_non_null(c);
    return c;
}

static struct drop make_drop(const char *key, const char *signature)
{
    return (struct drop){.key = xstrdup(key),
                         .source = xstrdup(key),
                         .signature = xstrdup(signature),
                         .first_seen = WALL_NONE};
}

static void add_item(struct drop *drop, int number, const char *title)
{
    struct item item = item_make(ITEM_EVENT);
    free(item.key);
    item.key = xasprintf("%s#%d", drop->key, number);
    item_set(&item.source, drop->source);
    item_set(&item.title, title);
    item_list_add(&drop->items, item);
}

static void put_one(struct catalogue *c, const char *key, const char *title)
{
    struct drop drop = make_drop(key, "1");
    add_item(&drop, 0, title);
    assert_true(catalogue_put(c, &drop, NOW));
    drop_free(&drop);
}

static void every_field_comes_back(void **state)
{
    struct catalogue *c = open_writer(state);
    struct drop drop = make_drop("events/fair", "sig");
    add_item(&drop, 0, "Winter f\xC3\xAAte 'quoted' \"twice\"");
    struct item *item = &drop.items.items[0];
    char **const texts[] = {&item->text,  &item->where,      &item->when,   &item->contact,
                            &item->needs, &item->skills,     &item->takes,  &item->training,
                            &item->link,  &item->class_name, &item->credit, &item->is_not};
    for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++) {
        char value[32];
        snprintf(value, sizeof value, "text %zu;--", i);
        item_set(texts[i], value);
    }
    item->starts = NOW;
    item->ends = NOW + 7200;
    item->show_until = NOW + 9000;
    item->urgent = true;
    item->places = 12;
    item->helpers = 3;
    item_add_picture(item, "abc", 1920, 1080);
    item_add_picture(item, "abc-2", 10, 20);
    item_add_translation(item, "pl", "Kiermasz", NULL);
    item_add_translation(item, "ar", NULL, "text");
    assert_true(catalogue_put(c, &drop, NOW));

    struct item_list list = {0};
    assert_true(catalogue_items(c, &list));
    assert_int_equal(list.count, 1);
    struct item *back = &list.items[0];
    char **const backs[] = {&back->text,  &back->where,      &back->when,   &back->contact,
                            &back->needs, &back->skills,     &back->takes,  &back->training,
                            &back->link,  &back->class_name, &back->credit, &back->is_not};
    for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++) {
        assert_string_equal(*texts[i], *backs[i]);
    }
    assert_true(back->id > 0);
    assert_string_equal(back->key, "events/fair#0");
    assert_string_equal(back->title, item->title);
    assert_int_equal(back->kind, ITEM_EVENT);
    assert_int_equal(back->starts, NOW);
    assert_int_equal(back->ends, NOW + 7200);
    assert_true(back->show_from == WALL_NONE);
    assert_int_equal(back->show_until, NOW + 9000);
    assert_true(back->urgent);
    assert_false(back->all_day);
    assert_int_equal(back->places, 12);
    assert_int_equal(back->helpers, 3);
    assert_int_equal(back->first_seen, NOW);
    assert_int_equal(back->picture_count, 2);
    assert_string_equal(back->pictures[1].hash, "abc-2");
    assert_int_equal(back->pictures[1].height, 20);
    assert_int_equal(back->translation_count, 2);
    assert_string_equal(item_title(back, "pl"), "Kiermasz");
    assert_string_equal(item_text(back, "ar"), "text");
    assert_string_equal(item_title(back, "ar"), back->title);
    struct hash_list hashes = {0};
    assert_true(catalogue_pictures(c, &hashes));
    assert_int_equal(hashes.count, 2);
    hash_list_free(&hashes);
    item_list_free(&list);
    drop_free(&drop);
    catalogue_close(c);
}

static void ids_stay_and_what_is_gone_goes(void **state)
{
    struct catalogue *c = open_writer(state);
    struct drop drop = make_drop("events/table", "1");
    add_item(&drop, 0, "a");
    add_item(&drop, 1, "b");
    add_item(&drop, 2, "c");
    item_add_picture(&drop.items.items[1], "gone", 1, 1);
    assert_true(catalogue_put(c, &drop, NOW));
    struct item_list before = {0};
    assert_true(catalogue_items(c, &before));
    int64_t generation = catalogue_generation(c);

    struct drop next = make_drop("events/table", "2");
    next.first_seen = NOW + 500; /* that of a known drop is kept */
    add_item(&next, 2, "c changed");
    add_item(&next, 0, "a");
    assert_true(catalogue_put(c, &next, NOW + 500));
    assert_true(catalogue_generation(c) != generation);
    struct item_list after = {0};
    assert_true(catalogue_items(c, &after));
    assert_int_equal(after.count, 2);
    assert_string_equal(after.items[0].title, "c changed"); /* in the drop's order */
    assert_int_equal(after.items[0].id, before.items[2].id);
    assert_int_equal(after.items[1].id, before.items[0].id);
    assert_int_equal(after.items[0].first_seen, NOW);
    struct hash_list hashes = {0};
    assert_true(catalogue_pictures(c, &hashes));
    assert_int_equal(hashes.count, 0);
    struct drop_known_list known = {0};
    assert_true(catalogue_drops(c, &known));
    assert_int_equal(known.count, 1);
    assert_string_equal(known.drops[0].signature, "2");
    assert_int_equal(known.drops[0].first_seen, NOW);
    drop_known_list_free(&known);
    item_list_free(&before);
    item_list_free(&after);
    drop_free(&drop);
    drop_free(&next);
    catalogue_close(c);
}

static void a_failed_version_keeps_the_good_one(void **state)
{
    struct catalogue *c = open_writer(state);
    put_one(c, "notices/a", "good");
    int64_t generation = catalogue_generation(c);
    struct drop bad = make_drop("notices/a", "2");
    bad.failed = true;
    problem_add(&bad.problems, "Notices/a.txt", PROBLEM_NOT_SHOWN, "it is torn", "copy it again");
    assert_true(catalogue_put(c, &bad, NOW + 60));
    assert_true(catalogue_put(c, &bad, NOW + 120)); /* still: since when stays */
    assert_true(catalogue_is_at(c, generation));
    assert_false(catalogue_is_at(c, generation + 1));
    assert_int_equal(catalogue_generation(c), generation);
    struct item_list list = {0};
    assert_true(catalogue_items(c, &list));
    assert_int_equal(list.count, 1);
    struct problem_list problems = {0};
    assert_true(catalogue_problems(c, &problems));
    assert_int_equal(problems.count, 1);
    assert_string_equal(problems.problems[0].advice, "copy it again");
    assert_int_equal(problems.problems[0].weight, PROBLEM_NOT_SHOWN);
    assert_int_equal(problems.problems[0].since, NOW + 60);
    problem_list_free(&problems);
    put_one(c, "notices/a", "good again");
    assert_true(catalogue_problems(c, &problems));
    assert_int_equal(problems.count, 0);
    problem_list_free(&problems);
    item_list_free(&list);
    drop_free(&bad);
    catalogue_close(c);
}

static void taking_down_leaves_no_trace_on_the_disk(void **state)
{
    struct catalogue *c = open_writer(state);
    put_one(c, "achievements/secret", "Unmistakable words of a title");
    assert_true(catalogue_take_down(c, "achievements/secret"));
    assert_true(catalogue_take_down(c, "achievements/secret"));
    assert_true(catalogue_tidy(c));
    struct item_list list = {0};
    assert_true(catalogue_items(c, &list));
    assert_int_equal(list.count, 0);
    catalogue_close(c);
    char *path = path_join(*state, "catalogue.db");
    char *data = NULL;
    size_t length = 0;
    assert_true(path_read(path, 1 << 24, &data, &length));
    assert_null(memmem(data, length, "Unmistakable", 12));
    struct stat st;
    assert_int_equal(stat(path, &st), 0);
    assert_int_equal(st.st_mode & 0777, 0600);
    free(data);
    free(path);
}

static void a_rename_keeps_ids(void **state)
{
    struct catalogue *c = open_writer(state);
    put_one(c, "events/old name", "a");
    put_one(c, "events/taken", "b");
    struct item_list before = {0}, after = {0};
    assert_true(catalogue_items(c, &before));
    assert_false(catalogue_rename(c, "events/old name", "events/taken"));
    assert_false(catalogue_rename(c, "events/unknown", "events/x"));
    assert_true(catalogue_rename(c, "events/old name", "events/new"));
    put_one(c, "events/new", "a, renamed");
    assert_true(catalogue_items(c, &after));
    assert_int_equal(after.count, 2);
    const struct item *was = item_list_by_key(&before, "events/old name#0");
    const struct item *is = item_list_by_key(&after, "events/new#0");
    assert_non_null(was);
    assert_non_null(is);
    assert_int_equal(was->id, is->id);
    assert_string_equal(is->title, "a, renamed");
    item_list_free(&before);
    item_list_free(&after);
    catalogue_close(c);
}

static void what_was_decoded_is_remembered(void **state)
{
    struct catalogue *c = open_writer(state);
    struct decoded_page pages[2] = {{"h", 100, 50}, {"h-2", 80, 40}};
    struct decoded_page *back = NULL;
    size_t count = 0;
    char *refused = NULL;
    assert_false(catalogue_recall(c, "h", &back, &count, &refused));
    assert_true(catalogue_remember(c, "h", pages, 2, NULL));
    assert_true(catalogue_remember(c, "h", pages, 2, NULL));
    assert_true(catalogue_recall(c, "h", &back, &count, &refused));
    assert_int_equal(count, 2);
    assert_null(refused);
    assert_string_equal(back[1].hash, "h-2");
    assert_int_equal(back[1].width, 80);
    free(back);
    assert_true(catalogue_remember(c, "h", NULL, 0, "it is torn"));
    assert_true(catalogue_recall(c, "h", &back, &count, &refused));
    assert_int_equal(count, 0);
    assert_string_equal(refused, "it is torn");
    free(refused);
    assert_true(catalogue_set_fact(c, "share", "ok"));
    assert_true(catalogue_set_fact(c, "share", "away"));
    char *fact = catalogue_fact(c, "share");
    assert_string_equal(fact, "away");
    assert_null(catalogue_fact(c, "nothing"));
    free(fact);
    catalogue_close(c);
}

static bool is_remembered(struct catalogue *c, const char *hash)
{
    struct decoded_page *pages = NULL;
    size_t count = 0;
    char *refused = NULL;
    bool known = catalogue_recall(c, hash, &pages, &count, &refused);
    free(pages);
    free(refused);
    return known;
}

/* The simulated year found it: a school's photos come and go, and each left a row behind for good. */
static void what_nobody_shows_any_more_is_not_remembered_for_ever(void **state)
{
    struct catalogue *c = open_writer(state);
    struct decoded_page page = {"gone", 100, 50}, other = {"kept", 100, 50};
    char *name = xstrdup("kept");
    struct hash_list kept = {.hashes = &name, .count = 1};
    assert_true(catalogue_remember(c, "gone", &page, 1, NULL));
    assert_true(catalogue_remember(c, "kept", &other, 1, NULL));
    assert_true(catalogue_remember(c, "torn", NULL, 0, "it is torn"));
    assert_true(catalogue_forget_decoded(c, &kept));
    assert_false(is_remembered(c, "gone"));
    assert_true(is_remembered(c, "kept"));
    assert_true(is_remembered(c, "torn"));
    assert_true(catalogue_forget_decoded(c, NULL));
    assert_false(is_remembered(c, "kept"));
    free(name);
    catalogue_close(c);
}

static void a_damaged_one_is_put_aside(void **state)
{
    char *path = path_join(*state, "catalogue.db");
    static const size_t sizes[] = {100, 5000, 40960};
    for (size_t i = 0; i < 3; i++) {
        scratch_ruin(path, sizes[i]);
        assert_null(catalogue_open(*state, CATALOGUE_READ, NOW, NULL));
        struct str note = {0};
        struct catalogue *c = catalogue_open(*state, CATALOGUE_WRITE, NOW + (wall_t)i, &note);
        assert_non_null(c);
        assert_non_null(note.data);
        assert_non_null(strstr(note.data, "catalogue.db.damaged-"));
        char *fact = catalogue_fact(c, "note");
        assert_string_equal(fact, note.data);
        put_one(c, "events/x", "after");
        free(fact);
        str_free(&note);
        catalogue_close(c);
    }
    free(path);
}

/* A reader and the writer go on when the file is ruined or taken away under them. */
static void damage_under_running_processes_heals(void **state)
{
    char *path = path_join(*state, "catalogue.db");
    for (int ruin = 0; ruin < 2; ruin++) {
        struct catalogue *writer = open_writer(state);
        put_one(writer, "events/x", "before");
        struct catalogue *reader = catalogue_open(*state, CATALOGUE_READ, NOW, NULL);
        assert_non_null(reader);
        int64_t generation = catalogue_generation(reader);
        if (ruin) {
            scratch_ruin(path, 20000);
        } else {
            assert_int_equal(unlink(path), 0);
        }
        struct item_list list = {0};
        assert_false(catalogue_items(reader, &list));
        assert_int_equal(catalogue_generation(reader), generation);
        struct drop_known_list known = {0};
        assert_true(catalogue_drops(writer, &known));
        assert_int_equal(known.count, 0); /* made anew: import reads everything again */
        drop_known_list_free(&known);
        put_one(writer, "events/x", "after");
        assert_true(catalogue_generation(reader) != generation);
        assert_true(catalogue_items(reader, &list));
        assert_int_equal(list.count, 1);
        assert_string_equal(list.items[0].title, "after");
        item_list_free(&list);
        catalogue_close(reader);
        catalogue_close(writer);
    }
    free(path);
}

static void readers_wait_for_a_catalogue(void **state)
{
    assert_null(catalogue_open(*state, CATALOGUE_READ, NOW, NULL));
    char *missing = path_join(*state, "made/by/import");
    struct catalogue *c = catalogue_open(missing, CATALOGUE_WRITE, NOW, NULL);
    assert_non_null(c);
    catalogue_close(c);
    free(missing);
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
        SCRATCHED(every_field_comes_back),
        SCRATCHED(ids_stay_and_what_is_gone_goes),
        SCRATCHED(a_failed_version_keeps_the_good_one),
        SCRATCHED(taking_down_leaves_no_trace_on_the_disk),
        SCRATCHED(a_rename_keeps_ids),
        SCRATCHED(what_was_decoded_is_remembered),
        SCRATCHED(what_nobody_shows_any_more_is_not_remembered_for_ever),
        SCRATCHED(a_damaged_one_is_put_aside),
        SCRATCHED(damage_under_running_processes_heals),
        SCRATCHED(readers_wait_for_a_catalogue),
    };
    return cmocka_run_group_tests_name("store/catalogue", tests, NULL, NULL);
}
