/* The theme: every colour, size and distance of the interface, in one place (LOOK.md).
 *
 * Sizes are computed once from the display's pixels and its glass in millimetres. */
#ifndef FOYER_UI_THEME_H
#define FOYER_UI_THEME_H

#include <stdbool.h>

#include "model/item.h"
#include "ui/draw.h"

/* One scale of type, each step 1.25 times the one before, body as given by LOOK.md. */
enum text_style {
    TEXT_SMALL, /* body / 1.25: hints, captions */
    TEXT_BODY,
    TEXT_LABEL,    /* body, bold: buttons */
    TEXT_SUBHEAD,  /* body x 1.25, bold */
    TEXT_HEAD,     /* body x 1.56, heavy: card titles */
    TEXT_TITLE,    /* body x 1.95, heavy: a screen's question */
    TEXT_HEADLINE, /* rotation headline, heavy: capital height from the viewing distance */
    TEXT_SECOND,   /* rotation second line */
    TEXT_CLOCK,
    TEXT_STYLES
};

struct swatch {
    struct colour fill, text; /* text is at least 7:1 on fill */
};

struct theme {
    float px_per_mm;
    float unit;   /* 4 mm in pixels (less on hand-sized glass): every distance is a multiple */
    float margin; /* of the screen's edge */
    float radius, stroke;
    float touch;   /* 20 mm: a button's height */
    float gap;     /* at least 3 mm between touchables */
    float key;     /* 15 mm: a key's pitch at least */
    float letters; /* how large the touched text is, 1: normal */
    struct font fonts[TEXT_STYLES];
    struct colour paper, paper_dark, paper_deep, white, ink, ink_soft, line, scrim;
    struct colour alarm;        /* text that says what to mend, on paper */
    struct swatch accent, gold; /* the school's; the thank-you's heart and button */
    struct swatch kinds[ITEM_KIND_COUNT];
    struct swatch urgent;
    bool contrast; /* high contrast is on */
};

struct theme_wish {
    int width, height; /* pixels */
    double diagonal_inch, viewing_m;
    struct colour accent;
    int larger; /* 0, 1, 2 steps of larger text when touching (x 1.18 each) */
    bool contrast;
};

struct theme theme_make(const struct theme_wish *wish);

/* The same theme with the touched text at `letters` times its normal size. */
struct theme theme_with_letters(const struct theme *theme, float letters);

/* "#rrggbb" into a colour; false: not such a text. */
bool theme_colour(const char *text, struct colour *out);

/* White or ink, whichever contrasts more with `fill`; `fill` is darkened or lightened until 7:1. */
struct swatch theme_swatch(struct colour fill);

/* The icon's name for a kind. */
const char *theme_kind_icon(enum item_kind kind);

#endif
