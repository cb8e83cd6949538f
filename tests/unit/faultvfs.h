/* A VFS for SQLite that fails on demand: a shim over the system's own that counts every call which
 * touches a disk, and at the n-th does harm.
 *
 * Power cuts: while it watches, it keeps for each file what is safely on the disk (as of its last sync)
 * and what was written since. At a cut every further call fails; fault_wreck() then writes what a disk
 * could hold after it, as often as wanted: unsynced writes dropped, out of order, torn at 512 bytes. */
#ifndef FOYER_TESTS_FAULTVFS_H
#define FOYER_TESTS_FAULTVFS_H

#include <stdbool.h>
#include <stdint.h>

enum fault_kind {
    FAULT_NONE,
    FAULT_ERROR, /* the call does nothing and returns an I/O error */
    FAULT_TORN,  /* a write writes its first half, then returns an I/O error; others: as above */
    FAULT_FULL,  /* a write finds the disk full; only writes count */
    FAULT_CUT,   /* power is cut within the call; later calls fail */
    FAULT_HOOK,  /* something else happens just before the call */
};

struct fault {
    enum fault_kind kind;
    int64_t at;   /* the call, from 1 */
    bool lasting; /* every later call, too (errors only) */
    void (*hook)(void *context);
    void *context;
};

/* Registers the shim and makes it what every connection uses from now on. */
void fault_install(void);
/* The system's own is used again. */
void fault_remove(void);

/* Counts from 1 again, with this fault to come; FAULT_CUT begins to watch. */
void fault_arm(struct fault fault);
/* Ends it: everything works again. True when the fault was met since it was armed. */
bool fault_disarm(void);
/* Was it met so far? */
bool fault_struck(void);

/* After a cut (and fault_disarm): writes every file that was watched below `from` as it may be found on
 * the disk, into `to`. Seed 0: nothing unsynced arrived; 1: all of it; others: some, by chance. */
void fault_wreck(const char *from, const char *to, unsigned seed);

/* For controls: connections opened from now on get "PRAGMA synchronous=LEVEL" (OFF, NORMAL), and what
 * they ask for themselves is ignored. NULL: as they like. */
void fault_weaken(const char *level);

#endif
