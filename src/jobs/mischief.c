/* Mischief. How: a table of pranks, each with its share; after every one the same questions are asked of
 * the frame. All through stage_pointer(), as fingers come. */
#include "jobs/mischief.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

/* Far above what any screen needs (about 400 draws and 150 nodes), far below what would be slow. */
#define MOST_DRAWS 4000
#define MOST_NODES 1500
#define MOST_TEXT ((size_t)256 << 10)

struct mischief {
    struct stage *stage;
    uint64_t state;   /* of the random numbers */
    int64_t finger;   /* the next one's id */
    size_t pranks;    /* played */
    const char *last; /* the prank that is being played */
};

/* splitmix64: a number below `limit`. */
static uint64_t below(struct mischief *m, uint64_t limit)
{
    m->state += 0x9E3779B97F4A7C15ULL;
    uint64_t z = m->state;
    z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9ULL;
    z = (z ^ (z >> 27)) * 0x94D049BB133111EBULL;
    return (z ^ (z >> 31)) % limit;
}

struct point {
    float x, y;
};

/* Anywhere, a little beyond the edges too. */
static struct point anywhere(struct mischief *m)
{
    const struct app *app = &m->stage->app;
    return (struct point){(float)below(m, (uint64_t)app->width + 40) - 20,
                          (float)below(m, (uint64_t)app->height + 40) - 20};
}

/* The middle of something that can be touched: with `verb` only of those, with `role` likewise (-1:
 * any). False: there is none. */
static bool target(struct mischief *m, int verb, int role, struct point *out)
{
    const struct tree *tree = &m->stage->tree;
    size_t found = 0;
    for (size_t i = 0; i < tree->count; i++) {
        const struct node *node = &tree->nodes[i];
        bool fits = node->action.verb != 0 && !node->disabled &&
                    (verb < 0 || node->action.verb == verb) &&
                    (role < 0 || node->role == (enum role)role);
        if (fits && below(m, ++found) == 0) {
            *out = (struct point){node->rect.x + node->rect.w / 2, node->rect.y + node->rect.h / 2};
        }
    }
    return found > 0;
}

static void point_at(struct mischief *m, enum pointer_phase phase, int64_t finger, struct point at)
{
    stage_pointer(m->stage,
                  (struct pointer){.phase = phase, .finger = finger, .x = at.x, .y = at.y});
}

static void tap(struct mischief *m, struct point at, int64_t ms)
{
    int64_t finger = m->finger++;
    point_at(m, POINTER_DOWN, finger, at);
    stage_advance(m->stage, ms);
    point_at(m, POINTER_UP, finger, at);
    stage_advance(m->stage, ms);
}

static void touch_something(struct mischief *m)
{
    struct point at = anywhere(m);
    target(m, -1, -1, &at);
    tap(m, at, 40);
}

static void touch_anywhere(struct mischief *m)
{
    tap(m, anywhere(m), 40);
}

/* Twenty a second. */
static void drum(struct mischief *m)
{
    struct point at = anywhere(m);
    if (below(m, 3) > 0) {
        target(m, -1, -1, &at);
    }
    for (uint64_t i = below(m, 30) + 2; i > 0; i--) {
        tap(m, at, 25);
    }
}

/* On with the form, or send it: else hardly any would ever be. */
static void go_on(struct mischief *m)
{
    static const int ways[] = {VERB_NEXT, VERB_NEXT, VERB_SUBMIT, VERB_SUBMIT, VERB_WAY, VERB_ITEM};
    struct point at;
    if (target(m, ways[below(m, sizeof ways / sizeof ways[0])], -1, &at)) {
        tap(m, at, 30);
    }
}

static void type_something(struct mischief *m)
{
    struct point at;
    for (uint64_t i = below(m, 25) + 1; i > 0 && target(m, VERB_KEY, -1, &at); i--) {
        tap(m, at, 30);
    }
}

static void drag(struct mischief *m)
{
    struct point from = anywhere(m), to = anywhere(m);
    target(m, -1, -1, &from);
    int64_t finger = m->finger++;
    point_at(m, POINTER_DOWN, finger, from);
    for (int i = 1; i <= 6; i++) {
        float part = (float)i / 6;
        stage_advance(m->stage, 16);
        point_at(m, POINTER_MOVE, finger,
                 (struct point){from.x + (to.x - from.x) * part, from.y + (to.y - from.y) * part});
    }
    point_at(m, below(m, 8) == 0 ? POINTER_CANCEL : POINTER_UP, finger, to);
}

