/* The console's graphics device: which there is, power, and what SDL does not ask.
 *
 * Under X11 and Wayland, and without a display, there is none (-1) and all of this does nothing. */
#ifndef FOYER_PLATFORM_KMS_H
#define FOYER_PLATFORM_KMS_H

#include <SDL.h>
#include <stdbool.h>

/* Is there a GPU that this user may use? One that is only played by software does not count. */
bool kms_has_gpu(void);

/* The descriptor of the device that SDL draws on; it stays SDL's. -1: it draws on none. */
int kms_device(SDL_Window *window);

/* Switches every connected display of the device `fd` off or on (DPMS); touches still arrive while it
 * is off. True: at least one took it. */
bool kms_power(int fd, bool on);

/* Asks every display anew what it can, so that the kernel shows what is there now (monitor.h). Takes about a
 * tenth of a second: only after something was plugged. */
void kms_probe(int fd);

#endif
