/* The draw list: what a frame looks like, as data. The toolkit writes it, platform/gfx replays it.
 *
 * Units are pixels of the display as the visitor sees it, origin top left. Commands are drawn in
 * order. Strings are copied into the list and live until draw_clear(). */
#ifndef FOYER_UI_DRAW_H
#define FOYER_UI_DRAW_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/pool.h"

struct rect {
    float x, y, w, h;
};
struct rect rect_inset(struct rect r, float by);
bool rect_contains(struct rect r, float x, float y);
bool rect_overlaps(struct rect a, struct rect b);

struct colour {
    uint8_t r, g, b, a;
};
/* 0xRRGGBB, opaque. */
struct colour colour_rgb(uint32_t rgb);
struct colour colour_alpha(struct colour c, float alpha);
/* WCAG 2.2 relative luminance contrast, 1 to 21; alpha is ignored. */
float colour_contrast(struct colour a, struct colour b);
/* `t` 0..1 of the way from a to b. */
struct colour colour_mix(struct colour a, struct colour b, float t);

enum font_weight { FONT_REGULAR, FONT_BOLD, FONT_HEAVY, FONT_WEIGHTS };
struct font {
    enum font_weight weight;
    float size; /* em, pixels */
};

enum draw_kind {
    DRAW_FILL,     /* rect filled with colour, corners of radius */
    DRAW_OUTLINE,  /* border of stroke width inside rect, corners of radius */
    DRAW_SHADOW,   /* soft shadow of a rect with radius; stroke is the blur in pixels */
    DRAW_GRADIENT, /* rect from colour to colour2, top to bottom or, with sideways, left to right */
    DRAW_PICTURE,  /* text: hash; see enum picture_size and fit; corners of radius in colour (a = 0:
                      square); drawn when it has been loaded, else the rect keeps what is below */
    DRAW_ICON,     /* text: name; tinted with colour, fitted into rect */
    DRAW_TEXT,     /* text: one line; its line box's top left is rect.x, rect.y */
    DRAW_LAYER, /* what follows up to DRAW_LAYER_END is one picture, drawn with alpha and moved by
                      dx, dy; equal content is kept as one texture, so a fade costs one copy a layer */
    DRAW_LAYER_END,
    DRAW_CLIP, /* only inside rect, up to DRAW_CLIP_END (no nesting) */
    DRAW_CLIP_END,
};

/* Which of the cached versions of a picture (model/item.h). */
enum picture_size { PICTURE_FULL, PICTURE_CARD, PICTURE_BLUR };
enum picture_fit {
    PICTURE_COVER,   /* fills rect, cropping evenly */
    PICTURE_CONTAIN, /* whole inside rect, centred */
    PICTURE_STRETCH,
};

struct draw {
    enum draw_kind kind;
    struct rect rect;
    struct colour colour, colour2;
    float radius, stroke, alpha, dx, dy;
    float scale; /* DRAW_LAYER: around its top left */
    bool sideways;
    struct font font;
    size_t text; /* offset into the list's strings; draw_text_of() */
    enum picture_size size;
    enum picture_fit fit;
    bool rtl; /* DRAW_TEXT: paragraph direction */
};

struct draw_list {
    struct draw *draws;
    size_t count, capacity;
    struct pool strings;
    bool
        rtl; /* arrows that point along the reading point the other way: set by who begins a frame */
};

void draw_clear(struct draw_list *list);
void draw_free(struct draw_list *list);
const char *draw_text_of(const struct draw_list *list, const struct draw *draw);

void draw_fill(struct draw_list *list, struct rect r, struct colour c, float radius);
void draw_outline(struct draw_list *list, struct rect r, struct colour c, float radius,
                  float stroke);
void draw_shadow(struct draw_list *list, struct rect r, struct colour c, float radius, float blur);
void draw_gradient(struct draw_list *list, struct rect r, struct colour from, struct colour to,
                   bool sideways);
/* `corner`: what is behind the corners, for rounding; radius 0 draws square. */
void draw_picture(struct draw_list *list, struct rect r, const char *hash, enum picture_size size,
                  enum picture_fit fit, float radius, struct colour corner);
void draw_icon(struct draw_list *list, struct rect r, const char *name, struct colour c);
/* `length` bytes of `text` as one line. */
void draw_text(struct draw_list *list, float x, float y, struct font font, struct colour c,
               const char *text, size_t length, bool rtl);
void draw_layer(struct draw_list *list, float alpha, float dx, float dy);
/* The same, also scaled around the screen's top left before it is moved. */
void draw_layer_scaled(struct draw_list *list, float alpha, float dx, float dy, float scale);
void draw_layer_end(struct draw_list *list);
void draw_clip(struct draw_list *list, struct rect r);
void draw_clip_end(struct draw_list *list);

/* Equal lists draw equal pixels; used to draw nothing when nothing changed. */
uint64_t draw_hash(const struct draw_list *list);

#endif
