/* The rows of keys. How: letters come from the language's layout; around them stand the keys that every
 * keyboard has. A row is written as the text of its keys where that is all there is to say. */
#include "ui/keyrows.h"

#include <string.h>

#include "base/i18n.h"
#include "base/str.h"

/* Letters with accents for those who do not know the long press. */
static const char *const accents[3] = {"áàâãäåăąæçćčđ", "éèêëęíìîïñńňł", "óòôõöøőúùüśšž"};
static const char *const accent_capitals[3] = {"ÁÀÂÃÄÅĂĄÆÇĆČĐ", "ÉÈÊËĘÍÌÎÏÑŃŇŁ", "ÓÒÔÕÖØŐÚÙÜŚŠŽ"};
/* Above the rows of Vietnamese: letters of its own, then the five tones (combining marks). */
static const char vietnamese[] = "ăâêôơưđ";
static const char vietnamese_capitals[] = "ĂÂÊÔƠƯĐ";

/* Some Arabic keys stand for two letters at once; they are typed as two. */
static const struct {
    int64_t ligature;
    const char *letters;
} pairs[] = {{0xFEF5, "لآ"}, {0xFEF7, "لأ"}, {0xFEF9, "لإ"}, {0xFEFB, "لا"}};

const char *keyrows_pair(int64_t code)
{
    for (size_t i = 0; i < sizeof pairs / sizeof pairs[0]; i++) {
        if (code == pairs[i].ligature) {
            return pairs[i].letters;
        }
    }
    return NULL;
}

const struct keyboard_layout *keyboard_latin(void)
{
    static const struct keyboard_layout latin = {
        .latin = true,
        .rows = {
            {.letters = {{'q', 'w', 'e', 'r', 't', 'y', 'u', 'i', 'o', 'p'},
                         {'Q', 'W', 'E', 'R', 'T', 'Y', 'U', 'I', 'O', 'P'}},
             .count = 10},
            {.letters = {{'a', 's', 'd', 'f', 'g', 'h', 'j', 'k', 'l'},
                         {'A', 'S', 'D', 'F', 'G', 'H', 'J', 'K', 'L'}},
             .count = 9},
            {.letters = {{'z', 'x', 'c', 'v', 'b', 'n', 'm'}, {'Z', 'X', 'C', 'V', 'B', 'N', 'M'}},
             .count = 7}}};
    return &latin;
}

static void add(struct keyrow *row, struct key key)
{
    if (row->count < KEYROW_KEYS) {
        row->keys[row->count++] = key;
    }
}

static void add_letters(struct keyrow *row, const char *text)
{
    while (*text != '\0') {
        add(row, (struct key){.code = (int64_t)utf8_next(&text), .width = 1});
    }
}

static void add_layout(struct keyrow *row, const struct keyboard_row *letters, bool shift)
{
    for (size_t i = 0; i < letters->count; i++) {
        int64_t letter = letters->letters[shift][i];
        add(row, (struct key){.code = letter, .label = keyrows_pair(letter), .width = 1});
    }
}

static struct key backspace(float width)
{
    return (struct key){KEY_BACKSPACE, NULL, "backspace", _("delete"), width};
}

static struct key space(float width)
{
    return (struct key){' ', _("space"), NULL, _("space"), width};
}

static struct key shift(const struct keyboard *k)
{
    /* After a capital that nobody asked for, the key takes it back. */
    const char *back = k->undo ? "A → a" : NULL;
    return (struct key){KEY_SHIFT, back, k->undo ? NULL : "shift", _("shift"), 1.5f};
}

static void add_vietnamese(struct keyrow *row, bool capitals)
{
    static const struct {
        int64_t mark;
        const char *label;
    } tones[] = {{0x300, "◌̀"}, {0x301, "◌́"}, {0x309, "◌̉"}, {0x303, "◌̃"}, {0x323, "◌̣"}};
    add_letters(row, capitals ? vietnamese_capitals : vietnamese);
    for (size_t i = 0; i < sizeof tones / sizeof tones[0]; i++) {
        add(row, (struct key){.code = tones[i].mark, .label = tones[i].label, .width = 1});
    }
}

/* Digits of the language, written 1 to 0. */
static void add_own_digits(const struct keyboard *k, struct keyrow *row)
{
    for (uint32_t i = 1; i <= 10; i++) {
        add(row, (struct key){.code = k->zero + i % 10, .width = 1});
    }
}

static bool has_own_digits(const struct keyboard *k)
{
    return k->zero != 0 && k->zero != '0';
}

