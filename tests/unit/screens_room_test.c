/* Pages with much to say: an item's text and facts are read to their end, page by page, and nothing is missed;
 * letters give way where they must, and larger ones are never smaller. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdio.h>
#include <string.h>

#include "base/str.h"
#include "screens/app.h"

static float width(void *context, struct font font, const char *text, size_t length)
{
    (void)context;
    (void)text;
    return font.size * 0.5f * (float)length;
}

static struct font_metrics metrics(void *context, struct font font)
{
    (void)context;
    return (struct font_metrics){font.size, font.size * 1.25f, font.size * 0.7f};
}

/* Breaks at blanks. */
static size_t wrap(void *context, struct font font, const char *text, float room,
                   struct text_line *lines, size_t limit)
{
    size_t count = 0, start = 0;
    size_t most = (size_t)(room / (font.size * 0.5f));
    most = most < 1 ? 1 : most;
    while (text[start] != '\0') {
        size_t length = strlen(text + start), rest = length;
        if (length > most) {
            length = most;
            while (length > 1 && text[start + length] != ' ') {
                length--;
            }
            length = length > 1 ? length : most;
        }
        if (count < limit) {
            lines[count] =
                (struct text_line){start, length, width(context, font, text + start, length)};
        }
        count++;
        start += length < rest && text[start + length] == ' ' ? length + 1 : length;
    }
    return count;
}

static const wall_t NOW = 1795600000;

/* An event with that many words and every fact there is, opened. */
static void open_event(struct app *app, const struct config *config, int words)
{
    struct item item = item_make(ITEM_EVENT);
    struct str text = {0};
    for (int i = 0; i < words; i++) {
        str_printf(&text, "%sword%d", i > 0 ? " " : "", i);
    }
    item.id = 1;
    item_set(&item.title, "Fair");
    item_set(&item.text, text.data != NULL ? text.data : "");
    item_set(&item.where, "The hall behind the old gate");
    item_set(&item.needs, "a background check, which we help with, and clean hands");
    item_set(&item.takes, "one hour");
    item_set(&item.contact, "Ms Lee");
    item.starts = NOW + WALL_DAY;
    item.helpers = 12;
    str_free(&text);
    struct item_list items = {0};
    item_list_add(&items, item);
    app_start(app, config, 1280, 800);
    app_items(app, items, NOW, 0);
    app_act(app, (struct action){VERB_ITEM, 1}, NOW, 1000);
}

static const struct node *reads_on(const struct tree *tree, const char *label)
{
    const struct node *node = tree_find(tree, label, true);
    return node != NULL && node->action.verb == VERB_PAGE ? node : NULL;
}

/* Reads to the end and collects everything that was said; returns how many pages it took. */
static int read_all(struct app *app, struct str *said, bool *where_first)
{
    struct draw_list draw = {0};
    struct tree tree = {0};
    struct text_engine text = {NULL, width, metrics, wrap};
    int pages = 0;
    for (bool more = true; more && pages < 100; pages++) {
        app_view(app, &draw, &tree, text, (struct action){0}, NOW, 100000);
        for (size_t i = 0; i < tree.count; i++) {
            assert_false(tree.nodes[i].clipped);
            str_printf(said, "%s ", tree_label(&tree, &tree.nodes[i]));
        }
        if (pages == 0) {
            *where_first = tree_find(&tree, "The hall behind the old gate", false) != NULL;
        }
        const struct node *next = reads_on(&tree, "Read on");
        more = next != NULL;
        assert_true((pages == 0) == (reads_on(&tree, "Page before") == NULL));
        if (more) {
            app_act(app, next->action, NOW, 1000 + pages);
        }
    }
    draw_free(&draw);
    tree_free(&tree);
    return pages;
}

static void check(int words, bool larger, bool many_pages)
{
    struct config config;
    struct app app;
    struct str said = {0};
    bool where_first = false;
    config_defaults(&config);
    open_event(&app, &config, words);
    for (int i = 0; larger && i < 2; i++) {
        app_act(&app, (struct action){VERB_LARGER, 0}, NOW, 1000);
    }
    int pages = read_all(&app, &said, &where_first);
    assert_true(many_pages ? pages > 1 : pages == 1);
    assert_true(where_first);
    for (int i = 0; i < words; i++) {
        char word[20];
        snprintf(word, sizeof word, "word%d ", i);
        assert_non_null(strstr(said.data, word));
    }
    assert_non_null(strstr(said.data, "Ms Lee"));
    assert_non_null(strstr(said.data, "one hour"));
    str_free(&said);
    app_end(&app);
    config_free(&config);
}

static void a_short_event_is_one_page(void **state)
{
    (void)state;
    check(5, false, false);
}

static void a_long_text_is_read_to_its_end_and_when_and_where_come_first(void **state)
{
    (void)state;
    check(400, false, true);
    check(400, true, true);
}

/* The size of the buttons' words on the event's page. */
static float letters_on_page(int larger, bool lowered, int words, int width_px, int height_px)
{
    struct config config;
    struct app app;
    struct draw_list draw = {0};
    struct tree tree = {0};
    struct text_engine text = {NULL, width, metrics, wrap};
    config_defaults(&config);
    open_event(&app, &config, words);
    app_resize(&app, width_px, height_px);
    for (int i = 0; i < larger; i++) {
        app_act(&app, (struct action){VERB_LARGER, 0}, NOW, 1000);
    }
    if (lowered) {
        app_act(&app, (struct action){VERB_LOWER, 0}, NOW, 1000);
    }
    app_view(&app, &draw, &tree, text, (struct action){0}, NOW, 100000);
    const struct node *button = tree_find(&tree, "I'm coming", true);
    assert_non_null(button);
    float size = button->text_size;
    draw_free(&draw);
    tree_free(&tree);
    app_end(&app);
    config_free(&config);
    return size;
}

static void larger_text_is_never_smaller(void **state)
{
    (void)state;
    static const int sizes[][2] = {{1920, 1080}, {1080, 1920}, {1280, 800}};
    bool grew = false;
    for (size_t s = 0; s < 3; s++) {
        for (int words = 5; words < 100; words += 15) {
            for (int lowered = 0; lowered < 2; lowered++) {
                float before = 0;
                for (int larger = 0; larger < 3; larger++) {
                    float now =
                        letters_on_page(larger, lowered != 0, words, sizes[s][0], sizes[s][1]);
                    assert_true(now >= before);
                    grew = grew || (larger > 0 && now > before);
                    before = now;
                }
            }
        }
    }
    assert_true(grew);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_short_event_is_one_page),
        cmocka_unit_test(a_long_text_is_read_to_its_end_and_when_and_where_come_first),
        cmocka_unit_test(larger_text_is_never_smaller),
    };
    return cmocka_run_group_tests_name("screens", tests, NULL, NULL);
}
