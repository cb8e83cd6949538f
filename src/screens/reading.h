/* A text that is read a boxful at a time. */
#ifndef FOYER_SCREENS_READING_H
#define FOYER_SCREENS_READING_H

#include "screens/page.h"

#define READING_LINES 512

struct reading {
    const char *text; /* the caller's; must live as long */
    struct text_look look;
    float line_height;
    size_t count; /* of lines */
    struct text_line lines[READING_LINES];
};

/* Breaks `text` (NULL or blank: no line) into lines of at most `width`, in the size of its style. */
struct reading reading_of(const struct ui *ui, float width, struct text_look look,
                          const char *text);

/* How many lines a height holds; at least 1. */
size_t reading_room(const struct reading *reading, float height);

/* Draws the lines from `first` up to, without, `last`, from the top of `box`. */
void reading_draw(struct ui *ui, struct rect box, const struct reading *reading, size_t first,
                  size_t last);

/* The way through the pages of something long, in a row: a page back, where one is, "Read on" (VERB_PAGE). */
void reading_turner(struct page *page, struct rect row, size_t at, size_t pages);

#endif