/* Five fingers at once; they lift in any order, and not all of them say so. */
static void palm(struct mischief *m)
{
    struct point at = anywhere(m);
    int64_t first = m->finger;
    m->finger += 5;
    for (int64_t i = 0; i < 5; i++) {
        point_at(m, POINTER_DOWN, first + i, (struct point){at.x + 40 * (float)i, at.y});
        stage_advance(m->stage, 4);
    }
    stage_advance(m->stage, (int64_t)below(m, 500));
    int64_t start = (int64_t)below(m, 5);
    for (int64_t i = 0; i < 5; i++) {
        int64_t finger = (start + i) % 5;
        if (below(m, 10) > 0) {
            point_at(m, POINTER_UP, first + finger,
                     (struct point){at.x + 40 * (float)finger, at.y});
        }
    }
}

static void hold(struct mischief *m)
{
    struct point at = anywhere(m);
    target(m, -1, -1, &at);
    tap(m, at, 500 + (int64_t)below(m, 20000));
}

static void lose_a_finger(struct mischief *m)
{
    struct point at = anywhere(m);
    target(m, -1, -1, &at);
    point_at(m, POINTER_DOWN, m->finger++, at);
}

/* A driver's nonsense: fingers that were never down, a finger twice down, places that are none. */
static void talk_nonsense(struct mischief *m)
{
    static const enum pointer_phase phases[] = {POINTER_UP, POINTER_MOVE, POINTER_CANCEL,
                                                POINTER_DOWN, POINTER_DOWN};
    int64_t finger = m->finger + (int64_t)below(m, 3);
    for (int i = 0; i < 8; i++) {
        struct point at = anywhere(m);
        if (below(m, 4) == 0) {
            at = (struct point){below(m, 2) == 0 ? -1e9f : NAN, 1e9f};
        }
        point_at(m, phases[below(m, sizeof phases / sizeof phases[0])], finger, at);
    }
    m->finger += 3;
}

static void wait_a_little(struct mischief *m)
{
    stage_advance(m->stage, (int64_t)below(m, 1500));
}

static void walk_away(struct mischief *m)
{
    stage_advance(m->stage, (int64_t)below(m, 100000));
}

static void turn_the_display(struct mischief *m)
{
    const struct app *app = &m->stage->app;
    stage_resize(m->stage, app->height, app->width);
}

/* In parts of a thousand. */
static const struct {
    const char *name;
    unsigned share;
    void (*play)(struct mischief *m);
} pranks[] = {
    {"touch something", 300, touch_something},
    {"touch anywhere", 70, touch_anywhere},
    {"drum", 40, drum},
    {"go on", 260, go_on},
    {"type", 120, type_something},
    {"drag", 60, drag},
    {"palm", 30, palm},
    {"hold", 10, hold},
    {"lose a finger", 15, lose_a_finger},
    {"talk nonsense", 20, talk_nonsense},
    {"wait", 69, wait_a_little},
    {"walk away", 5, walk_away},
    {"turn the display", 1, turn_the_display},
};

static void prank(struct mischief *m)
{
    uint64_t at = below(m, 1000);
    size_t i = 0;
    while (at >= pranks[i].share) {
        at -= pranks[i].share;
        i++;
    }
    m->last = pranks[i].name;
    pranks[i].play(m);
    m->pranks++;
}

/* What of the frame breaks a promise; NULL: nothing. */
static const char *wrong_with_frame(const struct stage *stage)
{
    const struct tree *tree = &stage->tree;
    const struct app *app = &stage->app;
    bool something = false, way_out = app_place(app)->screen == SCREEN_ATTRACT;
    for (size_t i = 0; i < tree->count; i++) {
        const struct node *node = &tree->nodes[i];
        struct rect r = node->rect;
        if (!isfinite(r.x) || !isfinite(r.y) || !isfinite(r.w) || !isfinite(r.h)) {
            return "a thing on the screen is nowhere";
        }
        bool seen = r.x < (float)app->width && r.y < (float)app->height && r.x + r.w > 0 &&
                    r.y + r.h > 0 && r.w > 0 && r.h > 0;
        bool can = node->action.verb != 0 && !node->disabled && seen;
        something = something || can;
        way_out = way_out || (can && node->action.verb == VERB_START_OVER);
    }
    if (!something) {
        return "nothing can be touched";
    }
    if (!way_out) {
        return "there is no way to start over";
    }
    if (app->depth < 1 || app->depth > APP_TRAIL) {
        return "the trail of places is broken";
    }
    if (stage->draw.count > MOST_DRAWS || tree->count > MOST_NODES ||
        stage->draw.strings.length > MOST_TEXT || tree->strings.length > MOST_TEXT) {
        return "the frame is far too large";
    }
    return stage->stored > stage->submits ? "more was stored than was sent" : NULL;
}

