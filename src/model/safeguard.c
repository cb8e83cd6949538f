/* Safeguarding. How: words are compared one by one; what separates them was made a blank before. */
#include "model/safeguard.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/alloc.h"
#include "base/str.h"

/* ---- full names ---- */

/* Capitalised in many titles, and no name of a child. */
static const char *const school_words[] = {
    "a",
    "academy",
    "achievement",
    "achievements",
    "afternoon",
    "an",
    "and",
    "april",
    "art",
    "arts",
    "assembly",
    "athletics",
    "august",
    "autumn",
    "award",
    "awards",
    "band",
    "basketball",
    "best",
    "big",
    "book",
    "books",
    "breakfast",
    "bronze",
    "cake",
    "challenge",
    "champions",
    "championship",
    "charity",
    "chess",
    "choir",
    "christmas",
    "city",
    "class",
    "club",
    "coding",
    "college",
    "community",
    "competition",
    "concert",
    "congratulations",
    "council",
    "county",
    "cricket",
    "cross",
    "cup",
    "dance",
    "day",
    "days",
    "debate",
    "december",
    "design",
    "diwali",
    "drama",
    "easter",
    "eco",
    "eid",
    "english",
    "evening",
    "fair",
    "family",
    "february",
    "festival",
    "final",
    "finals",
    "first",
    "football",
    "forest",
    "french",
    "friday",
    "fundraiser",
    "gala",
    "garden",
    "german",
    "gold",
    "grade",
    "grand",
    "great",
    "green",
    "gym",
    "gymnastics",
    "hall",
    "harvest",
    "high",
    "history",
    "hockey",
    "hooray",
    "house",
    "in",
    "january",
    "july",
    "june",
    "junior",
    "kindergarten",
    "language",
    "league",
    "library",
    "march",
    "marathon",
    "maths",
    "math",
    "may",
    "mental",
    "mile",
    "monday",
    "morning",
    "mothers",
    "mr",
    "mrs",
    "ms",
    "museum",
    "music",
    "national",
    "nativity",
    "netball",
    "new",
    "north",
    "november",
    "nursery",
    "october",
    "of",
    "olympiad",
    "open",
    "orchestra",
    "our",
    "parents",
    "park",
    "play",
    "poetry",
    "primary",
    "prize",
    "project",
    "pupils",
    "quiz",
    "reading",
    "reception",
    "recital",
    "red",
    "regional",
    "river",
    "robotics",
    "rugby",
    "running",
    "saint",
    "saturday",
    "school",
    "science",
    "second",
    "secondary",
    "senior",
    "september",
    "show",
    "silver",
    "singing",
    "sixth",
    "soccer",
    "south",
    "spanish",
    "spelling",
    "sports",
    "spring",
    "st",
    "star",
    "state",
    "stem",
    "street",
    "student",
    "students",
    "summer",
    "sunday",
    "swimming",
    "talent",
    "teacher",
    "teachers",
    "team",
    "teams",
    "tennis",
    "term",
    "the",
    "third",
    "thursday",
    "tournament",
    "town",
    "trip",
    "trophy",
    "tuesday",
    "united",
    "university",
    "victory",
    "visit",
    "volleyball",
    "walk",
    "wednesday",
    "week",
    "welcome",
    "well",
    "west",
    "winner",
    "winners",
    "winter",
    "world",
    "year",
    "years",
    "young",
    "youth",
    "zoo",
};

/* One word of a title. */
struct word {
    const char *at;
    size_t length;
    bool capital; /* one capital, small letters behind it */
};

static bool is_letter(const char *at)
{
    unsigned char c = (unsigned char)*at;
    if (c == 0xC2 && (unsigned char)at[1] == 0xA0) {
        return false; /* a blank that does not break */
    }
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c >= 0x80 || c == '\'' || c == '-';
}

/* A capital of ASCII, Latin-1 or Latin Extended-A, where the even code points are the capitals. */
static bool is_capital(const char *at)
{
    uint32_t c = utf8_next(&at);
    return (c >= 'A' && c <= 'Z') || (c >= 0xC0 && c <= 0xDE && c != 0xD7) ||
           (c >= 0x100 && c <= 0x137 && c % 2 == 0) || (c >= 0x139 && c <= 0x148 && c % 2 == 1) ||
           (c >= 0x14A && c <= 0x177 && c % 2 == 0) || c == 0x178 || c == 0x179 || c == 0x17B ||
           c == 0x17D;
}

