/* A text file's lines: the keys staff may use, and the text itself. */
#ifndef FOYER_CONTENT_NOTES_H
#define FOYER_CONTENT_NOTES_H

#include "model/item.h"

enum note_key {
    NOTE_TITLE,
    NOTE_WHEN,
    NOTE_DATE,
    NOTE_TIME,
    NOTE_UNTIL,
    NOTE_WHERE,
    NOTE_SHOW_FROM,
    NOTE_SHOW_UNTIL,
    NOTE_CONTACT,
    NOTE_NEEDS,
    NOTE_SKILLS,
    NOTE_TAKES,
    NOTE_TRAINING,
    NOTE_NOT,
    NOTE_PLACES,
    NOTE_HELPERS,
    NOTE_LINK,
    NOTE_CLASS,
    NOTE_CREDIT,
    NOTE_ACCENT,
    NOTE_AGREED, /* the family has agreed to the name in the title */
    NOTE_KEYS
};

struct notes {
    char *values[NOTE_KEYS]; /* owned; NULL: not given */
    char *text;              /* owned; the rest, without the title's line */
    struct translation *translations;
    size_t translation_count;
};

/* Reads decoded text (content/text.h). The first line is the title unless there is a Title: key or the
 * first line is a key itself. Free with notes_free(). */
struct notes notes_read(const char *text);
void notes_free(struct notes *notes);

#endif
