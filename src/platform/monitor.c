/* The console's monitors. How: /sys/class/drm has a folder for each connector; reading its status asks
 * nobody on the cable, so it may be read often. */
#include "platform/monitor.h"

#include <fcntl.h>
#include <glob.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <xf86drm.h>
#include <xf86drmMode.h>

#include "base/alloc.h"
#include "base/path.h"

const struct monitor_place monitor_here = {"/sys/class/drm", "/dev/dri"};

static const int64_t SETTLE_MS = 3000, WAKING_MS = 10000;

/* How many devices there are, and of them those this user may open. */
static size_t count_devices(const struct monitor_place *place, size_t *usable)
{
    char *pattern = path_join(place->dev, "card[0-9]*");
    glob_t found;
    size_t count = 0;
    *usable = 0;
    if (glob(pattern, 0, NULL, &found) == 0) {
        count = found.gl_pathc;
        for (size_t i = 0; i < count; i++) {
            *usable += access(found.gl_pathv[i], R_OK | W_OK) == 0;
        }
        globfree(&found);
    }
    free(pattern);
    return count;
}

/* A connector's file; "" when it cannot be read. Caller frees. */
static char *read_file(const char *connector, const char *name, size_t *length)
{
    char *path = path_join(connector, name), *text = NULL;
    *length = 0;
    if (!path_read(path, 1 << 16, &text, length)) {
        text = xstrdup("");
    }
    free(path);
    return text;
}

/* What the connectors say together. */
struct survey {
    size_t connectors, connected, with_modes;
    int width, height; /* of the largest monitor, in the mode it prefers */
    uint64_t mark;
};

/* The kernel names the mode that will be used first ("1920x1080", or "1920x1080i"). */
static void survey_size(struct survey *s, const char *modes)
{
    int width = 0, height = 0;
    if (sscanf(modes, "%5dx%5d", &width, &height) == 2 && width > 0 && height > 0 &&
        (int64_t)width * height > (int64_t)s->width * s->height) {
        s->width = width;
        s->height = height;
    }
}

static void survey_one(struct survey *s, const char *connector)
{
    size_t status_length = 0, modes_length = 0, edid_length = 0;
    const char *name = path_base(connector);
    char *status = read_file(connector, "status", &status_length);
    char *modes = read_file(connector, "modes", &modes_length);
    char *edid = read_file(connector, "edid", &edid_length);
    s->connectors++;
    if (str_starts_nocase(status, "connected")) {
        s->connected++;
        s->with_modes += !str_blank(modes);
        survey_size(s, modes);
        s->mark = str_hash(s->mark, name, strlen(name) + 1);
        s->mark = str_hash(s->mark, modes, modes_length);
        s->mark = str_hash(s->mark, edid, edid_length);
    }
    free(status);
    free(modes);
    free(edid);
}

static struct survey survey(const struct monitor_place *place)
{
    struct survey s = {.mark = STR_HASH_SEED};
    char *pattern = path_join(place->sys, "card[0-9]*-*");
    glob_t found;
    if (glob(pattern, 0, NULL, &found) == 0) {
        for (size_t i = 0; i < found.gl_pathc; i++) {
            if (strstr(path_base(found.gl_pathv[i]), "-Writeback-") == NULL) {
                survey_one(&s, found.gl_pathv[i]);
            }
        }
        globfree(&found);
    }
    free(pattern);
    return s;
}

static const char *explain(enum monitor_state state)
{
    switch (state) {
    case MONITOR_READY:
        break;
    case MONITOR_NO_DEVICE:
        return "there is no graphics device (/dev/dri/card0). On a desk set DISPLAY, on a server "
               "use "
               "--headless; on a Raspberry Pi enable dtoverlay=vc4-kms-v3d in config.txt.";
    case MONITOR_FORBIDDEN:
        return "the graphics device (/dev/dri) may not be used by this user. Add the user to the "
               "groups "
               "video, render and input.";
    case MONITOR_NO_OUTPUT:
        return "the graphics device has no output for a monitor: its driver is not loaded. On a "
               "Raspberry Pi enable dtoverlay=vc4-kms-v3d in config.txt.";
    case MONITOR_NONE:
        return "no monitor is connected. Plug it in and switch it on; the screen then starts by "
               "itself.";
    case MONITOR_NO_MODES:
        return "a monitor is connected, but says nothing about the sizes it can show. Try another "
               "cable "
               "or input, or name a size in the kernel's command line "
               "(video=HDMI-A-1:1920x1080@60D).";
    }
    return NULL;
}

