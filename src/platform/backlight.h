/* The backlight of built-in panels, as the kernel shows it in files. Monitors on a cable have none. */
#ifndef FOYER_PLATFORM_BACKLIGHT_H
#define FOYER_PLATFORM_BACKLIGHT_H

#include <stdbool.h>

/* Where the kernel keeps them. */
#define BACKLIGHT_DIR "/sys/class/backlight"

/* Sets every backlight below `dir` to `percent` of what it can (1..100; never quite dark). False: there is
 * none that this user may set. */
bool backlight_set(const char *dir, int percent);

/* Switches every backlight below `dir` off or on again. False: there is none that this user may switch. */
bool backlight_switch(const char *dir, bool on);

#endif
