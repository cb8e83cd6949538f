/* The intake. How: the scan of the share and the catalogue's ledger are compared by drop key. Nothing
 * is taken down unless the scan can be trusted: every folder was read, and either the marker folder
 * or something known is there (an unmounted share is an empty folder, not a school without news). A
 * pass that leaves nothing to do remembers the scan's mark; until that differs, looking is enough. */
#include "jobs/intake.h"

#include <errno.h>
#include <sched.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/sysinfo.h>

#include "base/alloc.h"
#include "base/log.h"
#include "base/memory.h"
#include "base/path.h"
#include "base/str.h"
#include "content/picturecache.h"
#include "jobs/reading.h"
#include "jobs/renames.h"
#include "jobs/rules.h"
#include "jobs/sweep.h"

#define BUDGET_MS 2000
#define GLANCE_MS 2000
#define GRACE_MS 1500 /* office programs delete and rename when they save */
#define SWEEP_MS 10000
#define SPARE_MB 300 /* for everything else on the machine, when decoders are counted */
#define LEAST_FIT 1920
#define MOST_FIT 3840
#define HEAL_MS 600000
#define REST_MS 900000 /* then everything is looked at anew, for what sizes and times do not tell */
#define OWN_KEY ":share" /* the drop that carries the problems of the share itself */
#define SEEN_FACT "share_seen"
#define AWAY_SINCE "away since "

/* ---- opening ---- */

/* One for each processor that we may use, as many as there is memory for. None is kept for the screen, which
 * goes first on each (CPUSchedulingPolicy= of import's unit). */
