/* The layout audit: every screen x language x size x text size x contrast x "bring it down".
 *
 * Usage: audit STATE DIR [small | LANGUAGE...], or audit control (tries the checks)
 * STATE: a state folder that import has filled; DIR: pictures and list
 *
 * Every state that touches can lead to is found once (walk.c) and gone to again in each combination, where
 * its frame is judged by tree and draw list (checks.c). Contrast is judged in pixels, and a picture kept,
 * for each language in each size and for the comforts in three of the languages. One process a language.
 * Prints what it finds, one line for each kind of fault, and writes DIR/LANGUAGE.findings (state, size,
 * picture, what, where) for tests/tools/audit.sh. "small": the reduced set of `make test`, as TAP: every
 * language on the two narrow displays, brought down and in the largest text, and four of them in pixels. */
#include <errno.h>
#include <locale.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/alloc.h"
#include "base/cldr.h"
#include "base/config.h"
#include "base/i18n.h"
#include "base/path.h"
#include "checks.h"
#include "control.h"
#include "platform/gfx.h"
#include "platform/layout.h"
#include "store/catalogue.h"
#include "walk.h"

/* The displays: pixels, and glass in inches. */
static const struct size {
    int width, height;
    double inch;
} sizes[] = {{1920, 1080, 24}, {1080, 1920, 24}, {1280, 800, 15.6}, {1024, 600, 7}};
#define SIZES (sizeof sizes / sizeof sizes[0])

/* Those that the reduced set judges in pixels. */
static const char *const few[] = {"en", "ar", "es", "zh", NULL};

struct audit {
    struct config config;
    struct item_list items;
    struct item_list urgent; /* the same on a bad day: three urgent notices more */
    struct walk walk;
    const char *dir;
    wall_t now;
    bool small;
};

/* What one process counts. */
struct counts {
    size_t states, contrasts, findings;
};

struct combination {
    const struct language *language;
    struct size size;
    struct comfort comfort;
    bool pixels, picture;
    bool urgent; /* three urgent notices stand over every page */
};

/* The draw list without its texts. */
static void without_texts(const struct draw_list *from, struct draw_list *to)
{
    *to = *from;
    to->draws = xcalloc(from->count + 1, sizeof *to->draws);
    to->count = 0;
    for (size_t i = 0; i < from->count; i++) {
        if (from->draws[i].kind != DRAW_TEXT) {
            to->draws[to->count++] = from->draws[i];
        }
    }
}

/* Texts over a photo's scrim need less. */
static bool has_picture_texts(const struct tree *tree)
{
    for (size_t i = 0; i < tree->count; i++) {
        if (tree->nodes[i].on_picture) {
            return true;
        }
    }
    return false;
}

static void judge_pixels(struct gfx *gfx, const struct frame *frame, struct findings *out)
{
    struct draw_list bare;
    without_texts(frame->draw, &bare);
    uint32_t *pixels = xcalloc((size_t)frame->width * (size_t)frame->height, sizeof *pixels);
    if (gfx_draw(gfx, &bare) && gfx_pixels(gfx, pixels)) {
        check_contrast(frame, pixels, has_picture_texts(frame->tree), out);
    }
    free(pixels);
    free(bare.draws);
}

static void judge_glyphs(struct gfx *gfx, const struct draw_list *draw, struct findings *out)
{
    for (size_t i = 0; i < draw->count; i++) {
        uint32_t missing = 0;
        const struct draw *d = &draw->draws[i];
        if (d->kind == DRAW_TEXT && !gfx_can(gfx, draw_text_of(draw, d), &missing)) {
            out->all = xgrow(out->all, out->count, &out->capacity, sizeof *out->all);
            struct finding *f = &out->all[out->count++];
            f->where = d->rect;
            snprintf(f->what, sizeof f->what, "no glyph for U+%04X in \"%.60s\"", missing,
                     draw_text_of(draw, d));
        }
    }
}

static void write_findings(FILE *list, const struct combination *c, const struct way *way,
                           const char *picture, const struct findings *found)
{
    for (size_t i = 0; i < found->count; i++) {
        struct rect r = found->all[i].where;
        fprintf(list, "%s\t%dx%d\t%d\t%s%s%s\t%s\t%s\t%s\t%.0f,%.0f,%.0f,%.0f\n", c->language->code,
                c->size.width, c->size.height, c->comfort.larger,
                c->comfort.contrast ? "contrast " : "", c->comfort.lowered ? "lowered" : "",
                c->urgent ? " urgent" : "", way->name, picture, found->all[i].what, (double)r.x,
                (double)r.y, (double)r.w, (double)r.h);
    }
}

