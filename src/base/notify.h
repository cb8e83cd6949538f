/* Telling systemd how it goes: the one-datagram protocol of sd_notify(3). */
#ifndef FOYER_BASE_NOTIFY_H
#define FOYER_BASE_NOTIFY_H

#include <stdbool.h>

/* Sends `state` ("READY=1", "WATCHDOG=1", "STOPPING=1") to $NOTIFY_SOCKET; nothing when unset. */
void notify_systemd(const char *state);

/* Is this process a service that is told of (and so started anew when it ends)? */
bool notify_is_heard(void);

#endif
