/* The intake. How: the scan of the share and the catalogue's ledger are compared by drop key. Nothing
 * is taken down unless the scan can be trusted: every folder was read, and either the marker folder
 * or something known is there (an unmounted share is an empty folder, not a school without news). */
#include "jobs/intake.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/alloc.h"
#include "base/log.h"
#include "base/path.h"
#include "base/str.h"
#include "jobs/reading.h"
#include "jobs/sweep.h"

#define BUDGET_MS 2000
#define GLANCE_MS 2000
#define GRACE_MS 1500 /* office programs delete and rename when they save */
#define SWEEP_MS 10000
#define MOST_DECODERS 3 /* a 48-megapixel HEIC takes some 300 MB */
#define LEAST_FIT 1920
#define MOST_FIT 3840
#define OWN_KEY ":share" /* the drop that carries the problems of the share itself */
#define SEEN_FACT "share_seen"

/* ---- opening ---- */

static int decoders(void)
{
    long processors = sysconf(_SC_NPROCESSORS_ONLN);
    long most = processors - 1 < MOST_DECODERS ? processors - 1 : MOST_DECODERS;
    return most < 1 ? 1 : (int)most;
}

/* The longest side of a picture: the display's, where the configuration says more than usual. */
static int fit_for(const struct config *config)
{
    int fit = LEAST_FIT;
    fit = config->display.width > fit ? config->display.width : fit;
    fit = config->display.height > fit ? config->display.height : fit;
    return fit < MOST_FIT ? fit : MOST_FIT;
}

bool intake_open(struct intake *intake, const struct config *config, bool once, int stop_fd,
                 wall_t now)
{
    *intake = (struct intake){
        .config = config,
        .parallel = decoders(),
        .once = once,
        .stop_fd = stop_fd,
        .rules = settle_rules_for(config->content.settle_seconds, once),
        .limits = {.max_megapixels = config->content.max_megapixels,
                   .max_picture_mb = config->content.max_picture_mb,
                   .max_pdf_mb = config->content.max_pdf_mb,
                   .max_pdf_pages = config->content.max_pdf_pages,
                   .deadline_seconds = config->content.decode_seconds,
                   .fit_pixels = fit_for(config)},
        .cache_dir = path_join(config->content.state, "cache"),
        .to_sweep = true, /* what a killed process left */
    };
    intake->settled.due_ms = INT64_MAX;
    intake->share = share_open(config->content.share, config->content.max_files);
    if (!path_make_dirs(intake->cache_dir, 0700)) {
        log_error(
            "the folder %s cannot be made (%s); set [content] state to a folder that Foyer may "
            "write",
            intake->cache_dir, strerror(errno));
        return false;
    }
    struct str note = {0};
    intake->catalogue = catalogue_open(config->content.state, CATALOGUE_WRITE, now, &note);
    if (note.length > 0) {
        log_warn("%s", note.data);
        if (intake->catalogue != NULL) {
            (void)catalogue_set_fact(intake->catalogue, "note", note.data);
        }
    } else if (intake->catalogue == NULL) {
        log_error(
            "the catalogue in %s cannot be opened; see that the folder can be written and the "
            "disk is not full",
            config->content.state);
    }
    str_free(&note);
    return intake->catalogue != NULL;
}

static void free_twins(struct intake *intake)
{
    for (size_t i = 0; i < intake->twin_count; i++) {
        free(intake->twins[i].key);
        free(intake->twins[i].state);
        free(intake->twins[i].of);
    }
    free(intake->twins);
}

void intake_close(struct intake *intake)
{
    picture_decoder_stop(intake->decoder);
    share_close(intake->share);
    catalogue_close(intake->catalogue);
    settle_free(&intake->settled);
    ledger_free(&intake->ledger);
    share_scan_free(&intake->scan);
    problem_list_free(&intake->problems);
    free_twins(intake);
    for (size_t i = 0; i < intake->missing_count; i++) {
        free(intake->missing[i].key);
    }
    free(intake->missing);
    free(intake->files);
    free(intake->cache_dir);
    free(intake->said_share);
    free(intake->said_progress);
    free(intake->said_looked);
    *intake = (struct intake){.stop_fd = -1};
}

