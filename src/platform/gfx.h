/* The painter: replays a draw list on SDL's renderer, in a window, full-screen or without a display.
 *
 * Owns the window, the renderer, the text engine, icons and the picture textures. Pictures are read
 * from the cache and scaled on a worker thread, uploaded in bands by the drawing thread, and kept in
 * a bounded number of textures. Only platform/ includes SDL. */
#ifndef FOYER_PLATFORM_GFX_H
#define FOYER_PLATFORM_GFX_H

#include <stdbool.h>
#include <stdint.h>

#include "base/language.h"
#include "base/str.h"
#include "model/calibration.h"
#include "ui/draw.h"
#include "ui/gesture.h"
#include "ui/ui.h"

struct gfx_wish {
    bool headless; /* software renderer on a surface, no window, no SDL video driver needed */
    bool fullscreen;
    int width, height; /* of the panel, before it is turned; 0 x 0: the display's own */
    int brightness;    /* percent; 0 is 100 */
    int turned;        /* degrees clockwise: 0, 90, 180 or 270; see turn.h */
    const char *title;
    const char *cache_dir;  /* HASH.jpg … */
    const char *assets_dir; /* icons/NAME.svg */
};

struct gfx;

/* Begins to read the first slide's photo, before gfx_open(). */
void gfx_foresee(const char *cache_dir, const char *hash);

/* NULL: `why` says what is missing and what to do (no display, no fonts, …). */
struct gfx *gfx_open(const struct gfx_wish *wish, struct str *why);
void gfx_close(struct gfx *gfx);

/* Of the page as visitors see it. Everything that is drawn and every pointer is in its pixels. */
void gfx_size(const struct gfx *gfx, int *width, int *height);

/* What fingers' touches are put right with from now on; a mouse needs none. At first: plain. */
void gfx_calibrate(struct gfx *gfx, struct calibration calibration);
/* The place on the page of a touch that the touch screen reports at `panel`; and the place on the panel of
 * one on the page, nothing put right. */
void gfx_felt(const struct gfx *gfx, struct spot panel, float *x, float *y);
struct spot gfx_on_panel(const struct gfx *gfx, float x, float y);

/* Measuring for the toolkit; valid as long as gfx. */
struct text_engine gfx_text(struct gfx *gfx);
/* Which language is spoken from now on (text_speak() of platform/text.h). */
void gfx_speak(struct gfx *gfx, const struct language *language);
/* Is there a font here for every letter of `sample`? (text_can() of platform/text.h) */
bool gfx_can(struct gfx *gfx, const char *sample, uint32_t *missing);

/* Draws and presents. Returns false when some picture in it is still being loaded: draw again when
 * gfx_wait() says so. Headless: waits for its pictures, so a frame is always complete. */
bool gfx_draw(struct gfx *gfx, const struct draw_list *list);

/* Asks for a picture ahead of its slide; true when it is ready to draw. */
bool gfx_prepare(struct gfx *gfx, const char *hash, enum picture_size size, enum picture_fit fit,
                 float w, float h);

/* Waits until input arrives, a picture is ready, or `timeout_ms` (-1: for ever) is over; then takes
 * the next event. Returns what came. Headless: returns at once. */
/* GFX_QUIT: the window is to be closed, or in a window Escape was pressed. */
enum gfx_event { GFX_NOTHING, GFX_POINTER, GFX_PICTURE_READY, GFX_RESIZED, GFX_QUIT };
enum gfx_event gfx_wait(struct gfx *gfx, int64_t timeout_ms, struct pointer *pointer);

/* The last frame as PNG, upright, written whole. False with errno set. */
bool gfx_save(struct gfx *gfx, const char *path);

/* Copies the last frame as it is on the panel, headless only: its width x height pixels of 0xAARRGGBB, row
 * by row. */
bool gfx_pixels(struct gfx *gfx, uint32_t *out);

/* Switches the display itself off or on, where the console, the panel or its backlight can do that. */
void gfx_power(struct gfx *gfx, bool on);

/* True once after a display was plugged or unplugged, on the console. They have been asked anew then
 * (monitor_look()). */
bool gfx_plugged(struct gfx *gfx);

/* Forgets pictures that are no longer in the catalogue (a withdrawn photo leaves memory at once). */
void gfx_forget(struct gfx *gfx, const char *hash);

/* Forgets every word that was drawn; called when a form closes, so that nothing typed stays behind. */
void gfx_forget_words(struct gfx *gfx);

/* Counters for make bench: frames presented, pictures decoded, texture bytes held. */
struct gfx_counts {
    uint64_t frames, decoded;
    uint64_t texture_bytes;
};
struct gfx_counts gfx_counts(const struct gfx *gfx);

#endif
