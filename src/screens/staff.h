/* What the staff screen is told by the job and asks of it. */
#ifndef FOYER_SCREENS_STAFF_H
#define FOYER_SCREENS_STAFF_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/clock.h"
#include "model/drop.h"

/* Of more problems the number is told, and where they stand. */
#define STAFF_PROBLEMS 30

/* How it goes. What is not known is never told as well. Texts are owned; NULL: not known. Free with
 * staff_report_free(). */
struct staff_report {
    size_t showing;
    bool problems_known;
    size_t problem_count;         /* of them the first STAFF_PROBLEMS are here: */
    struct problem_list problems; /* owned */
    char *share;                  /* the catalogue's word: "ok", "away since …" */
    wall_t looked;  /* the hour in which import last looked at the share; WALL_NONE: not known */
    wall_t changed; /* when it last took something in or down; WALL_NONE: not known */
    bool replies_known;
    int64_t waiting;
    char *replies_problem;          /* why they do not get to the office: sync's own sentence */
    bool clock_sure, clock_battery; /* as the app's */
    int64_t disk_free_mb;           /* -1: not known */
    int temperature;                /* degrees Celsius; 0: not measured here */
    char *address;                  /* of this computer on the network; NULL: none */
    char *host;                     /* its name */
};
void staff_report_free(struct staff_report *report);

enum staff_wish { STAFF_WISH_NONE, STAFF_WISH_RESTART, STAFF_WISH_POWEROFF };

/* What became of a wish. */
enum staff_outcome {
    STAFF_OUTCOME_NONE,
    STAFF_OUTCOME_GOING_OFF,  /* the computer is on its way */
    STAFF_OUTCOME_STAYED_ON,  /* it could not be shut down */
    STAFF_OUTCOME_NO_RESTART, /* nothing would start Foyer again */
};

/* While it is paused the rotation stands; it goes on by itself. */
#define STAFF_PAUSE_MS 600000
/* The pages of the screen test: five colours and a grid. */
#define STAFF_TEST_PAGES 6

#endif
