/* Foyer: the touchscreen in a school's entrance hall. This is the table of subcommands. */
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include "base/log.h"
#include "base/version.h"
#include "jobs/jobs.h"

static const struct {
    const char *word;
    int (*run)(struct options *options);
    const char *options, *about;
    size_t words; /* further words that it takes, at most */
} commands[] = {
    {"run", job_run, "[-c FILE]", "everything, on this display", 0},
    {"show", job_show,
     "[-c FILE] [--headless] [--size WxH] [--now ISO8601[?]] [--tour FILE] [--shots DIR]",
     "the screen alone; with a ? as on a computer whose clock nobody has set", 0},
    {"splash", job_splash, "[-c FILE] [--size WxH --shots DIR]",
     "the school's name on the console, until the screen is there", 0},
    {"import", job_import, "[-c FILE] [--once]", "bring in what staff dropped on the share", 0},
    {"sync", job_sync, "[-c FILE] [--once]", "bring replies to the office's file", 0},
    {"list", job_list, "[-c FILE] [--json] [--problems]", "what is shown; what was refused and why",
     0},
    {"merge", job_merge, "OUT.sqlite IN.sqlite|FOLDER ...",
     "join the replies of several screens in one file", SIZE_MAX},
    {"export", job_export, "[-c FILE] OUT.xlsx|OUT.csv", "the replies as a table", 1},
    {"erase", job_erase, "[-c FILE] [--dry-run] --phone NUMBER|--email ADDRESS|--name NAME",
     "remove a person everywhere Foyer writes", 0},
    {"check", job_check, "[-c FILE]", "is everything in place? says what to do", 0},
    {"status", job_status, "[-c FILE] [--json|--prometheus]", "how it goes", 0},
    {"pin", job_pin, "", "make the line with the staff's PIN for the configuration", 0},
    {"setup", job_setup, "[--answers FILE] [--undo] [--root DIR]",
     "ask what a new kiosk needs to know, and set it up", 0},
    {"config", job_config, "[--man]", "every setting with its default, as a file to start from", 0},
};
static const size_t command_count = sizeof commands / sizeof commands[0];

static void help(FILE *out)
{
    fputs("Foyer: the touchscreen in a school's entrance hall.\n\n", out);
    for (size_t i = 0; i < command_count; i++) {
        fprintf(out, "  foyer %-7s %s\n                %s\n", commands[i].word, commands[i].options,
                commands[i].about);
    }
    fputs("\nEvery command takes --set section.key=value over the file.\n", out);
}

int main(int argc, char **argv)
{
    const char *word = argc > 1 ? argv[1] : "help";
    if (strcmp(word, "help") == 0 || strcmp(word, "--help") == 0 || strcmp(word, "-h") == 0) {
        help(stdout);
        return EXIT_DONE;
    }
    if (strcmp(word, "version") == 0 || strcmp(word, "--version") == 0) {
        puts("foyer " FOYER_VERSION);
        return EXIT_DONE;
    }
    for (size_t i = 0; i < command_count; i++) {
        if (strcmp(word, commands[i].word) == 0) {
            struct options options;
            log_set_job(commands[i].word);
            int code = options_read(&options, argc - 1, argv + 1);
            if (code == EXIT_DONE && options.arg_count > commands[i].words) {
                fprintf(stderr, "foyer: \"%s\" is one word too many; see foyer help\n",
                        options.args[commands[i].words]);
                code = EXIT_USAGE;
            }
            code = code == EXIT_DONE ? commands[i].run(&options) : code;
            options_free(&options);
            return code;
        }
    }
    fprintf(stderr, "foyer: there is no command \"%s\".\n\n", word);
    help(stderr);
    return EXIT_USAGE;
}
