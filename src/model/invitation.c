/* Invitations. How: each value is escaped as RFC 5545, 3.3.11 says; when the whole is too long, title
 * and place give way, the place first. */
#include "model/invitation.h"

#include <inttypes.h>
#include <string.h>
#include <strings.h>

/* The longest start of `text` that stays below `most` bytes, ended at a word where there is one. */
static size_t shorten(const char *text, size_t most)
{
    size_t length = strlen(text);
    if (length <= most) {
        return length;
    }
    size_t end = 0, word = 0;
    for (const char *at = text; *at != '\0';) {
        const char *next = at;
        utf8_next(&next);
        if ((size_t)(next - text) > most) {
            break;
        }
        if (*at == ' ') {
            word = (size_t)(at - text);
        }
        at = next;
        end = (size_t)(at - text);
    }
    return word > end / 2 ? word : end;
}

/* One property with its value escaped. */
static void put(struct str *out, const char *name, const char *value, size_t most)
{
    size_t length = shorten(value, most);
    str_printf(out, "%s:", name);
    for (size_t i = 0; i < length; i++) {
        char c = value[i];
        if (c == '\n') {
            str_puts(out, "\\n");
        } else if (c != '\r') {
            if (c == ',' || c == ';' || c == '\\') {
                str_putc(out, '\\');
            }
            str_putc(out, c);
        }
    }
    if (length < strlen(value)) {
        str_puts(out, "...");
    }
    str_puts(out, "\r\n");
}

static void put_moment(struct str *out, const char *name, wall_t t, bool all_day)
{
    struct civil c = wall_to_civil(t);
    str_printf(out, "%s%s:%04d%02d%02d", name, all_day ? ";VALUE=DATE" : "", c.year, c.month,
               c.day);
    if (!all_day) {
        str_printf(out, "T%02d%02d%02d", c.hour, c.minute, c.second);
    }
    str_puts(out, "\r\n");
}

static void put_event(struct str *out, const struct item *item, const char *title,
                      size_t title_most, size_t where_most)
{
    str_puts(out, "BEGIN:VEVENT\r\n");
    uint64_t mark = str_hash(STR_HASH_SEED, item->key, strlen(item->key));
    mark = str_hash(mark, &item->starts, sizeof item->starts);
    str_printf(out, "UID:%016" PRIx64 "@foyer\r\n", mark);
    put_moment(out, "DTSTART", item->starts, item->all_day);
    if (item->ends != WALL_NONE && item->ends > item->starts) {
        put_moment(out, "DTEND", item->ends, item->all_day);
    }
    put(out, "SUMMARY", title, title_most);
    if (!str_blank(item->where)) {
        put(out, "LOCATION", item->where, where_most);
    }
    str_puts(out, "END:VEVENT\r\n");
}

bool invitation_event(struct str *out, const struct item *item, const char *title, size_t most)
{
    if (item->starts == WALL_NONE) {
        return false;
    }
    size_t title_most = 120, where_most = 60;
    for (;;) {
        struct str event = {0};
        put_event(&event, item, title, title_most, where_most);
        bool fits = event.length <= most || (title_most <= 16 && where_most <= 16);
        if (fits) {
            str_puts(out, event.data);
        }
        str_free(&event);
        if (fits) {
            return true;
        }
        if (where_most > 16) {
            where_most -= 4;
        } else {
            title_most -= 4;
        }
    }
}

bool invitation_link(struct str *out, const char *link)
{
    if (str_blank(link) || strpbrk(link, " \t\r\n\"<>") != NULL) {
        return false;
    }
    bool web = strncasecmp(link, "http://", 7) == 0 || strncasecmp(link, "https://", 8) == 0;
    if (!web && (strstr(link, "://") != NULL || strchr(link, '.') == NULL ||
                 strchr(link, '@') != NULL || strncasecmp(link, "javascript:", 11) == 0)) {
        return false;
    }
    str_printf(out, "%s%s", web ? "" : "https://", link);
    return true;
}

bool invitation_mail(struct str *out, const char *address)
{
    const char *at = address != NULL ? strchr(address, '@') : NULL;
    if (at == NULL || at == address || at[1] == '\0' || strpbrk(address, " \t\r\n?&\"<>") != NULL) {
        return false;
    }
    str_printf(out, "mailto:%s", address);
    return true;
}
