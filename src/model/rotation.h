/* The rotation: which slide is shown now, for how long, and which comes next.
 *
 * Pure: time comes in as arguments. `now_ms` is monotonic, `now` the school's wall clock. */
#ifndef FOYER_MODEL_ROTATION_H
#define FOYER_MODEL_ROTATION_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "model/item.h"

/* A fade lasts this long (LOOK.md: 300-500 ms). */
#define ROTATION_FADE_MS 450

/* At most so many urgent notices at a time; the newest win (HOT-FOLDER.md section 6). */
#define ROTATION_URGENT 3

struct slide {
    int64_t item;   /* item id; 0: nothing to show, the greeting slide */
    size_t picture; /* which of its pictures: albums show another one each round */
    unsigned round; /* which round it is shown in: a welcome says another language each time */
    unsigned turn;  /* counts slides: "Touch to explore" changes its language with each */
    size_t place;   /* what "3 / 14" says while it is shown, 0-based */
};

struct rotation {
    struct slide shown;
    struct slide before;    /* what is being faded out */
    int64_t shown_since_ms; /* fade runs from here */
    bool fading;
    size_t position, total; /* "3 / 14": 0-based place of `shown` in the round */
    unsigned round;         /* completed rounds, for the albums */
    int64_t urgent_seen;    /* the newest urgent notice that has been shown */
};

/* Milliseconds a slide stays: clamp(8, 3 + 0.5 x words, 20) seconds, words of title and text as
 * shown. */
int64_t rotation_dwell_ms(const struct item *item, const char *language);

/* Is this item a slide at `now`? (valid now, not ITEM_THEME) */
bool rotation_shows(const struct item *item, wall_t now);

/* The round at `now`: indices into `items`, urgent first (newest first, at most three), then mixed
 * by kind so that no two of one kind follow each other while others remain; stable from call to
 * call. Caller frees *order. Returns the count. */
size_t rotation_round(const struct item_list *items, wall_t now, size_t **order);

/* Moves on when the dwell is over, when the shown item is gone or over, or when something urgent has
 * just come. Between slides an urgent one is shown again (HOT-FOLDER.md section 6). Returns true
 * when `shown` has changed. `less_motion` shows at once without a fade. */
bool rotation_tick(struct rotation *r, const struct item_list *items, const char *language,
                   wall_t now, int64_t now_ms, bool less_motion);

/* The slide that would follow, so that its picture can be made ready. */
struct slide rotation_next(const struct rotation *r, const struct item_list *items, wall_t now);

/* 0..1 of the fade; 1 when none runs. */
float rotation_fade(const struct rotation *r, int64_t now_ms);

/* When rotation_tick() or the fade next changes anything (monotonic ms). */
int64_t rotation_due_ms(const struct rotation *r, const struct item_list *items,
                        const char *language, int64_t now_ms);

#endif