/* The reach of a seated visitor or a child: on a tall display its lower half; on a wide one two thirds or the
 * lower 176 mm (199 with a banner), whichever is more; where somebody types five sixths or 250 mm. Pixels
 * from the top. */
static float reach_top(const struct app *app, struct size size, bool banner)
{
    size_t limit = 0;
    bool typing = app->form.spec != NULL && app_place(app)->screen == SCREEN_FORM &&
                  form_text((struct form *)&app->form, &limit) != NULL;
    double mm = size.height * size.inch * 25.4 / hypot(size.width, size.height);
    double part = size.height > size.width ? 0.5 : typing ? 5.0 / 6 : 2.0 / 3;
    double reach = fmin(mm, fmax(mm * part, typing ? 250 : banner ? 199 : 176));
    return app->comfort.lowered ? (float)((mm - reach) * size.height / mm) : 0;
}

/* Goes to a state and judges it. */
static void judge(const struct audit *a, const struct combination *c, const struct way *way,
                  struct gfx *gfx, FILE *list, struct counts *counts)
{
    const struct item_list *items = c->urgent ? &a->urgent : &a->items;
    struct ground ground = {&a->config, items, gfx_text(gfx), a->now};
    struct draw_list draw = {0};
    struct tree tree = {0};
    struct findings found = {0};
    struct app app;
    int64_t now_ms = 0;
    walk_begin(&app, &ground, c->size.width, c->size.height);
    app.keyboard.layout = layout_of(c->language->code, NULL);
    app.keyboard.zero = cldr_zero(c->language->locale);
    for (size_t i = 0; i < way->count; i++) {
        walk_take(&app, &ground, way->steps[i], &now_ms);
    }
    if (app_place(&app)->screen != SCREEN_ATTRACT) {
        app.comfort = c->comfort;
        /* Crosses stand where they stand: they are for staff, and about the corners. */
        app.comfort.lowered = app.comfort.lowered && app.calibrating.phase == CALIBRATING_NOT;
        app_resize(&app, c->size.width, c->size.height);
    }
    walk_view(&app, &ground, &draw, &tree, now_ms);
    struct frame frame = {.draw = &draw,
                          .tree = &tree,
                          .theme = &app.theme,
                          .text = ground.text,
                          .width = (float)c->size.width,
                          .height = (float)c->size.height,
                          .reach_top = reach_top(&app, c->size, c->urgent)};
    check_layout(&frame, &found);
    counts->states++;
    char picture[200] = "";
    if (c->pixels) {
        judge_glyphs(gfx, &draw, &found);
        judge_pixels(gfx, &frame, &found);
        counts->contrasts++;
    }
    if (c->picture) {
        snprintf(picture, sizeof picture, "%s-%dx%d-%d%s%s-%s.png", c->language->code,
                 c->size.width, c->size.height, c->comfort.larger, c->comfort.contrast ? "c" : "",
                 c->comfort.lowered ? "d" : "", way->name);
        char *path = path_join(a->dir, picture);
        gfx_draw(gfx, &draw);
        gfx_save(gfx, path);
        free(path);
    }
    counts->findings += found.count;
    write_findings(list, c, way, picture, &found);
    findings_free(&found);
    draw_free(&draw);
    tree_free(&tree);
    app_end(&app);
}

static bool is_one_of(const char *code, const char *const *codes)
{
    for (; *codes != NULL; codes++) {
        if (strcmp(*codes, code) == 0) {
            return true;
        }
    }
    return false;
}

/* On a hand-sized display only what staff need is judged: it is no display for an entrance hall. */
static bool is_judged(struct size size, const struct way *way)
{
    return size.inch > 10 || strncmp(way->name, "staff", 5) == 0;
}

