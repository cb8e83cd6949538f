/* The walk. How: from the rotation each action that the semantic tree offers is tried, unless it leads to a
 * state that is known; typing, sending, failing and walking away are steps beside the touches. */
#include "walk.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/str.h"

#define STATES 400

void walk_begin(struct app *app, const struct ground *ground, int width, int height)
{
    app_start(app, ground->config, width, height);
    struct item_list copy = {0};
    for (size_t i = 0; i < ground->items->count; i++) {
        item_list_add(&copy, item_copy(&ground->items->items[i]));
    }
    app_items(app, copy, ground->now, 0);
}

static void type_sample(struct app *app)
{
    size_t limit = 0;
    struct str *text = form_text(&app->form, &limit);
    enum step_kind kind = form_step(&app->form)->kind;
    bool mail = kind == STEP_EMAIL || (kind == STEP_CONTACT && app->form.way == CONTACT_EMAIL);
    const char *sample =
        mail                   ? "wilhelmina.oyelaran@example.org"
        : kind == STEP_CONTACT ? "+44 7700 900 123"
        : kind == STEP_MESSAGE
            ? "Could the bench by the gate be mended? We would bring a screwdriver, "
              "two boards and a cake, on any Saturday that suits you."
            : "Wilhelmina Oyelaran-Featherstonehaugh";
    while (text != NULL && *sample != '\0') {
        form_type(&app->form, utf8_next(&sample));
    }
}

void walk_take(struct app *app, const struct ground *ground, struct action step, int64_t *now_ms)
{
    *now_ms += 1000;
    switch (step.verb) {
    case WALK_TYPE:
        type_sample(app);
        break;
    case WALK_SAVED:
    case WALK_NOT_SAVED: {
        struct reply reply;
        if (app_take_reply(app, ground->now, true, &reply)) {
            reply_wipe(&reply);
            app_reply_saved(app, step.verb == WALK_SAVED, *now_ms);
        }
        break;
    }
    case WALK_AWAY:
        *now_ms += app->limits.form_ms + 1000;
        break;
    case WALK_SLIDE:
        app->rotation.shown = (struct slide){.item = step.arg};
        break;
    case WALK_DOOR:
        app_corner(app, true, *now_ms);
        *now_ms += STAFFDOOR_HOLD_MS;
        app_tick(app, ground->now, *now_ms, true);
        break;
    case WALK_WRONG:
        for (int64_t i = 0; i < step.arg; i++) {
            app_pin_judged(app, false, *now_ms);
        }
        break;
    case WALK_ROOM: {
        struct staff_report report = {.showing = 128,
                                      .problems_known = true,
                                      .problem_count = 71,
                                      .share = xstrdup("ok"),
                                      .looked = ground->now - 3 * 3600,
                                      .changed = ground->now - WALL_DAY,
                                      .waiting = 12,
                                      .replies_known = true,
                                      .disk_free_mb = 12345,
                                      .temperature = 48,
                                      .address = xstrdup("192.168.100.200"),
                                      .host = xstrdup("riverbank-entrance-hall")};
        for (size_t i = 0; i < 3; i++) {
            problem_add(&report.problems, "Achievements/IMG_20261123_084205 (copy 2).HEIC",
                        PROBLEM_NOT_SHOWN, "This picture is damaged.",
                        "Copy it onto the share again from where it came.");
        }
        app_pin_judged(app, true, *now_ms);
        app_reported(app, &report);
        break;
    }
    case WALK_MEASURED:
        app->calibrating.kept.xx = 0.9f;
        app->calibrating.end = (enum calibrating_end)step.arg;
        break;
    case WALK_OUTCOME:
        app_wish_ended(app, (enum staff_outcome)step.arg);
        break;
    case WALK_ACCENTS:
        keyboard_hold(&app->keyboard, step.arg);
        break;
    default:
        app_touched(app, *now_ms);
        app_act(app, step, ground->now, *now_ms);
        break;
    }
}

