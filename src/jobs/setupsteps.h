/* The steps of `foyer setup`: each says what it does, does one thing to the system, and can be done again.
 * With a root other than "" all files are written below it and nothing is started (an image is being
 * built). */
#ifndef FOYER_JOBS_SETUPSTEPS_H
#define FOYER_JOBS_SETUPSTEPS_H

#include <stdbool.h>

#include "base/questions.h"

struct setup {
    const char *root; /* "" or a folder */
    bool live;        /* systemd runs here: units can be started */
    struct answers answers;
};

/* Each: false after it has said what is in the way. */
bool setup_write_config(const struct setup *setup);
bool setup_share(const struct setup *setup); /* served, mounted or neither */
bool setup_close(const struct setup *setup); /* or open, as was answered; log, watchdog */
bool setup_start(const struct setup *setup); /* the three services, now and at each start */

/* Takes back what the steps did to the rest of the system, for removing Foyer. The configuration, the
 * accounts and everything people wrote stay. */
bool setup_undo(const struct setup *setup);

#endif
