/* Sync: replies from the outbox into the office's file.
 *
 * How: every reply that is kept here is offered to the staff file, in short transactions, and marked as
 * delivered only after it was found there with fresh eyes, in the file that then stands at the path. After a
 * pass that wrote, another one looks: only a pass in which the file stayed as it was is the last. The file's
 * own ledger turns what it has had into nothing: so sync may be killed anywhere and run as often as it likes,
 * and a file that was replaced by an older copy or made anew is filled up again. Before that, what the office
 * has deleted is forgotten here too. */
#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/signalfd.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/alloc.h"
#include "base/log.h"
#include "base/notify.h"
#include "jobs/databasesync.h"
#include "jobs/jobs.h"
#include "jobs/keeping.h"
#include "jobs/papers.h"
#include "jobs/publish.h"
#include "jobs/statefolder.h"
#include "jobs/timekeeper.h"
#include "store/outbox.h"
#include "store/retention.h"
#include "store/stafffile.h"

/* Replies brought over in one transaction: short, so that the office is never locked out for long. */
#define BATCH 100
/* Looks at a file that somebody changes all the time; later again. */
#define MOST_ROUNDS 5
/* With nothing to do, the outbox and the staff file are looked at this often. */
#define LOOK_MS 1000
/* What could not be wiped is tried again this often. */
#define UNFINISHED_MS 30000

struct sync {
    const struct config *config;
    struct outbox *outbox;
    struct stat seen;  /* the staff file before the last good pass … */
    bool seen_at_rest; /* … when it had been as it was for a while */
    int stop_fd;
    int64_t ask_again; /* a database, at this moment of the monotonic clock */
    bool rescued; /* a damaged file was made anew, and not yet compared with what is forgotten */
    char *said;   /* the last problem, so that the log says it once */
    struct clock_belief clock;
    struct papers papers;
    struct publish publish;
    wall_t day;      /* of the last good pass */
    bool unfinished; /* something is still to be wiped … */
    int64_t again;   /* … but not before this moment of the monotonic clock */
};

static bool sync_start(struct sync *sync, wall_t now)
{
    if (sync->outbox == NULL) {
        struct str note = {0};
        sync->outbox = outbox_open(sync->config->content.state, now, &note);
        if (note.length > 0) {
            log_warn("%s", note.data);
        }
        str_free(&note);
    }
    return sync->outbox != NULL;
}

static void sync_end(struct sync *sync)
{
    publish_end(&sync->publish);
    outbox_close(sync->outbox);
    free(sync->said);
}

/* What the office deleted is forgotten here, before anything could bring it back. */
static enum staff_result forget_deleted(struct outbox *outbox, struct stafffile *file, wall_t now,
                                        struct str *why)
{
    char **uuids = NULL;
    size_t count = 0;
    enum staff_result result = staff_deleted(file, &uuids, &count, why);
    return keeping_forget(outbox, uuids, count, now, result);
}

/* What was read from a damaged file may be older than the office's last deletions. */
static enum staff_result remove_forgotten(struct outbox *outbox, struct stafffile *file,
                                          struct str *why)
{
    char **uuids = NULL;
    size_t count = 0, removed = 0;
    enum staff_result result = STAFF_FAILED;
    if (retention_forgotten(outbox, &uuids, &count)) {
        result = retention_erase_rows(file, uuids, count, &removed, why);
    }
    for (size_t i = 0; i < count; i++) {
        free(uuids[i]);
    }
    free(uuids);
    return result;
}

/* A reply that waits and whose number another one's row has already gets a number of its own. It cannot
 * happen by chance (a UUID has 122 random bits), but a copied card or a meddling tool may do it. */
static bool renumber_taken(struct outbox *outbox, struct stafffile *file, struct str *why)
{
    struct reply *waiting = NULL;
    size_t count = 0;
    bool ok = outbox_pending(outbox, SIZE_MAX / 2, &waiting, &count);
    for (size_t i = 0; ok && i < count; i++) {
        if (staff_is_taken(file, &waiting[i])) {
            ok = outbox_renumber(outbox, waiting[i].uuid);
            str_clear(why);
            str_puts(why, "A reply came with a number that another reply in the office's file has. "
                          "It was given a new one; both are there.");
        }
    }
    reply_array_wipe(waiting, count);
    return ok;
}

/* Adds everything, and sees that it is there, before any of it counts as delivered. */
static enum staff_result deliver(struct outbox *outbox, struct stafffile *file,
                                 const struct reply *replies, size_t count, wall_t now,
                                 struct str *why)
{
    enum staff_result result = STAFF_OK;
    bool refused = false;
    for (size_t at = 0; result == STAFF_OK && at < count; at += BATCH) {
        size_t size = count - at < BATCH ? count - at : BATCH;
        result = staff_add(file, replies + at, size, why);
        refused = refused || result == STAFF_REFUSED;
        result = result == STAFF_REFUSED ? STAFF_OK : result;
    }
    if (result == STAFF_OK && refused) {
        return STAFF_REFUSED; /* none counts as delivered until all are there */
    }
    if (result == STAFF_OK) {
        result = staff_confirm(file, replies, count, why);
    }
    if (result == STAFF_OK && !outbox_mark_delivered(outbox, replies, count, now)) {
        result = STAFF_FAILED;
    }
    return result;
}

