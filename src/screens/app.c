/* The app's state. How: a trail of places (Back takes the last one off), the rotation while nobody is
 * here, the session's clock while somebody is, and one form at a time. */
#include "screens/app.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/i18n.h"
#include "platform/turn.h"
#include "screens/page.h"

static const int64_t THANKS_MS = 15000;
/* The program's own welcome among the items; the catalogue's rows count from 1. */
static const int64_t GREETING_ID = -1;

/* How high the display is. */
static float glass_mm(const struct app *app)
{
    float diagonal = hypotf((float)app->width, (float)app->height);
    return (float)app->height * (float)(app->config->display.diagonal_inch * 25.4) / diagonal;
}

/* Does the form's step have a keyboard? */
static bool is_typing(const struct app *app)
{
    size_t limit = 0;
    return app_place(app)->screen == SCREEN_FORM && app->form.spec != NULL &&
           form_text((struct form *)&app->form, &limit) != NULL;
}

static bool has_urgent(const struct app *app)
{
    for (size_t i = 0; i < app->items.count; i++) {
        if (app->items.items[i].urgent) {
            return true;
        }
    }
    return false;
}

struct rect app_stage(const struct app *app)
{
    bool typing = is_typing(app);
    struct rect stage = {0, 0, (float)app->width, (float)app->height};
    if (app->comfort.lowered) {
        /* What the longest page needs, with buttons as large as hands want them, and a banner over it. */
        float banner = has_urgent(app) ? 23 : 0;
        float least = (typing ? 250 : 176 + banner) / glass_mm(app);
        float kept = app->height > app->width ? 0.5f : typing ? 0.83f : 0.66f;
        kept = fminf(fmaxf(kept, least), 1);
        stage.y = roundf(stage.h * (1 - kept));
        stage.h -= stage.y;
    }
    return stage;
}

static void make_theme(struct app *app)
{
    struct theme_wish wish = {
        .width = app->width,
        .height = app->height,
        .diagonal_inch = app->config->display.diagonal_inch,
        .viewing_m = app->config->display.viewing_m,
        .accent = app->accent,
        .contrast = app->comfort.contrast,
    };
    app->bar_theme = theme_make(&wish);
    wish.larger = app->comfort.larger;
    app->theme = theme_make(&wish);
}

/* Cuts the configured mail domains into the keyboard's keys. */
static void take_domains(struct app *app)
{
    app->domains = xstrdup(app->config->school.email_domains);
    size_t count = 0;
    char *rest = NULL;
    for (char *word = strtok_r(app->domains, " ,", &rest); word != NULL && count < 4;
         word = strtok_r(NULL, " ,", &rest)) {
        app->keyboard.domains[count++] = word;
    }
}

static struct place *here(struct app *app)
{
    return &app->trail[app->depth - 1];
}

static void speak(struct app *app, const struct language *language)
{
    app->language = language->code;
    i18n_use(language->code);
}

/* Back to the screen's own language. */
static void speak_own(struct app *app)
{
    if (app->offered_count == 0) {
        app->offered[app->offered_count++] = language_find("en");
    }
    speak(app, app->offered[0]);
}

void app_start(struct app *app, const struct config *config, int width, int height)
{
    *app = (struct app){
        .calibrating = {.kept = calibration_plain()},
        .config = config,
        .width = width,
        .height = height,
        .clock_sure = true,
        .depth = 1,
        .limits =
            {
                .browse_ms = config->display.idle_seconds * 1000LL,
                .form_ms = config->display.form_idle_seconds * 1000LL,
                .countdown_ms = config->display.countdown_seconds * 1000LL,
                .thanks_ms = THANKS_MS,
            },
    };
    if (!theme_colour(config->school.accent, &app->accent)) {
        app->accent = colour_rgb(0x1f5f4b);
    }
    const char *wrong = NULL;
    size_t length = 0;
    app->offered_count = language_list(config->school.languages, app->offered, &wrong, &length);
    speak_own(app);
    take_domains(app);
    make_theme(app);
}

void app_offer(struct app *app, bool (*can)(void *context, const struct language *), void *context)
{
    size_t kept = 0;
    for (size_t i = 0; i < app->offered_count; i++) {
        if (can(context, app->offered[i])) {
            app->offered[kept++] = app->offered[i];
        }
    }
    app->offered_count = kept;
    speak_own(app);
}

bool app_calm(const struct app *app)
{
    return app->comfort.calm || app->config->display.less_motion;
}

