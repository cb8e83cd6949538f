/* The reader: the files of one drop into items and problems.
 *
 * Composes name grammar, text files, tables, calendars and decoded pictures by the rules of
 * HOT-FOLDER.md. Does no scanning and no decoding of pictures itself: files come as bytes (text) or
 * as results of content/pictures. Pure but for the format libraries. */
#ifndef FOYER_CONTENT_READER_H
#define FOYER_CONTENT_READER_H

#include <stdbool.h>
#include <stddef.h>

#include "base/clock.h"
#include "base/config.h"
#include "content/pictures.h"
#include "content/screening.h"
#include "content/sniff.h"
#include "model/drop.h"

/* One file of a drop, as import hands it over. */
struct drop_file {
    const char *path; /* below the share, UTF-8 NFC, as staff see it */
    enum file_type type;
    const char *bytes; /* text, CSV, ICS: the content; NULL for pictures */
    size_t length;
    const struct picture_job *picture; /* pictures and PDFs: what the decoder made of it */
};

struct reader_context {
    wall_t now;
    enum date_order date_order;
    const char *year_ends; /* "MM-DD" or "" */
    bool clock_sure;
    const struct screening *screening; /* NULL: nothing is held back */
};

/* Reads a drop. `files` are in name order. Fills key, source, items, problems and failed; signature
 * and first_seen are the caller's (first_seen is taken from `drop` when set and needed for life
 * times, else `now`). */
void reader_read(struct drop *drop, enum item_kind kind, const struct drop_file *files,
                 size_t count, const struct reader_context *context);

#endif
