/* What looking at an unchanged share costs, against a bare walk of the same files.
 *
 * Usage: scan [FILES [ROUNDS]]      (5000, 15; below $TMPDIR)
 *
 * Makes a tree like a share's, brings it into a catalogue, and then takes turns: one walk with
 * readdir() and fstatat() and nothing else, one pass of the import. Prints the medians of the
 * processor time of both, and their ratio. */
#include <dirent.h>
#include <fcntl.h>
#include <ftw.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "base/alloc.h"
#include "base/clock.h"
#include "base/config.h"
#include "base/path.h"
#include "jobs/intake.h"

#define MOST_ROUNDS 1000

static const char *const folders[] = {"Achievements", "Events",       "Notices",
                                      "Learning",     "Volunteering", "Partners"};
#define FOLDERS (int)(sizeof folders / sizeof *folders)

static double cpu_ms(void)
{
    struct timespec now;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
    return (double)now.tv_sec * 1e3 + (double)now.tv_nsec / 1e6;
}

/* Every fourth file lies in an album of ten. */
static void make_files(const char *share, int count)
{
    for (int i = 0; i < count; i++) {
        const char *folder = folders[i % FOLDERS];
        char *place = i % 4 == 0 ? xasprintf("%s/%s/Album %d", share, folder, i / 40)
                                 : xasprintf("%s/%s", share, folder);
        char *path = xasprintf("%s/Number %d of this year.txt", place, i);
        char text[80];
        int length = snprintf(text, sizeof text, "Title %d\nSome words about number %d.\n", i, i);
        if (!path_make_dirs(place, 0755) || !path_write_atomic(path, text, (size_t)length, 0644)) {
            perror(path);
            exit(1);
        }
        free(path);
        free(place);
    }
}

/* Takes over `folder`; returns how many files lie below it. */
static size_t walk(int folder)
{
    size_t files = 0;
    DIR *entries = fdopendir(folder);
    for (struct dirent *e = entries != NULL ? readdir(entries) : NULL; e != NULL;
         e = readdir(entries)) {
        struct stat status;
        if (strcmp(e->d_name, ".") == 0 || strcmp(e->d_name, "..") == 0 ||
            fstatat(folder, e->d_name, &status, AT_SYMLINK_NOFOLLOW) != 0) {
            continue;
        }
        if (S_ISDIR(status.st_mode)) {
            files += walk(openat(folder, e->d_name, O_RDONLY | O_DIRECTORY | O_CLOEXEC));
        } else {
            files++;
        }
    }
    if (entries != NULL) {
        closedir(entries);
    }
    return files;
}

static int by_size(const void *a, const void *b)
{
    double x = *(const double *)a;
    double y = *(const double *)b;
    return x < y ? -1 : x > y;
}

static double median(double *values, int count)
{
    qsort(values, (size_t)count, sizeof *values, by_size);
    return values[count / 2];
}

static int remove_one(const char *path, const struct stat *status, int kind, struct FTW *at)
{
    (void)status;
    (void)kind;
    (void)at;
    return remove(path);
}

/* Passes until there is nothing to do; the last one is timed by nobody. */
static bool bring_in(struct intake *intake, wall_t now)
{
    enum intake_result result = INTAKE_MORE;
    for (int i = 0; i < 1000 && result != INTAKE_IDLE; i++) {
        result = intake_pass(intake, now, clock_monotonic_ms());
    }
    return result == INTAKE_IDLE && intake_pass(intake, now, clock_monotonic_ms()) == INTAKE_IDLE;
}

static int measure(struct intake *intake, const char *share, int rounds)
{
    static double bare[MOST_ROUNDS];
    static double pass[MOST_ROUNDS];
    wall_t now = clock_wall_now();
    size_t files = 0;
    if (!bring_in(intake, now)) {
        fputs("the share was not brought in\n", stderr);
        return 1;
    }
    for (int i = 0; i < rounds; i++) {
        double start = cpu_ms();
        files = walk(open(share, O_RDONLY | O_DIRECTORY | O_CLOEXEC));
        bare[i] = cpu_ms() - start;
        start = cpu_ms();
        if (intake_pass(intake, now, clock_monotonic_ms()) != INTAKE_IDLE) {
            fputs("a pass found something to do\n", stderr);
            return 1;
        }
        pass[i] = cpu_ms() - start;
    }
    double walked = median(bare, rounds);
    double passed = median(pass, rounds);
    printf("a look at %zu unchanged files: %.1f x a bare walk (%.1f ms and %.1f ms of CPU)\n",
           files, passed / walked, passed, walked);
    return 0;
}

int main(int argc, char **argv)
{
    int files = argc > 1 ? atoi(argv[1]) : 5000;
    int rounds = argc > 2 ? atoi(argv[2]) : 15;
    rounds = rounds < 1 ? 1 : rounds > MOST_ROUNDS ? MOST_ROUNDS : rounds;
    const char *temporary = getenv("TMPDIR");
    char *work = xasprintf("%s/foyer-scan.XXXXXX", temporary != NULL ? temporary : "/tmp");
    if (mkdtemp(work) == NULL) {
        perror(work);
        return 1;
    }
    struct config config;
    config_defaults(&config);
    char *share = path_join(work, "share");
    char *state = path_join(work, "state");
    free(config.content.share);
    free(config.content.state);
    config.content.share = share;
    config.content.state = state;
    config.content.settle_seconds = 0;
    make_files(share, files);
    struct intake intake;
    int code = 1;
    if (intake_open(&intake, &config, false, -1, clock_wall_now())) {
        intake.time_is_told = true;
        code = measure(&intake, share, rounds);
    }
    intake_close(&intake);
    config_free(&config);
    (void)nftw(work, remove_one, 16, FTW_DEPTH | FTW_PHYS);
    free(work);
    return code;
}
