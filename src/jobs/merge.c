/* Merge: the files of replies of several kiosks into the one that the office works in.
 *
 * How: each file is copied into memory and merged in a transaction of its own (store/staffmerge.h). One
 * that cannot be read just now is named and left for the next time; the others are merged all the same.
 * Run it as often as you like, also killed at any moment: a second pass over the same files does nothing. */
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <sys/vfs.h>
#include <time.h>
#include <unistd.h>

#include "base/alloc.h"
#include "base/log.h"
#include "base/path.h"
#include "jobs/jobs.h"
#include "store/staffcopy.h"
#include "store/stafffile.h"
#include "store/staffmerge.h"

/* What is in use for a moment is tried again so often, after such a wait. */
#define TRIES 6
#define WAIT_MS 300
/* Another merge in the same folder is waited for so long. */
#define QUEUE_TRIES 100

struct sources {
    char **paths;
    size_t count, capacity;
};

static void wait_a_moment(void)
{
    struct timespec time = {.tv_nsec = WAIT_MS * 1000000L};
    nanosleep(&time, NULL);
}

/* ---- which files ---- */

static int by_name(const void *a, const void *b)
{
    return strcmp(*(char *const *)a, *(char *const *)b);
}

static void add_source(struct sources *sources, char *path)
{
    sources->paths =
        xgrow(sources->paths, sources->count, &sources->capacity, sizeof *sources->paths);
    sources->paths[sources->count++] = path;
}

static bool is_same_file(const char *a, const char *b)
{
    struct stat x;
    struct stat y;
    return stat(a, &x) == 0 && stat(b, &y) == 0 && x.st_dev == y.st_dev && x.st_ino == y.st_ino;
}

/* The files of replies in a folder: not hidden ones, not what was put aside or is the version before. */
static bool is_source(const char *name)
{
    return name[0] != '.' && str_ends_nocase(name, ".sqlite") &&
           strstr(name, ".damaged-") == NULL && strstr(name, ".before.") == NULL;
}

static bool add_folder(struct sources *sources, const char *folder, const char *out)
{
    DIR *dir = opendir(folder);
    if (dir == NULL) {
        log_warn("%s cannot be read: %s.", folder, strerror(errno));
        return false;
    }
    size_t first = sources->count;
    const struct dirent *entry = NULL;
    while ((entry = readdir(dir)) != NULL) {
        char *path = path_join(folder, entry->d_name);
        if (is_source(entry->d_name) && !is_same_file(path, out)) {
            add_source(sources, path);
        } else {
            free(path);
        }
    }
    closedir(dir);
    size_t found = sources->count - first;
    if (found > 1) {
        qsort(sources->paths + first, found, sizeof *sources->paths, by_name);
    }
    return true;
}

/* Everything that was named. False: something of it is not there. */
static bool find_sources(struct sources *sources, const struct options *options)
{
    const char *out = options->args[0];
    bool ok = true;
    for (size_t i = 1; i < options->arg_count; i++) {
        struct stat st;
        if (stat(options->args[i], &st) == 0 && S_ISDIR(st.st_mode)) {
            ok = add_folder(sources, options->args[i], out) && ok;
        } else if (is_same_file(options->args[i], out)) {
            log_warn("%s is the joined file itself, so it is left out.", options->args[i]);
        } else {
            add_source(sources, xstrdup(options->args[i]));
        }
    }
    return ok;
}

static void sources_free(struct sources *sources)
{
    for (size_t i = 0; i < sources->count; i++) {
        free(sources->paths[i]);
    }
    free(sources->paths);
}

/* ---- the joined file ---- */

/* SQLite's locks do not hold over a network: two offices would overwrite each other. */
static bool is_on_network(const char *folder)
{
    static const unsigned long network[] = {
        0xFF534D42 /* cifs */, 0xFE534D42 /* smb2 */, 0x517B /* smb */,
        0x6969 /* nfs */,      0x65735546 /* fuse */,
    };
    struct statfs fs;
    bool is = false;
    for (size_t i = 0; statfs(folder, &fs) == 0 && i < sizeof network / sizeof network[0]; i++) {
        is = is || ((unsigned long)fs.f_type & 0xFFFFFFFFUL) == network[i];
    }
    return is;
}

