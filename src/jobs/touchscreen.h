/* The touch screen's calibration: read at the start, applied, and kept.
 *
 * STATE/touch.calibration holds six numbers (model/calibration.h), written whole; without that file touches
 * count as they are reported. Deleting it undoes a calibration, from the next start on. */
#ifndef FOYER_JOBS_TOUCHSCREEN_H
#define FOYER_JOBS_TOUCHSCREEN_H

#include "base/config.h"
#include "platform/gfx.h"
#include "screens/app.h"

/* What is stored. A file that is none is said on the log, and left alone. */
void touchscreen_open(const struct config *config, struct app *app);

/* After a touch and with each tick: what counts now is applied, what is new is stored. */
void touchscreen_tend(const struct config *config, struct app *app, struct gfx *gfx);

#endif
