/* The on-screen keyboard: layouts for text, e-mail and phone, keys without dead gaps.
 *
 * Letters come from a layout of the language (platform/layout reads it), accents from a long press.
 * State in, widgets out. A key is an action with the verb that the screen gives and the code point
 * as its argument, or one of enum keyboard_code. */
#ifndef FOYER_UI_KEYBOARD_H
#define FOYER_UI_KEYBOARD_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "ui/ui.h"

enum keyboard_kind { KEYBOARD_TEXT, KEYBOARD_EMAIL, KEYBOARD_PHONE };

#define KEYBOARD_ROWS 3
#define KEYBOARD_ROW_KEYS 13
#define KEYBOARD_PATH 4

/* One row of letter keys: what each types without shift and with it. */
struct keyboard_row {
    uint32_t letters[2][KEYBOARD_ROW_KEYS];
    size_t count;
};

/* The letters of a language, row by row. */
struct keyboard_layout {
    const char *language; /* "pl"; NULL: of none */
    bool latin;
    struct keyboard_row rows[KEYBOARD_ROWS];
};

/* The Latin letters as on an English keyboard; lives as long as the program. */
const struct keyboard_layout *keyboard_latin(void);

enum keyboard_page {
    PAGE_LETTERS, /* of the layout */
    PAGE_LATIN,   /* Latin letters beside another script */
    PAGE_MORE,    /* digits, accents, signs */
};

/* Arguments of key actions beside code points: below 0. Texts for the e-mail keyboard's domains are
 * KEY_DOMAIN - i for the i-th domain. KEY_HOLD - c: the key of code point c is held (keyboard_path()). */
enum keyboard_code {
    KEY_BACKSPACE = -1,
    KEY_SHIFT = -2,
    KEY_MORE = -3,
    KEY_LATIN = -4,
    KEY_DOT_COM = -5,
    KEY_DOMAIN = -100,
    KEY_HOLD = -1000
};

struct keyboard {
    enum keyboard_kind kind;
    enum keyboard_page page;
    bool shift;     /* the next letter is a capital */
    bool automatic; /* and nobody asked for it */
    bool undo;      /* the last letter was such a capital: shift makes it small again */
    const struct keyboard_layout *layout; /* NULL: Latin */
    uint32_t zero;          /* the language's own digit 0; 0 or '0': none of its own */
    uint32_t popup;         /* the letter whose accents are offered above its key; 0 */
    const char *domains[4]; /* KEYBOARD_EMAIL: "gmail.com" …; NULL-terminated unless full */
};

/* What the screen does with a key: a code point to type, a text to type, or to delete. */
struct key_press {
    uint32_t codepoint; /* 0: none */
    const char *text;   /* NULL: none; "@gmail.com" */
    bool backspace;
};

/* Draws the keyboard filling `r`; `verb` goes into the keys' actions. */
void keyboard_view(struct ui *ui, struct rect r, const struct keyboard *keyboard, int verb);

/* A key was touched: changes shift and page, and says what to type. */
struct key_press keyboard_press(struct keyboard *keyboard, int64_t code);

/* Have the letters on its keys capitals? Arabic, Devanagari and the like have none: there the second level
 * holds other letters. */
bool keyboard_has_capitals(const struct keyboard *keyboard);

/* The small letter on the key of a capital; 0: it is none of this keyboard's. */
uint32_t keyboard_small(const struct keyboard *keyboard, uint32_t capital);

/* A key is held: opens the choice of its accents. False: it has none. */
bool keyboard_hold(struct keyboard *keyboard, int64_t code);

/* The height the keyboard wants on a page in `stage`, and with which its keys are just as high as hands
 * need them (px). */
float keyboard_height(const struct theme *theme, struct rect stage,
                      const struct keyboard *keyboard);
float keyboard_least_height(const struct theme *theme, const struct keyboard *keyboard);

/* The codes to touch, one after another, so that `codepoint` is typed from the present state.
 * KEY_HOLD - c stands for holding the key of c. Returns how many, 0 when this keyboard cannot type it. */
size_t keyboard_path(const struct keyboard *keyboard, uint32_t codepoint,
                     int64_t codes[KEYBOARD_PATH]);

#endif
