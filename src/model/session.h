/* A visit: when the screen is left alone, and what then happens.
 *
 * Pure: given the last touch and the time, says the phase. LOOK.md: with a form open, 60 s of
 * nothing, then a 30 s countdown that hides what was typed, then everything is wiped. */
#ifndef FOYER_MODEL_SESSION_H
#define FOYER_MODEL_SESSION_H

#include <stdbool.h>
#include <stdint.h>

enum session_phase {
    SESSION_NONE,      /* the rotation runs */
    SESSION_ACTIVE,    /* somebody is here */
    SESSION_COUNTDOWN, /* are you still there? */
    SESSION_OVER,      /* wipe and return to the rotation */
};

struct session_limits {
    int64_t browse_ms; /* without a form: straight to SESSION_OVER after this */
    int64_t form_ms;   /* with a form: countdown after this */
    int64_t countdown_ms;
    int64_t thanks_ms; /* the thank-you returns by itself after this */
};

struct session {
    bool present;
    int64_t last_touch_ms;
};

void session_touch(struct session *s, int64_t now_ms);
void session_end(struct session *s);

enum session_phase session_phase(const struct session *s, const struct session_limits *limits,
                                 bool form_open, int64_t now_ms);

/* Whole seconds left of the countdown (or of the thank-you), rounded up. */
int session_seconds_left(const struct session *s, const struct session_limits *limits,
                         int64_t now_ms);

/* When the phase or the seconds next change (monotonic ms); INT64_MAX: never. */
int64_t session_due_ms(const struct session *s, const struct session_limits *limits, bool form_open,
                       int64_t now_ms);

#endif
