/* The control of the audit: a frame in which everything is wrong. */
#ifndef FOYER_AUDIT_CONTROL_H
#define FOYER_AUDIT_CONTROL_H

/* Judges it and says as TAP whether each fault was found. Returns 0 when all were. */
int control_run(void);

#endif