void walk_view(const struct app *app, const struct ground *ground, struct draw_list *draw,
               struct tree *tree, int64_t now_ms)
{
    app_view(app, draw, tree, ground->text, (struct action){0}, ground->now, now_ms);
}

/* What a visitor would call this state. */
static void name_of(const struct app *app, int64_t now_ms, char *out, size_t size)
{
    static const char *const screens[] = {
        "rotation",  "explore",   "list",  "item",       "form",  "privacy",    "thanks",
        "languages", "interests", "codes", "staff-door", "staff", "staff-test", "staff-touch"};
    const struct place *p = app_place(app);
    const struct item *item = item_list_by_id(&app->items, p->item);
    struct str s = {0};
    str_puts(&s, app_phase(app, now_ms) == SESSION_COUNTDOWN ? "countdown" : screens[p->screen]);
    const struct item *slide = item_list_by_id(&app->items, app->rotation.shown.item);
    if (p->screen == SCREEN_ATTRACT && slide != NULL) {
        const struct picture *first = slide->picture_count > 0 ? &slide->pictures[0] : NULL;
        str_printf(&s, "-%s%s%s", item_kind_word(slide->kind),
                   first == NULL                  ? "-plain"
                   : first->height > first->width ? "-tall"
                                                  : "",
                   slide->urgent ? "-urgent" : "");
    } else if (p->screen == SCREEN_LIST) {
        str_printf(&s, "-%s%s", item_kind_word(p->kind), p->page > 0 ? "-later" : "");
        str_printf(&s, "%s%s%d%s", p->month != 0 ? "-month" : "", p->day != 0 ? "-day" : "",
                   (int)p->filter, app->enjoys != 0 ? "-suited" : "");
    } else if (p->screen == SCREEN_DETAIL && item != NULL) {
        str_printf(&s, "-%s%s%s%s%s%s", item_kind_word(item->kind),
                   item->picture_count == 0  ? "-plain"
                   : item->picture_count > 1 ? "-album"
                                             : "",
                   item->urgent ? "-urgent" : "", p->picture > 0 ? "-turned" : "",
                   p->page > 0 ? "-read" : "", app_has_clapped(app, p->item) ? "-clapped" : "");
    } else if (app->form.spec != NULL && p->screen == SCREEN_FORM) {
        size_t limit = 0;
        const struct str *text = form_text((struct form *)&app->form, &limit);
        str_printf(&s, "-%s-%zu", reply_kind_word(app->form.spec->kind), app->form.step);
        str_printf(&s, "%s%s%s%s", app->form.error != FORM_FINE ? "-error" : "",
                   text != NULL && text->length > 0 ? "-typed" : "",
                   app->form.phase == FORM_SENDING     ? "-sending"
                   : app->form.phase == FORM_NOT_SAVED ? "-notsaved"
                                                       : "",
                   app->form.from_review ? "-again" : "");
        if (form_step(&app->form)->kind == STEP_CONTACT) {
            str_printf(&s, "-way%d", app->form.way == CONTACT_TEXT ? 0 : app->form.way);
        }
        str_printf(&s, "%s%s", app->keyboard.page == PAGE_MORE ? "-more" : "",
                   app->keyboard.popup != 0 ? "-accents" : "");
    } else if (p->screen == SCREEN_THANKS) {
        str_printf(&s, "-%s%s", reply_kind_word(app->thanked),
                   app->thanked_waiting ? "-waiting" : "");
    } else if (p->screen == SCREEN_PRIVACY) {
        str_printf(&s, "%s", p->page > 0 ? "-more" : "");
    } else if (p->screen == SCREEN_CODES) {
        str_printf(&s, "%s", p->item != 0 ? "-item" : "-school");
    } else if (p->screen == SCREEN_STAFF_DOOR) {
        str_printf(&s, "%s%s", app->door.was_wrong ? "-wrong" : "",
                   staffdoor_is_locked(&app->door, now_ms) ? "-locked" : "");
    } else if (p->screen == SCREEN_STAFF) {
        static const char *const outcomes[] = {"", "-going", "-stayed", "-norestart"};
        str_printf(&s, "%s%s%s%s", app->poweroff_asked ? "-asked" : "",
                   now_ms < app->paused_until_ms ? "-paused" : "", outcomes[app->outcome],
                   p->page > 0 ? "-later" : "");
    } else if (p->screen == SCREEN_TEST) {
        str_printf(&s, "-%zu", p->page);
    } else if (p->screen == SCREEN_TOUCH) {
        static const char *const phases[] = {"", "-aim", "-trial"};
        const struct calibrating *c = &app->calibrating;
        str_printf(&s, "%s", phases[c->phase]);
        str_printf(&s, "-%d%s", c->phase == CALIBRATING_AIM ? (int)c->at : (int)c->end,
                   calibration_is_plain(&c->kept) ? "" : "-corrected");
    } else if (p->screen == SCREEN_INTERESTS) {
        str_printf(&s, "%s", app->enjoys != 0 ? "-chosen" : "");
    }
    for (char *c = s.data; *c != '\0'; c++) {
        *c = *c == ' ' ? '-' : *c;
    }
    snprintf(out, size, "%s", s.data);
    str_free(&s);
}

