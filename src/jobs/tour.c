/* Playing a tour. How: every tap goes down and up through the same gestures as a finger, at the place
 * where the semantic tree says the thing is. */
#include "jobs/tour.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/log.h"
#include "base/path.h"
#include "jobs/dump.h"
#include "jobs/jobs.h"
#include "jobs/mischief.h"
#include "model/tour.h"

/* A finger rests this long; a rapid one taps 20 ms apart. */
static const int64_t HOLD_MS = 500;
static const int64_t TAP_MS = 60, RAPID_MS = 10;
static const int64_t EXPECT_MS = 5000, EXPECT_STEP_MS = 100;

struct playing {
    struct stage *stage;
    struct str why; /* why a step could not be done */
    int taps, typed;
    bool paced;                  /* touches take as long as people do */
    int64_t paced_ms;            /* since when */
    int paced_typed;             /* characters typed before that */
    uint64_t read_heading;       /* of the screen that was read last */
    struct pointer fingers[100]; /* where the tour's own were last */
    FILE *trace;                 /* where each touch is written down; NULL */
    struct calibration glass;    /* how the touch screen reports fingers */
};

/* How long people take (keystroke-level model of Card, Moran and Newell, for a finger on glass): to read
 * a screen's question, to decide, to touch; a letter on a keyboard seen for the first time. */
static const int64_t READ_WORD_MS = 300, DECIDE_MS = 1200, TOUCH_MS = 400, LETTER_MS = 550;

/* The words of the headings in sight, and their mark. */
static int64_t heading_words(const struct tree *tree, uint64_t *mark)
{
    int64_t words = 0;
    *mark = STR_HASH_SEED;
    for (size_t i = 0; i < tree->count; i++) {
        if (tree->nodes[i].role == ROLE_HEADING) {
            const char *label = tree_label(tree, &tree->nodes[i]);
            *mark = str_hash(*mark, label, strlen(label));
            for (const char *at = label + strspn(label, " "); *at != '\0'; at += strspn(at, " ")) {
                at += strcspn(at, " ");
                words++;
            }
        }
    }
    return words;
}

/* Lets the time pass that a visitor needs before a touch that is no key. */
static void take_time_to_think(struct playing *p)
{
    if (p->paced) {
        uint64_t heading = 0;
        int64_t words = heading_words(&p->stage->tree, &heading);
        int64_t reading = heading != p->read_heading ? words * READ_WORD_MS : 0;
        p->read_heading = heading;
        stage_advance(p->stage, reading + DECIDE_MS + TOUCH_MS);
    }
}

static bool shoot(struct stage *stage, const char *name)
{
    const char *dir = stage->options->shots != NULL ? stage->options->shots : ".";
    char *file = xasprintf("%s/%s.png", dir, name);
    while (app_moves(&stage->app, clock_ms(&stage->clock))) {
        stage_advance(stage, 16); /* a picture is of a page that has arrived */
    }
    stage_paint(stage);
    bool ok = path_make_dirs(dir, 0777) && gfx_save(stage->gfx, file);
    if (!ok) {
        log_error("%s cannot be written (%s)", file, strerror(errno));
    }
    free(file);
    return ok;
}

/* A finger, as the touch screen reports it and Foyer feels it. */
static void touch(struct playing *p, struct pointer finger)
{
    struct spot on_glass = gfx_on_panel(p->stage->gfx, finger.x, finger.y);
    struct calibration used = calibrating_in_use(&p->stage->app.calibrating);
    if (!calibration_is_plain(&p->glass) || !calibration_is_plain(&used)) {
        gfx_felt(p->stage->gfx, calibration_apply(&p->glass, on_glass), &finger.x, &finger.y);
    }
    stage_pointer(p->stage, finger);
}

static void tap_at(struct playing *p, float x, float y, int64_t ms)
{
    struct stage *stage = p->stage;
    if (p->trace != NULL) {
        fprintf(p->trace, "%.0f %.0f %lld\n", (double)x, (double)y, (long long)ms);
    }
    touch(p, (struct pointer){.phase = POINTER_DOWN, .finger = 1, .x = x, .y = y});
    stage_advance(stage, ms);
    touch(p, (struct pointer){.phase = POINTER_UP, .finger = 1, .x = x, .y = y});
    stage_advance(stage, ms);
    p->taps++;
}