void intake_say(struct intake *intake, char **said, const char *name, const char *value)
{
    if (*said == NULL || strcmp(*said, value) != 0) {
        free(*said);
        *said = xstrdup(value);
        (void)catalogue_set_fact(intake->catalogue, name, value);
    }
}

/* ---- is the scan to be believed? ---- */

static bool anything_known_there(const struct ledger *ledger, const struct share_scan *scan)
{
    for (size_t i = 0; i < ledger->count; i++) {
        if (share_scan_find(scan, ledger->entries[i].key) != NULL) {
            return true;
        }
    }
    return false;
}

/* Has this catalogue ever seen the share? */
static bool seen_before(struct intake *intake)
{
    char *seen = catalogue_fact(intake->catalogue, SEEN_FACT);
    bool yes = seen != NULL && seen[0] != '\0';
    free(seen);
    return yes || intake->ledger.count > 0;
}

static bool trusted(const struct intake *intake, const struct share_scan *scan)
{
    return scan->health == SHARE_OK &&
           (scan->has_marker || anything_known_there(&intake->ledger, scan));
}

static void say_share(struct intake *intake, bool ok)
{
    if (ok) {
        if (intake->said_share != NULL && strcmp(intake->said_share, "ok") != 0) {
            log_info("the share is back");
        }
        intake_say(intake, &intake->said_share, "share", "ok");
        return;
    }
    char *before = catalogue_fact(intake->catalogue, "share");
    if (before == NULL || !str_starts_nocase(before, "away since ")) {
        char iso[24];
        char *text = xasprintf("away since %s", wall_to_iso(intake->now, true, iso));
        intake_say(intake, &intake->said_share, "share", text);
        free(text);
    } else if (intake->said_share == NULL) {
        intake->said_share = xstrdup(before);
    }
    free(before);
}

/* ---- taking down ---- */

static bool take_down(struct intake *intake, const char *key)
{
    char *gone = xstrdup(key); /* the ledger's own is about to be freed */
    bool ok = catalogue_take_down(intake->catalogue, gone);
    if (ok) {
        log_info("taken down: %s", gone);
        ledger_remove(&intake->ledger, gone);
        intake->taken_down++;
        intake->changes++;
        intake->to_sweep = true;
    }
    free(gone);
    return ok;
}

/* Text and calendars get a moment of grace. True: the grace is over. */
static bool grace_is_over(struct intake *intake, const struct ledger_entry *entry, int64_t now_ms)
{
    if (!entry->text_only || intake->once) {
        return true;
    }
    for (size_t i = 0; i < intake->missing_count; i++) {
        if (strcmp(intake->missing[i].key, entry->key) == 0) {
            return now_ms - intake->missing[i].since_ms >= GRACE_MS;
        }
    }
    struct intake_missing missing = {.key = xstrdup(entry->key), .since_ms = now_ms};
    intake->missing =
        xgrow(intake->missing, intake->missing_count, &intake->missing_capacity, sizeof missing);
    intake->missing[intake->missing_count++] = missing;
    return false;
}

/* Forgets the grace of what is back, or gone for good. */
static void settle_missing(struct intake *intake, const struct share_scan *scan)
{
    size_t kept = 0;
    for (size_t i = 0; i < intake->missing_count; i++) {
        struct intake_missing *m = &intake->missing[i];
        if (share_scan_find(scan, m->key) == NULL && ledger_find(&intake->ledger, m->key) != NULL) {
            intake->missing[kept++] = *m;
        } else {
            free(m->key);
        }
    }
    intake->missing_count = kept;
}

