/* Import: what staff drop on the share becomes the catalogue and the cache.
 *
 * How: passes of the intake, again at once while there is more to read, else when inotify reports
 * something, something settles or the configured seconds are over. SIGTERM and SIGINT arrive through a
 * signalfd that every wait looks at, so stopping never waits for a picture. Runs at a lower priority
 * than the screen. */
#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/signalfd.h>
#include <unistd.h>

#include "base/log.h"
#include "base/notify.h"
#include "base/path.h"
#include "jobs/answer.h"
#include "jobs/intake.h"
#include "jobs/jobs.h"
#include "jobs/statefolder.h"

#define RETRY_MS 1000
#define ONCE_TRIES 3 /* for what could not be read just now */
#define POLITENESS 10

/* How long to wait after a pass (milliseconds). */
static int64_t pause_after(const struct intake *intake, enum intake_result result, int64_t now_ms)
{
    int64_t poll_ms = (int64_t)intake->config->content.poll_seconds * 1000;
    int64_t due = intake_due_ms(intake);
    int64_t wait = poll_ms;
    if (result == INTAKE_MORE) {
        return 0;
    }
    if (due < INT64_MAX && due - now_ms < wait) {
        wait = due - now_ms;
    }
    return wait < 20 ? 20 : wait;
}

static bool asked_to_stop(int stop_fd)
{
    struct signalfd_siginfo info;
    return stop_fd >= 0 && read(stop_fd, &info, sizeof info) == (ssize_t)sizeof info;
}

/* ---- once ---- */

static void say_result(const struct intake *intake)
{
    log_info("%zu read, %zu taken down, %zu not usable; the share holds %zu files", intake->added,
             intake->taken_down, intake->refused, intake->scan.file_count);
    if (intake->decoder != NULL) {
        log_info("%d at a time; the largest picture took %ld MB of memory", intake->parallel,
                 picture_decoder_memory_kb(intake->decoder) / 1024);
    }
}

/* Passes until nothing is left to wait for; the last result. */
static enum intake_result run_until_idle(struct intake *intake, wall_t now, bool wall_moves)
{
    int tries = 0;
    struct answer_state answer = {0};
    for (;;) {
        wall_t wall = wall_moves ? clock_wall_now() : now;
        int64_t now_ms = clock_monotonic_ms();
        enum intake_result result = intake_pass(intake, wall, now_ms);
        answer_after_pass(&answer, intake, result);
        if (result == INTAKE_IDLE || result == INTAKE_AWAY || result == INTAKE_STOPPED ||
            result == INTAKE_FAILED) {
            return result;
        }
        if (result == INTAKE_WAITING) {
            /* Settling comes to an end by itself; other reasons to wait get a few tries. */
            bool settling = intake_due_ms(intake) < INT64_MAX;
            tries = settling ? 0 : tries + 1;
            if (tries >= ONCE_TRIES) {
                return result;
            }
        }
        share_wait(intake->share, pause_after(intake, result, now_ms), intake->stop_fd);
    }
}

bool import_once(const struct config *config, wall_t now, bool set)
{
    struct intake intake;
    enum intake_result result = INTAKE_FAILED;
    if (intake_open(&intake, config, true, -1, now)) {
        intake.time_is_told = true;
        intake.time_is_unset = !set;
        result = run_until_idle(&intake, now, false);
        intake_tidy(&intake, clock_monotonic_ms(), true);
    }
    intake_close(&intake);
    return result == INTAKE_IDLE || result == INTAKE_WAITING;
}

static int once(struct options *options, int stop_fd)
{
    struct intake intake;
    int code = EXIT_COULD_NOT;
    wall_t now = options->now != WALL_NONE ? options->now : clock_wall_now();
    if (intake_open(&intake, &options->config, true, stop_fd, now)) {
        intake.time_is_told = options->now != WALL_NONE;
        intake.time_is_unset = options->now_unset;
        enum intake_result result = run_until_idle(&intake, now, options->now == WALL_NONE);
        intake_tidy(&intake, clock_monotonic_ms(), true);
        if (result == INTAKE_AWAY) {
            log_error("the share %s cannot be read (%s); see that it is mounted and may be read",
                      options->config.content.share,
                      intake.scan.error != 0 ? strerror(intake.scan.error) : "it is empty");
        } else if (result == INTAKE_FAILED) {
            log_error("the catalogue in %s cannot be written; see that the disk is not full",
                      options->config.content.state);
        } else {
            say_result(&intake);
            code = result == INTAKE_STOPPED ? EXIT_COULD_NOT : EXIT_DONE;
        }
    }
    intake_close(&intake);
    return code;
}

/* ---- for as long as it takes ---- */

/* One pass; after a failure the catalogue is opened anew (a damaged one is then set aside). */
static enum intake_result pass_or_reopen(struct intake *intake, struct answer_state *answer,
                                         struct options *options, wall_t shift, int stop_fd,
                                         bool *failing)
{
    int64_t now_ms = clock_monotonic_ms();
    enum intake_result result = INTAKE_FAILED;
    intake->time_is_told = options->now != WALL_NONE;
    intake->time_is_unset = options->now_unset;
    if (intake->catalogue != NULL) {
        result = intake_pass(intake, clock_wall_now() + shift, now_ms);
        answer_after_pass(answer, intake, result);
    }
    if (result == INTAKE_FAILED) {
        if (!*failing) {
            log_error("the catalogue in %s cannot be written; see that the disk is not full",
                      options->config.content.state);
        }
        *failing = true;
        share_wait(intake->share, RETRY_MS, stop_fd);
        intake_close(intake);
        (void)intake_open(intake, &options->config, false, stop_fd, clock_wall_now() + shift);
        return INTAKE_MORE;
    }
    *failing = false;
    intake_tidy(intake, now_ms, false);
    return result;
}

static int watch(struct options *options, int stop_fd)
{
    struct intake intake;
    struct answer_state answer = {0};
    int code = EXIT_COULD_NOT;
    bool failing = false;
    wall_t shift = options->now != WALL_NONE ? options->now - clock_wall_now() : 0;
    if (!intake_open(&intake, &options->config, false, stop_fd, clock_wall_now() + shift)) {
        goto out;
    }
    notify_systemd("READY=1");
    log_info("looking at %s every %d seconds", options->config.content.share,
             options->config.content.poll_seconds);
    while (!asked_to_stop(stop_fd)) {
        enum intake_result result =
            pass_or_reopen(&intake, &answer, options, shift, stop_fd, &failing);
        notify_systemd("WATCHDOG=1");
        if (result == INTAKE_STOPPED) {
            break;
        }
        if (result != INTAKE_MORE) {
            share_wait(intake.share, pause_after(&intake, result, clock_monotonic_ms()), stop_fd);
        }
    }
    log_info("stopped");
    code = EXIT_DONE;
out:
    intake_close(&intake);
    return code;
}

int job_import(struct options *options)
{
    log_set_job("import");
    if (!statefolder_take(options->config.content.state, "import")) {
        return EXIT_COULD_NOT;
    }
    (void)setpriority(PRIO_PROCESS, 0, POLITENESS);
    sigset_t stop;
    sigemptyset(&stop);
    sigaddset(&stop, SIGTERM);
    sigaddset(&stop, SIGINT);
    sigprocmask(SIG_BLOCK, &stop, NULL);
    int stop_fd = signalfd(-1, &stop, SFD_CLOEXEC | SFD_NONBLOCK);
    int code = options->once ? once(options, stop_fd) : watch(options, stop_fd);
    if (stop_fd >= 0) {
        close(stop_fd);
    }
    return code;
}
