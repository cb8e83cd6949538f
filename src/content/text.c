/* Text of unknown encoding. How: certain signs first (byte order mark, validity), then the zero pattern
 * of UTF-16, and CP1252 for what is left; charset guessers call short CP1252 text something else. */
#include "content/text.h"

#include <errno.h>
#include <iconv.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <utf8proc.h>

#include "base/alloc.h"
#include "base/str.h"
#include "content/direction.h"

/* Converts with iconv; bytes that mean nothing become U+FFFD. */
static char *convert(const char *from, const char *bytes, size_t length)
{
    struct str out = {0};
    iconv_t cd = iconv_open("UTF-8", from);
    if (cd == (iconv_t)-1) {
        return str_take(&out);
    }
    char *in = (char *)(uintptr_t)bytes; /* iconv does not write there */
    while (length > 0) {
        char buffer[1024], *to = buffer;
        size_t room = sizeof buffer;
        size_t result = iconv(cd, &in, &length, &to, &room);
        str_add(&out, buffer, sizeof buffer - room);
        if (result == (size_t)-1 && errno != E2BIG) {
            str_puts(&out, "\xEF\xBF\xBD");
            in++;
            length--;
        }
    }
    iconv_close(cd);
    return str_take(&out);
}

/* UTF-16 without a mark: Latin text has a zero in every other byte. */
static const char *utf16_by_zeroes(const unsigned char *b, size_t length)
{
    size_t even = 0, odd = 0, looked = length > 512 ? 512 : length & ~(size_t)1;
    for (size_t i = 0; i < looked; i += 2) {
        even += b[i] == 0;
        odd += b[i + 1] == 0;
    }
    if (looked < 4) {
        return NULL;
    }
    if (odd * 10 > looked * 2 && even * 20 < looked) {
        return "UTF-16LE";
    }
    return even * 10 > looked * 2 && odd * 20 < looked ? "UTF-16BE" : NULL;
}

static char *to_utf8(const char *bytes, size_t length)
{
    const unsigned char *b = (const unsigned char *)bytes;
    if (length >= 3 && memcmp(b, "\xEF\xBB\xBF", 3) == 0) {
        bytes += 3;
        length -= 3;
    } else if (length >= 2 && memcmp(b, "\xFF\xFE", 2) == 0) {
        return convert("UTF-16LE", bytes + 2, length - 2);
    } else if (length >= 2 && memcmp(b, "\xFE\xFF", 2) == 0) {
        return convert("UTF-16BE", bytes + 2, length - 2);
    }
    const char *zeroes = utf16_by_zeroes((const unsigned char *)bytes, length);
    if (zeroes != NULL) {
        return convert(zeroes, bytes, length);
    }
    if (utf8_valid(bytes, length)) {
        struct str out = {0};
        str_add(&out, bytes, length);
        return str_take(&out);
    }
    return convert("WINDOWS-1252", bytes, length);
}

/* Line ends become \n; control characters go. In place. */
static void clean(char *text)
{
    char *out = text;
    for (const char *in = text; *in != '\0'; in++) {
        if (*in == '\r') {
            *out++ = '\n';
            in += in[1] == '\n';
        } else if ((unsigned char)*in >= 0x20 || *in == '\n' || *in == '\t') {
            if (*in != 0x7F) {
                *out++ = *in;
            }
        }
    }
    *out = '\0';
}

/* NFC by utf8proc; what it refuses stays as it is. Takes `text` over. */
static char *to_nfc(char *text)
{
    utf8proc_uint8_t *nfc = utf8proc_NFC((const utf8proc_uint8_t *)text);
    if (nfc == NULL) {
        return text;
    }
    char *copy = xstrdup((const char *)nfc);
    free(nfc);
    free(text);
    return copy;
}

char *text_decode(const void *bytes, size_t length)
{
    /* A zero byte in the middle of UTF-8 would end the text early: it is dropped. */
    char *copy = xmalloc(length + 1);
    memcpy(copy, bytes, length);
    copy[length] = '\0';
    bool wide =
        length >= 2 && (memcmp(copy, "\xFF\xFE", 2) == 0 || memcmp(copy, "\xFE\xFF", 2) == 0);
    if (!wide && utf16_by_zeroes((const unsigned char *)copy, length) == NULL) {
        size_t kept = 0;
        for (size_t i = 0; i < length; i++) {
            if (copy[i] != '\0') {
                copy[kept++] = copy[i];
            }
        }
        length = kept;
    }
    char *text = to_utf8(copy, length);
    free(copy);
    clean(text);
    return to_nfc(text);
}

/* Most names: nothing to compose, and folding is the 26 letters. */
static bool is_ascii(const char *text)
{
    while (*text != '\0' && (unsigned char)*text < 0x80) {
        text++;
    }
    return *text == '\0';
}

char *text_nfc(const char *text)
{
    if (is_ascii(text)) {
        return xstrdup(text);
    }
    size_t length = strlen(text);
    char *utf8 = utf8_valid(text, length) ? xstrdup(text) : convert("WINDOWS-1252", text, length);
    return to_nfc(utf8);
}

char *text_fold(const char *text)
{
    if (is_ascii(text)) {
        char *trimmed = str_trimmed(text);
        for (char *c = trimmed; *c != '\0'; c++) {
            *c = *c >= 'A' && *c <= 'Z' ? (char)(*c - 'A' + 'a') : *c;
        }
        return trimmed;
    }
    char *nfc = text_nfc(text);
    utf8proc_uint8_t *folded = NULL;
    utf8proc_ssize_t length =
        utf8proc_map((const utf8proc_uint8_t *)nfc, 0, &folded,
                     UTF8PROC_NULLTERM | UTF8PROC_STABLE | UTF8PROC_COMPOSE | UTF8PROC_CASEFOLD);
    char *trimmed = str_trimmed(length >= 0 ? (const char *)folded : nfc);
    free(folded);
    free(nfc);
    return trimmed;
}

char *text_words(const char *text)
{
    utf8proc_uint8_t *bare = NULL;
    char *nfc = text_nfc(text);
    utf8proc_ssize_t length =
        utf8proc_map((const utf8proc_uint8_t *)nfc, 0, &bare,
                     UTF8PROC_NULLTERM | UTF8PROC_STABLE | UTF8PROC_COMPAT | UTF8PROC_DECOMPOSE |
                         UTF8PROC_CASEFOLD | UTF8PROC_IGNORE | UTF8PROC_STRIPMARK);
    struct str out = {0};
    for (const char *at = length >= 0 ? (const char *)bare : nfc; *at != '\0';) {
        uint32_t c = utf8_next(&at);
        utf8proc_category_t category = utf8proc_category((utf8proc_int32_t)c);
        bool letter = category >= UTF8PROC_CATEGORY_LU && category <= UTF8PROC_CATEGORY_NO;
        if (letter) {
            str_put_codepoint(&out, c);
        } else if (out.length > 0 && out.data[out.length - 1] != ' ') {
            str_putc(&out, ' ');
        }
    }
    free(bare);
    free(nfc);
    char *words = str_take(&out);
    char *trimmed = str_trimmed(words);
    free(words);
    return trimmed;
}

char *text_name(const char *name)
{
    char *nfc = text_nfc(name);
    struct str out = {0};
    for (const char *at = nfc; *at != '\0';) {
        uint32_t c = utf8_next(&at);
        if (c < 0x20 || c == 0x7F || (c >= 0x80 && c < 0xA0)) {
            str_putc(&out, ' ');
        } else if (!direction_turns(c)) {
            str_put_codepoint(&out, c);
        }
    }
    free(nfc);
    return str_take(&out);
}