/* Takes down what a trusted scan misses. */
static bool take_down_missing(struct intake *intake, const struct share_scan *scan, int64_t now_ms)
{
    bool ok = true;
    for (size_t i = 0; ok && i < intake->ledger.count;) {
        const struct ledger_entry *entry = &intake->ledger.entries[i];
        if (share_scan_find(scan, entry->key) == NULL && !share_scan_blocked(scan, entry->key) &&
            grace_is_over(intake, entry, now_ms)) {
            ok = take_down(intake, entry->key); /* the next one moves to i */
        } else {
            i++;
        }
    }
    settle_missing(intake, scan);
    return ok;
}

/* The key under which a missing drop lies now: same folder, same sizes and times. NULL: nowhere. */
static const char *renamed_to(const struct intake *intake, const struct share_scan *scan,
                              const struct ledger_entry *entry)
{
    for (size_t i = 0; entry->shape[0] != '\0' && i < scan->count; i++) {
        const struct share_drop *drop = &scan->drops[i];
        if (strcmp(drop->shape, entry->shape) == 0 && ledger_same_folder(drop->key, entry->key) &&
            ledger_find(&intake->ledger, drop->key) == NULL) {
            return drop->key;
        }
    }
    return NULL;
}

static void follow_renames(struct intake *intake, const struct share_scan *scan)
{
    for (size_t i = 0; i < intake->ledger.count; i++) {
        const struct ledger_entry *entry = &intake->ledger.entries[i];
        if (share_scan_find(scan, entry->key) != NULL || share_scan_blocked(scan, entry->key)) {
            continue;
        }
        const char *to = renamed_to(intake, scan, entry);
        if (to != NULL && catalogue_rename(intake->catalogue, entry->key, to)) {
            log_info("renamed: %s is now %s", entry->key, to);
            intake->changes++;
            ledger_rename(&intake->ledger, entry->key, to);
        }
    }
}

void intake_glance(struct intake *intake)
{
    int64_t now_ms = clock_monotonic_ms();
    if (now_ms - intake->looked_ms < GLANCE_MS) {
        return;
    }
    intake->looked_ms = now_ms;
    struct share_scan scan;
    share_scan(intake->share, &intake->settled, &intake->rules, now_ms, &scan);
    if (trusted(intake, &scan)) {
        follow_renames(intake, &scan);
        (void)take_down_missing(intake, &scan, now_ms);
        for (size_t i = 0; i < intake->scan.count; i++) {
            struct share_drop *drop = &intake->scan.drops[i];
            drop->gone = share_scan_find(&scan, drop->key) == NULL;
        }
    }
    share_scan_free(&scan);
}

/* ---- what is new or changed ---- */

static bool twin_still_shows(const struct intake *intake, const struct share_drop *drop,
                             const char *state)
{
    for (size_t i = 0; i < intake->twin_count; i++) {
        const struct intake_twin *twin = &intake->twins[i];
        if (strcmp(twin->key, drop->key) == 0 && strcmp(twin->state, state) == 0 &&
            ledger_find(&intake->ledger, twin->of) != NULL &&
            share_scan_find(&intake->scan, twin->of) != NULL) {
            return true;
        }
    }
    return false;
}

static bool is_changed(const struct intake *intake, const struct share_drop *drop)
{
    const struct ledger_entry *known = ledger_find(&intake->ledger, drop->key);
    char *state = reading_state(intake, drop);
    bool changed = (known == NULL || strcmp(known->state, state) != 0) &&
                   !share_scan_blocked(&intake->scan, drop->key) &&
                   !twin_still_shows(intake, drop, state);
    free(state);
    return changed;
}

/* Small ones first: a notice does not wait for an album. */
static int by_weight(const void *a, const void *b)
{
    const struct share_drop *const *x = a;
    const struct share_drop *const *y = b;
    int64_t size_x = 0;
    int64_t size_y = 0;
    for (size_t i = 0; i < (*x)->count; i++) {
        size_x += (*x)->files[i].size;
    }
    for (size_t i = 0; i < (*y)->count; i++) {
        size_y += (*y)->files[i].size;
    }
    return size_x < size_y ? -1 : size_x > size_y ? 1 : strcmp((*x)->key, (*y)->key);
}

