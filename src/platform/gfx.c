/* The painter. How: commands are replayed one by one on SDL's renderer; a layer is painted once, found
 * again by the hash of its commands, and mixed into the frame with its alpha. Where there is no GPU the
 * processor draws into the window's own memory, or on the console into the display's: a GPU that is only
 * played by software would take three times the memory and ten times the time. */
#include "platform/gfx.h"

#include <SDL.h>
#include <SDL_image.h>
#include <errno.h>
#include <malloc.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/log.h"
#include "base/path.h"
#include "platform/backlight.h"
#include "platform/foreseen.h"
#include "platform/icons.h"
#include "platform/input.h"
#include "platform/kms.h"
#include "platform/layers.h"
#include "platform/monitor.h"
#include "platform/photo.h"
#include "platform/pixelmemory.h"
#include "platform/scanout.h"
#include "platform/shapes.h"
#include "platform/text.h"
#include "platform/textures.h"
#include "platform/turn.h"

/* How long pictures are uploaded between two frames of a window, so that none comes late for it. */
#define UPLOAD_US 1000
#define UPLOAD_ALL INT64_MAX
/* How long the first frame waits for its photo. On the console the splash stands meanwhile. */
#define FIRST_MOMENT_MS 1500
#define FIRST_MOMENT_CONSOLE_MS 5000

struct gfx {
    bool headless;
    bool software; /* the processor draws what people see */
    enum turn turn;
    struct calibration calibration; /* of the touch screen */
    int w, h;                       /* of the page, as visitors see it */
    int panel_w, panel_h;           /* of the display, as the computer knows it */
    SDL_Texture *page;              /* only when turned: what is drawn before it is turned */
    SDL_Window *window;
    SDL_Surface *surface; /* what is drawn on, headless and for the scanout */
    struct scanout *scanout;
    SDL_Renderer *renderer;
    struct shapes *shapes;
    struct icons *icons;
    struct text *text;
    struct textures *textures;
    struct input *input;
    struct layers *layers;
    bool kiosk;      /* full-screen: nobody at a keyboard leaves it */
    bool fill_later; /* the window asks to be full-screen as soon as it has a picture */
    bool console;    /* on the console: the display's power and backlight are ours */
    Uint8 dimmed;    /* how much of the light is taken away by drawing */
    bool complete;   /* no picture was missing in what is being drawn */
    struct gfx_counts counts;
};

static void set_hints(void)
{
    /* Fingers are fingers and the mouse is the mouse, or every tap counts twice. */
    SDL_SetHint(SDL_HINT_TOUCH_MOUSE_EVENTS, "0");
    SDL_SetHint(SDL_HINT_MOUSE_TOUCH_EVENTS, "0");
    SDL_SetHint(SDL_HINT_RENDER_SCALE_QUALITY, "linear");
    SDL_SetHint(SDL_HINT_VIDEO_ALLOW_SCREENSAVER, "0");
    SDL_SetHint(SDL_HINT_NO_SIGNAL_HANDLERS, "1");
    /* Where the processor draws, it draws into the window: no detour by a GPU's driver. */
    SDL_SetHint(SDL_HINT_FRAMEBUFFER_ACCELERATION, "0");
    /* Nobody composes letters on a real keyboard here; reading the table for it takes as long as a font. */
    SDL_setenv("XCOMPOSEFILE", "/dev/null", 0);
    /* Without a session there is no bus to start one for. */
    SDL_setenv("DBUS_SESSION_BUS_ADDRESS", "disabled:", 0);
}

/* Why there is no display, in words for the person who installs. SDL has let go of it. */
static void explain_no_display(const char *error, struct str *why)
{
    struct str reason = {0};
    enum monitor_state state = monitor_look(&monitor_here, &reason, NULL);
    str_printf(why, "no display could be opened (%s): ", error);
    bool told = SDL_getenv("DISPLAY") != NULL || SDL_getenv("WAYLAND_DISPLAY") != NULL ||
                SDL_getenv("SDL_VIDEODRIVER") != NULL;
    if (told && !monitor_is_console(&monitor_here)) {
        str_puts(why,
                 "look at DISPLAY, WAYLAND_DISPLAY and SDL_VIDEODRIVER; without them Foyer takes "
                 "the console.");
    } else if (state != MONITOR_READY) {
        str_puts(why, reason.data);
    } else if (monitor_taken(&monitor_here)) {
        str_puts(why, "another program has the display. Stop it: a desktop or its login (systemctl "
                      "disable --now display-manager), a boot picture (plymouth), another Foyer.");
    } else {
        str_puts(why,
                 "the monitor is there and free. Look for the driver's words in: journalctl -k");
    }
    str_free(&reason);
}