/* The next word from *at on; false at the end. */
static bool take_word(const char **at, struct word *word)
{
    while (**at != '\0' && !is_letter(*at)) {
        utf8_next(at);
    }
    *word = (struct word){.at = *at};
    while (is_letter(*at)) {
        (*at)++;
    }
    word->length = (size_t)(*at - word->at);
    const char *second = word->at;
    if (word->length > 0) {
        utf8_next(&second);
        word->capital = is_capital(word->at) && second < *at && !is_capital(second);
    }
    return word->length > 0;
}

static bool is_listed(const struct word *word, const char *allowed)
{
    for (size_t i = 0; i < sizeof school_words / sizeof *school_words; i++) {
        if (strlen(school_words[i]) == word->length &&
            strncasecmp(school_words[i], word->at, word->length) == 0) {
            return true;
        }
    }
    struct word other;
    for (const char *at = allowed != NULL ? allowed : ""; take_word(&at, &other);) {
        if (other.length == word->length && strncasecmp(other.at, word->at, word->length) == 0) {
            return true;
        }
    }
    return false;
}

bool safeguard_looks_like_a_name(const char *title, const char *allowed)
{
    struct word word;
    bool before = false;
    const char *end = NULL;
    for (const char *at = title; take_word(&at, &word);) {
        bool name = word.capital && !is_listed(&word, allowed);
        /* Side by side: nothing but blanks between them. */
        bool joined = end != NULL && strspn(end, " \xC2\xA0") == (size_t)(word.at - end);
        if (name && before && joined) {
            return true;
        }
        before = name;
        end = word.at + word.length;
    }
    return false;
}

/* ---- the list ---- */

void safeguard_add(struct safeguard_list *list, const char *words)
{
    if (utf8_count(words) > 1) {
        list->names = xgrow(list->names, list->count, &list->capacity, sizeof *list->names);
        list->names[list->count++] = xstrdup(words);
    }
}

void safeguard_free(struct safeguard_list *list)
{
    for (size_t i = 0; i < list->count; i++) {
        free(list->names[i]);
    }
    free(list->names);
    *list = (struct safeguard_list){0};
}

/* The word behind a blank; its end. */
static const char *word_end(const char *at)
{
    return at + strcspn(at, " ");
}

static const char *next_word(const char *at)
{
    at = word_end(at);
    return *at == ' ' ? at + 1 : at;
}

/* Is the word at `text` that of `name` (`length` bytes)? The last one may have an s behind it. */
static bool same_word(const char *text, const char *name, size_t length, bool last)
{
    size_t has = (size_t)(word_end(text) - text);
    return strncmp(text, name, length) == 0 &&
           (has == length || (last && has == length + 1 && text[length] == 's'));
}

/* Do the words of `name` stand at `text`, one after the other? Single letters between them are
 * initials. */
static bool stands_at(const char *text, const char *name)
{
    for (bool first = true; *name != '\0'; first = false) {
        size_t length = (size_t)(word_end(name) - name);
        while (!first && *text != '\0' && length > 1 && word_end(text) == text + 1) {
            text = next_word(text);
        }
        if (*text == '\0' || !same_word(text, name, length, name[length] == '\0')) {
            return false;
        }
        text = next_word(text);
        name = next_word(name);
    }
    return true;
}

/* "anna klein" as "klein anna". Caller frees. */
static char *last_first(const char *name)
{
    const char *last = strrchr(name, ' ');
    return last == NULL ? xstrdup(name) : xasprintf("%s %.*s", last + 1, (int)(last - name), name);
}

/* "anna klein" as "annaklein". Caller frees. */
static char *as_one_word(const char *name)
{
    char *joined = xstrdup(name);
    char *out = joined;
    for (const char *in = name; *in != '\0'; in++) {
        if (*in != ' ') {
            *out++ = *in;
        }
    }
    *out = '\0';
    return joined;
}

static bool stands_anywhere(const char *words, const char *name)
{
    for (const char *at = words; *at != '\0'; at = next_word(at)) {
        if (stands_at(at, name)) {
            return true;
        }
    }
    return false;
}

/* Scripts without blanks between words have no word ends: there a name counts wherever it stands. */
static bool has_word_ends(const char *name)
{
    for (const char *at = name; *at != '\0';) {
        if (utf8_next(&at) >= 0x2E80) {
            return false;
        }
    }
    return true;
}

bool safeguard_finds(const struct safeguard_list *list, const char *words)
{
    bool found = false;
    for (size_t i = 0; i < list->count && !found; i++) {
        const char *name = list->names[i];
        char *turned = last_first(name);
        char *joined = as_one_word(name);
        found = has_word_ends(name)
                    ? stands_anywhere(words, name) || stands_anywhere(words, turned) ||
                          stands_anywhere(words, joined)
                    : strstr(words, name) != NULL;
        free(joined);
        free(turned);
    }
    return found;
}
