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

void shapes_fill(struct shapes *shapes, struct rect r, struct colour c, float radius);
void shapes_outline(struct shapes *shapes, struct rect r, struct colour c, float radius,
                    float stroke);
void shapes_shadow(struct shapes *shapes, struct rect r, struct colour c, float radius, float blur);
/* Paints what lies outside the rounded corners of `r`. */
void shapes_corners(struct shapes *shapes, struct rect r, struct colour c, float radius);
void shapes_gradient(struct shapes *shapes, struct rect r, struct colour from, struct colour to,
                     bool sideways);

#endif
