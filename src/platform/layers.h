/* Layers: groups of drawing that are painted once and then only mixed into frames, faded and moved.
 *
 * With a GPU a layer is a texture. Without one, an opaque layer that fills the screen is plain memory:
 * it is painted where the frame stands, copied away, and mixed by blend_bytes(). At most LAYERS_MOST are
 * kept, each as large as the display. */
#ifndef FOYER_PLATFORM_LAYERS_H
#define FOYER_PLATFORM_LAYERS_H

#include <SDL.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define LAYERS_MOST 3

struct layers;
struct layer;

struct layers *layers_open(SDL_Renderer *renderer);
void layers_close(struct layers *layers); /* NULL is fine */

/* A frame of w x h pixels begins. `frame`: where the software renderer draws it, NULL on a GPU; it must
 * stay valid until layers_end(). */
void layers_begin(struct layers *layers, int w, int h, SDL_Surface *frame);
/* The frame is drawn: without a GPU, layers that are not in it give their memory back. */
void layers_end(struct layers *layers);

/* What a layer holds of its commands: nothing, all but pictures that were not there yet, all. */
enum layer_state { LAYER_EMPTY, LAYER_LACKING, LAYER_WHOLE };

/* The layer for commands of this hash (never 0), the one used longest ago where there is none.
 * `plain`: it is opaque, fills the screen and does not move. To paint it: layers_paint(), draw the commands
 * on the renderer, layers_painted(); false from layers_paint(): it cannot be painted into. */
struct layer *layers_get(struct layers *layers, uint64_t hash, bool plain, enum layer_state *state);
bool layers_paint(struct layers *layers, struct layer *layer);
/* `complete`: no picture was missing in it. */
void layers_painted(struct layers *layers, struct layer *layer, uint64_t hash, bool complete);

/* Mixes the layer into the frame: its alpha 0..1, moved by (dx, dy) pixels, scaled around its top left. */
void layers_show(struct layers *layers, struct layer *layer, float alpha, float dx, float dy,
                 float scale);

/* One plain layer covers the frame and another stands over it at `alpha`: both in one go. False when
 * that cannot be done here; nothing was drawn then. */
bool layers_fade(struct layers *layers, const struct layer *below, const struct layer *above,
                 float alpha);

/* Nothing that was painted stays: what was withdrawn or typed leaves the memory. */
void layers_forget(struct layers *layers);

#endif
