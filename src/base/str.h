/* Strings: a growing buffer, and the few UTF-8 steps that everything above needs.
 *
 * Text inside Foyer is always valid UTF-8 in Unicode normal form C (RFC 3629, UAX #15); the content
 * floor makes it so when it reads people's files. */
#ifndef FOYER_BASE_STR_H
#define FOYER_BASE_STR_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* A growing string. Start with `struct str s = {0};`; `data` is terminated once anything was
 * appended and NULL before. Release with str_free() or hand over with str_take(). */
struct str {
    char *data;
    size_t length;
    size_t capacity;
};

/* Appends `length` bytes, a C string (NULL is nothing), one byte, printf text, one code point. */
void str_add(struct str *s, const char *bytes, size_t length);
void str_puts(struct str *s, const char *text);
void str_putc(struct str *s, char byte);
void str_printf(struct str *s, const char *format, ...) __attribute__((format(printf, 2, 3)));
void str_put_codepoint(struct str *s, uint32_t codepoint);

/* Empties without giving memory back. */
void str_clear(struct str *s);

/* The finished C string (never NULL), leaving `s` empty. Caller frees. */
char *str_take(struct str *s);

/* Frees; with str_wipe the memory is overwritten first (for what visitors typed). */
void str_free(struct str *s);
void str_wipe(struct str *s);

/* The code point at `*at` and moves `*at` behind it. Returns 0 at the end; an invalid sequence gives
 * U+FFFD and moves one byte. */
uint32_t utf8_next(const char **at);

/* Writes `codepoint` to `out` (room for 5) with a terminator; returns the bytes used (1 to 4). */
size_t utf8_encode(uint32_t codepoint, char out[5]);

/* Code points in `text`. */
size_t utf8_count(const char *text);

/* Is all of it valid UTF-8 (RFC 3629: no surrogates, no overlong forms, up to U+10FFFF)? */
bool utf8_valid(const char *bytes, size_t length);

/* Offset of the code point before `offset` (0 at the start); for deleting backwards. */
size_t utf8_before(const char *text, size_t offset);

/* The first `limit` code points of `text` as a new string. Caller frees. */
char *utf8_first(const char *text, size_t limit);

/* A new string without blanks (space, tab, CR, LF, NBSP, BOM) at both ends. Caller frees. */
char *str_trimmed(const char *text);

/* NULL or blank only? */
bool str_blank(const char *text);

/* Equal, ASCII letters compared without case; NULL equals only NULL. */
bool str_same(const char *a, const char *b);
bool str_same_nocase(const char *a, const char *b);
bool str_starts_nocase(const char *text, const char *prefix);
bool str_ends_nocase(const char *text, const char *suffix);

/* Words separated by blanks. */
size_t str_words(const char *text);

/* FNV-1a, 64 bits, for tables and signatures (not for security). Start with STR_HASH_SEED. */
#define STR_HASH_SEED 14695981039346656037ULL
uint64_t str_hash(uint64_t seed, const void *bytes, size_t length);

#endif
