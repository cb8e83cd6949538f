/* The first slide's photo, read on a thread of its own before there is anything to draw on: opening a display
 * takes about as long. When the display's size is known it is also scaled as a photo that stands on it whole.
 *
 * One photo, once in a process. */
#ifndef FOYER_PLATFORM_FORESEEN_H
#define FOYER_PLATFORM_FORESEEN_H

#include "platform/photo.h"

/* Begins to read it. Both texts are copied. */
void foreseen_begin(const char *cache_dir, const char *hash);

/* The size of the page in pixels. */
void foreseen_display(int w, int h);

/* The photo as it is wanted, the caller's to free; may have to wait for it. NULL: that was not foreseen. When
 * another photo was, nobody waits for it any more and its memory is given back. Only one thread may ask. */
SDL_Surface *foreseen_take(const char *hash, const struct photo_place *want);

/* Gives back what nobody took. Nobody may be asking. */
void foreseen_end(void);

#endif
