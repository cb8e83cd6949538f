/* Icons. How: SDL2_image's own SVG reader, at twice the size and halved, kept in a small table. */
#include "platform/icons.h"

#include <SDL_image.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/log.h"

#define ICONS 96
#define NAME_SIZE 32

struct icon {
    char name[NAME_SIZE];
    int size;
    SDL_Texture *texture;
    unsigned used;
};

struct icons {
    SDL_Renderer *renderer;
    char *dir;
    struct icon icons[ICONS];
    unsigned tick;
};

struct icons *icons_open(SDL_Renderer *renderer, const char *assets_dir)
{
    struct icons *icons = xcalloc(1, sizeof *icons);
    icons->renderer = renderer;
    icons->dir = xasprintf("%s/icons", assets_dir);
    return icons;
}

void icons_lost(struct icons *icons)
{
    for (size_t i = 0; i < ICONS; i++) {
        if (icons->icons[i].texture != NULL) {
            SDL_DestroyTexture(icons->icons[i].texture);
        }
        icons->icons[i] = (struct icon){0};
    }
}

void icons_close(struct icons *icons)
{
    if (icons != NULL) {
        icons_lost(icons);
        free(icons->dir);
        free(icons);
    }
}

static SDL_Texture *load(struct icons *icons, const char *name, int size)
{
    char *path = xasprintf("%s/%s.svg", icons->dir, name);
    SDL_RWops *file = SDL_RWFromFile(path, "rb");
    SDL_Surface *surface = file != NULL ? IMG_LoadSizedSVG_RW(file, size, size) : NULL;
    if (file != NULL) {
        SDL_RWclose(file);
    }
    if (surface == NULL) {
        log_warn("the icon %s is missing", path);
        free(path);
        return NULL;
    }
    free(path);
    SDL_Texture *texture = SDL_CreateTextureFromSurface(icons->renderer, surface);
    SDL_FreeSurface(surface);
    if (texture != NULL) {
        SDL_SetTextureBlendMode(texture, SDL_BLENDMODE_BLEND);
    }
    return texture;
}

SDL_Texture *icons_get(struct icons *icons, const char *name, int size)
{
    struct icon *oldest = &icons->icons[0];
    for (size_t i = 0; i < ICONS; i++) {
        struct icon *icon = &icons->icons[i];
        if (icon->size == size && strcmp(icon->name, name) == 0) {
            icon->used = ++icons->tick;
            return icon->texture;
        }
        oldest = icon->used < oldest->used ? icon : oldest;
    }
    if (oldest->texture != NULL) {
        SDL_DestroyTexture(oldest->texture);
    }
    *oldest = (struct icon){.size = size, .used = ++icons->tick};
    snprintf(oldest->name, sizeof oldest->name, "%s", name);
    oldest->texture = load(icons, name, size);
    return oldest->texture;
}