/* A copy that does not come to an end is something to tell. */
static void note_slow_files(struct intake *intake, const struct share_drop *drop)
{
    for (size_t i = 0; i < drop->count; i++) {
        const struct share_file *file = &drop->files[i];
        if (file->settle == SETTLE_WAIT && file->size == 0 &&
            settle_age_ms(&intake->settled, file->raw, intake->now_ms) >= SETTLE_PATIENCE_MS) {
            problem_add(&intake->problems, file->path, PROBLEM_NOT_SHOWN,
                        "This file is still empty.", "Copy it into the folder again.");
        }
    }
}

/* The changed drops of the scan that may be read; *waiting: some may not yet. Caller frees. */
static const struct share_drop **changed_drops(struct intake *intake, size_t *count, bool *waiting)
{
    const struct share_drop **drops = xcalloc(intake->scan.count + 1, sizeof *drops);
    *count = 0;
    for (size_t i = 0; i < intake->scan.count; i++) {
        const struct share_drop *drop = &intake->scan.drops[i];
        if (!is_changed(intake, drop)) {
            continue;
        }
        if (drop->settled) {
            drops[(*count)++] = drop;
        } else {
            *waiting = true;
            note_slow_files(intake, drop);
        }
    }
    if (*count > 1) {
        qsort(drops, *count, sizeof *drops, by_weight);
    }
    return drops;
}

static enum intake_result read_changes(struct intake *intake)
{
    bool waiting = false;
    size_t count = 0;
    size_t finished = 0;
    const struct share_drop **drops = changed_drops(intake, &count, &waiting);
    size_t files = 0;
    for (size_t i = 0; i < count; i++) {
        files += drops[i]->count;
    }
    intake->total = intake->done + files;
    bool later = false;
    bool ok = count == 0 || reading_run(intake, drops, count, BUDGET_MS, &finished, &later);
    free(drops);
    if (!ok) {
        return INTAKE_FAILED;
    }
    if (intake->stopped) {
        return INTAKE_STOPPED;
    }
    if (finished < count) {
        return INTAKE_MORE;
    }
    intake->done = intake->total = intake->said_done = 0;
    intake_say(intake, &intake->said_progress, "progress", "");
    return waiting || later || intake->missing_count > 0 ? INTAKE_WAITING : INTAKE_IDLE;
}

/* ---- what is wrong with the share itself ---- */

static uint64_t hash_problems(uint64_t hash, const struct problem_list *list)
{
    for (size_t i = 0; i < list->count; i++) {
        const struct problem *p = &list->problems[i];
        hash = str_hash(hash, p->source, strlen(p->source) + 1);
        hash = str_hash(hash, p->reason, strlen(p->reason) + 1);
    }
    return hash;
}

static void add_all(struct problem_list *to, const struct problem_list *from)
{
    for (size_t i = 0; i < from->count; i++) {
        const struct problem *p = &from->problems[i];
        problem_add(to, p->source, p->weight, p->reason, p->advice);
    }
}

static bool put_share_problems(struct intake *intake)
{
    uint64_t hash = hash_problems(STR_HASH_SEED, &intake->scan.problems);
    hash = hash_problems(hash, &intake->problems);
    if (hash == intake->said_problems) {
        return true;
    }
    bool ok;
    if (intake->scan.problems.count + intake->problems.count == 0) {
        ok = catalogue_take_down(intake->catalogue, OWN_KEY);
    } else {
        struct drop drop = {.key = xstrdup(OWN_KEY),
                            .source = xstrdup(""),
                            .signature = xasprintf("%016llx", (unsigned long long)hash),
                            .first_seen = intake->now};
        add_all(&drop.problems, &intake->scan.problems);
        add_all(&drop.problems, &intake->problems);
        ok = catalogue_put(intake->catalogue, &drop, intake->now);
        drop_free(&drop);
    }
    if (ok) {
        intake->said_problems = hash;
        intake->changes++;
    }
    return ok;
}