/* All combinations of a language in one size. */
static void judge_size(const struct audit *a, const struct language *language, struct size size,
                       FILE *list, struct counts *counts)
{
    static const char *const whole[] = {"en", "ar", "xx", NULL};
    struct str why = {0};
    char *cache = path_join(a->config.content.state, "cache");
    char *assets = path_assets();
    struct gfx_wish wish = {.headless = true,
                            .width = size.width,
                            .height = size.height,
                            .cache_dir = cache,
                            .assets_dir = assets};
    struct gfx *gfx = gfx_open(&wish, &why);
    gfx_speak(gfx, language);
    for (int comfort = 0; comfort < 12; comfort++) {
        struct combination c = {
            .language = language,
            .size = size,
            .comfort = {comfort % 3, (comfort / 3) % 2, comfort / 6, true},
        };
        bool plain = comfort == 0;
        bool extreme = comfort == 5 || comfort == 8; /* contrast and largest; lowered and largest */
        if (a->small && comfort != 8 &&
            !(plain && is_one_of(language->code, few) && size.inch > 20)) {
            continue;
        }
        c.pixels = plain || (extreme && !a->small && is_one_of(language->code, whole));
        c.picture = c.pixels && !a->small;
        bool bad_day = is_one_of(language->code, whole) && (plain || comfort == 6 || extreme);
        for (size_t i = 0; i < a->walk.count * (bad_day ? 2 : 1); i++) {
            if (i == a->walk.count) {
                c.urgent = true;
                c.pixels = c.picture = false;
            }
            if (is_judged(size, &a->walk.ways[i % a->walk.count])) {
                judge(a, &c, &a->walk.ways[i % a->walk.count], gfx, list, counts);
            }
        }
        fflush(list);
    }
    gfx_close(gfx);
    free(cache);
    free(assets);
    str_free(&why);
}

/* The work of one process: one language. */
static int judge_language(struct audit *a, const struct language *language)
{
    struct counts counts = {0};
    char *name = xasprintf("%s/%s.findings", a->dir, language->code);
    FILE *list = fopen(name, "w");
    free(name);
    if (list == NULL) {
        perror("audit");
        return 1;
    }
    char *offered = xasprintf("%s en es ar zh vi pa ur pl bn so pt hi tl", language->code);
    free(a->config.school.languages);
    a->config.school.languages = offered;
    i18n_use(language->code);
    for (size_t s = 0; s < SIZES; s++) {
        a->config.display.diagonal_inch = sizes[s].inch;
        /* The pseudo-language is longer than any that people speak: too long for a hand. */
        bool held = sizes[s].inch > 10 || strcmp(language->code, "xx") != 0;
        if (held && (!a->small || s > 0 || is_one_of(language->code, few))) {
            judge_size(a, language, sizes[s], list, &counts);
        }
    }
    fclose(list);
    printf("# %s: %zu frames judged, %zu of them in pixels, %zu findings\n", language->code,
           counts.states, counts.contrasts, counts.findings);
    return counts.findings > 0 ? 2 : 0;
}

/* Is it a later date of an event that has one before it? One card stands for all. */
static bool is_later_date(const struct audit *a, const struct item *item)
{
    for (size_t i = 0; i < a->items.count; i++) {
        const struct item *other = &a->items.items[i];
        if (other->kind == item->kind && strcmp(other->title, item->title) == 0 &&
            other->starts < item->starts && item_status(other, a->now) == ITEM_SHOWING) {
            return true;
        }
    }
    return false;
}

/* How many touches lead from the rotation to where an item is in sight. Returns how many items need more
 * than two. */
static int count_distances(const struct audit *a)
{
    struct str why = {0};
    char *cache = path_join(a->config.content.state, "cache");
    char *assets = path_assets();
    struct gfx_wish wish = {
        .headless = true, .width = 1920, .height = 1080, .cache_dir = cache, .assets_dir = assets};
    struct gfx *gfx = gfx_open(&wish, &why);
    struct ground ground = {&a->config, &a->items, gfx_text(gfx), a->now};
    int counts[4] = {0};
    for (size_t i = 0; i < a->items.count; i++) {
        const struct item *item = &a->items.items[i];
        if (item->kind == ITEM_THEME || item_status(item, a->now) != ITEM_SHOWING ||
            is_later_date(a, item)) {
            continue;
        }
        int touches = walk_distance(&a->walk, &ground, item->id, 1920, 1080);
        counts[touches < 0 || touches > 2 ? 3 : touches]++;
        if (touches < 0 || touches > 2) {
            printf("# \"%s\" comes in sight after %d touches\n", item->title, touches);
        }
    }
    printf("# items in sight after 0, 1, 2 touches: %d, %d, %d; later or never: %d\n", counts[0],
           counts[1], counts[2], counts[3]);
    gfx_close(gfx);
    free(cache);
    free(assets);
    str_free(&why);
    return counts[3];
}

