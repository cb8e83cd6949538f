/* A rendering: one open file of a stranger into the JPEGs that the screen reads.
 *
 * Runs inside the locked-down child of content/pictureworker and nowhere else. Format library:
 * libvips with only the loaders that HOT-FOLDER.md section 2 names. */
#ifndef FOYER_CONTENT_RENDERING_H
#define FOYER_CONTENT_RENDERING_H

#include <stdbool.h>
#include <stdint.h>

#include "content/sniff.h"

/* What came of a file. */
enum rendering_outcome {
    RENDERING_OK,
    RENDERING_TOO_MANY_PIXELS, /* width and height say how many */
    RENDERING_NOT_A_PICTURE,   /* the content is not what its first bytes promise */
    RENDERING_TRUNCATED,       /* ends too early */
    RENDERING_DAMAGED,         /* cannot be decoded */
    RENDERING_PASSWORD,        /* a PDF that asks for one */
    RENDERING_NO_MEMORY,       /* needs more memory than a file may have */
    RENDERING_CANNOT_WRITE,    /* the output has no room: not the file's fault */
};

struct rendering_limits {
    int max_megapixels;
    int max_pdf_pages;
    int fit_pixels; /* longest side of the main picture */
};

#define RENDERING_SIZES 4 /* main, card, blur, thumbnail: in this order */

/* One finished page: the size of its main picture and the bytes each of its JPEGs takes; they lie one
 * behind the other in the output. */
struct rendering_page {
    uint32_t width, height;
    uint32_t bytes[RENDERING_SIZES];
};

/* How it ended. */
struct rendering_end {
    enum rendering_outcome outcome;
    uint32_t width, height; /* of a picture that is too large */
    bool more_pages;        /* the PDF has more than the limit */
};

/* Loads libvips and leaves only the allowed loaders. Decodes nothing and starts no thread, so the
 * process may fork afterwards. False: libvips could not start. */
bool rendering_start(const char *program);

/* Renders the file behind `input` (at its start), appending the JPEGs to `output` and calling
 * `page_done` after each page. */
struct rendering_end
rendering_run(int input, enum file_type type, const struct rendering_limits *limits, int output,
              void (*page_done)(void *context, const struct rendering_page *page), void *context);

#endif
