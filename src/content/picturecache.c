/* The picture cache. How: plain files in one folder, told apart by the ending behind the first dot. */
#include "content/picturecache.h"

#include <glib.h>
#include <stdlib.h>
#include <string.h>
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
