/* What files of this floor show each other and nobody else. */
#ifndef FOYER_STORE_INSIDE_H
#define FOYER_STORE_INSIDE_H

#include "store/catalogue.h"
#include "store/db.h"

/* The catalogue's connection, looked after as every call of catalogue.h does; NULL when it cannot be
 * read just now. Valid until the next call on this catalogue. */
sqlite3 *catalogue_db(struct catalogue *catalogue);

#endif
