/* Keeping: for how long what people told the school is kept, seen to after each good pass of sync. */
#ifndef FOYER_JOBS_KEEPING_H
#define FOYER_JOBS_KEEPING_H

#include <stdbool.h>

#include "base/config.h"
#include "model/clocktrust.h"
#include "store/database.h"
#include "store/outbox.h"
#include "store/stafffile.h"

/* With the office's file or its database (the other is NULL). Takes out of it whoever was erased (an older
 * copy of it may have brought them back); anonymises old rows there and wipes old copies here, as configured,
 * but only by a clock that may (`may_delete`); and cleans the files after it. True: nothing is left to do.
 * What stands in the way is kept as the fact "keeping_problem" for status. */
bool keeping_pass(const struct config *config, struct outbox *outbox, struct stafffile *file,
                  struct database *database, const struct clock_belief *clock);

/* The time to write beside what is delivered just now: 0 when nobody knows it, which counts as the moment at
 * which somebody does. */
wall_t keeping_delivered(const struct clock_belief *clock);

/* Forgets in the outbox what the office has deleted: `count` UUIDs, which are freed with their array. Of a list
 * that could not be read whole (`listed` is not STAFF_OK) nothing is believed. Returns `listed`, or STAFF_FAILED
 * when the outbox could not be written. */
enum staff_result keeping_forget(struct outbox *outbox, char **uuids, size_t count, wall_t now,
                                 enum staff_result listed);

/* From now on the outbox has something to be cleaned of, however this process ends. */
void keeping_note_untidy(struct outbox *outbox);

#endif
