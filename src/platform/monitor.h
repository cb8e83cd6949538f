/* The console's monitors: which are connected, and in words for the person who installs why none can be
 * drawn on. SDL says only "kmsdrm not available" to all of it, and never follows a plug.
 *
 * What the kernel shows in files is read below a folder of the caller's choice, so that tests can make one
 * up. */
#ifndef FOYER_PLATFORM_MONITOR_H
#define FOYER_PLATFORM_MONITOR_H

#include <stdbool.h>
#include <stdint.h>

#include "base/str.h"

struct monitor_place {
    const char *sys; /* connectors: cardN-NAME/status, modes, edid */
    const char *dev; /* devices: cardN */
};
/* The machine's own. */
extern const struct monitor_place monitor_here;

enum monitor_state {
    MONITOR_READY,     /* one is connected and has a mode */
    MONITOR_NO_DEVICE, /* no graphics device */
    MONITOR_FORBIDDEN, /* this user may not use it */
    MONITOR_NO_OUTPUT, /* it has no connectors: its driver is not there */
    MONITOR_NONE,      /* none is connected */
    MONITOR_NO_MODES,  /* one is, but reports no mode */
};

/* Looks. `why` (may be NULL) gets what is wrong and what to do, nothing when ready. `mark` (may be NULL)
 * gets a number that stays the same while the same monitors with the same modes are connected. */
enum monitor_state monitor_look(const struct monitor_place *place, struct str *why, uint64_t *mark);

/* The size in pixels of the largest connected monitor, in the mode that will be used. False: none says one. */
bool monitor_largest(const struct monitor_place *place, int *width, int *height);

/* Will SDL draw on the console, by itself or as told? (There is a device, no X11 and no Wayland.) */
bool monitor_is_console(const struct monitor_place *place);

/* Asks each monitor anew what it can; the kernel then shows it. Only works while nobody else has the
 * device. For those that report no modes. */
void monitor_probe(const struct monitor_place *place);

/* Has another program the device? Only to be asked while this one has not. */
bool monitor_taken(const struct monitor_place *place);

/* Watching for a change. Zero-initialised: the first look is what is known. */
struct monitor_watch {
    bool known;
    uint64_t mark;
    int64_t differs_ms; /* since when; 0: it does not */
    int64_t quiet_ms;   /* until when no change counts */
};

/* A look at `now_ms` (monotonic, above 0) found `mark`. True: something else is connected, and has been for
 * three seconds. While the display is `off`, and until ten seconds after, nothing counts: some monitors
 * that sleep look as if they were unplugged. */
bool monitor_changed(struct monitor_watch *watch, uint64_t mark, bool off, int64_t now_ms);

#endif
