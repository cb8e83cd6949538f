/* What a touch screen sends. How: each event is looked at alone; only fingers coming down are counted, for
 * all else follows from them. */
#include "ui/touch.h"

#include <math.h>

/* Controllers may see a finger a little beyond the glass's picture. */
static const float BEYOND = 0.1f;
static const int64_t SECOND_MS = 1000;

/* Onto the display, if it is nearly there. */
static bool settle(float *at, float size)
{
    if (!isfinite(*at) || *at < -BEYOND * size || *at > (1 + BEYOND) * size) {
        return false;
    }
    *at = fminf(fmaxf(*at, 0), size);
    return true;
}

bool touch_pass(struct touch *touch, const struct gesture *gesture, struct pointer *p, float w,
                float h)
{
    bool down = p->phase == POINTER_DOWN;
    bool ours = gesture->down && gesture->finger == p->finger;
    bool somewhere = settle(&p->x, w) && settle(&p->y, h);
    touch->refused += !somewhere && p->phase != POINTER_CANCEL;
    if (!down && !ours) {
        return false;
    }
    if (!somewhere) {
        p->x = gesture->x;
        p->y = gesture->y;
        bool lifted = p->phase == POINTER_UP || p->phase == POINTER_CANCEL;
        p->phase = lifted ? POINTER_CANCEL : p->phase;
        return lifted;
    }
    if (down) {
        if (p->ms - touch->second_ms >= SECOND_MS || p->ms < touch->second_ms) {
            touch->second_ms = p->ms;
            touch->downs = 0;
        }
        bool too_many = ++touch->downs > TOUCH_DOWNS_MOST;
        touch->flooded += too_many;
        return !too_many;
    }
    return true;
}
