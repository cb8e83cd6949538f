/* The sweep: what no item uses any more leaves the cache. */
#ifndef FOYER_JOBS_SWEEP_H
#define FOYER_JOBS_SWEEP_H

#include <stdbool.h>
#include <stddef.h>

#include "store/catalogue.h"

/* Deletes every file in `cache_dir` whose picture neither the catalogue uses nor `kept` lists
 * (hashes of originals that are being imported; NULL: none), half-written files included. Returns how
 * many were deleted; -1 when the catalogue could not be read (then nothing is). Only the process that
 * imports may call it. */
int sweep_cache(struct catalogue *catalogue, const char *cache_dir, const struct hash_list *kept);

#endif
