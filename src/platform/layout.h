/* Keyboard layouts: the letters of a language where its readers expect them, as xkeyboard-config (package
 * xkb-data) has them, read through libxkbcommon. */
#ifndef FOYER_PLATFORM_LAYOUT_H
#define FOYER_PLATFORM_LAYOUT_H

#include <stdbool.h>

#include "ui/keyboard.h"

/* The layout of a language ("pl"). Built at the first call and kept as long as the program lives. Where
 * xkb-data is missing, or has no such layout, keyboard_latin(); *found says which (may be NULL). */
const struct keyboard_layout *layout_of(const char *language, bool *found);

#endif
