/* The foreseen photo. How: the thread reads it, waits for the display's size (a semaphore), and scales it; it is
 * joined by whoever takes the photo, or at the end. */
#include "platform/foreseen.h"

#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/str.h"

static struct {
    SDL_Thread *thread; /* NULL: nothing is foreseen */
    SDL_sem *known;     /* the display's size is */
    char *cache_dir, *hash;
    struct photo_place whole; /* the display; w 0: it never came to be */
    SDL_Surface *read;        /* as the file has it */
    SDL_Surface *fitted;      /* for `whole`; `read` itself when it has that size */
} foreseen;

static int foresee(void *context)
{
    (void)context;
    foreseen.read = photo_read(foreseen.cache_dir, foreseen.hash, PICTURE_FULL);
    SDL_SemWait(foreseen.known);
    if (foreseen.read != NULL && foreseen.whole.w > 0) {
        foreseen.fitted = photo_scaled(foreseen.read, &foreseen.whole);
    }
    return 0;
}

void foreseen_begin(const char *cache_dir, const char *hash)
{
    foreseen_end();
    foreseen.known = SDL_CreateSemaphore(0);
    if (foreseen.known != NULL) {
        foreseen.cache_dir = xstrdup(cache_dir);
        foreseen.hash = xstrdup(hash);
        foreseen.thread = SDL_CreateThread(foresee, "first picture", NULL);
    }
}

void foreseen_display(int w, int h)
{
    if (foreseen.thread != NULL) {
        foreseen.whole = (struct photo_place){PICTURE_FULL, PICTURE_CONTAIN, w, h};
        SDL_SemPost(foreseen.known);
    }
}

/* When the thread has ended: everything is given back but `kept` (may be NULL), which is returned. */
static SDL_Surface *clear(SDL_Surface *kept)
{
    if (foreseen.fitted != kept && foreseen.fitted != foreseen.read) {
        SDL_FreeSurface(foreseen.fitted);
    }
    if (foreseen.read != kept) {
        SDL_FreeSurface(foreseen.read);
    }
    if (foreseen.known != NULL) {
        SDL_DestroySemaphore(foreseen.known);
    }
    free(foreseen.cache_dir);
    free(foreseen.hash);
    memset(&foreseen, 0, sizeof foreseen);
    return kept;
}

SDL_Surface *foreseen_take(const char *hash, const struct photo_place *want)
{
    if (foreseen.thread == NULL || want->size != PICTURE_FULL) {
        return NULL;
    }
    SDL_WaitThread(foreseen.thread, NULL);
    if (!str_same(hash, foreseen.hash) || foreseen.read == NULL) {
        return clear(NULL);
    }
    int w = foreseen.read->w, h = foreseen.read->h;
    photo_size(&w, &h, want);
    bool fits = foreseen.fitted != NULL && want->fit == PICTURE_CONTAIN &&
                w == foreseen.fitted->w && h == foreseen.fitted->h;
    return fits ? clear(foreseen.fitted) : photo_made_of(clear(foreseen.read), want);
}

void foreseen_end(void)
{
    if (foreseen.thread != NULL) {
        SDL_SemPost(foreseen.known); /* it may still wait for a display */
        SDL_WaitThread(foreseen.thread, NULL);
    }
    clear(NULL);
}
