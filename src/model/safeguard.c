/* Safeguarding. How: words are compared one by one; a name of the list must stand between word ends,
 * with any blanks, dots, hyphens or underscores between its parts. */
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
        (*at)++;
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

/* Is every word of four letters or more capitalised, and are there enough to tell? */
static bool is_title_case(const char *title)
{
    size_t words = 0;
    struct word word;
    for (const char *at = title; take_word(&at, &word);) {
        if (word.length >= 4) {
            words++;
            if (!word.capital) {
                return false;
            }
        }
    }
    return words >= 4;
}

bool safeguard_looks_like_a_name(const char *title, const char *allowed)
{
    struct word word;
    bool before = false;
    const char *end = NULL;
    if (is_title_case(title)) {
        return false;
    }
    for (const char *at = title; take_word(&at, &word);) {
        bool name = word.capital && !is_listed(&word, allowed);
        /* Side by side: nothing but blanks between them. */
        bool joined = end != NULL && strspn(end, " ") == (size_t)(word.at - end);
        if (name && before && joined) {
            return true;
        }
        before = name;
        end = word.at + word.length;
    }
    return false;
}

/* ---- the list ---- */

void safeguard_read(struct safeguard_list *list, const char *folded)
{
    while (*folded != '\0') {
        size_t length = strcspn(folded, "\n");
        size_t used = strcspn(folded, "#\n");
        char *line = xstrndup(folded, used);
        char *name = str_trimmed(line);
        free(line);
        /* A single letter would hold everything. */
        if (utf8_count(name) > 1) {
            list->names = xgrow(list->names, list->count, &list->capacity, sizeof *list->names);
            list->names[list->count++] = name;
        } else {
            free(name);
        }
        folded += length + (folded[length] == '\n');
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

static bool is_gap(char c)
{
    return c != '\0' && strchr(" \t\n._-,", c) != NULL;
}

/* Does `name` stand at `text`? *end is behind it. */
static bool stands_at(const char *text, const char *name, const char **end)
{
    while (*name != '\0') {
        if (is_gap(*name)) {
            if (!is_gap(*text)) {
                return false;
            }
            while (is_gap(*name)) {
                name++;
            }
            while (is_gap(*text)) {
                text++;
            }
        } else if (*name++ != *text++) {
            return false;
        }
    }
    *end = text;
    return true;
}

static bool is_word_byte(char c)
{
    unsigned char b = (unsigned char)c;
    return (b >= 'a' && b <= 'z') || (b >= '0' && b <= '9') || b >= 0x80;
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

bool safeguard_finds(const struct safeguard_list *list, const char *folded)
{
    for (size_t i = 0; i < list->count; i++) {
        bool ends = has_word_ends(list->names[i]);
        for (const char *at = folded; *at != '\0'; at++) {
            const char *end = NULL;
            bool begins = at == folded || !ends || !is_word_byte(at[-1]);
            if (begins && stands_at(at, list->names[i], &end) && (!ends || !is_word_byte(*end))) {
                return true;
            }
        }
    }
    return false;
}
