/* The stage: one running screen, and what its loop and a tour do with it.
 *
 * A visit by hand and a scripted one go through the same functions: time moves, a pointer comes, a
 * frame is written and painted. */
#ifndef FOYER_JOBS_STAGE_H
#define FOYER_JOBS_STAGE_H

#include <stdbool.h>
#include <stdint.h>

#include "base/clock.h"
#include "jobs/options.h"
#include "jobs/power.h"
#include "jobs/speaker.h"
#include "jobs/staffroom.h"
#include "jobs/timekeeper.h"
#include "model/lamp.h"
#include "model/validity.h"
#include "platform/gfx.h"
#include "screens/app.h"
#include "store/catalogue.h"
#include "store/interest.h"
#include "store/outbox.h"
#include "ui/touch.h"

struct stage {
    struct options *options;
    const struct config *config;
    struct clock clock;
    int64_t lived_ms; /* when things were last let happen */
    struct gfx *gfx;
    struct app app;
    struct catalogue *catalogue; /* NULL until there is one */
    int64_t generation;
    int64_t looked_ms; /* when the catalogue was last asked */
    struct timekeeper timekeeper;
    int64_t judged_ms; /* when the clock was last judged */
    bool clock_unset;  /* virtual: nobody has set it */
    int starts;        /* virtual: so often was the computer started anew */
    struct validity validity;
    struct outbox *outbox;    /* only while a reply is being stored */
    struct interest interest; /* what was opened and is not stored yet */
    int64_t interest_ms;      /* when it was last stored */
    int64_t counted_ms;       /* when it was last asked whether to count replies and claps anew */
    uint64_t counted_mark;    /* of the outbox that was counted */
    wall_t counted_day;
    int count_in; /* count the replies in so many ticks: a new one was stored; 0: no */
    struct draw_list draw;
    struct tree tree; /* of the frame that the visitor sees */
    struct touch touch;
    struct gesture gesture;
    struct speaker speaker;
    struct staffroom staffroom;
    bool hushed;         /* the finger that is down ended the reading aloud */
    uint64_t painted;    /* hash of what is on the display */
    bool complete;       /* no picture was missing in it */
    bool shown;          /* a complete frame has been */
    bool ready;          /* the next slide's pictures are there */
    unsigned words_held; /* of a visitor's, when the last frame was written: form, name */
    struct hours hours;
    struct holidays holidays;
    struct lamp lamp;   /* is the picture on? */
    struct power power; /* and the display? */
    int64_t submits;    /* touches on Send that arrived */
    int64_t stored;     /* replies that were stored and thanked for */
    int64_t unready_since_ms;
};

/* Opens display, catalogue and outbox. False: said on the log. Close with stage_close(). */
bool stage_open(struct stage *stage, struct options *options);
void stage_close(struct stage *stage);

/* Lets everything happen that is due now, and writes (not paints) the frame. */
void stage_tick(struct stage *stage);

/* A pointer event at the stage's present time. */
void stage_pointer(struct stage *stage, struct pointer pointer);

/* The display has another size now. Headless: its panel gets that size. False: it does not. */
bool stage_resize(struct stage *stage, int width, int height);

/* Paints the frame if it differs from what is on the display. */
void stage_paint(struct stage *stage);

/* When stage_tick() has something to do next (ms of the stage's clock). */
int64_t stage_due_ms(struct stage *stage);

/* What becomes of a virtual clock. */
enum stage_clock {
    STAGE_CLOCK_JUMPS, /* somebody sets it to `wall` by hand */
    STAGE_CLOCK_UNSET, /* the computer was started anew, and nobody has set it since */
    STAGE_CLOCK_SET,   /* the network takes it for right */
};
void stage_clock(struct stage *stage, enum stage_clock what, wall_t wall);

/* Moves a virtual clock forward by `ms`; what is due happens at its time. Of the frames between only some are
 * written, the last one always. */
void stage_advance(struct stage *stage, int64_t ms);

#endif
