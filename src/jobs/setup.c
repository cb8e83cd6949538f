/* Setup: asks what a new kiosk needs to know, and sets it up.
 *
 * How: every question is asked until its answer is good; only when all are there anything is changed, step
 * by step, and `foyer check` has the last word. It may be run again at any time: what was answered before
 * is then the usual answer. */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <termios.h>
#include <unistd.h>

#include "base/alloc.h"
#include "base/path.h"
#include "jobs/jobs.h"
#include "jobs/setupsteps.h"

/* ---- asking ---- */

/* A line from the terminal, without its end; NULL: there is no more. Caller frees. */
static char *read_line(bool secret)
{
    struct termios before;
    bool hide = secret && tcgetattr(STDIN_FILENO, &before) == 0;
    if (hide) {
        struct termios quiet = before;
        quiet.c_lflag &= (tcflag_t)~ECHO;
        tcsetattr(STDIN_FILENO, TCSAFLUSH, &quiet);
    }
    char *line = NULL;
    size_t size = 0;
    ssize_t length = getline(&line, &size, stdin);
    if (hide) {
        tcsetattr(STDIN_FILENO, TCSAFLUSH, &before);
        putchar('\n');
    }
    if (length < 0) {
        free(line);
        return NULL;
    }
    line[strcspn(line, "\r\n")] = '\0';
    char *text = str_trimmed(line);
    wipe(line, size);
    free(line);
    return text;
}

/* Asks until the answer is good; false: the terminal was closed. */
static bool ask(struct answers *answers, enum question q)
{
    const struct question_spec *spec = question_spec(q);
    const char *usual = answers->of[q] != NULL ? answers->of[q] : spec->usual;
    printf("\n%s%s%s%s", spec->help != NULL ? spec->help : "", spec->help != NULL ? "\n" : "",
           spec->prompt, spec->secret ? ": " : "");
    if (!spec->secret) {
        printf(usual != NULL ? " [%s]: " : "%s: ", usual != NULL ? usual : "");
    }
    for (;;) {
        fflush(stdout);
        char *answer = read_line(spec->secret);
        if (answer == NULL) {
            return false;
        }
        if (answer[0] == '\0' && usual != NULL) {
            free(answer);
            answer = xstrdup(usual);
        }
        struct str why = {0};
        bool good = question_accepts(q, answer, &why) && (answer[0] != '\0' || usual != NULL);
        if (good) {
            free(answers->of[q]);
            answers->of[q] = answer;
        } else {
            free(answer);
            printf("  %s\n%s: ", why.length > 0 ? why.data : "this must be answered", spec->prompt);
        }
        str_free(&why);
        if (good) {
            return true;
        }
    }
}

static bool ask_all(struct answers *answers)
{
    printf("Foyer asks a few things. What stands in [brackets] is taken for an empty answer.\n"
           "Nothing is changed before the last one.\n");
    for (enum question q = 0; q < QUESTION_COUNT; q++) {
        if (question_arises(q, answers) && !ask(answers, q)) {
            fprintf(stderr, "\nfoyer: setup was broken off; nothing has been changed.\n");
            return false;
        }
    }
    return true;
}

/* Everything from a file. */
static bool read_all(struct answers *answers, const char *path)
{
    struct str why = {0};
    bool ok = answers_read(answers, path, &why);
    if (ok && !answers_complete(answers, &why)) {
        char *wrong = str_take(&why);
        str_printf(&why, "%s: %s", path, wrong);
        free(wrong);
        ok = false;
    }
    if (!ok) {
        fprintf(stderr, "foyer: %s\n", why.data);
    }
    struct stat st;
    if (ok && stat(path, &st) == 0 && (st.st_mode & 0077) != 0) {
        printf("note: %s can be read by others and may hold passwords; delete it or chmod 600 it\n",
               path);
    }
    str_free(&why);
    return ok;
}

/* ---- the job ---- */

/* What stands in the configuration already is the usual answer, but not the made-up name of its default. */
static void begin_with(struct setup *setup)
{
    char *path = xasprintf("%s/etc/foyer/foyer.conf", setup->root);
    struct config config;
    struct str why = {0};
    config_defaults(&config);
    if (access(path, F_OK) == 0 && config_read(&config, path, &why)) {
        config_name_kiosk(&config);
        answers_from_config(&setup->answers, &config);
    }
    config_free(&config);
    str_free(&why);
    free(path);
}

static int check_all(void)
{
    printf("\n- How it looks (the services may need a moment; later: foyer check)\n");
    fflush(stdout);
    char *argv[] = {"check", NULL};
    struct options options;
    int code = options_read(&options, 1, argv);
    code = code == EXIT_DONE ? job_check(&options) : code;
    options_free(&options);
    return code;
}

int job_setup(struct options *options)
{
    struct setup setup = {.root = options->root != NULL ? options->root : "",
                          .live =
                              options->root == NULL && access("/run/systemd/system", F_OK) == 0};
    if (setup.root[0] == '\0' && geteuid() != 0) {
        fprintf(stderr, "foyer: setup changes the system; run it as root: sudo foyer setup\n");
        return EXIT_COULD_NOT;
    }
    if (options->undo) {
        return setup_undo(&setup) ? EXIT_DONE : EXIT_COULD_NOT;
    }
    begin_with(&setup);
    bool ok = options->answers != NULL ? read_all(&setup.answers, options->answers)
                                       : ask_all(&setup.answers);
    int code = EXIT_USAGE;
    if (ok) {
        /* Each step is tried, whatever became of the one before. */
        ok = setup_write_config(&setup);
        ok = setup_share(&setup) && ok;
        ok = setup_close(&setup) && ok;
        ok = setup_start(&setup) && ok;
        code = ok ? EXIT_DONE : EXIT_COULD_NOT;
        if (setup.root[0] == '\0') {
            int checked = check_all();
            code = code == EXIT_DONE ? checked : code;
        }
    }
    answers_free(&setup.answers);
    return code;
}
