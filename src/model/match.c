/* Matching roles. How: each interest has a line of word beginnings; one that begins a word of the role's
 * skills counts three, of its title two, of its text one; what fits two interests comes before what
 * fits one well. */
#include "model/match.h"

#include <ctype.h>
#include <string.h>
#include <strings.h>

#include "base/i18n.h"
#include "base/str.h"

/* In the order of form_interests(). */
static const char *const beginnings[] = {
    /* TRANSLATORS: beginnings of words, small letters, blanks between: a role whose text has such a word
     * suits somebody who enjoys reading. Give those of your language; the English ones count as well. */
    N_("read book librar stor writ tale"),
    /* TRANSLATORS: likewise for cooking. */
    N_("cook food bak kitchen canteen meal lunch breakfast soup cake"),
    /* TRANSLATORS: likewise for sport. */
    N_("sport football run coach swim game play team walk bik danc"),
    /* TRANSLATORS: likewise for gardening. */
    N_("garden plant grow flower tree outdoor natur weed"),
    /* TRANSLATORS: likewise for music. */
    N_("music sing song choir instrument piano guitar band danc"),
    /* TRANSLATORS: likewise for making things. */
    N_("mak paint draw craft sew art costume knit build decorat"),
    /* TRANSLATORS: likewise for numbers. */
    N_("number math sum count money account measure puzzl computer"),
    /* TRANSLATORS: likewise for languages. */
    N_("language interpret translat speak arabic polish vietnamese somali spanish"),
    /* TRANSLATORS: likewise for fixing things. */
    N_("fix mend repair tool bench bik wood paint screw"),
    /* TRANSLATORS: likewise for being with people. */
    N_("talk listen patien welcom famil people visit friend meet children"),
};

/* A letter of any script: ASCII letters and digits, and every byte beyond ASCII. */
static bool in_word(char c)
{
    return isalnum((unsigned char)c) || (unsigned char)c >= 0x80;
}

/* Does a word of `text` begin so? */
static bool has_beginning(const char *text, const char *word, size_t length)
{
    for (const char *at = text; at != NULL && *at != '\0'; at++) {
        bool starts = at == text || !in_word(at[-1]);
        if (starts && strncasecmp(at, word, length) == 0) {
            return true;
        }
    }
    return false;
}

/* Chinese has no blanks between words: there a word may begin anywhere. */
static bool has(const char *text, const char *word, size_t length)
{
    bool wide = (unsigned char)word[0] >= 0xE3;
    if (!wide || text == NULL) {
        return has_beginning(text, word, length);
    }
    return memmem(text, strlen(text), word, length) != NULL;
}

/* What a line of beginnings finds in a text, each word `weight` times. */
static int found(const char *text, const char *words, int weight)
{
    int score = 0;
    for (const char *at = words + strspn(words, " "); *at != '\0'; at += strspn(at, " ")) {
        size_t length = strcspn(at, " ");
        score += has(text, at, length) ? weight : 0;
        at += length;
    }
    return score;
}

/* The role's own words are English or of the screen's language; translations say what they are. */
static int score_of(const struct item *role, const char *english)
{
    const char *here = _(english);
    int score = 0;
    for (int i = 0; i < (here != english ? 2 : 1); i++) {
        const char *words = i == 0 ? english : here;
        score += found(role->skills, words, 3) + found(role->title, words, 2) +
                 found(role->text, words, 1);
    }
    for (size_t i = 0; i < role->translation_count; i++) {
        const struct translation *t = &role->translations[i];
        const char *words = i18n_in(t->language, english);
        score += found(t->title, words, 2) + found(t->text, words, 1);
    }
    return score;
}

int match_role(const struct item *role, uint16_t enjoys)
{
    /* Somebody's second interest counts more than a second word for the first. */
    static const int INTEREST = 1000;
    int score = 0;
    for (size_t i = 0; i < sizeof beginnings / sizeof beginnings[0]; i++) {
        int one = (enjoys >> i & 1) != 0 ? score_of(role, beginnings[i]) : 0;
        score += one > 0 ? INTEREST + one : 0;
    }
    return score;
}
