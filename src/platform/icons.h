/* Icons: assets/icons/NAME.svg as textures at the size they are drawn. */
#ifndef FOYER_PLATFORM_ICONS_H
#define FOYER_PLATFORM_ICONS_H

#include <SDL.h>

struct icons;

struct icons *icons_open(SDL_Renderer *renderer, const char *assets_dir);
void icons_close(struct icons *icons);
void icons_lost(struct icons *icons);

/* The icon `name`, `size` x `size` pixels, white; NULL when there is no such file. Lives until the
 * next call. */
SDL_Texture *icons_get(struct icons *icons, const char *name, int size);

#endif
