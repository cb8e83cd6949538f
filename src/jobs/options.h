/* The command line: every subcommand's options, read in one place. */
#ifndef FOYER_JOBS_OPTIONS_H
#define FOYER_JOBS_OPTIONS_H

#include <stdbool.h>
#include <stddef.h>

#include "base/clock.h"
#include "base/config.h"

/* Exit codes (DESIGN.md section 4). */
enum exit_code { EXIT_DONE = 0, EXIT_COULD_NOT = 1, EXIT_USAGE = 2 };

struct options {
    struct config config;
    const char *config_path; /* as given with -c, NULL: the default was used if it exists */
    const char **sets;       /* each --set as given, to hand on to children */
    size_t set_count;
    bool json, problems, once, headless;
    int width, height; /* --size, 0: not given */
    wall_t now;        /* --now, WALL_NONE: not given */
    bool now_unset;    /* … with a "?" behind it: a clock that nobody has set */
    const char *tour, *shots;
    const char *phone, *email, *name; /* erase: whom; NULL: not given */
    bool dry_run;
    const char *answers, *root; /* setup: --answers FILE, --root DIR; NULL: not given */
    bool undo;                  /* setup --undo */
    bool man;                   /* config --man */
    bool prometheus;            /* status --prometheus */
    const char **args;          /* what is left: export's OUT */
    size_t arg_count;
};

/* Reads argv behind the subcommand, then the configuration (-c FILE, else /etc/foyer/foyer.conf when
 * it is there) and each --set over it. EXIT_DONE, or EXIT_USAGE with a message on stderr. Pointers
 * into argv are kept. Free with options_free(). */
enum exit_code options_read(struct options *options, int argc, char **argv);
void options_free(struct options *options);

#endif