bool app_moves(const struct app *app, int64_t now_ms)
{
    return !app_calm(app) && motion_runs(app->motion, now_ms - app->entered_ms);
}

static void forget_thanks(struct app *app)
{
    if (app->thanked_name != NULL) {
        wipe(app->thanked_name, strlen(app->thanked_name));
        free(app->thanked_name);
        app->thanked_name = NULL;
    }
}

void app_end(struct app *app)
{
    form_wipe(&app->form);
    forget_thanks(app);
    item_list_free(&app->items);
    tally_list_free(&app->tallies);
    tally_list_free(&app->applause);
    free(app->crest);
    free(app->background);
    free(app->domains);
    staffdoor_forget(&app->door);
    staff_report_free(&app->report);
    *app = (struct app){0};
}

void app_resize(struct app *app, int width, int height)
{
    app->width = width;
    app->height = height;
    make_theme(app);
}

/* Theme/ on the share: crest, background and accent colour are taken at once. */
static void take_theme(struct app *app)
{
    free(app->crest);
    free(app->background);
    app->crest = app->background = NULL;
    if (!theme_colour(app->config->school.accent, &app->accent)) {
        app->accent = colour_rgb(0x1f5f4b);
    }
    for (size_t i = 0; i < app->items.count; i++) {
        const struct item *item = &app->items.items[i];
        if (item->kind != ITEM_THEME) {
            continue;
        }
        theme_colour(item->text, &app->accent);
        if (item->picture_count > 0) {
            bool behind = str_starts_nocase(item->title, "background");
            char **taken = behind ? &app->background : &app->crest;
            if (*taken == NULL) {
                *taken = xstrdup(item->pictures[0].hash);
            }
        }
    }
    make_theme(app);
}

/* Leaves places whose item is no longer there; a form keeps its own copy of what it is about. */
static void leave_lost_places(struct app *app)
{
    size_t kept = 1;
    for (size_t i = 1; i < app->depth; i++) {
        struct place place = app->trail[i];
        if (place.screen == SCREEN_DETAIL || (place.screen == SCREEN_CODES && place.item != 0)) {
            const struct item *item = item_list_by_id(&app->items, place.item);
            if (item == NULL) {
                place = (struct place){.screen = SCREEN_EXPLORE};
            } else if (place.picture >= item->picture_count) {
                place.picture = 0;
            }
        }
        app->trail[kept++] = place;
    }
}

/* Where staff have dropped no welcome, a screen of several languages says its own. */
static void greet(struct app *app, wall_t now)
{
    bool welcomed = app->offered_count < 2;
    for (size_t i = 0; i < app->items.count && !welcomed; i++) {
        welcomed = app->items.items[i].kind == ITEM_WELCOME &&
                   item_status(&app->items.items[i], now) == ITEM_SHOWING;
    }
    if (!welcomed) {
        struct item greeting = item_make(ITEM_WELCOME);
        greeting.id = GREETING_ID;
        greeting.first_seen = now;
        item_list_add(&app->items, greeting);
    }
}

void app_items(struct app *app, struct item_list items, wall_t now, int64_t now_ms)
{
    item_list_free(&app->items);
    app->items = items;
    greet(app, now);
    take_theme(app);
    leave_lost_places(app);
    app_tick(app, now, now_ms, true);
}

/* Goes to a place; a long trail forgets its oldest step behind the rotation. */
static void go(struct app *app, struct place place, int64_t now_ms)
{
    if (app->depth == APP_TRAIL) {
        memmove(&app->trail[1], &app->trail[2], (APP_TRAIL - 2) * sizeof app->trail[0]);
        app->depth--;
    }
    app->trail[app->depth++] = place;
    app->entered_ms = now_ms;
    app->motion = MOTION_GROW;
}

bool app_has_clapped(const struct app *app, int64_t item)
{
    for (size_t i = 0; i < app->clap_count; i++) {
        if (app->claps[i] == item) {
            return true;
        }
    }
    return false;
}

bool app_take_clap(struct app *app, int64_t *item)
{
    bool wanted = app->clap_wanted;
    app->clap_wanted = false;
    *item = wanted ? app->claps[app->clap_count - 1] : 0;
    return wanted;
}

