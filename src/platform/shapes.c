/* Shapes. How: what lets something through and has one colour, or a gradient, is laid over the processor's frame
 * by platform/blend; SDL draws all else. For round corners there is a mask, a square of (corner, 2 pixels,
 * corner); it is drawn as nine parts, of which the middle ones are stretched. Coverage of a pixel is its signed
 * distance to the edge, cut to 0..1. */
#include "platform/shapes.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "platform/blend.h"

#define MASKS 48

enum mask_kind { MASK_FREE, MASK_FILL, MASK_RING, MASK_SHADOW, MASK_CORNER };

struct mask {
    enum mask_kind kind;
    int radius, extra; /* stroke or blur */
    int corner;        /* pixels of a corner part */
    SDL_Texture *texture;
    unsigned used;
};

struct shapes {
    SDL_Renderer *renderer;
    SDL_Surface *frame; /* the processor's, NULL on a GPU */
    struct mask masks[MASKS];
    unsigned tick;
};

struct shapes *shapes_open(SDL_Renderer *renderer)
{
    struct shapes *s = xcalloc(1, sizeof *s);
    s->renderer = renderer;
    return s;
}

void shapes_lost(struct shapes *s)
{
    for (size_t i = 0; i < MASKS; i++) {
        if (s->masks[i].texture != NULL) {
            SDL_DestroyTexture(s->masks[i].texture);
        }
        s->masks[i] = (struct mask){0};
    }
}

void shapes_close(struct shapes *s)
{
    if (s != NULL) {
        shapes_lost(s);
        free(s);
    }
}

void shapes_frame(struct shapes *s, SDL_Surface *frame)
{
    bool fits = frame != NULL && !SDL_MUSTLOCK(frame) &&
                (frame->format->format == SDL_PIXELFORMAT_ARGB8888 ||
                 frame->format->format == SDL_PIXELFORMAT_RGB888);
    s->frame = fits ? frame : NULL;
}

static float clamp01(float v)
{
    return v < 0 ? 0 : v > 1 ? 1 : v;
}

/* Distance of a point to the edge of a rounded square [low, high]², negative inside. */
static float edge_distance(float x, float y, float low, float high, float radius)
{
    float cx = (low + high) / 2, half = (high - low) / 2 - radius;
    float dx = fabsf(x - cx) - half, dy = fabsf(y - cx) - half;
    float outside = hypotf(fmaxf(dx, 0), fmaxf(dy, 0));
    return outside + fminf(fmaxf(dx, dy), 0) - radius;
}

static float coverage(const struct mask *m, float x, float y, float size)
{
    float r = (float)m->radius, e = (float)m->extra;
    switch (m->kind) {
    case MASK_FILL:
        return clamp01(0.5f - edge_distance(x, y, 0, size, r));
    case MASK_CORNER:
        return clamp01(0.5f + edge_distance(x, y, 0, size, r));
    case MASK_RING: {
        float outer = clamp01(0.5f - edge_distance(x, y, 0, size, r));
        float inner = clamp01(0.5f - edge_distance(x, y, e, size - e, fmaxf(r - e, 0)));
        return outer - inner;
    }
    case MASK_SHADOW: {
        /* Soft from one blur outside the edge to one inside. */
        float d = edge_distance(x, y, e, size - e, r) / fmaxf(e, 1);
        float t = clamp01((1 - d) / 2);
        return t * t * (3 - 2 * t);
    }
    case MASK_FREE:
        break;
    }
    return 0;
}

static void paint_mask(struct shapes *s, struct mask *m)
{
    int size = 2 * m->corner + 2;
    SDL_Surface *surface =
        SDL_CreateRGBSurfaceWithFormat(0, size, size, 32, SDL_PIXELFORMAT_ARGB8888);
    if (surface == NULL) {
        return;
    }
    for (int y = 0; y < size; y++) {
        Uint32 *row =
            (Uint32 *)(void *)((Uint8 *)surface->pixels + (size_t)y * (size_t)surface->pitch);
        for (int x = 0; x < size; x++) {
            float a = coverage(m, (float)x + 0.5f, (float)y + 0.5f, (float)size);
            row[x] = (Uint32)(a * 255 + 0.5f) << 24 | 0xffffff;
        }
    }
    m->texture = SDL_CreateTextureFromSurface(s->renderer, surface);
    if (m->texture != NULL) {
        SDL_SetTextureBlendMode(m->texture, SDL_BLENDMODE_BLEND);
    }
    SDL_FreeSurface(surface);
}

