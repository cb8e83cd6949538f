/* What the office's file consists of: the tables "Replies", "Delivered" and "Read me", and the views.
 *
 * Everything here works in other people's file: names that they have taken are theirs. */
#ifndef FOYER_STORE_STAFFSCHEMA_H
#define FOYER_STORE_STAFFSCHEMA_H

#include <stdbool.h>

#include "store/db.h"

/* Is there a table of that name? */
bool staffschema_has(sqlite3 *db, const char *table);

/* Was the file made by a newer Foyer? Then nothing of it is completed; rows are still added. */
bool staffschema_is_newer(sqlite3 *db);

/* Makes what is missing, in one transaction; takes no lock for writing when nothing is. DB_DAMAGED when
 * something else bears the name of the table. */
enum db_result staffschema_complete(sqlite3 *db);

#endif
