/* Reading. How: the files of all waiting drops are one queue; it is worked off in chunks of a few
 * files per decoder, so that memory stays small and the share is glanced at in between. What was
 * decoded is remembered by its content in the catalogue, so stopping half-way in an album of a hundred
 * pictures loses nothing. A drop is stored when its last file is ready. */
#include "jobs/reading.h"

#include <errno.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/alloc.h"
#include "base/log.h"
#include "base/path.h"
#include "base/str.h"
#include "content/picturecache.h"
#include "content/reader.h"

#define FILES_PER_DECODER 2
#define MOST_READY 64               /* files in a chunk, so that memory has an end … */
#define MOST_READY_BYTES (32 << 20) /* … whatever their size */
#define SAY_MS 500
#define TEXT_LIMIT ((int64_t)8 << 20)

/* One file on its way. */
struct reading_file {
    const struct share_file *file;
    enum file_type type;
    char hash[SHARE_HASH_SIZE];
    struct picture_job job;
    bool has_job; /* a picture or PDF: job says what came of it */
    bool skipped; /* a problem was noted, nothing for the reader */
    char *bytes;
    size_t length;
};

/* One drop on its way. */
struct reading {
    const struct share_drop *drop;
    struct reading_file *files; /* NULL: not begun, or concluded */
    size_t next;                /* files before it are ready or in work */
    bool later;                 /* has to wait for another pass */
    bool fresh; /* holds what the catalogue does not remember: to be finished in this pass */
    struct problem_list problems;
};

static void reading_free(struct reading *r)
{
    for (size_t i = 0; r->files != NULL && i < r->drop->count; i++) {
        free(r->files[i].bytes);
        free(r->files[i].job.pages);
        if (r->files[i].has_job && r->files[i].job.fd >= 0) {
            close(r->files[i].job.fd);
        }
    }
    free(r->files);
    r->files = NULL;
    problem_list_free(&r->problems);
}

/* ---- what is known of contents ---- */

static void remember_file(struct intake *intake, const struct reading_file *f)
{
    known_files_add(&intake->files, known_mark(f->file), f->type, f->hash);
}

/* Has this content been decoded or refused before? Then the job is filled. */
static bool recall(struct intake *intake, struct reading_file *f)
{
    struct decoded_page *pages = NULL;
    size_t count = 0;
    char *refused = NULL;
    if (!catalogue_recall(intake->catalogue, f->hash, &pages, &count, &refused)) {
        return false;
    }
    struct picture_job *job = &f->job;
    bool usable = true;
    if (refused != NULL) {
        /* Two lines: what happened, what to do. */
        char *advice = strchr(refused, '\n');
        if (advice != NULL) {
            *advice++ = '\0';
        }
        snprintf(job->reason, sizeof job->reason, "%s", refused);
        snprintf(job->advice, sizeof job->advice, "%s", advice != NULL ? advice : "");
        job->ok = false;
    } else {
        for (size_t i = 0; i < count && usable; i++) {
            usable = picturecache_has(intake->cache_dir, pages[i].hash);
        }
        usable = usable && count > 0;
    }
    if (usable && refused == NULL) {
        job->ok = true;
        job->page_count = count;
        job->pages = xcalloc(count, sizeof *job->pages);
        for (size_t i = 0; i < count; i++) {
            snprintf(job->pages[i].hash, sizeof job->pages[i].hash, "%s", pages[i].hash);
            job->pages[i].width = pages[i].width;
            job->pages[i].height = pages[i].height;
        }
    }
    free(pages);
    free(refused);
    return usable;
}

/* False: not remembered, the file would have to be decoded again. */
static bool remember_content(struct intake *intake, const struct reading_file *f)
{
    const struct picture_job *job = &f->job;
    if (job->try_again || job->more_pages) {
        return false; /* another try may give more */
    }
    if (!job->ok) {
        char *refused = xasprintf("%s\n%s", job->reason, job->advice);
        bool kept = catalogue_remember(intake->catalogue, f->hash, NULL, 0, refused);
        free(refused);
        return kept;
    }
    struct decoded_page *pages = xcalloc(job->page_count, sizeof *pages);
    for (size_t i = 0; i < job->page_count; i++) {
        snprintf(pages[i].hash, sizeof pages[i].hash, "%s", job->pages[i].hash);
        pages[i].width = job->pages[i].width;
        pages[i].height = job->pages[i].height;
    }
    bool kept = catalogue_remember(intake->catalogue, f->hash, pages, job->page_count, NULL);
    free(pages);
    return kept;
}

