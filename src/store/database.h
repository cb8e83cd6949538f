/* The office's database: a PostgreSQL server that many kiosks write to, where a school group outgrows a
 * file. The same table "Replies" with the same columns (staffcolumns.h), the same ledger "Delivered", the
 * same views, the same rules: a reply comes once, what the office deletes stays away, the office's own
 * columns are never touched after the row is made.
 *
 * Needs libpq (store/libpq.h); without it database_open() fails with a sentence, and nothing else is called.
 * Every call gives up when the server is silent for DATABASE_PATIENCE_MS, or when `stop_fd` of
 * database_open() becomes readable. */
#ifndef FOYER_STORE_DATABASE_H
#define FOYER_STORE_DATABASE_H

#include <stdbool.h>
#include <stddef.h>

#include "base/clock.h"
#include "base/grid.h"
#include "base/str.h"
#include "model/reply.h"
#include "store/stafffile.h"

#define DATABASE_PATIENCE_MS 10000

struct database;

/* Is libpq installed? */
bool database_is_possible(void);

/* Is `conninfo` something that libpq understands (postgresql://… or key=value)? Connects to nothing. True
 * where there is no libpq to ask. */
bool database_understands(const char *conninfo);

/* Connects and makes what is missing (tables, columns, views) where that is allowed. `stop_fd`: a
 * descriptor whose becoming readable ends all waiting, or -1. STAFF_AWAY: the server cannot be reached;
 * STAFF_FAILED: anything else; `why` says it, never with a password. Close with database_close(). */
enum staff_result database_open(const char *conninfo, int stop_fd, struct database **out,
                                struct str *why);
void database_close(struct database *database);

/* What somebody who may must run when Foyer's role may not make the tables itself. */
void database_schema(struct str *sql);

/* Adds replies by UUID, all in one statement that is whole or not at all. STAFF_REFUSED: a rule or type
 * that somebody gave a column keeps some rows out, the others are in. When STAFF_OK comes back, all are
 * there (or were, and the office deleted them). */
enum staff_result database_add(struct database *database, const struct reply *replies, size_t count,
                               struct str *why);

/* Has another reply's row this one's number? (staff_is_taken() of stafffile.h) */
enum staff_result database_taken(struct database *database, const struct reply *replies,
                                 size_t count, bool *taken, struct str *why);

/* Of these replies, the UUIDs of those that were delivered and that the office has deleted since. Caller
 * frees each and the array. */
enum staff_result database_deleted(struct database *database, const struct reply *replies,
                                   size_t count, char ***uuids, size_t *deleted, struct str *why);

/* Removes these and notes their UUIDs, so that they are not added again. `removed`: rows. */
enum staff_result database_erase(struct database *database, char *const *uuids, size_t count,
                                 size_t *removed, struct str *why);

/* retention_anonymise() of retention.h, for rows of this kiosk. */
enum staff_result database_anonymise(struct database *database, const char *kiosk, wall_t now,
                                     int days, size_t *changed, struct str *why);

/* Appends all rows to an empty grid, with the names of all columns. */
enum staff_result database_rows(struct database *database, struct grid *out, struct str *why);

#endif
