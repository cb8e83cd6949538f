/* A dump. How: /proc/self/maps says where memory is, and write(2) takes it from there, so that nothing
 * is copied inside the process that is being looked at. */
#include "jobs/dump.h"

#include <errno.h>
#include <fcntl.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/path.h"

/* Pages that cannot be read after all (guards, device memory) are passed over. */
static bool write_range(int fd, const char *from, const char *to)
{
    const size_t piece = 1 << 20;
    while (from < to) {
        size_t left = (size_t)(to - from);
        ssize_t wrote = write(fd, from, left < piece ? left : piece);
        if (wrote < 0 && errno != EFAULT && errno != EINTR) {
            return false;
        }
        from += wrote > 0 ? wrote : errno == EINTR ? 0 : 4096;
    }
    return true;
}

bool dump_memory(const char *path)
{
    char *maps = NULL;
    size_t length = 0;
    if (!path_read("/proc/self/maps", 1 << 22, &maps, &length)) {
        return false;
    }
    int fd = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
    bool ok = fd >= 0;
    char *rest = maps;
    for (char *line = strsep(&rest, "\n"); ok && line != NULL; line = strsep(&rest, "\n")) {
        unsigned long from = 0, to = 0;
        char rights[5] = "";
        if (sscanf(line, "%lx-%lx %4s", &from, &to, rights) == 3 && rights[0] == 'r' &&
            rights[1] == 'w') {
            ok = write_range(fd, (const char *)(uintptr_t)from, (const char *)(uintptr_t)to);
        }
    }
    if (fd >= 0) {
        ok = close(fd) == 0 && ok;
    }
    free(maps);
    return ok;
}
