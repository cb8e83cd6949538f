/* Telling systemd how it goes: the one-datagram protocol of sd_notify(3). */
#ifndef FOYER_BASE_NOTIFY_H
#define FOYER_BASE_NOTIFY_H

/* Sends `state` ("READY=1", "WATCHDOG=1", "STOPPING=1") to $NOTIFY_SOCKET; nothing when unset. */
void notify_systemd(const char *state);

#endif
