/* The backlight. How: one folder each, with the files max_brightness, brightness and bl_power (0: on, 4:
 * off, from the kernel's FB_BLANK_ values). A udev rule gives them to the group video. */
#include "platform/backlight.h"

#include <errno.h>
#include <fcntl.h>
#include <glob.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/alloc.h"
#include "base/path.h"
#include "base/str.h"

/* Writes one value into a file that must be there: files of the kernel are not made anew. */
static bool write_value(const char *folder, const char *name, int value)
{
    char *path = path_join(folder, name), *text = xasprintf("%d\n", value);
    int fd = open(path, O_WRONLY | O_CLOEXEC | O_TRUNC);
    bool ok = fd >= 0 && write(fd, text, strlen(text)) == (ssize_t)strlen(text);
    if (fd >= 0) {
        close(fd);
    }
    free(text);
    free(path);
    return ok;
}

/* 0: it cannot be read. */
static int read_value(const char *folder, const char *name)
{
    char *path = path_join(folder, name), *text = NULL;
    size_t length = 0;
    int value = 0;
    if (path_read(path, 64, &text, &length)) {
        value = (int)strtol(text, NULL, 10);
    }
    free(text);
    free(path);
    return value;
}

static bool set_one(const char *folder, int percent)
{
    int most = read_value(folder, "max_brightness");
    int value = (int)((long long)most * percent / 100);
    return most > 0 && write_value(folder, "brightness", value > 0 ? value : 1);
}

static bool switch_one(const char *folder, int on)
{
    return write_value(folder, "bl_power", on ? 0 : 4);
}

static bool each(const char *dir, bool (*act)(const char *folder, int value), int value)
{
    char *pattern = path_join(dir, "*");
    glob_t found;
    bool any = false;
    if (glob(pattern, 0, NULL, &found) == 0) {
        for (size_t i = 0; i < found.gl_pathc; i++) {
            any = act(found.gl_pathv[i], value) || any;
        }
        globfree(&found);
    }
    free(pattern);
    return any;
}

bool backlight_set(const char *dir, int percent)
{
    return each(dir, set_one, percent);
}

bool backlight_switch(const char *dir, bool on)
{
    return each(dir, switch_one, on);
}
