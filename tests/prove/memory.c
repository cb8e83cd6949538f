/* Every single allocation fails: SQLite's, which says so, and Foyer's own, which ends the process. How: for
 * SQLite an allocator that counts; for Foyer the linker puts the functions below before libc's (--wrap). */
#include <signal.h>
#include <sqlite3.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include "prove.h"

static struct counter {
    long at, calls; /* 0: none fails */
    bool lasting, struck;
} sqlites, foyers;

static bool fails(struct counter *counter)
{
    if (counter->at == 0) {
        return false;
    }
    counter->calls++;
    bool now = counter->calls == counter->at || (counter->lasting && counter->calls > counter->at);
    counter->struck = counter->struck || now;
    return now;
}

/* ---- SQLite's ---- */

static sqlite3_mem_methods system_memory;

static void *sqlite_malloc(int size)
{
    return fails(&sqlites) ? NULL : system_memory.xMalloc(size);
}

static void *sqlite_realloc(void *old, int size)
{
    return fails(&sqlites) ? NULL : system_memory.xRealloc(old, size);
}

void memory_install(void)
{
    sqlite3_mem_methods counting;
    sqlite3_config(SQLITE_CONFIG_GETMALLOC, &system_memory);
    counting = system_memory;
    counting.xMalloc = sqlite_malloc;
    counting.xRealloc = sqlite_realloc;
    sqlite3_config(SQLITE_CONFIG_MALLOC, &counting);
    /* Without small blocks of its own, each allocation comes by here. */
    sqlite3_config(SQLITE_CONFIG_LOOKASIDE, 0, 0);
}

/* ---- Foyer's ---- */

void *__real_malloc(size_t size);
void *__wrap_malloc(size_t size);
void *__wrap_malloc(size_t size)
{
    return fails(&foyers) ? NULL : __real_malloc(size);
}

void *__real_calloc(size_t count, size_t size);
void *__wrap_calloc(size_t count, size_t size);
void *__wrap_calloc(size_t count, size_t size)
{
    return fails(&foyers) ? NULL : __real_calloc(count, size);
}

void *__real_reallocarray(void *old, size_t count, size_t size);
void *__wrap_reallocarray(void *old, size_t count, size_t size);
void *__wrap_reallocarray(void *old, size_t count, size_t size)
{
    return fails(&foyers) ? NULL : __real_reallocarray(old, count, size);
}

char *__real_strdup(const char *text);
char *__wrap_strdup(const char *text);
char *__wrap_strdup(const char *text)
{
    return fails(&foyers) ? NULL : __real_strdup(text);
}

char *__real_strndup(const char *text, size_t length);
char *__wrap_strndup(const char *text, size_t length);
char *__wrap_strndup(const char *text, size_t length)
{
    return fails(&foyers) ? NULL : __real_strndup(text, length);
}

/* ---- the trials ---- */

static void submit(struct scene *scene)
{
    (void)scene_submit(scene, 11);
}

static void submit_badly(struct scene *scene)
{
    scene_submit_thanking_first(scene, 11);
}

static void bring(struct scene *scene)
{
    (void)scene_sync(scene);
}

typedef void act(struct scene *scene);

/* Where a control's own sync is at work, it also does the rest. */
static struct judgement finish(struct scene *scene, act *what)
{
    if (what == scene_sync_marking_first) {
        what(scene);
        return scene_judge(scene);
    }
    return scene_finish(scene);
}

static void each_of_sqlites(const struct plan *plan, const struct scene *from, act *what,
                            bool lasting, struct tally_row *row)
{
    struct scene scene = scene_begin(plan->base, "trial");
    long step = !plan->small ? 1 : what == submit || what == submit_badly ? 23 : 97;
    bool met = true;
    for (long at = 1; met; at += step) {
        scene_copy(&scene, from);
        sqlites = (struct counter){.at = at, .lasting = lasting};
        what(&scene);
        met = sqlites.struck;
        sqlites = (struct counter){0};
        struct judgement j = finish(&scene, what);
        row_add(row, &j, "allocation", at);
        prove_progress(row->fault, at, 0);
    }
    scene_end(&scene);
}

/* In a child: the process ends there. It tells its thank-yous through a pipe; true: it was ended. */
static bool run_child(struct scene *scene, act *what, long at)
{
    int ends[2];
    if (pipe(ends) != 0) {
        abort();
    }
    pid_t child = fork();
    if (child == 0) {
        setrlimit(RLIMIT_CORE, &(struct rlimit){0, 0});
        scene->witness = ends[1];
        foyers = (struct counter){.at = at};
        what(scene);
        foyers.at = 0;
        _exit(foyers.struck ? 2 : 0);
    }
    close(ends[1]);
    char uuid[UUID_SIZE];
    while (read(ends[0], uuid, UUID_SIZE) == UUID_SIZE) {
        scene_thank(scene, uuid);
    }
    close(ends[0]);
    int status = 0;
    (void)waitpid(child, &status, 0);
    return !WIFEXITED(status) || WEXITSTATUS(status) != 0;
}

static void each_of_foyers(const struct plan *plan, const struct scene *from, act *what,
                           struct tally_row *row)
{
    struct scene scene = scene_begin(plan->base, "trial");
    long step = !plan->small ? 1 : what == submit || what == submit_badly ? 3 : 17;
    bool met = true;
    for (long at = 1; met; at += step) {
        scene_copy(&scene, from);
        met = run_child(&scene, what, at);
        struct judgement j = finish(&scene, what);
        row->unasked_allowed += j.unasked <= 1 && met ? j.unasked : 0; /* ended just before it */
        row_add(row, &j, "allocation", at);
        prove_progress(row->fault, at, 0);
    }
    scene_end(&scene);
}

void prove_memory(const struct plan *plan)
{
    static const char *const bad[] = {"thanks before the commit",
                                      "marks as delivered before the commit"};
    static act *const good_acts[] = {submit, bring};
    static act *const bad_acts[] = {submit_badly, scene_sync_marking_first};
    static const char *const names[3][2] = {
        {"submit: each allocation of SQLite fails once",
         "sync: each allocation of SQLite fails once"},
        {"submit: each allocation of SQLite fails, and all after",
         "sync: each allocation of SQLite fails, and all after"},
        {"submit: each allocation of Foyer ends it", "sync: each allocation of Foyer ends it"}};
    struct scene used = scene_in_use(plan->base, true);
    for (int kind = 0; kind < 3; kind++) {
        for (int i = 0; i < 2; i++) {
            struct tally_row row = {.fault = names[kind][i]};
            struct tally_row control = {.fault = bad[i]};
            if (kind < 2) {
                each_of_sqlites(plan, &used, good_acts[i], kind == 1, &row);
                each_of_sqlites(plan, &used, bad_acts[i], kind == 1, &control);
            } else {
                each_of_foyers(plan, &used, good_acts[i], &row);
                each_of_foyers(plan, &used, bad_acts[i], &control);
            }
            prove_report(&row, &control);
        }
    }
    scene_end(&used);
}
