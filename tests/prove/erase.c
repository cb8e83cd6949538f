/* Every single call to the disk fails while `foyer erase` removes a person; asked once more, it is done: no
 * byte of theirs is left in any file, and everybody else's reply is there. The control is a row that a
 * tool deletes as tools do. In the table, "lost" counts also what is left over. */
#include <dirent.h>
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "../unit/faultvfs.h"
#include "base/alloc.h"
#include "base/path.h"
#include "jobs/jobs.h"
#include "prove.h"

static void ask(struct scene *scene, bool *done)
{
    struct options options = {
        .config = scene->config, .now = scene->now, .phone = SCENE_PERSON_PHONE};
    *done = job_erase(&options) == EXIT_DONE;
}

static void delete_row(struct scene *scene)
{
    sqlite3 *db = NULL;
    if (sqlite3_open_v2(scene->staff_file, &db, SQLITE_OPEN_READWRITE, "unix") != SQLITE_OK ||
        sqlite3_exec(db,
                     "PRAGMA secure_delete=OFF; DELETE FROM Replies WHERE phone ="
                     " '" SCENE_PERSON_PHONE "'",
                     NULL, NULL, NULL) != SQLITE_OK) {
        abort();
    }
    sqlite3_close(db);
}

/* Files of the folder in which the person's number stands. */
static size_t left_over(const char *folder)
{
    size_t found = 0;
    DIR *dir = opendir(folder);
    for (struct dirent *e = dir != NULL ? readdir(dir) : NULL; e != NULL; e = readdir(dir)) {
        char *path = path_join(folder, e->d_name);
        char *data = NULL;
        size_t length = 0;
        if (e->d_type == DT_REG && path_read(path, 1 << 28, &data, &length)) {
            found += memmem(data, length, SCENE_PERSON_PHONE, strlen(SCENE_PERSON_PHONE)) != NULL;
            free(data);
        }
        free(path);
    }
    if (dir != NULL) {
        closedir(dir);
    }
    return found;
}

static struct judgement judge(struct scene *scene)
{
    struct judgement j = scene_finish(scene);
    j.lost += left_over(scene->replies) + left_over(scene->office);
    return j;
}

static void each_call(const struct plan *plan, const struct scene *from, bool lasting,
                      struct tally_row *row)
{
    struct scene scene = scene_begin(plan->base, "trial");
    int64_t step = plan->small ? 53 : 1;
    bool met = true;
    for (int64_t at = 1; met; at += step) {
        scene_copy(&scene, from);
        bool done = false;
        fault_arm((struct fault){.kind = FAULT_ERROR, .at = at, .lasting = lasting});
        ask(&scene, &done);
        met = fault_disarm();
        if (!done || met) {
            ask(&scene, &done);
        }
        struct judgement j = judge(&scene);
        j.sound = j.sound && done;
        row_add(row, &j, "call", (long)at);
        prove_progress(row->fault, (long)at, 0);
    }
    scene_end(&scene);
}

/* A kiosk in use; the person's reply is in the office's file, and nobody will miss it. */
static struct scene with_person(const struct plan *plan)
{
    struct scene scene = scene_in_use(plan->base, true);
    (void)scene_submit(&scene, SCENE_PERSON);
    scene.count--;
    (void)scene_sync(&scene);
    return scene;
}

void prove_erase(const struct plan *plan)
{
    struct scene from = with_person(plan);
    struct tally_row once = {.fault = "erase: each call to the disk fails once"};
    struct tally_row lasting = {.fault = "erase: each call fails, and all after it"};
    struct tally_row control = {.fault = "a row is deleted as tools do"};
    struct scene scene = scene_begin(plan->base, "control");
    scene_copy(&scene, &from);
    delete_row(&scene);
    struct judgement j = judge(&scene);
    row_add(&control, &j, "control", 1);
    scene_end(&scene);
    each_call(plan, &from, false, &once);
    prove_report(&once, &control);
    each_call(plan, &from, true, &lasting);
    prove_report(&lasting, &control);
    scene_end(&from);
}
