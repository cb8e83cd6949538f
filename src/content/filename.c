/* A file's name. How: noise is cut off both ends, then date and time are taken from the start and
 * "until" from the end; what is left is the title. */
#include "content/filename.h"

#include <ctype.h>
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

char *filename_stem(const char *base)
{
    char *name = xstrdup(base);
    bool text = str_same_nocase(path_extension(name), "txt");
    cut_extension(name);
    if (text && is_picture_name(name)) {
        cut_extension(name);
    }
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
    static const char *const prefixes[] = {"IMG_",           "IMG-",   "DSC",  "PXL_", "Screenshot",
                                           "WhatsApp Image", "image",  "DSCN", "P_",   "MVIMG_",
                                           "PHOTO-",         "photo_", "scan"};
    for (size_t i = 0; i < sizeof prefixes / sizeof prefixes[0]; i++) {
        if (str_starts_nocase(name, prefixes[i])) {
            const char *rest = name + strlen(prefixes[i]);
            bool digit = strpbrk(rest, "0123456789") != NULL;
            size_t letters = 0;
            for (const char *at = rest; *at != '\0'; at++) {
                letters += isalpha((unsigned char)*at) != 0;
            }
            if ((digit && letters <= 6) || *rest == '\0') {
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

/* "… until 18 Dec" at the end. */
static void take_until(char *text, struct filename *out, enum date_order order, wall_t today)
{
    static const char word[] = " until ";
    char *found = NULL;
    for (char *at = strcasestr(text, word); at != NULL; at = strcasestr(at + 1, word)) {
        found = at;
    }
    if (found == NULL) {
        return;
    }
    const char *end = NULL;
    wall_t date = WALL_NONE;
    enum date_result result = dates_take_date(found + sizeof word - 1, order, today, &date, &end);
    if (result == DATE_OK && str_blank(end)) {
        out->until = date;
        *found = '\0';
    } else if (result != DATE_NONE && result != DATE_OK) {
        out->date_result = result;
        *found = '\0';
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
    if (dates_take_time(*at, true, &out->from, &out->till, &end) ||
        (isdigit((unsigned char)**at) && strchr(*at, '.') != NULL &&
         dates_take_time(*at, false, &out->from, &out->till, &end) && end > *at + 3)) {
        *at = end + strspn(end, " ,-_");
    } else {
        out->from = out->till = -1;
    }
}

struct filename filename_read(const char *stem, enum date_order order, wall_t today)
{
    struct filename out = {
        .date = WALL_NONE, .from = -1, .till = -1, .until = WALL_NONE, .date_result = DATE_NONE};
    char *text = xstrdup(stem);
    for (char *at = text; strchr(text, ' ') == NULL && *at != '\0'; at++) {
        if (*at == '_' && !is_camera_name(stem)) {
            *at = ' ';
        }
    }
    const char *at = text;
    out.urgent = take_urgent(&at);
    take_until(text, &out, order, today);
    take_date_and_time(&at, &out, order, today);
    out.title = is_camera_name(at) ? xstrdup("") : str_trimmed(at);
    for (char *c = out.title; *c != '\0'; c++) {
        *c = *c == '_' ? ' ' : *c;
    }
    free(text);
    return out;
}

void filename_free(struct filename *name)
{
    free(name->title);
    *name = (struct filename){0};
}
