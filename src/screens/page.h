/* Shared by the screens: the context of one frame, and the furniture around every page. */
#ifndef FOYER_SCREENS_PAGE_H
#define FOYER_SCREENS_PAGE_H

#include "screens/app.h"

/* One frame being written. */
struct page {
    struct ui *ui;
    const struct app *app;
    wall_t now;
    wall_t said_now;   /* the same for words; WALL_NONE: the clock has not been set */
    struct rect stage; /* the part of the screen this page lives in ("bring it down") */
    bool compact;      /* there is too little room: the strip above the page is left out */
    const struct motion_layer *step; /* the body slides in so; NULL: it stands */
    bool sliding;                    /* furniture_frame() has opened the body's layer */
};

/* The toolkit for a frame of this app: nothing is pressed, and no time has passed. */
struct ui page_ui(const struct app *app, struct draw_list *draw, struct tree *tree,
                  struct text_engine text);

/* The screens; each writes its whole frame. */
void attract_view(struct page *page);
void explore_view(struct page *page);
void list_view(struct page *page);
void detail_view(struct page *page);
void form_view(struct page *page);
void privacy_view(struct page *page);
/* A form's last step, in what its question leaves (review.c). */
void review_view(struct page *page, struct rect body);
void interests_view(struct page *page);
void languages_view(struct page *page);
void codes_view(struct page *page);
void thanks_view(struct page *page);
void countdown_view(struct page *page);
/* For staff: the keypad, the overview, the colours of the screen test, the touch test. */
void staffdoor_view(struct page *page);
void staff_view(struct page *page);
void screentest_view(struct page *page);
void touchtest_view(struct page *page);

/* The burst of stars when somebody has just clapped for `item`, over its page (applause.c). */
void applause_view(struct page *page, int64_t item);

/* Furniture (furniture.c). */

/* Paper, urgent banner, top strip with `heading` (NULL: the school's name) and the clock, or, with a
 * step_count, the progress of a form; the bar with the way back and the comforts. Returns what is
 * left for the page. */
struct rect furniture_frame(struct page *page, const char *heading, size_t step, size_t step_count);
/* The bar alone, at the foot of the stage; returns its height. */
float furniture_bar(struct page *page);
/* The school's crest, and the height of the top strip. */
void furniture_crest(struct page *page, struct rect box);
float furniture_top(const struct theme *theme);
/* Items urgent now, newest first, at most three. */
size_t furniture_urgent(const struct app *app, wall_t now, const struct item *urgent[3]);

/* Lists (list.c). */

/* Before and after, at the end of a heading's row; VERB_NONE: there is none. Returns the width used. */
struct pager {
    const char *before_name, *after_name;
    const char *place; /* "2 / 5" between them; NULL: nothing */
    struct action before, after;
};
float list_pager(struct page *page, struct rect box, const struct pager *pager);
/* The same for a list's pages; nothing where there is only one. */
float list_page_turner(struct page *page, struct rect head, size_t at, size_t pages);
/* Cards in `body`: how many pages they take, and one of these drawn. */
size_t list_pages(const struct page *page, struct rect body, size_t count);
void list_cards(struct page *page, struct rect body, const struct item **items, size_t count,
                size_t at);
/* What's on, as a list or a month (whatson.c, month.c). */
void whatson_view(struct page *page);
/* The month of `items` (sorted by date) in `body`; `weeks` of it from week `first`. */
void month_view(struct page *page, struct rect body, const struct item *const *items, size_t count,
                int month, size_t first, size_t weeks);
/* How many weeks of days that can be touched `body` holds. */
size_t month_room(const struct page *page, struct rect body);
/* Monday, or Sunday where dates are written month first (0 and 6). */
int month_first_weekday(const struct app *app);

/* What a phone can take along from an item (NULL: from the school); codes.c. */
bool codes_any(const struct page *page, const struct item *item);
/* Others of an item's kind at the foot of `box`, which gives up their room (more.c). */
void more_strip(struct page *page, struct rect *box, const struct item *item);

/* The privacy notice in the interface's language, the configured one when there is one. Appends. */
void privacy_words(const struct config *config, struct str *out);

/* A text look in one expression. */
static inline struct text_look page_look(enum text_style style, struct colour colour)
{
    return (struct text_look){.style = style, .colour = colour};
}
static inline struct action page_do(enum verb verb, int64_t arg)
{
    return (struct action){.verb = (int)verb, .arg = arg};
}
/* Takes `height` (or `width`) off `rest` with a gap behind it, and returns it. */
static inline struct rect page_cut_top(struct rect *rest, float height, float gap)
{
    struct rect cut = {rest->x, rest->y, rest->w, height};
    rest->y += height + gap;
    rest->h -= height + gap;
    return cut;
}
static inline struct rect page_cut_bottom(struct rect *rest, float height, float gap)
{
    rest->h -= height + gap;
    return (struct rect){rest->x, rest->y + rest->h + gap, rest->w, height};
}
/* Landscape stages lay side by side what portrait ones stack. */
static inline bool page_wide(struct rect r)
{
    return r.w > r.h * 1.15f;
}
/* Items of a kind valid now, in the order a list shows them (events by date, else newest first).
 * Caller frees *found. */
size_t page_items(const struct app *app, enum item_kind kind, wall_t now,
                  const struct item ***found);

/* Of an event with several dates the nearest stands for all. `items` are sorted by date; returns how
 * many are left. */
size_t page_leave_nearest(const struct item **items, size_t count);

/* Of a picture shown in a box: would filling crop more than 15 %? Then it is shown whole. */
bool page_fills(const struct picture *picture, struct rect box);
/* Draws a photo so: filling the box, or whole on its own blur. */
void page_photo(struct page *page, const struct picture *picture, struct rect box, float radius,
                struct colour corner);

#endif
