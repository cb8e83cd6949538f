/* Shapes: rounded rectangles, their borders and shadows, with smooth edges on any renderer.
 *
 * Each corner comes from a small white mask that is made once for its radius and tinted. */
#ifndef FOYER_PLATFORM_SHAPES_H
#define FOYER_PLATFORM_SHAPES_H

#include <SDL.h>

#include "ui/draw.h"

struct shapes;

struct shapes *shapes_open(SDL_Renderer *renderer);
void shapes_close(struct shapes *shapes);
/* The device was reset: masks are made anew. */
void shapes_lost(struct shapes *shapes);

/* What the processor draws on, while no texture is the renderer's target: colours that let something through are
 * then laid over its pixels without SDL, which takes several times as long. NULL, or another format than
 * SDL_PIXELFORMAT_ARGB8888 with or without alpha: only SDL draws. Not owned. */
void shapes_frame(struct shapes *shapes, SDL_Surface *frame);

void shapes_fill(struct shapes *shapes, struct rect r, struct colour c, float radius);
void shapes_outline(struct shapes *shapes, struct rect r, struct colour c, float radius,
                    float stroke);
void shapes_shadow(struct shapes *shapes, struct rect r, struct colour c, float radius, float blur);
/* Paints what lies outside the rounded corners of `r`. */
void shapes_corners(struct shapes *shapes, struct rect r, struct colour c, float radius);
void shapes_gradient(struct shapes *shapes, struct rect r, struct colour from, struct colour to,
                     bool sideways);

#endif
