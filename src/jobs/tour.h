/* Playing a tour on a stage (the steps: model/tour.h). */
#ifndef FOYER_JOBS_TOUR_H
#define FOYER_JOBS_TOUR_H

#include "jobs/stage.h"

/* Plays options->tour; pictures go to options->shots (default "."). Returns an exit code: a step that
 * cannot be done is said with what was on the screen instead, and pictured. */
int tour_play(struct stage *stage);

#endif
