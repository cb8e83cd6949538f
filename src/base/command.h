/* Other programs of the system, run to their end (systemctl, smbpasswd …). */
#ifndef FOYER_BASE_COMMAND_H
#define FOYER_BASE_COMMAND_H

#include <stdbool.h>

/* Runs argv (NULL-terminated, argv[0] is looked up in PATH) and waits. `input` is what it reads, NULL:
 * nothing. With `quiet` what it says is dropped. Returns its exit status; 127: it is not there; 128 and
 * more: ended by a signal. */
int command_run(const char *const argv[], const char *input, bool quiet);

/* Is there such a program in PATH or in root's own folders? */
bool command_exists(const char *name);

#endif