static void clap(struct app *app, int64_t item, int64_t now_ms)
{
    bool again = app_has_clapped(app, item);
    if (again && now_ms - app->clapped_ms < APP_BURST_MS) {
        return; /* one burst at a time: nothing flickers under hasty fingers */
    }
    /* It goes to the end of those clapped for: the burst is the last one's. */
    size_t kept = 0;
    for (size_t i = 0; i < app->clap_count; i++) {
        bool drop = again ? app->claps[i] == item : app->clap_count == APP_CLAPS && i == 0;
        if (!drop) {
            app->claps[kept++] = app->claps[i];
        }
    }
    app->claps[kept++] = item;
    app->clap_count = kept;
    app->clapped_ms = now_ms;
    app->clap_wanted = app->clap_wanted || !again;
}

void app_woken(struct app *app, int64_t now_ms)
{
    app->rotation.shown_since_ms = now_ms;
    app->rotation.fading = false;
}

/* Everything of this visit is overwritten or undone, and the rotation returns. */
static void leave(struct app *app, int64_t now_ms)
{
    form_wipe(&app->form);
    forget_thanks(app);
    app->reply_wanted = false;
    app->clap_count = 0;
    app->enjoys = 0;
    app->clap_wanted = false;
    app->reading = false;
    app->motion = MOTION_NONE;
    app->comfort = (struct comfort){0};
    staffdoor_forget(&app->door);
    app->door.held_since_ms = 0;
    app->pin_wanted = false;
    app->poweroff_asked = false;
    calibrating_stop(&app->calibrating);
    app->mark_count = 0;
    app->outcome = here(app)->screen == SCREEN_STAFF ? STAFF_OUTCOME_NONE : app->outcome;
    staff_report_free(&app->report);
    speak_own(app);
    make_theme(app);
    app->depth = 1;
    app->trail[0] = (struct place){.screen = SCREEN_ATTRACT};
    app->entered_ms = now_ms;
    session_end(&app->session);
    app_woken(app, now_ms);
}

void app_lift_keys(struct app *app)
{
    struct keyboard *k = &app->keyboard;
    bool capital = app->form.spec != NULL && k->kind == KEYBOARD_TEXT && keyboard_has_capitals(k);
    k->shift = k->automatic = capital && form_wants_capital(&app->form);
}

/* The keyboard that belongs to the form's present step. */
static void set_keyboard(struct app *app)
{
    struct keyboard *k = &app->keyboard;
    k->kind = KEYBOARD_TEXT;
    enum step_kind step = form_step(&app->form)->kind;
    if (step == STEP_EMAIL) {
        k->kind = KEYBOARD_EMAIL;
    } else if (step == STEP_CONTACT) {
        k->kind = app->form.way == CONTACT_EMAIL ? KEYBOARD_EMAIL : KEYBOARD_PHONE;
    }
    k->page = PAGE_LETTERS;
    k->popup = 0;
    k->undo = false;
    app_lift_keys(app);
}

static void open_form(struct app *app, enum reply_kind kind, int64_t item, int64_t now_ms)
{
    char uuid[UUID_SIZE];
    uuid_make(uuid);
    form_wipe(&app->form);
    const struct item *about = item_list_by_id(&app->items, item);
    bool full = about != NULL && tally_places_left(&app->tallies, about) == 0;
    form_open(&app->form, kind, about, full, uuid);
    if (kind == REPLY_HELP && app->enjoys != 0) {
        form_known_interests(&app->form, app->enjoys);
    }
    set_keyboard(app);
    go(app, (struct place){.screen = SCREEN_FORM}, now_ms);
}

/* One place back; from a form's later step, one step back with everything kept. */
static void back(struct app *app, int64_t now_ms)
{
    app->entered_ms = now_ms;
    app->motion = MOTION_BACK;
    if (here(app)->screen == SCREEN_FORM) {
        if (app->form.phase == FORM_SENDING) {
            return;
        }
        if (form_back(&app->form)) {
            set_keyboard(app);
            return;
        }
        form_wipe(&app->form);
    }
    if (app->depth <= 2) {
        leave(app, now_ms);
        return;
    }
    app->depth--;
}

static void press_key(struct app *app, int64_t code)
{
    struct form *form = &app->form;
    struct keyboard *k = &app->keyboard;
    bool automatic = k->automatic && k->shift;
    if (code == KEY_SHIFT && k->undo) {
        form_small(form, keyboard_small(k, form_last(form)));
        k->undo = false;
        return;
    }
    struct key_press press = keyboard_press(k, code);
    k->automatic = k->automatic && press.codepoint == 0;
    k->undo = automatic && press.codepoint != 0 && keyboard_small(k, press.codepoint) != 0;
    if (press.backspace) {
        form_delete(form);
    } else if (press.codepoint != 0) {
        form_type(form, press.codepoint);
    } else if (press.text != NULL) {
        for (const char *at = press.text; *at != '\0';) {
            form_type(form, utf8_next(&at));
        }
    } else if (code != KEY_LATIN) {
        return; /* shift or accents */
    }
    app_lift_keys(app);
}