/* The same, for what SDL has just refused. */
static bool no_display(struct gfx *gfx, struct str *why)
{
    char *error = xstrdup(SDL_GetError());
    if (gfx->window != NULL) {
        SDL_DestroyWindow(gfx->window);
        gfx->window = NULL;
    }
    SDL_Quit(); /* only then can be seen whether somebody else has it */
    explain_no_display(error, why);
    free(error);
    return false;
}

/* Takes over the panel's size, and with it the page's. */
static void measure(struct gfx *gfx)
{
    SDL_GetRendererOutputSize(gfx->renderer, &gfx->panel_w, &gfx->panel_h);
    gfx->w = gfx->panel_w;
    gfx->h = gfx->panel_h;
    turn_size(gfx->turn, &gfx->w, &gfx->h);
}

/* Is there something that draws faster than the processor? SDL_RENDER_DRIVER may say otherwise. */
static bool has_gpu(void)
{
    const char *wished = SDL_getenv("SDL_RENDER_DRIVER");
    if (wished != NULL) {
        return strcmp(wished, "software") != 0;
    }
    return kms_has_gpu();
}

/* A picture in memory that the processor draws on. */
static bool open_surface(struct gfx *gfx, int w, int h, struct str *why)
{
    gfx->surface = SDL_CreateRGBSurfaceWithFormat(0, w, h, 32, SDL_PIXELFORMAT_ARGB8888);
    gfx->renderer = gfx->surface != NULL ? SDL_CreateSoftwareRenderer(gfx->surface) : NULL;
    if (gfx->renderer == NULL) {
        str_printf(why, "a picture of %d x %d cannot be drawn: %s", w, h, SDL_GetError());
        return false;
    }
    measure(gfx);
    return true;
}

/* The console without a GPU. SDL only listens to the input devices there. */
static bool open_scanout(struct gfx *gfx, const struct gfx_wish *wish, struct str *why)
{
    SDL_SetHintWithPriority(SDL_HINT_VIDEODRIVER, "evdev", SDL_HINT_OVERRIDE);
    if (SDL_Init(SDL_INIT_VIDEO | SDL_INIT_EVENTS) != 0) {
        return no_display(gfx, why);
    }
    struct str reason = {0};
    gfx->scanout = scanout_open(&reason);
    if (gfx->scanout == NULL) {
        SDL_SetError("%s", reason.data);
        str_free(&reason);
        return no_display(gfx, why);
    }
    str_free(&reason);
    gfx->console = gfx->software = true;
    int w = 0, h = 0;
    scanout_size(gfx->scanout, &w, &h);
    /* Nobody sees this window: SDL tells of a mouse only inside one. */
    gfx->window = SDL_CreateWindow(wish->title, 0, 0, w, h, SDL_WINDOW_SHOWN);
    SDL_WarpMouseInWindow(gfx->window, w / 2, h / 2);
    input_deaf_to_keys(false);
    gfx->input = input_open(false);
    return open_surface(gfx, w, h, why);
}

static bool open_window(struct gfx *gfx, const struct gfx_wish *wish, struct str *why)
{
    if (monitor_is_console(&monitor_here)) {
        if (!has_gpu()) {
            return open_scanout(gfx, wish, why);
        }
        SDL_SetHint(SDL_HINT_VIDEODRIVER, "kmsdrm");
    }
    if (SDL_Init(SDL_INIT_VIDEO | SDL_INIT_EVENTS) != 0) {
        return no_display(gfx, why);
    }
    const char *driver = SDL_GetCurrentVideoDriver();
    if (driver != NULL && strcmp(driver, "offscreen") == 0 &&
        SDL_getenv("SDL_VIDEODRIVER") == NULL) {
        SDL_SetError("only a picture that nobody sees"); /* SDL's last resort */
        return no_display(gfx, why);
    }
    gfx->console = driver != NULL && strcmp(driver, "KMSDRM") == 0;
    if (gfx->console && SDL_getenv("SDL_RENDER_DRIVER") == NULL) {
        /* The default there gets a context that shows only the clear colour. */
        SDL_SetHint(SDL_HINT_RENDER_DRIVER, "opengles2");
    }
    /* Under X SDL waits a tenth of a second for the window manager's answer (none where there is none):
     * the window is as large as the display from the start, and asks when it has its first picture. */
    gfx->fill_later = wish->fullscreen && driver != NULL && strcmp(driver, "x11") == 0;
    Uint32 flags = gfx->fill_later    ? SDL_WINDOW_BORDERLESS
                   : wish->fullscreen ? SDL_WINDOW_FULLSCREEN_DESKTOP
                                      : SDL_WINDOW_RESIZABLE;
    int w = wish->width > 0 ? wish->width : 1280, h = wish->height > 0 ? wish->height : 720;
    SDL_DisplayMode desktop;
    if (wish->fullscreen && SDL_GetDesktopDisplayMode(0, &desktop) == 0) {
        w = desktop
                .w; /* under X it is the window manager that makes it full-screen, if there is one */
        h = desktop.h;
    }
    gfx->window = SDL_CreateWindow(wish->title, SDL_WINDOWPOS_CENTERED, SDL_WINDOWPOS_CENTERED, w,
                                   h, flags | SDL_WINDOW_ALLOW_HIGHDPI);
    if (gfx->window != NULL) {
        gfx->software = !gfx->console && !has_gpu();
        gfx->renderer = SDL_CreateRenderer(gfx->window, -1,
                                           gfx->software ? SDL_RENDERER_SOFTWARE
                                                         : SDL_RENDERER_PRESENTVSYNC |
                                                               SDL_RENDERER_TARGETTEXTURE);
    }
    if (gfx->renderer == NULL) {
        return no_display(gfx, why);
    }
    if (wish->fullscreen) {
        SDL_ShowCursor(SDL_DISABLE);
    }
    measure(gfx);
    SDL_Surface *frame = gfx->software ? SDL_GetWindowSurface(gfx->window) : NULL;
    if (frame != NULL) { /* now, while the first photo is being read */
        pixelmemory_populate(frame->pixels, (size_t)frame->h * (size_t)frame->pitch);
    }
    input_deaf_to_keys(!wish->fullscreen);
    bool blocks = driver != NULL && (strcmp(driver, "x11") == 0 || strcmp(driver, "wayland") == 0);
    gfx->input = input_open(blocks);
    return true;
}

