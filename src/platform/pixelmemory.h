/* Pixel memory: blocks as large as a display, which SDL and the layers take and give back all the time.
 *
 * They are asked for in huge pages (madvise(2), MADV_HUGEPAGE): a block of 8 MB is then there with a few page
 * faults instead of two thousand, which was half of the time from the start to the first picture. */
#ifndef FOYER_PLATFORM_PIXELMEMORY_H
#define FOYER_PLATFORM_PIXELMEMORY_H

#include <stddef.h>

/* Makes SDL take its memory here. May be called again; free() stays the way to give it back. */
void pixelmemory_start(void);

/* The same for a block of our own that was just allocated and not yet written to; returns it. */
void *pixelmemory_advised(void *block, size_t size);

/* Gets memory that will be drawn on soon, all of it at once (madvise(2), MADV_POPULATE_WRITE). For memory that
 * is not ours to choose, as the X server's shared one. What is in it stays. */
void pixelmemory_populate(void *block, size_t size);

#endif
