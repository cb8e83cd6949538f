/* Child processes: started with nothing inherited but stdio, watched, restarted, stopped. */
#ifndef FOYER_BASE_SPAWN_H
#define FOYER_BASE_SPAWN_H

#include <stdbool.h>
#include <stdint.h>
#include <sys/types.h>

/* One supervised child. Zero-initialised means "not running". */
struct child {
    pid_t pid;             /* 0 when not running */
    int64_t restart_at_ms; /* monotonic; when it may be started again after it ended */
    int restarts;          /* ends in a row, for the back-off */
};

/* Starts `argv` (NULL-terminated, argv[0] is a path) in a process group of its own that dies with
 * this process (PR_SET_PDEATHSIG). False with errno set. */
bool spawn_child(struct child *child, char *const argv[]);

/* Collects the child if it has ended, without waiting; true when it has, with its wait status. */
bool spawn_ended(struct child *child, int *status);

/* Sends SIGTERM, waits up to `grace_ms`, then SIGKILL to the group; collects it. */
void spawn_stop(struct child *child, int64_t grace_ms);

/* When a child that ended may start again: 1 s, 2 s, 4 s … up to 60 s; `ran_ms` over 60 s starts
 * anew at 1 s. Pure. */
int64_t spawn_backoff_ms(int restarts, int64_t ran_ms);

/* The running executable's own path (/proc/self/exe resolved). Caller frees. */
char *spawn_self(void);

#endif
