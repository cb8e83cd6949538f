/* What the audit finds wrong with one frame, from its draw list, its semantic tree and its pixels. */
#ifndef FOYER_AUDIT_CHECKS_H
#define FOYER_AUDIT_CHECKS_H

#include <stdbool.h>

#include "ui/ui.h"

struct finding {
    char what[160];
    struct rect where;
};

struct findings {
    struct finding *all;
    size_t count, capacity;
};

struct frame {
    const struct draw_list *draw;
    const struct tree *tree;
    const struct theme *theme;
    struct text_engine text;
    float width, height;
    float reach_top; /* nothing to be touched stands above this; 0: all is in reach */
};

/* Sizes and gaps of targets, reach, texts cut, outside, over one another, the field and the keys. */
void check_layout(const struct frame *frame, struct findings *out);

/* Contrast: `pixels` (ARGB, row by row) is the frame drawn without its texts; each text's colour is
 * compared with what lies behind it. `on_picture`: 4.5:1 is enough. */
void check_contrast(const struct frame *frame, const uint32_t *pixels, bool on_picture,
                    struct findings *out);

void findings_free(struct findings *findings);

#endif
