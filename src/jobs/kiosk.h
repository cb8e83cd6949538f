/* What an installed kiosk needs beyond what every Foyer needs: accounts, folders, units, share, display and
 * touch screen, Samba, clock, disk. */
#ifndef FOYER_JOBS_KIOSK_H
#define FOYER_JOBS_KIOSK_H

#include <stdbool.h>

#include "base/config.h"

/* Is Foyer installed here as a package, with its accounts? */
bool kiosk_is_one(void);

/* Prints a line for each thing as `foyer check` does. False: something is to be done. */
bool kiosk_check(const struct config *config);

#endif
