/* Closed days from the calendar: which of the shown all-day events mean that the school is closed. Pure. */
#ifndef FOYER_MODEL_CLOSEDDAY_H
#define FOYER_MODEL_CLOSEDDAY_H

#include "base/schoolday.h"
#include "model/item.h"

/* Adds the days of every all-day event among `items` whose title is one of `titles` (separated by commas;
 * case and blanks around them do not matter). What does not fit into `holidays` any more is left out. */
void closeddays_add(const struct item_list *items, const char *titles, struct holidays *holidays);

#endif
