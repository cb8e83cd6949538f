/* Characters that turn the direction of what follows: embeddings, overrides and isolates (UAX #9, 2).
 * Left open they would turn what stands behind somebody's text as well. Pure. */
#ifndef FOYER_CONTENT_DIRECTION_H
#define FOYER_CONTENT_DIRECTION_H

#include <stdbool.h>
#include <stdint.h>

#include "base/str.h"

/* Is it one of them (U+202A to U+202E, U+2066 to U+2069)? Marks of a single place (U+200E, U+200F,
 * U+061C) harm nobody and are not. */
bool direction_turns(uint32_t codepoint);

/* Appends to `out` what ends all that `text` leaves open; at most 125 characters, as deep as UAX #9 lets
 * them nest. */
void direction_close(struct str *out, const char *text);

#endif
