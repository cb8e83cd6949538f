/* A calendar's text: from bytes to lines that a parser can be trusted with, and from descriptions with
 * web pages' marks in them to plain words. */
#ifndef FOYER_CONTENT_ICSTEXT_H
#define FOYER_CONTENT_ICSTEXT_H

#include <stdbool.h>
#include <stddef.h>

/* Bytes of unknown encoding into UTF-8. Unlike text_decode(), folded lines are joined first (a fold may
 * stand inside a letter) and each line is judged for itself. Caller frees. */
char *icstext_decode(const void *bytes, size_t length);

struct icstext_facts {
    bool found;     /* there was a calendar */
    bool cut_short; /* its end is missing; an event that was not complete is left out */
};

/* Only what is needed of it: calendars, their events and zones, and of these the properties that are
 * read, one a line, every BEGIN with its END. Caller frees. */
char *icstext_clean(const char *text, struct icstext_facts *facts);

/* A description as plain text: tags and entities of HTML undone, "\n" made a line, at most `limit`
 * code points. The first link's address goes to `*link` when that is not NULL and the text has one (else
 * NULL is put there). Caller frees both. */
char *icstext_plain(const char *text, size_t limit, char **link);

#endif
