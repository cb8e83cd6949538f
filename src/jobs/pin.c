/* Pin: makes the line for the configuration from the staff's PIN. How: asked twice where somebody types,
 * read once where it is piped in; nothing of it is shown, kept or passed on a command line. */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <termios.h>
#include <unistd.h>

#include "base/alloc.h"
#include "base/log.h"
#include "base/pin.h"
#include "jobs/jobs.h"

/* One line of at most `size` - 1 characters, without its end; not shown while it is typed. */
static bool ask(const char *question, char *out, size_t size)
{
    struct termios before, silent;
    bool typed = tcgetattr(STDIN_FILENO, &before) == 0;
    if (typed) {
        fputs(question, stderr);
        silent = before;
        silent.c_lflag &= (tcflag_t)~ECHO;
        tcsetattr(STDIN_FILENO, TCSANOW, &silent);
    }
    bool ok = fgets(out, (int)size, stdin) != NULL;
    if (typed) {
        tcsetattr(STDIN_FILENO, TCSANOW, &before);
        fputc('\n', stderr);
    }
    out[ok ? strcspn(out, "\r\n") : 0] = '\0';
    return ok;
}

int job_pin(struct options *options)
{
    (void)options;
    char first[64], second[64];
    bool ok = ask("The staff's PIN, four to eight digits: ", first, sizeof first);
    if (ok && isatty(STDIN_FILENO)) {
        ok = ask("And again: ", second, sizeof second);
        if (ok && strcmp(first, second) != 0) {
            log_error("these two differ; nothing was made");
            ok = false;
        }
    }
    if (ok && !pin_is_one(first)) {
        log_error("a PIN has four to eight digits and nothing else");
        ok = false;
    }
    char *hash = ok ? pin_hash(first) : NULL;
    wipe(first, sizeof first);
    wipe(second, sizeof second);
    if (hash != NULL) {
        printf("[staff]\npin = %s\n", hash);
    } else if (ok) {
        log_error("no hash can be made: %s", strerror(errno));
    }
    free(hash);
    return hash != NULL ? EXIT_DONE : EXIT_COULD_NOT;
}
