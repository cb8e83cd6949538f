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
#include "base/log.h"
#include "base/notify.h"
#include "base/path.h"
#include "jobs/jobs.h"
#include "jobs/stage.h"
#include "jobs/statefolder.h"
#include "jobs/supervise.h"
#include "jobs/tour.h"
#include "platform/monitor.h"

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

/* No monitor, or one that says nothing about itself: waits for one, and says why. False: there is no sense
 * in waiting, or it was told to stop. */
static bool wait_for_monitor(struct supervised *jobs)
{
    struct str why = {0};
    enum monitor_state said = MONITOR_READY, state = MONITOR_READY;
    while (!stop_asked && monitor_is_console(&monitor_here)) {
        str_clear(&why);
        state = monitor_look(&monitor_here, &why, NULL);
        if (state != MONITOR_NONE && state != MONITOR_NO_MODES) {
            break; /* anything else is found out, and said, when the display is opened */
        }
        if (state != said) {
            log_warn("%s", why.data);
            said = state;
        }
        if (state == MONITOR_NO_MODES) {
            monitor_probe(&monitor_here);
        }
        notify_systemd("EXTEND_TIMEOUT_USEC=30000000\nWATCHDOG=1\nSTATUS=Waiting for a monitor");
        supervise_tick(jobs, clock_monotonic_ms());
        struct timespec second = {.tv_sec = 1};
        nanosleep(&second, NULL);
    }
    str_free(&why);
    return !stop_asked;
}

/* What the loop keeps for itself. */
struct watching {
    struct monitor_watch monitor;
    int64_t looked_ms; /* at the monitor */
    uint64_t odd;      /* touches that made no sense, when that was last said */
    int64_t said_ms;
};

/* Was the display unplugged, or another one plugged in? SDL does not follow on the console: whoever started
 * this process (systemd) starts it again, and it takes what is there then. */
static bool display_changed(struct stage *stage, struct watching *w)
{
    /* The kernel tells of plugs; while one settles, and rarely without being told, it is asked. Its answer
     * may take a moment when it is asking the monitor itself. */
    int64_t look_every_ms = w->monitor.differs_ms != 0 ? 1000 : 30000;
    int64_t now_ms = clock_monotonic_ms();
    bool plugged = gfx_plugged(stage->gfx);
    if (!monitor_is_console(&monitor_here) || (!plugged && now_ms - w->looked_ms < look_every_ms)) {
        return false;
    }
    uint64_t mark = 0;
    w->looked_ms = now_ms;
    monitor_look(&monitor_here, NULL, &mark);
    bool changed = monitor_changed(&w->monitor, mark, stage->lamp.off, now_ms);
    if (changed) {
        log_warn("the display was unplugged or is another one; starting again with what is there");
    }
    return changed;
}

/* A broken touch screen is said, once an hour; a single odd event is none. */
static void report_touch(const struct stage *stage, struct watching *w)
{
    static const int64_t say_every_ms = 3600000;
    static const uint64_t worth_saying = 50;
    uint64_t odd = stage->touch.refused + stage->touch.flooded;
    int64_t now_ms = clock_monotonic_ms();
    if (odd >= w->odd + worth_saying && (w->said_ms == 0 || now_ms - w->said_ms >= say_every_ms)) {
        log_warn(
            "the touch screen sent %llu touches that no hand makes; they were ignored. Clean the "
            "glass, try another cable, or replace the screen.",
            (unsigned long long)(odd - w->odd));
        w->odd = odd;
        w->said_ms = now_ms;
    }
}

static bool is_motion(enum gfx_event event, const struct pointer *pointer)
{
    return event == GFX_POINTER && pointer->phase == POINTER_MOVE;
}

static void take_event(struct stage *stage, enum gfx_event event, struct pointer pointer)
{
    if (event == GFX_POINTER) {
        stage_pointer(stage, pointer);
    } else if (event == GFX_RESIZED) {
        int w = 0, h = 0;
        gfx_size(stage->gfx, &w, &h);
        stage_resize(stage, w, h);
    } else if (event == GFX_QUIT && !stage->config->display.fullscreen) {
        stop_asked = 1;
    }
}

/* Waits, then takes what has come, but never so much that the picture stands still: of a motion only where
 * it has got to, and of a storm a part. */
static void take_events(struct stage *stage, int64_t wait_ms)
{
    static const int most = 256;
    struct pointer pointer, moved;
    bool moving = false;
    enum gfx_event event = gfx_wait(stage->gfx, wait_ms, &pointer);
    for (int i = 0; event != GFX_NOTHING && event != GFX_PICTURE_READY; i++) {
        bool pass =
            event != GFX_POINTER || touch_pass(&stage->touch, &stage->gesture, &pointer,
                                               (float)stage->app.width, (float)stage->app.height);
        if (pass && is_motion(event, &pointer)) {
            moved = pointer;
            moving = true;
        } else if (pass) {
            if (moving) {
                stage_pointer(stage, moved);
                moving = false;
            }
            take_event(stage, event, pointer);
        }
        /* A finger that comes down is answered before anything else is looked at. */
        bool answer = pass && event == GFX_POINTER && pointer.phase == POINTER_DOWN;
        if (i + 1 >= most || answer) {
            break;
        }
        event = gfx_wait(stage->gfx, 0, &pointer);
    }
    if (moving) {
        stage_pointer(stage, moved);
    }
}

static void run_window(struct stage *stage, struct supervised *jobs)
{
    bool announced = false;
    struct watching watching = {0};
    while (!stop_asked && !stage->staffroom.leaving && !display_changed(stage, &watching)) {
        stage_tick(stage);
        stage_paint(stage);
        if (!announced && stage->complete) {
            announce();
            announced = true;
        }
        notify_systemd("WATCHDOG=1");
        supervise_tick(jobs, clock_monotonic_ms());
        report_touch(stage, &watching);
        int64_t wait = stage_due_ms(stage) - clock_monotonic_ms();
        wait = wait < 0 ? 0 : wait > 500 ? 500 : wait;
        if (!stage->complete && wait > 30) {
            wait = 30;
        }
        take_events(stage, wait);
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
    if (!statefolder_take(state, "show")) {
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
    if (!options->headless && !wait_for_monitor(jobs)) {
        return EXIT_DONE;
    }
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