/* One merge at a time in a folder: a lock on the folder itself leaves nothing behind. -1: not now. */
static int lock_folder(const char *folder)
{
    int fd = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    int locked = -1;
    for (int i = 0; fd >= 0 && locked != 0 && i < QUEUE_TRIES; i++) {
        locked = flock(fd, LOCK_EX | LOCK_NB);
        if (locked != 0) {
            wait_a_moment();
        }
    }
    if (fd < 0) {
        log_error("the folder %s cannot be used: %s", folder, strerror(errno));
    } else if (locked != 0) {
        log_error("another merge is at work in %s; this one is left to the next time", folder);
        close(fd);
        fd = -1;
    }
    return fd;
}

static struct stafffile *open_joined(const char *path, wall_t now)
{
    struct stafffile *file = NULL;
    enum staff_result result = STAFF_FAILED;
    for (int i = 0; i < TRIES; i++) {
        struct str why = {0};
        result = staff_open(path, now, &file, &why);
        if (result == STAFF_DAMAGED || (result != STAFF_OK && i == TRIES - 1)) {
            log_warn("%s", why.data);
        }
        str_free(&why);
        if (result != STAFF_DAMAGED && result != STAFF_LOCKED) {
            break;
        }
    }
    return file;
}

/* ---- one file ---- */

static void say_count(const char *path, const char *out, const struct staffmerge_count *count)
{
    if (count->added + count->changed + count->removed > 0) {
        printf("%s: %zu new, %zu changed, %zu deleted\n", path, count->added, count->changed,
               count->removed);
    }
    if (count->both > 0) {
        log_info("%s: %zu cells were changed here and in %s; what was written here stands in the "
                 "notes there",
                 path, count->both, out);
    }
    if (count->kept > 0) {
        log_info("%s: %zu replies were deleted here and stay in %s, because the office has worked "
                 "on them there",
                 path, count->kept, out);
    }
    if (count->nameless > 0) {
        log_warn("%s: %zu rows without a \"reply id\" were passed over, and so was what is "
                 "deleted there. Foyer knows a reply by that column; give the rows one.",
                 path, count->nameless);
    }
}

static bool merge_one(struct stafffile *joined, const char *path, const char *out, wall_t now)
{
    char *real = realpath(path, NULL);
    struct staffmerge rules = {.file = real != NULL ? real : path, .now = now};
    struct staffmerge_count count = {0};
    enum staff_result result = STAFF_LOCKED;
    struct str why = {0};
    for (int i = 0; result == STAFF_LOCKED && i < TRIES; i++) {
        if (i > 0) {
            wait_a_moment();
        }
        str_clear(&why);
        struct staffcopy *copy = NULL;
        result = staffcopy_read(path, &copy, &why);
        result = result == STAFF_OK ? staffmerge(joined, copy, &rules, &count, &why) : result;
        staffcopy_free(copy);
    }
    if (result == STAFF_OK) {
        say_count(path, out, &count);
    } else {
        log_warn("%s", why.data);
    }
    str_free(&why);
    free(real);
    return result == STAFF_OK && count.nameless == 0;
}

static bool merge_into(const char *out, const struct sources *sources, wall_t now)
{
    struct stafffile *joined = open_joined(out, now);
    bool ok = joined != NULL;
    for (size_t i = 0; joined != NULL && i < sources->count; i++) {
        ok = merge_one(joined, sources->paths[i], out, now) && ok;
    }
    if (joined != NULL && !staff_is_there(joined)) {
        log_error("%s was replaced while it was written; merge once more", out);
        ok = false;
    }
    staff_close(joined);
    return ok;
}

int job_merge(struct options *options)
{
    if (options->arg_count < 2) {
        fprintf(stderr, "foyer merge: which file, and out of which? "
                        "foyer merge OUT.sqlite IN.sqlite|FOLDER ...\n");
        return EXIT_USAGE;
    }
    const char *out = options->args[0];
    char *folder = path_dir(out);
    wall_t now = options->now != WALL_NONE ? options->now : clock_wall_now();
    struct sources sources = {0};
    bool ok = false;
    int lock = -1;
    if (is_on_network(folder)) {
        log_error("%s lies on a mounted share, where SQLite files are not safe. Run this on the "
                  "computer that has the folder on its own disk; the files to be joined may lie "
                  "on shares.",
                  out);
    } else {
        lock = lock_folder(folder);
    }
    if (lock >= 0) {
        ok = find_sources(&sources, options);
        ok = merge_into(out, &sources, now) && ok;
        close(lock);
    }
    sources_free(&sources);
    free(folder);
    return ok ? EXIT_DONE : EXIT_COULD_NOT;
}
