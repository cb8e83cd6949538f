/* The lamp. How: two moments, until when it stays on whatever the hours and until when touches only wake. */
#include "model/lamp.h"

void lamp_start(struct lamp *lamp, int64_t now_ms)
{
    *lamp = (struct lamp){.awake_until_ms = now_ms + LAMP_AWAKE_MS, .waking_until_ms = now_ms};
}

bool lamp_tick(struct lamp *lamp, const struct lamp_day *day, int64_t now_ms)
{
    bool off = day->clock_sure && !day->visited && now_ms >= lamp->awake_until_ms &&
               !hours_open(day->hours, day->holidays, day->now);
    bool changed = off != lamp->off;
    lamp->off = off;
    return changed;
}

bool lamp_touch(struct lamp *lamp, int64_t now_ms)
{
    bool wakes = lamp->off || now_ms < lamp->waking_until_ms;
    if (lamp->off) {
        lamp->waking_until_ms = now_ms + LAMP_WAKING_MS;
    }
    lamp->off = false;
    lamp->awake_until_ms = now_ms + LAMP_AWAKE_MS;
    return wakes;
}
