/* The walk of the audit: every state of the screens that touches can lead to, found once, and gone to again
 * in each language, size and comfort. */
#ifndef FOYER_AUDIT_WALK_H
#define FOYER_AUDIT_WALK_H

#include "screens/app.h"

#define WALK_DEPTH 12

/* Beside the screens' verbs: what a visitor does between touches. */
enum walk_step {
    WALK_TYPE = 10000,
    WALK_SAVED,
    WALK_NOT_SAVED,
    WALK_AWAY,
    WALK_ACCENTS,
    WALK_SLIDE,
    WALK_DOOR,    /* the staff's corner was held */
    WALK_WRONG,   /* so many wrong PINs [how many] */
    WALK_ROOM,    /* the PIN was right */
    WALK_OUTCOME, /* what became of staff's wish [enum staff_outcome] */
    WALK_MEASURED /* the touch screen has a calibration [enum calibrating_end] */
};

/* How to get to one state: touches and such from the rotation on. */
struct way {
    struct action steps[WALK_DEPTH];
    size_t count;
    char name[96]; /* "form-offer-2" and so on, for people */
};

struct walk {
    struct way *ways;
    size_t count, capacity;
};

/* Where the walk takes place. */
struct ground {
    const struct config *config;
    const struct item_list *items;
    struct text_engine text;
    wall_t now;
};

/* Begins an app on the ground: no motion, the rotation standing at item `slide` (0: its first). */
void walk_begin(struct app *app, const struct ground *ground, int width, int height);
/* Takes one step. */
void walk_take(struct app *app, const struct ground *ground, struct action step, int64_t *now_ms);
/* Writes the frame of the state that has been reached. */
void walk_view(const struct app *app, const struct ground *ground, struct draw_list *draw,
               struct tree *tree, int64_t now_ms);

/* Finds every state, breadth first: two states are one when a visitor would call them the same (the same
 * screen of the same kind of thing, form step, error, page). Free with walk_free(). */
void walk_find(struct walk *walk, const struct ground *ground, int width, int height);
void walk_free(struct walk *walk);

/* The fewest touches from the rotation to each item's page or card; -1: none found. */
int walk_distance(const struct walk *walk, const struct ground *ground, int64_t item, int width,
                  int height);

#endif
