/* QR codes: a text as a square of dark and light modules, and how it stands on a page. */
#ifndef FOYER_UI_QR_H
#define FOYER_UI_QR_H

#include <stdbool.h>
#include <stdint.h>

#include "ui/ui.h"

/* Larger than this is too fine to be read from a screen in a moment: 57 modules a side. */
#define QR_VERSION_MOST 10
/* Bytes that surely fit (version 10, error level L, two for the mark of UTF-8). */
#define QR_BYTES_MOST 269
/* Light modules around a code that readers need. */
#define QR_QUIET 4

struct qr {
    int size;       /* modules a side, without the quiet zone; 0: none */
    uint8_t *cells; /* size x size, 1: dark; owned */
};

/* False: the text is empty or too long. Free with qr_free(). */
bool qr_make(struct qr *qr, const char *text);
void qr_free(struct qr *qr);

/* The side of a code with its quiet zone, in pixels: as large as fits `room`, whole pixels a module.
 * A code is read from ten times its own width: 40 cm want at least 40 mm without the quiet zone; and
 * a module is at least 0.6 mm and 2 pixels. 0: `room` is too small for that. */
float qr_side(const struct theme *theme, const struct qr *qr, float room);

/* Draws it in the square of qr_side() at (x, y): black on white whatever the contrast. `label` is what
 * it does, for the tree. */
void qr_draw(struct ui *ui, const struct qr *qr, float x, float y, float side, const char *label);

#endif