/* The middle of a thing. */
static void middle_of(const struct node *node, float *x, float *y)
{
    *x = node->rect.x + node->rect.w / 2;
    *y = node->rect.y + node->rect.h / 2;
}

static bool find_place(struct playing *p, const struct tour_step *step, float *x, float *y)
{
    *x = step->x;
    *y = step->y;
    if (step->text == NULL) {
        return true;
    }
    const struct node *node = tree_find(&p->stage->tree, step->text, true);
    if (node == NULL) {
        str_printf(&p->why, "nothing called \"%s\" can be touched", step->text);
        return false;
    }
    middle_of(node, x, y);
    return true;
}

static bool play_tap(struct playing *p, const struct tour_step *step)
{
    float x = 0, y = 0;
    take_time_to_think(p);
    if (!find_place(p, step, &x, &y)) {
        return false;
    }
    for (int i = 0; i < step->count; i++) {
        tap_at(p, x, y, step->count > 1 ? RAPID_MS : TAP_MS);
    }
    return true;
}

static bool play_hold(struct playing *p, const struct tour_step *step)
{
    float x = 0, y = 0;
    if (!find_place(p, step, &x, &y)) {
        return false;
    }
    tap_at(p, x, y, step->ms);
    return true;
}

/* Touches the key whose action has that code; KEY_HOLD - c: holds the key of c until its accents show. */
static bool tap_key(struct playing *p, int64_t code)
{
    bool held = code < KEY_HOLD;
    code = held ? KEY_HOLD - code : code;
    const struct tree *tree = &p->stage->tree;
    for (size_t i = 0; i < tree->count; i++) {
        const struct node *node = &tree->nodes[i];
        if (node->role == ROLE_KEY && node->action.verb == VERB_KEY && node->action.arg == code) {
            float x = 0, y = 0;
            middle_of(node, &x, &y);
            stage_advance(p->stage, p->paced ? LETTER_MS - 2 * TAP_MS : 0);
            tap_at(p, x, y, held ? HOLD_MS : TAP_MS);
            return true;
        }
    }
    return false;
}

/* What was typed is forgotten, as the visitor's hand forgets it: only the screen still knows. */
static bool play_type(struct playing *p, struct tour_step *step)
{
    for (const char *at = step->text; *at != '\0';) {
        const char *letter = at;
        int64_t codes[KEYBOARD_PATH];
        size_t count = keyboard_path(&p->stage->app.keyboard, utf8_next(&at), codes);
        bool ok = count > 0;
        for (size_t i = 0; ok && i < count; i++) {
            ok = tap_key(p, codes[i]);
        }
        if (!ok) {
            str_printf(&p->why, "there is no key for \"%.*s\"", (int)(at - letter), letter);
            return false;
        }
        p->typed++;
    }
    wipe(step->text, strlen(step->text));
    return true;
}

static bool play_expect(struct playing *p, const struct tour_step *step)
{
    for (int64_t waited = 0; waited <= EXPECT_MS; waited += EXPECT_STEP_MS) {
        if (tree_find(&p->stage->tree, step->text, false) != NULL) {
            return true;
        }
        stage_advance(p->stage, EXPECT_STEP_MS);
    }
    str_printf(&p->why, "\"%s\" did not appear", step->text);
    return false;
}

static bool play_refuse(struct playing *p, const struct tour_step *step)
{
    if (tree_find(&p->stage->tree, step->text, false) == NULL) {
        return true;
    }
    str_printf(&p->why, "\"%s\" is on the screen and must not be", step->text);
    return false;
}

static bool play_run(struct playing *p, const struct tour_step *step)
{
    struct stage *stage = p->stage;
    wall_t now = clock_wall(&stage->clock);
    bool set = !stage->clock_unset;
    bool import = str_same(step->text, "import");
    if (!import && !str_same(step->text, "sync")) {
        str_printf(&p->why, "there is no job \"%s\"; there are import and sync", step->text);
        return false;
    }
    bool ok = import ? import_once(stage->config, now, set) : sync_once(stage->config, now, set);
    if (!ok) {
        str_printf(&p->why, "%s could not do it", step->text);
    }
    stage_advance(stage, 1100); /* the screen looks once a second */
    return ok;
}

