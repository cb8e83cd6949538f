/* A text file's lines. How: a line "Word: value" with a word of the table is a key; any other line is
 * text. A line behind a translation belongs to it until an empty line or the next key. */
#include "content/notes.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/alloc.h"
#include "base/str.h"

static const struct {
    const char *word;
    enum note_key key;
} words[] = {
    {"title", NOTE_TITLE},
    {"when", NOTE_WHEN},
    {"date", NOTE_DATE},
    {"time", NOTE_TIME},
    {"until", NOTE_UNTIL},
    {"ends", NOTE_UNTIL},
    {"where", NOTE_WHERE},
    {"place", NOTE_WHERE},
    {"show from", NOTE_SHOW_FROM},
    {"show until", NOTE_SHOW_UNTIL},
    {"contact", NOTE_CONTACT},
    {"talk to", NOTE_CONTACT},
    {"needs", NOTE_NEEDS},
    {"skills", NOTE_SKILLS},
    {"takes", NOTE_TAKES},
    {"training", NOTE_TRAINING},
    {"not", NOTE_NOT},
    {"is not", NOTE_NOT},
    {"places", NOTE_PLACES},
    {"helpers", NOTE_HELPERS},
    {"link", NOTE_LINK},
    {"class", NOTE_CLASS},
    {"credit", NOTE_CREDIT},
    {"accent", NOTE_ACCENT},
    {"names agreed", NOTE_AGREED},
    {"name agreed", NOTE_AGREED},
};

/* The key a line starts with; *value behind the colon. NOTE_KEYS: none. */
static enum note_key key_of(const char *line, const char **value)
{
    const char *colon = strchr(line, ':');
    if (colon == NULL || colon - line > 20) {
        return NOTE_KEYS;
    }
    char *name = xstrndup(line, (size_t)(colon - line));
    char *trimmed = str_trimmed(name);
    enum note_key key = NOTE_KEYS;
    for (size_t i = 0; i < sizeof words / sizeof words[0]; i++) {
        if (strcasecmp(trimmed, words[i].word) == 0) {
            key = words[i].key;
            *value = colon + 1;
        }
    }
    free(trimmed);
    free(name);
    return key;
}

/* "Title.pl:" and "Text.ar:": which, and for what language ("zh-CN" is fine). */
static bool translation_of(const char *line, bool *title, char language[12], const char **value)
{
    *title = strncasecmp(line, "title.", 6) == 0;
    if (!*title && strncasecmp(line, "text.", 5) != 0) {
        return false;
    }
    const char *at = line + (*title ? 6 : 5);
    size_t length = strspn(at, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ-_");
    size_t blanks = strspn(at + length, " \t");
    if (length < 2 || length > 11 || at[length + blanks] != ':') {
        return false;
    }
    memcpy(language, at, length);
    language[length] = '\0';
    *value = at + length + blanks + 1;
    return true;
}

static void put_translation(struct notes *notes, const char *language, bool title,
                            const char *value)
{
    size_t at = 0;
    while (at < notes->translation_count &&
           strcasecmp(notes->translations[at].language, language) != 0) {
        at++;
    }
    if (at == notes->translation_count) {
        notes->translations =
            xreallocarray(notes->translations, at + 1, sizeof *notes->translations);
        notes->translations[at] = (struct translation){.language = xstrdup(language)};
        notes->translation_count++;
    }
    char **field = title ? &notes->translations[at].title : &notes->translations[at].text;
    char *joined = *field == NULL ? xstrdup(value) : xasprintf("%s\n%s", *field, value);
    free(*field);
    *field = joined;
}

/* State of reading line by line. */
struct reading {
    struct notes *notes;
    struct str text;
    char language[12]; /* of the translation whose text goes on; "" for none */
};

static void take_line(struct reading *r, const char *line)
{
    const char *value = NULL;
    bool title = false;
    char language[12] = "";
    char *trimmed = str_trimmed(line);
    enum note_key key = key_of(trimmed, &value);
    if (translation_of(trimmed, &title, language, &value)) {
        char *v = str_trimmed(value);
        put_translation(r->notes, language, title, v);
        memcpy(r->language, title ? "" : language, title ? 1 : sizeof language);
        free(v);
    } else if (key != NOTE_KEYS) {
        if (r->notes->values[key] == NULL) {
            r->notes->values[key] = str_trimmed(value);
        }
        r->language[0] = '\0';
    } else if (trimmed[0] == '\0') {
        r->language[0] = '\0';
        str_putc(&r->text, '\n');
    } else if (r->language[0] != '\0') {
        put_translation(r->notes, r->language, false, trimmed);
    } else {
        str_puts(&r->text, trimmed);
        str_putc(&r->text, '\n');
    }
    free(trimmed);
}

/* Without a Title: key the first line of the text is the title. */
static void split_title(struct notes *notes, char *text)
{
    if (notes->values[NOTE_TITLE] == NULL && text[0] != '\0') {
        size_t length = strcspn(text, "\n");
        char *line = xstrndup(text, length);
        notes->values[NOTE_TITLE] = str_trimmed(line);
        free(line);
        notes->text = str_trimmed(text + length);
        free(text);
        return;
    }
    notes->text = text;
}

struct notes notes_read(const char *text)
{
    struct notes notes = {0};
    struct reading r = {.notes = &notes};
    while (*text != '\0') {
        size_t length = strcspn(text, "\n");
        char *line = xstrndup(text, length);
        take_line(&r, line);
        free(line);
        text += length + (text[length] == '\n');
    }
    char *all = str_take(&r.text);
    split_title(&notes, str_trimmed(all));
    free(all);
    return notes;
}

void notes_free(struct notes *notes)
{
    for (int i = 0; i < NOTE_KEYS; i++) {
        free(notes->values[i]);
    }
    for (size_t i = 0; i < notes->translation_count; i++) {
        free(notes->translations[i].language);
        free(notes->translations[i].title);
        free(notes->translations[i].text);
    }
    free(notes->translations);
    free(notes->text);
    *notes = (struct notes){0};
}
