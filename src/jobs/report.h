/* One line of `foyer check`. */
#ifndef FOYER_JOBS_REPORT_H
#define FOYER_JOBS_REPORT_H

#include <stdbool.h>

/* Prints whether `what` is as it should be; when it is not, `todo` is what to do. Returns `ok`. */
bool report(bool ok, const char *what, const char *detail, const char *todo);

#endif
