/* Text into HTML. How: character by character; what is dangerous is named, all else passes. */
#include "content/html.h"

#include "content/direction.h"

static const char *escape_of(uint32_t c)
{
    switch (c) {
    case '&':
        return "&amp;";
    case '<':
        return "&lt;";
    case '>':
        return "&gt;";
    case '"':
        return "&quot;";
    case '\'':
        return "&#39;";
    default:
        return NULL;
    }
}

void html_put(struct str *out, const char *text)
{
    for (const char *at = text; *at != '\0'; at++) {
        const char *escape = escape_of((unsigned char)*at);
        if (escape != NULL) {
            str_puts(out, escape);
        } else {
            str_putc(out, *at);
        }
    }
}

static void put_typed_character(struct str *out, uint32_t c)
{
    const char *escape = escape_of(c);
    if (escape != NULL) {
        str_puts(out, escape);
    } else if (c == '\n' || c == 0x2028 || c == 0x2029) {
        str_puts(out, "<br>");
    } else if (c == '\r' || c == 0xFEFF) {
        return; /* the other half of a line's end; a mark of byte order */
    } else if (c < 0x20 && c != '\t') {
        str_put_codepoint(out, 0x2400 + c);
    } else if ((c >= 0x7F && c < 0xA0) || (c & 0xFFFE) == 0xFFFE) {
        str_put_codepoint(out, 0xFFFD);
    } else if (direction_turns(c)) {
        str_puts(out, "<i title=\"a mark that turns the reading direction\">\xE2\x87\x84</i>");
    } else {
        str_put_codepoint(out, c);
    }
}

void html_put_typed(struct str *out, const char *text)
{
    str_puts(out, "<bdi>");
    uint32_t c = 0;
    while ((c = utf8_next(&text)) != 0) {
        put_typed_character(out, c);
    }
    str_puts(out, "</bdi>");
}
