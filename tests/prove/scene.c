/* The scene. How: the product's own outbox and sync on folders in memory; the count by SQLite alone. */
#include "scene.h"

#include <dirent.h>
#include <errno.h>
#include <ftw.h>
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/alloc.h"
#include "base/path.h"
#include "jobs/jobs.h"
#include "store/outbox.h"
#include "store/stafffile.h"

struct scene scene_begin(const char *base, const char *name)
{
    struct scene scene = {.dir = path_join(base, name), .now = SCENE_NOW};
    scene.state = path_join(scene.dir, "state");
    scene.replies = outbox_folder(scene.state);
    scene.office = path_join(scene.dir, "office");
    scene.staff_file = path_join(scene.office, "Replies.sqlite");
    config_defaults(&scene.config);
    const char *const keys[] = {"content.state=", "replies.staff_file=", "replies.excel="};
    const char *const values[] = {scene.state, scene.staff_file, "no"};
    for (size_t i = 0; i < 3; i++) {
        char *set = xasprintf("%s%s", keys[i], values[i]);
        struct str why = {0};
        if (!config_set(&scene.config, set, &why)) {
            fprintf(stderr, "%s: %s\n", set, why.data);
            abort();
        }
        free(set);
    }
    if (!path_make_dirs(scene.replies, 0700) || !path_make_dirs(scene.office, 0700)) {
        perror(scene.dir);
        abort();
    }
    return scene;
}

/* What the office does with a tool of its own. */
static void office(const struct scene *scene, const char *sql)
{
    sqlite3 *db = NULL;
    if (sqlite3_open_v2(scene->staff_file, &db, SQLITE_OPEN_READWRITE, "unix") != SQLITE_OK ||
        sqlite3_exec(db, sql, NULL, NULL, NULL) != SQLITE_OK) {
        fprintf(stderr, "%s: %s\n", sql, sqlite3_errmsg(db));
        abort();
    }
    sqlite3_close(db);
}

/* It is not missed any more. */
static void office_deletes(struct scene *scene, int number)
{
    struct reply reply = scene_reply(number);
    char *sql = xasprintf("DELETE FROM Replies WHERE \"reply id\" = '%s'", reply.uuid);
    office(scene, sql);
    free(sql);
    for (size_t i = 0; i < scene->count; i++) {
        if (strcmp(scene->thanked[i], reply.uuid) == 0) {
            memcpy(scene->thanked[i], scene->thanked[--scene->count], UUID_SIZE);
        }
    }
    reply_wipe(&reply);
}

struct scene scene_in_use(const char *base, bool deleting)
{
    struct scene scene = scene_begin(base, "in-use");
    for (int i = 1; i <= 3; i++) {
        (void)scene_submit(&scene, i);
    }
    (void)scene_sync(&scene);
    office(&scene, "UPDATE Replies SET notes = 'rang her' WHERE message LIKE 'reply 1:%'");
    scene.noted = true;
    office_deletes(&scene, 2);
    (void)scene_sync(&scene);
    if (deleting) {
        office_deletes(&scene, 3);
    }
    for (int i = 4; i <= 6; i++) {
        (void)scene_submit(&scene, i);
    }
    return scene;
}

static int remove_one(const char *path, const struct stat *st, int type, struct FTW *at)
{
    (void)st;
    (void)type;
    (void)at;
    return remove(path);
}

void scene_end(struct scene *scene)
{
    nftw(scene->dir, remove_one, 8, FTW_DEPTH | FTW_PHYS);
    config_free(&scene->config);
    free(scene->dir);
    free(scene->state);
    free(scene->replies);
    free(scene->office);
    free(scene->staff_file);
    free(scene->thanked);
    *scene = (struct scene){0};
}

static void copy_folder(const char *to, const char *from)
{
    nftw(to, remove_one, 8, FTW_DEPTH | FTW_PHYS);
    DIR *dir = opendir(from);
    if (dir == NULL && errno == ENOENT) {
        return; /* nothing has been stored there yet */
    }
    if (!path_make_dirs(to, 0700) || dir == NULL) {
        perror(to);
        abort();
    }
    for (struct dirent *entry = readdir(dir); entry != NULL; entry = readdir(dir)) {
        char *source = path_join(from, entry->d_name);
        char *target = path_join(to, entry->d_name);
        char *data = NULL;
        size_t length = 0;
        if (entry->d_type == DT_REG) {
            FILE *out = fopen(target, "wb");
            if (out == NULL || !path_read(source, 1 << 28, &data, &length) ||
                fwrite(data, 1, length, out) != length || fclose(out) != 0) {
                perror(target);
                abort();
            }
        }
        free(data);
        free(source);
        free(target);
    }
    closedir(dir);
}

