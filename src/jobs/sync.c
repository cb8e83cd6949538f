/* Sync: replies from the outbox into the office's file.
 *
 * How: what is waiting is added to the staff file in one transaction, by UUID, and only then marked as
 * delivered here. Killed between the two it adds the same again, which the file's ledger turns into
 * nothing. When the file was made anew, every kept reply is delivered again. */
#include <errno.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/signalfd.h>
#include <poll.h>
#include <unistd.h>

#include "base/joblock.h"
#include "base/log.h"
#include "base/notify.h"
#include "jobs/jobs.h"
#include "store/outbox.h"
#include "store/stafffile.h"

/* Replies brought over in one transaction: short, so that the office is never locked out for long. */
#define BATCH 100
/* With nothing to do, the outbox is looked at this often. */
#define LOOK_MS 1000

/* Delivers one batch; `left` says whether more is waiting. */
static enum staff_result deliver(struct outbox *outbox, struct stafffile *file, wall_t now,
                                 bool *left, struct str *why)
{
    struct reply *replies = NULL;
    size_t count = 0;
    enum staff_result result = STAFF_FAILED;
    if (outbox_pending(outbox, BATCH, &replies, &count)) {
        result = count > 0 ? staff_add(file, replies, count, why) : STAFF_OK;
    }
    for (size_t i = 0; result == STAFF_OK && i < count; i++) {
        if (!outbox_mark_delivered(outbox, replies[i].uuid, now)) {
            result = STAFF_FAILED;
        }
    }
    *left = count == BATCH;
    reply_array_wipe(replies, count);
    return result;
}

/* Everything that waits, or as far as it goes; what happened is kept for status. */
static enum staff_result pass(const struct config *config, struct outbox *outbox, wall_t now)
{
    struct stafffile *file = NULL;
    struct str why = {0};
    enum staff_result result = staff_open(config->replies.staff_file, now, &file, &why);
    if (result == STAFF_OK && staff_is_new(file)) {
        outbox_mark_all_waiting(outbox);
    }
    if (why.length > 0) {
        log_warn("%s", why.data);
        outbox_set_fact(outbox, result == STAFF_OK ? "staff_note" : "sync_problem", why.data);
        str_clear(&why);
    }
    for (bool left = true; result == STAFF_OK && left;) {
        result = deliver(outbox, file, now, &left, &why);
    }
    staff_close(file);
    if (result == STAFF_OK) {
        char iso[24];
        outbox_set_fact(outbox, "last_sync", wall_to_iso(now, true, iso));
        outbox_set_fact(outbox, "sync_problem", "");
    } else if (why.length > 0) {
        log_warn("%s", why.data);
        outbox_set_fact(outbox, "sync_problem", why.data);
    }
    str_free(&why);
    return result;
}

bool sync_once(const struct config *config, wall_t now)
{
    struct outbox *outbox = outbox_open(config->content.state, now, NULL);
    if (outbox == NULL) {
        return false;
    }
    enum staff_result result = pass(config, outbox, now);
    if (result == STAFF_DAMAGED) {
        result = pass(config, outbox, now);
    }
    outbox_close(outbox);
    return result == STAFF_OK;
}

/* Sleeps; true when asked to stop. */
static bool stopped_within(int stop_fd, int64_t ms)
{
    struct pollfd fd = {.fd = stop_fd, .events = POLLIN};
    return poll(&fd, 1, (int)ms) > 0;
}

/* Is there anything to do? The staff file gone missing is something to do: it is filled again. */
static bool work_waits(const struct config *config, struct outbox *outbox)
{
    return outbox_waiting(outbox) > 0 || access(config->replies.staff_file, F_OK) != 0;
}

static int run(const struct config *config, int stop_fd)
{
    struct outbox *outbox = NULL;
    int64_t wait = 0;
    while (!stopped_within(stop_fd, wait)) {
        wall_t now = clock_wall_now();
        if (outbox == NULL) {
            outbox = outbox_open(config->content.state, now, NULL);
        }
        if (outbox != NULL && !work_waits(config, outbox)) {
            wait = LOOK_MS;
            continue;
        }
        enum staff_result result = outbox != NULL ? pass(config, outbox, now) : STAFF_FAILED;
        int64_t most = (int64_t)config->replies.retry_seconds * 1000;
        wait = result == STAFF_OK || result == STAFF_DAMAGED ? LOOK_MS
               : wait < LOOK_MS                                ? LOOK_MS
                                                               : wait * 2;
        wait = wait > most ? most : wait;
    }
    outbox_close(outbox);
    return EXIT_DONE;
}

int job_sync(struct options *options)
{
    const struct config *config = &options->config;
    if (options->once) {
        wall_t now = options->now != WALL_NONE ? options->now : clock_wall_now();
        bool ok = sync_once(config, now);
        if (!ok) {
            log_error("the replies are still waiting; \"foyer status\" says why");
        }
        return ok ? EXIT_DONE : EXIT_COULD_NOT;
    }
    if (!joblock_take(config->content.state, "sync")) {
        log_error("%s", errno == EWOULDBLOCK ? "sync is already running for this folder"
                                             : "the state folder cannot be written");
        return EXIT_COULD_NOT;
    }
    sigset_t stops;
    sigemptyset(&stops);
    sigaddset(&stops, SIGTERM);
    sigaddset(&stops, SIGINT);
    sigprocmask(SIG_BLOCK, &stops, NULL);
    int stop_fd = signalfd(-1, &stops, SFD_CLOEXEC);
    if (stop_fd < 0) {
        log_error("no signals can be received: %s", strerror(errno));
        return EXIT_COULD_NOT;
    }
    notify_systemd("READY=1");
    int code = run(config, stop_fd);
    close(stop_fd);
    return code;
}
