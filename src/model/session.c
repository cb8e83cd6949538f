/* A visit. How: only the last touch is remembered; everything else follows from the time since. */
#include "model/session.h"

void session_touch(struct session *s, int64_t now_ms)
{
    s->present = true;
    s->last_touch_ms = now_ms;
}

void session_end(struct session *s)
{
    s->present = false;
}

enum session_phase session_phase(const struct session *s, const struct session_limits *limits,
                                 bool form_open, int64_t now_ms)
{
    if (!s->present) {
        return SESSION_NONE;
    }
    int64_t idle = now_ms - s->last_touch_ms;
    if (!form_open) {
        return idle < limits->browse_ms ? SESSION_ACTIVE : SESSION_OVER;
    }
    if (idle < limits->form_ms) {
        return SESSION_ACTIVE;
    }
    return idle < limits->form_ms + limits->countdown_ms ? SESSION_COUNTDOWN : SESSION_OVER;
}

int session_seconds_left(const struct session *s, const struct session_limits *limits,
                         int64_t now_ms)
{
    int64_t idle = now_ms - s->last_touch_ms;
    int64_t left = idle >= limits->form_ms ? limits->form_ms + limits->countdown_ms - idle
                                           : limits->browse_ms - idle;
    return left <= 0 ? 0 : (int)((left + 999) / 1000);
}

int64_t session_due_ms(const struct session *s, const struct session_limits *limits, bool form_open,
                       int64_t now_ms)
{
    switch (session_phase(s, limits, form_open, now_ms)) {
    case SESSION_NONE:
        return INT64_MAX;
    case SESSION_OVER:
        return now_ms;
    case SESSION_COUNTDOWN: {
        int64_t idle = now_ms - s->last_touch_ms - limits->form_ms;
        return now_ms + 1000 - idle % 1000;
    }
    case SESSION_ACTIVE:
        break;
    }
    return s->last_touch_ms + (form_open ? limits->form_ms : limits->browse_ms);
}
