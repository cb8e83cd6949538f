/* Renames: a drop that left its name and turned up under another one keeps its item. */
#ifndef FOYER_JOBS_RENAMES_H
#define FOYER_JOBS_RENAMES_H

#include "content/share.h"
#include "jobs/ledger.h"
#include "store/catalogue.h"

/* Gives every entry of the ledger that the scan misses the key under which it lies now: in the same
 * folder, with the same sizes and times, and not known yet. In the catalogue and in the ledger. */
void renames_follow(struct catalogue *catalogue, struct ledger *ledger,
                    const struct share_scan *scan);

#endif
