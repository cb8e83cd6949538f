/* Mixing pixels where there is no GPU to do it: two frames, for the fade of two slides, and colours over a frame.
 *
 * SDL's software renderer takes about twenty times as long for a fade, and several times for a scrim, since it blends
 * a pixel at a time; here frames are opaque and several pixels are weighed at once. */
#ifndef FOYER_PLATFORM_BLEND_H
#define FOYER_PLATFORM_BLEND_H

#include <stddef.h>
#include <stdint.h>

/* out = below with `above` at `alpha` (0..255) over it, byte by byte, for `bytes` bytes of each; at most
 * one step of 255 from the exact value. `out` may be `below` or `above`; otherwise they do not overlap.
 * No alignment is needed. */
void blend_bytes(void *out, const void *below, const void *above, size_t bytes, uint8_t alpha);

/* Laying colours over pixels of a frame: scrims, gradients, whatever is drawn with one alpha for a pixel. A
 * four is what four pixels side by side get, weighed beforehand. */
typedef uint16_t blend_lanes __attribute__((vector_size(16)));
struct blend_four {
    blend_lanes keep, lower, upper;
};

/* The colour for pixel `at` (0..3) of a four, as 0xAARRGGBB, not multiplied by its alpha. */
void blend_four_set(struct blend_four *four, size_t at, uint32_t argb);

/* Lays them over `pixels` opaque pixels of 4 bytes at `row` (blue, green, red, alpha), rounded as SDL's
 * software renderer rounds (SDL_draw.h: what is kept and what is added, each rounded down), so that both
 * draw the same pictures. `step` 1: each four is for four pixels, and there are enough of them; 0: the first
 * is for all. No alignment of `row` is needed. */
void blend_row(void *row, const struct blend_four *fours, size_t step, size_t pixels);

#endif
