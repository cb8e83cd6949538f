/* Files that were put aside in the state folder and beside the staff file: damaged ones, and an Excel that
 * somebody had changed. They stay until somebody has looked at them; Foyer never opens them again. */
#ifndef FOYER_JOBS_ASIDE_H
#define FOYER_JOBS_ASIDE_H

#include <stddef.h>

#include "base/config.h"

#define ASIDE_MOST 20

struct aside {
    char *paths[ASIDE_MOST];
    size_t count;
};

/* Finds them. Free with aside_free(). */
void aside_find(struct aside *out, const struct config *config);
void aside_free(struct aside *aside);

#endif
