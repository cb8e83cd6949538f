/* A calendar (RFC 5545) into occurrences, by libical. */
#ifndef FOYER_CONTENT_ICSFILE_H
#define FOYER_CONTENT_ICSFILE_H

#include "content/reader.h"

/* How far ahead recurrences are expanded. */
#define ICS_DAYS_AHEAD 90

/* The most dates that one calendar gives; the nearest are kept. */
#define ICS_MAX_DATES 600

/* Reads decoded text (icstext_decode()): every occurrence that is not over and begins within
 * ICS_DAYS_AHEAD, earliest first, times on the school's wall (the process's TZ). Item keys are
 * "UID@start". Cancelled ones are left out, EXDATE, RDATE and RECURRENCE-ID are followed, rules below a
 * day are refused. The time it takes is bounded, whatever stands in the file. False: it is no calendar
 * (said). */
bool icsfile_read(const char *text, const char *source, enum item_kind kind,
                  const struct reader_context *context, struct item_list *items,
                  struct problem_list *problems);

#endif