/* ---- a file ---- */

/* The type that a name promises when it promises a picture; else FILE_UNKNOWN. */
static enum file_type promised(const char *name)
{
    static const char *const endings[] = {"jpg", "jpeg", "jpe", "png",  "webp", "gif",
                                          "tif", "tiff", "svg", "heic", "heif", "avif"};
    const char *ending = path_extension(name);
    for (size_t i = 0; i < sizeof endings / sizeof *endings; i++) {
        if (str_same_nocase(ending, endings[i])) {
            return FILE_JPEG;
        }
    }
    return str_same_nocase(ending, "pdf") ? FILE_PDF : FILE_UNKNOWN;
}

/* A file that will be no picture on the screen, told in the words of one that was tried. */
static void refuse_file(struct reading_file *f, enum file_type type, const char *reason,
                        const char *advice)
{
    f->type = type;
    f->has_job = true;
    f->job = (struct picture_job){.fd = -1, .type = type};
    snprintf(f->job.reason, sizeof f->job.reason, "%s", reason);
    snprintf(f->job.advice, sizeof f->job.advice, "%s", advice);
}

static void note_unreadable(struct intake *intake, const struct share_file *file)
{
    bool denied = errno == EACCES || errno == EPERM;
    char reason[160];
    snprintf(reason, sizeof reason, "This file cannot be read (%s).", strerror(errno));
    problem_add(&intake->problems, file->path, PROBLEM_NOT_SHOWN, reason,
                denied ? "Please ask the IT person to allow the kiosk to read it."
                       : "It is tried again. If this stays, copy the file into the folder anew.");
}

static void refuse_large(struct intake *intake, struct reading *r, struct reading_file *f)
{
    if (file_type_is_picture(f->type)) {
        enum file_type type = f->type;
        refuse_file(f, type, "", "");
        (void)picture_too_large(&f->job, &intake->limits, f->file->size);
        return;
    }
    bool calendar = f->type == FILE_ICS;
    char reason[120];
    /* Rounded up: a file a little too large is not told that it has the size allowed. */
    snprintf(reason, sizeof reason, "This %s is %lld MB; up to %lld MB are read.",
             calendar ? "calendar" : "text file",
             (long long)((f->file->size + (1 << 20) - 1) >> 20), (long long)(TEXT_LIMIT >> 20));
    problem_add(&r->problems, f->file->path, PROBLEM_NOT_SHOWN, reason,
                calendar ? "Export only the coming year, or only the calendar that families "
                           "should see."
                         : "Save only what is needed in it, or several smaller files.");
    f->skipped = true;
}

static void take_picture(struct intake *intake, struct reading_file *f, int fd)
{
    f->has_job = true;
    f->job = (struct picture_job){.fd = fd, .type = f->type, .cache_dir = intake->cache_dir};
    snprintf(f->job.hash, sizeof f->job.hash, "%s", f->hash);
    remember_file(intake, f);
    if (recall(intake, f) && fd >= 0) {
        close(fd);
        f->job.fd = -1;
    }
}

/* What was copied: text is read, a picture is looked up or waits for a decoder (job.fd >= 0). */
static void take_copy(struct intake *intake, struct reading_file *f, const struct share_copy *copy)
{
    enum file_type name_says = promised(f->file->path);
    snprintf(f->hash, sizeof f->hash, "%s", copy->hash);
    if (file_type_is_picture(f->type)) {
        take_picture(intake, f, copy->fd);
        return;
    }
    if (!path_read_fd(copy->fd, (size_t)TEXT_LIMIT, &f->bytes, &f->length)) {
        f->bytes = xstrdup("");
        f->length = 0;
    }
    close(copy->fd);
    if (name_says != FILE_UNKNOWN) {
        refuse_file(f, name_says,
                    name_says == FILE_PDF
                        ? "The file is called a PDF, but what is in it is not one."
                        : "The file is called a picture, but what is in it is not "
                          "one.",
                    "Open it with the program it was made with and save it as JPEG, PNG or PDF.");
    }
}

