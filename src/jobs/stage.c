/* The stage. How: once a second the clock is judged and the catalogue is asked whether it changed; between,
 * time is counted in the computer's own milliseconds, so that no jump of the clock is ever seen. The next
 * slide's pictures are asked for ahead and the change waits for them, three seconds at most; a reply is
 * stored between two frames, and only then thanked for. */
#include "jobs/stage.h"

#include <stdio.h>
#include <stdlib.h>

#include "base/alloc.h"
#include "base/cldr.h"
#include "base/forget.h"
#include "base/i18n.h"
#include "base/log.h"
#include "base/path.h"
#include "jobs/letters.h"
#include "jobs/touchscreen.h"
#include "model/closedday.h"
#include "platform/layout.h"
#include "platform/text.h"
#include "ui/speech.h"

static const int64_t LOOK_MS = 1000;
static const int64_t INTEREST_MS = 60000;
static const int64_t COUNT_MS = 300000;
static const int64_t PICTURE_PATIENCE_MS = 3000;
/* While a virtual clock runs, frames that nobody will look at are so far apart: each slide has two or more. The
 * last is always there. */
static const int64_t FRAME_APART_MS = 3000;

static struct gfx *open_display(const struct options *options, struct str *why)
{
    const struct config *config = &options->config;
    char *cache = path_join(config->content.state, "cache");
    char *assets = path_assets();
    struct gfx_wish wish = {
        .headless = options->headless,
        .fullscreen = config->display.fullscreen,
        .width = options->width > 0  ? options->width
                 : options->headless ? 0
                                     : config->display.width,
        .height = options->height > 0 ? options->height
                  : options->headless ? 0
                                      : config->display.height,
        .brightness = config->display.brightness,
        .turned = config->display.rotate,
        .title = config->school.name,
        .cache_dir = cache,
        .assets_dir = assets,
    };
    struct gfx *gfx = gfx_open(&wish, why);
    free(cache);
    free(assets);
    return gfx;
}

/* Can this language's letters be drawn here? Said on the log when not. */
static bool can_show(void *context, const struct language *language)
{
    struct str sample = {0};
    uint32_t missing = 0;
    letters_of(&sample, language);
    bool can = gfx_can(context, sample.data, &missing);
    if (!can) {
        log_warn("%s is not offered: the letter U+%04X is in no font here. Install the package %s.",
                 language->name, (unsigned)missing, text_package(language->script));
    }
    str_free(&sample);
    return can;
}

/* The days on which the school is closed: as configured, and what the calendar says. */
static void close_days(struct stage *stage)
{
    (void)holidays_read(stage->config->school.holidays, &stage->holidays);
    closeddays_add(&stage->app.items, stage->config->school.holiday_events, &stage->holidays);
}

/* The photo of the slide that will be first, as the catalogue stands, is read while the display opens. */
static void foresee(const struct stage *stage, wall_t now)
{
    const char *state = stage->config->content.state;
    struct catalogue *catalogue = catalogue_open(state, CATALOGUE_READ, now, NULL);
    struct item_list items = {0};
    if (catalogue != NULL && catalogue_items(catalogue, &items)) {
        struct rotation rotation = {0};
        struct slide slide = rotation_next(&rotation, &items, now);
        const struct item *item = item_list_by_id(&items, slide.item);
        if (item != NULL && item->picture_count > slide.picture) {
            char *cache = path_join(state, "cache");
            gfx_foresee(cache, item->pictures[slide.picture].hash);
            free(cache);
        }
    }
    item_list_free(&items);
    catalogue_close(catalogue);
}

static struct clock_facts clock_facts(const struct stage *stage)
{
    if (!stage->options->headless && stage->options->now == WALL_NONE) {
        return timekeeper_look();
    }
    struct clock_facts facts = timekeeper_told(clock_wall(&stage->clock), !stage->clock_unset);
    facts.up_ms = clock_ms(&stage->clock);
    snprintf(facts.boot, sizeof facts.boot, "start-%d", stage->starts);
    return facts;
}

static void tell_app_of_the_clock(struct stage *stage)
{
    stage->app.clock_sure = stage->timekeeper.belief.sure;
    stage->app.clock_battery = stage->timekeeper.belief.reason == CLOCK_BATTERY;
}