static bool open_headless(struct gfx *gfx, const struct gfx_wish *wish, struct str *why)
{
    int w = wish->width > 0 ? wish->width : 1920, h = wish->height > 0 ? wish->height : 1080;
    return open_surface(gfx, w, h, why);
}

/* On the worker thread. */
static void picture_ready(void *context)
{
    struct gfx *gfx = context;
    if (gfx->input != NULL) {
        input_wake(gfx->input);
    }
}

/* A backlight does it for nothing; without one each frame is darkened. */
static void set_brightness(struct gfx *gfx, int percent)
{
    bool all = percent <= 0 || percent >= 100;
    bool lit = gfx->console && backlight_set(BACKLIGHT_DIR, all ? 100 : percent);
    int taken = all || lit ? 0 : 255 - 255 * percent / 100;
    gfx->dimmed = (Uint8)taken;
}

struct gfx *gfx_open(const struct gfx_wish *wish, struct str *why)
{
    struct gfx *gfx = xcalloc(1, sizeof *gfx);
    /* Pictures come and go for years: each in a mapping of its own, that goes back to the system with it
     * (glibc would raise the threshold with the first one freed, and its heap would fray). */
    mallopt(M_MMAP_THRESHOLD, 256 << 10);
    pixelmemory_start();
    gfx->headless = wish->headless;
    gfx->turn = turn_of(wish->turned);
    gfx->calibration = calibration_plain();
    gfx->kiosk = wish->fullscreen && !wish->headless;
    set_hints();
    bool ok = wish->headless ? open_headless(gfx, wish, why) : open_window(gfx, wish, why);
    if (ok) {
        set_brightness(gfx, wish->brightness);
        IMG_Init(IMG_INIT_PNG);
        gfx->layers = layers_open(gfx->renderer);
        gfx->shapes = shapes_open(gfx->renderer);
        gfx->icons = icons_open(gfx->renderer, wish->assets_dir);
        foreseen_display(gfx->w, gfx->h);
        gfx->textures = textures_open(gfx->renderer, wish->cache_dir, picture_ready, gfx);
        gfx->text = text_open(gfx->renderer, why);
        ok = gfx->text != NULL && gfx->textures != NULL;
    }
    if (!ok) {
        gfx_close(gfx);
        gfx = NULL;
    }
    return gfx;
}

/* Layers and the page: whatever is as large as the display, or was. */
static void drop_layers(struct gfx *gfx)
{
    if (gfx->page != NULL) {
        SDL_DestroyTexture(gfx->page);
        gfx->page = NULL;
    }
    layers_forget(gfx->layers);
}

void gfx_close(struct gfx *gfx)
{
    if (gfx == NULL) {
        return;
    }
    textures_close(gfx->textures);
    foreseen_end();
    text_close(gfx->text);
    icons_close(gfx->icons);
    shapes_close(gfx->shapes);
    if (gfx->layers != NULL) {
        drop_layers(gfx);
    }
    layers_close(gfx->layers);
    input_close(gfx->input);
    if (gfx->renderer != NULL) {
        SDL_DestroyRenderer(gfx->renderer);
    }
    SDL_FreeSurface(gfx->surface);
    scanout_close(gfx->scanout);
    if (gfx->window != NULL) {
        SDL_DestroyWindow(gfx->window);
    }
    IMG_Quit();
    SDL_Quit();
    free(gfx);
}