/* Makes one file ready, or lets the drop wait. */
static void prepare(struct intake *intake, struct reading *r, struct reading_file *f)
{
    const struct share_sizes sizes = {.picture = (int64_t)intake->limits.max_picture_mb << 20,
                                      .pdf = (int64_t)intake->limits.max_pdf_mb << 20,
                                      .text = TEXT_LIMIT};
    if (f->file->settle == SETTLE_STUCK) {
        refuse_file(f, promised(f->file->path) == FILE_PDF ? FILE_PDF : FILE_JPEG,
                    "The file is empty (0 bytes).", "Copy it into the folder again.");
        return;
    }
    const struct known_file *known = known_files_find(&intake->files, known_mark(f->file));
    if (known != NULL) {
        f->type = known->type;
        snprintf(f->hash, sizeof f->hash, "%s", known->hash);
        take_picture(intake, f, -1);
        if (f->job.ok || f->job.reason[0] != '\0') {
            return;
        }
        f->has_job = false; /* the cache has lost it: read it again */
    }
    int64_t age = settle_age_ms(&intake->settled, f->file->raw, intake->now_ms);
    /* Zeroes at the end may still be filled in; not for ever, and --once asks only twice. */
    bool accept_zeros = age >= (intake->once ? 2 * intake->rules.settle_ms : SETTLE_PATIENCE_MS);
    struct share_copy copy;
    enum share_copy_result result = share_copy(intake->share, f->file, &sizes, accept_zeros, &copy);
    f->type = copy.type;
    switch (result) {
    case SHARE_COPY_OK:
        take_copy(intake, f, &copy);
        break;
    case SHARE_COPY_CHANGING:
        r->later = true;
        break;
    case SHARE_COPY_TOO_LARGE:
        refuse_large(intake, r, f);
        break;
    case SHARE_COPY_REFUSED:
        break;
    case SHARE_COPY_UNREADABLE:
        note_unreadable(intake, f->file);
        r->later = true;
        break;
    }
    if (result == SHARE_COPY_REFUSED && file_type_refusal(f->type) == NULL &&
        promised(f->file->path) != FILE_UNKNOWN) {
        refuse_file(f, promised(f->file->path),
                    "The file is called a picture, but what is in it is not one.",
                    "Open it with the program it was made with and save it as JPEG, PNG or PDF.");
    }
}

/* ---- a chunk ---- */

static bool stop_asked(struct intake *intake)
{
    struct pollfd asked = {.fd = intake->stop_fd, .events = POLLIN};
    if (intake->stop_fd >= 0 && poll(&asked, 1, 0) > 0) {
        intake->stopped = true;
    }
    return intake->stopped;
}

static void say_progress(struct intake *intake, size_t done)
{
    char text[64];
    int64_t now_ms = clock_monotonic_ms();
    if (done <= intake->said_done && done < intake->total) {
        return;
    }
    intake->said_done = done;
    snprintf(text, sizeof text, "%zu of %zu", done, intake->total);
    if (done < intake->total && now_ms - intake->said_ms < SAY_MS) {
        return; /* often enough for a person, and each fact is a write */
    }
    intake->said_ms = now_ms;
    intake_say(intake, &intake->said_progress, "progress", text);
    if (intake->once) {
        log_info("%s files read …", text);
    }
}

static bool while_decoding(void *context, size_t done, size_t total)
{
    struct intake *intake = context;
    (void)total;
    say_progress(intake, intake->done + done);
    if (!intake->once) {
        intake_glance(intake);
    }
    return !stop_asked(intake);
}

static bool start_decoder(struct intake *intake)
{
    if (intake->decoder == NULL) {
        intake->decoder = picture_decoder_start(&intake->limits, intake->parallel);
        if (intake->decoder == NULL) {
            log_error("pictures cannot be read: the worker did not start (%s)", strerror(errno));
        }
    }
    return intake->decoder != NULL;
}

