/* What files of this floor show each other and nobody else. */
#ifndef FOYER_STORE_INSIDE_H
#define FOYER_STORE_INSIDE_H

#include "base/grid.h"
#include "store/catalogue.h"
#include "store/db.h"
#include "store/outbox.h"
#include "store/staffcopy.h"
#include "store/stafffile.h"

/* The catalogue's connection, looked after as every call of catalogue.h does; NULL when it cannot be
 * read just now. Valid until the next call on this catalogue. */
sqlite3 *catalogue_db(struct catalogue *catalogue);

/* The outbox's connection, guarded and looked after as in every call of outbox.h; NULL when there is none
 * just now. After it outbox_leave(), which passes `ok` on. */
sqlite3 *outbox_enter(struct outbox *outbox);
bool outbox_leave(struct outbox *outbox, bool ok);

/* The staff file's connection, and what a failure there means for status. */
sqlite3 *staff_db(struct stafffile *file);
enum staff_result staff_explain(const struct stafffile *file, enum db_result result,
                                struct str *why);

/* The connection to a copy in memory. */
sqlite3 *staffcopy_db(const struct staffcopy *copy);

#endif
