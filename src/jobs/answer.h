/* The answer: what import writes back to the share after its passes.
 *
 * The page is written anew when something came, went, starts or ends, when the clock is set, and once an
 * hour; while many files are being read, twice a minute, but at once after a take-down. The list of problems
 * exists only while there are any. A share that may not be written is said once and otherwise fine. */
#ifndef FOYER_JOBS_ANSWER_H
#define FOYER_JOBS_ANSWER_H

#include <stdbool.h>
#include <stdint.h>

#include "jobs/intake.h"

/* Zero-initialised: nothing written yet. Needs no release. */
struct answer_state {
    bool written, refused;
    bool clock_sure;    /* it said when the share was looked at */
    bool busy;          /* it said that files are still being read */
    uint64_t changes;   /* of the intake, when it was written */
    size_t taken_down;  /* likewise */
    int64_t written_ms; /* monotonic */
    wall_t next_change; /* when something starts or ends */
};

/* Writes what is due after a pass that ended with `result`. */
void answer_after_pass(struct answer_state *state, struct intake *intake,
                       enum intake_result result);

#endif
