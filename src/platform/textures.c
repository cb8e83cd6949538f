/* Textures of pictures. How: a small table of slots. The drawing thread marks a slot WANTED, the
 * worker turns it into DONE with a surface of the right size, the drawing thread copies that into a
 * texture band by band and marks it READY. The least recently drawn slots give way. */
#include "platform/textures.h"

#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/log.h"
#include "platform/foreseen.h"
#include "platform/photo.h"

#define SLOTS 40
/* Rows between two looks at the time while a picture is uploaded. */
#define BAND_ROWS 64
#define HASH_SIZE 72
/* Ceiling of picture textures: what fills the display three times, that is the photos of two slides and a
 * page of cards; on a small display at least this. */
static const uint64_t BYTES_LEAST = (uint64_t)24 << 20;
/* A picture that could not be read is asked for again after this many calls of time. */
static const uint32_t RETRY_MS = 3000;

enum slot_state {
    SLOT_FREE,
    SLOT_WANTED,
    SLOT_WORKING,
    SLOT_DONE,
    SLOT_UPLOADING,
    SLOT_READY,
    SLOT_FAILED
};

struct slot {
    enum slot_state state;
    char hash[HASH_SIZE];
    struct photo_place place;
    SDL_Surface *surface;
    SDL_Texture *texture;
    int uploaded;   /* rows */
    uint64_t bytes; /* of the texture */
    uint64_t used;
    uint32_t failed_at;
    bool dropped; /* forgotten while the worker had it */
};

struct textures {
    SDL_Renderer *renderer;
    char *cache_dir;
    struct slot slots[SLOTS];
    uint64_t tick, bytes, decoded;
    SDL_Thread *worker;
    SDL_mutex *lock;
    SDL_cond *wanted, *done;
    bool stop;
    void (*wake)(void *context);
    void *context;
};

/* On the worker: file to surface. NULL when there is no such picture. */
static SDL_Surface *load(const char *cache_dir, const struct slot *want)
{
    SDL_Surface *early = foreseen_take(want->hash, &want->place);
    return early != NULL
               ? early
               : photo_made_of(photo_read(cache_dir, want->hash, want->place.size), &want->place);
}

static struct slot *next_wanted(struct textures *t)
{
    struct slot *newest = NULL;
    for (size_t i = 0; i < SLOTS; i++) {
        struct slot *slot = &t->slots[i];
        if (slot->state == SLOT_WANTED && (newest == NULL || slot->used < newest->used)) {
            newest = slot;
        }
    }
    return newest;
}

static int work(void *context)
{
    struct textures *t = context;
    SDL_LockMutex(t->lock);
    while (!t->stop) {
        struct slot *slot = next_wanted(t);
        if (slot == NULL) {
            SDL_CondWait(t->wanted, t->lock);
            continue;
        }
        slot->state = SLOT_WORKING;
        struct slot want = *slot;
        SDL_UnlockMutex(t->lock);
        SDL_Surface *surface = load(t->cache_dir, &want);
        SDL_LockMutex(t->lock);
        t->decoded += surface != NULL;
        if (slot->dropped) {
            SDL_FreeSurface(surface);
            *slot = (struct slot){0};
        } else {
            slot->surface = surface;
            slot->state = surface != NULL ? SLOT_DONE : SLOT_FAILED;
            slot->failed_at = SDL_GetTicks();
        }
        SDL_CondBroadcast(t->done);
        t->wake(t->context);
    }
    SDL_UnlockMutex(t->lock);
    return 0;
}

struct textures *textures_open(SDL_Renderer *renderer, const char *cache_dir,
                               void (*wake)(void *context), void *context)
{
    struct textures *t = xcalloc(1, sizeof *t);
    t->renderer = renderer;
    t->cache_dir = xstrdup(cache_dir);
    t->wake = wake;
    t->context = context;
    t->lock = SDL_CreateMutex();
    t->wanted = SDL_CreateCond();
    t->done = SDL_CreateCond();
    if (t->lock != NULL && t->wanted != NULL && t->done != NULL) {
        t->worker = SDL_CreateThread(work, "pictures", t);
    }
    if (t->worker == NULL) {
        textures_close(t);
        t = NULL;
    }
    return t;
}

