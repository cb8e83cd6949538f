/* The intake: one pass from the share to the catalogue and the cache.
 *
 * A pass looks at the share, takes down what is gone, moves what was renamed, and reads as many of the
 * new and changed drops as fit into about two seconds; the caller calls again at once when there is
 * more. It may be killed at any instruction: pictures are in the cache before their drop is in the
 * catalogue, and each drop is one transaction. */
#ifndef FOYER_JOBS_INTAKE_H
#define FOYER_JOBS_INTAKE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/clock.h"
#include "base/config.h"
#include "content/pictures.h"
#include "content/share.h"
#include "jobs/known.h"
#include "jobs/ledger.h"
#include "jobs/timekeeper.h"
#include "model/safeguard.h"
#include "store/catalogue.h"

enum intake_result {
    INTAKE_IDLE,    /* everything on the share is in the catalogue */
    INTAKE_MORE,    /* there is more to read: call again at once */
    INTAKE_WAITING, /* something has not settled or could not be read just now */
    INTAKE_AWAY,    /* the share cannot be read: what is there stays */
    INTAKE_STOPPED, /* stop_fd said so */
    INTAKE_FAILED,  /* the catalogue cannot be written */
};

/* A text drop that was not there in the last scan. Sorted by key. */
struct intake_missing {
    char *key;
    int64_t since_ms;
};

/* How the last pass left things when there was nothing more to do. While nothing differs from it, a
 * pass is one walk over the share. */
struct intake_rest {
    bool complete; /* everything was read and believed */
    wall_t day;    /* calendars show one more each day */
    bool clock_is_sure;
    uint64_t list_mark; /* of the do-not-show list */
    int64_t generation; /* of the catalogue */
    int64_t since_ms;
};

struct intake {
    const struct config *config;
    struct share *share;
    struct catalogue *catalogue;
    struct picture_decoder *decoder; /* started when the first picture comes */
    struct picture_limits limits;
    int parallel;
    char *cache_dir;
    bool once;
    int stop_fd; /* readable: stop; -1: nobody asks */
    struct settle_table settled;
    struct settle_rules rules;
    struct ledger ledger;
    struct share_scan scan;       /* of the last pass that read the share */
    struct problem_list problems; /* about single files that could not be read, of this pass */
    struct known_files files;
    struct known_twins twins;
    struct intake_missing *missing;
    size_t missing_count, missing_capacity;
    struct intake_rest rest;
    wall_t clock_says, now; /* the clock, and what of it is believed */
    bool time_is_told;      /* --now: that is what time it is … */
    bool time_is_unset;     /* … on a clock that nobody has set */
    struct timekeeper timekeeper;
    bool clock_is_sure; /* else nothing expires, and calendars stay as they are */
    struct safeguard_list not_shown;
    uint64_t screening_mark; /* of the list and the rules */
    bool said_list;          /* that it cannot be read */
    bool list_lost;          /* … and that nobody knows what stood in it */
    int64_t now_ms;
    int64_t looked_ms; /* the last look at the share */
    int64_t swept_ms;  /* the last sweep of the cache */
    int64_t healed_ms; /* the last look for damage in it; 0: not yet */
    bool to_sweep;     /* something went since */
    bool unlike;       /* a glance during the pass saw another share than its scan */
    bool stopped;
    bool has_guide;     /* it was brought up to date by this process */
    size_t done, total; /* files of this burst, for "12 of 40" */
    size_t said_done;   /* the progress said last, and when */
    int64_t said_ms;
    size_t added, taken_down, refused; /* since the start, in drops */
    size_t told;                       /* of these three, when "last_changed" was last said */
    uint64_t changes;                  /* of the catalogue or of the twins, since the start */
    uint64_t said_problems;            /* hash of what was stored about the share itself */
    char *said_share, *said_progress, *said_looked, *said_changed; /* facts as last stored */
};

/* Opens share and catalogue; creates the cache folder. False with a sentence logged. Release with
 * intake_close(), also after false. */
bool intake_open(struct intake *intake, const struct config *config, bool once, int stop_fd,
                 wall_t now);
void intake_close(struct intake *intake);

/* One pass when the clock says `now`, `now_ms` (monotonic). */
enum intake_result intake_pass(struct intake *intake, wall_t now, int64_t now_ms);

/* Looks at the share in the middle of long work: takes down what is gone. Called at most every two
 * seconds. */
void intake_glance(struct intake *intake);

/* When something that waits may have settled (monotonic ms; INT64_MAX: nothing waits). */
int64_t intake_due_ms(const struct intake *intake);

/* Sweeps the cache and tidies the catalogue when something went and some time has passed. */
void intake_tidy(struct intake *intake, int64_t now_ms, bool at_once);

/* Stores a fact unless it is what was stored last (`*said` remembers). */
void intake_say(struct intake *intake, char **said, const char *name, const char *value);

#endif
