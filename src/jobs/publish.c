/* Publishing. How: plain file operations and renames; what is in a file, and merging, is the store's. */
#include "jobs/publish.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/vfs.h>
#include <unistd.h>

#include "base/alloc.h"
#include "base/log.h"
#include "base/path.h"
#include "store/staffmerge.h"
#include "store/staffrescue.h"

/* With nothing to do, the server is asked this often. */
#define LOOK_MS 10000
/* After a failure, the first wait; it doubles up to [replies] retry_seconds. */
#define FIRST_WAIT_MS 1000
/* Somebody changes the file all the time: so many tries, then later. */
#define MOST_TRIES 5
/* What cannot be read is still being copied until it has lain unchanged for so many times settle_seconds. */
#define PATIENCE 10

/* What the two files are called in the master's notes. */
#define NAME_THERE "published"
#define NAME_BEFORE "before"

/* ---- names ---- */

static char *stem_of(const char *kiosk)
{
    char *stem = xasprintf("Replies-%s", kiosk);
    for (char *at = stem; *at != '\0'; at++) {
        if ((unsigned char)*at < ' ' || strchr("/\\:*?\"<>|", *at) != NULL) {
            *at = '-';
        }
    }
    return stem;
}

char *publish_path(const struct config *config)
{
    const char *where = config->replies.publish;
    if (where[0] == '\0') {
        return NULL;
    }
    if (str_ends_nocase(where, ".sqlite")) {
        return xstrdup(where);
    }
    char *stem = stem_of(config->replies.kiosk);
    char *path = xasprintf("%s/%s.sqlite", where, stem);
    free(stem);
    return path;
}

static void find_paths(struct publish *p, const struct config *config)
{
    p->config = config;
    if (p->name == NULL) {
        p->name = publish_path(config);
        p->fresh = xasprintf("%s.new", p->name);
        p->before =
            xasprintf("%.*s.before.sqlite", (int)(strlen(p->name) - strlen(".sqlite")), p->name);
    }
}

static bool is_there(const char *path)
{
    struct stat st;
    return lstat(path, &st) == 0;
}

static void step(const struct publish *p, enum publish_step done)
{
    if (p->on_step != NULL) {
        p->on_step(done, p->context);
    }
}

static void forget(struct publish *p)
{
    staffcopy_free(p->there);
    staffcopy_free(p->late);
    p->there = NULL;
    p->late = NULL;
}

/* ---- how it went ---- */

static void well(struct publish *p, struct outbox *outbox, wall_t now)
{
    char iso[24];
    (void)outbox_set_fact(outbox, "last_published", wall_to_iso(now, true, iso));
    if (p->said == NULL || p->said[0] != '\0') {
        (void)outbox_set_fact(outbox, "publish_problem", "");
        free(p->said);
        p->said = xstrdup("");
    }
    p->failed = false;
    p->wait_ms = 0;
    p->again_ms = clock_monotonic_ms() + LOOK_MS;
}

static void ill(struct publish *p, struct outbox *outbox, const char *why)
{
    int64_t most = (int64_t)p->config->replies.retry_seconds * 1000;
    if (!str_same(p->said, why)) {
        log_warn("%s", why);
        (void)outbox_set_fact(outbox, "publish_problem", why);
        free(p->said);
        p->said = xstrdup(why);
    }
    forget(p);
    p->failed = true;
    p->at_work = false;
    p->wait_ms = p->wait_ms == 0 ? FIRST_WAIT_MS : 2 * p->wait_ms;
    p->wait_ms = p->wait_ms > most ? most : p->wait_ms;
    p->again_ms = clock_monotonic_ms() + p->wait_ms;
}

bool publish_is_well(const struct publish *publish)
{
    return !publish->failed;
}

/* ---- when ---- */

static bool has_changed(const char *path, const struct stat *seen)
{
    struct stat st = {0};
    if (lstat(path, &st) != 0) {
        st = (struct stat){0};
    }
    return st.st_size != seen->st_size || st.st_mtim.tv_sec != seen->st_mtim.tv_sec ||
           st.st_mtim.tv_nsec != seen->st_mtim.tv_nsec;
}

static void note_seen(const char *path, struct stat *seen)
{
    if (lstat(path, seen) != 0) {
        *seen = (struct stat){0};
    }
}

bool publish_due(struct publish *publish, const struct config *config)
{
    if (config->replies.publish[0] == '\0' || clock_monotonic_ms() < publish->again_ms) {
        return false;
    }
    find_paths(publish, config);
    bool due = publish->failed || has_changed(publish->name, &publish->seen) ||
               has_changed(publish->before, &publish->seen_before);
    if (!due) {
        publish->again_ms = clock_monotonic_ms() + LOOK_MS;
    }
    return due;
}