void gfx_foresee(const char *cache_dir, const char *hash)
{
    pixelmemory_start();
    foreseen_begin(cache_dir, hash);
}

void gfx_size(const struct gfx *gfx, int *width, int *height)
{
    *width = gfx->w;
    *height = gfx->h;
}

void gfx_speak(struct gfx *gfx, const struct language *language)
{
    text_speak(gfx->text, language);
}

bool gfx_can(struct gfx *gfx, const char *sample, uint32_t *missing)
{
    return text_can(gfx->text, sample, missing);
}

struct text_engine gfx_text(struct gfx *gfx)
{
    return text_engine(gfx->text);
}

/* The place of a picture in whole pixels. */
static SDL_Rect place_of(struct rect r)
{
    int x = (int)roundf(r.x), y = (int)roundf(r.y);
    return (SDL_Rect){x, y, (int)roundf(r.x + r.w) - x, (int)roundf(r.y + r.h) - y};
}

/* A picture's texture and where it stands in its place; NULL while there is none. */
static SDL_Texture *picture_at(struct gfx *gfx, const struct draw *d, const char *hash,
                               SDL_Rect *at)
{
    SDL_Rect place = place_of(d->rect);
    bool gone = false;
    SDL_Texture *texture =
        textures_get(gfx->textures, hash, d->size, d->fit, place.w, place.h, &gone);
    if (texture == NULL && !gone && gfx->headless) {
        textures_settle(gfx->textures);
        texture = textures_get(gfx->textures, hash, d->size, d->fit, place.w, place.h, &gone);
    }
    *at = place;
    if (texture == NULL) {
        gfx->complete = gfx->complete && gone;
    } else if (d->size != PICTURE_BLUR) {
        SDL_QueryTexture(texture, NULL, NULL, &at->w, &at->h);
        at->x += (place.w - at->w) / 2;
        at->y += (place.h - at->h) / 2;
    }
    return texture;
}

static void paint_picture(struct gfx *gfx, const struct draw *d, const char *hash)
{
    SDL_Rect to;
    SDL_Texture *texture = picture_at(gfx, d, hash, &to);
    if (texture == NULL) {
        return;
    }
    SDL_RenderCopy(gfx->renderer, texture, NULL, &to);
    if (d->radius >= 1 && d->colour.a > 0) {
        shapes_corners(gfx->shapes, d->rect, d->colour, d->radius);
    }
}

/* The whole photo that stands on the backdrop at `first`, if its layer has one. */
static bool photo_above(struct gfx *gfx, const struct draw_list *list, size_t first, size_t end,
                        SDL_Rect *photo)
{
    for (size_t i = first + 1; i < end; i++) {
        const struct draw *d = &list->draws[i];
        if (d->kind == DRAW_PICTURE || d->kind == DRAW_CLIP) {
            return d->kind == DRAW_PICTURE && d->size == PICTURE_FULL && d->radius < 1 &&
                   picture_at(gfx, d, draw_text_of(list, d), photo) != NULL;
        }
    }
    return false;
}

/* A blurred backdrop is stretched over the display, and most of it is then covered by the photo: only what is
 * seen of it beside that is painted, and a little more, so that it is the same up to the photo's edge. */
static void paint_backdrop(struct gfx *gfx, const struct draw_list *list, size_t first, size_t end)
{
    static const int unit = PHOTO_BLUR_PART, more = 4 * PHOTO_BLUR_PART;
    const struct draw *d = &list->draws[first];
    SDL_Rect place, photo;
    SDL_Texture *texture = picture_at(gfx, d, draw_text_of(list, d), &place);
    if (texture == NULL) {
        return;
    }
    bool beside = place.w % unit == 0 && photo_above(gfx, list, first, end, &photo) &&
                  photo.y <= place.y && photo.y + photo.h >= place.y + place.h;
    if (!beside) {
        SDL_RenderCopy(gfx->renderer, texture, NULL, &place);
        return;
    }
    const int seen[2] = {photo.x - place.x, place.x + place.w - (photo.x + photo.w)};
    for (int side = 0; side < 2; side++) {
        /* whole pixels of the texture, so that each is stretched as if all of it were */
        int part = (seen[side] + more + unit - 1) / unit, whole = place.w / unit;
        part = part < whole ? part : whole;
        SDL_Rect from = {side == 0 ? 0 : whole - part, 0, part, 0};
        SDL_Rect to = {side == 0 ? place.x : place.x + (whole - part) * unit, place.y, part * unit,
                       place.h};
        SDL_QueryTexture(texture, NULL, NULL, NULL, &from.h);
        if (seen[side] > 0) {
            SDL_RenderCopy(gfx->renderer, texture, &from, &to);
        }
    }
}