bool app_hold(struct app *app, struct action action, int64_t now_ms)
{
    if (action.verb != VERB_KEY || app->form.spec == NULL || here(app)->screen != SCREEN_FORM) {
        return false;
    }
    session_touch(&app->session, now_ms);
    if (action.arg == KEY_BACKSPACE) {
        press_key(app, KEY_BACKSPACE);
        return true;
    }
    return keyboard_hold(&app->keyboard, action.arg);
}

/* Verbs that belong to an open form. */
static void act_on_form(struct app *app, struct action action, int64_t now_ms)
{
    struct form *form = &app->form;
    size_t index = (size_t)action.arg;
    if (form->spec == NULL || form->phase == FORM_SENDING) {
        return; /* a late touch on a form that is gone or on its way */
    }
    switch (action.verb) {
    case VERB_CHOOSE:
        form_choose(form, index);
        break;
    case VERB_WAY:
        form_choose_way(form, (enum contact_way)action.arg);
        set_keyboard(app);
        break;
    case VERB_PEOPLE:
        form_people(form, action.arg == 2 || action.arg == -2, action.arg > 0 ? 1 : -1);
        break;
    case VERB_KEY:
        press_key(app, action.arg);
        break;
    case VERB_NEXT:
        if (form_next(form)) {
            app->entered_ms = now_ms;
            app->motion = MOTION_FORWARD;
            set_keyboard(app);
        }
        break;
    case VERB_CHANGE:
        form_change(form, index);
        app->entered_ms = now_ms;
        app->motion = MOTION_BACK;
        set_keyboard(app);
        break;
    case VERB_SUBMIT:
        app->reply_wanted = form_submit(form) || app->reply_wanted;
        break;
    default:
        break;
    }
}

static void open_shown(struct app *app, int64_t now_ms)
{
    const struct item *item = item_list_by_id(&app->items, app->rotation.shown.item);
    if (item == NULL || item->id == GREETING_ID) {
        go(app, (struct place){.screen = SCREEN_EXPLORE}, now_ms);
        return;
    }
    go(app,
       (struct place){
           .screen = SCREEN_DETAIL, .item = item->id, .picture = app->rotation.shown.picture},
       now_ms);
}

static void explore(struct app *app, int64_t now_ms)
{
    form_wipe(&app->form);
    forget_thanks(app);
    app->depth = 1;
    go(app, (struct place){.screen = SCREEN_EXPLORE}, now_ms);
}

void app_touched(struct app *app, int64_t now_ms)
{
    session_touch(&app->session, now_ms);
}

/* Verbs that lead to another place. */
static bool act_on_place(struct app *app, struct action action, int64_t now_ms)
{
    switch (action.verb) {
    case VERB_OPEN_SHOWN:
        open_shown(app, now_ms);
        return true;
    case VERB_EXPLORE:
        explore(app, now_ms);
        return true;
    case VERB_LIST:
        forget_thanks(app);
        if (here(app)->screen == SCREEN_THANKS) {
            explore(app, now_ms);
        }
        go(app, (struct place){.screen = SCREEN_LIST, .kind = (enum item_kind)action.arg}, now_ms);
        return true;
    case VERB_ITEM:
        go(app, (struct place){.screen = SCREEN_DETAIL, .item = action.arg}, now_ms);
        return true;
    case VERB_OFFER:
        open_form(app, REPLY_HELP, action.arg, now_ms);
        return true;
    case VERB_COMING:
        open_form(app, REPLY_COMING, action.arg, now_ms);
        return true;
    case VERB_QUESTION:
        open_form(app, REPLY_QUESTION, action.arg, now_ms);
        return true;
    case VERB_INTERESTS:
        go(app, (struct place){.screen = SCREEN_INTERESTS}, now_ms);
        return true;
    case VERB_SUBSCRIBE:
        open_form(app, REPLY_NEWSLETTER, action.arg, now_ms);
        return true;
    case VERB_PARTNER:
        open_form(app, REPLY_PARTNER, action.arg, now_ms);
        return true;
    case VERB_PRIVACY:
        go(app, (struct place){.screen = SCREEN_PRIVACY}, now_ms);
        return true;
    case VERB_LANGUAGES:
        if (here(app)->screen != SCREEN_LANGUAGES) {
            go(app, (struct place){.screen = SCREEN_LANGUAGES}, now_ms);
        }
        return true;
    case VERB_DAY:
        go(app,
           (struct place){.screen = SCREEN_LIST,
                          .kind = ITEM_EVENT,
                          .filter = here(app)->filter,
                          .day = action.arg},
           now_ms);
        return true;
    case VERB_CODES:
        go(app, (struct place){.screen = SCREEN_CODES, .item = action.arg}, now_ms);
        return true;
    case VERB_BACK:
        back(app, now_ms);
        return true;
    case VERB_START_OVER:
        leave(app, now_ms);
        return true;
    default:
        return false;
    }
}