/* Digits, accents where the letters are Latin, and signs. */
static size_t more_rows(const struct keyboard *k, struct keyrow *rows)
{
    bool latin = k->layout == NULL || k->layout->latin;
    size_t n = 0;
    add_letters(&rows[n++], "1234567890");
    if (has_own_digits(k)) {
        add_own_digits(k, &rows[n++]);
    }
    for (size_t i = 0; latin && i < 3; i++) {
        add_letters(&rows[n++], (k->shift ? accent_capitals : accents)[i]);
    }
    if (latin) {
        add(&rows[n], shift(k));
    }
    /* TRANSLATORS: the name of a key, read aloud: back to the letters. */
    add(&rows[n], (struct key){KEY_MORE, NULL, "keyboard", _("letters"), 1.9f});
    add_letters(&rows[n], "@&/()");
    add(&rows[n], space(3));
    add(&rows[n++], backspace(1.6f));
    return n;
}

static size_t text_rows(const struct keyboard *k, struct keyrow *rows)
{
    if (k->page == PAGE_MORE) {
        return more_rows(k, rows);
    }
    bool own_script = k->layout != NULL && !k->layout->latin;
    bool own = k->layout != NULL && k->page != PAGE_LATIN;
    const struct keyboard_layout *l = own ? k->layout : keyboard_latin();
    size_t n = 0;
    if (str_same(l->language, "vi")) {
        add_vietnamese(&rows[n++], k->shift);
    }
    add_layout(&rows[n++], &l->rows[0], k->shift);
    add_layout(&rows[n], &l->rows[1], k->shift);
    add_letters(&rows[n++], l->latin ? "'" : "");
    add(&rows[n], shift(k));
    add_layout(&rows[n], &l->rows[2], k->shift);
    add_letters(&rows[n], l->latin ? "-" : "");
    add(&rows[n++], backspace(1.5f));
    add(&rows[n],
        (struct key){KEY_MORE, l->latin ? "1 2 3 é ö" : "1 2 3", NULL, _("accents"), 1.9f});
    if (own_script) {
        /* TRANSLATORS: the name of a key, read aloud: from the own script to Latin letters and back. */
        add(&rows[n], (struct key){KEY_LATIN, own ? "a b c" : NULL, own ? NULL : "globe",
                                   _("other letters"), 1.5f});
    }
    bool arabic = own && (str_same(l->language, "ar") || str_same(l->language, "ur"));
    add_letters(&rows[n], arabic ? "،" : ",");
    add(&rows[n], space(own_script ? 3.4f : 4.6f));
    add_letters(&rows[n++], arabic ? ".؟!" : ".?!");
    return n;
}

static size_t email_rows(const struct keyboard *k, struct keyrow *rows)
{
    add_letters(&rows[0], "1234567890");
    add_letters(&rows[1], "qwertyuiop");
    add_letters(&rows[2], "asdfghjkl_");
    add_letters(&rows[3], "zxcvbnm-.");
    add(&rows[3], backspace(1.5f));
    add(&rows[4], (struct key){'@', "@", NULL, NULL, 1.4f});
    add(&rows[4], (struct key){KEY_DOT_COM, ".com", NULL, NULL, 1.4f});
    for (size_t i = 0; i < 4 && k->domains[i] != NULL; i++) {
        add(&rows[4], (struct key){KEY_DOMAIN - (int64_t)i, k->domains[i], NULL, NULL, 2.6f});
    }
    add(&rows[4], (struct key){'+', "+", NULL, NULL, 1});
    return 5;
}

/* Digits as the language writes them; the reply gets them in ASCII as well. */
static void add_digits(const struct keyboard *k, struct keyrow *row, const char *digits)
{
    for (; *digits != '\0'; digits++) {
        uint32_t zero = k->zero != 0 ? k->zero : '0';
        add(row, (struct key){.code = zero + (uint32_t)(*digits - '0'), .width = 1});
    }
}

static size_t phone_rows(const struct keyboard *k, struct keyrow *rows)
{
    add_digits(k, &rows[0], "123");
    add_letters(&rows[0], "+");
    add_digits(k, &rows[1], "456");
    add_letters(&rows[1], "-");
    add_digits(k, &rows[2], "789");
    add_letters(&rows[2], "(");
    add(&rows[3], space(1));
    add_digits(k, &rows[3], "0");
    add(&rows[3], backspace(1));
    add_letters(&rows[3], ")");
    return 4;
}

size_t keyrows_of(const struct keyboard *k, struct keyrow rows[KEYROWS])
{
    memset(rows, 0, KEYROWS * sizeof rows[0]);
    switch (k->kind) {
    case KEYBOARD_EMAIL:
        return email_rows(k, rows);
    case KEYBOARD_PHONE:
        return phone_rows(k, rows);
    case KEYBOARD_TEXT:
        break;
    }
    return text_rows(k, rows);
}
