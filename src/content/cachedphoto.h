/* A photo of the cache, for the display: JPEG (ITU T.81) straight into pixels that can be drawn as they are. Read
 * by a general library it would first be bytes of red, green and blue, that is the memory and the time of another
 * picture as large.
 *
 * The decode worker wrote these files (content/pictures), so they are no stranger's; but a disk may have spoiled
 * them, or the cache may just be being cleared. */
#ifndef FOYER_CONTENT_CACHEDPHOTO_H
#define FOYER_CONTENT_CACHEDPHOTO_H

#include <stdbool.h>
#include <stddef.h>

/* No picture of the cache has more pixels on a side (jobs/intake: as many as a display has). */
#define CACHEDPHOTO_MOST 8192

struct cachedphoto;

/* Opens one and tells its size in pixels. NULL: it is not there, or no such JPEG. */
struct cachedphoto *cachedphoto_open(const char *path, int *width, int *height);

/* Reads all of it into rows of `pitch` bytes: each pixel is blue, green, red and 255. False: it is damaged beyond
 * reading (what is missing at the end of a short file is grey instead). Once for each that was opened. */
bool cachedphoto_read(struct cachedphoto *photo, void *pixels, size_t pitch);

void cachedphoto_close(struct cachedphoto *photo);

#endif