/* A place on the page as one on the panel, 0..1. */
static struct spot on_panel(const struct app *app, float x, float y)
{
    struct spot spot = {x / (float)app->width, y / (float)app->height};
    turn_to_panel(turn_of(app->config->display.rotate), 1, 1, &spot.x, &spot.y);
    return spot;
}

/* A cross was tapped wherever that was reported; or the last button was met, where it stands. */
static void aim(struct app *app, int64_t now_ms)
{
    struct calibrating *c = &app->calibrating;
    if (c->phase == CALIBRATING_AIM) {
        struct spot cross = calibrating_cross(c->at);
        calibrating_tap(c, on_panel(app, app->touch_x, app->touch_y),
                        on_panel(app, cross.x * (float)app->width, cross.y * (float)app->height),
                        now_ms);
    } else {
        calibrating_confirm(c);
    }
    app->mark_count = 0;
}

static void test_touch(struct app *app, enum touch_wish wish, int64_t now_ms)
{
    enum screen screen = here(app)->screen;
    if (wish == TOUCH_OPEN && screen == SCREEN_STAFF) {
        go(app, (struct place){.screen = SCREEN_TOUCH}, now_ms);
        app->motion = MOTION_NONE;
        calibrating_stop(&app->calibrating);
    } else if (wish == TOUCH_CALIBRATE && screen == SCREEN_TOUCH) {
        calibrating_begin(&app->calibrating, now_ms);
    } else if (wish == TOUCH_RESET && screen == SCREEN_TOUCH) {
        calibrating_reset(&app->calibrating, now_ms);
    }
    app->mark_count = 0;
}

void app_mark(struct app *app, float x, float y)
{
    if (here(app)->screen == SCREEN_TOUCH && app->calibrating.phase == CALIBRATING_NOT) {
        app->marks[app->mark_count++ % APP_MARKS] = (struct spot){x, y};
    }
}

/* Verbs of the staff screen; each counts only where its button stands. */
static bool act_for_staff(struct app *app, struct action action, int64_t now_ms)
{
    enum screen screen = here(app)->screen;
    bool door = screen == SCREEN_STAFF_DOOR, room = screen == SCREEN_STAFF;
    switch (action.verb) {
    case VERB_DIGIT:
        if (door) {
            staffdoor_type(&app->door, (int)action.arg, now_ms);
        }
        return true;
    case VERB_PIN:
        app->pin_wanted = door && !staffdoor_is_locked(&app->door, now_ms);
        return true;
    case VERB_NEXT_SLIDE:
        if (room) {
            leave(app, now_ms);
            app->paused_until_ms = 0;
            app->rotation.shown_since_ms = now_ms - 3600000; /* it has stood for long enough */
        }
        return true;
    case VERB_PAUSE:
        if (room) {
            app->paused_until_ms = now_ms < app->paused_until_ms ? 0 : now_ms + STAFF_PAUSE_MS;
        }
        return true;
    case VERB_TEST:
        if (screen == SCREEN_TEST && action.arg > STAFF_TEST_PAGES) {
            back(app, now_ms);
        } else if (screen == SCREEN_TEST) {
            here(app)->page = (size_t)action.arg - 1;
        } else if (room) {
            go(app, (struct place){.screen = SCREEN_TEST}, now_ms);
            app->motion = MOTION_NONE;
        }
        return true;
    case VERB_TOUCH:
        test_touch(app, (enum touch_wish)action.arg, now_ms);
        return true;
    case VERB_AIM:
        if (screen == SCREEN_TOUCH) {
            aim(app, now_ms);
        }
        return true;
    case VERB_RESTART:
        app->wish = room ? STAFF_WISH_RESTART : app->wish;
        return true;
    case VERB_POWEROFF:
        app->wish =
            room && app->poweroff_asked && action.arg == 1 ? STAFF_WISH_POWEROFF : app->wish;
        app->poweroff_asked = room && action.arg == 0;
        app->outcome = STAFF_OUTCOME_NONE;
        return true;
    default:
        return false;
    }
}

