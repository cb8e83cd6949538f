/* Sync into a database. How: everything that is kept here is offered in batches; the server's ledger turns
 * what it has had into nothing. A batch is noted as delivered when the server has committed it. */
#include "jobs/databasesync.h"

#include <stdlib.h>

#include "base/alloc.h"
#include "jobs/keeping.h"
#include "store/database.h"

/* Replies in one statement: one round trip, and short enough for a slow line. */
#define BATCH 500

bool database_is_wanted(const struct config *config)
{
    return config->replies.database[0] != '\0';
}

static enum staff_result forget_deleted(struct outbox *outbox, struct database *database,
                                        const struct reply *replies, size_t count, wall_t now,
                                        struct str *why)
{
    char **uuids = NULL;
    size_t deleted = 0;
    enum staff_result result = database_deleted(database, replies, count, &uuids, &deleted, why);
    return keeping_forget(outbox, uuids, deleted, now, result);
}

/* One that waits and whose number another one's row has gets a number of its own. */
static enum staff_result renumber_taken(struct outbox *outbox, struct database *database,
                                        struct str *note, struct str *why)
{
    struct reply *waiting = NULL;
    size_t count = 0;
    if (!outbox_pending(outbox, SIZE_MAX / 2, &waiting, &count)) {
        return STAFF_FAILED;
    }
    bool *taken = xcalloc(count + 1, sizeof *taken);
    enum staff_result result =
        count > 0 ? database_taken(database, waiting, count, taken, why) : STAFF_OK;
    for (size_t i = 0; result == STAFF_OK && i < count; i++) {
        if (taken[i]) {
            result = outbox_renumber(outbox, waiting[i].uuid) ? STAFF_OK : STAFF_FAILED;
            str_clear(note);
            str_puts(note, "A reply came with a number that another reply in the office's database "
                           "has. It was given a new one; both are there.");
        }
    }
    free(taken);
    reply_array_wipe(waiting, count);
    return result;
}

/* A batch that was refused in part does not keep the others back. */
static enum staff_result deliver(struct outbox *outbox, struct database *database,
                                 const struct reply *replies, size_t count, wall_t now,
                                 struct str *why)
{
    enum staff_result refused = STAFF_OK;
    struct str refusal = {0};
    enum staff_result result = STAFF_OK;
    for (size_t at = 0; result == STAFF_OK && at < count; at += BATCH) {
        size_t size = count - at < BATCH ? count - at : BATCH;
        result = database_add(database, replies + at, size, why);
        if (result == STAFF_OK && !outbox_mark_delivered(outbox, replies + at, size, now)) {
            result = STAFF_FAILED;
        } else if (result == STAFF_REFUSED) {
            refused = result;
            str_clear(&refusal);
            str_puts(&refusal, why->data);
            result = STAFF_OK;
        }
    }
    if (result == STAFF_OK && refused != STAFF_OK) {
        str_clear(why);
        str_puts(why, refusal.data);
        result = refused;
    }
    str_free(&refusal);
    return result;
}

static enum staff_result bring_over(struct outbox *outbox, struct database *database,
                                    const struct clock_belief *clock, struct str *note,
                                    struct str *why)
{
    struct reply *replies = NULL;
    size_t count = 0;
    enum staff_result result = outbox_all(outbox, &replies, &count) ? STAFF_OK : STAFF_FAILED;
    if (result == STAFF_OK) {
        result = forget_deleted(outbox, database, replies, count, clock->now, why);
    }
    if (result == STAFF_OK) {
        result = renumber_taken(outbox, database, note, why);
    }
    reply_array_wipe(replies, count);
    replies = NULL;
    if (result == STAFF_OK && !outbox_all(outbox, &replies, &count)) {
        result = STAFF_FAILED;
    }
    if (result == STAFF_OK) {
        result = deliver(outbox, database, replies, count, keeping_delivered(clock), why);
        reply_array_wipe(replies, count);
    }
    return result;
}

enum staff_result databasesync_pass(const struct config *config, struct outbox *outbox, int stop_fd,
                                    const struct clock_belief *clock, bool *kept, struct str *why)
{
    struct database *database = NULL;
    struct str note = {0};
    enum staff_result result = database_open(config->replies.database, stop_fd, &database, why);
    if (result == STAFF_OK) {
        result = bring_over(outbox, database, clock, &note, why);
    }
    if (result == STAFF_OK) {
        *kept = keeping_pass(config, outbox, NULL, database, clock);
    }
    if (result == STAFF_OK && note.length > 0) {
        str_clear(why);
        str_puts(why, note.data);
    }
    database_close(database);
    str_free(&note);
    return result;
}

enum staff_result databasesync_rows(const struct config *config, struct grid *out, struct str *why)
{
    struct database *database = NULL;
    enum staff_result result = database_open(config->replies.database, -1, &database, why);
    if (result == STAFF_OK) {
        result = database_rows(database, out, why);
    }
    database_close(database);
    return result;
}
