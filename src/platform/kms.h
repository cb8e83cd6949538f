/* The graphics device that SDL draws on, when that is the console: power and what SDL does not ask.
 *
 * Under X11 and Wayland, and without a window, there is none and all of this does nothing. */
#ifndef FOYER_PLATFORM_KMS_H
#define FOYER_PLATFORM_KMS_H

#include <SDL.h>
#include <stdbool.h>

/* Switches every connected display of the window's device off or on (DPMS); touches still arrive while it
 * is off. True: at least one took it. */
bool kms_power(SDL_Window *window, bool on);

/* Asks every display anew what it can, so that the kernel shows what is there now (monitor.h). Takes about a
 * tenth of a second: only after something was plugged. */
void kms_probe(SDL_Window *window);

#endif