void app_act(struct app *app, struct action action, wall_t now, int64_t now_ms)
{
    (void)now;
    session_touch(&app->session, now_ms);
    app->reading = action.verb == VERB_ALOUD && !app->reading;
    if (act_on_place(app, action, now_ms) || act_for_staff(app, action, now_ms)) {
        return;
    }
    switch (action.verb) {
    case VERB_TURN:
        here(app)->picture = (size_t)action.arg;
        break;
    case VERB_PAGE:
        here(app)->page = (size_t)action.arg;
        break;
    case VERB_FILTER:
        here(app)->filter = (enum whatson)action.arg;
        here(app)->page = 0;
        break;
    case VERB_MONTH:
        here(app)->month = (int)action.arg;
        here(app)->page = 0;
        break;
    case VERB_ALOUD:
        break;
    case VERB_LARGER:
        app->comfort.larger = (app->comfort.larger + 1) % 3;
        make_theme(app);
        break;
    case VERB_CONTRAST:
        app->comfort.contrast = !app->comfort.contrast;
        make_theme(app);
        break;
    case VERB_LOWER:
        app->comfort.lowered = !app->comfort.lowered;
        make_theme(app);
        break;
    case VERB_ENJOY:
        app->enjoys = (uint16_t)(app->enjoys ^ (1u << (action.arg & 15)));
        break;
    case VERB_CLAP:
        clap(app, action.arg, now_ms);
        break;
    case VERB_CALM:
        app->comfort.calm = !app->comfort.calm;
        break;
    case VERB_LANGUAGE:
        if ((size_t)action.arg < app->offered_count) {
            speak(app, app->offered[action.arg]);
            back(app, now_ms);
        }
        break;
    default:
        act_on_form(app, action, now_ms);
        break;
    }
}

/* Is somebody on a page where the form's longer patience applies? */
static bool form_is_open(const struct app *app)
{
    return app->form.spec != NULL;
}

static struct session_limits limits_here(const struct app *app)
{
    struct session_limits limits = app->limits;
    if (app_place(app)->screen == SCREEN_THANKS) {
        limits.browse_ms = limits.thanks_ms;
    }
    return limits;
}

enum session_phase app_phase(const struct app *app, int64_t now_ms)
{
    struct session_limits limits = limits_here(app);
    return session_phase(&app->session, &limits, form_is_open(app), now_ms);
}

void app_tick(struct app *app, wall_t now, int64_t now_ms, bool ready)
{
    bool sending = app->form.spec != NULL && app->form.phase == FORM_SENDING;
    if (!sending && app_phase(app, now_ms) == SESSION_OVER) {
        leave(app, now_ms);
    }
    calibrating_tick(&app->calibrating, now_ms);
    if (staffdoor_held(&app->door, now_ms) >= 1) {
        app->door.held_since_ms = 0;
        staffdoor_forget(&app->door);
        go(app, (struct place){.screen = SCREEN_STAFF_DOOR}, now_ms);
        app->motion = MOTION_NONE;
        session_touch(&app->session, now_ms);
    }
    if (app_place(app)->screen == SCREEN_ATTRACT && ready && now_ms >= app->paused_until_ms) {
        rotation_tick(&app->rotation, &app->items, app->language, now, now_ms, app_calm(app));
    }
}

int64_t app_due_ms(const struct app *app, wall_t now, int64_t now_ms)
{
    struct session_limits limits = limits_here(app);
    int64_t due = session_due_ms(&app->session, &limits, form_is_open(app), now_ms);
    if (now_ms < app->paused_until_ms) {
        due = app->paused_until_ms < due ? app->paused_until_ms : due;
    } else if (app_place(app)->screen == SCREEN_ATTRACT) {
        int64_t turn = rotation_due_ms(&app->rotation, &app->items, app->language, now_ms);
        due = turn < due ? turn : due;
    }
    bool bursting = app->clap_count > 0 && now_ms - app->clapped_ms <= APP_BURST_MS;
    if (bursting && !app_calm(app) && now_ms + 16 < due) {
        due = now_ms + 16;
    }
    if (app_moves(app, now_ms) || app->door.held_since_ms != 0) {
        due = now_ms + 16 < due ? now_ms + 16 : due;
    }
    if (staffdoor_is_locked(&app->door, now_ms) && now_ms + 1000 < due) {
        due = now_ms + 1000; /* the minutes that are still to wait */
    }
    int64_t left = calibrating_left_ms(&app->calibrating, now_ms);
    if (left > 0) {
        int64_t second =
            now_ms + (left % 1000 == 0 ? 1000 : left % 1000); /* they are counted down */
        due = second < due ? second : due;
    }
    int64_t minute = now_ms + (60 - now % 60) * 1000; /* the clock in the corner */
    return minute < due ? minute : due;
}

