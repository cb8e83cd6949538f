/* The draw list. How: one growing array of commands, one of strings; nothing else is allocated. */
#include "ui/draw.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/str.h"

struct rect rect_inset(struct rect r, float by)
{
    return (struct rect){r.x + by, r.y + by, r.w - 2 * by, r.h - 2 * by};
}

bool rect_contains(struct rect r, float x, float y)
{
    return x >= r.x && y >= r.y && x < r.x + r.w && y < r.y + r.h;
}

bool rect_overlaps(struct rect a, struct rect b)
{
    return a.x < b.x + b.w && b.x < a.x + a.w && a.y < b.y + b.h && b.y < a.y + a.h;
}

struct colour colour_rgb(uint32_t rgb)
{
    return (struct colour){(uint8_t)(rgb >> 16), (uint8_t)(rgb >> 8), (uint8_t)rgb, 255};
}

struct colour colour_alpha(struct colour c, float alpha)
{
    c.a = (uint8_t)(alpha * 255 + 0.5f);
    return c;
}

/* WCAG 2.2, "relative luminance". */
static float luminance(struct colour c)
{
    const uint8_t channels[3] = {c.r, c.g, c.b};
    static const float weights[3] = {0.2126f, 0.7152f, 0.0722f};
    float sum = 0;
    for (size_t i = 0; i < 3; i++) {
        float s = (float)channels[i] / 255;
        sum += weights[i] * (s <= 0.04045f ? s / 12.92f : powf((s + 0.055f) / 1.055f, 2.4f));
    }
    return sum;
}

float colour_contrast(struct colour a, struct colour b)
{
    float x = luminance(a) + 0.05f, y = luminance(b) + 0.05f;
    return x > y ? x / y : y / x;
}

static uint8_t mix(uint8_t a, uint8_t b, float t)
{
    return (uint8_t)((float)a + ((float)b - (float)a) * t + 0.5f);
}

struct colour colour_mix(struct colour a, struct colour b, float t)
{
    return (struct colour){mix(a.r, b.r, t), mix(a.g, b.g, t), mix(a.b, b.b, t), mix(a.a, b.a, t)};
}

void draw_clear(struct draw_list *list)
{
    pool_clear(&list->strings);
    list->count = 0;
}

void draw_free(struct draw_list *list)
{
    pool_free(&list->strings);
    free(list->draws);
    *list = (struct draw_list){0};
}

const char *draw_text_of(const struct draw_list *list, const struct draw *draw)
{
    return pool_text(&list->strings, draw->text);
}

/* All bytes of a command are set, so that equal commands hash equally. */
static struct draw *add(struct draw_list *list, enum draw_kind kind, struct rect r)
{
    list->draws = xgrow(list->draws, list->count, &list->capacity, sizeof list->draws[0]);
    struct draw *draw = &list->draws[list->count++];
    memset(draw, 0, sizeof *draw);
    draw->kind = kind;
    draw->rect = r;
    draw->alpha = 1;
    return draw;
}

void draw_fill(struct draw_list *list, struct rect r, struct colour c, float radius)
{
    struct draw *draw = add(list, DRAW_FILL, r);
    draw->colour = c;
    draw->radius = radius;
}

void draw_outline(struct draw_list *list, struct rect r, struct colour c, float radius,
                  float stroke)
{
    struct draw *draw = add(list, DRAW_OUTLINE, r);
    draw->colour = c;
    draw->radius = radius;
    draw->stroke = stroke;
}

void draw_shadow(struct draw_list *list, struct rect r, struct colour c, float radius, float blur)
{
    struct draw *draw = add(list, DRAW_SHADOW, r);
    draw->colour = c;
    draw->radius = radius;
    draw->stroke = blur;
}

void draw_gradient(struct draw_list *list, struct rect r, struct colour from, struct colour to,
                   bool sideways)
{
    struct draw *draw = add(list, DRAW_GRADIENT, r);
    draw->colour = from;
    draw->colour2 = to;
    draw->sideways = sideways;
}

void draw_picture(struct draw_list *list, struct rect r, const char *hash, enum picture_size size,
                  enum picture_fit fit, float radius, struct colour corner)
{
    struct draw *draw = add(list, DRAW_PICTURE, r);
    draw->text = pool_keep(&list->strings, hash, strlen(hash));
    draw->size = size;
    draw->fit = fit;
    draw->radius = radius;
    draw->colour = corner;
}

void draw_icon(struct draw_list *list, struct rect r, const char *name, struct colour c)
{
    if (list->rtl && strcmp(name, "back") == 0) {
        name = "next";
    } else if (list->rtl && strcmp(name, "next") == 0) {
        name = "back";
    }
    struct draw *draw = add(list, DRAW_ICON, r);
    draw->text = pool_keep(&list->strings, name, strlen(name));
    draw->colour = c;
}

void draw_text(struct draw_list *list, float x, float y, struct font font, struct colour c,
               const char *text, size_t length, bool rtl)
{
    struct draw *draw = add(list, DRAW_TEXT, (struct rect){x, y, 0, 0});
    draw->text = pool_keep(&list->strings, text, length);
    draw->font = font;
    draw->colour = c;
    draw->rtl = rtl;
}

void draw_layer(struct draw_list *list, float alpha, float dx, float dy)
{
    draw_layer_scaled(list, alpha, dx, dy, 1);
}

void draw_layer_scaled(struct draw_list *list, float alpha, float dx, float dy, float scale)
{
    struct draw *draw = add(list, DRAW_LAYER, (struct rect){0});
    draw->alpha = alpha;
    draw->dx = dx;
    draw->dy = dy;
    draw->scale = scale;
}

void draw_layer_end(struct draw_list *list)
{
    add(list, DRAW_LAYER_END, (struct rect){0});
}

void draw_clip(struct draw_list *list, struct rect r)
{
    add(list, DRAW_CLIP, r);
}

void draw_clip_end(struct draw_list *list)
{
    add(list, DRAW_CLIP_END, (struct rect){0});
}

uint64_t draw_hash(const struct draw_list *list)
{
    uint64_t hash = str_hash(STR_HASH_SEED, list->draws, list->count * sizeof list->draws[0]);
    return str_hash(hash, list->strings.bytes, list->strings.length);
}
