/* Text into HTML, so that nothing in it can act. Pure. */
#ifndef FOYER_CONTENT_HTML_H
#define FOYER_CONTENT_HTML_H

#include "base/str.h"

/* Appends `text` with what HTML would read as its own escaped: for text and for attributes in double
 * or single quotes. */
void html_put(struct str *out, const char *text);

/* Appends what a visitor typed: in an element of its own direction, line breaks kept, control characters
 * made visible (U+2400 and on), and marks that turn the direction of what follows replaced by a sign
 * that says so (Unicode TR 36, 2.10). Always valid UTF-8. */
void html_put_typed(struct str *out, const char *text);

#endif
