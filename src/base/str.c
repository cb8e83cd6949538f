/* Strings. How: a buffer that doubles, and a strict table-free UTF-8 decoder. */
#include "base/str.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/alloc.h"

static void reserve(struct str *s, size_t more)
{
    size_t need = s->length + more + 1;
    if (need <= s->capacity) {
        return;
    }
    size_t capacity = s->capacity == 0 ? 32 : s->capacity;
    while (capacity < need) {
        capacity *= 2;
    }
    s->data = xreallocarray(s->data, capacity, 1);
    s->capacity = capacity;
}

void str_add(struct str *s, const char *bytes, size_t length)
{
    reserve(s, length);
    if (length > 0) {
        memcpy(s->data + s->length, bytes, length);
    }
    s->length += length;
    s->data[s->length] = '\0';
}

void str_puts(struct str *s, const char *text)
{
    if (text != NULL) {
        str_add(s, text, strlen(text));
    }
}

void str_putc(struct str *s, char byte)
{
    str_add(s, &byte, 1);
}

void str_printf(struct str *s, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    va_list again;
    va_copy(again, args);
    int length = vsnprintf(NULL, 0, format, args);
    va_end(args);
    if (length > 0) {
        reserve(s, (size_t)length);
        vsnprintf(s->data + s->length, (size_t)length + 1, format, again);
        s->length += (size_t)length;
    }
    va_end(again);
}

void str_put_codepoint(struct str *s, uint32_t codepoint)
{
    char bytes[5] = "";
    str_add(s, bytes, utf8_encode(codepoint, bytes));
}

void str_clear(struct str *s)
{
    s->length = 0;
    if (s->data != NULL) {
        s->data[0] = '\0';
    }
}

char *str_take(struct str *s)
{
    char *data = s->data != NULL ? s->data : xstrdup("");
    *s = (struct str){0};
    return data;
}

void str_free(struct str *s)
{
    free(s->data);
    *s = (struct str){0};
}

void str_wipe(struct str *s)
{
    wipe(s->data, s->capacity);
    str_free(s);
}

/* Decodes one sequence; returns its length, 0 when it is not valid. */
static size_t decode(const unsigned char *b, size_t available, uint32_t *codepoint)
{
    size_t length = b[0] < 0x80   ? 1
                    : b[0] < 0xC2 ? 0
                    : b[0] < 0xE0 ? 2
                    : b[0] < 0xF0 ? 3
                    : b[0] < 0xF5 ? 4
                                  : 0;
    if (length == 0 || length > available) {
        return 0;
    }
    uint32_t c = length == 1 ? b[0] : b[0] & (0xFFu >> (length + 1));
    for (size_t i = 1; i < length; i++) {
        if ((b[i] & 0xC0) != 0x80) {
            return 0;
        }
        c = c << 6 | (b[i] & 0x3Fu);
    }
    bool overlong = (length == 3 && c < 0x800) || (length == 4 && c < 0x10000);
    if (overlong || c > 0x10FFFF || (c >= 0xD800 && c <= 0xDFFF)) {
        return 0;
    }
    *codepoint = c;
    return length;
}

uint32_t utf8_next(const char **at)
{
    const unsigned char *b = (const unsigned char *)*at;
    if (*b == 0) {
        return 0;
    }
    uint32_t codepoint = 0xFFFD;
    size_t length = decode(b, strnlen(*at, 4), &codepoint);
    *at += length == 0 ? 1 : length;
    return length == 0 ? 0xFFFD : codepoint;
}

size_t utf8_encode(uint32_t c, char out[5])
{
    size_t length = c < 0x80 ? 1 : c < 0x800 ? 2 : c < 0x10000 ? 3 : 4;
    static const unsigned char lead[5] = {0, 0x00, 0xC0, 0xE0, 0xF0};
    for (size_t i = length; i > 1; i--) {
        out[i - 1] = (char)(0x80 | (c & 0x3F));
        c >>= 6;
    }
    out[0] = (char)(lead[length] | c);
    out[length] = '\0';
    return length;
}

size_t utf8_count(const char *text)
{
    size_t count = 0;
    while (utf8_next(&text) != 0) {
        count++;
    }
    return count;
}

bool utf8_valid(const char *bytes, size_t length)
{
    size_t at = 0;
    while (at < length) {
        uint32_t codepoint = 0;
        size_t used = decode((const unsigned char *)bytes + at, length - at, &codepoint);
        if (used == 0) {
            return false;
        }
        at += used;
    }
    return true;
}

size_t utf8_before(const char *text, size_t offset)
{
    while (offset > 0) {
        offset--;
        if (((unsigned char)text[offset] & 0xC0) != 0x80) {
            break;
        }
    }
    return offset;
}

char *utf8_first(const char *text, size_t limit)
{
    const char *end = text;
    for (size_t i = 0; i < limit && utf8_next(&end) != 0; i++) {
    }
    return xstrndup(text, (size_t)(end - text));
}

/* Length in bytes of the blank that starts at `t`, 0 when none does. */
static size_t blank_at(const char *t)
{
    if (*t == ' ' || *t == '\t' || *t == '\r' || *t == '\n' || *t == '\v' || *t == '\f') {
        return 1;
    }
    if (strncmp(t, "\xC2\xA0", 2) == 0) {
        return 2;
    }
    return strncmp(t, "\xEF\xBB\xBF", 3) == 0 ? 3 : 0;
}

char *str_trimmed(const char *text)
{
    if (text == NULL) {
        return xstrdup("");
    }
    size_t step = 0;
    while ((step = blank_at(text)) > 0) {
        text += step;
    }
    size_t end = 0;
    for (size_t at = 0; text[at] != '\0';) {
        step = blank_at(text + at);
        at += step > 0 ? step : 1;
        if (step == 0) {
            end = at;
        }
    }
    return xstrndup(text, end);
}

bool str_blank(const char *text)
{
    size_t step = 0;
    while (text != NULL && (step = blank_at(text)) > 0) {
        text += step;
    }
    return text == NULL || *text == '\0';
}

bool str_same(const char *a, const char *b)
{
    return a == NULL || b == NULL ? a == b : strcmp(a, b) == 0;
}

bool str_same_nocase(const char *a, const char *b)
{
    return a == NULL || b == NULL ? a == b : strcasecmp(a, b) == 0;
}

bool str_starts_nocase(const char *text, const char *prefix)
{
    return strncasecmp(text, prefix, strlen(prefix)) == 0;
}

bool str_ends_nocase(const char *text, const char *suffix)
{
    size_t length = strlen(text);
    size_t tail = strlen(suffix);
    return length >= tail && strcasecmp(text + length - tail, suffix) == 0;
}

size_t str_words(const char *text)
{
    size_t words = 0;
    bool inside = false;
    while (text != NULL && *text != '\0') {
        size_t step = blank_at(text);
        words += step == 0 && !inside;
        inside = step == 0;
        text += step > 0 ? step : 1;
    }
    return words;
}

uint64_t str_hash(uint64_t seed, const void *bytes, size_t length)
{
    const unsigned char *b = bytes;
    for (size_t i = 0; i < length; i++) {
        seed = (seed ^ b[i]) * 1099511628211ULL;
    }
    return seed;
}
