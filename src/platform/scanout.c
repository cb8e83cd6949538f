/* Scanout. How: see scanout.h. The processor draws elsewhere, because these buffers are slow to read on many
 * computers (write-combined memory); they are only ever written, row by row. */
#include "platform/scanout.h"

#include <errno.h>
#include <fcntl.h>
#include <glob.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>
#include <xf86drm.h>
#include <xf86drmMode.h>

#include "base/alloc.h"
#include "base/clock.h"

#define SHEETS 2
/* A display of 24 frames a second needs 42 ms; one that never answers must not hold up the screen. */
static const int FLIP_MS = 100;

/* A buffer that the display can read. */
struct sheet {
    uint32_t handle, id; /* of the memory, and as a frame buffer; 0: none */
    uint32_t pitch;
    size_t size;
    uint8_t *pixels;
};

struct scanout {
    int fd;
    uint32_t connector, crtc;
    drmModeModeInfo mode;
    struct sheet sheets[SHEETS];
    int next;      /* the sheet to write to */
    bool lit;      /* the mode is set, and one of the sheets is shown */
    bool flipping; /* the other sheet has been handed over and has not appeared yet */
};

/* ---- which display ---- */

/* What reads the picture for this connector: what does it now, else the first that can. 0: none. */
static uint32_t choose_crtc(int fd, const drmModeRes *all, const drmModeConnector *connector)
{
    uint32_t crtc = 0;
    drmModeEncoder *now = drmModeGetEncoder(fd, connector->encoder_id);
    if (now != NULL) {
        crtc = now->crtc_id;
        drmModeFreeEncoder(now);
    }
    for (int i = 0; i < connector->count_encoders && crtc == 0; i++) {
        drmModeEncoder *encoder = drmModeGetEncoder(fd, connector->encoders[i]);
        for (int j = 0; encoder != NULL && j < all->count_crtcs && crtc == 0; j++) {
            crtc = (encoder->possible_crtcs >> j & 1) != 0 ? all->crtcs[j] : 0;
        }
        drmModeFreeEncoder(encoder);
    }
    return crtc;
}

/* The mode that the display prefers, or that was given on the kernel's command line, which counts as such. */
static const drmModeModeInfo *choose_mode(const drmModeConnector *connector)
{
    for (int i = 0; i < connector->count_modes; i++) {
        if ((connector->modes[i].type & DRM_MODE_TYPE_PREFERRED) != 0) {
            return &connector->modes[i];
        }
    }
    return &connector->modes[0];
}

static bool choose_display(struct scanout *s)
{
    drmModeRes *all = drmModeGetResources(s->fd);
    for (int i = 0; all != NULL && i < all->count_connectors && s->crtc == 0; i++) {
        drmModeConnector *connector = drmModeGetConnector(s->fd, all->connectors[i]);
        if (connector != NULL && connector->connection == DRM_MODE_CONNECTED &&
            connector->count_modes > 0) {
            s->crtc = choose_crtc(s->fd, all, connector);
            s->connector = connector->connector_id;
            s->mode = *choose_mode(connector);
        }
        drmModeFreeConnector(connector);
    }
    drmModeFreeResources(all);
    return s->crtc != 0;
}

/* ---- its memory ---- */

static bool make_sheet(const struct scanout *s, struct sheet *sheet)
{
    uint64_t offset = 0, size = 0;
    if (drmModeCreateDumbBuffer(s->fd, s->mode.hdisplay, s->mode.vdisplay, 32, 0, &sheet->handle,
                                &sheet->pitch, &size) != 0 ||
        drmModeAddFB(s->fd, s->mode.hdisplay, s->mode.vdisplay, 24, 32, sheet->pitch, sheet->handle,
                     &sheet->id) != 0 ||
        drmModeMapDumbBuffer(s->fd, sheet->handle, &offset) != 0) {
        return false;
    }
    void *pixels =
        mmap(NULL, (size_t)size, PROT_READ | PROT_WRITE, MAP_SHARED, s->fd, (off_t)offset);
    sheet->pixels = pixels != MAP_FAILED ? pixels : NULL;
    sheet->size = (size_t)size;
    return sheet->pixels != NULL;
}

static void free_sheet(const struct scanout *s, struct sheet *sheet)
{
    if (sheet->pixels != NULL) {
        munmap(sheet->pixels, sheet->size);
    }
    if (sheet->id != 0) {
        drmModeRmFB(s->fd, sheet->id);
    }
    if (sheet->handle != 0) {
        drmModeDestroyDumbBuffer(s->fd, sheet->handle);
    }
}

