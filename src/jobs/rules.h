/* The rules of an intake: whom the school does not want to show, and whether the time is known. */
#ifndef FOYER_JOBS_RULES_H
#define FOYER_JOBS_RULES_H

#include <stdbool.h>
#include <stdint.h>

#include "jobs/intake.h"

/* Reads the do-not-show list into the intake and marks the rules, so that other rules make every drop
 * be read again. */
void rules_read(struct intake *intake);

/* What the do-not-show list looks like from outside; another one: read it again. */
uint64_t rules_list_mark(const struct intake *intake);

/* What may be believed of a clock that says `now`, given the newest file of the last scan: into `now` and
 * `clock_is_sure`. */
void rules_judge_clock(struct intake *intake, wall_t now);

#endif
