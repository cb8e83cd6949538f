/* A photo as a phone writes it: HEIC whose picture is a grid of tiles. */
#ifndef FOYER_TESTS_PHONEPHOTO_H
#define FOYER_TESTS_PHONEPHOTO_H

#include <stddef.h>

/* The photo of `columns` x `rows` tiles, each with the picture in `tile`, a HEIC of one square picture of
 * `side` pixels as libheif writes it. Its bytes, to be freed, and their number; NULL: `tile` is
 * something else. Format: ISO/IEC 23008-12, 6.6.2.3 (grid), in the boxes of ISO/IEC 14496-12. */
void *phone_photo(const void *tile, size_t tile_length, int side, int columns, int rows,
                  size_t *length);

#endif