/* ---- opening ---- */

/* Is this device one to draw on, and ours? Else its descriptor is closed again. */
static bool take_device(struct scanout *s, const char *path, struct str *why)
{
    uint64_t dumb = 0;
    s->fd = open(path, O_RDWR | O_CLOEXEC);
    if (s->fd < 0) {
        str_printf(why, "%s: %s. ", path, strerror(errno));
        return false;
    }
    const char *lacks =
        drmGetCap(s->fd, DRM_CAP_DUMB_BUFFER, &dumb) != 0 || dumb == 0 ? "has no memory to draw in"
        : !choose_display(s)                                           ? "no display is connected"
        : !drmIsMaster(s->fd) && drmSetMaster(s->fd) != 0 ? "another program draws there"
                                                          : NULL;
    for (int i = 0; i < SHEETS && lacks == NULL; i++) {
        lacks = make_sheet(s, &s->sheets[i]) ? NULL : strerror(errno);
    }
    if (lacks == NULL) {
        return true;
    }
    str_printf(why, "%s: %s. ", path, lacks);
    for (int i = 0; i < SHEETS; i++) {
        free_sheet(s, &s->sheets[i]);
    }
    close(s->fd);
    *s = (struct scanout){.fd = -1};
    return false;
}

struct scanout *scanout_open(struct str *why)
{
    struct scanout *s = xcalloc(1, sizeof *s);
    struct str reasons = {0};
    glob_t found;
    bool taken = false;
    if (glob("/dev/dri/card[0-9]*", 0, NULL, &found) == 0) {
        for (size_t i = 0; i < found.gl_pathc && !taken; i++) {
            taken = take_device(s, found.gl_pathv[i], &reasons);
        }
        globfree(&found);
    }
    if (!taken) {
        str_puts(why, reasons.length > 0 ? reasons.data : "there is no graphics device");
        free(s);
        s = NULL;
    }
    str_free(&reasons);
    return s;
}

void scanout_close(struct scanout *s)
{
    if (s == NULL) {
        return;
    }
    for (int i = 0; i < SHEETS; i++) {
        free_sheet(s, &s->sheets[i]);
    }
    close(s->fd);
    free(s);
}

void scanout_size(const struct scanout *s, int *width, int *height)
{
    *width = s->mode.hdisplay;
    *height = s->mode.vdisplay;
}

int scanout_device(const struct scanout *s)
{
    return s->fd;
}

/* ---- showing ---- */

static void appeared(int fd, unsigned sequence, unsigned s, unsigned us, void *context)
{
    (void)fd, (void)sequence, (void)s, (void)us;
    *(bool *)context = false;
}

/* Until the frame that was handed over is the one that is read: only then the other may be written to. */
static void wait_for_flip(struct scanout *s)
{
    drmEventContext events = {.version = 2, .page_flip_handler = appeared};
    int64_t until = clock_monotonic_ms() + FLIP_MS;
    for (int64_t left = FLIP_MS; s->flipping && left > 0; left = until - clock_monotonic_ms()) {
        struct pollfd ready = {.fd = s->fd, .events = POLLIN};
        if (poll(&ready, 1, (int)left) > 0) {
            (void)drmHandleEvent(s->fd, &events);
        }
    }
    s->flipping = false;
}

bool scanout_show(struct scanout *s, const void *pixels, size_t pitch)
{
    wait_for_flip(s);
    struct sheet *sheet = &s->sheets[s->next];
    for (int y = 0; y < s->mode.vdisplay; y++) {
        memcpy(sheet->pixels + (size_t)y * sheet->pitch,
               (const uint8_t *)pixels + (size_t)y * pitch, (size_t)s->mode.hdisplay * 4);
    }
    s->next = (s->next + 1) % SHEETS;
    if (s->lit &&
        drmModePageFlip(s->fd, s->crtc, sheet->id, DRM_MODE_PAGE_FLIP_EVENT, &s->flipping) == 0) {
        s->flipping = true;
        return true;
    }
    /* The first frame, a display that was off, or a driver that does not flip. */
    s->lit = drmModeSetCrtc(s->fd, s->crtc, sheet->id, 0, 0, &s->connector, 1, &s->mode) == 0;
    return s->lit;
}