/* Keeps what happened for status, and says a new problem in the log. */
static void tell(struct sync *sync, enum staff_result result, const char *why, wall_t now)
{
    char iso[24];
    if ((result == STAFF_OK || result == STAFF_DAMAGED) && why != NULL && why[0] != '\0') {
        (void)outbox_set_fact(sync->outbox, "staff_note", why);
    }
    if (result == STAFF_OK) {
        (void)outbox_set_fact(sync->outbox, "last_sync", wall_to_iso(now, true, iso));
        why = "";
    } else if (why == NULL) {
        why = "The outbox of replies cannot be read or written. See that the disk is not full and "
              "the state folder belongs to the user that runs Foyer.";
    }
    if (sync->said == NULL || strcmp(sync->said, why) != 0) {
        if (why[0] != '\0') {
            log_warn("%s", why);
        }
        (void)outbox_set_fact(sync->outbox, "sync_problem", result == STAFF_DAMAGED ? "" : why);
        free(sync->said);
        sync->said = xstrdup(why);
    }
}

static bool is_same(const struct stat *a, const struct stat *b)
{
    return a->st_ino == b->st_ino && a->st_dev == b->st_dev && a->st_size == b->st_size &&
           a->st_mtim.tv_sec == b->st_mtim.tv_sec && a->st_mtim.tv_nsec == b->st_mtim.tv_nsec &&
           a->st_ctim.tv_sec == b->st_ctim.tv_sec && a->st_ctim.tv_nsec == b->st_ctim.tv_nsec;
}

/* Is the staff file still as `seen` says? A database is asked every while. */
static bool is_unchanged(const struct sync *sync)
{
    if (database_is_wanted(sync->config)) {
        return clock_monotonic_ms() < sync->ask_again;
    }
    struct stat st;
    return stat(sync->config->replies.staff_file, &st) == 0 && is_same(&st, &sync->seen);
}

/* A file's times are as coarse as the kernel's tick: one that was written just now may be written again
 * without a trace in them. */
static bool is_at_rest(const struct stat *st)
{
    struct timespec now;
    clock_gettime(CLOCK_REALTIME, &now);
    int64_t age_ms = (int64_t)(now.tv_sec - st->st_mtim.tv_sec) * 1000 +
                     (now.tv_nsec - st->st_mtim.tv_nsec) / 1000000;
    return age_ms < 0 || age_ms > 100;
}

/* All work on an open file. */
static enum staff_result work(struct sync *sync, struct stafffile *file, wall_t now,
                              struct str *why)
{
    struct reply *kept = NULL;
    size_t count = 0;
    enum staff_result result = forget_deleted(sync->outbox, file, now, why);
    if (result == STAFF_OK && sync->rescued) {
        result = remove_forgotten(sync->outbox, file, why);
    }
    if (result == STAFF_OK && !renumber_taken(sync->outbox, file, why)) {
        result = STAFF_FAILED;
    }
    if (result == STAFF_OK && !outbox_all(sync->outbox, &kept, &count)) {
        result = STAFF_FAILED;
    }
    if (result == STAFF_OK) {
        result = deliver(sync->outbox, file, kept, count, keeping_delivered(&sync->clock), why);
    }
    if (result == STAFF_OK) {
        sync->unfinished = !keeping_pass(sync->config, sync->outbox, file, NULL, &sync->clock);
        sync->again = clock_monotonic_ms() + UNFINISHED_MS;
        sync->day = wall_midnight(now);
        papers_outdated(&sync->papers);
    }
    reply_array_wipe(kept, count);
    return result;
}

/* Has the office had any of what is kept here? Then a file that is missing was there once. */
static bool has_delivered(struct outbox *outbox)
{
    return outbox_count(outbox) > outbox_waiting(outbox);
}

static enum staff_result pass_to_database(struct sync *sync, wall_t now)
{
    struct str why = {0};
    bool kept = true;
    enum staff_result result =
        databasesync_pass(sync->config, sync->outbox, sync->stop_fd, &sync->clock, &kept, &why);
    sync->unfinished = !kept;
    sync->again = clock_monotonic_ms() + UNFINISHED_MS;
    sync->ask_again = result == STAFF_OK ? clock_monotonic_ms() +
                                               (int64_t)sync->config->replies.retry_seconds * 1000
                                         : 0;
    sync->day = wall_midnight(now);
    sync->seen_at_rest = true;
    tell(sync, result, why.data, now);
    str_free(&why);
    return result;
}