static struct mask *mask_for(struct shapes *s, enum mask_kind kind, float radius, float extra)
{
    struct mask want = {.kind = kind, .radius = (int)(radius + 0.5f), .extra = (int)(extra + 0.5f)};
    want.corner = want.radius + (kind == MASK_SHADOW ? 2 * want.extra : 0);
    want.corner = kind == MASK_RING && want.extra > want.corner ? want.extra : want.corner;
    struct mask *oldest = &s->masks[0];
    for (size_t i = 0; i < MASKS; i++) {
        struct mask *m = &s->masks[i];
        if (m->kind == kind && m->radius == want.radius && m->extra == want.extra) {
            m->used = ++s->tick;
            return m;
        }
        oldest = m->used < oldest->used ? m : oldest;
    }
    if (oldest->texture != NULL) {
        SDL_DestroyTexture(oldest->texture);
    }
    *oldest = want;
    oldest->used = ++s->tick;
    paint_mask(s, oldest);
    return oldest;
}

static void copy(struct shapes *s, SDL_Texture *texture, int sx, int sy, int sw, int sh, float x,
                 float y, float w, float h)
{
    if (w > 0 && h > 0) {
        SDL_Rect from = {sx, sy, sw, sh};
        SDL_FRect to = {x, y, w, h};
        SDL_RenderCopyF(s->renderer, texture, &from, &to);
    }
}

/* Draws a mask as nine parts over `r`; the middle part only when it is wanted. */
static void nine(struct shapes *s, const struct mask *m, struct rect r, struct colour c,
                 bool middle)
{
    if (m->texture == NULL) {
        return;
    }
    SDL_SetTextureColorMod(m->texture, c.r, c.g, c.b);
    SDL_SetTextureAlphaMod(m->texture, c.a);
    int k = m->corner, far = k + 2;
    float e = (float)k;
    float w = r.w - 2 * e, h = r.h - 2 * e;
    SDL_Texture *t = m->texture;
    copy(s, t, 0, 0, k, k, r.x, r.y, e, e);
    copy(s, t, far, 0, k, k, r.x + r.w - e, r.y, e, e);
    copy(s, t, 0, far, k, k, r.x, r.y + r.h - e, e, e);
    copy(s, t, far, far, k, k, r.x + r.w - e, r.y + r.h - e, e, e);
    if (m->kind == MASK_CORNER) {
        return;
    }
    copy(s, t, k, 0, 1, k, r.x + e, r.y, w, e);
    copy(s, t, k, far, 1, k, r.x + e, r.y + r.h - e, w, e);
    copy(s, t, 0, k, k, 1, r.x, r.y + e, e, h);
    copy(s, t, far, k, k, 1, r.x + r.w - e, r.y + e, e, h);
    if (middle) {
        copy(s, t, k, k, 1, 1, r.x + e, r.y + e, w, h);
    }
}

static uint32_t argb_of(struct colour c)
{
    return (uint32_t)c.a << 24 | (uint32_t)c.r << 16 | (uint32_t)c.g << 8 | c.b;
}

/* Is it ours to lay colours over? Then what SDL has still to draw is drawn, and `r` cut to what may be drawn
 * on. */
static bool take_frame(struct shapes *s, SDL_Rect *r)
{
    if (s->frame == NULL || SDL_GetRenderTarget(s->renderer) != NULL) {
        return false;
    }
    SDL_Rect clip, all = {0, 0, s->frame->w, s->frame->h};
    SDL_RenderFlush(s->renderer);
    if (!SDL_IntersectRect(r, &all, r)) {
        *r = (SDL_Rect){0};
    }
    if (SDL_RenderIsClipEnabled(s->renderer)) {
        SDL_RenderGetClipRect(s->renderer, &clip);
        if (!SDL_IntersectRect(r, &clip, r)) {
            *r = (SDL_Rect){0};
        }
    }
    return true;
}

static void *frame_at(const struct shapes *s, int x, int y)
{
    return (Uint8 *)s->frame->pixels + (size_t)y * (size_t)s->frame->pitch + (size_t)x * 4;
}

/* One colour over a part of the frame. */
static void fill_over(const struct shapes *s, SDL_Rect part, struct colour c)
{
    struct blend_four four;
    for (size_t i = 0; i < 4; i++) {
        blend_four_set(&four, i, argb_of(c));
    }
    for (int y = 0; y < part.h; y++) {
        blend_row(frame_at(s, part.x, part.y + y), &four, 0, (size_t)part.w);
    }
}

static void plain(struct shapes *s, struct rect r, struct colour c)
{
    SDL_Rect part = {(int)r.x, (int)r.y, (int)r.w, (int)r.h};
    if (c.a < 255 && take_frame(s, &part)) {
        fill_over(s, part, c);
        return;
    }
    SDL_FRect to = {r.x, r.y, r.w, r.h};
    SDL_SetRenderDrawBlendMode(s->renderer, c.a == 255 ? SDL_BLENDMODE_NONE : SDL_BLENDMODE_BLEND);
    SDL_SetRenderDrawColor(s->renderer, c.r, c.g, c.b, c.a);
    SDL_RenderFillRectF(s->renderer, &to);
}

/* Whole pixels: edges stay crisp and neighbours meet. */
static struct rect snapped(struct rect r)
{
    float x = roundf(r.x), y = roundf(r.y);
    return (struct rect){x, y, roundf(r.x + r.w) - x, roundf(r.y + r.h) - y};
}

