/* How many instructions the paths take that are walked most: a number that a busy computer does not change,
 * so that two versions of the program can be compared on any machine.
 *
 * Usage (under valgrind --tool=callgrind --instr-atstart=no): counts OPTION…      (those of "foyer show")
 *
 * The real screen is brought to each place first; then counting is switched on for a single deed, whose name
 * and count callgrind writes into a file of its own. tests/bench/counts.sh puts them into a table. Waiting
 * for the disk and for the display is not in it, nor what the kernel does. (Looking at the share is not
 * either: callgrind does not know openat2(). The part "scan" measures it.) */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <valgrind/callgrind.h>

#include "base/alloc.h"
#include "base/forget.h"
#include "base/i18n.h"
#include "base/path.h"
#include "jobs/jobs.h"
#include "jobs/stage.h"
#include "platform/blend.h"

#define FRAME ((size_t)1920 * 1080 * 4)

static void begin(void)
{
    CALLGRIND_START_INSTRUMENTATION;
    CALLGRIND_ZERO_STATS;
}

/* `per`: how many of what is named were done. */
static void end(const char *name, int per)
{
    char *said = xasprintf("%s|%d", name, per);
    CALLGRIND_DUMP_STATS_AT(said);
    CALLGRIND_STOP_INSTRUMENTATION;
    free(said);
}

static void touch(struct stage *stage, float x, float y)
{
    stage_pointer(stage, (struct pointer){.phase = POINTER_DOWN, .finger = 1, .x = x, .y = y});
    stage_pointer(stage, (struct pointer){.phase = POINTER_UP, .finger = 1, .x = x, .y = y});
}

/* Touches what says `label`; false: it is not there. */
static bool touch_label(struct stage *stage, const char *label)
{
    const struct node *node = tree_find(&stage->tree, label, false);
    bool there = node != NULL;
    if (there) {
        touch(stage, node->rect.x + node->rect.w / 2, node->rect.y + node->rect.h / 2);
    } else {
        fprintf(stderr, "\"%s\" is not on the screen\n", label);
    }
    return there;
}

/* A slide that stands: what each look at it costs although nothing is drawn. */
static void count_standing(struct stage *stage)
{
    begin();
    for (int i = 0; i < 10; i++) {
        stage_advance(stage, 100);
        stage_tick(stage);
        stage_paint(stage);
    }
    end("a look at a slide that stands", 10);
}

/* A slide gives way to the next: the frames after the first, which paints the new one. */
static void count_fading(struct stage *stage)
{
    static const int frames = 8;
    uint64_t standing = draw_hash(&stage->draw);
    for (int ms = 0; ms < 30000 && draw_hash(&stage->draw) == standing; ms += 16) {
        stage_advance(stage, 16);
        stage_tick(stage);
    }
    stage_paint(stage);
    begin();
    for (int i = 0; i < frames; i++) {
        stage_advance(stage, 16);
        stage_tick(stage);
        stage_paint(stage);
    }
    end("a frame of a fade, a pixel", frames * 1920 * 1080);
}

static bool count_pages(struct stage *stage)
{
    begin();
    touch(stage, 400, 400);
    stage_tick(stage);
    end("a touch until the page behind a slide is laid out", 1);
    begin();
    stage_paint(stage);
    end("that page painted", 1);
    stage_advance(stage, 2000);
    begin();
    bool ok = touch_label(stage, "See everything");
    stage_tick(stage);
    end("a touch until \"everything\" is laid out", 1);
    stage_advance(stage, 2000);
    stage_paint(stage);
    begin();
    stage_tick(stage);
    stage_paint(stage);
    end("a look at a page that stands", 1);
    return ok;
}

static void count_fade(void)
{
    uint8_t *below = xmalloc(FRAME), *above = xmalloc(FRAME);
    memset(below, 17, FRAME);
    memset(above, 200, FRAME);
    begin();
    blend_bytes(below, below, above, FRAME, 99);
    end("two frames of 1920 x 1080 mixed, a pixel", 1920 * 1080);
    begin();
    memcpy(below, above, FRAME);
    end("the same frame copied, a pixel", 1920 * 1080);
    free(below);
    free(above);
}

/* `count` replies stored one by one, as forms do it, and brought to the office's file in one go. */
static bool count_replies(const struct config *config, wall_t now, int count)
{
    struct outbox *outbox = outbox_open(config->content.state, now, NULL);
    bool ok = outbox != NULL;
    begin();
    for (int i = 0; ok && i < count; i++) {
        struct reply reply = reply_make();
        reply.created = now;
        uuid_make(reply.uuid);
        free(reply.name);
        reply.name = xstrdup("Visitor");
        ok = outbox_put(outbox, &reply);
        reply_wipe(&reply);
    }
    end("a reply stored and read back", count);
    outbox_close(outbox);
    begin();
    ok = ok && sync_once(config, now, true);
    end("a reply brought to the office's file", count);
    return ok;
}

int main(int argc, char **argv)
{
    struct options options;
    if (options_read(&options, argc, argv) != EXIT_DONE) {
        return 2;
    }
    forget_what_is_freed();
    char *locale = path_locale();
    i18n_start(locale);
    free(locale);
    struct stage stage;
    bool ok = stage_open(&stage, &options);
    if (ok) {
        stage_advance(&stage, 2000);
        stage_paint(&stage);
        count_standing(&stage);
        count_fading(&stage);
        ok = count_pages(&stage);
        stage_close(&stage);
    }
    count_fade();
    ok = ok && count_replies(&options.config, options.now, 50);
    options_free(&options);
    return ok ? 0 : 1;
}
