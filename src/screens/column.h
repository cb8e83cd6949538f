/* The column of words on an item's page: its text, and what there is to know as facts. What does not fit the
 * page is read on the next. */
#ifndef FOYER_SCREENS_COLUMN_H
#define FOYER_SCREENS_COLUMN_H

#include "screens/page.h"
#include "screens/reading.h"

#define COLUMN_FACTS 16

struct column {
    struct reading text;
    struct fact {
        const char *icon, *name; /* not owned */
        char *value;             /* owned */
    } facts[COLUMN_FACTS];
    size_t fact_count;
    bool facts_first; /* else the text, as people read it */
};

/* One more fact, when staff gave its value. */
void column_add(struct column *column, const char *icon, const char *name, const char *value);
void column_free(struct column *column);

/* How high it is when nothing is left for a next page. */
float column_height(const struct ui *ui, const struct column *column, float width);

/* Draws the column from the top of `box`. When it is longer, the facts come first, for when and where must not
 * be missed, and "Read on" (VERB_PAGE) leads to the place's next page. */
void column_draw(struct page *page, struct rect box, struct column *column);

#endif
