/* Mixing frames. How: pairs of bytes are weighed together in lanes of 16 bits, the lower byte and the upper
 * one in turn, with weights of 256 so that a shift divides. The lanes are the compiler's vectors: SSE2 on
 * amd64, NEON on arm64, from the same lines. */
#include "platform/blend.h"

#include <string.h>

typedef uint16_t lanes __attribute__((vector_size(16)));

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
