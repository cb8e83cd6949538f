/* Reading: changed drops become items.
 *
 * Copies each file off the share, decodes what is a picture (unless its content is known), hands the
 * drop to the reader and stores what comes of it. */
#ifndef FOYER_JOBS_READING_H
#define FOYER_JOBS_READING_H

#include <stdbool.h>
#include <stddef.h>

#include "jobs/intake.h"

/* Reads the drops, in this order, until all are done or `budget_ms` is over. `*finished` gets how many
 * are concluded; `*later` becomes true when one of them has to wait (still changing,
 * cannot be read just now). False: the catalogue cannot be written. */
bool reading_run(struct intake *intake, const struct share_drop *const *drops, size_t count,
                 int64_t budget_ms, size_t *finished, bool *later);

/* Must a drop be read again that the catalogue knows like that? */
bool reading_is_needed(const struct intake *intake, const struct share_drop *drop,
                       const struct ledger_entry *known);

/* The part of a drop's signature that says whether it must be read again. Caller frees. */
char *reading_state(const struct intake *intake, const struct share_drop *drop);

#endif