/* Touches that only change how the same state looks, or end the visit. */
static bool leads_nowhere_new(struct action a, const struct app *app)
{
    bool key = a.verb == VERB_KEY && a.arg != KEY_MORE;
    bool choice = (a.verb == VERB_CHOOSE || a.verb == VERB_ENJOY) && a.arg > 1;
    return a.verb == VERB_NONE || a.verb == VERB_START_OVER || a.verb == VERB_LARGER ||
           a.verb == VERB_CONTRAST || a.verb == VERB_LOWER || a.verb == VERB_CALM ||
           a.verb == VERB_LANGUAGE || a.verb == VERB_BACK || a.verb == VERB_STILL_HERE ||
           a.verb == VERB_ALOUD || key || choice || a.verb == VERB_DIGIT || a.verb == VERB_PIN ||
           a.verb == VERB_RESTART || a.verb == VERB_NEXT_SLIDE ||
           (a.verb == VERB_EXPLORE && app_place(app)->screen != SCREEN_ATTRACT);
}

static bool known(const struct walk *walk, const char *name)
{
    for (size_t i = 0; i < walk->count; i++) {
        if (strcmp(walk->ways[i].name, name) == 0) {
            return true;
        }
    }
    return false;
}

static int64_t go(struct app *app, const struct ground *ground, const struct way *way, int width,
                  int height)
{
    int64_t now_ms = 0;
    walk_begin(app, ground, width, height);
    for (size_t i = 0; i < way->count; i++) {
        walk_take(app, ground, way->steps[i], &now_ms);
    }
    return now_ms;
}

/* Tries one more step behind a way; keeps it when it leads to something new. */
static void attempt(struct walk *walk, const struct ground *ground, const struct way *from,
                    struct action step, int width, int height)
{
    struct way way = *from;
    if (way.count == WALK_DEPTH || walk->count == STATES) {
        return;
    }
    way.steps[way.count++] = step;
    struct app app;
    int64_t now_ms = go(&app, ground, &way, width, height);
    name_of(&app, now_ms, way.name, sizeof way.name);
    app_end(&app);
    if (!known(walk, way.name)) {
        walk->ways = xgrow(walk->ways, walk->count, &walk->capacity, sizeof *walk->ways);
        walk->ways[walk->count++] = way;
    }
}