bool app_take_reply(struct app *app, wall_t now, bool clock_sure, struct reply *out)
{
    if (!app->reply_wanted) {
        return false;
    }
    app->reply_wanted = false;
    *out = form_reply(&app->form);
    item_set(&out->language, app->language);
    item_set(&out->notice_version, app->config->privacy.notice_version);
    item_set(&out->kiosk, app->config->replies.kiosk);
    out->created = now;
    out->clock_sure = clock_sure;
    return true;
}

void app_reply_saved(struct app *app, bool saved, int64_t now_ms)
{
    session_touch(&app->session, now_ms);
    form_submitted(&app->form, saved);
    if (!saved) {
        return;
    }
    forget_thanks(app);
    app->thanked = app->form.spec->kind;
    app->thanked_waiting = form_is_waiting(&app->form);
    app->thanked_name = form_first_name(&app->form);
    form_wipe(&app->form);
    app->depth = 1;
    go(app, (struct place){.screen = SCREEN_THANKS}, now_ms);
}

bool app_is_corner(const struct app *app, float x, float y)
{
    float side = app->theme.touch * 1.5f;
    return app->config->staff.pin[0] != '\0' && app_place(app)->screen == SCREEN_ATTRACT &&
           x >= (float)app->width - side && y <= side;
}

void app_corner(struct app *app, bool down, int64_t now_ms)
{
    app->door.held_since_ms = down ? now_ms : 0;
}

bool app_take_pin(struct app *app, char out[PIN_MOST + 1])
{
    bool wanted = app->pin_wanted;
    app->pin_wanted = false;
    if (wanted) {
        memcpy(out, app->door.pin, PIN_MOST + 1);
    }
    return wanted;
}

void app_pin_judged(struct app *app, bool right, int64_t now_ms)
{
    staffdoor_judged(&app->door, right, now_ms);
    if (right) {
        app->depth = 1;
        go(app, (struct place){.screen = SCREEN_STAFF}, now_ms);
        app->motion = MOTION_NONE;
    }
}

bool app_wants_report(const struct app *app)
{
    return app_place(app)->screen == SCREEN_STAFF;
}

void app_reported(struct app *app, struct staff_report *report)
{
    staff_report_free(&app->report);
    app->report = *report;
    *report = (struct staff_report){0};
}

enum staff_wish app_take_wish(struct app *app)
{
    enum staff_wish wish = app->wish;
    app->wish = STAFF_WISH_NONE;
    return wish;
}

void app_wish_ended(struct app *app, enum staff_outcome outcome)
{
    app->outcome = outcome;
}

const struct place *app_place(const struct app *app)
{
    return &app->trail[app->depth - 1];
}

static void view_place(struct page *page)
{
    static void (*const views[])(struct page *) = {
        [SCREEN_ATTRACT] = attract_view,
        [SCREEN_EXPLORE] = explore_view,
        [SCREEN_LIST] = list_view,
        [SCREEN_DETAIL] = detail_view,
        [SCREEN_FORM] = form_view,
        [SCREEN_PRIVACY] = privacy_view,
        [SCREEN_THANKS] = thanks_view,
        [SCREEN_LANGUAGES] = languages_view,
        [SCREEN_CODES] = codes_view,
        [SCREEN_INTERESTS] = interests_view,
        [SCREEN_STAFF_DOOR] = staffdoor_view,
        [SCREEN_STAFF] = staff_view,
        [SCREEN_TEST] = screentest_view,
        [SCREEN_TOUCH] = touchtest_view,
    };
    views[app_place(page->app)->screen](page);
}