static void paint_icon(struct gfx *gfx, const struct draw *d, const char *name)
{
    int size = (int)roundf(fminf(d->rect.w, d->rect.h));
    SDL_Texture *texture = size > 0 ? icons_get(gfx->icons, name, size) : NULL;
    if (texture == NULL) {
        return;
    }
    SDL_SetTextureColorMod(texture, d->colour.r, d->colour.g, d->colour.b);
    SDL_SetTextureAlphaMod(texture, d->colour.a);
    SDL_Rect to = {(int)roundf(d->rect.x + (d->rect.w - (float)size) / 2),
                   (int)roundf(d->rect.y + (d->rect.h - (float)size) / 2), size, size};
    SDL_RenderCopy(gfx->renderer, texture, NULL, &to);
}

static void paint(struct gfx *gfx, const struct draw_list *list, const struct draw *d)
{
    switch (d->kind) {
    case DRAW_FILL:
        shapes_fill(gfx->shapes, d->rect, d->colour, d->radius);
        break;
    case DRAW_OUTLINE:
        shapes_outline(gfx->shapes, d->rect, d->colour, d->radius, d->stroke);
        break;
    case DRAW_SHADOW:
        shapes_shadow(gfx->shapes, d->rect, d->colour, d->radius, d->stroke);
        break;
    case DRAW_GRADIENT:
        shapes_gradient(gfx->shapes, d->rect, d->colour, d->colour2, d->sideways);
        break;
    case DRAW_PICTURE:
        paint_picture(gfx, d, draw_text_of(list, d));
        break;
    case DRAW_ICON:
        paint_icon(gfx, d, draw_text_of(list, d));
        break;
    case DRAW_TEXT:
        text_draw(gfx->text, d->rect.x, d->rect.y, d->font, d->colour, draw_text_of(list, d),
                  d->rtl);
        break;
    case DRAW_CLIP: {
        SDL_Rect clip = place_of(d->rect);
        SDL_RenderSetClipRect(gfx->renderer, &clip);
        break;
    }
    case DRAW_CLIP_END:
        SDL_RenderSetClipRect(gfx->renderer, NULL);
        break;
    case DRAW_LAYER:
    case DRAW_LAYER_END:
        break;
    }
}

/* Equal commands, equal layer: everything but where the strings happen to stand. */
static uint64_t layer_hash(const struct draw_list *list, size_t first, size_t end)
{
    uint64_t hash = STR_HASH_SEED;
    for (size_t i = first; i < end; i++) {
        struct draw d;
        memcpy(&d, &list->draws[i], sizeof d);
        const char *text = draw_text_of(list, &d);
        bool has_text = d.kind == DRAW_PICTURE || d.kind == DRAW_ICON || d.kind == DRAW_TEXT;
        d.text = 0;
        hash = str_hash(hash, &d, sizeof d);
        if (has_text) {
            hash = str_hash(hash, text, strlen(text));
        }
    }
    return hash | 1;
}

/* Is the layer that begins at `first` opaque, as large as the display and where it belongs? Where the
 * processor draws a window a page that grows only fades: scaling a whole display takes longer than a frame
 * has, and what stutters is not beautiful. */
static bool is_plain(const struct gfx *gfx, const struct draw_list *list, size_t first)
{
    const struct draw *d = &list->draws[first];
    const struct draw *ground = d + 1;
    bool stays = (d->dx == 0 && d->dy == 0 && d->scale == 1) || (gfx->software && d->scale != 1);
    return stays && first + 1 < list->count && ground->kind == DRAW_FILL && ground->radius <= 0 &&
           ground->colour.a == 255 && ground->rect.x <= 0 && ground->rect.y <= 0 &&
           ground->rect.x + ground->rect.w >= (float)gfx->w &&
           ground->rect.y + ground->rect.h >= (float)gfx->h;
}

static size_t end_of_layer(const struct draw_list *list, size_t first)
{
    while (first < list->count && list->draws[first].kind != DRAW_LAYER_END) {
        first++;
    }
    return first;
}

/* What is drawn from now on is the page, upright: on the panel itself unless that is turned. */
static void begin_page(struct gfx *gfx)
{
    if (gfx->turn != TURN_NONE && gfx->page == NULL) {
        gfx->page = SDL_CreateTexture(gfx->renderer, SDL_PIXELFORMAT_ARGB8888,
                                      SDL_TEXTUREACCESS_TARGET, gfx->w, gfx->h);
        if (gfx->page != NULL) {
            SDL_SetTextureBlendMode(gfx->page, SDL_BLENDMODE_NONE);
            SDL_SetTextureScaleMode(gfx->page, SDL_ScaleModeNearest);
        }
    }
    SDL_SetRenderTarget(gfx->renderer, gfx->page);
}

