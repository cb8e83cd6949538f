/* The staff's PIN: kept as a hash that takes a while to try (yescrypt, crypt(5)). */
#ifndef FOYER_BASE_PIN_H
#define FOYER_BASE_PIN_H

#include <stdbool.h>
#include <stddef.h>

#define PIN_LEAST 4
#define PIN_MOST 8

/* Four to eight digits? */
bool pin_is_one(const char *text);

/* The hash of a PIN, for the configuration. Caller frees; NULL with errno set. */
char *pin_hash(const char *pin);

/* Is that text such a hash? Tells a PIN that somebody wrote down as it is from its hash. */
bool pin_is_hash(const char *text);

/* Is `pin` the one of that hash? Takes some milliseconds, the same whatever is asked. */
bool pin_matches(const char *pin, const char *hash);

#endif
