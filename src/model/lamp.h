/* The lamp: is the display's picture on or off just now?
 *
 * Off outside the screen hours, while nobody is here. A touch wakes it for two minutes and does nothing
 * else; so does the start of the program, for whoever has just switched it on. It is never off while
 * nobody knows what time it is. Pure: hours, clock and touches are arguments. */
#ifndef FOYER_MODEL_LAMP_H
#define FOYER_MODEL_LAMP_H

#include <stdbool.h>
#include <stdint.h>

#include "base/clock.h"
#include "base/hours.h"

#define LAMP_AWAKE_MS 120000
/* A display takes a moment to light up; who touches it again meanwhile still means to wake it. */
#define LAMP_WAKING_MS 1500

struct lamp {
    bool off;
    int64_t awake_until_ms;
    int64_t waking_until_ms;
};

/* What decides. */
struct lamp_day {
    const struct hours *hours;
    const struct holidays *holidays;
    wall_t now;
    bool clock_sure; /* `now` may be believed */
    bool visited;    /* somebody is in the middle of something */
};

/* On, and awake from now. */
void lamp_start(struct lamp *lamp, int64_t now_ms);

/* Time has passed. True: it has just gone off or on. */
bool lamp_tick(struct lamp *lamp, const struct lamp_day *day, int64_t now_ms);

/* A finger went down. True: it only woke the picture, and nothing else is to be made of it. */
bool lamp_touch(struct lamp *lamp, int64_t now_ms);

#endif
