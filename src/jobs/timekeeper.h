/* The timekeeper: what a process believes of the clock, and the note of it that outlives a restart.
 *
 * Each process judges for itself (model/clocktrust); the note STATE/clock is one for all. Import writes it, as
 * it does everything in the state folder but the replies; the others read. */
#ifndef FOYER_JOBS_TIMEKEEPER_H
#define FOYER_JOBS_TIMEKEEPER_H

#include <sys/stat.h>

#include "jobs/options.h"
#include "model/clocktrust.h"

struct timekeeper {
    char *path; /* of the note */
    bool writes;
    struct clock_note note, stored;
    struct stat seen; /* the note's file, as it was read */
    struct clock_belief belief;
    bool said_before; /* what the log has said … */
    enum clock_reason said;
};

/* `state` is the state folder. Nothing is believed before the first judgement. */
void timekeeper_open(struct timekeeper *keeper, const char *state, bool writes);
/* A writer also notes the last moment that it believed. */
void timekeeper_close(struct timekeeper *keeper);

/* What the system's clocks say; `newest` and the share are not looked at. */
struct clock_facts timekeeper_look(void);

/* The same for a clock that was told (--now, a tour): `set`, as if the network set it. */
struct clock_facts timekeeper_told(wall_t now, bool set);

/* Judges anew, remembers, and stores the note when that is worth it. It is also in keeper->belief. */
struct clock_belief timekeeper_judge(struct timekeeper *keeper, const struct clock_facts *facts);

/* For who asks once: by --now or by the system's clock. */
struct clock_belief timekeeper_ask(const struct options *options);

#endif
