/* A file's name. How: noise is cut off both ends, then date and time are taken from the start and
 * "until" from the end; what is left is the title. */
#include "content/filename.h"

#include <ctype.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/alloc.h"
#include "base/path.h"
#include "base/str.h"

/* Cuts the extension if it is one we know how to spell: letters and digits only, up to five. */
static void cut_extension(char *name)
{
    const char *extension = path_extension(name);
    size_t length = strlen(extension);
    bool plain = length > 0 && length <= 8;
    for (size_t i = 0; i < length; i++) {
        plain = plain && isalnum((unsigned char)extension[i]);
    }
    if (plain) {
        name[strlen(name) - length - 1] = '\0';
    }
}

static bool is_picture_name(const char *name)
{
    static const char *const endings[] = {"jpg",  "jpeg", "png",  "webp", "gif",  "tif",
                                          "tiff", "svg",  "heic", "heif", "avif", "pdf"};
    for (size_t i = 0; i < sizeof endings / sizeof endings[0]; i++) {
        if (str_same_nocase(path_extension(name), endings[i])) {
            return true;
        }
    }
    return false;
}

/* Cuts " (1)", " - Copy", "_copy" off the end as often as they stand there. */
static void cut_copy_endings(char *name)
{
    for (;;) {
        size_t length = strlen(name);
        char *open = strrchr(name, '(');
        if (open != NULL && open > name && length > 0 && name[length - 1] == ')' &&
            strspn(open + 1, "0123456789") == length - (size_t)(open - name) - 2 &&
            open[1] != ')') {
            while (open > name && open[-1] == ' ') {
                open--;
            }
            *open = '\0';
            continue;
        }
        if (str_ends_nocase(name, " - copy") || str_ends_nocase(name, "_copy")) {
            name[length - (str_ends_nocase(name, "_copy") ? 5 : 7)] = '\0';
            continue;
        }
        return;
    }
}

char *filename_plain(const char *base)
{
    char *name = xstrdup(base);
    bool text = str_same_nocase(path_extension(name), "txt");
    cut_extension(name);
    if (text && is_picture_name(name)) {
        cut_extension(name);
    }
    char *plain = str_trimmed(name);
    free(name);
    return plain;
}

char *filename_stem(const char *base)
{
    char *name = filename_plain(base);
    cut_copy_endings(name);
    const char *start = name;
    while (str_starts_nocase(start, "copy of ")) {
        start += strlen("copy of ");
    }
    char *stem = str_trimmed(start);
    free(name);
    return stem;
}

/* Names that cameras and phones give: no title. */
static bool is_camera_name(const char *name)
{
    static const struct {
        const char *start;
        size_t letters; /* behind it, at most: "IMG_4821_HDR" */
    } starts[] = {{"IMG_", 6},   {"IMG-", 6},
                  {"DSC", 6},    {"PXL_", 10},
                  {"MVIMG_", 6}, {"Screenshot", SIZE_MAX},
                  {"P_", 0},     {"WhatsApp Image", SIZE_MAX},
                  {"image", 0},  {"PHOTO-", 0},
                  {"photo_", 0}, {"scan", 0}};
    for (size_t i = 0; i < sizeof starts / sizeof starts[0]; i++) {
        if (str_starts_nocase(name, starts[i].start)) {
            const char *rest = name + strlen(starts[i].start);
            bool digit = strpbrk(rest, "0123456789") != NULL;
            size_t letters = 0;
            for (const char *at = rest; *at != '\0'; at++) {
                letters += isalpha((unsigned char)*at) != 0 || (unsigned char)*at >= 0x80;
            }
            if ((digit && letters <= starts[i].letters) || *rest == '\0') {
                return true;
            }
        }
    }
    return name[strspn(name, "0123456789 _-.()")] == '\0'; /* bare numbers */
}

static bool take_urgent(const char **at)
{
    static const char word[] = "urgent";
    size_t length = sizeof word - 1;
    if (strncasecmp(*at, word, length) != 0 || isalnum((unsigned char)(*at)[length])) {
        return false;
    }
    *at += length;
    *at += strspn(*at, " :-_!");
    return true;
}

/* The last "until" or "till" that stands as a word; *behind it. */
static char *find_until(char *text, const char **behind)
{
    static const char *const words[] = {"until", "till"};
    char *found = NULL;
    for (size_t i = 0; i < sizeof words / sizeof *words && found == NULL; i++) {
        size_t length = strlen(words[i]);
        for (char *at = strcasestr(text, words[i]); at != NULL; at = strcasestr(at + 1, words[i])) {
            bool begins = at == text || strchr(" _-(", at[-1]) != NULL;
            if (begins && at[length] != '\0' && strchr(" _-", at[length]) != NULL) {
                found = at;
                *behind = at + length + strspn(at + length, " _-");
            }
        }
    }
    return found;
}

