/* A disk that is full, and one that may only be read: small file systems in memory, mounted where only this
 * process sees them. */
#include <fcntl.h>
#include <sched.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mount.h>
#include <unistd.h>

#include "../unit/faultvfs.h"
#include "base/alloc.h"
#include "base/path.h"
#include "prove.h"

#define PAGE 4096
#define DISK "size=1m"

static bool write_text(const char *path, const char *text)
{
    int fd = open(path, O_WRONLY | O_CLOEXEC);
    bool ok = fd >= 0 && write(fd, text, strlen(text)) == (ssize_t)strlen(text);
    if (fd >= 0) {
        close(fd);
    }
    return ok;
}

/* Mounts of our own: as root, or as root of a user namespace. */
static bool may_mount(void)
{
    if (unshare(CLONE_NEWNS) != 0) {
        char *map = xasprintf("0 %u 1", (unsigned)getuid());
        bool ok = unshare(CLONE_NEWUSER | CLONE_NEWNS) == 0 &&
                  write_text("/proc/self/setgroups", "deny") &&
                  write_text("/proc/self/uid_map", map);
        free(map);
        if (!ok) {
            return false;
        }
    }
    return mount("none", "/", NULL, MS_REC | MS_PRIVATE, NULL) == 0;
}

/* Fills the folder's disk but for `pages`. */
static char *fill(const char *folder, int pages)
{
    char *path = path_join(folder, "ballast");
    static char block[PAGE];
    off_t size = 0;
    int fd = open(path, O_WRONLY | O_CREAT | O_CLOEXEC, 0600);
    while (fd >= 0 && write(fd, block, sizeof block) == (ssize_t)sizeof block) {
        size += (off_t)sizeof block;
    }
    if (fd < 0 || ftruncate(fd, size - (off_t)pages * PAGE) != 0) {
        perror(path);
        abort();
    }
    close(fd);
    return path;
}

static void visitors(struct scene *scene, bool badly)
{
    for (int i = 11; i < 18; i++) {
        if (badly) {
            scene_submit_thanking_first(scene, i);
        } else {
            (void)scene_submit(scene, i);
        }
    }
}

static struct judgement finish(struct scene *scene, bool badly)
{
    if (badly) {
        scene_sync_marking_first(scene);
        return scene_judge(scene);
    }
    return scene_finish(scene);
}

static void fill_each(const struct plan *plan, const struct scene *from, bool office, bool badly,
                      struct tally_row *row)
{
    struct scene scene = scene_begin(plan->base, "trial");
    const char *folder = office ? scene.office : scene.state;
    int step = plan->small ? 3 : 1;
    if (mount("none", folder, "tmpfs", 0, DISK) != 0) {
        perror(folder);
        abort();
    }
    for (int pages = 0; pages < 48; pages += step) {
        scene_copy(&scene, from);
        char *ballast = fill(folder, pages);
        if (!office) {
            visitors(&scene, badly);
        }
        if (office && badly) {
            scene_sync_marking_first(&scene);
        } else {
            (void)scene_sync(&scene);
        }
        (void)unlink(ballast);
        free(ballast);
        struct judgement j = finish(&scene, badly && office);
        row_add(row, &j, "free pages", pages);
    }
    (void)umount(folder);
    scene_end(&scene);
}

static void read_only(const struct plan *plan, const struct scene *from, bool office, bool badly,
                      struct tally_row *row)
{
    struct scene scene = scene_begin(plan->base, "trial");
    const char *folder = office ? scene.office : scene.state;
    if (mount("none", folder, "tmpfs", 0, DISK) != 0) {
        perror(folder);
        abort();
    }
    for (int time = 0; time < (plan->small ? 3 : 20); time++) {
        if (time == 0 || from != NULL) {
            scene_copy(&scene, from);
        }
        if (mount("none", folder, NULL, MS_REMOUNT | MS_RDONLY, DISK) != 0) {
            perror(folder);
            abort();
        }
        size_t before = scene.count;
        visitors(&scene, badly && !office);
        bool thanked = scene.count > before;
        bool synced = false;
        if (office && badly) {
            scene_sync_marking_first(&scene);
        } else {
            synced = scene_sync(&scene);
        }
        if (mount("none", folder, NULL, MS_REMOUNT, DISK) != 0) {
            perror(folder);
            abort();
        }
        struct judgement j = finish(&scene, badly && office);
        /* No thank-you where nothing can be stored; and that it cannot be brought over is said. */
        j.sound = j.sound && !synced && thanked == office;
        row_add(row, &j, "time", time);
    }
    (void)umount(folder);
    scene_end(&scene);
}

void prove_disk(const struct plan *plan)
{
    static const char *const names[2][2] = {
        {"submit: the disk is full but for 0 to 47 pages", "sync: the office's disk is full"},
        {"submit: the disk may only be read", "sync: the office's disk may only be read"}};
    if (!may_mount()) {
        for (int i = 0; i < 4; i++) {
            prove_skip(names[i / 2][i % 2], "no file system can be mounted here");
        }
        return;
    }
    fault_remove();
    struct scene used = scene_in_use(plan->base, true);
    for (int office = 0; office < 2; office++) {
        const char *bad =
            office ? "marks as delivered before the commit" : "thanks before the commit";
        struct tally_row full = {.fault = names[0][office]};
        struct tally_row full_control = {.fault = bad};
        fill_each(plan, &used, office, false, &full);
        fill_each(plan, &used, office, true, &full_control);
        prove_report(&full, &full_control);
        struct tally_row still = {.fault = names[1][office]};
        struct tally_row still_control = {.fault = bad};
        read_only(plan, &used, office, false, &still);
        read_only(plan, &used, office, true, &still_control);
        prove_report(&still, &still_control);
    }
    scene_end(&used);
    fault_install();
}