static void judge_clock(struct stage *stage)
{
    struct clock_facts facts = clock_facts(stage);
    stage->judged_ms = clock_ms(&stage->clock);
    (void)timekeeper_judge(&stage->timekeeper, &facts);
    tell_app_of_the_clock(stage);
}

/* The school's time. When nobody knows it, it stands still. */
static wall_t stage_wall(const struct stage *stage)
{
    const struct clock_belief *belief = &stage->timekeeper.belief;
    int64_t since_ms = clock_ms(&stage->clock) - stage->judged_ms;
    return belief->now + (belief->sure ? since_ms / 1000 : 0);
}

bool stage_open(struct stage *stage, struct options *options)
{
    *stage = (struct stage){.options = options,
                            .config = &options->config,
                            .generation = -1,
                            .looked_ms = INT64_MIN / 2,
                            .clock_unset = options->now_unset,
                            .validity = {.achievements = true}};
    wall_t now = options->now != WALL_NONE ? options->now : clock_wall_now();
    stage->clock = options->headless ? clock_virtual(now) : clock_system();
    timekeeper_open(&stage->timekeeper, options->config.content.state, false);
    judge_clock(stage);
    (void)hours_read(stage->config->display.hours,
                     &stage->hours); /* the configuration has judged them */
    close_days(stage);
    lamp_start(&stage->lamp, clock_ms(&stage->clock));
    struct str why = {0};
    if (!options->headless) {
        foresee(stage, stage_wall(stage));
    }
    stage->gfx = open_display(options, &why);
    if (stage->gfx == NULL) {
        log_error("%s", why.data);
        timekeeper_close(&stage->timekeeper);
    } else {
        int w = 0, h = 0;
        gfx_size(stage->gfx, &w, &h);
        app_start(&stage->app, stage->config, w, h);
        tell_app_of_the_clock(stage);
        app_offer(&stage->app, can_show, stage->gfx);
        touchscreen_open(stage->config, &stage->app);
        touchscreen_tend(stage->config, &stage->app, stage->gfx);
        staffroom_open(&stage->staffroom, stage->config, &stage->app, clock_ms(&stage->clock));
    }
    str_free(&why);
    return stage->gfx != NULL;
}

static bool uses_picture(const struct item_list *items, const char *hash)
{
    for (size_t i = 0; i < items->count; i++) {
        for (size_t j = 0; j < items->items[i].picture_count; j++) {
            if (str_same(items->items[i].pictures[j].hash, hash)) {
                return true;
            }
        }
    }
    return false;
}

/* A withdrawn picture leaves the memory too, and with it the layers it may be drawn in. They are painted again
 * now: not when the next finger waits for it. */
static void forget_pictures(struct stage *stage, const struct item_list *now_there)
{
    const struct item_list *before = &stage->app.items;
    for (size_t i = 0; i < before->count; i++) {
        for (size_t j = 0; j < before->items[i].picture_count; j++) {
            const char *hash = before->items[i].pictures[j].hash;
            if (!uses_picture(now_there, hash)) {
                gfx_forget(stage->gfx, hash);
                stage->painted = 0;
            }
        }
    }
}

/* Is there anything new: in the catalogue, or in what may be shown of it? */
static bool is_new(struct stage *stage, int64_t generation)
{
    char *share = catalogue_fact(stage->catalogue, "share");
    bool before = stage->validity.achievements;
    stage->validity = validity_judge(&stage->timekeeper.belief, share);
    free(share);
    return generation != stage->generation || generation < 0 ||
           before != stage->validity.achievements;
}

/* The week's claps for what is shown: those stored and those that wait to be. */
static void count_claps(struct stage *stage)
{
    const struct item_list *items = &stage->app.items;
    struct interest week = {0};
    (void)interest_load_week(stage->config->content.state, stage_wall(stage), &week);
    tally_list_free(&stage->app.applause);
    for (size_t i = 0; i < items->count; i++) {
        const char *key = items->items[i].key;
        int claps = items->items[i].kind == ITEM_ACHIEVEMENT
                        ? interest_claps(&week, key) + interest_claps(&stage->interest, key)
                        : 0;
        if (claps > 0) {
            tally_list_clap(&stage->app.applause, key, claps);
        }
    }
    interest_free(&week);
}

/* How many have offered and how many come, as the outbox knows it. It is closed again at once. */
static void count_replies(struct stage *stage)
{
    struct outbox *outbox = outbox_look(stage->config->content.state);
    if (outbox != NULL && !outbox_tally(outbox, &stage->app.tallies)) {
        log_warn("the replies could not be counted; the numbers on the screen may be old");
    }
    outbox_close(outbox);
}

