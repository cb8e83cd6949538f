/* Splash: puts the school's name on the console's framebuffer and leaves. The kernel shows it from then on
 * whenever no process draws: while the computer starts, and from the moment the screen's process dies until
 * its successor has a frame. With --shots it makes a picture file instead. */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/i18n.h"
#include "base/log.h"
#include "base/path.h"
#include "jobs/jobs.h"
#include "jobs/stage.h"
#include "platform/framebuffer.h"

/* Draws it on a stage that nobody sees. */
static void draw(struct stage *stage)
{
    stage_tick(stage); /* crest and names as the catalogue has them */
    app_splash(&stage->app, &stage->draw, &stage->tree, gfx_text(stage->gfx));
    (void)gfx_draw(stage->gfx, &stage->draw);
}

static bool keep_picture(struct stage *stage)
{
    char *path = path_join(stage->options->shots, "splash.png");
    bool ok = path_make_dirs(stage->options->shots, 0777) && gfx_save(stage->gfx, path);
    if (!ok) {
        log_error("%s cannot be written (%s)", path, strerror(errno));
    }
    free(path);
    return ok;
}

static bool show_picture(struct stage *stage, struct framebuffer *fb)
{
    uint32_t *pixels = xcalloc((size_t)fb->width * (size_t)fb->height, sizeof *pixels);
    bool ok = gfx_pixels(stage->gfx, pixels) && framebuffer_show(fb, pixels);
    if (!ok) {
        log_error("%s takes no picture (%s)", FRAMEBUFFER_DEVICE, strerror(errno));
    }
    free(pixels);
    return ok;
}

int job_splash(struct options *options)
{
    struct framebuffer fb = {.fd = -1};
    struct str why = {0};
    struct stage stage;
    bool ok = options->shots != NULL || framebuffer_open(&fb, FRAMEBUFFER_DEVICE, &why);
    if (!ok) {
        log_error("%s. The console stays black until the screen has its first picture.", why.data);
    }
    options->headless = true;
    options->width = fb.fd >= 0 ? fb.width : options->width;
    options->height = fb.fd >= 0 ? fb.height : options->height;
    char *locale = path_locale();
    i18n_start(locale);
    free(locale);
    if (ok && (ok = stage_open(&stage, options))) {
        draw(&stage);
        ok = fb.fd >= 0 ? show_picture(&stage, &fb) : keep_picture(&stage);
        stage_close(&stage);
    }
    framebuffer_close(&fb);
    str_free(&why);
    return ok ? EXIT_DONE : EXIT_COULD_NOT;
}