static bool open_audit(struct audit *a, const char *state)
{
    i18n_start(getenv("FOYER_LOCALE"));
    config_defaults(&a->config);
    free(a->config.content.state);
    a->config.content.state = xstrdup(state);
    free(a->config.school.name);
    a->config.school.name = xstrdup("Riverbank Primary School");
    free(a->config.school.website);
    a->config.school.website = xstrdup("https://riverbank.example.org");
    a->config.display.less_motion = true;
    a->now = wall_from_civil((struct civil){2026, 5, 12, 8, 40, 0});
    struct catalogue *catalogue = catalogue_open(state, CATALOGUE_READ, a->now, NULL);
    bool ok = catalogue != NULL && catalogue_items(catalogue, &a->items) && a->items.count > 10;
    catalogue_close(catalogue);
    if (!ok) {
        fprintf(stderr, "audit: %s holds no catalogue; import the sample first\n", state);
    }
    return ok;
}

static void make_bad_day(struct audit *a)
{
    static const char *const titles[] = {
        "The school closes at one today", "Bus 12 does not run this afternoon",
        "Please collect the children of the afternoon club by the gate in Mill Lane"};
    for (size_t i = 0; i < a->items.count; i++) {
        item_list_add(&a->urgent, item_copy(&a->items.items[i]));
    }
    for (size_t i = 0; i < sizeof titles / sizeof titles[0]; i++) {
        struct item item = item_make(ITEM_NOTICE);
        item.id = 1000000 + (int64_t)i;
        item_set(&item.title, titles[i]);
        item.urgent = true;
        item.first_seen = a->now - (wall_t)i;
        item.show_until = a->now + WALL_DAY;
        item_list_add(&a->urgent, item);
    }
}

static void find_states(struct audit *a)
{
    struct str why = {0};
    char *assets = path_assets();
    struct gfx_wish wish = {
        .headless = true, .width = 1280, .height = 800, .cache_dir = "/", .assets_dir = assets};
    struct gfx *gfx = gfx_open(&wish, &why);
    free(a->config.school.languages);
    a->config.school.languages = xstrdup("en es ar zh vi pa ur pl bn so pt hi tl");
    struct ground ground = {&a->config, &a->items, gfx_text(gfx), a->now};
    a->config.display.diagonal_inch = 24;
    walk_find(&a->walk, &ground, 1920, 1080);
    gfx_close(gfx);
    free(assets);
    str_free(&why);
}

/* Every language in a process of its own, as many at a time as there are processors. */
static int judge_all(struct audit *a, const struct language *const *languages, size_t count)
{
    long room = sysconf(_SC_NPROCESSORS_ONLN);
    int worst = 0, status = 0;
    long running = 0;
    for (size_t i = 0; i < count || running > 0;) {
        if (i < count && running < (room < 1 ? 1 : room)) {
            fflush(NULL);
            pid_t child = fork();
            if (child == 0) {
                int code = judge_language(a, languages[i]);
                fflush(NULL);
                _exit(code);
            }
            running += child > 0;
            i++;
        } else if (wait(&status) > 0) {
            running--;
            int code = WIFEXITED(status) ? WEXITSTATUS(status) : 3;
            worst = code > worst ? code : worst;
            if (a->small) {
                printf("%s - a language\n", code == 0 ? "ok" : "not ok");
            }
        }
    }
    return worst;
}

int main(int argc, char **argv)
{
    if (argc == 2 && strcmp(argv[1], "control") == 0) {
        return control_run();
    }
    struct audit a = {.small = argc > 3 && strcmp(argv[3], "small") == 0};
    if (argc < 3 || !open_audit(&a, argv[1])) {
        fprintf(stderr, "usage: audit STATE DIR [small]\n");
        return 64;
    }
    a.dir = argv[2];
    find_states(&a);
    make_bad_day(&a);
    printf("# %zu states\n", a.walk.count);
    const struct language *languages[LANGUAGE_LIMIT + 1];
    size_t count = 0, known = 0;
    const struct language *all = language_all(&known);
    for (size_t i = 0; i < known; i++) {
        const char *const *wanted = argc > 3 && !a.small ? (const char *const *)&argv[3] : NULL;
        if (wanted == NULL || is_one_of(all[i].code, wanted)) {
            languages[count++] = &all[i];
        }
    }
    if (a.small || argc == 3 || is_one_of("xx", (const char *const *)&argv[3])) {
        languages[count++] = language_find("xx");
    }
    int far = count_distances(&a);
    int worst = judge_all(&a, languages, count);
    if (a.small) {
        printf("1..%zu\n", count);
    }
    walk_free(&a.walk);
    item_list_free(&a.items);
    item_list_free(&a.urgent);
    config_free(&a.config);
    return worst > 0 || far > 0;
}