static bool play_replies(struct playing *p, const struct tour_step *step)
{
    struct outbox *outbox =
        outbox_open(p->stage->config->content.state, clock_wall(&p->stage->clock), NULL);
    int64_t count = outbox != NULL ? outbox_count(outbox) : -1;
    outbox_close(outbox);
    if (count != step->count) {
        str_printf(&p->why, "%lld replies are stored, not %d", (long long)count, step->count);
    }
    return count == step->count;
}

/* One finger's event, with no time passing: for palms, drags and fingers that never lift. */
static bool play_finger(struct playing *p, const struct tour_step *step)
{
    static const enum pointer_phase phases[] = {[TOUR_DOWN] = POINTER_DOWN,
                                                [TOUR_MOVE] = POINTER_MOVE,
                                                [TOUR_UP] = POINTER_UP,
                                                [TOUR_CANCEL] = POINTER_CANCEL};
    struct pointer *at = &p->fingers[step->count];
    if (step->phase <= TOUR_MOVE && !find_place(p, step, &at->x, &at->y)) {
        return false;
    }
    at->phase = phases[step->phase];
    at->finger = 100 + step->count;
    p->taps += step->phase == TOUR_UP;
    touch(p, *at);
    stage_advance(p->stage, 10);
    return true;
}

static bool play_resize(struct playing *p, const struct tour_step *step)
{
    if (!stage_resize(p->stage, (int)step->x, (int)step->y)) {
        str_puts(&p->why, "the display does not take that size");
        return false;
    }
    return true;
}

/* Every frame that is due is painted, as in a window; none may be. */
static bool play_still(struct playing *p, const struct tour_step *step)
{
    struct stage *stage = p->stage;
    uint64_t before = gfx_counts(stage->gfx).frames;
    for (int64_t left = step->ms; left > 0; left -= 1000) {
        stage_advance(stage, left < 1000 ? left : 1000);
        stage_paint(stage);
    }
    uint64_t frames = gfx_counts(stage->gfx).frames - before;
    if (frames > 0) {
        str_printf(&p->why, "%llu frames were drawn", (unsigned long long)frames);
    }
    return frames == 0;
}

static bool play_dump(struct playing *p, const struct tour_step *step)
{
    const char *dir = p->stage->options->shots != NULL ? p->stage->options->shots : ".";
    stage_paint(p->stage);
    char *path = xasprintf("%s/%s.memory", dir, step->text);
    bool ok = path_make_dirs(dir, 0777) && dump_memory(path);
    if (!ok) {
        str_printf(&p->why, "%s cannot be written (%s)", path, strerror(errno));
    }
    free(path);
    return ok;
}

static bool play_pace(struct playing *p, const struct tour_step *step)
{
    p->paced = step->count == 1;
    p->paced_ms = clock_ms(&p->stage->clock);
    p->paced_typed = p->typed;
    p->read_heading = 0;
    return true;
}

static bool play_within(struct playing *p, const struct tour_step *step)
{
    int64_t took = clock_ms(&p->stage->clock) - p->paced_ms;
    int typed = p->typed - p->paced_typed;
    printf("tour: a visitor needs %lld s and %d typed characters (at most %lld s and %d)\n",
           (long long)(took / 1000), typed, (long long)(step->ms / 1000), step->count);
    if (!p->paced) {
        str_puts(&p->why, "\"within\" measures since \"pace visitor\"");
    } else if (took > step->ms || typed > step->count) {
        str_puts(&p->why, "it takes a visitor too long");
    }
    return p->why.length == 0;
}

static bool play_glass(struct playing *p, const struct tour_step *step)
{
    bool ok = calibration_read(step->text, &p->glass);
    if (!ok) {
        str_puts(&p->why,
                 "no glass is so: six numbers in millionths, as model/calibration.h has them");
    }
    return ok;
}

static bool play_trace(struct playing *p, const struct tour_step *step)
{
    const char *dir = p->stage->options->shots != NULL ? p->stage->options->shots : ".";
    char *path = xasprintf("%s/%s.touches", dir, step->text);
    if (p->trace != NULL) {
        fclose(p->trace);
    }
    p->trace = path_make_dirs(dir, 0777) ? fopen(path, "we") : NULL;
    if (p->trace == NULL) {
        str_printf(&p->why, "%s cannot be written (%s)", path, strerror(errno));
    }
    free(path);
    return p->trace != NULL;
}

