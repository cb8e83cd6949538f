/* The speaker: reads the screen aloud through spd-say (speech-dispatcher) or espeak-ng, whichever is
 * installed; a child process at a time. */
#ifndef FOYER_JOBS_SPEAKER_H
#define FOYER_JOBS_SPEAKER_H

#include <stdbool.h>
#include <stdint.h>

#include "base/spawn.h"

struct speaker {
    struct child child;
    int64_t until_ms; /* a tool that hangs is ended then */
};

/* The tool's path; NULL: none is installed. Caller frees. */
char *speaker_tool(void);

/* Says `text` in `language` (a code of base/language.h) instead of what is being said. False: there is
 * no tool, or it cannot be started (said on the log). */
bool speaker_say(struct speaker *speaker, const char *text, const char *language, int64_t now_ms);

/* Is it still speaking? Collects a tool that has ended. */
bool speaker_busy(struct speaker *speaker, int64_t now_ms);

/* Falls silent at once. */
void speaker_hush(struct speaker *speaker);

#endif
