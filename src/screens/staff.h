/* What the staff screen is told by the job and asks of it. */
#ifndef FOYER_SCREENS_STAFF_H
#define FOYER_SCREENS_STAFF_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/clock.h"

/* How it goes. Texts are owned; NULL: not known. Free with staff_report_free(). */
struct staff_report {
    size_t showing, problems;
    char *problem; /* the first one: the file and what is wrong with it */
    char *share;   /* the catalogue's word: "ok", "away" … */
    wall_t looked; /* when import last looked at the share; WALL_NONE: never */
    int64_t waiting;
    bool replies_known, clock_sure;
    int64_t disk_free_mb;
    int temperature; /* degrees Celsius; 0: not measured here */
    char *address;   /* of this computer, with its name */
};
void staff_report_free(struct staff_report *report);

enum staff_wish { STAFF_WISH_NONE, STAFF_WISH_RESTART, STAFF_WISH_POWEROFF };

/* While it is paused the rotation stands; it goes on by itself. */
#define STAFF_PAUSE_MS 600000
/* The pages of the screen test: five colours and a grid. */
#define STAFF_TEST_PAGES 6

#endif
