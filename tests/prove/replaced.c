/* The office's file is deleted, renamed, replaced, overwritten or cut off before each single call to the
 * disk while sync writes it; and copied in the middle, the copy put in its place later. */
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "../unit/faultvfs.h"
#include "base/alloc.h"
#include "base/path.h"
#include "prove.h"

struct mischief {
    struct scene *scene;
    char *older; /* a copy of the file with one reply in it */
    char *data;  /* a copy that is being made */
    size_t length;
};

/* Into the same file, as `cp` does it. */
static void overwrite(const char *path, const char *data, size_t length)
{
    int fd = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
    if (fd < 0 || write(fd, data, length) != (ssize_t)length) {
        perror(path);
        abort();
    }
    close(fd);
}

static void delete_it(void *context)
{
    (void)unlink(((struct mischief *)context)->scene->staff_file);
}

static void rename_it(void *context)
{
    struct mischief *m = context;
    char *away = path_join(m->scene->office, "Replies last year.sqlite");
    (void)rename(m->scene->staff_file, away);
    free(away);
}

static void read_older(const struct mischief *m, char **data, size_t *length)
{
    if (!path_read(m->older, 1 << 28, data, length)) {
        perror(m->older);
        abort();
    }
}

static void replace_it(void *context)
{
    struct mischief *m = context;
    char *data = NULL;
    size_t length = 0;
    read_older(m, &data, &length);
    char *beside = path_join(m->scene->office, "copy");
    overwrite(beside, data, length);
    (void)rename(beside, m->scene->staff_file);
    free(beside);
    free(data);
}

static void overwrite_it(void *context)
{
    struct mischief *m = context;
    char *data = NULL;
    size_t length = 0;
    read_older(m, &data, &length);
    overwrite(m->scene->staff_file, data, length);
    free(data);
}

static void empty_it(void *context)
{
    overwrite(((struct mischief *)context)->scene->staff_file, "", 0);
}

static void halve_it(void *context)
{
    struct mischief *m = context;
    char *data = NULL;
    size_t length = 0;
    if (path_read(m->scene->staff_file, 1 << 28, &data, &length)) {
        overwrite(m->scene->staff_file, data, length / 2);
    }
    free(data);
}

static void ruin_it(void *context)
{
    struct mischief *m = context;
    static char junk[30000];
    memset(junk, 'x', sizeof junk);
    overwrite(m->scene->staff_file, junk, sizeof junk);
}

/* One quick read of the whole, as a backup program does it. */
static void copy_it(void *context)
{
    struct mischief *m = context;
    free(m->data);
    m->data = NULL;
    (void)path_read(m->scene->staff_file, 1 << 28, &m->data, &m->length);
}

/* Page by page while sync goes on, as a slow computer copies over the network. */
static void copy_slowly(void *context)
{
    struct mischief *m = context;
    char page[4096];
    int fd = open(m->scene->staff_file, O_RDONLY | O_CLOEXEC);
    ssize_t got = fd >= 0 ? pread(fd, page, sizeof page, (off_t)m->length) : 0;
    if (got > 0) {
        m->data = xreallocarray(m->data, m->length + sizeof page, 1);
        memcpy(m->data + m->length, page, (size_t)got);
        m->length += (size_t)got;
    }
    if (fd >= 0) {
        close(fd);
    }
}

static const struct {
    const char *said;
    void (*hook)(void *context);
    bool spoils;  /* the file: it may be put aside, and the office's note be gone */
    bool lasting; /* goes on at every call */
} kinds[] = {
    {"deleted", delete_it, true, false},
    {"renamed", rename_it, true, false},
    {"replaced by an older copy", replace_it, true, false},
    {"overwritten with an older copy", overwrite_it, true, false},
    {"emptied", empty_it, true, false},
    {"cut to its half", halve_it, true, false},
    {"overwritten with something else", ruin_it, true, false},
    {"copied, the copy put back later", copy_it, true, false},
    {"copied slowly, likewise", copy_slowly, true, true},
};

/* A kiosk in use, and a copy of its file from when there was only one reply. */
static struct scene in_use(const struct plan *plan, char **older)
{
    struct scene early = scene_begin(plan->base, "early");
    *older = path_join(plan->base, "older.sqlite");
    (void)scene_submit(&early, 1);
    (void)scene_sync(&early);
    char *data = NULL;
    size_t length = 0;
    if (!path_read(early.staff_file, 1 << 28, &data, &length)) {
        abort();
    }
    overwrite(*older, data, length);
    free(data);
    scene_end(&early);
    return scene_in_use(plan->base, false);
}

static void each_call(const struct plan *plan, size_t kind, bool naive, struct tally_row *row)
{
    struct mischief m = {0};
    struct scene used = in_use(plan, &m.older);
    struct scene scene = scene_begin(plan->base, "trial");
    m.scene = &scene;
    scene.spoilt = kinds[kind].spoils;
    int64_t step = plan->small ? 17 : 1;
    bool met = true;
    for (int64_t at = 1; met; at += step) {
        scene_copy(&scene, &used);
        fault_arm(
            (struct fault){.kind = FAULT_HOOK, .at = at, .hook = kinds[kind].hook, .context = &m});
        if (naive) {
            scene_sync_once_only(&scene);
        } else {
            (void)scene_sync(&scene);
        }
        met = fault_disarm();
        if (m.data != NULL) { /* after everything was well again */
            (void)scene_sync(&scene);
            overwrite(scene.staff_file, m.data, m.length);
            free(m.data);
            m.data = NULL;
            m.length = 0;
        }
        if (naive) {
            scene_sync_once_only(&scene);
        }
        struct judgement j = naive ? scene_judge(&scene) : scene_finish(&scene);
        row_add(row, &j, kinds[kind].said, (long)at);
        prove_progress(row->fault, (long)at, 0);
    }
    (void)unlink(m.older);
    free(m.older);
    scene_end(&scene);
    scene_end(&used);
}

void prove_replaced(const struct plan *plan)
{
    for (size_t i = 0; i < sizeof kinds / sizeof kinds[0]; i++) {
        char *name = xasprintf("sync: its file is %s at each call", kinds[i].said);
        struct tally_row row = {.fault = name};
        struct tally_row control = {.fault = "believes its own commit"};
        each_call(plan, i, false, &row);
        each_call(plan, i, true, &control);
        prove_report(&row, &control);
        free(name);
    }
}
