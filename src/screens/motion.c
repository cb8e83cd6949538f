/* Motion. How: one curve (cubic, ending gently) over MOTION_MS; growing begins at two thirds of the
 * size, because a page that bursts out of a point is louder than a school wants to be. */
#include "screens/motion.h"

static const float GROWN_FROM = 0.66f, STEP_OVER = 0.12f;

bool motion_runs(enum motion motion, int64_t elapsed_ms)
{
    return motion != MOTION_NONE && elapsed_ms >= 0 && elapsed_ms < MOTION_MS;
}

float motion_eased(int64_t elapsed_ms)
{
    if (elapsed_ms < 0 || elapsed_ms >= MOTION_MS) {
        return 1;
    }
    float left = 1 - (float)elapsed_ms / MOTION_MS;
    return 1 - left * left * left;
}

struct motion_layer motion_grow(int64_t elapsed_ms, struct rect screen, float x, float y)
{
    float at = motion_eased(elapsed_ms);
    float scale = GROWN_FROM + (1 - GROWN_FROM) * at;
    /* The touched point stays where it is while the page grows around it. */
    float alpha = at * 1.7f; /* two pages are seen through each other for a moment only */
    return (struct motion_layer){.alpha = alpha < 1 ? alpha : 1,
                                 .dx = (x - screen.x) * (1 - scale),
                                 .dy = (y - screen.y) * (1 - scale),
                                 .scale = scale};
}

struct motion_layer motion_step(enum motion motion, int64_t elapsed_ms, float width, bool rtl)
{
    float at = motion_eased(elapsed_ms);
    float from = (motion == MOTION_BACK) != rtl ? -STEP_OVER : STEP_OVER;
    return (struct motion_layer){.alpha = at, .dx = from * width * (1 - at), .dy = 0, .scale = 1};
}