/* ---- the pass ---- */

/* Forgets contents of files that have left the share, now and then. */
static void forget_files(struct intake *intake)
{
    if (intake->file_count > 2 * intake->scan.file_count + 64) {
        intake->file_count = 0;
    }
}

static bool fill_ledger(struct intake *intake)
{
    struct drop_known_list known = {0};
    bool ok = catalogue_drops(intake->catalogue, &known);
    if (ok) {
        ledger_fill(&intake->ledger, &known);
    }
    drop_known_list_free(&known);
    return ok;
}

static void say_looked(struct intake *intake)
{
    char iso[24];
    /* To the minute: each write wears the card. */
    wall_t minute = intake->now - ((intake->now % 60) + 60) % 60;
    intake_say(intake, &intake->said_looked, "last_looked", wall_to_iso(minute, true, iso));
}

enum intake_result intake_pass(struct intake *intake, wall_t now, int64_t now_ms)
{
    intake->now = now;
    intake->now_ms = now_ms;
    intake->looked_ms = clock_monotonic_ms();
    if (!fill_ledger(intake)) {
        return INTAKE_FAILED;
    }
    share_scan_free(&intake->scan);
    problem_list_free(&intake->problems);
    share_scan(intake->share, &intake->settled, &intake->rules, now_ms, &intake->scan);
    bool first = !seen_before(intake);
    bool believed = trusted(intake, &intake->scan);
    if (intake->scan.health != SHARE_OK || (!believed && !first && intake->scan.count == 0)) {
        say_share(intake, false);
        return INTAKE_AWAY;
    }
    say_share(intake, true);
    if (first) {
        (void)catalogue_set_fact(intake->catalogue, SEEN_FACT, "yes");
    }
    if (believed || first) {
        (void)share_lay_out(intake->share, &intake->scan);
        if (!intake->scan.has_marker || !intake->has_guide) {
            (void)share_lay_guide(intake->share);
            intake->has_guide = true;
        }
    }
    if (believed) {
        follow_renames(intake, &intake->scan);
        if (!take_down_missing(intake, &intake->scan, now_ms)) {
            return INTAKE_FAILED;
        }
    }
    forget_files(intake);
    enum intake_result result = read_changes(intake);
    if (result != INTAKE_STOPPED && result != INTAKE_FAILED && !put_share_problems(intake)) {
        result = INTAKE_FAILED;
    }
    say_looked(intake);
    return result;
}

int64_t intake_due_ms(const struct intake *intake)
{
    int64_t due = intake->settled.due_ms;
    for (size_t i = 0; i < intake->missing_count; i++) {
        int64_t over = intake->missing[i].since_ms + GRACE_MS;
        due = over < due ? over : due;
    }
    return due;
}

static int by_text(const void *a, const void *b)
{
    return strcmp(*(char *const *)a, *(char *const *)b);
}

void intake_tidy(struct intake *intake, int64_t now_ms, bool at_once)
{
    if (!intake->to_sweep || (!at_once && now_ms - intake->swept_ms < SWEEP_MS)) {
        return;
    }
    /* Pictures of an album that is still being read are in no item yet. */
    struct hash_list kept = {0};
    if (intake->total > 0) {
        kept.hashes = xcalloc(intake->file_count + 1, sizeof *kept.hashes);
        for (size_t i = 0; i < intake->file_count; i++) {
            kept.hashes[kept.count++] = xstrdup(intake->files[i].hash);
        }
        qsort(kept.hashes, kept.count, sizeof *kept.hashes, by_text);
    }
    intake->swept_ms = now_ms;
    if (sweep_cache(intake->catalogue, intake->cache_dir, &kept) >= 0 &&
        catalogue_tidy(intake->catalogue)) {
        intake->to_sweep = intake->total > 0;
    }
    hash_list_free(&kept);
}
