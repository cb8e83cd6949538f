/* Random identifiers: UUID version 4 (RFC 9562) from the kernel's random numbers. */
#ifndef FOYER_BASE_UUID_H
#define FOYER_BASE_UUID_H

#define UUID_SIZE 37 /* 36 characters and the terminator */

/* Writes a new UUID in lower case. Ends the process when the kernel has no random numbers. */
void uuid_make(char out[UUID_SIZE]);

#endif
