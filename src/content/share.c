/* The share. How: the tree is walked with open folders and fstatat(), three folders deep; each folder
 * that is visited is put on the inotify watch at the same time. Of too many files the latest are kept,
 * in a list that never grows beyond twice the limit. What was found is sorted by drop and every drop
 * gets a signature of its files' names, sizes and times. */
#include "content/share.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/inotify.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/alloc.h"
#include "base/path.h"
#include "base/str.h"
#include "content/beneath.h"
#include "content/folders.h"
#include "content/text.h"

#define MAX_DEPTH 3       /* Category/Album/Folder: files deeper down are not read */
#define MOST_PROBLEMS 100 /* about single links, folders and files: nobody reads more */

#define WATCHED                                                                              \
    (IN_CREATE | IN_CLOSE_WRITE | IN_MOVED_FROM | IN_MOVED_TO | IN_DELETE | IN_DELETE_SELF | \
     IN_MOVE_SELF | IN_ONLYDIR)

struct share {
    char *folder;
    int max_files;
    int watch; /* inotify; -1: not available, the time alone works */
};

struct share *share_open(const char *folder, int max_files)
{
    struct share *share = xcalloc(1, sizeof *share);
    share->folder = xstrdup(folder);
    share->max_files = max_files;
    share->watch = inotify_init1(IN_CLOEXEC | IN_NONBLOCK);
    return share;
}

void share_close(struct share *share)
{
    if (share == NULL) {
        return;
    }
    if (share->watch >= 0) {
        close(share->watch);
    }
    free(share->folder);
    free(share);
}

