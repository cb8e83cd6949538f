/* Directions. How: the openers on a stack, as UAX #9 (X1 to X7) pairs them with what closes them. */
#include "content/direction.h"

#include <stddef.h>

#define POP_EMBEDDING 0x202C
#define POP_ISOLATE 0x2069
#define DEEPEST 125

bool direction_turns(uint32_t c)
{
    return (c >= 0x202A && c <= 0x202E) || (c >= 0x2066 && c <= 0x2069);
}

void direction_close(struct str *out, const char *text)
{
    uint32_t closers[DEEPEST];
    size_t open = 0;
    uint32_t c = 0;
    while ((c = utf8_next(&text)) != 0) {
        if (c == POP_EMBEDDING) {
            open -= open > 0 && closers[open - 1] == POP_EMBEDDING;
        } else if (c == POP_ISOLATE) {
            size_t at = open; /* it ends the embeddings within, too */
            while (at > 0 && closers[at - 1] != POP_ISOLATE) {
                at--;
            }
            open = at > 0 ? at - 1 : open;
        } else if (direction_turns(c) && open < DEEPEST) {
            closers[open++] = c >= 0x2066 ? POP_ISOLATE : POP_EMBEDDING;
        }
    }
    while (open > 0) {
        str_put_codepoint(out, closers[--open]);
    }
}
