/* What `foyer status` has found out, for those who print it. */
#ifndef FOYER_JOBS_STATUS_H
#define FOYER_JOBS_STATUS_H

#include <stdbool.h>
#include <stdint.h>
#include <sys/types.h>

#include "base/clock.h"
#include "base/str.h"
#include "jobs/aside.h"
#include "jobs/unanswered.h"
#include "model/clocktrust.h"

struct status {
    pid_t show, import, sync; /* 0: does not run */
    char *last_looked, *share, *progress;
    const char *catalogue; /* NULL: it can be read */
    int64_t showing, items, problems;
    bool achievements_rest; /* the share is away for too long */
    const char *outbox;
    int64_t replies, waiting;
    char *last_sync, *sync_problem;
    char *notes[3]; /* what was found damaged: catalogue, outbox, the office's file */
    char *papers_problem, *keeping_problem;
    char *last_published, *publish_problem; /* to the school's server */
    struct aside aside;
    struct unanswered unanswered;
    struct clock_belief clock;
    int64_t disk_free_mb;
};

/* Appends it in the text format of Prometheus (version 0.0.4), for the textfile collector of
 * node_exporter. `now` is the school's time. */
void metrics_print(const struct status *status, wall_t now, struct str *out);

#endif
