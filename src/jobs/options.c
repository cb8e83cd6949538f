/* The command line. How: getopt_long; configuration in layers: defaults, file, --set. */
#include "jobs/options.h"

#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/alloc.h"

static const char *const default_path = "/etc/foyer/foyer.conf";

enum long_option {
    OPT_SET = 256,
    OPT_JSON,
    OPT_PROBLEMS,
    OPT_ONCE,
    OPT_HEADLESS,
    OPT_SIZE,
    OPT_NOW,
    OPT_TOUR,
    OPT_SHOTS,
    OPT_PHONE,
    OPT_EMAIL,
    OPT_NAME,
    OPT_DRY_RUN,
    OPT_ANSWERS,
    OPT_ROOT,
    OPT_UNDO,
    OPT_MAN,
    OPT_PROMETHEUS
};

static const struct option long_options[] = {
    {"set", required_argument, NULL, OPT_SET},
    {"json", no_argument, NULL, OPT_JSON},
    {"problems", no_argument, NULL, OPT_PROBLEMS},
    {"once", no_argument, NULL, OPT_ONCE},
    {"headless", no_argument, NULL, OPT_HEADLESS},
    {"size", required_argument, NULL, OPT_SIZE},
    {"now", required_argument, NULL, OPT_NOW},
    {"tour", required_argument, NULL, OPT_TOUR},
    {"shots", required_argument, NULL, OPT_SHOTS},
    {"phone", required_argument, NULL, OPT_PHONE},
    {"email", required_argument, NULL, OPT_EMAIL},
    {"name", required_argument, NULL, OPT_NAME},
    {"dry-run", no_argument, NULL, OPT_DRY_RUN},
    {"answers", required_argument, NULL, OPT_ANSWERS},
    {"root", required_argument, NULL, OPT_ROOT},
    {"undo", no_argument, NULL, OPT_UNDO},
    {"man", no_argument, NULL, OPT_MAN},
    {"prometheus", no_argument, NULL, OPT_PROMETHEUS},
    {NULL, 0, NULL, 0},
};

static bool usage(const char *what, const char *given, const char *allowed)
{
    fprintf(stderr, "foyer: %s%s%s; allowed: %s\n", what, given != NULL ? " " : "",
            given != NULL ? given : "", allowed);
    return false;
}

static bool take_size(struct options *o, const char *text)
{
    int used = 0;
    bool ok = sscanf(text, "%5dx%5d%n", &o->width, &o->height, &used) == 2 && text[used] == '\0';
    if (!ok || o->width < 320 || o->height < 240 || o->width > 16384 || o->height > 16384) {
        return usage("--size", text, "WIDTHxHEIGHT from 320x240 to 16384x16384, like 1920x1080");
    }
    return true;
}

static bool take_now(struct options *o, const char *text)
{
    size_t length = strlen(text);
    o->now_unset = length > 0 && text[length - 1] == '?';
    char *moment = xstrndup(text, length - o->now_unset);
    bool ok = wall_from_iso(moment, &o->now, NULL) ||
              usage("--now", text,
                    "a date and time like 2026-11-23T08:42, with a ? for a clock that nobody set");
    free(moment);
    return ok;
}

static bool take_option(struct options *o, int option, const char *value)
{
    switch (option) {
    case 'c':
        o->config_path = value;
        return true;
    case OPT_SET:
        o->sets = xreallocarray(o->sets, o->set_count + 1, sizeof o->sets[0]);
        o->sets[o->set_count++] = value;
        return true;
    case OPT_JSON:
        return o->json = true;
    case OPT_PROBLEMS:
        return o->problems = true;
    case OPT_ONCE:
        return o->once = true;
    case OPT_HEADLESS:
        return o->headless = true;
    case OPT_SIZE:
        return take_size(o, value);
    case OPT_NOW:
        return take_now(o, value);
    case OPT_TOUR:
        o->tour = value;
        return true;
    case OPT_SHOTS:
        o->shots = value;
        return true;
    case OPT_PHONE:
        o->phone = value;
        return true;
    case OPT_EMAIL:
        o->email = value;
        return true;
    case OPT_NAME:
        o->name = value;
        return true;
    case OPT_DRY_RUN:
        return o->dry_run = true;
    case OPT_ANSWERS:
        o->answers = value;
        return true;
    case OPT_ROOT:
        o->root = value;
        return true;
    case OPT_UNDO:
        return o->undo = true;
    case OPT_MAN:
        return o->man = true;
    case OPT_PROMETHEUS:
        return o->prometheus = true;
    default:
        return false; /* getopt has said what is wrong */
    }
}

static bool read_config(struct options *o)
{
    struct str why = {0};
    bool ok = true;
    if (o->config_path != NULL) {
        ok = config_read(&o->config, o->config_path, &why);
    } else if (access(default_path, F_OK) == 0) {
        ok = config_read(&o->config, default_path, &why);
    }
    for (size_t i = 0; ok && i < o->set_count; i++) {
        ok = config_set(&o->config, o->sets[i], &why);
    }
    config_name_kiosk(&o->config);
    if (!ok) {
        fprintf(stderr, "foyer: %s\n", why.data);
    }
    str_free(&why);
    return ok;
}

enum exit_code options_read(struct options *options, int argc, char **argv)
{
    *options = (struct options){.now = WALL_NONE};
    config_defaults(&options->config);
    optind = 1;
    int option = 0;
    bool ok = true;
    while (ok && (option = getopt_long(argc, argv, "c:", long_options, NULL)) != -1) {
        ok = take_option(options, option, optarg);
    }
    if (ok) {
        options->args = (const char **)argv + optind;
        options->arg_count = (size_t)(argc - optind);
        ok = read_config(options);
    }
    return ok ? EXIT_DONE : EXIT_USAGE;
}

void options_free(struct options *options)
{
    config_free(&options->config);
    free(options->sets);
    options->sets = NULL;
}