static bool fits(const char *text, size_t limit)
{
    size_t count = 0;
    if (text == NULL || !utf8_valid(text, strlen(text))) {
        return false;
    }
    while (*text != '\0') {
        count++;
        if (utf8_next(&text) < 0x20) {
            return false;
        }
    }
    return count <= limit;
}

/* What of a stored reply its own form would not have let through. */
static const char *wrong_with_reply(const struct reply *reply)
{
    if (!fits(reply->name, FORM_NAME_LIMIT) || !fits(reply->message, FORM_MESSAGE_LIMIT) ||
        !fits(reply->phone, 2 * FORM_CONTACT_LIMIT + 3) ||
        !fits(reply->email, FORM_CONTACT_LIMIT) || !fits(reply->organisation, FORM_NAME_LIMIT)) {
        return "a reply holds what could not be typed";
    }
    const struct form_spec *spec = form_spec(reply->kind);
    for (size_t i = 0; i < spec->step_count; i++) {
        const struct form_step *step = &spec->steps[i];
        bool empty =
            (step->kind == STEP_NAME && str_blank(reply->name)) ||
            (step->kind == STEP_MESSAGE && str_blank(reply->message)) ||
            (step->kind == STEP_CONTACT && str_blank(reply->phone) && str_blank(reply->email)) ||
            (step->kind == STEP_ORGANISATION && str_blank(reply->organisation)) ||
            (step->kind == STEP_EMAIL && str_blank(reply->email)) ||
            (step->kind == STEP_CONSENT && str_blank(reply->agreed)) ||
            (step->kind == STEP_PEOPLE && (reply->people < 1 || reply->people > FORM_PEOPLE_LIMIT));
        if (empty && !step->optional) {
            return "a reply without what its form asks for was stored";
        }
    }
    return NULL;
}

static struct outbox *open_outbox(const struct stage *stage)
{
    return outbox_open(stage->config->content.state, clock_wall(&stage->clock), NULL);
}

static int64_t count_replies(const struct stage *stage)
{
    struct outbox *outbox = open_outbox(stage);
    int64_t count = outbox != NULL ? outbox_count(outbox) : -1;
    outbox_close(outbox);
    return count;
}

static const char *wrong_with_replies(const struct stage *stage, int64_t expected)
{
    struct outbox *outbox = open_outbox(stage);
    struct reply *replies = NULL;
    size_t count = 0;
    const char *wrong = NULL;
    if (outbox == NULL || !outbox_all(outbox, &replies, &count)) {
        wrong = "the replies cannot be read";
    } else if ((int64_t)count != expected) {
        wrong = "not as many replies are stored as were thanked for";
    }
    for (size_t i = 0; wrong == NULL && i < count; i++) {
        wrong = wrong_with_reply(&replies[i]);
    }
    reply_array_wipe(replies, count);
    outbox_close(outbox);
    return wrong;
}

/* Left alone, the screen returns to the rotation and holds nothing of the visit. */
static const char *wrong_when_left_alone(struct stage *stage)
{
    stage_advance(stage, 240000);
    stage_paint(stage);
    const struct app *app = &stage->app;
    if (app_place(app)->screen != SCREEN_ATTRACT || app->session.present) {
        return "left alone, the rotation does not come back";
    }
    bool held = app->form.spec != NULL || app->thanked_name != NULL || app->form.name.data != NULL;
    return held ? "something of the visit is still held" : NULL;
}

bool mischief_play(struct stage *stage, int64_t ms, uint64_t seed, struct str *why)
{
    struct mischief m = {.stage = stage, .state = seed, .finger = 1000, .last = "nothing"};
    int64_t end = clock_ms(&stage->clock) + ms;
    int64_t before = count_replies(stage), stored = stage->stored, submits = stage->submits;
    const char *wrong = wrong_with_frame(stage);
    while (wrong == NULL && clock_ms(&stage->clock) < end) {
        prank(&m);
        wrong = wrong_with_frame(stage);
        if (m.pranks % 20 == 0) {
            stage_paint(stage);
        }
    }
    if (wrong == NULL) {
        wrong = wrong_when_left_alone(stage);
    }
    if (wrong == NULL) {
        wrong = wrong_with_replies(stage, before + stage->stored - stored);
    }
    if (wrong != NULL) {
        str_printf(why, "%s (seed %llu, after %zu pranks; the last: %s)", wrong,
                   (unsigned long long)seed, m.pranks, m.last);
    } else {
        printf("tour: %zu pranks, %lld touches on Send, %lld replies\n", m.pranks,
               (long long)(stage->submits - submits), (long long)(stage->stored - stored));
    }
    return wrong == NULL;
}
