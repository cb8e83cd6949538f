/* What a touch screen sends, before anything is made of it: broken controllers, loose cables, water on the
 * glass. Nonsense is dropped, and whatever comes costs a bounded number of frames. Pure. */
#ifndef FOYER_UI_TOUCH_H
#define FOYER_UI_TOUCH_H

#include <stdbool.h>
#include <stdint.h>

#include "ui/gesture.h"

/* Fingers that come down in a second; more is no hand (ten fingers drumming make about 60). */
#define TOUCH_DOWNS_MOST 80

/* Zero-initialised: nothing has come yet. */
struct touch {
    int64_t second_ms; /* when the present second began */
    int downs;         /* in it */
    uint64_t refused;  /* that made no sense, altogether */
    uint64_t flooded;  /* that came too fast, altogether */
};

/* May this event go on to the gestures? `p` is on a display of w x h pixels; a little beyond its edges is
 * moved onto them, far beyond or no number at all is refused (a lift then becomes a cancel: the finger is
 * gone, but was on nothing). Motion and lifts of other fingers than the gesture's mean nothing and end
 * here. */
bool touch_pass(struct touch *touch, const struct gesture *gesture, struct pointer *p, float w,
                float h);

#endif
