/* The picture cache: what the worker has made of pictures, as files of four sizes each.
 *
 * HASH.jpg (no larger than the display needs), HASH.card.jpg (for lists), HASH.blur.jpg (the backdrop),
 * HASH.thumb.jpg (for the page that goes back to the share). HASH is the original's content; "HASH-2"
 * is the second page of a PDF. */
#ifndef FOYER_CONTENT_PICTURECACHE_H
#define FOYER_CONTENT_PICTURECACHE_H

#include <stdbool.h>

#include "content/rendering.h"

/* In the order of the rendering's sizes. */
extern const char *const picturecache_endings[RENDERING_SIZES];

/* Are all sizes of that picture in the cache? */
bool picturecache_has(const char *cache_dir, const char *hash);

/* Are they all whole, as far as their first and last bytes tell? (They are written whole; a card that
 * wears out leaves zeroes or something else.) What is not is deleted, so that it is made anew. */
bool picturecache_is_sound(const char *cache_dir, const char *hash);

/* The hash in a name of the cache folder; NULL when no picture is called so. Caller frees. */
char *picturecache_hash(const char *name);

/* The thumbnail in base64 (RFC 4648); NULL when it cannot be read. Caller frees. */
char *picturecache_thumbnail(const char *cache_dir, const char *hash);

#endif
