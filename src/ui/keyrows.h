/* The rows of the on-screen keyboard: which keys stand where, for each kind and page. */
#ifndef FOYER_UI_KEYROWS_H
#define FOYER_UI_KEYROWS_H

#include "ui/keyboard.h"

#define KEYROW_KEYS 16
#define KEYROWS 6

struct key {
    int64_t code;
    const char *label; /* drawn; NULL: the code point itself */
    const char *icon;
    const char *name; /* in the tree; NULL: as drawn */
    float width;      /* in keys */
};

struct keyrow {
    struct key keys[KEYROW_KEYS];
    size_t count;
};

/* Fills the rows of the keyboard as it is now, from the top; returns how many. */
size_t keyrows_of(const struct keyboard *k, struct keyrow rows[KEYROWS]);

/* The two letters that one Arabic key types ("لا"), NULL for every other code. */
const char *keyrows_pair(int64_t code);

#endif
