/* What the screen says aloud: the semantic tree as sentences. */
#ifndef FOYER_UI_SPEECH_H
#define FOYER_UI_SPEECH_H

#include <stdbool.h>

#include "base/str.h"
#include "ui/tree.h"

/* More than this is not read: nobody listens to it standing. */
#define SPEECH_BYTES_MOST 3000

/* Headings, then texts, then what can be touched, each from the top down and in the reading direction;
 * each a sentence, none twice. Fields, keys and whatever a visitor typed (node->typed) are never said;
 * nor are things that cannot be touched now. `band` is how far apart two things are on one line, in
 * pixels. Pure. Appends. */
void speech_of(const struct tree *tree, bool rtl, float band, struct str *out);

#endif
