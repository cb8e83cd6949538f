/* The sweep. How: the hashes in use are sorted, and each name in the cache folder is looked up by the
 * part before its first dot; anything that is no picture of theirs was left by a process that was
 * killed. */
#include "jobs/sweep.h"

#include <dirent.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/alloc.h"
#include "content/picturecache.h"

static int by_text(const void *a, const void *b)
{
    return strcmp(*(char *const *)a, *(char *const *)b);
}

static bool listed(const struct hash_list *list, const char *hash)
{
    return list != NULL && list->count > 0 &&
           bsearch(&hash, list->hashes, list->count, sizeof *list->hashes, by_text) != NULL;
}

/* "HASH-2" is a page of the file HASH. */
static bool wanted(const char *name, const struct hash_list *used, const struct hash_list *kept)
{
    char *hash = picturecache_hash(name);
    if (hash == NULL) {
        return false;
    }
    bool found = listed(used, hash);
    char *dash = strchr(hash, '-');
    if (dash != NULL) {
        *dash = '\0';
    }
    found = found || listed(kept, hash);
    free(hash);
    return found;
}

int sweep_cache(struct catalogue *catalogue, const char *cache_dir, const struct hash_list *kept)
{
    struct hash_list used = {0};
    int deleted = -1;
    DIR *folder = opendir(cache_dir);
    if (folder == NULL || !catalogue_pictures(catalogue, &used)) {
        goto out;
    }
    if (used.count > 1) {
        qsort(used.hashes, used.count, sizeof *used.hashes, by_text);
    }
    deleted = 0;
    for (struct dirent *entry = readdir(folder); entry != NULL; entry = readdir(folder)) {
        struct stat status;
        if (!wanted(entry->d_name, &used, kept) &&
            fstatat(dirfd(folder), entry->d_name, &status, AT_SYMLINK_NOFOLLOW) == 0 &&
            !S_ISDIR(status.st_mode)) {
            deleted += unlinkat(dirfd(folder), entry->d_name, 0) == 0;
        }
    }
    if (deleted > 0) {
        (void)catalogue_forget_decoded(catalogue, kept); /* else with the next sweep */
    }
out:
    hash_list_free(&used);
    if (folder != NULL) {
        closedir(folder);
    }
    return deleted;
}