/* Has import changed anything? Then the app gets the new items. */
static void look_at_catalogue(struct stage *stage)
{
    const char *state = stage->config->content.state;
    if (stage->catalogue == NULL) {
        stage->catalogue = catalogue_open(state, CATALOGUE_READ, stage_wall(stage), NULL);
    }
    if (stage->catalogue == NULL) {
        return;
    }
    int64_t generation = catalogue_generation(stage->catalogue);
    if (!is_new(stage, generation)) {
        return;
    }
    struct item_list items = {0};
    if (generation < 0 || !catalogue_items(stage->catalogue, &items)) {
        /* Torn or set aside under us: what is shown stays, and the file is opened anew. */
        catalogue_close(stage->catalogue);
        stage->catalogue = NULL;
        return;
    }
    stage->generation = generation;
    validity_apply(&stage->validity, &items);
    forget_pictures(stage, &items);
    app_items(&stage->app, items, stage_wall(stage), clock_ms(&stage->clock));
    close_days(stage);
    count_replies(stage);
    count_claps(stage);
}

static void look_if_due(struct stage *stage, int64_t now_ms)
{
    if (now_ms - stage->looked_ms < LOOK_MS) {
        return;
    }
    stage->looked_ms = now_ms;
    judge_clock(stage);
    look_at_catalogue(stage);
}

/* Asks for what the next slide needs, but not before the first stands; true when it may be shown. */
static bool next_ready(struct stage *stage, wall_t now, int64_t now_ms)
{
    struct wanted wanted[4];
    size_t count = stage->shown ? app_wanted(&stage->app, now, wanted, 4) : 0;
    bool ready = true;
    for (size_t i = 0; i < count && !stage->options->headless; i++) {
        ready = gfx_prepare(stage->gfx, wanted[i].hash, wanted[i].size, wanted[i].fit, wanted[i].w,
                            wanted[i].h) &&
                ready;
    }
    if (ready) {
        stage->unready_since_ms = now_ms;
    }
    return ready || now_ms - stage->unready_since_ms > PICTURE_PATIENCE_MS;
}

/* Submit was touched: stores the reply, and only then the app may say thank you. */
static void store_reply(struct stage *stage)
{
    struct reply reply;
    wall_t now = stage_wall(stage);
    if (!app_take_reply(&stage->app, now, stage->app.clock_sure, &reply)) {
        return;
    }
    if (stage->outbox == NULL) {
        stage->outbox = outbox_open(stage->config->content.state, now, NULL);
    }
    bool saved = stage->outbox != NULL && outbox_put(stage->outbox, &reply);
    if (!saved) {
        log_error("a reply could not be stored; the visitor was told. Check the disk.");
    }
    reply_wipe(&reply);
    /* Its pages and statements hold what was typed: they leave the memory with it. */
    outbox_close(stage->outbox);
    stage->outbox = NULL;
    stage->stored += saved;
    app_reply_saved(&stage->app, saved, clock_ms(&stage->clock));
    /* Counting takes longer the more replies are kept: first the thank-you stands on the screen. */
    stage->count_in = saved ? 2 : stage->count_in;
}

/* What of a visitor's words the app holds now: bit 0 a form, bit 1 the name that is thanked. */
static unsigned words_held(const struct stage *stage)
{
    return (stage->app.form.spec != NULL ? 1u : 0) | (stage->app.thanked_name != NULL ? 2u : 0);
}

/* The keyboard speaks the language of the screen. The first slide has none and does not wait for its tables. */
static void choose_layout(struct stage *stage)
{
    struct keyboard *k = &stage->app.keyboard;
    if (app_place(&stage->app)->screen == SCREEN_ATTRACT) {
        return;
    }
    if (k->layout == NULL || !str_same(k->layout->language, stage->app.language)) {
        k->layout = layout_of(stage->app.language, NULL);
        k->zero = cldr_zero(i18n_locale());
        app_lift_keys(&stage->app);
    }
}

/* Nothing to see, nothing to touch. */
static void write_darkness(struct stage *stage)
{
    draw_clear(&stage->draw);
    tree_clear(&stage->tree);
    struct rect all = {0, 0, (float)stage->app.width, (float)stage->app.height};
    draw_fill(&stage->draw, all, colour_rgb(0), 0);
}

