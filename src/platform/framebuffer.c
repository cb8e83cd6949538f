/* The framebuffer. How: the mode is set anew, so that it appears although nobody has used the display yet;
 * then the pixels are written to the device as to a file. In that order: some drivers (virtio-gpu) pass on
 * only what is written while they show it. While somebody draws through DRM the kernel refuses the first
 * (EBUSY), and the picture waits below. */
#include "platform/framebuffer.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/fb.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "base/alloc.h"

/* Takes over what the driver says; false: not a picture that could be made here. */
static bool understand(struct framebuffer *fb, const struct fb_fix_screeninfo *fix,
                       const struct fb_var_screeninfo *var)
{
    fb->width = (int)var->xres;
    fb->height = (int)var->yres;
    fb->row = fix->line_length;
    fb->format = (struct framebuffer_format){
        .bits = (int)var->bits_per_pixel,
        .red = {(int)var->red.offset, (int)var->red.length},
        .green = {(int)var->green.offset, (int)var->green.length},
        .blue = {(int)var->blue.offset, (int)var->blue.length},
    };
    bool depth =
        var->bits_per_pixel == 16 || var->bits_per_pixel == 24 || var->bits_per_pixel == 32;
    return depth && fix->type == FB_TYPE_PACKED_PIXELS && fix->visual == FB_VISUAL_TRUECOLOR &&
           fb->width > 0 && fb->height > 0 && fb->width <= 16384 && fb->height <= 16384 &&
           fb->row >= (size_t)fb->width * var->bits_per_pixel / 8;
}

bool framebuffer_open(struct framebuffer *fb, const char *device, struct str *why)
{
    struct fb_fix_screeninfo fix;
    struct fb_var_screeninfo var;
    *fb = (struct framebuffer){.fd = open(device, O_RDWR | O_CLOEXEC)};
    if (fb->fd < 0) {
        str_printf(why, "%s cannot be opened (%s)", device, strerror(errno));
    } else if (ioctl(fb->fd, FBIOGET_FSCREENINFO, &fix) != 0 ||
               ioctl(fb->fd, FBIOGET_VSCREENINFO, &var) != 0) {
        str_printf(why, "%s is no framebuffer (%s)", device, strerror(errno));
    } else if (!understand(fb, &fix, &var)) {
        str_printf(why, "%s has a format that is not known here", device);
    } else {
        return true;
    }
    return false;
}

void framebuffer_close(struct framebuffer *fb)
{
    if (fb->fd >= 0) {
        close(fb->fd);
    }
    fb->fd = -1;
}

/* The upper `length` of a colour's eight bits, at its place. */
static uint32_t put_colour(uint32_t value, int offset, int length)
{
    return length >= 8 ? value << (offset + length - 8) : value >> (8 - length) << offset;
}

void framebuffer_pack(const struct framebuffer_format *format, const uint32_t *pixels, size_t count,
                      uint8_t *out)
{
    int bytes = format->bits / 8;
    for (size_t i = 0; i < count; i++) {
        uint32_t packed =
            put_colour(pixels[i] >> 16 & 0xff, format->red.offset, format->red.length) |
            put_colour(pixels[i] >> 8 & 0xff, format->green.offset, format->green.length) |
            put_colour(pixels[i] & 0xff, format->blue.offset, format->blue.length);
        /* Lowest byte first, as every machine that runs this has it. */
        for (int byte = 0; byte < bytes; byte++) {
            *out++ = (uint8_t)(packed >> (8 * byte));
        }
    }
}

static bool write_whole(int fd, const uint8_t *bytes, size_t length, off_t at)
{
    while (length > 0) {
        ssize_t wrote = pwrite(fd, bytes, length, at);
        if (wrote <= 0 && errno != EINTR) {
            return false;
        }
        if (wrote > 0) {
            bytes += wrote;
            at += wrote;
            length -= (size_t)wrote;
        }
    }
    return true;
}

/* Makes the display show it from its first row on. */
static bool set_mode(int fd)
{
    struct fb_var_screeninfo var;
    if (ioctl(fd, FBIOGET_VSCREENINFO, &var) != 0) {
        return false;
    }
    var.xoffset = var.yoffset = 0;
    var.activate = FB_ACTIVATE_NOW | FB_ACTIVATE_FORCE;
    return ioctl(fd, FBIOPUT_VSCREENINFO, &var) == 0 || errno == EBUSY;
}

/* All rows at once: of a single row that is written whole, the kernel's helper for drivers that must be told
 * what has changed (drm_fb_helper_memory_range_to_clip() in 6.1) believes that nothing has. */
bool framebuffer_show(struct framebuffer *fb, const uint32_t *pixels)
{
    size_t length = fb->row * (size_t)fb->height;
    uint8_t *bytes = xcalloc(1, length);
    for (int y = 0; y < fb->height; y++) {
        framebuffer_pack(&fb->format, pixels + (size_t)y * (size_t)fb->width, (size_t)fb->width,
                         bytes + (size_t)y * fb->row);
    }
    bool ok = set_mode(fb->fd) && write_whole(fb->fd, bytes, length, 0);
    free(bytes);
    return ok;
}
