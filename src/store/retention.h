/* Retention: what is forgotten about people, in the outbox and in the staff file.
 *
 * The number (UUID) of a reply is never forgotten: it keeps the reply from being brought back. */
#ifndef FOYER_STORE_RETENTION_H
#define FOYER_STORE_RETENTION_H

#include <stdbool.h>
#include <stddef.h>

#include "base/clock.h"
#include "base/str.h"
#include "store/outbox.h"
#include "store/stafffile.h"

/* What stands for a name or a message that was taken out. */
#define RETENTION_REMOVED "(removed)"

/* Wipes this kiosk's copies of replies that the office has had for `days` days at `now`; what can be
 * counted (kind, event, how many) stays. The clock must be right: a delivery dated by a wrong one (before
 * 2024, or in the future) counts from `now` instead. False: could not be done. Then outbox_tidy(). */
bool retention_wipe(struct outbox *outbox, wall_t now, int days, size_t *wiped);

/* Forgets a reply whose person asked to be removed, for good: it is noted as erased, also when it is not
 * known here (another kiosk's). Then outbox_tidy(). */
bool retention_erase(struct outbox *outbox, const char *uuid, wall_t now);

/* The UUIDs of all that was erased; of all that is forgotten, because it was erased or the office deleted
 * it. Caller frees each and the array. */
bool retention_erased(struct outbox *outbox, char ***uuids, size_t *count);
bool retention_forgotten(struct outbox *outbox, char ***uuids, size_t *count);

/* Removes those replies from the staff file, in one transaction, and notes their UUIDs there so that they
 * are not added again. No lock for writing is taken when nothing is to do. `removed`: rows. */
enum staff_result retention_erase_rows(struct stafffile *file, char *const *uuids, size_t count,
                                       size_t *removed, struct str *why);

/* Takes name, contact, message, organisation and the office's notes out of Foyer's rows that came in more
 * than `days` days before `now`, but not while their event is still to come. Kind, event, numbers and
 * status stay. The clock must be right. `changed`: rows. */
enum staff_result retention_anonymise(struct stafffile *file, wall_t now, int days, size_t *changed,
                                      struct str *why);

/* What was removed leaves the staff file: every page is written anew. */
enum staff_result retention_tidy_staff(struct stafffile *file, struct str *why);

#endif