/* What the app has let go it has overwritten. The drawn words go too, and when the new frame stands
 * what drawing the old ones left on the stack. */
static void write_frame(struct stage *stage)
{
    if (stage->lamp.off) {
        write_darkness(stage);
        return;
    }
    choose_layout(stage);
    unsigned held = words_held(stage);
    bool gone = (stage->words_held & ~held) != 0;
    stage->words_held = held;
    if (gone) {
        gfx_forget_words(stage->gfx);
    }
    gfx_speak(stage->gfx, language_find(stage->app.language));
    app_view(&stage->app, &stage->draw, &stage->tree, gfx_text(stage->gfx), stage->gesture.pressed,
             stage_wall(stage), clock_ms(&stage->clock));
    if (gone) {
        forget_stack();
    }
}

/* Which item is open; 0: none. */
static int64_t opened_item(const struct stage *stage)
{
    const struct place *place = app_place(&stage->app);
    return place->screen == SCREEN_DETAIL ? place->item : 0;
}

/* Reads the page aloud when that was asked for; silent as soon as it is not. */
static void read_aloud(struct stage *stage)
{
    if (!stage->app.reading) {
        speaker_hush(&stage->speaker);
        return;
    }
    struct str words = {0};
    bool rtl = language_find(stage->app.language)->rtl;
    speech_of(&stage->tree, rtl, stage->app.theme.touch / 2, &words);
    stage->app.reading =
        words.length > 0 &&
        speaker_say(&stage->speaker, words.data, stage->app.language, clock_ms(&stage->clock));
    str_free(&words);
}

/* While it is read to, somebody is here; when the voice has ended or the visit is over, it is silent. */
static void listen(struct stage *stage, int64_t now_ms)
{
    if (!stage->app.reading) {
        speaker_hush(&stage->speaker);
    } else if (speaker_busy(&stage->speaker, now_ms)) {
        app_touched(&stage->app, now_ms);
    } else {
        stage->app.reading = false;
    }
}

/* A touch has opened an item that was not open `before`: one more visitor was interested. */
static void note_interest(struct stage *stage, int64_t before)
{
    int64_t id = opened_item(stage);
    const struct item *item = id != before ? item_list_by_id(&stage->app.items, id) : NULL;
    if (item != NULL) {
        interest_add(&stage->interest, item->key, 1);
    }
}

/* Somebody clapped. */
static void note_clap(struct stage *stage)
{
    int64_t id = 0;
    const struct item *item =
        app_take_clap(&stage->app, &id) ? item_list_by_id(&stage->app.items, id) : NULL;
    if (item != NULL) {
        interest_clap(&stage->interest, item->key);
        tally_list_clap(&stage->app.applause, item->key, 1);
    }
}

/* Once a minute, and only while nobody is touching: each write wears the card and takes time. */
static void store_interest(struct stage *stage, bool at_once)
{
    int64_t now_ms = clock_ms(&stage->clock);
    bool quiet = app_place(&stage->app)->screen == SCREEN_ATTRACT;
    if (stage->interest.count == 0 ||
        (!at_once && (!quiet || now_ms - stage->interest_ms < INTEREST_MS))) {
        return;
    }
    stage->interest_ms = now_ms;
    if (interest_store(stage->config->content.state, &stage->interest, stage_wall(stage))) {
        interest_free(&stage->interest);
    }
}

/* The office deletes replies and weeks go by: the numbers follow while nobody is here. An outbox that is as it
 * was is not opened: that alone would write a page to the card each time. */
static void count_if_due(struct stage *stage, int64_t now_ms)
{
    bool quiet = app_place(&stage->app)->screen == SCREEN_ATTRACT;
    if (quiet && now_ms - stage->counted_ms >= COUNT_MS) {
        stage->counted_ms = now_ms;
        uint64_t mark =
            outbox_mark(stage->config->content.state); /* before: a later reply counts later */
        wall_t day = wall_midnight(stage_wall(stage));
        if (mark != stage->counted_mark || day != stage->counted_day) {
            count_replies(stage);
            count_claps(stage);
            stage->counted_mark = mark;
            stage->counted_day = day;
        }
    }
}