void scene_copy(struct scene *to, const struct scene *from)
{
    char *target = outbox_folder(to->state); /* the only part of the state that is in play here */
    char *source = outbox_folder(from->state);
    copy_folder(target, source);
    free(target);
    free(source);
    copy_folder(to->office, from->office);
    to->count = 0;
    for (size_t i = 0; i < from->count; i++) {
        scene_thank(to, from->thanked[i]);
    }
    to->now = from->now;
    to->noted = from->noted;
}

struct reply scene_reply(int number)
{
    struct reply r = reply_make();
    char **const fields[] = {&r.about, &r.about_key, &r.name, &r.phone, &r.language, &r.kiosk};
    const char *const values[] = {"Canteen helper",
                                  "volunteering/canteen#0",
                                  "Zo\xC3\xAB O'Neill",
                                  "0412345678",
                                  "en",
                                  "hall"};
    for (size_t i = 0; i < sizeof fields / sizeof fields[0]; i++) {
        free(*fields[i]);
        *fields[i] = xstrdup(values[i]);
    }
    free(r.message);
    r.message = xasprintf("reply %d: %0*d", number, 40 + number % 7 * 300, number);
    if (number == SCENE_PERSON) {
        free(r.phone);
        r.phone = xstrdup(SCENE_PERSON_PHONE);
    }
    r.created = SCENE_NOW + number;
    r.clock_sure = true;
    snprintf(r.uuid, UUID_SIZE, "%08x-0000-4000-8000-%012x", (unsigned)number * 2654435761U,
             (unsigned)number);
    return r;
}

void scene_thank(struct scene *scene, const char *uuid)
{
    scene->thanked = xgrow(scene->thanked, scene->count, &scene->capacity, sizeof *scene->thanked);
    memcpy(scene->thanked[scene->count++], uuid, UUID_SIZE);
    if (scene->witness > 0 && write(scene->witness, uuid, UUID_SIZE) != UUID_SIZE) {
        abort();
    }
}

static bool put(struct scene *scene, const struct reply *reply)
{
    struct outbox *outbox = outbox_open(scene->state, scene->now, NULL);
    bool ok = outbox != NULL && outbox_put(outbox, reply);
    outbox_close(outbox);
    return ok;
}

bool scene_submit(struct scene *scene, int number)
{
    struct reply reply = scene_reply(number);
    bool ok = put(scene, &reply);
    if (ok) {
        scene_thank(scene, reply.uuid);
    }
    reply_wipe(&reply);
    return ok;
}

void scene_submit_thanking_first(struct scene *scene, int number)
{
    struct reply reply = scene_reply(number);
    scene_thank(scene, reply.uuid);
    (void)put(scene, &reply);
    reply_wipe(&reply);
}

bool scene_sync(struct scene *scene)
{
    return sync_once(&scene->config, scene->now, true);
}

static void mark(struct scene *scene, struct outbox *outbox, const struct reply *replies,
                 size_t count)
{
    for (size_t i = 0; i < count; i++) {
        (void)outbox_mark_delivered(outbox, &replies[i], 1, scene->now);
    }
}

static void sync_badly(struct scene *scene, bool mark_first)
{
    struct outbox *outbox = outbox_open(scene->state, scene->now, NULL);
    struct reply *replies = NULL;
    size_t count = 0;
    if (outbox != NULL && outbox_pending(outbox, 1000, &replies, &count)) {
        struct stafffile *file = NULL;
        struct str why = {0};
        if (mark_first) {
            mark(scene, outbox, replies, count);
        }
        if (staff_open(scene->staff_file, scene->now, &file, &why) == STAFF_OK &&
            staff_add(file, replies, count, &why) == STAFF_OK) {
            mark(scene, outbox, replies, count);
        }
        staff_close(file);
        str_free(&why);
    }
    reply_array_wipe(replies, count);
    outbox_close(outbox);
}

void scene_sync_marking_first(struct scene *scene)
{
    sync_badly(scene, true);
}

void scene_sync_once_only(struct scene *scene)
{
    sync_badly(scene, false);
}

void scene_sync_without_ledger(struct scene *scene)
{
    struct outbox *outbox = outbox_open(scene->state, scene->now, NULL);
    struct reply *replies = NULL;
    size_t count = 0;
    sqlite3 *db = NULL;
    if (outbox != NULL && outbox_pending(outbox, 1000, &replies, &count) &&
        sqlite3_open(scene->staff_file, &db) == SQLITE_OK &&
        sqlite3_exec(db, "CREATE TABLE IF NOT EXISTS Replies (\"reply id\" TEXT)", NULL, NULL,
                     NULL) == SQLITE_OK) {
        for (size_t i = 0; i < count; i++) {
            char *sql = sqlite3_mprintf("INSERT INTO Replies VALUES (%Q)", replies[i].uuid);
            bool ok = sql != NULL && sqlite3_exec(db, sql, NULL, NULL, NULL) == SQLITE_OK;
            sqlite3_free(sql);
            if (ok) {
                (void)outbox_mark_delivered(outbox, &replies[i], 1, scene->now);
            }
        }
    }
    sqlite3_close(db);
    reply_array_wipe(replies, count);
    outbox_close(outbox);
}