/* A page that grows over the one before it. */
static void view_growing(struct page *page, int64_t elapsed_ms)
{
    const struct app *app = page->app;
    struct ui *ui = page->ui;
    struct app before = *app; /* borrowed: only looked at */
    before.depth--;
    page->app = &before;
    bool layered = app_place(&before)->screen == SCREEN_ATTRACT; /* it makes its own layers */
    if (!layered) {
        draw_layer(ui->draw, 1, 0, 0);
    }
    view_place(page);
    if (!layered) {
        draw_layer_end(ui->draw);
    }
    tree_clear(ui->tree); /* what is covered can no longer be touched */
    page->app = app;
    struct motion_layer layer = motion_grow(elapsed_ms, ui->screen, app->touch_x, app->touch_y);
    draw_layer_scaled(ui->draw, layer.alpha, layer.dx, layer.dy, layer.scale);
    view_place(page);
    draw_layer_end(ui->draw);
}

/* The page as it is now, on its way or arrived. */
static void view_page(struct page *page)
{
    const struct app *app = page->app;
    int64_t elapsed_ms = page->ui->now_ms - app->entered_ms;
    bool moves = app_moves(app, page->ui->now_ms);
    if (app_phase(app, page->ui->now_ms) == SESSION_COUNTDOWN) {
        countdown_view(page);
        return;
    }
    if (moves && app->motion == MOTION_GROW && app->depth > 1) {
        view_growing(page, elapsed_ms);
        return;
    }
    struct motion_layer step = motion_step(app->motion, elapsed_ms, page->stage.w, page->ui->rtl);
    page->step = moves && app->motion != MOTION_GROW ? &step : NULL;
    view_place(page);
    if (page->sliding) {
        draw_layer_end(page->ui->draw);
    }
}

/* What a frame is written from. */
struct frame {
    const struct app *app;
    struct ui ui;
    wall_t now;
};

/* Writes the frame with letters of `letters` times their normal size. */
static void view_once(const struct frame *frame, float letters, bool compact)
{
    const struct app *app = frame->app;
    struct ui ui = frame->ui;
    struct theme theme = theme_with_letters(&app->bar_theme, letters);
    struct page page = {.ui = &ui,
                        .app = app,
                        .now = frame->now,
                        .said_now = app->clock_sure ? frame->now : WALL_NONE,
                        .stage = app_stage(app),
                        .compact = compact};
    ui.theme = &theme;
    draw_clear(ui.draw);
    ui.draw->rtl = ui.rtl;
    tree_clear(ui.tree);
    view_page(&page);
}

/* Writes the frame in the largest size of letters from `most` down to `least` in which it holds. */
static bool view_fits(const struct frame *frame, float most, float least, bool compact)
{
    static const float sizes[] = {1.39f, 1.31f, 1.24f, 1.18f, 1.11f, 1.05f,
                                  1,     0.94f, 0.88f, 0.83f, 0.78f};
    static const float rounding = 0.005f;
    const struct theme *t = &frame->app->theme;
    bool holds = false;
    for (size_t i = 0; i < sizeof sizes / sizeof sizes[0] && !holds; i++) {
        if (sizes[i] <= most + rounding && sizes[i] >= least - rounding) {
            view_once(frame, sizes[i], compact);
            holds = !tree_crowded(frame->ui.tree, t->touch, t->key);
        }
    }
    return holds;
}

struct ui page_ui(const struct app *app, struct draw_list *draw, struct tree *tree,
                  struct text_engine text)
{
    return (struct ui){
        .draw = draw,
        .tree = tree,
        .theme = &app->theme,
        .text = text,
        .screen = {0, 0, (float)app->width, (float)app->height},
        .language = app->language,
        .rtl = language_find(app->language)->rtl,
        .less_motion = app_calm(app),
    };
}

void app_view(const struct app *app, struct draw_list *draw, struct tree *tree,
              struct text_engine text, struct action pressed, wall_t now, int64_t now_ms)
{
    struct ui ui = page_ui(app, draw, tree, text);
    ui.now_ms = now_ms;
    ui.pressed = pressed;
    /* A page that does not hold is laid again: with smaller letters down to the normal size, for who asked for
     * larger ones without the strip above it, then a little below the normal size, at last without the strip.
     * The order is the same whatever was asked for, so larger text is never smaller. A slide sees to its own. */
    struct frame frame = {app, ui, now};
    float wish = app->theme.letters;
    if (app_place(app)->screen == SCREEN_ATTRACT) {
        view_once(&frame, wish, false);
    } else if (!view_fits(&frame, wish, 1, false) &&
               !(wish > 1 && view_fits(&frame, wish, 1, true)) &&
               !view_fits(&frame, 0.94f, 0.88f, false)) {
        (void)view_fits(&frame, wish > 1 ? 0.94f : 1, 0, true);
    }
}
