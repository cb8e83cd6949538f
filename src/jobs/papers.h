/* Papers: what sync keeps beside the staff file for people to open and to print: Replies.xlsx, and Lists/
 * with a page for each event. They can be made anew at any time and hold nothing of their own. */
#ifndef FOYER_JOBS_PAPERS_H
#define FOYER_JOBS_PAPERS_H

#include <stdbool.h>
#include <stdint.h>
#include <sys/stat.h>

#include "base/config.h"
#include "store/outbox.h"

/* What is known of them between two looks. Zero-initialised: nothing, so they are due. */
struct papers {
    bool known, failed;
    wall_t day;       /* of the last look: who has waited for too long changes with the day */
    struct stat seen; /* Replies.xlsx after it */
    bool again;       /* something is still to be written … */
    int64_t again_at; /* … but not before this moment of the monotonic clock */
};

/* In the name of an Excel that somebody had changed and that was kept. */
#define PAPERS_CHANGED " (changed by hand "

/* Cheap enough for every second: a new day, a paper that was touched or taken away, one that could not
 * be written before and perhaps can now. */
bool papers_due(const struct papers *papers, const struct config *config, wall_t now);

/* A reply came, or one was changed: they are due, but with thousands of replies writing them takes
 * seconds, so not more often than a tenth of the time goes into it. */
void papers_outdated(struct papers *papers);

/* Writes whatever differs from what the office's file says at `now`. Not at all when that file cannot be
 * read. A file that somebody has open is written later, one that somebody changed is kept under another
 * name first. What is in the way is kept as the fact "papers_problem" for status; true: nothing is. */
bool papers_write(struct papers *papers, const struct config *config, struct outbox *outbox,
                  wall_t now);

/* Where the two are. Caller frees. */
char *papers_excel_path(const struct config *config);
char *papers_lists_path(const struct config *config);

#endif
