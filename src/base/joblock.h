/* Job locks: one process a job, and a way to see whether a job runs.
 *
 * An advisory lock (flock) on STATE/<job>.lock, held as long as the process lives: it cannot go
 * stale, whatever happens to the process. */
#ifndef FOYER_BASE_JOBLOCK_H
#define FOYER_BASE_JOBLOCK_H

#include <stdbool.h>
#include <sys/types.h>

/* Takes the lock for "show", "import" or "sync" and keeps it until this process ends. False when
 * another process holds it (errno EWOULDBLOCK) or the folder cannot be written. */
bool joblock_take(const char *state_dir, const char *job);

/* The process that holds it; 0: nobody, the job does not run. */
pid_t joblock_holder(const char *state_dir, const char *job);

#endif
