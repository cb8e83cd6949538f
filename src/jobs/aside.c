/* Files put aside. How: by the names that Foyer gives them. */
#include "jobs/aside.h"

#include <dirent.h>
#include <stdlib.h>
#include <string.h>

#include "base/path.h"
#include "base/str.h"
#include "jobs/papers.h"
#include "store/outbox.h"

static void find_in(struct aside *out, const char *dir)
{
    DIR *folder = opendir(dir);
    const struct dirent *entry = NULL;
    while (folder != NULL && (entry = readdir(folder)) != NULL && out->count < ASIDE_MOST) {
        const char *name = entry->d_name;
        bool companion = str_ends_nocase(name, "-wal") || str_ends_nocase(name, "-shm") ||
                         str_ends_nocase(name, "-journal");
        bool aside = strstr(name, ".damaged-") != NULL || strstr(name, PAPERS_CHANGED) != NULL;
        if (aside && !companion) {
            out->paths[out->count++] = path_join(dir, name);
        }
    }
    if (folder != NULL) {
        closedir(folder);
    }
}

void aside_find(struct aside *out, const struct config *config)
{
    *out = (struct aside){0};
    char *office = path_dir(config->replies.staff_file);
    char *replies = outbox_folder(config->content.state);
    find_in(out, config->content.state);
    find_in(out, replies);
    free(replies);
    if (!str_same(office, config->content.state)) {
        find_in(out, office);
    }
    free(office);
}

void aside_free(struct aside *aside)
{
    for (size_t i = 0; i < aside->count; i++) {
        free(aside->paths[i]);
    }
    *aside = (struct aside){0};
}