/* "… until 18 Dec" at the end. */
static void take_until(char *text, struct filename *out, enum date_order order, wall_t today)
{
    const char *behind = NULL;
    char *found = find_until(text, &behind);
    if (found == NULL) {
        return;
    }
    /* "until_18_Dec", "until-18-Dec)": the words of a date with blanks between them. */
    char *words = xstrdup(behind);
    bool iso = isdigit((unsigned char)words[0]) && strspn(words, "0123456789") == 4;
    for (char *at = words; *at != '\0'; at++) {
        *at = *at == '_' || *at == ')' || (*at == '-' && !iso) ? ' ' : *at;
    }
    wall_t date = WALL_NONE;
    int from = -1;
    int till = -1;
    enum date_result result = dates_read(words, order, today, &date, &from, &till);
    if (result == DATE_OK) {
        out->until = date;
    } else if (result != DATE_NONE) {
        out->date_result = result;
    } else {
        /* "until we meet again" is a title; something with a number or a day was meant as a date. */
        out->until_unread = strpbrk(words, "0123456789") != NULL || dates_begins_with_day(words) ||
                            strncasecmp(words, "end", 3) == 0;
    }
    if (result != DATE_NONE) {
        *found = '\0';
    }
    free(words);
}

/* "at 6pm", "6.30pm", "18.30". */
static void take_hours(const char **at, struct filename *out)
{
    const char *text = *at;
    const char *end = NULL;
    bool said = strncasecmp(text, "at ", 3) == 0;
    text += said ? 3 : 0;
    if (dates_take_time(text, !said, &out->from, &out->till, &end) ||
        (isdigit((unsigned char)*text) && strchr(text, '.') != NULL &&
         dates_take_time(text, false, &out->from, &out->till, &end) && end > text + 3)) {
        *at = end + strspn(end, " ,-_");
    } else {
        out->from = out->till = -1;
    }
}

/* "- 2026-12-16" behind the first date: the last day. */
static void take_last_day(const char **at, struct filename *out, enum date_order order,
                          wall_t today)
{
    const char *text = *at;
    const char *end = NULL;
    wall_t date = WALL_NONE;
    text += strncasecmp(text, "to ", 3) == 0 ? 3 : 0;
    text += strncmp(text, "–", strlen("–")) == 0 ? strlen("–") : 0;
    text += strspn(text, " ");
    if (dates_take_date(text, order, today, &date, &end) == DATE_OK && date > out->date) {
        out->last = date;
        *at = end + strspn(end, " ,-_");
    }
}

static void take_date_and_time(const char **at, struct filename *out, enum date_order order,
                               wall_t today)
{
    const char *end = NULL;
    enum date_result result = dates_take_date(*at, order, today, &out->date, &end);
    if (result == DATE_NONE) {
        out->date = WALL_NONE;
        return;
    }
    if (result != DATE_OK) {
        out->date = WALL_NONE;
        out->date_result = result;
        return; /* the whole name stays the title: nothing is lost */
    }
    *at = end + strspn(end, " ,-_");
    take_last_day(at, out, order, today);
    take_hours(at, out);
}

/* What stood between a title and what was taken off its end. */
static void cut_separators(char *title)
{
    size_t length = strlen(title);
    while (length > 0 && strchr(" ,-(", title[length - 1]) != NULL) {
        title[--length] = '\0';
    }
}

struct filename filename_read(const char *stem, enum date_order order, wall_t today)
{
    struct filename out = {.date = WALL_NONE,
                           .from = -1,
                           .till = -1,
                           .until = WALL_NONE,
                           .date_result = DATE_NONE,
                           .last = WALL_NONE};
    char *text = xstrdup(stem);
    bool lines_for_blanks = strchr(stem, ' ') == NULL && !is_camera_name(stem);
    for (char *at = text; lines_for_blanks && *at != '\0'; at++) {
        *at = *at == '_' ? ' ' : *at;
    }
    const char *at = text;
    out.urgent = take_urgent(&at);
    take_until(text, &out, order, today);
    take_date_and_time(&at, &out, order, today);
    out.title = is_camera_name(at) ? xstrdup("") : str_trimmed(at);
    for (char *c = out.title; *c != '\0'; c++) {
        *c = *c == '_' ? ' ' : *c;
    }
    cut_separators(out.title);
    free(text);
    return out;
}

void filename_free(struct filename *name)
{
    free(name->title);
    *name = (struct filename){0};
}
