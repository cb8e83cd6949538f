/* The staff's room: what the staff screen shows, the PIN's tries, what staff want done. */
#ifndef FOYER_JOBS_STAFFROOM_H
#define FOYER_JOBS_STAFFROOM_H

#include <stdbool.h>
#include <stdint.h>

#include "base/config.h"
#include "base/spawn.h"
#include "screens/app.h"
#include "store/catalogue.h"

struct staffroom {
    int64_t reported_ms;  /* when the report was last made */
    bool leaving;         /* Foyer is to end, and systemd to start it again */
    struct child command; /* shutting down */
    int64_t off_by_ms;    /* by then the computer should be gone; 0: it is not asked to */
};

/* The wrong PINs of before a restart. */
void staffroom_open(struct staffroom *room, const struct config *config, struct app *app,
                    int64_t now_ms);

/* After a touch and with each tick: judges a PIN, makes the report while it is looked at, does what was
 * wanted. `catalogue` may be NULL. */
void staffroom_tick(struct staffroom *room, const struct config *config, struct app *app,
                    struct catalogue *catalogue, wall_t now, int64_t now_ms);

#endif