/* A finger rests on a key. */
static void hold(struct stage *stage, int64_t now_ms)
{
    struct action held = gesture_hold(&stage->gesture, now_ms);
    if (held.verb != 0 && app_hold(&stage->app, held, now_ms)) {
        gesture_spend(&stage->gesture);
    }
}

/* Screen hours. */
static void mind_the_hours(struct stage *stage, int64_t now_ms)
{
    struct lamp_day day = {
        .hours = &stage->hours,
        .holidays = &stage->holidays,
        .now = stage_wall(stage),
        .clock_sure = stage->app.clock_sure,
        .visited = app_place(&stage->app)->screen != SCREEN_ATTRACT,
    };
    if (lamp_tick(&stage->lamp, &day, now_ms) && !stage->lamp.off) {
        app_woken(&stage->app, now_ms);
    }
    power_tick(&stage->power, now_ms);
}

/* The staff's screen, and the corner that leads to it: whoever opened it by holding does not tap. */
static void tend_staff(struct stage *stage, int64_t now_ms)
{
    staffroom_tick(&stage->staffroom, stage->config, &stage->app, stage->catalogue,
                   stage_wall(stage), now_ms);
    touchscreen_tend(stage->config, &stage->app, stage->gfx);
    if (stage->gesture.down && app_place(&stage->app)->screen == SCREEN_STAFF_DOOR &&
        stage->gesture.began.verb == VERB_OPEN_SHOWN) {
        gesture_spend(&stage->gesture);
    }
}

/* A finger on the staff's corner, or not any more. */
static void watch_corner(struct stage *stage, struct pointer pointer, int64_t now_ms)
{
    bool on = app_is_corner(&stage->app, pointer.x, pointer.y);
    if (pointer.phase == POINTER_DOWN && on) {
        app_corner(&stage->app, true, now_ms);
    } else if (pointer.phase != POINTER_MOVE || !on) {
        app_corner(&stage->app, false, now_ms);
    }
}

/* Lets everything happen that is due, without a frame. */
static void live(struct stage *stage)
{
    int64_t now_ms = clock_ms(&stage->clock);
    stage->lived_ms = now_ms;
    look_if_due(stage, now_ms);
    wall_t now = stage_wall(stage);
    mind_the_hours(stage, now_ms);
    if (stage->lamp.off) {
        store_interest(stage, false);
        return;
    }
    gesture_tick(&stage->gesture, now_ms);
    hold(stage, now_ms);
    stage->ready = next_ready(stage, now, now_ms);
    listen(stage, now_ms);
    app_tick(&stage->app, now, now_ms, stage->ready);
    store_interest(stage, false);
    count_if_due(stage, now_ms);
    tend_staff(stage, now_ms);
    if (stage->count_in > 0 && --stage->count_in == 0) {
        count_replies(stage);
    }
}

void stage_tick(struct stage *stage)
{
    live(stage);
    write_frame(stage);
}

void stage_pointer(struct stage *stage, struct pointer pointer)
{
    int64_t now_ms = clock_ms(&stage->clock);
    pointer.ms = now_ms;
    bool was_off = stage->lamp.off;
    if (pointer.phase == POINTER_DOWN && lamp_touch(&stage->lamp, now_ms)) {
        if (was_off) {
            app_woken(&stage->app, now_ms);
        }
        write_frame(stage); /* it woke the picture and means nothing else */
        return;
    }
    if (pointer.phase == POINTER_DOWN) {
        /* Any touch: silence, at once; the touch that ends it does not begin anew. */
        stage->hushed = stage->app.reading;
        stage->app.reading = false;
        speaker_hush(&stage->speaker);
    }
    /* In the countdown only its buttons count: whoever touches the glass next need not be who typed. */
    if (pointer.phase == POINTER_DOWN && app_phase(&stage->app, now_ms) != SESSION_COUNTDOWN) {
        app_touched(&stage->app, now_ms);
        stage->app.touch_x = pointer.x;
        stage->app.touch_y = pointer.y;
    }
    watch_corner(stage, pointer, now_ms);
    if (pointer.phase == POINTER_DOWN || pointer.phase == POINTER_MOVE) {
        app_mark(&stage->app, pointer.x, pointer.y);
    }
    float tolerance = stage->app.theme.gap;
    struct action tap = gesture_feed(&stage->gesture, pointer, &stage->tree, tolerance);
    if (tap.verb == VERB_AIM && pointer.finger == POINTER_MOUSE) {
        tap.verb = VERB_NONE; /* it says nothing about the touch screen */
    }
    if (tap.verb != 0) {
        stage->submits += tap.verb == VERB_SUBMIT;
        int64_t before = opened_item(stage);
        app_act(&stage->app, tap, stage_wall(stage), now_ms);
        note_interest(stage, before);
        note_clap(stage);
        store_reply(stage);
        tend_staff(stage, now_ms);
    }
    write_frame(stage);
    if (tap.verb == VERB_ALOUD) {
        stage->app.reading = stage->app.reading && !stage->hushed;
        read_aloud(stage);
    }
}

