/* A table of events: one item a row (libcsv, RFC 4180 and what people make of it). */
#ifndef FOYER_CONTENT_CSVFILE_H
#define FOYER_CONTENT_CSVFILE_H

#include "content/reader.h"

/* Reads decoded text. `source` is the file's path for problems and items. Items get starts, ends,
 * title, text, where, contact, helpers, places, link; kind as given. Rows are refused one by one. Returns
 * false when nothing of the file could be read (a problem says why). */
bool csvfile_read(const char *text, const char *source, enum item_kind kind,
                  const struct reader_context *context, struct item_list *items,
                  struct problem_list *problems);

#endif
