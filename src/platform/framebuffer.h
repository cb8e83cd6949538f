/* The console's framebuffer (fbdev): what the kernel shows whenever nobody draws through DRM, so before the
 * screen's process has its first frame, and from the very moment in which it dies.
 *
 * Source: the kernel's Documentation/fb/api.rst. What is written stays until somebody else writes; the
 * console does not when the kernel is told `fbcon=map:9` (kiosk-config/closed/grub.cfg). */
#ifndef FOYER_PLATFORM_FRAMEBUFFER_H
#define FOYER_PLATFORM_FRAMEBUFFER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/str.h"

#define FRAMEBUFFER_DEVICE "/dev/fb0"

/* Where a pixel's red, green and blue lie, as in struct fb_bitfield: counted from the lowest bit. */
struct framebuffer_format {
    int bits; /* of a pixel: 16, 24 or 32 */
    struct {
        int offset, length;
    } red, green, blue;
};

struct framebuffer {
    int fd;
    int width, height; /* pixels that are seen */
    size_t row;        /* bytes from one row to the next */
    struct framebuffer_format format;
};

/* False: `why` says what is missing. Close with framebuffer_close(), also after a failure. */
bool framebuffer_open(struct framebuffer *fb, const char *device, struct str *why);
void framebuffer_close(struct framebuffer *fb);

/* Fills it with width x height pixels of 0xAARRGGBB, row by row. False: errno says why. */
bool framebuffer_show(struct framebuffer *fb, const uint32_t *pixels);

/* `count` pixels of 0xAARRGGBB as the framebuffer wants them, into `out`: count * bits / 8 bytes. */
void framebuffer_pack(const struct framebuffer_format *format, const uint32_t *pixels, size_t count,
                      uint8_t *out);

#endif