/* Decodes what the chunk collected. */
static void decode(struct intake *intake, struct reading **owners, struct reading_file **waiting,
                   size_t count)
{
    struct picture_job *jobs = xcalloc(count, sizeof *jobs);
    bool started = count > 0 && start_decoder(intake);
    for (size_t i = 0; i < count; i++) {
        jobs[i] = waiting[i]->job;
    }
    if (started) {
        picture_decode(intake->decoder, jobs, count, while_decoding, intake);
    }
    for (size_t i = 0; i < count; i++) {
        struct reading_file *f = waiting[i];
        close(jobs[i].fd);
        f->job = jobs[i];
        f->job.fd = -1;
        f->job.try_again = f->job.try_again || !started;
        if (f->job.try_again) {
            owners[i]->later = true;
            if (!intake->stopped) {
                log_warn("%s is tried again: %s", f->file->path, f->job.reason);
            }
        } else {
            owners[i]->fresh = !remember_content(intake, f) || owners[i]->fresh;
        }
    }
    free(jobs);
}

/* ---- a drop ---- */

/* Ends the state of a drop that was first seen, or only read again, while nobody knew what time it is. */
#define UNSURE_SEEN '?'
#define UNSURE_READ '~'

static char last_of(const char *state)
{
    size_t length = strlen(state);
    return length > 0 ? state[length - 1] : '\0';
}

static char *state_on(const struct intake *intake, const struct share_drop *drop, long long day,
                      char unsure)
{
    /* Raised when the reader learns something that makes reading again worth while. */
    static const int reader_version = 3;
    const char suffix[] = {unsure, '\0'};
    return xasprintf("%s.%d.%d.%s.%lld.%llx%s", drop->signature, reader_version,
                     intake->config->school.date_order, intake->config->school.year_ends, day,
                     (unsigned long long)intake->screening_mark, suffix);
}

char *reading_state(const struct intake *intake, const struct share_drop *drop)
{
    bool calendar = false;
    for (size_t i = 0; i < drop->count; i++) {
        calendar = calendar || str_same_nocase(path_extension(drop->files[i].path), "ics");
    }
    /* A calendar shows the next 90 days: each day there is one more. */
    long long day = calendar ? (long long)(wall_midnight(intake->now) / WALL_DAY) : 0;
    char unsure = '\0';
    if (!intake->clock_is_sure) {
        const struct ledger_entry *known = ledger_find(&intake->ledger, drop->key);
        bool first = known == NULL || last_of(known->state) == UNSURE_SEEN;
        unsure = first ? UNSURE_SEEN : UNSURE_READ;
    }
    return state_on(intake, drop, day, unsure);
}

/* Was it first seen by a clock that nobody had set, or by one that was ahead? */
static bool seen_at_a_wrong_time(const struct intake *intake, const struct ledger_entry *known)
{
    return last_of(known->state) == UNSURE_SEEN || known->first_seen > intake->now + WALL_DAY;
}

/* The day in a state: behind the last dot but one. */
static long long day_of(const char *state)
{
    const char *dots[2] = {"", ""};
    for (const char *at = state; *at != '\0'; at++) {
        if (*at == '.') {
            dots[0] = dots[1];
            dots[1] = at;
        }
    }
    return dots[0][0] == '.' ? strtoll(dots[0] + 1, NULL, 10) : 0;
}

bool reading_is_needed(const struct intake *intake, const struct share_drop *drop,
                       const struct ledger_entry *known)
{
    /* Without a clock what depends on the time waits; but what staff changed, and whom the school does not
     * want to show, counts at once. */
    char last = last_of(known->state);
    char unsure = last == UNSURE_SEEN || last == UNSURE_READ ? last : '\0';
    char *state = intake->clock_is_sure ? reading_state(intake, drop)
                                        : state_on(intake, drop, day_of(known->state), unsure);
    bool needed = strcmp(known->state, state) != 0 ||
                  (intake->clock_is_sure && seen_at_a_wrong_time(intake, known));
    free(state);
    return needed;
}

/* A mark of everything in the drop's files; "" for a drop that can have no twin. */
static char *content_of(const struct reading *r)
{
    uint64_t hash = STR_HASH_SEED;
    bool pictures = false;
    for (size_t i = 0; i < r->drop->count; i++) {
        const struct reading_file *f = &r->files[i];
        pictures = pictures || (f->has_job && f->job.ok);
        hash = str_hash(hash, f->hash, strlen(f->hash) + 1);
    }
    return pictures ? xasprintf("%016llx", (unsigned long long)hash) : xstrdup("");
}

