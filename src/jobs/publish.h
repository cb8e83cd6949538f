/* Publishing: where the replies must land on the school's server, a whole file for each kiosk lies there,
 * in which the office works. The kiosk's own staff file stays the master; what the office does to the
 * published one comes into it, and a new whole file takes its place.
 *
 * SQLite never opens the file on the server. The steps, and what is true when it stops after each:
 *
 *   1 NAME is copied into memory, checked, and merged into the master     the master knows all of NAME
 *   2 the master is written beside it as NAME.new, waited for, read back  NAME is as it was
 *   3 NAME must still be what was copied, nobody at work in it            "
 *   4 NAME becomes STEM.before.sqlite, the version before                 there is no NAME; step 6 next time
 *   5 that must still be what was copied; else it goes back, over again   "
 *   6 NAME.new becomes NAME                                               NAME is new
 *   7 noted in the master: what both are now
 *
 * Who had NAME open during 4 to 6, or keeps it open, writes into the version before: it is looked at each
 * time, too, and what was changed in it since is merged. (Over a share a program that has NAME open makes
 * the server refuse step 4; that is tried again later.) A file with a -journal or -wal beside it is never
 * renamed or replaced; nothing is ever deleted. */
#ifndef FOYER_JOBS_PUBLISH_H
#define FOYER_JOBS_PUBLISH_H

#include <stdbool.h>
#include <stdint.h>
#include <sys/stat.h>

#include "base/clock.h"
#include "base/config.h"
#include "store/outbox.h"
#include "store/staffcopy.h"
#include "store/stafffile.h"

enum publish_step {
    PUBLISH_TAKEN,   /* 1 */
    PUBLISH_WRITTEN, /* 2 */
    PUBLISH_CHECKED, /* 3 */
    PUBLISH_ROTATED, /* 4 */
    PUBLISH_SURE,    /* 5 */
    PUBLISH_PUT,     /* 6 */
    PUBLISH_NOTED,   /* 7 */
};

/* Zero-initialised at first; publish_end() frees. */
struct publish {
    const struct config *config;
    char *name, *before, *fresh; /* the three paths */
    struct staffcopy *there;     /* what lies there as `name`; NULL: nothing */
    struct staffcopy *late;      /* and as `before` */
    struct stat seen, seen_before;
    bool at_work; /* between take and put */
    bool failed;
    int64_t again_ms, wait_ms; /* monotonic; when to look next, and the wait after a failure */
    char *said;
    void (*on_step)(enum publish_step step, void *context); /* for tests */
    void *context;
};

/* Where the file of this kiosk lies; NULL: nothing is published. Caller frees. */
char *publish_path(const struct config *config);

/* Is it time to look at the server: has something changed there, did the last time fail? Asks the server at
 * most every few seconds, and later and later while it is away. */
bool publish_due(struct publish *publish, const struct config *config);

/* Step 1, before anything else is done with the open master. What is in the way is noted for status (the
 * fact "publish_problem"); then publish_put() does nothing. */
void publish_take(struct publish *publish, const struct config *config, struct outbox *outbox,
                  struct stafffile *master, wall_t now);

/* Steps 2 to 7, unless both say the same. */
void publish_put(struct publish *publish, struct outbox *outbox, struct stafffile *master,
                 wall_t now);

/* Did the last time go well (or is nothing to be published)? */
bool publish_is_well(const struct publish *publish);

void publish_end(struct publish *publish);

#endif
