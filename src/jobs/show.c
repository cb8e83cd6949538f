/* Show: the loop that draws. It sleeps until a touch, a finished picture or the next thing that is due,
 * and paints only when the frame has changed. */
#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "base/alloc.h"
#include "base/forget.h"
#include "base/i18n.h"
#include "base/joblock.h"
#include "base/log.h"
#include "base/notify.h"
#include "base/path.h"
#include "jobs/jobs.h"
#include "jobs/stage.h"
#include "jobs/supervise.h"
#include "jobs/tour.h"

/* Set by SIGTERM and SIGINT; a signal handler can do no more. */
static volatile sig_atomic_t stop_asked;

static void on_stop(int signal_number)
{
    (void)signal_number;
    stop_asked = 1;
}

static void catch_stops(void)
{
    struct sigaction action = {.sa_handler = on_stop};
    sigaction(SIGTERM, &action, NULL);
    sigaction(SIGINT, &action, NULL);
}

/* Milliseconds since this process was started (proc(5): field 22 of stat, in clock ticks). */
static int64_t process_age_ms(void)
{
    char *text = NULL;
    size_t length = 0;
    unsigned long long started = 0;
    if (path_read("/proc/self/stat", 4096, &text, &length)) {
        const char *after_name = strrchr(text, ')');
        if (after_name == NULL ||
            sscanf(after_name + 1,
                   " %*c %*d %*d %*d %*d %*d %*u %*u %*u %*u %*u %*u %*u %*d %*d %*d %*d %*d %*d "
                   "%llu",
                   &started) != 1) {
            started = 0;
        }
        free(text);
    }
    struct timespec now;
    clock_gettime(CLOCK_BOOTTIME, &now);
    int64_t started_ms = (int64_t)started * 1000 / sysconf(_SC_CLK_TCK);
    return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000 - started_ms;
}

/* What has to be said once, when the first whole frame stands. */
static void announce(void)
{
    log_info("first picture presented %lld ms after start", (long long)process_age_ms());
    notify_systemd("READY=1");
}

static void run_window(struct stage *stage, struct supervised *jobs)
{
    bool announced = false;
    while (!stop_asked) {
        stage_tick(stage);
        stage_paint(stage);
        if (!announced && stage->complete) {
            announce();
            announced = true;
        }
        notify_systemd("WATCHDOG=1");
        supervise_tick(jobs, clock_monotonic_ms());
        int64_t wait = stage_due_ms(stage) - clock_monotonic_ms();
        wait = wait < 0 ? 0 : wait > 500 ? 500 : wait;
        if (!stage->complete && wait > 30) {
            wait = 30;
        }
        struct pointer pointer;
        enum gfx_event event = gfx_wait(stage->gfx, wait, &pointer);
        for (; event != GFX_NOTHING; event = gfx_wait(stage->gfx, 0, &pointer)) {
            if (event == GFX_POINTER) {
                stage_pointer(stage, pointer);
            } else if (event == GFX_RESIZED) {
                int w = 0, h = 0;
                gfx_size(stage->gfx, &w, &h);
                stage_resize(stage, w, h);
            } else if (event == GFX_QUIT && !stage->config->display.fullscreen) {
                stop_asked = 1;
            }
            if (event == GFX_PICTURE_READY) {
                break;
            }
        }
    }
    log_info("leaving");
    notify_systemd("STOPPING=1");
}

/* Without a tour: the first slide as a picture. */
static int show_first(struct stage *stage)
{
    stage_tick(stage);
    stage_paint(stage);
    announce();
    if (stage->options->shots == NULL) {
        return EXIT_DONE;
    }
    char *path = path_join(stage->options->shots, "first.png");
    bool ok = path_make_dirs(stage->options->shots, 0777) && gfx_save(stage->gfx, path);
    if (!ok) {
        log_error("%s cannot be written (%s)", path, strerror(errno));
    }
    free(path);
    return ok ? EXIT_DONE : EXIT_COULD_NOT;
}

static int run_headless(struct stage *stage)
{
    return stage->options->tour != NULL ? tour_play(stage) : show_first(stage);
}

int show_with(struct options *options, struct supervised *jobs)
{
    const char *state = options->config.content.state;
    if (!path_make_private(state) || !joblock_take(state, "show")) {
        log_error("%s: %s", state,
                  errno == EWOULDBLOCK ? "the screen is already running for this folder"
                                       : "cannot be written; give the folder to Foyer's account");
        return EXIT_COULD_NOT;
    }
    if (!options->headless && options->tour != NULL) {
        log_error("a tour needs --headless");
        return EXIT_USAGE;
    }
    forget_what_is_freed();
    char *locale = path_locale();
    i18n_start(locale);
    free(locale);
    catch_stops();
    struct stage stage;
    int code = EXIT_COULD_NOT;
    if (stage_open(&stage, options)) {
        code = EXIT_DONE;
        if (options->headless) {
            code = run_headless(&stage);
        } else {
            run_window(&stage, jobs);
        }
        stage_close(&stage);
    }
    return code;
}

int job_show(struct options *options)
{
    return show_with(options, NULL);
}