static int decoders(void)
{
    cpu_set_t ours;
    int processors =
        sched_getaffinity(0, sizeof ours, &ours) == 0 ? CPU_COUNT(&ours) : get_nprocs();
    int free_mb = memory_available_mb(&memory_here) - SPARE_MB;
    int left_mb = memory_group_left_mb(&memory_here);
    int room = (free_mb < left_mb ? free_mb : left_mb) / PICTURE_MEMORY_MB;
    int most = processors < room ? processors : room;
    return most < 1 ? 1 : most;
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
    timekeeper_open(&intake->timekeeper, config->content.state, true);
    intake->share = share_open(config->content.share, config->content.max_files);
    if (!path_make_private(intake->cache_dir)) {
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

void intake_close(struct intake *intake)
{
    timekeeper_close(&intake->timekeeper);
    picture_decoder_stop(intake->decoder);
    share_close(intake->share);
    catalogue_close(intake->catalogue);
    settle_free(&intake->settled);
    ledger_free(&intake->ledger);
    share_scan_free(&intake->scan);
    problem_list_free(&intake->problems);
    known_twins_free(&intake->twins);
    safeguard_free(&intake->not_shown);
    known_files_free(&intake->files);
    for (size_t i = 0; i < intake->missing_count; i++) {
        free(intake->missing[i].key);
    }
    free(intake->missing);
    free(intake->cache_dir);
    free(intake->said_share);
    free(intake->said_progress);
    free(intake->said_looked);
    free(intake->said_changed);
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

/* A clock that was ahead wrote it. */
static bool is_to_come(const struct intake *intake, const char *iso)
{
    wall_t moment = WALL_NONE;
    return intake->clock_is_sure && wall_from_iso(iso, &moment, NULL) &&
           moment > intake->now + WALL_DAY;
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
    if (before == NULL || !str_starts_nocase(before, AWAY_SINCE) ||
        is_to_come(intake, before + strlen(AWAY_SINCE))) {
        char iso[24];
        char *text = xasprintf(AWAY_SINCE "%s", wall_to_iso(intake->now, true, iso));
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

/* Where a missing drop stands in the list, or where it would. */
static size_t missing_place(const struct intake *intake, const char *key)
{
    size_t low = 0;
    size_t high = intake->missing_count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (strcmp(intake->missing[middle].key, key) < 0) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    return low;
}

/* Text and calendars get a moment of grace. True: the grace is over. */
static bool grace_is_over(struct intake *intake, const struct ledger_entry *entry, int64_t now_ms)
{
    if (!entry->text_only || intake->once) {
        return true;
    }
    size_t at = missing_place(intake, entry->key);
    if (at < intake->missing_count && strcmp(intake->missing[at].key, entry->key) == 0) {
        return now_ms - intake->missing[at].since_ms >= GRACE_MS;
    }
    intake->missing = xgrow(intake->missing, intake->missing_count, &intake->missing_capacity,
                            sizeof *intake->missing);
    memmove(&intake->missing[at + 1], &intake->missing[at],
            (intake->missing_count - at) * sizeof *intake->missing);
    intake->missing[at] = (struct intake_missing){.key = xstrdup(entry->key), .since_ms = now_ms};
    intake->missing_count++;
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

void intake_glance(struct intake *intake)
{
    int64_t now_ms = clock_monotonic_ms();
    if (now_ms - intake->looked_ms < GLANCE_MS) {
        return;
    }
    intake->looked_ms = now_ms;
    if (intake->missing_count == 0 && share_is_as(intake->share, &intake->scan)) {
        return; /* nothing has left since the pass began */
    }
    intake->unlike = true;
    struct share_scan scan;
    share_scan(intake->share, &intake->settled, &intake->rules, now_ms, &scan);
    if (trusted(intake, &scan)) {
        renames_follow(intake->catalogue, &intake->ledger, &scan);
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
    const struct known_twin *twin = known_twins_find(&intake->twins, drop->key);
    return twin != NULL && strcmp(twin->state, state) == 0 &&
           ledger_find(&intake->ledger, twin->of) != NULL &&
           share_scan_find(&intake->scan, twin->of) != NULL &&
           catalogue_shows(intake->catalogue, twin->of, intake->now);
}

static bool is_changed(const struct intake *intake, const struct share_drop *drop)
{
    const struct ledger_entry *known = ledger_find(&intake->ledger, drop->key);
    if ((known != NULL && !reading_is_needed(intake, drop, known)) ||
        share_scan_blocked(&intake->scan, drop->key)) {
        return false;
    }
    char *state = reading_state(intake, drop);
    bool shows_elsewhere = twin_still_shows(intake, drop, state);
    free(state);
    return !shows_elsewhere;
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

/* ---- what is left over ---- */

/* Forgets what has left the share: twins at once, contents of files now and then. */
static void forget_gone(struct intake *intake)
{
    known_twins_keep(&intake->twins, &intake->scan);
    if (intake->files.count > 2 * intake->scan.file_count + 64) {
        known_files_free(&intake->files);
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
    /* To the hour: each write costs the card some 65 KB in whole pages (tests/bench/writes.sh). */
    wall_t hour = intake->now - ((intake->now % 3600) + 3600) % 3600;
    intake_say(intake, &intake->said_looked, "last_looked", wall_to_iso(hour, true, iso));
}

/* When something on the share last came, changed or went, to the minute. */
static void say_changed(struct intake *intake)
{
    char iso[24];
    size_t done = intake->added + intake->taken_down + intake->refused;
    if (done != intake->told) {
        intake->told = done;
        wall_t minute = intake->now - ((intake->now % 60) + 60) % 60;
        intake_say(intake, &intake->said_changed, "last_changed", wall_to_iso(minute, true, iso));
    }
}

/* ---- a cache that was lost or damaged ---- */

/* Now and then: pictures that the cache has lost are made anew from the share. */
static bool heal_cache(struct intake *intake)
{
    if (intake->healed_ms != 0 && intake->now_ms - intake->healed_ms < HEAL_MS) {
        return true;
    }
    intake->healed_ms = intake->now_ms != 0 ? intake->now_ms : 1;
    struct hash_list used = {0};
    bool ok = path_make_private(intake->cache_dir) && catalogue_pictures(intake->catalogue, &used);
    size_t lost = 0;
    for (size_t i = 0; ok && i < used.count; i++) {
        if (!picturecache_is_sound(intake->cache_dir, used.hashes[i])) {
            ok = catalogue_outdate_picture(intake->catalogue, used.hashes[i]);
            lost++;
        }
    }
    if (lost > 0) {
        log_warn("%zu pictures were missing or damaged in the cache; they are made anew from the "
                 "share",
                 lost);
    }
    hash_list_free(&used);
    return ok;
}

/* ---- the pass ---- */

/* Is everything as the last pass left it, with nothing that waits? */
static bool at_rest(struct intake *intake)
{
    const struct intake_rest *rest = &intake->rest;
    return rest->complete && rest->day == wall_midnight(intake->now) &&
           rest->list_mark == rules_list_mark(intake) &&
           rest->clock_is_sure == intake->clock_is_sure &&
           intake->now_ms - rest->since_ms < REST_MS && intake_due_ms(intake) == INT64_MAX &&
           catalogue_is_at(intake->catalogue, rest->generation) &&
           share_is_as(intake->share, &intake->scan);
}

/* Takes the share as it is now into the catalogue; *believed: the scan counts. */
static enum intake_result look_at_everything(struct intake *intake, bool *believed)
{
    if (!heal_cache(intake) || !fill_ledger(intake)) {
        return INTAKE_FAILED;
    }
    share_scan_free(&intake->scan);
    problem_list_free(&intake->problems);
    share_scan(intake->share, &intake->settled, &intake->rules, intake->now_ms, &intake->scan);
    rules_read(intake);
    rules_judge_clock(intake, intake->clock_says);
    bool first = !seen_before(intake);
    *believed = trusted(intake, &intake->scan);
    if (intake->scan.health != SHARE_OK || (!*believed && !first && intake->scan.count == 0)) {
        say_share(intake, false);
        return INTAKE_AWAY;
    }
    say_share(intake, true);
    if (first) {
        (void)catalogue_set_fact(intake->catalogue, SEEN_FACT, "yes");
    }
    if (*believed || first) {
        (void)share_lay_out(intake->share, &intake->scan);
        if (!intake->scan.has_marker || !intake->has_guide) {
            (void)share_lay_guide(intake->share);
            intake->has_guide = true;
        }
    }
    if (*believed) {
        renames_follow(intake->catalogue, &intake->ledger, &intake->scan);
        if (!take_down_missing(intake, &intake->scan, intake->now_ms)) {
            return INTAKE_FAILED;
        }
    }
    forget_gone(intake);
    enum intake_result result = read_changes(intake);
    if (result != INTAKE_STOPPED && result != INTAKE_FAILED && !put_share_problems(intake)) {
        result = INTAKE_FAILED;
    }
    return result;
}

enum intake_result intake_pass(struct intake *intake, wall_t now, int64_t now_ms)
{
    intake->clock_says = now;
    intake->now_ms = now_ms;
    rules_judge_clock(intake, now);
    intake->looked_ms = clock_monotonic_ms();
    enum intake_result result = INTAKE_IDLE;
    if (!at_rest(intake)) {
        bool believed = false;
        intake->unlike = false;
        result = look_at_everything(intake, &believed);
        intake->rest =
            (struct intake_rest){.complete = result == INTAKE_IDLE && believed && !intake->unlike,
                                 .day = wall_midnight(intake->now),
                                 .clock_is_sure = intake->clock_is_sure,
                                 .list_mark = rules_list_mark(intake),
                                 .generation = catalogue_generation(intake->catalogue),
                                 .since_ms = now_ms};
    }
    if (result != INTAKE_AWAY && result != INTAKE_FAILED) {
        say_looked(intake);
    }
    if (result != INTAKE_FAILED) {
        say_changed(intake);
    }
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
        kept.hashes = xcalloc(intake->files.count + 1, sizeof *kept.hashes);
        for (size_t i = 0; i < intake->files.capacity; i++) {
            if (intake->files.places[i].mark != 0) {
                kept.hashes[kept.count++] = xstrdup(intake->files.places[i].hash);
            }
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