/* ---- is the share there? ---- */

/* Where nothing is mounted, an empty folder of this computer's own disk lies in its place: the kind of
 * file system tells, once something was published. */
static bool folder_is_there(const struct publish *p, struct outbox *outbox, struct str *why)
{
    char *folder = path_dir(p->name);
    struct statfs fs;
    struct stat st;
    bool there = stat(folder, &st) == 0 && S_ISDIR(st.st_mode) && statfs(folder, &fs) == 0;
    if (there) {
        char *kind = xasprintf("%lx", (unsigned long)fs.f_type);
        char *last = outbox_fact(outbox, "publish_place");
        if (is_there(p->name) || is_there(p->before) || last == NULL) {
            if (!str_same(kind, last)) {
                (void)outbox_set_fact(outbox, "publish_place", kind);
            }
        } else {
            there = str_same(kind, last);
        }
        free(last);
        free(kind);
    }
    if (!there) {
        str_printf(why,
                   "The folder %s, where replies are published, is away. See that the school's "
                   "server is on and the share mounted; the replies wait safely until then.",
                   folder);
    }
    free(folder);
    return there;
}

/* ---- step 1 ---- */

/* May somebody still be copying into that file? */
static bool is_growing(const struct publish *p, const char *path)
{
    struct stat st;
    struct timespec clock;
    clock_gettime(CLOCK_REALTIME, &clock);
    int64_t patience = (int64_t)PATIENCE * p->config->content.settle_seconds;
    int64_t age = lstat(path, &st) == 0 ? clock.tv_sec - st.st_mtim.tv_sec : 0;
    return age >= 0 && age < patience;
}

static enum staff_result merge(struct stafffile *master, const struct staffcopy *copy,
                               const char *file, enum staffmerge_winner winner, bool noted_only,
                               wall_t now, struct str *why)
{
    struct staffmerge rules = {
        .file = file, .winner = winner, .now = now, .noted_only = noted_only};
    struct staffmerge_count count;
    return staffmerge(master, copy, &rules, &count, why);
}

/* What can still be read of a damaged file there comes into the master, by way of two files of this
 * computer's own. The number of rows; 0: none. */
static int64_t rescue(const struct publish *p, struct stafffile *master, wall_t now)
{
    char *folder = outbox_folder(p->config->content.state);
    char *torn = path_join(folder, "published-torn");
    char *whole = path_join(folder, "published-rescued");
    char *bytes = NULL;
    size_t length = 0;
    int64_t rows = 0;
    struct staffcopy *copy = NULL;
    struct str why = {0};
    unlink(whole); /* of a rescue that was interrupted */
    if (path_read(p->name, STAFFCOPY_MOST, &bytes, &length) &&
        path_write_atomic(torn, bytes, length, 0600)) {
        rows = staffrescue_read(torn, whole);
    }
    if (rows > 0 &&
        (staffcopy_read(whole, &copy, &why) != STAFF_OK ||
         merge(master, copy, NAME_THERE, STAFFMERGE_OURS, false, now, &why) != STAFF_OK)) {
        rows = 0;
    }
    if (bytes != NULL) {
        wipe(bytes, length);
    }
    unlink(torn);
    unlink(whole);
    staffcopy_free(copy);
    str_free(&why);
    free(bytes);
    free(torn);
    free(whole);
    free(folder);
    return rows > 0 ? rows : 0;
}

/* What cannot be read as a file of replies goes out of the way, once nobody copies it any more. */
static enum staff_result put_aside(const struct publish *p, struct stafffile *master, wall_t now,
                                   struct str *why)
{
    if (staffcopy_in_use(p->name) || is_growing(p, p->name)) {
        return STAFF_LOCKED;
    }
    int64_t rows = rescue(p, master, now);
    char *aside = path_set_aside(p->name, now);
    if (aside == NULL) {
        return STAFF_AWAY;
    }
    log_warn("%s It was put aside as %s, and a whole one takes its place, with what the office had "
             "written in the %lld rows that could still be read.",
             why->data, aside, (long long)rows);
    free(aside);
    str_clear(why);
    return STAFF_OK;
}

