/* Photos of the cache as surfaces (SDL_PIXELFORMAT_ARGB8888, opaque) of the size they are drawn in. For any
 * thread: nothing here is kept. */
#ifndef FOYER_PLATFORM_PHOTO_H
#define FOYER_PLATFORM_PHOTO_H

#include <SDL.h>

#include "ui/draw.h"

/* A blurred backdrop has no detail to lose: it is made in a quarter of its place's width and height. */
#define PHOTO_BLUR_PART 4

/* Where a photo stands: a place of w x h pixels, and how it fills it. */
struct photo_place {
    enum picture_size size;
    enum picture_fit fit;
    int w, h;
};

/* Reads one from its file; the caller frees it. NULL: it is not there, or cannot be read. */
SDL_Surface *photo_read(const char *cache_dir, const char *hash, enum picture_size size);

/* The size that a w x h photo gets for a place. */
void photo_size(int *w, int *h, const struct photo_place *want);

/* A photo as it will be drawn in its place: a new surface, or `source` itself if it is so already. NULL: no
 * memory. */
SDL_Surface *photo_scaled(SDL_Surface *source, const struct photo_place *want);

/* The same of a surface (or NULL) that is not needed any more. */
SDL_Surface *photo_made_of(SDL_Surface *source, const struct photo_place *want);

#endif
