/* Keeping. How: the store does the work; here is when, and what is said about it. That a file still has
 * to be cleaned is kept as a fact, so that being killed in between forgets nothing. */
#include "jobs/keeping.h"

#include <stdlib.h>

#include "base/log.h"
#include "store/retention.h"

#define UNTIDY_STAFF "untidy_staff" /* the staff file */

wall_t keeping_delivered(const struct clock_belief *clock)
{
    return clock->sure ? clock->now : 0;
}

void keeping_note_untidy(struct outbox *outbox)
{
    (void)outbox_set_fact(outbox, OUTBOX_UNTIDY, "yes");
}

enum staff_result keeping_forget(struct outbox *outbox, char **uuids, size_t count, wall_t now,
                                 enum staff_result listed)
{
    enum staff_result result = listed;
    bool forgot = false;
    for (size_t i = 0; i < count; i++) {
        bool changed = false;
        if (result == STAFF_OK && !outbox_forget(outbox, uuids[i], now, &changed)) {
            result = STAFF_FAILED;
        }
        forgot = forgot || changed;
        free(uuids[i]);
    }
    free(uuids);
    if (forgot) {
        keeping_note_untidy(outbox);
    }
    return result;
}

static bool is_noted(struct outbox *outbox, const char *name)
{
    char *value = outbox_fact(outbox, name);
    bool is = str_same(value, "yes");
    free(value);
    return is;
}

/* What the office reads: one of the two. */
struct target {
    struct stafffile *file;
    struct database *database;
};

static enum staff_result take_out(const struct target *target, char *const *uuids, size_t count,
                                  size_t *removed, struct str *why)
{
    if (count == 0) {
        return STAFF_OK;
    }
    return target->file != NULL ? retention_erase_rows(target->file, uuids, count, removed, why)
                                : database_erase(target->database, uuids, count, removed, why);
}

/* Who was erased must not stand in the file again, whoever put it back. */
static enum staff_result keep_erased_away(struct outbox *outbox, const struct target *target,
                                          struct str *why)
{
    char **uuids = NULL;
    size_t count = 0;
    size_t removed = 0;
    enum staff_result result = STAFF_FAILED;
    if (retention_erased(outbox, &uuids, &count)) {
        result = take_out(target, uuids, count, &removed, why);
    }
    if (removed > 0) {
        log_info("%zu replies of erased people were taken out of the office's file", removed);
        (void)outbox_set_fact(outbox, UNTIDY_STAFF, "yes");
    }
    for (size_t i = 0; i < count; i++) {
        free(uuids[i]);
    }
    free(uuids);
    return result;
}

static enum staff_result let_time_pass(const struct config *config, struct outbox *outbox,
                                       const struct target *target, wall_t now, struct str *why)
{
    int keep = config->replies.keep_days;
    int anonymise = config->replies.anonymise_days;
    size_t changed = 0;
    enum staff_result result = STAFF_OK;
    if (anonymise > 0) {
        keep = anonymise < keep ? anonymise : keep; /* or a new file would be filled with names */
        result = target->file != NULL
                     ? retention_anonymise(target->file, now, anonymise, &changed, why)
                     : database_anonymise(target->database, config->replies.kiosk, now, anonymise,
                                          &changed, why);
        if (changed > 0) {
            log_info("%zu replies in the office's file no longer say who sent them", changed);
            (void)outbox_set_fact(outbox, UNTIDY_STAFF, "yes");
        }
    }
    size_t wiped = 0;
    if (!retention_wipe(outbox, now, keep, &wiped)) {
        result = STAFF_FAILED;
    } else if (wiped > 0) {
        log_info("%zu old copies of replies were wiped on this computer", wiped);
        keeping_note_untidy(outbox);
    }
    return result;
}

/* Both files (a server cleans up by itself); what cannot be done just now stays noted. */
static enum staff_result tidy(struct outbox *outbox, struct stafffile *file, struct str *why)
{
    enum staff_result result = STAFF_OK;
    if (file != NULL && is_noted(outbox, UNTIDY_STAFF)) {
        result = retention_tidy_staff(file, why);
        if (result == STAFF_OK) {
            (void)outbox_set_fact(outbox, UNTIDY_STAFF, "");
        }
    }
    if (is_noted(outbox, OUTBOX_UNTIDY)) {
        if (outbox_tidy(outbox)) {
            (void)outbox_set_fact(outbox, OUTBOX_UNTIDY, "");
        } else {
            result = STAFF_LOCKED; /* the screen is just storing a reply */
        }
    }
    return result;
}

bool keeping_pass(const struct config *config, struct outbox *outbox, struct stafffile *file,
                  struct database *database, const struct clock_belief *clock)
{
    struct str why = {0};
    const struct target target = {file, database};
    enum staff_result result = keep_erased_away(outbox, &target, &why);
    if (result == STAFF_OK && clock->may_delete) {
        result = let_time_pass(config, outbox, &target, clock->now, &why);
    }
    if (result == STAFF_OK) {
        result = tidy(outbox, file, &why);
    }
    if (result == STAFF_OK && !clock->may_delete) {
        str_puts(&why, clocktrust_by_network(clock)
                           ? "The time server says a date more than half a year ahead of the last "
                             "one. For two days nothing is wiped by its age; see that it is right "
                             "(timedatectl)."
                           : "This computer's clock is not set by the network, so nothing is wiped "
                             "by its age. Let it reach a time server.");
    }
    char *before = outbox_fact(outbox, "keeping_problem");
    const char *said = why.data != NULL ? why.data : "";
    if (!str_same(before != NULL ? before : "", said)) {
        (void)outbox_set_fact(outbox, "keeping_problem", said);
    }
    free(before);
    str_free(&why);
    return result == STAFF_OK;
}
