/* The sandbox: what a process that decodes a stranger's file may do, which is next to nothing.
 *
 * Three fences, each enough to stop most harm and none relied on alone: resource limits (setrlimit),
 * a system-call filter (seccomp) and a file-system fence (Landlock). Old kernels and user-mode
 * emulation lack the last two; the caller is told and goes on with what there is. */
#ifndef FOYER_CONTENT_SANDBOX_H
#define FOYER_CONTENT_SANDBOX_H

#include <stddef.h>

struct sandbox_limits {
    size_t memory_mb; /* address space, RLIMIT_AS */
    size_t data_mb;   /* memory of its own that it may write, RLIMIT_DATA; 0: as memory_mb */
    size_t file_mb;   /* largest file it may write, RLIMIT_FSIZE */
    int cpu_seconds;  /* processor time, RLIMIT_CPU */
    int open_files;   /* RLIMIT_NOFILE */
};

/* Fences that could not be put up (bits). */
enum sandbox_missing {
    SANDBOX_COMPLETE = 0,
    SANDBOX_NO_SECCOMP = 1,
    SANDBOX_NO_LANDLOCK = 2,
    SANDBOX_NO_LIMITS = 4,
};

/* Locks the calling process in, for good. It must have one thread only. Afterwards: no new
 * privileges, no other program, no network, no opening for writing, reading only below /usr, /etc and
 * the font cache, descriptors already open work as before. Returns sandbox_missing bits. */
unsigned sandbox_enter(const struct sandbox_limits *limits);

#endif
