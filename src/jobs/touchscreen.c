/* The touch screen. How: the file is written with the rights of the state folder; a plain calibration is no
 * file. */
#include "jobs/touchscreen.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/alloc.h"
#include "base/log.h"
#include "base/path.h"

static char *path_of(const struct config *config)
{
    return path_join(config->content.state, "touch.calibration");
}

void touchscreen_open(const struct config *config, struct app *app)
{
    struct calibration kept = calibration_plain();
    char *path = path_of(config), *text = NULL;
    size_t length = 0;
    if (path_read(path, 4096, &text, &length)) {
        if (strlen(text) != length || !calibration_read(text, &kept)) {
            log_warn(
                "%s holds no calibration of the touch screen and is ignored: calibrate anew on the "
                "staff screen, or delete it",
                path);
        }
    } else if (errno != ENOENT) {
        log_warn("%s cannot be read (%s): the touch screen is not calibrated", path,
                 strerror(errno));
    }
    calibrating_know(&app->calibrating, kept);
    free(text);
    free(path);
}

static bool store(const struct config *config, const struct calibration *calibration)
{
    char *path = path_of(config), text[CALIBRATION_TEXT];
    bool ok = true;
    if (calibration_is_plain(calibration)) {
        ok = unlink(path) == 0 || errno == ENOENT;
        ok = ok && path_sync_dir(config->content.state);
    } else {
        calibration_write(calibration, text);
        char *line = xasprintf("%s\n", text);
        ok = path_write_atomic(path, line, strlen(line), path_private_mode(path));
        free(line);
    }
    if (ok) {
        log_info("the touch screen was calibrated");
    } else {
        log_error("%s cannot be written (%s); the touch screen's calibration is lost with the next "
                  "start",
                  path, strerror(errno));
    }
    free(path);
    return ok;
}

void touchscreen_tend(const struct config *config, struct app *app, struct gfx *gfx)
{
    struct calibrating *c = &app->calibrating;
    gfx_calibrate(gfx, calibrating_in_use(c));
    if (c->store) {
        c->store = false;
        c->end = store(config, &c->kept) ? c->end : CALIBRATING_UNSTORED;
    }
}
