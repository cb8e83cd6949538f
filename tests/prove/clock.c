/* The clock jumps to 1970 and to 2040 and back, between and while replies are stored and brought over: none
 * is lost, and none loses its name or its kept copy by a wrong clock. The control believes every clock. */
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/path.h"
#include "jobs/jobs.h"
#include "prove.h"

static struct {
    wall_t now;
    bool synchronised;
} kiosk;

/* The linker puts these in place of the clock's own (--wrap). */
wall_t __wrap_clock_wall_now(void);
wall_t __wrap_clock_wall_now(void)
{
    return kiosk.now;
}
bool __wrap_clock_synchronised(void);
bool __wrap_clock_synchronised(void)
{
    return kiosk.synchronised;
}

#define YEAR (365 * WALL_DAY)
static const wall_t clocks[] = {5, SCENE_NOW, SCENE_NOW + 14 * YEAR};
#define CLOCKS 3

static int64_t number(const char *path, const char *sql)
{
    sqlite3 *db = NULL;
    sqlite3_stmt *row = NULL;
    int64_t n = -1;
    if (sqlite3_open_v2(path, &db, SQLITE_OPEN_READWRITE, "unix") == SQLITE_OK &&
        sqlite3_prepare_v2(db, sql, -1, &row, NULL) == SQLITE_OK &&
        sqlite3_step(row) == SQLITE_ROW) {
        n = sqlite3_column_int64(row, 0);
    }
    sqlite3_finalize(row);
    sqlite3_close(db);
    return n;
}

/* sync as the service does it: by the kiosk's clock. */
static bool sync_by_clock(struct scene *scene)
{
    struct options options = {.config = scene->config, .once = true, .now = WALL_NONE};
    return job_sync(&options) == EXIT_DONE;
}

/* The clock of each of three visits and the two passes of sync after them, as the number says. */
static void one(const struct plan *plan, int which, bool believe, struct tally_row *row)
{
    struct scene scene = scene_begin(plan->base, "trial");
    struct str why = {0};
    if (!config_set(&scene.config, "replies.anonymise_days=100", &why)) {
        abort();
    }
    bool ok = true;
    int digits = which;
    for (int i = 1; i <= 3; i++) {
        kiosk.now = scene.now = clocks[digits % CLOCKS];
        digits /= CLOCKS;
        kiosk.synchronised = believe || kiosk.now == SCENE_NOW;
        (void)scene_submit(&scene, i);
        if (i > 1) {
            ok = sync_by_clock(&scene) && ok;
        }
    }
    kiosk.now = SCENE_NOW + 2 * WALL_DAY;
    kiosk.synchronised = true;
    ok = sync_by_clock(&scene) && ok;
    struct judgement j = scene_judge(&scene);
    char *outbox = path_join(scene.replies, "outbox.db");
    j.lost += (size_t)number(scene.staff_file,
                             "SELECT count(*) FROM Replies WHERE phone <> '0412345678'");
    j.lost += (size_t)number(outbox, "SELECT count(*) FROM replies WHERE wiped IS NOT NULL");
    j.sound = j.sound && ok;
    row_add(row, &j, "order", which);
    free(outbox);
    scene_end(&scene);
}

void prove_clock(const struct plan *plan)
{
    struct tally_row row = {.fault = "submit and sync: the clock jumps to 1970 and 2040"};
    struct tally_row control = {.fault = "believes a clock that nobody set"};
    for (int i = 0; i < CLOCKS * CLOCKS * CLOCKS; i++) {
        one(plan, i, false, &row);
        one(plan, i, true, &control);
    }
    prove_report(&row, &control);
}
