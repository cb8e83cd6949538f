/* The views of the office's file: the questions that the office asks of it most, as ready tables. */
#ifndef FOYER_STORE_STAFFVIEWS_H
#define FOYER_STORE_STAFFVIEWS_H

#include <stdbool.h>
#include <stddef.h>

#include "store/db.h"

struct staff_view {
    const char *name, *about; /* `about`: a sentence for the "Read me" */
    const char *select;
};
extern const struct staff_view staff_views[];
extern const size_t staff_view_count;

/* Is something there under each of their names? What the office has put there itself is left alone. */
bool staffviews_there(sqlite3 *db);

/* Makes those that are missing. */
enum db_result staffviews_make(sqlite3 *db);

#endif
