/* Scanout: the display's own memory on the console, for computers without a GPU that Linux can use.
 *
 * There Mesa would play a GPU on the processor, which takes three times the memory and seconds of each start.
 * Foyer draws with the processor anyway where there is no GPU; here the finished frame is copied into one of
 * two buffers that the display reads in turn (DRM "dumb" buffers, drm-memory(7)), and swapped between two
 * pictures of the display (page flip, drm-kms(7)), so that nothing tears. */
#ifndef FOYER_PLATFORM_SCANOUT_H
#define FOYER_PLATFORM_SCANOUT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/str.h"

struct scanout;

/* Takes the first connected display in the mode that it prefers; what stands there stays until the first
 * frame. NULL: there is none, or somebody else has it; `why` says it in a few words. */
struct scanout *scanout_open(struct str *why);

/* Lets go; the kernel's own console comes back. NULL is ignored. */
void scanout_close(struct scanout *scanout);

/* Pixels of the display. */
void scanout_size(const struct scanout *scanout, int *width, int *height);

/* The graphics device's descriptor, for kms.h. It stays the scanout's. */
int scanout_device(const struct scanout *scanout);

/* Shows a frame: rows of width pixels in XRGB8888, `pitch` bytes apart. Returns when it has been handed over;
 * waits before that for the frame before it to appear, a tenth of a second at most. False: the display did not
 * take it. */
bool scanout_show(struct scanout *scanout, const void *pixels, size_t pitch);

#endif
