/* The toolkit's context and widgets.
 *
 * Immediate: a screen calls widgets in order, each writes its drawing into the draw list and its
 * meaning into the semantic tree. Nothing is kept between frames but what the screen's own state
 * holds. Widgets never read a clock: `now_ms` is given. */
#ifndef FOYER_UI_UI_H
#define FOYER_UI_UI_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "ui/draw.h"
#include "ui/theme.h"
#include "ui/tree.h"

struct font_metrics {
    float ascent;      /* top of the line box to the baseline */
    float line_height; /* of the line box, the same for every script at this size */
    float cap_height;
};

struct text_line {
    size_t start, length; /* bytes */
    float width;
};

/* Measuring and breaking of text; platform/text implements it, tests may fake it. */
struct text_engine {
    void *context;
    float (*width)(void *context, struct font font, const char *text, size_t length);
    struct font_metrics (*metrics)(void *context, struct font font);
    /* Breaks `text` (with \n) into lines of at most `width` pixels by UAX #14; a word wider than
     * that is broken inside. Fills at most `limit`, returns the number needed. */
    size_t (*wrap)(void *context, struct font font, const char *text, float width,
                   struct text_line *lines, size_t limit);
};

struct ui {
    struct draw_list *draw;
    struct tree *tree;
    const struct theme *theme;
    struct text_engine text;
    struct rect screen; /* the whole display */
    int64_t now_ms;
    struct action pressed; /* what a finger is on; verb 0: nothing */
    const char *language;
    bool rtl;
    bool less_motion;
    bool typed;      /* set while drawing what a visitor wrote: it is never said aloud */
    bool teaser;     /* set while drawing how a text begins that is whole elsewhere */
    bool on_picture; /* set while drawing text over a photo's scrim */
};

enum align { ALIGN_START, ALIGN_CENTRE, ALIGN_END }; /* start is right in right-to-left */

struct text_look {
    enum text_style style;
    struct colour colour;
    enum align align;
    int max_lines; /* 0: as many as the box's height holds */
    bool heading;  /* ROLE_HEADING in the tree */
    float size;    /* em in pixels instead of the style's; 0: the style's */
};

/* Text wrapped into `box`, from its top; a text that does not fit ends with an ellipsis (and is
 * marked clipped). Returns the height used. */
float ui_text(struct ui *ui, struct rect box, struct text_look look, const char *text);

/* Is this text written from right to left? As its first letter is; without one as the interface is. */
bool ui_runs_right(const struct ui *ui, const char *text);

/* The height ui_text() would use at that width, and the width of a text on one line. */
float ui_text_height(const struct ui *ui, float width, struct text_look look, const char *text);
float ui_text_width(const struct ui *ui, struct text_look look, const char *text);
float ui_line_height(const struct ui *ui, struct text_look look);

/* The largest size (em pixels) from `look`'s own down to `smallest` at which `text` fits `box`. */
float ui_text_fit(const struct ui *ui, struct rect box, struct text_look look, const char *text,
                  float smallest);

/* A bold name and its value in one paragraph ("When  Tuesdays 2-3 pm"). Returns the height used;
 * ui_fact_height() the same without drawing. */
float ui_fact(struct ui *ui, struct rect box, const char *icon, const char *name,
              const char *value);
float ui_fact_height(const struct ui *ui, float width, const char *icon, const char *name,
                     const char *value);

/* Text that belongs to a widget, which says its meaning itself. Returns whether it had to be cut. */
bool ui_label(struct ui *ui, struct rect box, struct text_look look, const char *label);
/* Is a finger on what does this? */
bool ui_is_pressed(const struct ui *ui, struct action action);

enum button_look {
    BUTTON_PLAIN, /* white, lined */
    BUTTON_MAIN,  /* filled with the accent */
    BUTTON_GOLD,  /* filled with gold */
    BUTTON_QUIET, /* no fill: on dark or picture */
};

struct button {
    const char *label; /* NULL or "" only with an icon: then `name` is required */
    const char *name;  /* label in the tree when it differs from the drawn one; NULL: label */
    const char *icon;  /* drawn before the label; NULL: none */
    bool icon_after;
    enum button_look look;
    struct action action;
    bool disabled, checked;
};

/* A button filling `r`. Text is shrunk to fit, down to 0.8 of TEXT_SMALL; then its icon is left out. */
void ui_button(struct ui *ui, struct rect r, struct button button);
/* Its natural width at the theme's sizes, for laying a row. */
float ui_button_width(const struct ui *ui, struct button button);

/* A button of a bar: its icon above its word, which may take two lines; `second` is a smaller line
 * below a word of one line (NULL: none). Filling `r`. */
void ui_control(struct ui *ui, struct rect r, struct button button, const char *second);
/* Does its word fit a place of that size at no less than the size of hints? For laying a bar. */
bool ui_control_fits(const struct ui *ui, float w, float h, struct button button);

/* One of several (tick) or one of one (option): a big chip with its icon and a check when chosen. */
void ui_choice(struct ui *ui, struct rect r, struct button b, enum role role);

/* A tile of Explore: festive colour, icon, title, second line. */
void ui_tile(struct ui *ui, struct rect r, const char *icon, struct swatch swatch,
             const char *title, const char *second, struct action action);

/* A card of a list: picture on top (or its kind's colour and icon), title, up to two lines. */
struct card {
    const char *picture; /* hash or NULL */
    enum item_kind kind;
    const char *title, *line, *text;
    struct action action;
};
void ui_card(struct ui *ui, struct rect r, const struct card *card);
/* The same lying down, for long lists: a small picture and beside it title and line. */
void ui_card_row(struct ui *ui, struct rect r, const struct card *card);
/* How high that wants to be for a title of two lines. */
float ui_card_row_height(const struct ui *ui);

/* A day of a calendar's month (ui/day.c). Only a day with something on can be touched. */
#define DAY_TITLES 8
struct day {
    int number; /* of the month */
    bool today;
    const char *label;              /* for the tree: the date and what is on */
    size_t count;                   /* what is on; the first DAY_TITLES of them: */
    const char *titles[DAY_TITLES]; /* in the visitor's language */
    enum item_kind kinds[DAY_TITLES];
    struct action action;
};
void ui_day(struct ui *ui, struct rect r, const struct day *day);

/* The kind's chip on a slide or a page. Returns its width. */
float ui_chip(struct ui *ui, float x, float y, const char *icon, struct swatch swatch,
              const char *label);

float ui_chip_width(const struct ui *ui, const char *label);

/* The field being typed, with its caret; the end of a long text stays visible. */
void ui_field(struct ui *ui, struct rect r, const char *name, const char *value, bool error);

/* "3 of 4" and as many bars, ending at the box's end. */
void ui_progress(struct ui *ui, struct rect r, size_t step, size_t count);
/* The least width that holds both. */
float ui_progress_width(const struct ui *ui, size_t step, size_t count);

/* A panel of paper or colour that other widgets are put on. */
void ui_panel(struct ui *ui, struct rect r, struct colour fill, bool shadow);

/* Mirrors a rectangle inside `within` when the interface is right-to-left; as it is otherwise. */
struct rect ui_mirror(const struct ui *ui, struct rect within, struct rect r);

/* Splits `r` into `count` equal columns (rows) with `gap` between; the i-th. Mirrors columns. */
struct rect ui_column(const struct ui *ui, struct rect r, size_t count, size_t i, float gap);
struct rect ui_row(struct rect r, size_t count, size_t i, float gap);

#endif