/* With the lock held, unless the worker has it: then it is left to the worker to free. */
static void drop_slot(struct textures *t, struct slot *slot)
{
    if (slot->state == SLOT_WORKING) {
        slot->dropped = true;
        return;
    }
    if (slot->texture != NULL) {
        t->bytes -= slot->bytes;
        SDL_DestroyTexture(slot->texture);
    }
    SDL_FreeSurface(slot->surface);
    *slot = (struct slot){0};
}

void textures_close(struct textures *t)
{
    if (t == NULL) {
        return;
    }
    if (t->worker != NULL) {
        SDL_LockMutex(t->lock);
        t->stop = true;
        SDL_CondBroadcast(t->wanted);
        SDL_UnlockMutex(t->lock);
        SDL_WaitThread(t->worker, NULL);
    }
    for (size_t i = 0; i < SLOTS; i++) {
        drop_slot(t, &t->slots[i]);
    }
    SDL_DestroyMutex(t->lock);
    SDL_DestroyCond(t->wanted);
    SDL_DestroyCond(t->done);
    free(t->cache_dir);
    free(t);
}

/* A slot to use: a free one, else the one drawn longest ago that the worker does not hold. */
static struct slot *take_slot(struct textures *t)
{
    struct slot *oldest = NULL;
    for (size_t i = 0; i < SLOTS; i++) {
        struct slot *slot = &t->slots[i];
        if (slot->state == SLOT_FREE) {
            return slot;
        }
        if (slot->state != SLOT_WORKING && (oldest == NULL || slot->used < oldest->used)) {
            oldest = slot;
        }
    }
    if (oldest != NULL) {
        drop_slot(t, oldest);
    }
    return oldest;
}

static struct slot *find(struct textures *t, const char *hash, enum picture_size size,
                         enum picture_fit fit, int w, int h)
{
    for (size_t i = 0; i < SLOTS; i++) {
        struct slot *s = &t->slots[i];
        const struct photo_place *at = &s->place;
        if (s->state != SLOT_FREE && !s->dropped && at->size == size && at->fit == fit &&
            at->w == w && at->h == h && strcmp(s->hash, hash) == 0) {
            return s;
        }
    }
    return NULL;
}

SDL_Texture *textures_get(struct textures *t, const char *hash, enum picture_size size,
                          enum picture_fit fit, int w, int h, bool *gone)
{
    *gone = false;
    if (w < 1 || h < 1 || strlen(hash) >= HASH_SIZE) {
        *gone = true;
        return NULL;
    }
    SDL_LockMutex(t->lock);
    struct slot *slot = find(t, hash, size, fit, w, h);
    if (slot == NULL && (slot = take_slot(t)) != NULL) {
        *slot = (struct slot){.state = SLOT_WANTED, .place = {size, fit, w, h}};
        snprintf(slot->hash, sizeof slot->hash, "%s", hash);
        SDL_CondSignal(t->wanted);
    }
    SDL_Texture *texture = NULL;
    if (slot != NULL) {
        slot->used = ++t->tick;
        texture = slot->state == SLOT_READY ? slot->texture : NULL;
        *gone = slot->state == SLOT_FAILED;
        if (*gone && SDL_GetTicks() - slot->failed_at > RETRY_MS) {
            slot->state = SLOT_WANTED;
            SDL_CondSignal(t->wanted);
        }
    }
    SDL_UnlockMutex(t->lock);
    return texture;
}

static uint64_t ceiling(const struct textures *t)
{
    int w = 0, h = 0;
    SDL_GetRendererOutputSize(t->renderer, &w, &h);
    uint64_t thrice = (uint64_t)w * (uint64_t)h * 4 * 3;
    return thrice > BYTES_LEAST ? thrice : BYTES_LEAST;
}

/* Frees textures drawn longest ago until `bytes` more stay under the ceiling. */
static void make_room(struct textures *t, uint64_t bytes)
{
    while (t->bytes + bytes > ceiling(t)) {
        struct slot *oldest = NULL;
        for (size_t i = 0; i < SLOTS; i++) {
            struct slot *slot = &t->slots[i];
            if (slot->state == SLOT_READY && (oldest == NULL || slot->used < oldest->used)) {
                oldest = slot;
            }
        }
        if (oldest == NULL) {
            return;
        }
        drop_slot(t, oldest);
    }
}

