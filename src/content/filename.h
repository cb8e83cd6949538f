/* A file's name as staff write it: `[URGENT] [date] [time] title [until date]`. */
#ifndef FOYER_CONTENT_FILENAME_H
#define FOYER_CONTENT_FILENAME_H

#include <stdbool.h>

#include "base/clock.h"
#include "base/config.h"
#include "content/dates.h"

struct filename {
    bool urgent;
    wall_t date;                  /* WALL_NONE: none */
    int from, till;               /* seconds of the day, -1: none */
    wall_t until;                 /* the last day to show, WALL_NONE: none */
    char *title;                  /* owned; "" when the name says nothing (IMG_4821) */
    enum date_result date_result; /* not OK and not NONE: the date contradicts itself */
    wall_t last;       /* the last day of several ("2026-12-14 - 2026-12-16"), or WALL_NONE */
    bool until_unread; /* there is an "until" with something that is no date */
};

/* Reads a name without its extension. Free with filename_free(). */
struct filename filename_read(const char *stem, enum date_order order, wall_t today);
void filename_free(struct filename *name);

/* The base name without what programs append: extension, "Copy of", " - Copy", " (1)"; for a text file
 * also the extension of the picture it belongs to ("photo.jpg.txt"). Caller frees. */
char *filename_stem(const char *base);

/* The base name without its extension only, for telling which files belong together: "Letter (1)" is
 * another letter. For a text file also without that of the picture it belongs to. Caller frees. */
char *filename_plain(const char *base);

#endif