/* The page stands whole: onto the panel with it, turned. */
static void end_page(struct gfx *gfx)
{
    if (gfx->dimmed > 0) {
        SDL_SetRenderDrawBlendMode(gfx->renderer, SDL_BLENDMODE_BLEND);
        SDL_SetRenderDrawColor(gfx->renderer, 0, 0, 0, gfx->dimmed);
        SDL_RenderFillRect(gfx->renderer, NULL);
    }
    if (gfx->page == NULL) {
        return;
    }
    SDL_SetRenderTarget(gfx->renderer, NULL);
    SDL_FRect to = {0, 0, (float)gfx->w, (float)gfx->h};
    SDL_FPoint centre;
    turn_centre(gfx->turn, (float)gfx->panel_w, (float)gfx->panel_h, &centre.x, &centre.y);
    SDL_RenderCopyExF(gfx->renderer, gfx->page, NULL, &to, turn_degrees(gfx->turn), &centre,
                      SDL_FLIP_NONE);
}

/* A layer of the frame that is being drawn: where its commands begin and end. */
struct group {
    size_t first, end;
    struct layer *layer;
};

/* Are the pictures of these commands ready, or never to come? */
static bool pictures_there(struct gfx *gfx, const struct draw_list *list, size_t first, size_t end)
{
    bool there = true;
    for (size_t i = first; i < end; i++) {
        const struct draw *d = &list->draws[i];
        SDL_Rect place = place_of(d->rect);
        bool gone = false;
        if (d->kind == DRAW_PICTURE && textures_get(gfx->textures, draw_text_of(list, d), d->size,
                                                    d->fit, place.w, place.h, &gone) == NULL) {
            there = there && gone;
        }
    }
    return there;
}

/* The layer for the commands behind the DRAW_LAYER at `first`, painted unless it is already. */
static struct group layer_at(struct gfx *gfx, const struct draw_list *list, size_t first)
{
    struct group group = {.first = first, .end = end_of_layer(list, first + 1)};
    uint64_t hash = layer_hash(list, first + 1, group.end);
    enum layer_state state = LAYER_EMPTY;
    group.layer = layers_get(gfx->layers, hash, is_plain(gfx, list, first), &state);
    if (state == LAYER_WHOLE) {
        return group;
    }
    /* While a picture is on its way the layer stays as it is, rather than be painted for each look. */
    if (state == LAYER_LACKING && !pictures_there(gfx, list, first, group.end)) {
        gfx->complete = false;
        return group;
    }
    if (!layers_paint(gfx->layers, group.layer)) {
        return group;
    }
    bool complete = gfx->complete;
    gfx->complete = true;
    for (size_t i = first + 1; i < group.end; i++) {
        const struct draw *d = &list->draws[i];
        if (d->kind == DRAW_PICTURE && d->size == PICTURE_BLUR && d->radius < 1) {
            paint_backdrop(gfx, list, i, group.end);
        } else {
            paint(gfx, list, d);
        }
    }
    layers_painted(gfx->layers, group.layer, hash, gfx->complete);
    gfx->complete = complete && gfx->complete;
    return group;
}

/* All layers of a frame, painted before the frame is: they may be painted where it will stand. Further
 * ones than there is memory for are not shown. */
static size_t find_layers(struct gfx *gfx, const struct draw_list *list,
                          struct group groups[LAYERS_MOST])
{
    size_t count = 0;
    for (size_t i = 0; i < list->count && count < LAYERS_MOST; i++) {
        if (list->draws[i].kind == DRAW_LAYER) {
            groups[count] = layer_at(gfx, list, i);
            i = groups[count++].end;
        }
    }
    return count;
}

/* Shows the first of the layers, or two in one go; returns how many. */
static size_t show_layers(struct gfx *gfx, const struct draw_list *list, const struct group *groups,
                          size_t count)
{
    const struct draw *d = &list->draws[groups[0].first];
    bool pair = count > 1 && groups[1].first == groups[0].end + 1 && d->alpha >= 1;
    if (pair && layers_fade(gfx->layers, groups[0].layer, groups[1].layer,
                            list->draws[groups[1].first].alpha)) {
        return 2;
    }
    layers_show(gfx->layers, groups[0].layer, d->alpha, d->dx, d->dy, d->scale);
    return 1;
}

/* What the software renderer draws on; NULL on a GPU, and on a turned display, where the page is drawn
 * into a texture first. */
static SDL_Surface *software_frame(struct gfx *gfx)
{
    if (gfx->turn != TURN_NONE) {
        return NULL;
    }
    return gfx->surface != NULL ? gfx->surface
           : gfx->software      ? SDL_GetWindowSurface(gfx->window)
                                : NULL;
}

