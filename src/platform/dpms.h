/* The display's power on the console: DPMS through the kernel's mode setting, on the device SDL has open.
 *
 * Touches still arrive while it is off. Under X11 and Wayland, and without a window, there is nothing to
 * switch here. */
#ifndef FOYER_PLATFORM_DPMS_H
#define FOYER_PLATFORM_DPMS_H

#include <SDL.h>
#include <stdbool.h>

/* Switches every connected display of the window's device. True: at least one took it. */
bool dpms_switch(SDL_Window *window, bool on);

#endif
