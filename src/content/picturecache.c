/* The picture cache. How: plain files in one folder, told apart by the ending behind the first dot. */
#include "content/picturecache.h"

#include <fcntl.h>
#include <glib.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/alloc.h"
#include "base/path.h"

#define THUMBNAIL_LIMIT (256 << 10)

const char *const picturecache_endings[RENDERING_SIZES] = {".jpg", ".card.jpg", ".blur.jpg",
                                                           ".thumb.jpg"};

bool picturecache_has(const char *cache_dir, const char *hash)
{
    bool there = true;
    for (int i = 0; i < RENDERING_SIZES && there; i++) {
        char *path = xasprintf("%s/%s%s", cache_dir, hash, picturecache_endings[i]);
        there = access(path, R_OK) == 0;
        free(path);
    }
    return there;
}

/* A JPEG starts with SOI and ends with EOI (ITU T.81, B.1.1.3). */
static bool is_whole(const char *path)
{
    unsigned char first[2] = {0}, last[2] = {0};
    struct stat st;
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    bool whole = fd >= 0 && fstat(fd, &st) == 0 && st.st_size > 4 && pread(fd, first, 2, 0) == 2 &&
                 pread(fd, last, 2, st.st_size - 2) == 2 && first[0] == 0xff && first[1] == 0xd8 &&
                 last[0] == 0xff && last[1] == 0xd9;
    if (fd >= 0) {
        close(fd);
    }
    return whole;
}

bool picturecache_is_sound(const char *cache_dir, const char *hash)
{
    bool sound = true;
    for (int i = 0; i < RENDERING_SIZES; i++) {
        char *path = xasprintf("%s/%s%s", cache_dir, hash, picturecache_endings[i]);
        if (!is_whole(path)) {
            sound = false;
            (void)unlink(path);
        }
        free(path);
    }
    return sound;
}

char *picturecache_hash(const char *name)
{
    const char *dot = strchr(name, '.');
    for (int i = 0; dot != NULL && dot != name && i < RENDERING_SIZES; i++) {
        if (strcmp(dot, picturecache_endings[i]) == 0) {
            return xstrndup(name, (size_t)(dot - name));
        }
    }
    return NULL;
}

char *picturecache_thumbnail(const char *cache_dir, const char *hash)
{
    char *path = xasprintf("%s/%s.thumb.jpg", cache_dir, hash);
    char *bytes = NULL;
    char *text = NULL;
    size_t length = 0;
    if (path_read(path, THUMBNAIL_LIMIT, &bytes, &length)) {
        gchar *encoded = g_base64_encode((const guchar *)bytes, length);
        text = xstrdup(encoded);
        g_free(encoded);
        free(bytes);
    }
    free(path);
    return text;
}
