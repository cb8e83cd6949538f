/* The staff's door: a corner held for three seconds, then a PIN.
 *
 * Pure. Whoever tries PINs meets longer and longer waits, but is never locked out for ever. */
#ifndef FOYER_MODEL_STAFFDOOR_H
#define FOYER_MODEL_STAFFDOOR_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/pin.h"

#define STAFFDOOR_HOLD_MS 3000
/* A wait begins with each so many wrong PINs. */
#define STAFFDOOR_TRIES 5

struct staffdoor {
    char pin[PIN_MOST + 1]; /* as far as it was typed; wiped with staffdoor_forget() */
    size_t typed;
    int64_t held_since_ms; /* a finger rests on the corner; 0: none */
    int wrong;             /* PINs in a row; the job keeps it over a restart */
    bool was_wrong;        /* the last one */
    int64_t locked_until_ms;
};

/* How long a wait follows that many wrong ones in a row; 0: none. */
int64_t staffdoor_wait_ms(int wrong);

/* That many were wrong before this process began: a wait that was running begins anew. */
void staffdoor_remember(struct staffdoor *door, int wrong, int64_t now_ms);

bool staffdoor_is_locked(const struct staffdoor *door, int64_t now_ms);

/* A digit ('0'..'9') or a step back (any other). Nothing while it is locked. */
void staffdoor_type(struct staffdoor *door, int key, int64_t now_ms);

/* The PIN that was typed was right or not; it is forgotten either way. */
void staffdoor_judged(struct staffdoor *door, bool right, int64_t now_ms);

/* Nothing typed stays. */
void staffdoor_forget(struct staffdoor *door);

/* 0..1 of the three seconds; 0 when nobody holds the corner. */
float staffdoor_held(const struct staffdoor *door, int64_t now_ms);

#endif