static bool play_clock(struct playing *p, const struct tour_step *step)
{
    static const enum stage_clock whats[] = {[TOUR_CLOCK_JUMPS] = STAGE_CLOCK_JUMPS,
                                             [TOUR_CLOCK_UNSURE] = STAGE_CLOCK_UNSET,
                                             [TOUR_CLOCK_SURE] = STAGE_CLOCK_SET};
    stage_clock(p->stage, whats[step->clock], step->wall);
    stage_advance(p->stage, 1100); /* it is judged once a second */
    return true;
}

static bool play_step(struct playing *p, struct tour_step *step)
{
    switch (step->verb) {
    case TOUR_WAIT:
        stage_advance(p->stage, step->ms);
        stage_paint(p->stage);
        return true;
    case TOUR_TAP:
        return play_tap(p, step);
    case TOUR_HOLD:
        return play_hold(p, step);
    case TOUR_TYPE:
        return play_type(p, step);
    case TOUR_EXPECT:
        return play_expect(p, step);
    case TOUR_REFUSE:
        return play_refuse(p, step);
    case TOUR_SHOT:
        return shoot(p->stage, step->text);
    case TOUR_RUN:
        return play_run(p, step);
    case TOUR_REPLIES:
        return play_replies(p, step);
    case TOUR_FINGER:
        return play_finger(p, step);
    case TOUR_RESIZE:
        return play_resize(p, step);
    case TOUR_RANDOM:
        return mischief_play(p->stage, step->ms, (uint64_t)step->count, &p->why);
    case TOUR_PACE:
        return play_pace(p, step);
    case TOUR_WITHIN:
        return play_within(p, step);
    case TOUR_STILL:
        return play_still(p, step);
    case TOUR_DUMP:
        return play_dump(p, step);
    case TOUR_CLOCK:
        return play_clock(p, step);
    case TOUR_GLASS:
        return play_glass(p, step);
    case TOUR_TRACE:
        return play_trace(p, step);
    }
    return false;
}

static void explain(struct playing *p, const struct tour_step *step, size_t number)
{
    fprintf(stderr, "tour: step %zu (line %d) could not be done: %s\non the screen:", number,
            step->line, p->why.data != NULL ? p->why.data : "");
    const struct tree *tree = &p->stage->tree;
    for (size_t i = 0; i < tree->count; i++) {
        if (tree->nodes[i].role != ROLE_KEY) {
            fprintf(stderr, " [%s] %s", role_word(tree->nodes[i].role),
                    tree_label(tree, &tree->nodes[i]));
        }
    }
    char name[48];
    snprintf(name, sizeof name, "failed-step-%zu", number);
    fprintf(stderr, "\npicture: %s.png\n", name);
    shoot(p->stage, name);
}

static bool read_tour(const char *path, struct tour *tour)
{
    char *text = NULL;
    size_t length = 0;
    struct str why = {0};
    bool ok = path_read(path, 1 << 20, &text, &length);
    if (!ok) {
        str_puts(&why, strerror(errno));
    }
    ok = ok && tour_parse(text, tour, &why);
    if (!ok) {
        fprintf(stderr, "tour: %s: %s\n", path, why.data);
    }
    str_free(&why);
    wipe(text, length);
    free(text);
    return ok;
}

int tour_play(struct stage *stage)
{
    struct tour tour = {0};
    if (!read_tour(stage->options->tour, &tour)) {
        return EXIT_COULD_NOT;
    }
    struct playing p = {.stage = stage, .glass = calibration_plain()};
    stage_tick(stage);
    stage_paint(stage);
    bool ok = true;
    for (size_t i = 0; ok && i < tour.count; i++) {
        ok = play_step(&p, &tour.steps[i]);
        if (!ok) {
            explain(&p, &tour.steps[i], i + 1);
        }
    }
    int64_t seconds = clock_ms(&stage->clock) / 1000;
    printf("tour: %zu steps, %d taps, %d typed characters, %02lld:%02lld:%02lld of a visit\n",
           tour.count, p.taps, p.typed, (long long)(seconds / 3600), (long long)(seconds / 60 % 60),
           (long long)(seconds % 60));
    if (p.trace != NULL) {
        fclose(p.trace);
    }
    str_free(&p.why);
    tour_free(&tour);
    return ok ? EXIT_DONE : EXIT_COULD_NOT;
}