/* What was written into the version before since it became that. */
static enum staff_result take_late(struct publish *p, struct stafffile *master, wall_t now,
                                   struct str *why)
{
    struct str odd = {0};
    enum staff_result result = STAFF_OK;
    staffcopy_free(p->late);
    p->late = NULL;
    note_seen(p->before, &p->seen_before);
    if (is_there(p->before)) {
        result = staffcopy_read(p->before, &p->late, &odd);
        if (result == STAFF_LOCKED || (result != STAFF_OK && is_growing(p, p->before))) {
            str_puts(why, odd.data);
            result = STAFF_LOCKED;
        } else if (result != STAFF_OK) {
            result = STAFF_OK; /* nothing can be read from it, and nothing depends on it */
        }
    }
    if (p->late != NULL) {
        /* Stopped before step 7: it is what was merged as the published file. */
        bool as_published = staffmerge_knows(master, p->late, NAME_THERE);
        result = merge(master, p->late, NAME_BEFORE, STAFFMERGE_OURS, as_published, now, why);
    }
    str_free(&odd);
    return result;
}

static enum staff_result take(struct publish *p, struct stafffile *master, wall_t now,
                              struct str *why)
{
    staffcopy_free(p->there);
    p->there = NULL;
    if (!is_there(p->name) && is_there(p->before) && staffcopy_in_use(p->name)) {
        /* Stopped between 4 and 6 while somebody wrote: their journal belongs to this file. */
        (void)rename(p->before, p->name);
    }
    enum staff_result result = STAFF_OK;
    note_seen(p->name, &p->seen);
    if (is_there(p->name)) {
        result = staffcopy_read(p->name, &p->there, why);
        if (result == STAFF_DAMAGED || result == STAFF_FAILED) {
            result = put_aside(p, master, now, why);
        }
    } else if (staffcopy_in_use(p->name)) {
        str_printf(why, "A program is at work in %s.", p->name);
        result = STAFF_LOCKED;
    }
    result = result == STAFF_OK ? take_late(p, master, now, why) : result;
    if (result == STAFF_OK && p->there != NULL) {
        result = merge(master, p->there, NAME_THERE, STAFFMERGE_THEIRS, false, now, why);
    }
    return result;
}

void publish_take(struct publish *publish, const struct config *config, struct outbox *outbox,
                  struct stafffile *master, wall_t now)
{
    publish->at_work = false;
    if (config->replies.publish[0] == '\0' ||
        (publish->failed && clock_monotonic_ms() < publish->again_ms)) {
        return;
    }
    find_paths(publish, config);
    struct str why = {0};
    publish->at_work =
        folder_is_there(publish, outbox, &why) && take(publish, master, now, &why) == STAFF_OK;
    if (publish->at_work) {
        step(publish, PUBLISH_TAKEN);
    } else {
        ill(publish, outbox, why.data != NULL ? why.data : "");
    }
    str_free(&why);
}

/* ---- steps 2 to 7 ---- */

enum outcome {
    OUT_DONE,
    OUT_CHANGED, /* somebody was faster: over again */
    OUT_REFUSED, /* `why` says it */
};

static enum outcome refused(const char *path, struct str *why)
{
    bool open = errno == EACCES || errno == EBUSY || errno == EPERM || errno == ETXTBSY;
    str_printf(why, "%s cannot be replaced just now: %s.%s Foyer tries again by itself.", path,
               strerror(errno), open ? " A program may have it open; close it there." : "");
    return OUT_REFUSED;
}

static bool write_all(int fd, const char *bytes, size_t length)
{
    while (length > 0) {
        ssize_t wrote = write(fd, bytes, length);
        if (wrote < 0 && errno != EINTR) {
            return false;
        }
        bytes += wrote > 0 ? wrote : 0;
        length -= wrote > 0 ? (size_t)wrote : 0;
    }
    return true;
}

/* Writes `path` and reads it back: what comes from a server is believed when it was seen. */
static bool write_whole(const char *path, const struct staffcopy *image)
{
    size_t length = 0;
    const char *bytes = staffcopy_bytes(image, &length);
    int fd = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW, 0600);
    bool ok = fd >= 0 && write_all(fd, bytes, length) && fsync(fd) == 0;
    ok = fd >= 0 && close(fd) == 0 && ok;
    char *back = NULL;
    size_t got = 0;
    if (ok) {
        ok = path_read(path, STAFFCOPY_MOST, &back, &got);
        if (ok && (got != length || memcmp(back, bytes, length) != 0)) {
            errno = EIO;
            ok = false;
        }
        if (back != NULL) {
            wipe(back, got);
        }
        free(back);
    }
    return ok;
}

/* Renames onto a name that is free, in one step where the file system can. False with errno. */
static bool rename_onto_nothing(const char *from, const char *to)
{
    if (renameat2(AT_FDCWD, from, AT_FDCWD, to, RENAME_NOREPLACE) == 0) {
        return true;
    }
    if (errno != EINVAL && errno != ENOSYS && errno != ENOTSUP) {
        return false;
    }
    if (is_there(to)) {
        errno = EEXIST;
        return false;
    }
    return rename(from, to) == 0;
}