int share_root(const struct share *share)
{
    return open(share->folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
}

/* ---- what is ignored ---- */

static const char *const ignored_starts[] = {".", "~$", "~WR", "@eaDir", "#recycle", "$RECYCLE"};
static const char *const ignored_ends[] = {".tmp", ".partial", ".part", ".filepart", ".crdownload"};
static const char *const ignored_names[] = {
    "Thumbs.db",
    "desktop.ini",
    "lost+found",
    "System Volume Information",
    "What is on the screen now.html",
    "PROBLEMS - please read.txt",
};

bool share_ignores(const char *name, bool is_folder)
{
    for (size_t i = 0; i < sizeof ignored_starts / sizeof *ignored_starts; i++) {
        if (str_starts_nocase(name, ignored_starts[i])) {
            return true;
        }
    }
    for (size_t i = 0; i < sizeof ignored_names / sizeof *ignored_names; i++) {
        if (str_same_nocase(name, ignored_names[i])) {
            return true;
        }
    }
    if (is_folder) {
        return false;
    }
    for (size_t i = 0; i < sizeof ignored_ends / sizeof *ignored_ends; i++) {
        if (str_ends_nocase(name, ignored_ends[i])) {
            return true;
        }
    }
    return *path_extension(name) == '\0';
}

/* ---- the walk ---- */

/* One walk over the share. */
struct walk {
    struct share *share;
    struct share_scan *scan;
    size_t unsaid; /* problems beyond the most that are kept */
    bool full;     /* the most files were reached */
};

/* A folder on the way; strings end in '/' but for the share itself, where they are empty. */
struct place {
    const char *raw, *path;
    int depth; /* 0: the share itself */
    uint64_t mark;
};

static bool is_text_name(const char *name)
{
    return str_same_nocase(path_extension(name), "txt");
}

static int64_t in_ns(struct timespec t)
{
    return (int64_t)t.tv_sec * 1000000000 + t.tv_nsec;
}

static void free_file(struct share_file *file)
{
    free(file->path);
    free(file->raw);
    free(file->key);
}

static int latest_first(const void *a, const void *b)
{
    const struct share_file *x = a;
    const struct share_file *y = b;
    return x->arrived_ns > y->arrived_ns   ? -1
           : x->arrived_ns < y->arrived_ns ? 1
                                           : strcmp(x->raw, y->raw);
}

/* Keeps the latest files, as many as are allowed. */
static void keep_latest(struct walk *w)
{
    struct share_scan *scan = w->scan;
    size_t most = (size_t)w->share->max_files;
    if (scan->file_count > most) {
        w->full = true;
        qsort(scan->files, scan->file_count, sizeof *scan->files, latest_first);
        while (scan->file_count > most) {
            free_file(&scan->files[--scan->file_count]);
        }
    }
}

static void add_file(struct walk *w, const struct place *place, const char *name,
                     const struct stat *status)
{
    struct share_scan *scan = w->scan;
    char *shown = text_name(name);
    struct share_file file = {.path = xasprintf("%s%s", place->path, shown),
                              .raw = xasprintf("%s%s", place->raw, name),
                              .size = status->st_size,
                              .mtime_ns = in_ns(status->st_mtim),
                              .arrived_ns = in_ns(status->st_ctim)};
    free(shown);
    if (scan->file_count >= 2 * (size_t)w->share->max_files) {
        keep_latest(w);
    }
    scan->files = xgrow(scan->files, scan->file_count, &scan->file_capacity, sizeof file);
    scan->files[scan->file_count++] = file;
}

static void add_problem(struct walk *w, const struct place *place, const char *name,
                        const char *reason, const char *advice)
{
    if (w->scan->problems.count >= MOST_PROBLEMS) {
        w->unsaid++;
        return;
    }
    char *shown = text_name(name);
    char *source = xasprintf("%s%s", place->path, shown);
    problem_add(&w->scan->problems, source, PROBLEM_NOT_SHOWN, reason, advice);
    free(source);
    free(shown);
}

/* A folder that may not be read: said, and remembered in the form of the drops' keys. */
static void add_blocked(struct walk *w, const struct place *place, const char *name)
{
    struct share_scan *scan = w->scan;
    char *shown = text_name(name);
    char *probe = xasprintf("%s%s/x.txt", place->path, shown);
    char *key = folders_drop_key(probe);
    if (key != NULL) {
        if (place->depth == 0) {
            *strrchr(key, '/') = '\0'; /* "events/x": everything in this category */
        }
        scan->blocked = xgrow(scan->blocked, scan->blocked_count, &scan->blocked_capacity,
                              sizeof *scan->blocked);
        scan->blocked[scan->blocked_count++] = key;
    }
    free(probe);
    free(shown);
    add_problem(w, place, name, "This folder cannot be read.",
                "Please ask the IT person to allow the kiosk to read it.");
}

static void watch_folder(const struct share *share, int folder)
{
    if (share->watch >= 0) {
        char link[64];
        snprintf(link, sizeof link, "/proc/self/fd/%d", folder);
        (void)inotify_add_watch(share->watch, link, WATCHED);
    }
}

/* Reads an open folder, which it closes. False: its files may not be looked at (no right to enter). */
static bool walk_folder(struct walk *w, int folder, const struct place *place);

static void note_trouble(struct walk *w, enum share_health health)
{
    if (w->scan->health == SHARE_OK) {
        w->scan->health = health;
        w->scan->error = errno;
    }
}

/* Is this folder at the top one of ours? */
static bool known_category(struct walk *w, const struct place *place, const char *name)
{
    enum item_kind kind = ITEM_NOTICE;
    char *shown = text_name(name);
    bool known = folders_kind(shown, &kind);
    char *folded = text_fold(shown);
    char *marker = text_fold(SHARE_MARKER);
    bool is_marker = strcmp(folded, marker) == 0;
    free(marker);
    free(folded);
    free(shown);
    if (is_marker) {
        w->scan->has_marker = true;
    } else if (known) {
        w->scan->kinds[kind] = true;
    } else {
        add_problem(
            w, place, name, "This folder has a name that the screen does not know.",
            "Move what is in it to one of the folders that are there, for example Notices.");
    }
    return known && !is_marker;
}

static void enter_folder(struct walk *w, int parent, const struct place *place, const char *name)
{
    struct place inside = {.depth = place->depth + 1, .mark = share_mark_folder(place->mark, name)};
    if (place->depth == 0 && !known_category(w, place, name)) {
        return;
    }
    if (inside.depth > MAX_DEPTH) {
        add_problem(w, place, name, "This folder lies too deep inside other folders.",
                    "Move it up, so that there are at most three folders one inside the other.");
        return;
    }
    int folder = beneath_open(parent, name, O_RDONLY | O_DIRECTORY);
    if (folder < 0) {
        if (errno == EACCES || errno == EPERM) {
            share_mark_enter(&w->scan->mark, inside.mark);
            share_mark_closed(&w->scan->mark, inside.mark);
            add_blocked(w, place, name);
        } else if (errno != ENOENT && errno != ENOTDIR && errno != ELOOP) {
            note_trouble(w, SHARE_TROUBLE);
        }
        return;
    }
    char *shown = text_name(name);
    char *raw = xasprintf("%s%s/", place->raw, name);
    char *path = xasprintf("%s%s/", place->path, shown);
    inside.raw = raw;
    inside.path = path;
    if (!walk_folder(w, folder, &inside)) {
        w->scan->mark.partly = true;
        add_blocked(w, place, name);
    }
    free(path);
    free(raw);
    free(shown);
}

/* False: the folder lists its names and does not let in. */
static bool visit(struct walk *w, int folder, const struct place *place, const char *name)
{
    struct stat status;
    if (strcmp(name, ".") == 0 || strcmp(name, "..") == 0) {
        return true;
    }
    if (fstatat(folder, name, &status, AT_SYMLINK_NOFOLLOW) != 0) {
        if (errno == EACCES || errno == EPERM) {
            return false;
        }
        if (errno != ENOENT) {
            note_trouble(w, SHARE_TROUBLE);
        }
        return true;
    }
    bool ignored = share_ignores(name, S_ISDIR(status.st_mode));
    if (!ignored || place->depth > 0) {
        share_mark_see(&w->scan->mark, place->mark, name, &status);
    }
    if (ignored) {
        return true;
    }
    if (S_ISDIR(status.st_mode)) {
        enter_folder(w, folder, place, name);
    } else if (S_ISLNK(status.st_mode)) {
        add_problem(w, place, name, "This is a link to another place; links are not followed.",
                    "Copy the file itself into this folder.");
    } else if (S_ISREG(status.st_mode) && place->depth == 0) {
        add_problem(w, place, name, "This file lies beside the folders, so it is not shown.",
                    "Move it into the folder it belongs to, for example Achievements or Events.");
    } else if (S_ISREG(status.st_mode)) {
        add_file(w, place, name, &status);
    }
    /* Pipes, sockets and devices are nothing a person drops: not opened, not mentioned. */
    return true;
}

static bool walk_folder(struct walk *w, int folder, const struct place *place)
{
    watch_folder(w->share, folder);
    share_mark_enter(&w->scan->mark, place->mark);
    DIR *entries = fdopendir(folder);
    if (entries == NULL) {
        note_trouble(w, SHARE_TROUBLE);
        close(folder);
        return true;
    }
    bool allowed = true;
    while (allowed) {
        errno = 0;
        struct dirent *entry = readdir(entries);
        if (entry == NULL) {
            break;
        }
        allowed = visit(w, folder, place, entry->d_name);
    }
    if (allowed && errno != 0) {
        note_trouble(w, place->depth == 0 ? SHARE_AWAY : SHARE_TROUBLE);
    }
    closedir(entries);
    return allowed;
}

/* ---- files into drops ---- */

static int by_key_and_path(const void *a, const void *b)
{
    const struct share_file *x = a;
    const struct share_file *y = b;
    int order = strcmp(x->key, y->key);
    return order != 0 ? order : strcmp(x->path, y->path);
}

static int by_number(const void *a, const void *b)
{
    uint64_t x = *(const uint64_t *)a;
    uint64_t y = *(const uint64_t *)b;
    return x < y ? -1 : x > y;
}

/* What stays when files are renamed: the set of sizes and times, in no order. */
static char *shape_of(const struct share_file *files, size_t count)
{
    uint64_t *marks = xcalloc(count, sizeof *marks);
    bool content = false;
    for (size_t i = 0; i < count; i++) {
        int64_t numbers[2] = {files[i].size, files[i].mtime_ns};
        marks[i] = str_hash(STR_HASH_SEED, numbers, sizeof numbers);
        content = content || files[i].size > 0;
    }
    qsort(marks, count, sizeof *marks, by_number);
    uint64_t hash = str_hash(STR_HASH_SEED, marks, count * sizeof *marks);
    free(marks);
    return content ? xasprintf("%016llx", (unsigned long long)hash) : xstrdup("");
}

static struct share_drop make_drop(struct share_file *files, size_t count)
{
    struct share_drop drop = {.key = files[0].key, .files = files, .count = count, .settled = true};
    char *slash = strchr(files[0].path, '/');
    char *folder = xstrndup(files[0].path, (size_t)(slash - files[0].path));
    (void)folders_kind(folder, &drop.kind);
    free(folder);
    uint64_t hash = STR_HASH_SEED;
    for (size_t i = 0; i < count; i++) {
        int64_t numbers[2] = {files[i].size, files[i].mtime_ns};
        hash = str_hash(hash, files[i].raw, strlen(files[i].raw) + 1);
        hash = str_hash(hash, numbers, sizeof numbers);
        drop.settled = drop.settled && files[i].settle != SETTLE_WAIT;
    }
    drop.signature = xasprintf("%016llx", (unsigned long long)hash);
    drop.shape = shape_of(files, count);
    return drop;
}

static void group(struct share_scan *scan)
{
    if (scan->file_count == 0) {
        return;
    }
    qsort(scan->files, scan->file_count, sizeof *scan->files, by_key_and_path);
    size_t capacity = 0;
    size_t start = 0;
    for (size_t i = 1; i <= scan->file_count; i++) {
        if (i == scan->file_count || strcmp(scan->files[i].key, scan->files[start].key) != 0) {
            scan->drops = xgrow(scan->drops, scan->count, &capacity, sizeof *scan->drops);
            scan->drops[scan->count++] = make_drop(&scan->files[start], i - start);
            start = i;
        }
    }
}

/* What each file belongs to, and whether it has settled. */
static void judge_files(struct share_scan *scan, struct settle_table *table,
                        const struct settle_rules *rules, int64_t now_ms)
{
    settle_begin(table);
    for (size_t i = 0; i < scan->file_count; i++) {
        struct share_file *file = &scan->files[i];
        const char *name = path_base(file->path);
        struct settle_fact fact = {.name = file->raw,
                                   .size = file->size,
                                   .mtime_ns = file->mtime_ns,
                                   .may_be_empty = is_text_name(name),
                                   .urgent = str_starts_nocase(name, "urgent")};
        file->key = folders_drop_key(file->path);
        file->settle = settle_see(table, &fact, rules, now_ms);
        if (file->mtime_ns > scan->newest_ns) {
            scan->newest_ns = file->mtime_ns;
        }
    }
    settle_end(table);
}

/* What there is too much of. */
static void say_limits(struct walk *w)
{
    char reason[120];
    if (w->full) {
        snprintf(reason, sizeof reason,
                 "There are more than %d files in these folders; only the %d latest are looked at.",
                 w->share->max_files, w->share->max_files);
        problem_add(&w->scan->problems, "all folders", PROBLEM_NOT_SHOWN, reason,
                    "Move what is no longer needed somewhere else.");
    }
    if (w->unsaid > 0) {
        snprintf(reason, sizeof reason, "%zu more files or folders cannot be shown.", w->unsaid);
        problem_add(&w->scan->problems, "the share", PROBLEM_NOT_SHOWN, reason,
                    "Put right what is listed here first; then the others are named.");
    }
}

void share_scan(struct share *share, struct settle_table *table, const struct settle_rules *rules,
                int64_t now_ms, struct share_scan *scan)
{
    *scan = (struct share_scan){.health = SHARE_OK};
    struct walk w = {.share = share, .scan = scan};
    struct place top = {.raw = "", .path = "", .depth = 0, .mark = SHARE_MARK_ROOT};
    int root = share_root(share);
    if (root < 0) {
        note_trouble(&w, SHARE_AWAY);
        return; /* what had settled stays known: the share may be back in a moment */
    }
    if (!walk_folder(&w, root, &top)) {
        errno = EACCES;
        note_trouble(&w, SHARE_AWAY);
    }
    keep_latest(&w);
    judge_files(scan, table, rules, now_ms);
    say_limits(&w);
    share_mark_end(&scan->mark);
    group(scan);
}

bool share_is_as(const struct share *share, const struct share_scan *scan)
{
    int root = scan->health == SHARE_OK ? share_root(share) : -1;
    return root >= 0 && share_mark_matches(&scan->mark, root);
}

void share_scan_free(struct share_scan *scan)
{
    for (size_t i = 0; i < scan->count; i++) {
        free(scan->drops[i].signature);
        free(scan->drops[i].shape);
    }
    free(scan->drops);
    for (size_t i = 0; i < scan->file_count; i++) {
        free_file(&scan->files[i]);
    }
    free(scan->files);
    share_mark_free(&scan->mark);
    for (size_t i = 0; i < scan->blocked_count; i++) {
        free(scan->blocked[i]);
    }
    free(scan->blocked);
    problem_list_free(&scan->problems);
    *scan = (struct share_scan){0};
}

static int drop_by_key(const void *key, const void *drop)
{
    return strcmp(key, ((const struct share_drop *)drop)->key);
}

const struct share_drop *share_scan_find(const struct share_scan *scan, const char *key)
{
    return scan->count == 0
               ? NULL
               : bsearch(key, scan->drops, scan->count, sizeof *scan->drops, drop_by_key);
}

bool share_scan_blocked(const struct share_scan *scan, const char *key)
{
    for (size_t i = 0; i < scan->blocked_count; i++) {
        size_t length = strlen(scan->blocked[i]);
        if (strncmp(key, scan->blocked[i], length) == 0 &&
            (key[length] == '/' || key[length] == '\0')) {
            return true;
        }
    }
    return false;
}

void share_wait(struct share *share, int64_t timeout_ms, int wake_fd)
{
    struct pollfd wait_for[2] = {{.fd = share->watch, .events = POLLIN},
                                 {.fd = wake_fd, .events = POLLIN}};
    if (timeout_ms < 0) {
        timeout_ms = 0;
    }
    int ready = poll(wait_for, 2, (int)(timeout_ms > 3600000 ? 3600000 : timeout_ms));
    if (ready > 0 && (wait_for[0].revents & POLLIN) != 0) {
        /* One person's copying makes many events: a moment's pause lets them come together. */
        (void)poll(&wait_for[1], 1, 50);
        char events[4096] __attribute__((aligned(__alignof__(struct inotify_event))));
        while (read(share->watch, events, sizeof events) > 0) {
        }
    }
}
