/* How long a visitor waits for the thank-you: from lifting the finger off "Send" until the first frame with
 * the thank-you is drawn, in the real screen, beside a bare commit of SQLite with the settings of the outbox.
 *
 * Usage: thanks VISITS OPTION…     (those of "foyer show": -c FILE --headless --size WxH --tour FILE …)
 *
 * The tour is one visit up to the last page of a form. It is played, "Send my offer" is touched with the clock
 * running, a bare row is committed, and so on by turns. Sync's view of the outbox is open meanwhile, as it is
 * on a kiosk. Prints medians and 99th percentiles. */
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include "base/alloc.h"
#include "base/forget.h"
#include "base/i18n.h"
#include "base/path.h"
#include "jobs/stage.h"
#include "jobs/tour.h"

#define MOST_VISITS 10000
static const int64_t TAP_MS = 60, AWAY_MS = 300000;

struct times {
    double whole[MOST_VISITS];  /* until the frame is drawn */
    double stored[MOST_VISITS]; /* of that, until the frame is written: stored, counted, laid out */
    double bare[MOST_VISITS];
};

static double now_ms(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec * 1e3 + (double)t.tv_nsec / 1e6;
}

static int compare(const void *a, const void *b)
{
    double x = *(const double *)a;
    double y = *(const double *)b;
    return x < y ? -1 : x > y;
}

static sqlite3 *open_bare(const char *path)
{
    sqlite3 *db = NULL;
    bool ok = sqlite3_open(path, &db) == SQLITE_OK &&
              sqlite3_exec(db,
                           "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;"
                           "CREATE TABLE t (id TEXT PRIMARY KEY, n INTEGER UNIQUE, text TEXT)",
                           NULL, NULL, NULL) == SQLITE_OK;
    if (!ok) {
        fprintf(stderr, "%s: %s\n", path, sqlite3_errmsg(db));
        sqlite3_close(db);
        db = NULL;
    }
    return db;
}

static bool commit_bare(sqlite3 *db, int number)
{
    char *sql = xasprintf("INSERT INTO t VALUES ('%08d-0000-4000-8000-000000000000', %d,"
                          " printf('%%0400d', 1))",
                          number, number);
    bool ok = sqlite3_exec(db, sql, NULL, NULL, NULL) == SQLITE_OK;
    free(sql);
    return ok;
}

/* Touches Send with the clock running. False: it is not there, or nobody was thanked. */
static bool touch_send(struct stage *stage, double *whole, double *stored)
{
    const struct node *node = tree_find(&stage->tree, "Send my offer", true);
    if (node == NULL) {
        return false;
    }
    struct pointer finger = {.phase = POINTER_DOWN,
                             .finger = 1,
                             .x = node->rect.x + node->rect.w / 2,
                             .y = node->rect.y + node->rect.h / 2};
    stage_paint(stage);
    stage_pointer(stage, finger);
    stage_advance(stage, TAP_MS);
    stage_paint(stage);
    finger.phase = POINTER_UP;
    double began = now_ms();
    stage_pointer(stage, finger);
    *stored = now_ms() - began;
    stage_tick(stage);
    stage_paint(stage);
    *whole = now_ms() - began;
    return app_place(&stage->app)->screen == SCREEN_THANKS;
}

static bool visit(struct stage *stage, sqlite3 *bare, struct times *times, int number)
{
    if (tour_play(stage) != EXIT_DONE ||
        !touch_send(stage, &times->whole[number], &times->stored[number])) {
        fprintf(stderr, "visit %d was not thanked\n", number + 1);
        return false;
    }
    stage_advance(stage, AWAY_MS);
    double began = now_ms();
    bool ok = commit_bare(bare, number);
    times->bare[number] = now_ms() - began;
    return ok;
}

static void report(struct times *times, int visits)
{
    size_t n = (size_t)visits;
    qsort(times->whole, n, sizeof(double), compare);
    qsort(times->stored, n, sizeof(double), compare);
    qsort(times->bare, n, sizeof(double), compare);
    size_t middle = n / 2, last = n * 99 / 100;
    printf(
        "Send to thank-you: median %.1f ms, p99 %.1f ms (of that until it is stored, read back and "
        "counted: median %.1f ms, p99 %.1f ms)\n",
        times->whole[middle], times->whole[last], times->stored[middle], times->stored[last]);
    printf("a bare commit:     median %.1f ms, p99 %.1f ms; storing is %.1f x that, the thank-you "
           "%.1f x\n",
           times->bare[middle], times->bare[last], times->stored[middle] / times->bare[middle],
           times->whole[middle] / times->bare[middle]);
}

static int measure(struct options *options, int visits)
{
    static struct times times;
    struct stage stage;
    if (!stage_open(&stage, options)) {
        return 1;
    }
    char *folder = outbox_folder(options->config.content.state);
    char *path = path_join(folder, "bare.db"); /* on the same disk */
    struct outbox *sync = outbox_open(options->config.content.state, clock_wall_now(), NULL);
    sqlite3 *bare = open_bare(path);
    bool ok = sync != NULL && bare != NULL;
    for (int i = 0; ok && i < visits; i++) {
        ok = visit(&stage, bare, &times, i);
    }
    if (ok) {
        report(&times, visits);
    }
    sqlite3_close(bare);
    (void)remove(path);
    outbox_close(sync);
    stage_close(&stage);
    free(path);
    free(folder);
    return ok ? 0 : 1;
}

int main(int argc, char **argv)
{
    int visits = argc > 1 ? atoi(argv[1]) : 0;
    struct options options;
    if (visits < 1 || visits > MOST_VISITS ||
        options_read(&options, argc - 1, argv + 1) != EXIT_DONE) {
        fprintf(stderr, "usage: %s VISITS OPTION…\n", argv[0]);
        return 2;
    }
    forget_what_is_freed();
    char *locale = path_locale();
    i18n_start(locale);
    free(locale);
    int code = measure(&options, visits);
    options_free(&options);
    return code;
}
