/* Sync's pass into a PostgreSQL server, where a school group has set [replies] database. */
#ifndef FOYER_JOBS_DATABASESYNC_H
#define FOYER_JOBS_DATABASESYNC_H

#include <stdbool.h>

#include "base/config.h"
#include "model/clocktrust.h"
#include "store/outbox.h"
#include "store/stafffile.h"

/* Is the database what the office reads, not the file? */
bool database_is_wanted(const struct config *config);

/* One pass: what the office deleted is forgotten here, what it has not had is brought over and noted as
 * delivered, what was erased or is too old leaves both. `stop_fd` (or -1) ends all waiting when it becomes
 * readable. `kept`: see keeping_pass(). STAFF_OK may come with something for status in `why`. */
enum staff_result databasesync_pass(const struct config *config, struct outbox *outbox, int stop_fd,
                                    const struct clock_belief *clock, bool *kept, struct str *why);

/* The office's rows, with a connection of its own. */
enum staff_result databasesync_rows(const struct config *config, struct grid *out, struct str *why);

#endif
