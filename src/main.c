/* Foyer: the touchscreen in a school's entrance hall. This is the table of subcommands. */
#include <stdio.h>
#include <string.h>

#include "base/log.h"
#include "base/version.h"
#include "content/pictures.h"
#include "jobs/jobs.h"

static const struct {
    const char *word;
    int (*run)(struct options *options);
    const char *options, *about;
} commands[] = {
    {"run", job_run, "[-c FILE]", "everything, on this display"},
    {"show", job_show,
     "[-c FILE] [--headless] [--size WxH] [--now ISO8601] [--tour FILE] [--shots DIR]",
     "the screen alone"},
    {"import", job_import, "[-c FILE] [--once]", "bring in what staff dropped on the share"},
    {"sync", job_sync, "[-c FILE] [--once]", "bring replies to the office's file"},
    {"list", job_list, "[-c FILE] [--json] [--problems]",
     "what is shown; what was refused and why"},
    {"export", job_export, "[-c FILE] OUT.xlsx|OUT.csv", "the replies as a table"},
    {"erase", job_erase, "[-c FILE] [--dry-run] --phone NUMBER|--email ADDRESS|--name NAME",
     "remove a person everywhere Foyer writes"},
    {"check", job_check, "[-c FILE]", "is everything in place? says what to do"},
    {"status", job_status, "[-c FILE] [--json]", "how it goes"},
    {"config", job_config, "", "every setting with its default, as a file to start from"},
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
    if (strcmp(word, "picture-worker") == 0) {
        return picture_worker_main(argc - 1, argv + 1);
    }
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
            bool takes_word = commands[i].run == job_export;
            if (code == EXIT_DONE && options.arg_count > takes_word) {
                fprintf(stderr, "foyer: \"%s\" is one word too many; see foyer help\n",
                        options.args[takes_word]);
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