/* The drop that shows the same already; NULL: none. An event, a session or a role may well share its
 * picture with another one, so these have no twins. */
static const char *twin_of(const struct intake *intake, const struct share_drop *drop,
                           const char *content)
{
    if (content[0] == '\0' || drop->kind == ITEM_EVENT || drop->kind == ITEM_LEARNING ||
        drop->kind == ITEM_VOLUNTEERING || drop->kind == ITEM_THEME) {
        return NULL;
    }
    for (size_t i = 0; i < intake->ledger.count; i++) {
        const struct ledger_entry *entry = &intake->ledger.entries[i];
        if (strcmp(entry->content, content) == 0 && strcmp(entry->key, drop->key) != 0 &&
            ledger_same_folder(entry->key, drop->key) &&
            share_scan_find(&intake->scan, entry->key) != NULL &&
            /* One that is held back or over is no reason to hide the other. */
            catalogue_shows(intake->catalogue, entry->key, intake->now)) {
            return entry->key;
        }
    }
    return NULL;
}

/* Hands the ready files to the reader. */
static struct drop read_drop(struct intake *intake, const struct reading *r)
{
    const struct ledger_entry *known = ledger_find(&intake->ledger, r->drop->key);
    struct drop drop = {.first_seen = known != NULL ? known->first_seen : intake->now};
    struct screening screening = {.full_names = intake->config->privacy.full_names,
                                  .allowed = intake->config->privacy.allowed_names,
                                  .not_shown = &intake->not_shown,
                                  .list_lost = intake->list_lost};
    struct reader_context context = {
        .now = intake->now, /* without a clock a guess; it is read again once the time is known */
        .date_order = (enum date_order)intake->config->school.date_order,
        .year_ends = intake->config->school.year_ends,
        .clock_sure = intake->clock_is_sure,
        .screening = &screening,
    };
    struct drop_file *files = xcalloc(r->drop->count, sizeof *files);
    size_t count = 0;
    for (size_t i = 0; i < r->drop->count; i++) {
        const struct reading_file *f = &r->files[i];
        if (!f->skipped) {
            files[count++] = (struct drop_file){.path = f->file->path,
                                                .type = f->type,
                                                .bytes = f->has_job ? NULL : f->bytes,
                                                .length = f->has_job ? 0 : f->length,
                                                .picture = f->has_job ? &f->job : NULL};
        }
    }
    if (count > 0) {
        reader_read(&drop, r->drop->kind, files, count, &context);
    } else {
        drop.failed = true;
    }
    free(files);
    free(drop.key);
    drop.key = xstrdup(r->drop->key);
    if (drop.source == NULL) {
        drop.source = xstrdup(r->drop->files[0].path);
    }
    for (size_t i = 0; i < r->problems.count; i++) {
        const struct problem *p = &r->problems.problems[i];
        problem_add(&drop.problems, p->source, p->weight, p->reason, p->advice);
    }
    return drop;
}

/* A drop that was first seen while nobody knew the time, or in what is still to come, has been seen now. */
static bool see_anew(struct intake *intake, const char *key)
{
    struct ledger_entry *known = ledger_find(&intake->ledger, key);
    if (!intake->clock_is_sure || known == NULL || !seen_at_a_wrong_time(intake, known)) {
        return true;
    }
    known->first_seen = intake->now;
    return catalogue_seen(intake->catalogue, key, intake->now);
}

static bool store(struct intake *intake, const struct reading *r)
{
    char *state = reading_state(intake, r->drop);
    char *content = content_of(r);
    const char *twin = twin_of(intake, r->drop, content);
    bool ok = true;
    if (twin != NULL) {
        known_twins_set(&intake->twins, r->drop->key, state, twin);
        if (ledger_find(&intake->ledger, r->drop->key) != NULL) {
            ok = catalogue_take_down(intake->catalogue, r->drop->key);
            ledger_remove(&intake->ledger, r->drop->key);
        }
    } else {
        bool text_only = true;
        for (size_t i = 0; i < r->drop->count; i++) {
            text_only = text_only && !r->files[i].has_job;
        }
        ok = see_anew(intake, r->drop->key);
        struct drop drop = read_drop(intake, r);
        drop.signature = ledger_signature(state, r->drop->shape, content, text_only);
        ok = ok && catalogue_put(intake->catalogue, &drop, intake->now);
        if (ok) {
            ledger_set(&intake->ledger, drop.key, drop.signature, drop.first_seen);
            intake->refused += drop.failed;
            intake->added += !drop.failed;
        }
        drop_free(&drop);
    }
    intake->to_sweep = true;
    intake->changes++;
    free(content);
    free(state);
    return ok;
}

