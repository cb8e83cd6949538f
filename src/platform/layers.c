/* Layers. How: a few slots, each with the hash of what is painted in it. The software renderer can draw to
 * one surface only as fast as to a texture, so a plain layer is painted into the frame before the frame
 * itself is, and its rows are copied out: that costs a copy once, and spares SDL's slow blending of a
 * whole screen in each frame of a fade. */
#include "platform/layers.h"

#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "platform/blend.h"
#include "platform/pixelmemory.h"

struct layer {
    uint64_t hash; /* of its commands; 0: nothing in it */
    bool complete; /* no picture was missing */
    uint64_t used;
    bool plain;
    SDL_Texture *texture; /* not plain, or on a GPU */
    uint8_t *pixels;      /* plain: w * h * 4 bytes */
};

struct layers {
    SDL_Renderer *renderer;
    SDL_Surface *frame;
    int w, h;
    uint64_t tick, began;
    struct layer slots[LAYERS_MOST];
};

struct layers *layers_open(SDL_Renderer *renderer)
{
    struct layers *layers = xcalloc(1, sizeof *layers);
    layers->renderer = renderer;
    return layers;
}

static void empty(struct layer *layer)
{
    if (layer->texture != NULL) {
        SDL_DestroyTexture(layer->texture);
    }
    free(layer->pixels);
    *layer = (struct layer){0};
}

void layers_forget(struct layers *layers)
{
    for (size_t i = 0; i < LAYERS_MOST; i++) {
        empty(&layers->slots[i]);
    }
}

void layers_close(struct layers *layers)
{
    if (layers != NULL) {
        layers_forget(layers);
        free(layers);
    }
}

void layers_begin(struct layers *layers, int w, int h, SDL_Surface *frame)
{
    bool fits = frame != NULL && frame->w == w && frame->h == h &&
                frame->format->BytesPerPixel == 4 && !SDL_MUSTLOCK(frame);
    if (w != layers->w || h != layers->h || fits != (layers->frame != NULL)) {
        layers_forget(layers);
    }
    layers->w = w;
    layers->h = h;
    layers->frame = fits ? frame : NULL;
    layers->began = layers->tick;
}

void layers_end(struct layers *layers)
{
    for (size_t i = 0; i < LAYERS_MOST && layers->frame != NULL; i++) {
        if (layers->slots[i].used <= layers->began) {
            empty(&layers->slots[i]);
        }
    }
}

struct layer *layers_get(struct layers *layers, uint64_t hash, bool plain, enum layer_state *state)
{
    plain = plain && layers->frame != NULL;
    struct layer *oldest = &layers->slots[0];
    for (size_t i = 0; i < LAYERS_MOST; i++) {
        struct layer *layer = &layers->slots[i];
        if (layer->hash == hash && layer->plain == plain) {
            layer->used = ++layers->tick;
            *state = layer->complete ? LAYER_WHOLE : LAYER_LACKING;
            return layer;
        }
        oldest = layer->used < oldest->used ? layer : oldest;
    }
    *state = LAYER_EMPTY;
    if (oldest->plain != plain) {
        empty(oldest);
    }
    oldest->plain = plain;
    oldest->hash = 0;
    oldest->used = ++layers->tick;
    return oldest;
}

bool layers_paint(struct layers *layers, struct layer *layer)
{
    if (layer->plain) {
        return true;
    }
    if (layer->texture == NULL) {
        layer->texture = SDL_CreateTexture(layers->renderer, SDL_PIXELFORMAT_ARGB8888,
                                           SDL_TEXTUREACCESS_TARGET, layers->w, layers->h);
    }
    if (layer->texture == NULL || SDL_SetRenderTarget(layers->renderer, layer->texture) != 0) {
        return false;
    }
    SDL_SetRenderDrawColor(layers->renderer, 0, 0, 0, 0);
    SDL_RenderClear(layers->renderer);
    return true;
}

static size_t row_bytes(const struct layers *layers)
{
    return (size_t)layers->w * 4;
}

static uint8_t *frame_row(const struct layers *layers, int y)
{
    return (uint8_t *)layers->frame->pixels + (size_t)y * (size_t)layers->frame->pitch;
}

void layers_painted(struct layers *layers, struct layer *layer, uint64_t hash, bool complete)
{
    if (layer->plain) {
        SDL_RenderFlush(layers->renderer);
        if (layer->pixels == NULL) {
            size_t size = row_bytes(layers) * (size_t)layers->h;
            layer->pixels = pixelmemory_advised(xmalloc(size), size);
        }
        for (int y = 0; y < layers->h; y++) {
            memcpy(layer->pixels + (size_t)y * row_bytes(layers), frame_row(layers, y),
                   row_bytes(layers));
        }
    } else {
        SDL_SetRenderTarget(layers->renderer, NULL);
    }
    layer->hash = hash;
    layer->complete = complete;
}

static uint8_t weight(float alpha)
{
    return (uint8_t)(alpha * 255 + 0.5f);
}

static void show_plain(struct layers *layers, const struct layer *layer, float alpha)
{
    SDL_RenderFlush(layers->renderer); /* what was drawn before lies below */
    for (int y = 0; y < layers->h; y++) {
        uint8_t *row = frame_row(layers, y);
        blend_bytes(row, row, layer->pixels + (size_t)y * row_bytes(layers), row_bytes(layers),
                    weight(alpha));
    }
}

void layers_show(struct layers *layers, struct layer *layer, float alpha, float dx, float dy,
                 float scale)
{
    if (layer->plain) {
        show_plain(layers, layer, alpha);
    } else if (layer->texture != NULL) {
        /* Slides are opaque: without alpha they are copied, not blended. */
        SDL_SetTextureBlendMode(layer->texture,
                                alpha < 1 ? SDL_BLENDMODE_BLEND : SDL_BLENDMODE_NONE);
        SDL_SetTextureAlphaMod(layer->texture, weight(alpha));
        SDL_FRect to = {dx, dy, (float)layers->w * scale, (float)layers->h * scale};
        SDL_RenderCopyF(layers->renderer, layer->texture, NULL, &to);
    }
}

bool layers_fade(struct layers *layers, const struct layer *below, const struct layer *above,
                 float alpha)
{
    if (!below->plain || !above->plain) {
        return false;
    }
    SDL_RenderFlush(layers->renderer);
    for (int y = 0; y < layers->h; y++) {
        size_t at = (size_t)y * row_bytes(layers);
        blend_bytes(frame_row(layers, y), below->pixels + at, above->pixels + at, row_bytes(layers),
                    weight(alpha));
    }
    return true;
}
