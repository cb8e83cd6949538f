/* How long a visitor waits for the thank-you: from Submit until it may be said, on a real disk, beside a bare
 * commit of SQLite with the same settings, by turns. */
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>
#include <unistd.h>

#include "../unit/faultvfs.h"
#include "base/alloc.h"
#include "base/path.h"
#include "prove.h"
#include "store/outbox.h"

#define TIMES 500

static double now_ms(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec * 1e3 + (double)t.tv_nsec / 1e6;
}

static int compare(const void *a, const void *b)
{
    const double *x = a;
    const double *y = b;
    return *x < *y ? -1 : *x > *y;
}

static bool bare_commit(sqlite3 *db, int number)
{
    char *sql = sqlite3_mprintf("INSERT INTO t VALUES ('%08d-0000-4000-8000-000000000000', %d,"
                                " printf('%%0400d', 1))",
                                number, number);
    bool ok = sql != NULL && sqlite3_exec(db, sql, NULL, NULL, NULL) == SQLITE_OK;
    sqlite3_free(sql);
    return ok;
}

/* As the screen does it: the outbox is opened for each reply, and closed; sync has it open, too. */
static void measure(struct scene *scene, sqlite3 *db, double foyer[TIMES], double bare[TIMES])
{
    struct outbox *sync = outbox_open(scene->state, scene->now, NULL);
    for (int i = 0; i < TIMES; i++) {
        double began = now_ms();
        bool ok = scene_submit(scene, i + 1);
        foyer[i] = now_ms() - began;
        began = now_ms();
        ok = bare_commit(db, i) && ok;
        bare[i] = now_ms() - began;
        if (!ok) {
            abort();
        }
        prove_progress("time to the thank-you", i, TIMES);
    }
    outbox_close(sync);
    qsort(foyer, TIMES, sizeof *foyer, compare);
    qsort(bare, TIMES, sizeof *bare, compare);
}

void prove_time(const struct plan *plan)
{
    double foyer[TIMES];
    double bare[TIMES];
    if (plan->small) {
        return; /* it proves nothing */
    }
    const char *disk = getenv("TMPDIR") != NULL ? getenv("TMPDIR") : "/var/tmp";
    char *base = xasprintf("%s/foyer-time.XXXXXX", disk);
    if (mkdtemp(base) == NULL) {
        perror(base);
        abort();
    }
    fault_remove();
    struct scene scene = scene_begin(base, "kiosk");
    char *path = path_join(scene.dir, "bare.db");
    sqlite3 *db = NULL;
    if (sqlite3_open(path, &db) != SQLITE_OK ||
        sqlite3_exec(db,
                     "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;"
                     "CREATE TABLE t (id TEXT PRIMARY KEY, n INTEGER UNIQUE, text TEXT)",
                     NULL, NULL, NULL) != SQLITE_OK) {
        abort();
    }
    measure(&scene, db, foyer, bare);
    sqlite3_close(db);
    prove_say("from Submit to the thank-you on %s: median %.1f ms, p99 %.1f ms; a bare commit of "
              "SQLite: median %.1f ms, p99 %.1f ms",
              disk, foyer[TIMES / 2], foyer[TIMES * 99 / 100], bare[TIMES / 2],
              bare[TIMES * 99 / 100]);
    free(path);
    scene_end(&scene);
    (void)rmdir(base);
    free(base);
    fault_install();
}
