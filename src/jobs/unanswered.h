/* Replies that have waited for too long, as status says them: when, what kind, about what; not who. */
#ifndef FOYER_JOBS_UNANSWERED_H
#define FOYER_JOBS_UNANSWERED_H

#include "base/config.h"
#include "base/grid.h"
#include "jobs/replies.h"
#include "store/json.h"

struct unanswered {
    bool known; /* the office's file could be read */
    struct grid grid;
    struct overdue *list; /* longest first */
    size_t count;
};

/* Finds them in the office's file. Free with unanswered_free(). */
void unanswered_find(struct unanswered *out, const struct config *config, wall_t now);
void unanswered_free(struct unanswered *unanswered);

/* Adds "unanswered" (how many; null when the file cannot be read) and "please_answer" (an array of
 * objects, at most 100) to the object; prints lines, at most 20. */
void unanswered_json(const struct unanswered *unanswered, struct json *json);
void unanswered_print(const struct unanswered *unanswered);

#endif
