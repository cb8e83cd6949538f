/* Mischief: a made-up visitor who touches everything in every way, and what must hold whatever they do. */
#ifndef FOYER_JOBS_MISCHIEF_H
#define FOYER_JOBS_MISCHIEF_H

#include <stdbool.h>
#include <stdint.h>

#include "base/str.h"
#include "jobs/stage.h"

/* Ten minutes at a screen, as a child alone in the hall spends them: taps, rapid taps, drags, palms,
 * fingers that are held, lost or were never down, typing, waiting, a display that is turned. `ms` of the
 * stage's virtual clock; the same `seed` does the same. After each of them the frame must be sane, must
 * offer something to touch and, beside the rotation, a way out; afterwards no more replies may be stored
 * than were sent, each of them valid, and the rotation must come back by itself. False: `why` says what
 * broke. */
bool mischief_play(struct stage *stage, int64_t ms, uint64_t seed, struct str *why);

#endif
