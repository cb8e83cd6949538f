/* The display's power: how the picture is really switched off and on, as the configuration says. */
#ifndef FOYER_JOBS_POWER_H
#define FOYER_JOBS_POWER_H

#include <stdbool.h>
#include <stdint.h>

#include "base/config.h"
#include "base/spawn.h"
#include "platform/gfx.h"

struct power {
    bool off;           /* as it was switched last */
    struct child child; /* the configured command, while it runs */
    int64_t until_ms;   /* when it is given up */
    const char *said;   /* what is running, for the log */
    const char *wanted; /* what runs when that has ended, or NULL; the last wish counts */
};

/* Off or on, unless it is so already. A black picture must stand before it goes off. Commands are run
 * beside the screen and not waited for. `config` must outlive `power`. */
void power_switch(struct power *power, const struct config *config, struct gfx *gfx, bool on,
                  int64_t now_ms);

/* Looks after a command that runs: one that fails is said on the log, one that hangs is ended. */
void power_tick(struct power *power, int64_t now_ms);

/* Waits until no command runs or is wanted, `most_ms` at most. For a tour, whose clock runs ahead. */
void power_settle(struct power *power, int64_t most_ms);

/* On again, for whoever uses the display next. */
void power_end(struct power *power, const struct config *config, struct gfx *gfx);

#endif
