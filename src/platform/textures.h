/* Textures of pictures: read from the cache and scaled on a worker thread, kept under a ceiling.
 *
 * Every texture has exactly the pixels its place on the display needs, so drawing is a plain copy; only a
 * blurred backdrop's has fewer and is stretched. The ceiling is three displays full of pixels, 24 MB at
 * least. */
#ifndef FOYER_PLATFORM_TEXTURES_H
#define FOYER_PLATFORM_TEXTURES_H

#include <SDL.h>
#include <stdbool.h>
#include <stdint.h>

#include "ui/draw.h"

struct textures;

/* `wake` is called on the worker thread when a picture is ready. NULL with SDL's error when no thread
 * can be made. */
struct textures *textures_open(SDL_Renderer *renderer, const char *cache_dir,
                               void (*wake)(void *context), void *context);
void textures_close(struct textures *textures);

/* The texture for a place of w x h pixels, or NULL while it is being made (it is asked for). A
 * PICTURE_CONTAIN one may be smaller than its place. `gone` is set when there is no such picture. */
SDL_Texture *textures_get(struct textures *textures, const char *hash, enum picture_size size,
                          enum picture_fit fit, int w, int h, bool *gone);

/* Uploads what the worker has finished, band by band until `most_us` microseconds are over (INT64_MAX: all of
 * it); true when something became ready. */
bool textures_step(struct textures *textures, int64_t most_us);

/* Waits until nothing is being made (headless frames). */
void textures_settle(struct textures *textures);

/* Forgets a picture in every size. */
void textures_forget(struct textures *textures, const char *hash);

/* Textures' contents were lost (the device was reset): all are made anew. */
void textures_lost(struct textures *textures);

uint64_t textures_bytes(const struct textures *textures);
uint64_t textures_decoded(const struct textures *textures);

#endif