/* One pass: everything, or as far as it goes. */
static enum staff_result pass(struct sync *sync, wall_t now)
{
    if (!sync_start(sync, now)) {
        return STAFF_FAILED;
    }
    if (database_is_wanted(sync->config)) {
        return pass_to_database(sync, now);
    }
    const char *path = sync->config->replies.staff_file;
    struct stafffile *file = NULL;
    struct str why = {0};
    struct stat before = {0};
    bool missing = stat(path, &before) != 0 && errno == ENOENT && has_delivered(sync->outbox);
    enum staff_result result = staff_open(path, now, &file, &why);
    sync->rescued = sync->rescued || result == STAFF_DAMAGED;
    if (result == STAFF_OK && missing && why.length == 0) {
        str_printf(
            &why,
            "%s was not there any more (deleted, moved or renamed). It was made anew with all "
            "replies that are kept here; your own notes are in the file that was moved.",
            path);
    }
    if (result == STAFF_OK) {
        /* What the office did on the server comes first: what it deleted must not be delivered again. */
        publish_take(&sync->publish, sync->config, sync->outbox, file, now);
        result = work(sync, file, now, &why);
    }
    if (result == STAFF_OK) {
        publish_put(&sync->publish, sync->outbox, file, now);
    }
    staff_close(file);
    sync->rescued = sync->rescued && result != STAFF_OK;
    sync->seen = result == STAFF_OK ? before : (struct stat){0};
    sync->seen_at_rest = is_at_rest(&before);
    tell(sync, result, why.data, now);
    str_free(&why);
    return result;
}

/* Until a pass leaves the file as it was: what was put aside as damaged is made anew, what was replaced
 * is filled again, and what somebody did to it meanwhile is noticed. */
static enum staff_result passes(struct sync *sync, wall_t now)
{
    enum staff_result result = STAFF_FAILED;
    for (int round = 0; round < MOST_ROUNDS; round++) {
        result = pass(sync, now);
        bool once_more = result == STAFF_DAMAGED || result == STAFF_REPLACED ||
                         (result == STAFF_OK && !is_unchanged(sync));
        if (!once_more) {
            break;
        }
    }
    return result;
}

static bool once(const struct config *config, struct clock_belief clock)
{
    struct sync sync = {.config = config, .clock = clock, .stop_fd = -1};
    wall_t now = clock.now;
    enum staff_result result = passes(&sync, now);
    if (result == STAFF_OK) {
        (void)papers_write(&sync.papers, config, sync.outbox, now);
    }
    bool ok = result == STAFF_OK && publish_is_well(&sync.publish);
    sync_end(&sync);
    return ok;
}

bool sync_once(const struct config *config, wall_t now, bool set)
{
    struct options options = {.config = *config, .now = now, .now_unset = !set};
    return once(config, timekeeper_ask(&options));
}

/* Sleeps; true when asked to stop. */
static bool stopped_within(int stop_fd, int64_t ms)
{
    struct pollfd fd = {.fd = stop_fd, .events = POLLIN};
    return poll(&fd, 1, (int)ms) > 0;
}

/* Is there something to do although nothing has changed: a new day, what could not be wiped before? */
static bool is_due(const struct sync *sync, wall_t now)
{
    return sync->day != wall_midnight(now) ||
           (sync->unfinished && clock_monotonic_ms() >= sync->again);
}

static int run(const struct config *config, int stop_fd)
{
    struct sync sync = {.config = config, .stop_fd = stop_fd};
    int64_t most = (int64_t)config->replies.retry_seconds * 1000;
    int64_t wait = 0;
    struct timekeeper keeper;
    timekeeper_open(&keeper, config->content.state, false);
    while (!stopped_within(stop_fd, wait)) {
        struct clock_facts facts = timekeeper_look();
        sync.clock = timekeeper_judge(&keeper, &facts);
        wall_t now = sync.clock.now;
        bool idle = sync_start(&sync, now) && outbox_waiting(sync.outbox) == 0 &&
                    sync.seen_at_rest && is_unchanged(&sync) && !is_due(&sync, now) &&
                    !publish_due(&sync.publish, config);
        if (idle || passes(&sync, now) == STAFF_OK) {
            wait = LOOK_MS;
            if (papers_due(&sync.papers, config, now)) {
                (void)papers_write(&sync.papers, config, sync.outbox, now);
            }
        } else {
            wait = wait < LOOK_MS ? LOOK_MS : wait * 2;
        }
        wait = wait > most ? most : wait;
    }
    timekeeper_close(&keeper);
    sync_end(&sync);
    return EXIT_DONE;
}

int job_sync(struct options *options)
{
    const struct config *config = &options->config;
    if (options->once) {
        bool ok = once(config, timekeeper_ask(options));
        if (!ok) {
            log_error("the replies are still waiting; \"foyer status\" says why");
        }
        return ok ? EXIT_DONE : EXIT_COULD_NOT;
    }
    if (!statefolder_take(config->content.state, "sync")) {
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
