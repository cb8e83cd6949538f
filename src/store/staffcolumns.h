/* The columns of the office's table "Replies": their names as people read them, what they hold, whose
 * they are, and what Foyer writes into a new row. Every target of sync has the same. */
#ifndef FOYER_STORE_STAFFCOLUMNS_H
#define FOYER_STORE_STAFFCOLUMNS_H

#include <stdbool.h>

#include "model/reply.h"

/* In the order in which they stand in the table. */
enum staff_column {
    STAFF_RECEIVED,
    STAFF_KIND,
    STAFF_ABOUT,
    STAFF_EVENT_DATE,
    STAFF_ORGANISATION,
    STAFF_NAME,
    STAFF_PHONE,
    STAFF_EMAIL,
    STAFF_PREFERS,
    STAFF_INTERESTS,
    STAFF_AVAILABLE,
    STAFF_PEOPLE,
    STAFF_CHILDREN,
    STAFF_MESSAGE,
    STAFF_AGREED,
    STAFF_STATUS,
    STAFF_ASSIGNED,
    STAFF_LAST_CONTACT,
    STAFF_NOTES,
    STAFF_LANGUAGE,
    STAFF_NOTICE_VERSION,
    STAFF_KIOSK,
    STAFF_CLOCK,
    STAFF_REPLY_ID,
    STAFF_COLUMNS
};

struct staff_column_about {
    const char *name, *type, *about; /* `type` in SQLite's words, with its default */
    bool yours;                      /* the office's: Foyer writes it once, with the row */
};
extern const struct staff_column_about staff_columns[STAFF_COLUMNS];

/* What Foyer writes into a column for a new row; "" for nothing. Caller frees, wiping first
 * (staff_cell_free()). */
char *staff_cell(const struct reply *reply, enum staff_column column);
void staff_cell_free(char *cell);

/* Is it a number, empty where nothing was asked? */
bool staff_column_is_number(enum staff_column column);

#endif