/* The first frame waits for its photo for a moment: painting it without delays painting it with. */
static bool waits_for_photo(struct gfx *gfx, const struct draw_list *list)
{
    if (gfx->headless || gfx->counts.frames > 0 ||
        SDL_GetTicks() > (gfx->console ? FIRST_MOMENT_CONSOLE_MS : FIRST_MOMENT_MS)) {
        return false;
    }
    textures_step(gfx->textures, UPLOAD_ALL);
    return !pictures_there(gfx, list, 0, list->count);
}

/* Does the frame begin with a layer that leaves nothing uncovered? Then the processor need not clear it. */
static bool is_covered(struct gfx *gfx, const struct draw_list *list)
{
    return list->count > 0 && list->draws[0].kind == DRAW_LAYER && list->draws[0].alpha >= 1 &&
           is_plain(gfx, list, 0) && software_frame(gfx) != NULL;
}

/* Draws the frame; it is not shown yet. */
static void compose(struct gfx *gfx, const struct draw_list *list)
{
    gfx->complete = true;
    SDL_Surface *frame = software_frame(gfx);
    layers_begin(gfx->layers, gfx->w, gfx->h, frame);
    shapes_frame(gfx->shapes, frame);
    struct group groups[LAYERS_MOST];
    size_t count = find_layers(gfx, list, groups);
    begin_page(gfx);
    if (!is_covered(gfx, list)) {
        SDL_SetRenderDrawColor(gfx->renderer, 0, 0, 0, 255);
        SDL_RenderClear(gfx->renderer);
    }
    size_t shown = 0;
    for (size_t i = 0; i < list->count; i++) {
        if (list->draws[i].kind != DRAW_LAYER) {
            paint(gfx, list, &list->draws[i]);
        } else if (shown < count) {
            shown += show_layers(gfx, list, groups + shown, count - shown);
            i = groups[shown - 1].end;
        } else {
            i = end_of_layer(list, i + 1);
        }
    }
    end_page(gfx);
    layers_end(gfx->layers);
}

bool gfx_draw(struct gfx *gfx, const struct draw_list *list)
{
    if (waits_for_photo(gfx, list)) {
        return false;
    }
    textures_step(gfx->textures, gfx->headless ? UPLOAD_ALL : UPLOAD_US);
    compose(gfx, list);
    SDL_RenderPresent(gfx->renderer);
    if (gfx->scanout != NULL) {
        (void)scanout_show(gfx->scanout, gfx->surface->pixels, (size_t)gfx->surface->pitch);
    }
    gfx->counts.frames++;
    if (gfx->fill_later && gfx->complete) {
        gfx->fill_later = false;
        SDL_SetWindowFullscreen(gfx->window, SDL_WINDOW_FULLSCREEN_DESKTOP);
    }
    return gfx->complete;
}

bool gfx_prepare(struct gfx *gfx, const char *hash, enum picture_size size, enum picture_fit fit,
                 float w, float h)
{
    SDL_Rect place = place_of((struct rect){0, 0, w, h});
    bool gone = false;
    return textures_get(gfx->textures, hash, size, fit, place.w, place.h, &gone) != NULL || gone;
}

void gfx_calibrate(struct gfx *gfx, struct calibration calibration)
{
    gfx->calibration = calibration;
}

void gfx_felt(const struct gfx *gfx, struct spot panel, float *x, float *y)
{
    struct spot right = calibration_apply(&gfx->calibration, panel);
    float w = (float)gfx->panel_w, h = (float)gfx->panel_h;
    *x = right.x * w;
    *y = right.y * h;
    turn_to_page(gfx->turn, w, h, x, y);
}

struct spot gfx_on_panel(const struct gfx *gfx, float x, float y)
{
    float w = (float)gfx->panel_w, h = (float)gfx->panel_h;
    turn_to_panel(gfx->turn, w, h, &x, &y);
    return (struct spot){x / w, y / h};
}

/* A window event as what the loop needs to know. */
static enum gfx_event translate(struct gfx *gfx, const SDL_Event *event, struct pointer *pointer)
{
    bool escape = event->type == SDL_KEYDOWN && event->key.keysym.sym == SDLK_ESCAPE;
    if (event->type == SDL_QUIT || (escape && !gfx->kiosk)) {
        return GFX_QUIT;
    }
    if (event->type == SDL_RENDER_TARGETS_RESET || event->type == SDL_RENDER_DEVICE_RESET) {
        drop_layers(gfx);
        shapes_lost(gfx->shapes);
        icons_lost(gfx->icons);
        textures_lost(gfx->textures);
        return GFX_RESIZED;
    }
    if (event->type == SDL_WINDOWEVENT && (event->window.event == SDL_WINDOWEVENT_SIZE_CHANGED ||
                                           event->window.event == SDL_WINDOWEVENT_EXPOSED)) {
        int w = gfx->w, h = gfx->h;
        measure(gfx);
        if (w != gfx->w || h != gfx->h) {
            drop_layers(gfx);
        }
        return GFX_RESIZED;
    }
    int w = gfx->panel_w, h = gfx->panel_h;
    bool mouse = event->type == SDL_MOUSEBUTTONDOWN || event->type == SDL_MOUSEBUTTONUP ||
                 event->type == SDL_MOUSEMOTION;
    if (mouse && gfx->window != NULL) {
        SDL_GetWindowSize(gfx->window, &w, &h);
    }
    if (!input_pointer(event, gfx->panel_w, gfx->panel_h, pointer)) {
        return GFX_NOTHING;
    }
    if (w != gfx->panel_w && w > 0 &&
        h > 0) { /* a dense display counts the mouse in larger units */
        pointer->x *= (float)gfx->panel_w / (float)w;
        pointer->y *= (float)gfx->panel_h / (float)h;
    }
    if (pointer->finger == POINTER_MOUSE) {
        turn_to_page(gfx->turn, (float)gfx->panel_w, (float)gfx->panel_h, &pointer->x, &pointer->y);
    } else {
        struct spot panel = {pointer->x / (float)gfx->panel_w, pointer->y / (float)gfx->panel_h};
        gfx_felt(gfx, panel, &pointer->x, &pointer->y);
    }
    return GFX_POINTER;
}

