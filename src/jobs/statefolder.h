/* The state folder, taken by a job when it begins. */
#ifndef FOYER_JOBS_STATEFOLDER_H
#define FOYER_JOBS_STATEFOLDER_H

#include <stdbool.h>

/* Makes the folder when it is missing and takes the job's lock in it ("show", "import", "sync"), which
 * stays until the process ends. False after the log has said why not and what to do: somebody else's
 * folder, the job runs already, and for a service a folder that would not survive a restart. */
bool statefolder_take(const char *state, const char *job);

#endif