/* ---- judging ---- */

static int compare(const void *a, const void *b)
{
    return memcmp(a, b, UUID_SIZE);
}

static bool is_sound(const char *path)
{
    sqlite3 *db = NULL;
    sqlite3_stmt *check = NULL;
    bool ok = sqlite3_open_v2(path, &db, SQLITE_OPEN_READWRITE, "unix") == SQLITE_OK &&
              sqlite3_prepare_v2(db, "PRAGMA integrity_check", -1, &check, NULL) == SQLITE_OK &&
              sqlite3_step(check) == SQLITE_ROW &&
              strcmp((const char *)sqlite3_column_text(check, 0), "ok") == 0;
    sqlite3_finalize(check);
    sqlite3_close(db);
    return ok;
}

/* The ids of all rows, sorted; caller frees. */
static char (*read_rows(const char *path, size_t *count))[UUID_SIZE]
{
    char(*ids)[UUID_SIZE] = NULL;
    size_t capacity = 0;
    sqlite3 *db = NULL;
    sqlite3_stmt *row = NULL;
    *count = 0;
    if (sqlite3_open_v2(path, &db, SQLITE_OPEN_READWRITE, "unix") == SQLITE_OK &&
        sqlite3_prepare_v2(db, "SELECT \"reply id\" FROM Replies NOT INDEXED", -1, &row, NULL) ==
            SQLITE_OK) {
        while (sqlite3_step(row) == SQLITE_ROW) {
            ids = xgrow(ids, *count, &capacity, sizeof *ids);
            memset(ids[*count], 0, UUID_SIZE);
            const unsigned char *text = sqlite3_column_text(row, 0);
            strncpy(ids[(*count)++], text != NULL ? (const char *)text : "", UUID_SIZE - 1);
        }
    }
    sqlite3_finalize(row);
    sqlite3_close(db);
    if (*count > 0) {
        qsort(ids, *count, sizeof *ids, compare);
    }
    return ids;
}

/* Was anything put aside as damaged? No disk failure is damage. */
static bool has_aside(const char *folder)
{
    bool has = false;
    DIR *dir = opendir(folder);
    for (struct dirent *e = dir != NULL ? readdir(dir) : NULL; e != NULL; e = readdir(dir)) {
        has = has || strstr(e->d_name, ".damaged-") != NULL;
    }
    if (dir != NULL) {
        closedir(dir);
    }
    return has;
}

static bool has_note(const char *path)
{
    sqlite3 *db = NULL;
    sqlite3_stmt *row = NULL;
    bool has = sqlite3_open_v2(path, &db, SQLITE_OPEN_READWRITE, "unix") == SQLITE_OK &&
               sqlite3_prepare_v2(db, "SELECT 1 FROM Replies WHERE notes = 'rang her'", -1, &row,
                                  NULL) == SQLITE_OK &&
               sqlite3_step(row) == SQLITE_ROW;
    sqlite3_finalize(row);
    sqlite3_close(db);
    return has;
}

struct judgement scene_judge(const struct scene *scene)
{
    struct judgement j = {.thanked = scene->count};
    char(*rows)[UUID_SIZE] = read_rows(scene->staff_file, &j.rows);
    char(*thanked)[UUID_SIZE] = xreallocarray(NULL, scene->count, sizeof *thanked);
    if (scene->count > 0) {
        memcpy(thanked, scene->thanked, scene->count * sizeof *thanked);
        qsort(thanked, scene->count, sizeof *thanked, compare);
    }
    for (size_t i = 0; i < scene->count; i++) {
        j.lost += j.rows == 0 || bsearch(thanked[i], rows, j.rows, sizeof *rows, compare) == NULL;
    }
    for (size_t i = 0; i < j.rows; i++) {
        if (i > 0 && compare(rows[i], rows[i - 1]) == 0) {
            j.doubled++;
        } else {
            j.unasked += scene->count == 0 ||
                         bsearch(rows[i], thanked, scene->count, sizeof *thanked, compare) == NULL;
        }
    }
    free(rows);
    free(thanked);
    char *outbox = path_join(scene->replies, "outbox.db");
    j.sound = is_sound(outbox) && is_sound(scene->staff_file) && !has_aside(scene->replies) &&
              (scene->spoilt || !has_aside(scene->office)) &&
              (scene->spoilt || !scene->noted || has_note(scene->staff_file));
    free(outbox);
    return j;
}

struct judgement scene_finish(struct scene *scene)
{
    bool ok = false;
    for (int i = 0; i < 4 && !ok; i++) {
        ok = scene_sync(scene);
    }
    struct judgement j = scene_judge(scene);
    j.sound = j.sound && ok;
    return j;
}
