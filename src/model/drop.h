/* A drop: what import makes of one thing that staff put on the share.
 *
 * A drop is a picture with its text file, an album folder with everything in it, a calendar, a table
 * of events or a PDF. It is the unit that appears, is replaced and is taken down as a whole. */
#ifndef FOYER_MODEL_DROP_H
#define FOYER_MODEL_DROP_H

#include <stdbool.h>
#include <stddef.h>

#include "base/clock.h"
#include "model/item.h"

enum problem_weight {
    PROBLEM_NOT_SHOWN, /* the file, or a row of it, is not on the screen */
    PROBLEM_CHECK,     /* it is shown, but somebody should look */
};
const char *problem_weight_word(enum problem_weight weight); /* "not shown", "please check" */

/* One sentence each, in plain words for staff: what happened, and one thing to do. */
struct problem {
    char *source; /* path below the share, with ", line 12" where it is about a row */
    enum problem_weight weight;
    char *reason;
    char *advice;
    wall_t since;
};

struct problem_list {
    struct problem *problems;
    size_t count, capacity;
};

/* Copies the three strings. `since` is filled in by the catalogue. */
void problem_add(struct problem_list *list, const char *source, enum problem_weight weight,
                 const char *reason, const char *advice);
void problem_list_free(struct problem_list *list);

struct drop {
    char *key;       /* case-folded path without extension below the share; unique */
    char *source;    /* the path as staff see it */
    char *signature; /* names, sizes and times of its files: unchanged means nothing to do */
    wall_t first_seen;
    struct item_list items;
    struct problem_list problems;
    bool failed; /* nothing usable came of it: an earlier good version stays up */
};
void drop_free(struct drop *drop);

#endif
