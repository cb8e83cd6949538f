/* Photos as surfaces. How: read by content/cachedphoto; made smaller by halves, then by SDL's bilinear scaling. */
#include "platform/photo.h"

#include <math.h>
#include <stdlib.h>

#include "base/alloc.h"
#include "content/cachedphoto.h"

SDL_Surface *photo_read(const char *cache_dir, const char *hash, enum picture_size size)
{
    static const char *const endings[] = {"jpg", "card.jpg", "blur.jpg"};
    char *path = xasprintf("%s/%s.%s", cache_dir, hash, endings[size]);
    int w = 0, h = 0;
    struct cachedphoto *photo = cachedphoto_open(path, &w, &h);
    SDL_Surface *argb = photo != NULL
                            ? SDL_CreateRGBSurfaceWithFormat(0, w, h, 32, SDL_PIXELFORMAT_ARGB8888)
                            : NULL;
    if (argb != NULL && !cachedphoto_read(photo, argb->pixels, (size_t)argb->pitch)) {
        SDL_FreeSurface(argb);
        argb = NULL;
    }
    cachedphoto_close(photo);
    free(path);
    return argb;
}

/* Halves a picture by averaging squares of four, as often as it stays larger than needed: bilinear
 * scaling alone would skip pixels and shimmer. */
static SDL_Surface *halve(SDL_Surface *s)
{
    int w = s->w / 2, h = s->h / 2;
    SDL_Surface *half = SDL_CreateRGBSurfaceWithFormat(0, w, h, 32, SDL_PIXELFORMAT_ARGB8888);
    for (int y = 0; half != NULL && y < h; y++) {
        const Uint8 *a = (const Uint8 *)s->pixels + (size_t)(2 * y) * (size_t)s->pitch;
        const Uint8 *b = a + s->pitch;
        Uint8 *out = (Uint8 *)half->pixels + (size_t)y * (size_t)half->pitch;
        for (int x = 0; x < w * 4; x++) {
            int from = (x / 4) * 8 + x % 4;
            out[x] = (Uint8)((a[from] + a[from + 4] + b[from] + b[from + 4] + 2) / 4);
        }
    }
    return half;
}

/* The part of a w x h picture that fills a place of that shape. */
static SDL_Rect crop_for(int w, int h, const struct photo_place *want)
{
    SDL_Rect all = {0, 0, w, h};
    if (want->fit != PICTURE_COVER) {
        return all;
    }
    double shape = (double)want->w / want->h;
    if ((double)w / h > shape) {
        all.w = (int)(h * shape);
        all.x = (w - all.w) / 2;
    } else {
        all.h = (int)(w / shape);
        all.y = (h - all.h) / 2;
    }
    all.w = all.w < 1 ? 1 : all.w;
    all.h = all.h < 1 ? 1 : all.h;
    return all;
}

void photo_size(int *w, int *h, const struct photo_place *want)
{
    int to_w = want->w, to_h = want->h;
    if (want->size == PICTURE_BLUR) {
        to_w = (to_w + PHOTO_BLUR_PART - 1) / PHOTO_BLUR_PART;
        to_h = (to_h + PHOTO_BLUR_PART - 1) / PHOTO_BLUR_PART;
    }
    if (want->fit == PICTURE_CONTAIN) {
        double by = fmin((double)to_w / *w, (double)to_h / *h);
        to_w = (int)fmax(1, round(*w * by));
        to_h = (int)fmax(1, round(*h * by));
    }
    *w = to_w;
    *h = to_h;
}

SDL_Surface *photo_scaled(SDL_Surface *source, const struct photo_place *want)
{
    SDL_Surface *s = source;
    int w = s->w, h = s->h;
    photo_size(&w, &h, want);
    SDL_Rect crop = crop_for(s->w, s->h, want);
    while (s != NULL && crop.w >= 2 * w && crop.h >= 2 * h) {
        SDL_Surface *half = halve(s);
        if (s != source) {
            SDL_FreeSurface(s);
        }
        s = half;
        crop = s != NULL ? crop_for(s->w, s->h, want) : crop;
    }
    if (s == NULL || (crop.w == w && crop.h == h && s->w == w && s->h == h)) {
        return s;
    }
    SDL_Surface *out = SDL_CreateRGBSurfaceWithFormat(0, w, h, 32, SDL_PIXELFORMAT_ARGB8888);
    /* A landscape photo on a display of its width is only cut: rows are copied, nothing is mixed. */
    bool cut = crop.w == w && crop.h == h;
    SDL_SetSurfaceBlendMode(s, SDL_BLENDMODE_NONE);
    if (out != NULL && (cut ? SDL_BlitSurface(s, &crop, out, NULL)
                            : SDL_SoftStretchLinear(s, &crop, out, NULL)) != 0) {
        SDL_FreeSurface(out);
        out = NULL;
    }
    if (s != source) {
        SDL_FreeSurface(s);
    }
    return out;
}

SDL_Surface *photo_made_of(SDL_Surface *source, const struct photo_place *want)
{
    SDL_Surface *out = source != NULL ? photo_scaled(source, want) : NULL;
    if (out != source) {
        SDL_FreeSurface(source);
    }
    return out;
}
