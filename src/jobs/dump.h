/* A process's own memory in a file: for the test that searches it for what a visitor typed. */
#ifndef FOYER_JOBS_DUMP_H
#define FOYER_JOBS_DUMP_H

#include <stdbool.h>

/* Writes every part of this process's memory that can be written (heap, stacks, anonymous mappings,
 * data) to the file `path`, one after another. Only a headless tour calls it. False with errno set. */
bool dump_memory(const char *path);

#endif
