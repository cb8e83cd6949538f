/* How a page comes: a card opened grows from where it was touched, a form's step slides in the reading
 * direction. Only drawing moves; what can be touched stands in its final place from the first frame,
 * so a quick second tap hits what it is meant for. Pure: a function of the time since the entry. */
#ifndef FOYER_SCREENS_MOTION_H
#define FOYER_SCREENS_MOTION_H

#include <stdbool.h>
#include <stdint.h>

#include "ui/draw.h"

/* LOOK.md, "Numbers": 300-500 ms. */
#define MOTION_MS 320

enum motion {
    MOTION_NONE,
    MOTION_GROW,    /* out of the place that was touched, over the page before */
    MOTION_FORWARD, /* the next step: comes from the end of the line */
    MOTION_BACK,    /* the step before: comes from its start */
};

/* Is it still under way, `elapsed_ms` after the entry? */
bool motion_runs(enum motion motion, int64_t elapsed_ms);

/* 0..1 of the way, fast at first and gentle at the end. 1 when nothing moves. */
float motion_eased(int64_t elapsed_ms);

/* How a layer of the whole screen is drawn: faded, moved and scaled. */
struct motion_layer {
    float alpha, dx, dy, scale;
};

/* MOTION_GROW: from around (x, y) to the whole of `screen`. */
struct motion_layer motion_grow(int64_t elapsed_ms, struct rect screen, float x, float y);
/* A step: over a fraction of the page's width; `rtl` mirrors it. */
struct motion_layer motion_step(enum motion motion, int64_t elapsed_ms, float width, bool rtl);

#endif
