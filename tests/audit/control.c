/* The control. How: a draw list and a tree by hand, with one fault of each sort. */
#include "control.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "checks.h"

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

static int look_for(const struct findings *found, const char *words, int number)
{
    for (size_t i = 0; i < found->count; i++) {
        if (strstr(found->all[i].what, words) != NULL) {
            printf("ok %d - the audit finds: %s\n", number, words);
            return 0;
        }
    }
    printf("not ok %d - the audit finds: %s\n", number, words);
    return 1;
}

int control_run(void)
{
    static const char *const faults[] = {
        "target \"Small\" is",          "\"Small\" and \"Near\" are",
        "\"Near\" is out of reach",     "\"Gone\" leaves the screen",
        "\"over\" lies over \"under\"", "\"Cut\" is cut",
        "\"Name\" is behind the keys",  "key \"q\" is",
        "contrast of \"under\" is"};
    const int count = sizeof faults / sizeof faults[0];
    struct theme theme =
        theme_make(&(struct theme_wish){.width = 1280, .height = 800, .diagonal_inch = 15.6});
    struct draw_list draw = {0};
    struct tree tree = {0};
    struct findings found = {0};
    struct font font = {.size = 30};
    float t = theme.touch;
    tree_add(&tree, ROLE_BUTTON, "Small", (struct rect){10, 400, t / 2, t}, (struct action){1, 0});
    tree_add(&tree, ROLE_BUTTON, "Near", (struct rect){12 + t / 2, 300, t, t + 100},
             (struct action){1, 1});
    tree_add(&tree, ROLE_BUTTON, "Gone", (struct rect){1270, 500, t, t}, (struct action){1, 2});
    tree_add(&tree, ROLE_TEXT, "Cut", (struct rect){500, 20, 100, 40}, (struct action){0})
        ->clipped = true;
    tree_add(&tree, ROLE_FIELD, "Name", (struct rect){500, 600, 300, 80}, (struct action){0});
    tree_add(&tree, ROLE_KEY, "q", (struct rect){500, 640, 20, 20}, (struct action){2, 'q'});
    draw_text(&draw, 200, 100, font, colour_rgb(0x888888), "under", 5, false);
    draw_text(&draw, 210, 104, font, colour_rgb(0x000000), "over", 4, false);
    struct frame frame = {&draw, &tree, &theme, {NULL, width, metrics, NULL}, 1280, 800, 350};
    uint32_t *pixels = xcalloc((size_t)1280 * 800, sizeof *pixels);
    memset(pixels, 0xFF, (size_t)1280 * 800 * sizeof *pixels);
    check_layout(&frame, &found);
    check_contrast(&frame, pixels, false, &found);
    int wrong = 0;
    for (int i = 0; i < count; i++) {
        wrong += look_for(&found, faults[i], i + 1);
    }
    printf("1..%d\n", count);
    free(pixels);
    findings_free(&found);
    draw_free(&draw);
    tree_free(&tree);
    return wrong > 0;
}
