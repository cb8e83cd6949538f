/* The schemas of Foyer's three databases, with their versions.
 *
 * A database says its version in PRAGMA user_version. Each version is one script that brings the one
 * before it up; all missing ones run in one transaction. */
#ifndef FOYER_STORE_SCHEMA_H
#define FOYER_STORE_SCHEMA_H

#include "store/db.h"

enum schema_kind { SCHEMA_CATALOGUE, SCHEMA_OUTBOX };

/* Brings `db` to the newest version. DB_FAILED, without a change, when the file was made by a newer
 * Foyer. */
enum db_result schema_bring(sqlite3 *db, enum schema_kind kind);

#endif