/* ---- the queue ---- */

static void begin(struct reading *r)
{
    const struct share_drop *drop = r->drop;
    r->files = xcalloc(drop->count, sizeof *r->files);
    for (size_t i = 0; i < drop->count; i++) {
        r->files[i].file = &drop->files[i];
        r->files[i].job.fd = -1;
    }
}

/* Makes files ready, from *at on, until a chunk is full: as many wait for a decoder as keep all busy for
 * a moment, or as much is held as may be. Then decodes what waits. */
static void run_chunk(struct intake *intake, struct reading *readings, size_t count, size_t *at)
{
    size_t most = (size_t)intake->parallel * FILES_PER_DECODER;
    struct reading_file **waiting = xcalloc(most, sizeof *waiting);
    struct reading **owners = xcalloc(most, sizeof *owners);
    size_t wait_count = 0;
    size_t ready = 0;
    int64_t bytes = 0;
    while (*at < count && wait_count < most && ready < MOST_READY && bytes < MOST_READY_BYTES) {
        struct reading *r = &readings[*at];
        if (r->files == NULL) {
            begin(r);
        }
        if (r->later || r->next == r->drop->count) {
            (*at)++;
            continue;
        }
        struct reading_file *f = &r->files[r->next++];
        prepare(intake, r, f);
        ready++;
        bytes += f->bytes != NULL || f->job.fd >= 0 ? f->file->size : 0;
        if (f->has_job && f->job.fd >= 0) {
            owners[wait_count] = r;
            waiting[wait_count++] = f;
        }
    }
    if (wait_count > 0) {
        decode(intake, owners, waiting, wait_count);
    }
    free(owners);
    free(waiting);
}

/* A copy that paused for longer than settling takes looks like a damaged picture. It gets more time
 * before that is said, or an album goes without it. */
static bool may_still_arrive(const struct intake *intake, const struct reading *r)
{
    for (size_t i = 0; i < r->drop->count; i++) {
        const struct reading_file *f = &r->files[i];
        if (f->has_job && picture_may_be_a_part(&f->job) &&
            settle_age_ms(&intake->settled, f->file->raw, intake->now_ms) <
                intake->rules.patience_ms) {
            return true;
        }
    }
    return false;
}

/* Stores a drop whose files are all ready, unless it has to wait or has left. */
static bool conclude(struct intake *intake, struct reading *r, bool *later)
{
    bool ok = true;
    r->later = r->later || may_still_arrive(intake, r);
    *later = *later || r->later;
    if (!r->later && !r->drop->gone) {
        ok = store(intake, r);
        intake->done += r->drop->count;
        say_progress(intake, intake->done);
    }
    reading_free(r);
    return ok;
}

static bool is_ready(const struct reading *r)
{
    return r->files != NULL && (r->later || r->next == r->drop->count);
}

bool reading_run(struct intake *intake, const struct share_drop *const *drops, size_t count,
                 int64_t budget_ms, size_t *finished, bool *later)
{
    int64_t until = clock_monotonic_ms() + budget_ms;
    struct reading *readings = xcalloc(count, sizeof *readings);
    size_t at = 0;     /* the reading whose files are being made ready */
    size_t stored = 0; /* readings before it are concluded */
    bool ok = true;
    bool started = false;
    for (size_t i = 0; i < count; i++) {
        readings[i].drop = drops[i];
    }
    while (ok && stored < count && !stop_asked(intake) &&
           (!started || readings[stored].fresh || clock_monotonic_ms() < until)) {
        started = true;
        run_chunk(intake, readings, count, &at);
        while (ok && stored < count && !intake->stopped && is_ready(&readings[stored])) {
            ok = conclude(intake, &readings[stored], later);
            *finished = ++stored;
        }
        at = at < stored ? stored : at;
    }
    for (size_t i = 0; i < count; i++) {
        reading_free(&readings[i]);
    }
    free(readings);
    return ok;
}
