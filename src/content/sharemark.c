/* The mark. How: each entry gives 64 well-mixed bits and they are added up. The walk that compares
 * enters exactly the folders which the scan entered, known by the hash of their path; a new one
 * changes the sum by its name alone. */
#include "content/sharemark.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/alloc.h"
#include "base/str.h"
#include "content/beneath.h"
#include "content/share.h"

#define CLOSED 0x9e3779b97f4a7c15ULL /* stands for the entries of a folder that may not be opened */

/* The finaliser of SplitMix64 (Steele, Lea, Flood: Fast Splittable Pseudorandom Number Generators). */
static uint64_t mixed(uint64_t x)
{
    x = (x ^ (x >> 30)) * 0xbf58476d1ce4e5b9ULL;
    x = (x ^ (x >> 27)) * 0x94d049bb133111ebULL;
    return x ^ (x >> 31);
}

void share_mark_free(struct share_mark *mark)
{
    free(mark->folders);
    *mark = (struct share_mark){0};
}

uint64_t share_mark_folder(uint64_t parent, const char *name)
{
    return mixed(str_hash(parent, name, strlen(name)));
}

/* What an entry adds. Of folders only that they are there: their times change with what is ignored. */
static uint64_t entry_bits(uint64_t folder, const char *name, const struct stat *status)
{
    uint64_t bits = share_mark_folder(folder, name) ^ (uint64_t)status->st_mode;
    if (S_ISREG(status->st_mode)) {
        bits = mixed(bits) ^ (uint64_t)status->st_size;
        bits = mixed(bits) ^ (uint64_t)status->st_mtim.tv_sec;
        bits = mixed(bits) ^ (uint64_t)status->st_mtim.tv_nsec;
    }
    return mixed(bits);
}

void share_mark_enter(struct share_mark *mark, uint64_t folder)
{
    mark->folders = xgrow(mark->folders, mark->count, &mark->capacity, sizeof *mark->folders);
    mark->folders[mark->count++] = folder;
}

void share_mark_see(struct share_mark *mark, uint64_t folder, const char *name,
                    const struct stat *status)
{
    mark->sum += entry_bits(folder, name, status);
}

void share_mark_closed(struct share_mark *mark, uint64_t folder)
{
    mark->sum += mixed(folder ^ CLOSED);
}

static int by_number(const void *a, const void *b)
{
    uint64_t x = *(const uint64_t *)a;
    uint64_t y = *(const uint64_t *)b;
    return x < y ? -1 : x > y;
}

void share_mark_end(struct share_mark *mark)
{
    if (mark->count > 1) {
        qsort(mark->folders, mark->count, sizeof *mark->folders, by_number);
    }
}

/* ---- the walk that compares ---- */

static bool was_read(const struct share_mark *mark, uint64_t folder)
{
    return mark->count > 0 &&
           bsearch(&folder, mark->folders, mark->count, sizeof folder, by_number) != NULL;
}

static bool look_into(struct share_mark *seen, const struct share_mark *mark, int folder,
                      uint64_t place);

/* Goes into a folder of the scan. False: something is different or cannot be read. */
static bool look_below(struct share_mark *seen, const struct share_mark *mark, int parent,
                       const char *name, uint64_t inside)
{
    int folder = beneath_open(parent, name, O_RDONLY | O_DIRECTORY);
    if (folder < 0 && (errno == EACCES || errno == EPERM)) {
        share_mark_closed(seen, inside);
        return true;
    }
    return folder >= 0 && look_into(seen, mark, folder, inside);
}

/* One entry. False as above. */
static bool look_at(struct share_mark *seen, const struct share_mark *mark, int folder,
                    const char *name, uint64_t place)
{
    struct stat status;
    if (strcmp(name, ".") == 0 || strcmp(name, "..") == 0) {
        return true;
    }
    if (fstatat(folder, name, &status, AT_SYMLINK_NOFOLLOW) != 0) {
        return errno == ENOENT; /* gone in this moment: the sum tells */
    }
    /* Foyer's own reports lie here and change without anything to read in them. */
    if (place == SHARE_MARK_ROOT && share_ignores(name, S_ISDIR(status.st_mode))) {
        return true;
    }
    share_mark_see(seen, place, name, &status);
    if (!S_ISDIR(status.st_mode)) {
        return true;
    }
    uint64_t inside = share_mark_folder(place, name);
    return !was_read(mark, inside) || look_below(seen, mark, folder, name, inside);
}

/* Takes over `folder`. */
static bool look_into(struct share_mark *seen, const struct share_mark *mark, int folder,
                      uint64_t place)
{
    DIR *entries = fdopendir(folder);
    if (entries == NULL) {
        close(folder);
        return false;
    }
    bool same = true;
    while (same) {
        errno = 0;
        struct dirent *entry = readdir(entries);
        if (entry == NULL) {
            same = errno == 0;
            break;
        }
        same = look_at(seen, mark, folder, entry->d_name, place);
    }
    closedir(entries);
    return same;
}

bool share_mark_matches(const struct share_mark *mark, int root)
{
    struct share_mark seen = {0};
    if (mark->partly || mark->count == 0) {
        close(root);
        return false;
    }
    return look_into(&seen, mark, root, SHARE_MARK_ROOT) && seen.sum == mark->sum;
}
