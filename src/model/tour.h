/* A tour: a scripted visit, one step a line, for tests and pictures (DESIGN.md section 4). */
#ifndef FOYER_MODEL_TOUR_H
#define FOYER_MODEL_TOUR_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/clock.h"
#include "base/str.h"

enum tour_verb {
    TOUR_WAIT, /* wait 5s | 300ms | 2m | 6h : the virtual clock moves, frames are drawn when due */
    TOUR_TAP,  /* tap "label" | tap @x,y | tap "label" x10 (rapid taps, 20 ms apart) */
    TOUR_HOLD, /* hold "label" 3s */
    TOUR_TYPE, /* type "text" : through the on-screen keyboard's keys */
    TOUR_EXPECT,  /* expect "text" : on screen now; waits up to 5 s of virtual time for it */
    TOUR_REFUSE,  /* refuse "text" : must not be on screen */
    TOUR_SHOT,    /* shot name : writes DIR/name.png */
    TOUR_RUN,     /* run import | run sync : the job in-process, once (between frames) */
    TOUR_REPLIES, /* replies 1 : rows in the outbox */
    TOUR_FINGER,  /* finger 2 down "label" | down @x,y | move "label" | move @x,y | up | cancel */
    TOUR_RESIZE,  /* resize 1080x1920 : the display gets another size, as when it is turned */
    TOUR_RANDOM, /* random 600s 42 : a visitor who touches everything, for so long, from that seed */
    TOUR_PACE, /* pace visitor | pace none : from now on each touch takes as long as it takes people */
    TOUR_WITHIN, /* within 60s 45 : since "pace" no more time and typed characters than that */
    TOUR_STILL,  /* still 8h : the clock moves and not one frame is drawn */
    TOUR_DUMP,   /* dump name : writes the process's memory to DIR/name.memory */
    /* clock 2027-11-23 10:42 : somebody sets the clock by hand; clock unsure : the computer was started anew,
     * and nobody has set it since; clock sure : the network takes it for right */
    TOUR_CLOCK,
    /* glass "900000 0 50000 0 900000 50000" : the touch screen reports fingers so (model/calibration.h) */
    TOUR_GLASS,
    TOUR_TRACE, /* trace name : from now on DIR/name.touches gets a line "x y ms" for each touch */
};

enum tour_clock { TOUR_CLOCK_JUMPS, TOUR_CLOCK_UNSURE, TOUR_CLOCK_SURE };

enum tour_phase { TOUR_DOWN, TOUR_MOVE, TOUR_UP, TOUR_CANCEL };

struct tour_step {
    enum tour_verb verb;
    int line;   /* in the file, from 1 */
    char *text; /* label, text or name; NULL when a point is given */
    float x, y; /* TOUR_TAP @x,y in pixels; TOUR_FINGER; TOUR_RESIZE: width and height */
    int64_t ms; /* TOUR_WAIT, TOUR_HOLD, TOUR_STILL, TOUR_RANDOM */
    int count; /* TOUR_TAP repeat (1 or more), TOUR_REPLIES, TOUR_FINGER's number, TOUR_RANDOM's seed */
    enum tour_phase phase; /* TOUR_FINGER */
    enum tour_clock clock; /* TOUR_CLOCK */
    wall_t wall;           /* TOUR_CLOCK_JUMPS: to this moment */
};

struct tour {
    struct tour_step *steps;
    size_t count, capacity;
};

/* Reads a tour's text ('#' starts a comment line; \" and \\ inside quotes). False: `why` says line
 * and what was expected. Free with tour_free(). */
bool tour_parse(const char *text, struct tour *tour, struct str *why);
void tour_free(struct tour *tour);

#endif
