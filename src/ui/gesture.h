/* Gestures: fingers (or a mouse) into taps, on our own clock.
 *
 * A tap is a finger that goes down and up on the same thing; sliding within it, or back to it, still
 * counts; sliding off cancels. On a keyboard, sliding to another key corrects the choice. Extra
 * fingers while one is down are ignored (palms), unless the first has been silent for two seconds: a
 * finger the driver lost. One that never lifts is given up after 10 s.
 * Single-touch controllers without motion are enough. */
#ifndef FOYER_UI_GESTURE_H
#define FOYER_UI_GESTURE_H

#include <stdbool.h>
#include <stdint.h>

#include "ui/tree.h"

/* The mouse among the fingers. */
#define POINTER_MOUSE (-100)

enum pointer_phase { POINTER_DOWN, POINTER_MOVE, POINTER_UP, POINTER_CANCEL };

struct pointer {
    enum pointer_phase phase;
    int64_t finger; /* any id; POINTER_MOUSE is the mouse */
    float x, y;     /* pixels of the interface */
    int64_t ms;     /* our own monotonic clock */
};

struct gesture {
    bool down;
    int64_t finger;
    struct action pressed; /* what is under the finger now: drawn pressed */
    struct action began;   /* where it went down */
    enum role role;
    float x, y;
    int64_t since_ms;
    int64_t heard_ms; /* when this finger last reported anything */
    int64_t hold_ms;  /* when resting on this key next means something */
    bool spent;       /* it did: lifting on the key where it began is no tap */
};

/* Feeds one pointer event against the tree of the frame the visitor sees. Returns the action of a
 * completed tap, verb 0 otherwise. `tolerance` in pixels. */
struct action gesture_feed(struct gesture *g, struct pointer p, const struct tree *tree,
                           float tolerance);

/* A finger that rests on a key: its action after 450 ms, and again every 90 ms; verb 0 otherwise. Whoever
 * made something of it says so with gesture_spend(): lifting on that key is no tap then. */
struct action gesture_hold(struct gesture *g, int64_t now_ms);
void gesture_spend(struct gesture *g);

/* When gesture_hold() has something next (ms); INT64_MAX: never. */
int64_t gesture_due_ms(const struct gesture *g);

/* Gives up a finger that never lifted; returns true when the pressed look changed. */
bool gesture_tick(struct gesture *g, int64_t now_ms);

#endif