bool stage_resize(struct stage *stage, int width, int height)
{
    if (stage->options->headless) {
        struct str why = {0};
        stage->options->width = width;
        stage->options->height = height;
        gfx_close(stage->gfx);
        stage->gfx = open_display(stage->options, &why);
        if (stage->gfx == NULL) {
            log_error("%s", why.data);
        }
        str_free(&why);
    }
    if (stage->gfx == NULL) {
        return false;
    }
    touchscreen_tend(stage->config, &stage->app, stage->gfx);
    gfx_size(stage->gfx, &width, &height);
    app_resize(&stage->app, width, height);
    stage->painted = 0;
    write_frame(stage);
    return true;
}

void stage_paint(struct stage *stage)
{
    uint64_t hash = draw_hash(&stage->draw);
    if (hash == stage->painted && stage->complete) {
        return;
    }
    int64_t now_ms = clock_ms(&stage->clock);
    if (!stage->lamp.off) {
        power_switch(&stage->power, stage->config, stage->gfx, true, now_ms);
    }
    stage->complete = gfx_draw(stage->gfx, &stage->draw);
    stage->shown = stage->shown || stage->complete;
    stage->painted = hash;
    if (stage->lamp.off) {
        power_switch(&stage->power, stage->config, stage->gfx, false, now_ms);
    }
    if (stage->options->headless) {
        power_settle(&stage->power, 10000);
    }
}

/* Counted from when the frame on the display was written, not from when it had been painted: the frames of a
 * motion follow one another at an even pace however long each took, and one that was written before the end
 * is followed by the last. */
int64_t stage_due_ms(struct stage *stage)
{
    int64_t now_ms = stage->lived_ms;
    int64_t due = app_due_ms(&stage->app, stage_wall(stage), now_ms);
    int64_t held = gesture_due_ms(&stage->gesture);
    due = held < due ? held : due;
    int64_t look = stage->looked_ms + LOOK_MS;
    if (stage->lamp.off) {
        return look;
    }
    if (!stage->ready && due < now_ms + 100) {
        due = now_ms + 100; /* the slide waits for its picture, not for the clock */
    }
    return look < due ? look : due;
}

void stage_clock(struct stage *stage, enum stage_clock what, wall_t wall)
{
    /* Whoever sets it by hand takes the network's word from it, as in the kernel. */
    stage->clock_unset = what != STAGE_CLOCK_SET;
    stage->starts += what == STAGE_CLOCK_UNSET;
    if (what == STAGE_CLOCK_JUMPS) {
        clock_jump(&stage->clock, wall);
    }
}

void stage_advance(struct stage *stage, int64_t ms)
{
    int64_t end = clock_ms(&stage->clock) + ms, written_ms = INT64_MIN / 2;
    for (int64_t now = clock_ms(&stage->clock); now < end; now = clock_ms(&stage->clock)) {
        int64_t due = stage_due_ms(stage);
        int64_t step = due <= now ? 16 : due - now;
        clock_advance(&stage->clock, step < end - now ? step : end - now);
        live(stage);
        int64_t then = clock_ms(&stage->clock);
        if (then >= end || then - written_ms >= FRAME_APART_MS) {
            write_frame(stage);
            written_ms = then;
        }
    }
}

void stage_close(struct stage *stage)
{
    if (stage->gfx != NULL) {
        store_interest(stage, true);
    }
    speaker_hush(&stage->speaker);
    power_end(&stage->power, stage->config, stage->gfx);
    interest_free(&stage->interest);
    app_end(&stage->app);
    draw_free(&stage->draw);
    tree_free(&stage->tree);
    catalogue_close(stage->catalogue);
    outbox_close(stage->outbox);
    timekeeper_close(&stage->timekeeper);
    gfx_close(stage->gfx);
}