void walk_find(struct walk *walk, const struct ground *ground, int width, int height)
{
    static const int beside[] = {WALK_TYPE, WALK_SAVED, WALK_NOT_SAVED, WALK_AWAY};
    struct draw_list draw = {0};
    struct tree tree = {0};
    struct way start = {.name = "rotation"};
    walk->ways = xgrow(walk->ways, walk->count, &walk->capacity, sizeof *walk->ways);
    walk->ways[walk->count++] = start;
    for (size_t i = 0; i < ground->items->count; i++) {
        if (ground->items->items[i].kind == ITEM_THEME) {
            continue;
        }
        attempt(walk, ground, &start, (struct action){WALK_SLIDE, ground->items->items[i].id},
                width, height);
    }
    attempt(walk, ground, &start, (struct action){WALK_DOOR, 0}, width, height);
    struct way door = walk->ways[walk->count - 1];
    attempt(walk, ground, &door, (struct action){WALK_WRONG, 1}, width, height);
    attempt(walk, ground, &door, (struct action){WALK_WRONG, STAFFDOOR_TRIES}, width, height);
    attempt(walk, ground, &door, (struct action){WALK_ROOM, 0}, width, height);
    struct way room = walk->ways[walk->count - 1];
    for (int i = STAFF_OUTCOME_GOING_OFF; i <= STAFF_OUTCOME_NO_RESTART; i++) {
        attempt(walk, ground, &room, (struct action){WALK_OUTCOME, i}, width, height);
    }
    attempt(walk, ground, &room, (struct action){VERB_TOUCH, TOUCH_OPEN}, width, height);
    struct way touch = walk->ways[walk->count - 1];
    for (int i = CALIBRATING_KEPT; i <= CALIBRATING_UNSTORED; i++) {
        attempt(walk, ground, &touch, (struct action){WALK_MEASURED, i}, width, height);
    }
    for (size_t i = 0; i < walk->count; i++) {
        struct way from = walk->ways[i];
        struct app app;
        int64_t now_ms = go(&app, ground, &from, width, height);
        walk_view(&app, ground, &draw, &tree, now_ms);
        for (size_t n = 0; n < tree.count; n++) {
            struct action a = tree.nodes[n].action;
            if (!leads_nowhere_new(a, &app) && !tree.nodes[n].disabled) {
                attempt(walk, ground, &from, a, width, height);
            }
        }
        bool form = app.form.spec != NULL && app_place(&app)->screen == SCREEN_FORM;
        for (size_t b = 0; form && b < sizeof beside / sizeof beside[0]; b++) {
            attempt(walk, ground, &from, (struct action){beside[b], 0}, width, height);
        }
        if (form && app.keyboard.kind == KEYBOARD_TEXT) {
            attempt(walk, ground, &from, (struct action){WALK_ACCENTS, 'a'}, width, height);
        }
        app_end(&app);
    }
    draw_free(&draw);
    tree_free(&tree);
}

void walk_free(struct walk *walk)
{
    free(walk->ways);
    *walk = (struct walk){0};
}

/* Is the item's page open, or its card in sight? */
static bool shows(const struct app *app, const struct tree *tree, int64_t item)
{
    if (app_place(app)->screen == SCREEN_DETAIL && app_place(app)->item == item) {
        return true;
    }
    for (size_t i = 0; i < tree->count; i++) {
        if (tree->nodes[i].action.verb == VERB_ITEM && tree->nodes[i].action.arg == item) {
            return true;
        }
    }
    return false;
}

int walk_distance(const struct walk *walk, const struct ground *ground, int64_t item, int width,
                  int height)
{
    struct draw_list draw = {0};
    struct tree tree = {0};
    int best = -1;
    for (size_t i = 0; i < walk->count; i++) {
        const struct way *way = &walk->ways[i];
        struct app app;
        int64_t now_ms = go(&app, ground, way, width, height);
        walk_view(&app, ground, &draw, &tree, now_ms);
        if ((best < 0 || (int)way->count < best) && shows(&app, &tree, item)) {
            best = (int)way->count;
        }
        app_end(&app);
    }
    draw_free(&draw);
    tree_free(&tree);
    return best;
}
