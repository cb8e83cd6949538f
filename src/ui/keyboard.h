/* The on-screen keyboard: layouts for text, e-mail and phone, keys without dead gaps.
 *
 * State in, widgets out. A key is an action with the verb that the screen gives and the code point
 * as its argument, or one of enum keyboard_code. */
#ifndef FOYER_UI_KEYBOARD_H
#define FOYER_UI_KEYBOARD_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "ui/ui.h"

enum keyboard_kind { KEYBOARD_TEXT, KEYBOARD_EMAIL, KEYBOARD_PHONE };

/* Arguments of key actions beside code points: below 0. Texts for the e-mail keyboard's domains are
 * KEY_DOMAIN - i for the i-th domain. */
enum keyboard_code { KEY_BACKSPACE = -1, KEY_SHIFT = -2, KEY_ACCENTS = -3, KEY_DOMAIN = -100 };

struct keyboard {
    enum keyboard_kind kind;
    bool shift;             /* the next letter is a capital */
    bool accents;           /* letters with accents are shown instead */
    const char *domains[4]; /* KEYBOARD_EMAIL: "gmail.com" …; NULL-terminated unless full */
};

/* What the screen does with a key: a code point to type, a text to type, or to delete. */
struct key_press {
    uint32_t codepoint; /* 0: none */
    const char *text;   /* NULL: none; "@gmail.com" */
    bool backspace;
};

/* Draws the keyboard filling `r`; `verb` goes into the keys' actions. With `next` not NULL the last
 * key of the bottom row is that button. */
void keyboard_view(struct ui *ui, struct rect r, const struct keyboard *keyboard, int verb,
                   const struct button *next);

/* A key was touched: changes shift and accents, and says what to type. */
struct key_press keyboard_press(struct keyboard *keyboard, int64_t code);

/* The height the keyboard wants for a display (px): four rows (phone likewise). */
float keyboard_height(const struct theme *theme, struct rect screen);

/* The codes to touch, one after another, so that `codepoint` is typed from the present state.
 * Returns how many (at most 3), 0 when this keyboard cannot type it. */
size_t keyboard_path(const struct keyboard *keyboard, uint32_t codepoint, int64_t codes[3]);

#endif
