/* The proofs, and the table they fill. */
#ifndef FOYER_PROVE_PROVE_H
#define FOYER_PROVE_PROVE_H

#include <stdbool.h>
#include <stddef.h>

#include "scene.h"

struct plan {
    const char *base;    /* a folder in memory for scenes */
    const char *program; /* foyer */
    bool small;          /* the version for make test */
};

/* What came of one proof, over all its trials. */
struct tally_row {
    const char *fault;
    size_t times, lost, doubled, unasked, unsound;
    /* Rows without a thank-you that the fault itself explains: ended between the two. */
    size_t unasked_allowed;
    size_t thanked;
    char first[160]; /* the first trial that went wrong */
};

/* Adds a trial; `trial` names it (its number). */
void row_add(struct tally_row *row, const struct judgement *judgement, const char *what,
             long trial);

/* Is a row as it must be; is a control's row as it must not be. */
bool row_is_clean(const struct tally_row *row);

/* Says it as TAP and keeps it for the table. `control` is the same fault with the promise's keeper
 * taken out (NULL: it has none of its own): it must not be clean. */
void prove_report(const struct tally_row *row, const struct tally_row *control);
/* A further control of the row before. */
void prove_control(const struct tally_row *control);
void prove_skip(const char *fault, const char *reason);

/* A sign of life in long work, at most every few seconds. */
void prove_progress(const char *what, long done, long all);

/* A line below the table. */
void prove_say(const char *format, ...) __attribute__((format(printf, 1, 2)));

/* Each proof. */
void prove_io(const struct plan *plan);       /* the n-th call to the disk fails */
void prove_cut(const struct plan *plan);      /* power is cut at the n-th call */
void prove_replaced(const struct plan *plan); /* the office's file changes before the n-th call */
void prove_memory(const struct plan *plan);   /* the n-th allocation fails */
void memory_install(void);                    /* before SQLite is used */
void prove_kill(const struct plan *plan);     /* kill -9 at any time */
void prove_disk(const struct plan *plan);     /* full, and read-only */
void prove_clock(const struct plan *plan);    /* 1970 and 2040 */
void prove_erase(const struct plan *plan);    /* nothing of a person is left */
void prove_time(const struct plan *plan);     /* how long a thank-you takes */

#endif
