/* The interface's language. How: LANGUAGE overrides what gettext looks up as long as the locale is
 * not "C", so one UTF-8 locale serves every language and none needs to be installed. */
#include "base/i18n.h"

#include <locale.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/language.h"
#include "base/log.h"

void i18n_start(const char *locale_dir)
{
    if (setlocale(LC_MESSAGES, "C.UTF-8") == NULL || setlocale(LC_CTYPE, "C.UTF-8") == NULL) {
        log_warn("the locale C.UTF-8 is missing; texts stay English");
    }
    bindtextdomain(FOYER_TEXT_DOMAIN, locale_dir);
    bind_textdomain_codeset(FOYER_TEXT_DOMAIN, "UTF-8");
}

static char in_use[16] = "en";

void i18n_use(const char *language)
{
    snprintf(in_use, sizeof in_use, "%s", language);
    /* glibc's own counter: telling gettext that LANGUAGE changed (gettext manual, 11.7.4). */
    extern int _nl_msg_cat_cntr;
    if (setenv("LANGUAGE", language, 1) == 0) {
        ++_nl_msg_cat_cntr;
    }
}

const char *i18n_locale(void)
{
    const struct language *language = language_find(in_use);
    return language != NULL ? language->locale : "en_GB";
}

const char *i18n_context(const char *id, const char *text)
{
    const char *there = dgettext(FOYER_TEXT_DOMAIN, id);
    return there == id ? text : there;
}

const char *i18n_in(const char *language, const char *text)
{
    char before[sizeof in_use];
    snprintf(before, sizeof before, "%s", in_use);
    i18n_use(language);
    const char *there = _(text);
    i18n_use(before);
    return there;
}
