/* The interface's language: gettext, with Foyer's own catalogues.
 *
 * Every string a visitor reads goes through _() or N_(), one that means different things in different
 * places through C_(); staff messages on the command line stay English. */
#ifndef FOYER_BASE_I18N_H
#define FOYER_BASE_I18N_H

#include <libintl.h>

#define FOYER_TEXT_DOMAIN "foyer"

/* Translates now; marks for translation, translated later; chooses a plural form by `n`. */
#define _(text) dgettext(FOYER_TEXT_DOMAIN, text)
#define N_(text) text
#define P_(one, many, n) dngettext(FOYER_TEXT_DOMAIN, one, many, (unsigned long)(n))
/* Translates a word that stands in that context, for words that are one in English and several in other
 * languages. Both are literals. */
#define C_(context, text) i18n_context(context "\004" text, text)

/* Binds the catalogues under `locale_dir` (…/<language>/LC_MESSAGES/foyer.mo). Once at start. */
void i18n_start(const char *locale_dir);

/* A string in another language than the one in use; the catalogue keeps it. English: the string. */
const char *i18n_in(const char *language, const char *text);

/* Switches the interface to `language` ("en", "es", …) at once. */
void i18n_use(const char *language);

/* The locale of the CLDR for the language in use: "en_GB", "es", "zh_Hans". */
const char *i18n_locale(void);

/* What C_() calls: looks up `id`, context and text with gettext's mark between them; `text` where there
 * is no translation. */
const char *i18n_context(const char *id, const char *text) __attribute__((format_arg(2)));

#endif
