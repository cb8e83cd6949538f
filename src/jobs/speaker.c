/* The speaker. How: the text is an argument of the tool, behind "--"; it holds what the school wrote,
 * never what a visitor did (ui/speech.h). spd-say is told to wait, so that ending it ends the voice. */
#include "jobs/speaker.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/alloc.h"
#include "base/log.h"
#include "base/path.h"
#include "base/str.h"

static const int64_t LONGEST_MS = 180000, GRACE_MS = 200;

/* A program's path by PATH. Caller frees; NULL: not there. */
static char *find_program(const char *name)
{
    const char *path = getenv("PATH");
    char *dirs = xstrdup(path != NULL ? path : "/usr/bin:/bin"), *rest = NULL, *found = NULL;
    for (char *dir = strtok_r(dirs, ":", &rest); dir != NULL && found == NULL;
         dir = strtok_r(NULL, ":", &rest)) {
        char *file = path_join(dir, name);
        if (access(file, X_OK) == 0) {
            found = file;
        } else {
            free(file);
        }
    }
    free(dirs);
    return found;
}

char *speaker_tool(void)
{
    char *tool = find_program("spd-say");
    return tool != NULL ? tool : find_program("espeak-ng");
}

/* The voice's name for a language; espeak-ng (and speech-dispatcher behind it) calls Mandarin cmn. */
static const char *voice_of(const char *language)
{
    return str_same(language, "zh") ? "cmn" : str_same(language, "tl") ? "en" : language;
}

bool speaker_say(struct speaker *speaker, const char *text, const char *language, int64_t now_ms)
{
    speaker_hush(speaker);
    char *tool = speaker_tool();
    if (tool == NULL) {
        log_warn("the screen cannot be read aloud: neither spd-say nor espeak-ng is installed");
        return false;
    }
    char *voice = xstrdup(voice_of(language)), *words = xstrdup(text);
    bool spd = str_same(path_base(tool), "spd-say");
    char *by_spd[] = {tool, "--wait", "--language", voice, "--", words, NULL};
    char *by_espeak[] = {tool, "-v", voice, "--", words, NULL};
    bool started = spawn_child(&speaker->child, spd ? by_spd : by_espeak);
    if (!started) {
        log_warn("%s could not be started", tool);
    }
    speaker->until_ms = now_ms + LONGEST_MS;
    free(voice);
    free(words);
    free(tool);
    return started;
}

bool speaker_busy(struct speaker *speaker, int64_t now_ms)
{
    int status = 0;
    if (speaker->child.pid != 0 && !spawn_ended(&speaker->child, &status) &&
        now_ms >= speaker->until_ms) {
        speaker_hush(speaker);
    }
    return speaker->child.pid != 0;
}

void speaker_hush(struct speaker *speaker)
{
    spawn_stop(&speaker->child, GRACE_MS);
}
