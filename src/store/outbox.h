/* The outbox: replies on their way from the visitor to the office.
 *
 * outbox.db (SQLite, WAL, synchronous=FULL) in STATE/replies, a folder of its own so that import, which
 * reads strangers' files, can be kept out of it. Only show adds, only sync marks as delivered. A visitor
 * is thanked after outbox_put() has returned true, which means committed and read back. */
#ifndef FOYER_STORE_OUTBOX_H
#define FOYER_STORE_OUTBOX_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/str.h"
#include "model/reply.h"
#include "model/tally.h"

struct outbox;

/* The fact that is "yes" while deleted words may still stand in the file: outbox_tidy() is due. */
#define OUTBOX_UNTIDY "untidy"

/* STATE/replies. Caller frees. */
char *outbox_folder(const char *state_dir);

/* Opens or creates STATE/replies/outbox.db. The folder must belong to root or to this account: one that
 * somebody else has put there is refused. A damaged one is set aside with a dated name; the new one begins
 * with what can be read of it, and a sentence is put into `note` (may be NULL) and into the fact "note". NULL:
 * could not be opened (`note` says why).
 *
 * Every call below first sees that the file is still the one that was opened and still a database,
 * and opens it anew when not: a file overwritten under a running screen costs no later reply. */
struct outbox *outbox_open(const char *state_dir, wall_t now, struct str *note);

/* Opens what is there for reading only: creates nothing, sets nothing aside (an older Foyer's file
 * gets the columns it lacks). NULL: missing, damaged
 * or not allowed (errno ENOENT, EBADMSG or EACCES). */
struct outbox *outbox_look(const char *state_dir);
void outbox_close(struct outbox *outbox);

/* Stores a reply: one transaction, then read back from a fresh statement and compared. The same reply
 * again changes nothing and is true; another one under the same UUID gets a UUID of its own. False: nothing
 * was stored, or it was taken out again. */
bool outbox_put(struct outbox *outbox, const struct reply *reply);

/* How many are kept here, and how many are not delivered yet. -1 on failure. */
int64_t outbox_count(struct outbox *outbox);
int64_t outbox_waiting(struct outbox *outbox);

/* Replies not yet delivered, oldest first, at most `limit`. Free with reply_array_wipe(). */
bool outbox_pending(struct outbox *outbox, size_t limit, struct reply **replies, size_t *count);
void reply_array_wipe(struct reply *replies, size_t count);

/* Every reply kept here (not those forgotten or wiped), oldest first. */
bool outbox_all(struct outbox *outbox, struct reply **replies, size_t *count);

/* A number that changes when the outbox in `state_dir` has been written: who has counted what is in it need not
 * open it again before. 0: there is none. */
uint64_t outbox_mark(const char *state_dir);

/* Counts the offers and the people coming for each item, of all replies but those that the office has
 * deleted: what is wiped here after a month still counts. `tallies` is begun anew; on failure it is left as
 * it was. */
bool outbox_tally(struct outbox *outbox, struct tally_list *tallies);

/* The office has these, committed: in one transaction. Those that are not kept here change nothing. */
bool outbox_mark_delivered(struct outbox *outbox, const struct reply *replies, size_t count,
                           wall_t now);

/* Another reply's row in the office's file has this number: a reply that was never delivered gets a new
 * one. */
bool outbox_renumber(struct outbox *outbox, const char *uuid);

/* The office deleted the reply in its file: what the visitor typed is wiped here too, only the UUID
 * stays, so that it is never brought back. `changed`: it was not forgotten before. */
bool outbox_forget(struct outbox *outbox, const char *uuid, wall_t now, bool *changed);

/* What was wiped leaves the files: every page written anew, the write-ahead log cut to nothing. False
 * when somebody has the outbox in use just now: try again. */
bool outbox_tidy(struct outbox *outbox);

/* What sync last said ("", or a sentence for status) and when it last succeeded. */
bool outbox_set_fact(struct outbox *outbox, const char *name, const char *value);
char *outbox_fact(struct outbox *outbox, const char *name); /* caller frees; NULL when unset */

#endif
