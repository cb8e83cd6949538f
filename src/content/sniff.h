/* What a file is, from its first bytes (and only for text from its name). */
#ifndef FOYER_CONTENT_SNIFF_H
#define FOYER_CONTENT_SNIFF_H

#include <stddef.h>

enum file_type {
    FILE_UNKNOWN,
    FILE_JPEG,
    FILE_PNG,
    FILE_WEBP,
    FILE_GIF,
    FILE_TIFF,
    FILE_SVG,
    FILE_HEIC,
    FILE_AVIF,
    FILE_PDF,
    FILE_TEXT,
    FILE_CSV,
    FILE_ICS,
    /* refused with the way out */
    FILE_POWERPOINT,
    FILE_WORD,
    FILE_PUBLISHER,
    FILE_EXCEL,
    FILE_GOOGLE_LINK,
    FILE_VIDEO,
    FILE_ZIP,
    FILE_RICH_TEXT,
    FILE_SHORTCUT,
    FILE_SOUND,
};

/* `bytes`: the first `length` bytes (4096 are enough); `name`: the file's name. A known binary content
 * wins over any name; text is told apart by extension (.csv, .ics, else text) or "BEGIN:VCALENDAR". */
enum file_type sniff(const char *name, const void *bytes, size_t length);

/* Is it one of the picture formats or a PDF? */
int file_type_is_picture(enum file_type type);

/* For what is refused: a sentence and the way out, for staff; NULL when the type is not refused. */
const char *file_type_refusal(enum file_type type);
const char *file_type_advice(enum file_type type);

#endif