enum monitor_state monitor_look(const struct monitor_place *place, struct str *why, uint64_t *mark)
{
    size_t usable = 0, devices = count_devices(place, &usable);
    struct survey s = survey(place);
    enum monitor_state state = devices == 0        ? MONITOR_NO_DEVICE
                               : usable == 0       ? MONITOR_FORBIDDEN
                               : s.connectors == 0 ? MONITOR_NO_OUTPUT
                               : s.connected == 0  ? MONITOR_NONE
                               : s.with_modes == 0 ? MONITOR_NO_MODES
                                                   : MONITOR_READY;
    const char *words = explain(state);
    if (why != NULL && words != NULL) {
        str_puts(why, words);
    }
    if (mark != NULL) {
        *mark = s.mark;
    }
    return state;
}

bool monitor_largest(const struct monitor_place *place, int *width, int *height)
{
    struct survey s = survey(place);
    *width = s.width;
    *height = s.height;
    return s.width > 0;
}

bool monitor_is_console(const struct monitor_place *place)
{
    const char *driver = getenv("SDL_VIDEODRIVER");
    size_t usable = 0;
    if (!str_blank(driver)) {
        return str_same_nocase(driver, "kmsdrm");
    }
    return str_blank(getenv("DISPLAY")) && str_blank(getenv("WAYLAND_DISPLAY")) &&
           count_devices(place, &usable) > 0;
}

/* Opens each device and asks `what` of it; true when one says so. */
static bool any_device(const struct monitor_place *place, bool (*what)(int fd))
{
    char *pattern = path_join(place->dev, "card[0-9]*");
    glob_t found;
    bool any = false;
    if (glob(pattern, 0, NULL, &found) == 0) {
        for (size_t i = 0; i < found.gl_pathc; i++) {
            int fd = open(found.gl_pathv[i], O_RDWR | O_CLOEXEC);
            if (fd >= 0) {
                any = what(fd) || any;
                close(fd);
            }
        }
        globfree(&found);
    }
    free(pattern);
    return any;
}

static bool probe(int fd)
{
    drmModeRes *all = drmModeGetResources(fd);
    for (int i = 0; all != NULL && i < all->count_connectors; i++) {
        drmModeFreeConnector(drmModeGetConnector(fd, all->connectors[i]));
    }
    drmModeFreeResources(all);
    return all != NULL;
}

void monitor_probe(const struct monitor_place *place)
{
    any_device(place, probe);
}

/* Who opens a device that nobody has, has it. */
static bool is_taken(int fd)
{
    drmModeRes *all = drmModeGetResources(fd);
    bool has_outputs = all != NULL && all->count_connectors > 0;
    drmModeFreeResources(all);
    return has_outputs && !drmIsMaster(fd);
}

bool monitor_taken(const struct monitor_place *place)
{
    return any_device(place, is_taken);
}

bool monitor_changed(struct monitor_watch *watch, uint64_t mark, bool off, int64_t now_ms)
{
    if (off) {
        watch->quiet_ms = now_ms + WAKING_MS;
    }
    if (!watch->known) {
        watch->known = true;
        watch->mark = mark;
    }
    if (mark == watch->mark || now_ms < watch->quiet_ms) {
        watch->differs_ms = 0;
        return false;
    }
    watch->differs_ms = watch->differs_ms != 0 ? watch->differs_ms : now_ms;
    return now_ms - watch->differs_ms >= SETTLE_MS;
}
