/* Text of unknown encoding into UTF-8 NFC, and a picture's or role's note into its keys.
 *
 * HOT-FOLDER.md sections 1 and 2. Format libraries: utf8proc (NFC, case folding), iconv (CP1252). */
#ifndef FOYER_CONTENT_TEXT_H
#define FOYER_CONTENT_TEXT_H

#include <stdbool.h>
#include <stddef.h>

/* BOM, else valid UTF-8, else UTF-16 by its zero pattern, else CP1252. Line ends become \n; control
 * characters and NUL are dropped; NFC. Caller frees; never NULL. */
char *text_decode(const void *bytes, size_t length);

/* NFC of valid or broken UTF-8 (broken bytes read as CP1252). Caller frees. */
char *text_nfc(const char *text);

/* For comparing names: NFC + casefold + trim. Caller frees. */
char *text_fold(const char *text);

/* For finding names in texts: folded, without accents, and everything that is no letter or digit is one
 * blank ("“Anna‑Klein’s”" becomes "anna klein s"). Caller frees. */
char *text_words(const char *text);

/* A file's name as people may be shown it: NFC, on one line, without characters that turn the direction
 * of what follows. Caller frees. */
char *text_name(const char *name);

#endif