enum gfx_event gfx_wait(struct gfx *gfx, int64_t timeout_ms, struct pointer *pointer)
{
    if (gfx->headless) {
        return GFX_NOTHING;
    }
    SDL_Event event;
    if (input_wait(gfx->input, timeout_ms, &event)) {
        enum gfx_event what = translate(gfx, &event, pointer);
        if (what != GFX_NOTHING) {
            return what;
        }
    }
    return textures_step(gfx->textures, UPLOAD_US) ? GFX_PICTURE_READY : GFX_NOTHING;
}

bool gfx_pixels(struct gfx *gfx, uint32_t *out)
{
    return gfx->headless &&
           SDL_ConvertPixels(gfx->panel_w, gfx->panel_h, gfx->surface->format->format,
                             gfx->surface->pixels, gfx->surface->pitch, SDL_PIXELFORMAT_ARGB8888,
                             out, gfx->panel_w * 4) == 0;
}

/* The last frame as visitors see it, or NULL. Free it with SDL. */
static SDL_Surface *frame_of(struct gfx *gfx)
{
    SDL_Surface *shot =
        SDL_CreateRGBSurfaceWithFormat(0, gfx->w, gfx->h, 32, SDL_PIXELFORMAT_ARGB8888);
    SDL_SetRenderTarget(gfx->renderer, gfx->page);
    if (shot != NULL && SDL_RenderReadPixels(gfx->renderer, NULL, SDL_PIXELFORMAT_ARGB8888,
                                             shot->pixels, shot->pitch) != 0) {
        SDL_FreeSurface(shot);
        shot = NULL;
    }
    SDL_SetRenderTarget(gfx->renderer, NULL);
    return shot;
}

bool gfx_save(struct gfx *gfx, const char *path)
{
    SDL_Surface *shot = frame_of(gfx);
    SDL_Surface *rgb =
        shot != NULL ? SDL_ConvertSurfaceFormat(shot, SDL_PIXELFORMAT_RGB24, 0) : NULL;
    char *temporary = xasprintf("%s.part", path);
    errno = 0;
    bool ok = rgb != NULL && IMG_SavePNG(rgb, temporary) == 0 && rename(temporary, path) == 0;
    if (!ok && errno == 0) {
        errno = EIO;
    }
    free(temporary);
    SDL_FreeSurface(rgb);
    SDL_FreeSurface(shot);
    return ok;
}

void gfx_forget(struct gfx *gfx, const char *hash)
{
    textures_forget(gfx->textures, hash);
    layers_forget(gfx->layers);
}

void gfx_forget_words(struct gfx *gfx)
{
    text_forget(gfx->text);
    drop_layers(gfx); /* a form's step that slid in was drawn there */
}

/* The console's device; -1: it is none of ours. */
static int device_of(const struct gfx *gfx)
{
    return gfx->scanout != NULL ? scanout_device(gfx->scanout) : kms_device(gfx->window);
}

void gfx_power(struct gfx *gfx, bool on)
{
    if (gfx->console) {
        kms_power(device_of(gfx), on);
        backlight_switch(BACKLIGHT_DIR, on);
    }
}

bool gfx_plugged(struct gfx *gfx)
{
    bool plugged = gfx->input != NULL && input_plugged(gfx->input);
    if (plugged) {
        kms_probe(device_of(gfx));
    }
    return plugged;
}

struct gfx_counts gfx_counts(const struct gfx *gfx)
{
    struct gfx_counts counts = gfx->counts;
    counts.decoded = textures_decoded(gfx->textures);
    counts.texture_bytes = textures_bytes(gfx->textures) + text_cache_bytes(gfx->text);
    return counts;
}
