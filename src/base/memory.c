/* Memory left. How: numbers are read out of the kernel's small text files; of the control group, and of each
 * folder above it, since a ceiling holds for all below it. */
#include "base/memory.h"

#include <limits.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/path.h"
#include "base/str.h"

const struct memory_place memory_here = {"/proc", "/sys/fs/cgroup"};

/* A ceiling above this (1 PB) is none: the older kind writes "none" as a number. */
static const long long NO_CEILING = 1LL << 50;

/* The number after `name` in a file; without a name, the file's first. -1: it is not there. */
static long long number_in(const char *folder, const char *file, const char *name)
{
    char *path = path_join(folder, file), *text = NULL;
    size_t length = 0;
    long long number = -1;
    if (path_read(path, 1 << 16, &text, &length)) {
        const char *line = text;
        size_t name_length = strlen(name);
        while (line != NULL && strncmp(line, name, name_length) != 0) {
            line = strchr(line, '\n');
            line = line != NULL ? line + 1 : NULL;
        }
        if (line != NULL && sscanf(line + name_length, "%lld", &number) != 1) {
            number = -1;
        }
    }
    free(text);
    free(path);
    return number;
}

static int in_mb(long long bytes)
{
    long long mb = bytes / (1 << 20);
    return mb > INT_MAX ? INT_MAX : mb < 0 ? 0 : (int)mb;
}

int memory_available_mb(const struct memory_place *place)
{
    long long kb = number_in(place->proc, "meminfo", "MemAvailable:");
    return kb < 0 ? INT_MAX : in_mb(kb * 1024);
}

/* The files of the two kinds. */
struct kind {
    const char *controller; /* between the colons of /proc/self/cgroup */
    const char *below;      /* the folder that is mounted for it */
    const char *ceiling, *used, *inactive, *active;
};
static const struct kind kinds[] = {
    {"::", "", "memory.max", "memory.current", "inactive_file ", "active_file "},
    {":memory:", "memory", "memory.limit_in_bytes", "memory.usage_in_bytes", "total_inactive_file ",
     "total_active_file "},
};

/* What one group leaves, in bytes; LLONG_MAX: it has no ceiling. */
static long long left_in(const char *folder, const struct kind *kind)
{
    long long ceiling = number_in(folder, kind->ceiling, "");
    long long used = number_in(folder, kind->used, "");
    if (ceiling < 0 || ceiling > NO_CEILING || used < 0) {
        return LLONG_MAX;
    }
    long long inactive = number_in(folder, "memory.stat", kind->inactive);
    long long active = number_in(folder, "memory.stat", kind->active);
    used -= (inactive > 0 ? inactive : 0) + (active > 0 ? active : 0);
    return ceiling > used ? ceiling - used : 0;
}

/* The path of our group of that kind, as /proc/self/cgroup has it ("4:memory:/a/b", "0::/a/b"). Caller frees;
 * NULL: there is none. */
static char *own_group(const struct memory_place *place, const struct kind *kind)
{
    char *file = path_join(place->proc, "self/cgroup"), *text = NULL, *group = NULL;
    size_t length = 0;
    if (path_read(file, 1 << 16, &text, &length)) {
        char *rest = text;
        for (char *line; group == NULL && (line = strsep(&rest, "\n")) != NULL;) {
            const char *found = strstr(line, kind->controller);
            if (found != NULL && strspn(line, "0123456789") == (size_t)(found - line)) {
                group = xstrdup(found + strlen(kind->controller));
            }
        }
    }
    free(text);
    free(file);
    return group;
}

int memory_group_left_mb(const struct memory_place *place)
{
    long long least = LLONG_MAX;
    for (size_t i = 0; i < sizeof kinds / sizeof kinds[0]; i++) {
        char *group = own_group(place, &kinds[i]);
        while (group != NULL) {
            char *folder = xasprintf("%s/%s%s", place->cgroups, kinds[i].below, group);
            long long left = left_in(folder, &kinds[i]);
            least = left < least ? left : least;
            free(folder);
            char *last = strrchr(group, '/');
            if (last == NULL || group[1] == '\0') {
                break;
            }
            last[last == group ? 1 : 0] = '\0'; /* the group above it; at last "/" */
        }
        free(group);
    }
    return least == LLONG_MAX ? INT_MAX : in_mb(least);
}
