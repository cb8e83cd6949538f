/* What comes back to the share: the page that shows staff what is on the screen, and the list of
 * problems.
 *
 * Pure: items, problems and the time come in, text goes out piece by piece, so that a school with
 * thousands of things needs no more memory than one with ten. HOT-FOLDER.md section 4. */
#ifndef FOYER_CONTENT_ANSWERPAGE_H
#define FOYER_CONTENT_ANSWERPAGE_H

#include <stdbool.h>
#include <stddef.h>

#include "base/clock.h"
#include "base/str.h"
#include "model/drop.h"
#include "model/item.h"

#define ANSWER_PAGE "What is on the screen now.html"
#define ANSWER_PROBLEMS "PROBLEMS - please read.txt"

/* Everything the two say. All pointers stay the caller's. */
struct answer {
    const char *school;
    const char *accent; /* "#1f5f4b" */
    wall_t now;
    bool clock_sure;
    const char *progress; /* "120 of 500" while files are being read; "" or NULL: all are */
    const struct item_list *items;
    const struct problem_list *problems;
    const struct problem_list *remarks; /* good to know, nothing to do: not in the problems */
    /* A picture's thumbnail as base64 (caller frees), or NULL. */
    char *(*thumbnail)(void *context, const char *hash);
    /* How often visitors opened the item this week; 0: not known. */
    int (*opened)(void *context, const char *key);
    /* How often they clapped for it. */
    int (*clapped)(void *context, const char *key);
    void *context;
};

/* Takes text that was written; false ends the writing. */
typedef bool answer_sink(void *sink, const char *text, size_t length);

/* The page in HTML 5, whole in itself: nothing is loaded from anywhere. False: the sink said so. */
bool answer_write_page(const struct answer *answer, answer_sink *sink, void *to);

/* The problems as a text for any editor: UTF-8 with its mark, lines end in CR LF. */
void answer_put_problems(const struct answer *answer, struct str *out);

/* When the page next changes by itself, because something starts or ends; WALL_NONE: never. */
wall_t answer_next_change(const struct item_list *items, wall_t now);

#endif
