/* Mixing whole frames of pixels: the fade of two slides, where there is no GPU to do it.
 *
 * SDL's software renderer takes about twenty times as long for it, since it blends a pixel at a time and
 * weighs each pixel's own alpha; here both frames are opaque and lie one below the other in memory. */
#ifndef FOYER_PLATFORM_BLEND_H
#define FOYER_PLATFORM_BLEND_H

#include <stddef.h>
#include <stdint.h>

/* out = below with `above` at `alpha` (0..255) over it, byte by byte, for `bytes` bytes of each; at most
 * one step of 255 from the exact value. `out` may be `below` or `above`; otherwise they do not overlap.
 * No alignment is needed. */
void blend_bytes(void *out, const void *below, const void *above, size_t bytes, uint8_t alpha);

#endif