/* Steps 3 to 5. */
static enum outcome make_room(const struct publish *p, struct str *why)
{
    if (p->there == NULL) {
        return is_there(p->name) ? OUT_CHANGED : OUT_DONE;
    }
    if (!staffcopy_is_current(p->there, p->name) ||
        (p->late != NULL && !staffcopy_is_current(p->late, p->before))) {
        return OUT_CHANGED;
    }
    step(p, PUBLISH_CHECKED);
    if (staffcopy_in_use(p->before)) {
        str_printf(why, "A program has %s open. Close it there.", p->before);
        return OUT_REFUSED;
    }
    if (rename(p->name, p->before) != 0) {
        return refused(p->name, why);
    }
    step(p, PUBLISH_ROTATED);
    if (!staffcopy_is_current(p->there, p->before) || staffcopy_in_use(p->name)) {
        (void)rename_onto_nothing(p->before, p->name);
        return OUT_CHANGED;
    }
    step(p, PUBLISH_SURE);
    return OUT_DONE;
}

/* Step 7. Whoever was erased leaves the version before as well. */
static enum outcome note(const struct publish *p, struct stafffile *master,
                         const struct staffcopy *image, wall_t now, struct str *why)
{
    enum staff_result result = STAFF_OK;
    if (p->there != NULL) {
        bool replace = staffcopy_holds_erased(p->there, image) &&
                       staffcopy_is_current(p->there, p->before) && write_whole(p->fresh, image) &&
                       rename(p->fresh, p->before) == 0;
        result =
            merge(master, replace ? image : p->there, NAME_BEFORE, STAFFMERGE_OURS, true, now, why);
    }
    if (result == STAFF_OK) {
        result = merge(master, image, NAME_THERE, STAFFMERGE_THEIRS, true, now, why);
    }
    step(p, PUBLISH_NOTED);
    return result == STAFF_OK ? OUT_DONE : OUT_REFUSED;
}

static enum outcome put(struct publish *p, struct stafffile *master, wall_t now, struct str *why)
{
    struct staffcopy *image = NULL;
    enum outcome outcome = OUT_DONE;
    if (staffcopy_of(master, &image, why) != STAFF_OK) {
        return OUT_REFUSED;
    }
    if (p->there == NULL || !staffcopy_says_same(p->there, image)) {
        if (!write_whole(p->fresh, image)) {
            str_printf(why,
                       "%s cannot be written: %s. Let Foyer's account write to the folder on the "
                       "server, and see that there is room; the replies wait safely until then.",
                       p->fresh, strerror(errno));
            outcome = OUT_REFUSED;
        } else {
            step(p, PUBLISH_WRITTEN);
            outcome = make_room(p, why);
        }
        if (outcome == OUT_DONE && !rename_onto_nothing(p->fresh, p->name)) {
            outcome = errno == EEXIST ? OUT_CHANGED : refused(p->name, why);
            (void)(p->there != NULL && rename_onto_nothing(p->before, p->name));
        } else if (outcome == OUT_DONE) {
            char *folder = path_dir(p->name);
            (void)path_sync_dir(folder); /* not every server can */
            free(folder);
            step(p, PUBLISH_PUT);
            outcome = note(p, master, image, now, why);
        }
        note_seen(p->name, &p->seen);
        note_seen(p->before, &p->seen_before);
    }
    staffcopy_free(image);
    return outcome;
}

void publish_put(struct publish *publish, struct outbox *outbox, struct stafffile *master,
                 wall_t now)
{
    if (!publish->at_work) {
        return;
    }
    struct str why = {0};
    enum outcome outcome = put(publish, master, now, &why);
    for (int i = 1; outcome == OUT_CHANGED && i < MOST_TRIES; i++) {
        str_clear(&why);
        outcome = take(publish, master, now, &why) == STAFF_OK ? put(publish, master, now, &why)
                                                               : OUT_REFUSED;
    }
    if (outcome == OUT_DONE) {
        well(publish, outbox, now);
    } else if (outcome == OUT_CHANGED) {
        str_printf(&why, "%s is being changed all the time. Foyer tries again by itself.",
                   publish->name);
        ill(publish, outbox, why.data);
    } else {
        ill(publish, outbox, why.data != NULL ? why.data : "");
    }
    forget(publish);
    publish->at_work = false;
    str_free(&why);
}

void publish_end(struct publish *publish)
{
    forget(publish);
    free(publish->name);
    free(publish->before);
    free(publish->fresh);
    free(publish->said);
    *publish = (struct publish){0};
}