/* Starts an upload: the texture that will take the surface's rows. */
static void begin_upload(struct textures *t, struct slot *slot)
{
    int w = slot->surface->w, h = slot->surface->h;
    slot->bytes = (uint64_t)w * (uint64_t)h * 4;
    make_room(t, slot->bytes);
    slot->texture =
        SDL_CreateTexture(t->renderer, SDL_PIXELFORMAT_ARGB8888, SDL_TEXTUREACCESS_STREAMING, w, h);
    if (slot->texture == NULL) {
        log_warn("no texture of %d x %d: %s", w, h, SDL_GetError());
        SDL_FreeSurface(slot->surface);
        slot->surface = NULL;
        slot->state = SLOT_FAILED;
        slot->failed_at = SDL_GetTicks();
        return;
    }
    t->bytes += slot->bytes;
    SDL_SetTextureBlendMode(slot->texture, SDL_BLENDMODE_NONE);
    slot->state = SLOT_UPLOADING;
    slot->uploaded = 0;
}

/* One band more of a picture that is being uploaded. True: it is ready with that. */
static bool upload_band(struct slot *slot)
{
    SDL_Surface *s = slot->surface;
    int left = s->h - slot->uploaded, band = left < BAND_ROWS ? left : BAND_ROWS;
    SDL_Rect to = {0, slot->uploaded, s->w, band};
    const Uint8 *from = (const Uint8 *)s->pixels + (size_t)slot->uploaded * (size_t)s->pitch;
    SDL_UpdateTexture(slot->texture, &to, from, s->pitch);
    slot->uploaded += band;
    if (slot->uploaded < s->h) {
        return false;
    }
    SDL_FreeSurface(s);
    slot->surface = NULL;
    slot->state = SLOT_READY;
    return true;
}

static bool has_time(Uint64 began, int64_t most_us)
{
    Uint64 took = SDL_GetPerformanceCounter() - began;
    return most_us == INT64_MAX || took * 1000000 / SDL_GetPerformanceFrequency() < (Uint64)most_us;
}

bool textures_step(struct textures *t, int64_t most_us)
{
    bool ready = false;
    Uint64 began = SDL_GetPerformanceCounter();
    SDL_LockMutex(t->lock);
    for (size_t i = 0; i < SLOTS && has_time(began, most_us); i++) {
        struct slot *slot = &t->slots[i];
        if (slot->state == SLOT_DONE) {
            begin_upload(t, slot);
        }
        while (slot->state == SLOT_UPLOADING && has_time(began, most_us)) {
            ready = upload_band(slot) || ready;
        }
    }
    SDL_UnlockMutex(t->lock);
    return ready;
}

void textures_settle(struct textures *t)
{
    SDL_LockMutex(t->lock);
    for (;;) {
        bool busy = false;
        for (size_t i = 0; i < SLOTS; i++) {
            busy = busy || t->slots[i].state == SLOT_WANTED || t->slots[i].state == SLOT_WORKING;
        }
        if (!busy) {
            break;
        }
        SDL_CondWait(t->done, t->lock);
    }
    SDL_UnlockMutex(t->lock);
    textures_step(t, INT64_MAX);
}

void textures_forget(struct textures *t, const char *hash)
{
    SDL_LockMutex(t->lock);
    for (size_t i = 0; i < SLOTS; i++) {
        if (t->slots[i].state != SLOT_FREE && strcmp(t->slots[i].hash, hash) == 0) {
            drop_slot(t, &t->slots[i]);
        }
    }
    SDL_UnlockMutex(t->lock);
}

void textures_lost(struct textures *t)
{
    SDL_LockMutex(t->lock);
    for (size_t i = 0; i < SLOTS; i++) {
        drop_slot(t, &t->slots[i]);
    }
    SDL_UnlockMutex(t->lock);
}

uint64_t textures_bytes(const struct textures *t)
{
    return t->bytes;
}

uint64_t textures_decoded(const struct textures *t)
{
    return t->decoded;
}
