/* Mixing pixels. How: pairs of bytes are weighed together in lanes of 16 bits, the lower byte and the upper
 * one in turn, with weights of 256 so that a shift divides. The lanes are the compiler's vectors: SSE2 on
 * amd64, NEON on arm64, from the same lines. */
#include "platform/blend.h"

#include <string.h>

typedef blend_lanes lanes;

static inline lanes mix(lanes below, lanes above, uint16_t keep, uint16_t take)
{
    const lanes low = (lanes){0} + 0x00ff;
    lanes lower = ((below & low) * keep + (above & low) * take) >> 8;
    lanes upper = (below >> 8) * keep + (above >> 8) * take;
    return lower | (upper & ~low);
}

void blend_bytes(void *out, const void *below, const void *above, size_t bytes, uint8_t alpha)
{
    /* 255 weighs 256: a full one covers what is below. */
    uint16_t take = (uint16_t)(alpha + (alpha >> 7));
    uint16_t keep = (uint16_t)(256 - take);
    if (keep == 0) {
        memmove(out, above, bytes);
        return;
    }
    size_t at = 0;
    for (; at + sizeof(lanes) <= bytes; at += sizeof(lanes)) {
        lanes a, b;
        memcpy(&a, (const char *)below + at, sizeof a);
        memcpy(&b, (const char *)above + at, sizeof b);
        a = mix(a, b, keep, take);
        memcpy((char *)out + at, &a, sizeof a);
    }
    if (at < bytes) {
        lanes a = {0}, b = {0};
        memcpy(&a, (const char *)below + at, bytes - at);
        memcpy(&b, (const char *)above + at, bytes - at);
        a = mix(a, b, keep, take);
        memcpy((char *)out + at, &a, bytes - at);
    }
}

void blend_four_set(struct blend_four *four, size_t at, uint32_t argb)
{
    uint32_t alpha = argb >> 24;
    uint32_t opaque = argb | 0xff000000; /* a frame stays opaque */
    for (size_t i = 0; i < 2; i++) { /* a pixel is two lanes: of green and blue, of alpha and red */
        size_t lane = 2 * at + i;
        four->keep[lane] = (uint16_t)(255 - alpha);
        four->lower[lane] = (uint16_t)((opaque >> (16 * i) & 255) * alpha / 255);
        four->upper[lane] = (uint16_t)((opaque >> (16 * i + 8) & 255) * alpha / 255);
    }
}

/* Of products of two bytes, exactly what a division by 255 gives. */
static inline lanes by_255(lanes product)
{
    product += 1;
    return (product + (product >> 8)) >> 8;
}

static inline lanes lay(lanes below, const struct blend_four *four)
{
    const lanes low = (lanes){0} + 0x00ff;
    lanes lower = by_255((below & low) * four->keep) + four->lower;
    lanes upper = by_255((below >> 8) * four->keep) + four->upper;
    return lower | upper << 8;
}

void blend_row(void *row, const struct blend_four *fours, size_t step, size_t pixels)
{
    size_t bytes = pixels * 4, at = 0;
    for (; at + sizeof(lanes) <= bytes; at += sizeof(lanes), fours += step) {
        lanes a;
        memcpy(&a, (const char *)row + at, sizeof a);
        a = lay(a, fours);
        memcpy((char *)row + at, &a, sizeof a);
    }
    if (at < bytes) {
        lanes a = {0};
        memcpy(&a, (const char *)row + at, bytes - at);
        a = lay(a, fours);
        memcpy((char *)row + at, &a, bytes - at);
    }
}
