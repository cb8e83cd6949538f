/* The memory that this process could still have. */
#ifndef FOYER_BASE_MEMORY_H
#define FOYER_BASE_MEMORY_H

/* Where the kernel says so; tests make up their own. */
struct memory_place {
    const char *proc;    /* "/proc": meminfo, self/cgroup */
    const char *cgroups; /* "/sys/fs/cgroup" */
};
extern const struct memory_place memory_here;

/* Of the whole computer, in MB (proc(5), MemAvailable). INT_MAX: the system does not say. */
int memory_available_mb(const struct memory_place *place);

/* What the control groups of this process leave it, in MB: of each that has a ceiling (memory.max, or
 * memory.limit_in_bytes of the older kind) what is not used by anybody in it, the smallest of these. Pages of
 * files count as free: the kernel gives them back first. INT_MAX: there is no ceiling. 0: nothing is left.
 * Source: the kernel's Documentation/admin-guide/cgroup-v2.rst and cgroup-v1/memory.rst. */
int memory_group_left_mb(const struct memory_place *place);

#endif