static float fitting_radius(struct rect r, float radius)
{
    float most = floorf(fminf(r.w, r.h) / 2);
    return radius > most ? most : radius;
}

void shapes_fill(struct shapes *s, struct rect r, struct colour c, float radius)
{
    r = snapped(r);
    radius = fitting_radius(r, radius);
    if (radius < 1) {
        plain(s, r, c);
        return;
    }
    nine(s, mask_for(s, MASK_FILL, radius, 0), r, c, true);
}

void shapes_outline(struct shapes *s, struct rect r, struct colour c, float radius, float stroke)
{
    r = snapped(r);
    stroke = fmaxf(1, roundf(stroke));
    nine(s, mask_for(s, MASK_RING, fitting_radius(r, radius), stroke), r, c, false);
}

void shapes_shadow(struct shapes *s, struct rect r, struct colour c, float radius, float blur)
{
    blur = fmaxf(1, roundf(blur));
    struct rect around = rect_inset(snapped(r), -blur);
    float most = floorf(fminf(around.w, around.h) / 2) - 2 * blur;
    radius = radius > most ? fmaxf(most, 0) : radius;
    nine(s, mask_for(s, MASK_SHADOW, radius, blur), around, c, true);
}

void shapes_corners(struct shapes *s, struct rect r, struct colour c, float radius)
{
    r = snapped(r);
    radius = fitting_radius(r, radius);
    if (radius >= 1) {
        nine(s, mask_for(s, MASK_CORNER, radius, 0), r, c, false);
    }
}

static Uint8 between(Uint8 from, Uint8 to, float part)
{
    return (Uint8)((float)from + ((float)to - (float)from) * part + 0.5f);
}

static struct colour mixed(struct colour from, struct colour to, float part)
{
    return (struct colour){between(from.r, to.r, part), between(from.g, to.g, part),
                           between(from.b, to.b, part), between(from.a, to.a, part)};
}

/* A gradient along a line: the colour in the middle of its pixel `at`. */
struct ramp {
    struct colour from, to;
    int length;
};

static struct colour ramp_at(const struct ramp *ramp, int at)
{
    return mixed(ramp->from, ramp->to, ((float)at + 0.5f) / (float)ramp->length);
}

/* From left to right over a part of the frame, beginning with the ramp's pixel `first`: each row alike. */
static void columns_over(const struct shapes *s, SDL_Rect part, const struct ramp *ramp, int first)
{
    struct blend_four *fours = xcalloc(((size_t)part.w + 3) / 4, sizeof *fours);
    for (int x = 0; x < part.w; x++) {
        blend_four_set(&fours[x / 4], (size_t)x % 4, argb_of(ramp_at(ramp, first + x)));
    }
    for (int y = 0; y < part.h; y++) {
        blend_row(frame_at(s, part.x, part.y + y), fours, 1, (size_t)part.w);
    }
    free(fours);
}

/* The same from top to bottom: each row has a colour. */
static void rows_over(const struct shapes *s, SDL_Rect part, const struct ramp *ramp, int first)
{
    for (int y = 0; y < part.h; y++) {
        fill_over(s, (SDL_Rect){part.x, part.y + y, part.w, 1}, ramp_at(ramp, first + y));
    }
}

/* In bands of one colour: where SDL's software renderer fills, that is ten times as fast as triangles. */
static void ramp_bands(struct shapes *s, const struct ramp *ramp, SDL_Rect r, bool sideways)
{
    SDL_SetRenderDrawBlendMode(s->renderer, SDL_BLENDMODE_BLEND);
    for (int at = 0, end; at < ramp->length; at = end) {
        struct colour c = ramp_at(ramp, at);
        for (end = at + 1; end < ramp->length; end++) {
            struct colour next = ramp_at(ramp, end);
            if (memcmp(&next, &c, sizeof c) != 0) {
                break;
            }
        }
        SDL_Rect band = sideways ? (SDL_Rect){r.x + at, r.y, end - at, r.h}
                                 : (SDL_Rect){r.x, r.y + at, r.w, end - at};
        SDL_SetRenderDrawColor(s->renderer, c.r, c.g, c.b, c.a);
        SDL_RenderFillRect(s->renderer, &band);
    }
}

void shapes_gradient(struct shapes *s, struct rect r, struct colour from, struct colour to,
                     bool sideways)
{
    r = snapped(r);
    SDL_Rect whole = {(int)r.x, (int)r.y, (int)r.w, (int)r.h}, part = whole;
    struct ramp ramp = {from, to, sideways ? whole.w : whole.h};
    if (!take_frame(s, &part)) {
        ramp_bands(s, &ramp, whole, sideways);
    } else if (sideways) {
        columns_over(s, part, &ramp, part.x - whole.x);
    } else {
        rows_over(s, part, &ramp, part.y - whole.y);
    }
}
