/* Supervising: what `foyer run` adds to the screen. systemd does it in a school. */
#ifndef FOYER_JOBS_SUPERVISE_H
#define FOYER_JOBS_SUPERVISE_H

#include <stdint.h>

#include "base/spawn.h"
#include "jobs/options.h"

#define SUPERVISED 2 /* import and sync */

struct supervised {
    const char *name;
    struct child child;
    char **argv; /* owned */
    int64_t started_ms;
};

/* Starts import and sync with this process's configuration. */
void supervise_start(struct supervised *jobs, const struct options *options);
/* Collects who has ended and starts them again after their wait; NULL is fine. */
void supervise_tick(struct supervised *jobs, int64_t now_ms);
/* Stops both and frees what start made. */
void supervise_stop(struct supervised *jobs);

/* The screen (show.c), looking after `jobs` meanwhile; NULL: nothing to look after. */
int show_with(struct options *options, struct supervised *jobs);

#endif
