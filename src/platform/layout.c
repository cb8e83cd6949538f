/* Layouts. How: a keymap is compiled by the names xkeyboard-config gives it; the three rows of letter keys
 * are read at levels 1 and 2, and only letters and the signs written on them are kept. Letters on the keys
 * around those rows go to the ends of the rows. */
#include "platform/layout.h"

#include <hb.h>
#include <stdlib.h>
#include <string.h>
#include <xkbcommon/xkbcommon.h>

#include "base/alloc.h"
#include "base/log.h"
#include "base/str.h"

static const struct {
    const char *language, *layout, *variant;
} names[] = {
    {"en", "gb", ""},  {"es", "es", ""},
    {"ar", "ara", ""}, {"zh", "us", ""},
    {"vi", "us", ""},  {"pa", "in", "guru"},
    {"ur", "pk", ""},  {"pl", "pl", ""},
    {"so", "us", ""},  {"bn", "in", "ben_inscript"},
    {"pt", "pt", ""},  {"hi", "in", "deva"},
    {"tl", "us", ""},
};
#define LANGUAGES (sizeof names / sizeof names[0])

/* The keys of each row, by their place on a keyboard (evdev's names in xkeyboard-config), and those whose
 * letters go to that row's end. */
static const char *const places[KEYBOARD_ROWS] = {
    "AD01 AD02 AD03 AD04 AD05 AD06 AD07 AD08 AD09 AD10 AD11 AD12 TLDE",
    "AC01 AC02 AC03 AC04 AC05 AC06 AC07 AC08 AC09 AC10 AC11 AC12 BKSL",
    "LSGT AB01 AB02 AB03 AB04 AB05 AB06 AB07 AB08 AB09 AB10 AE11 AE12",
};

/* Is it written: a letter, or a sign on one? Ordinals and the like are not typed in names. */
static bool is_letter(uint32_t c)
{
    if (c == 0xAA || c == 0xBA || c == 0x640 || c == 0xB5) {
        return false;
    }
    switch (hb_unicode_general_category(hb_unicode_funcs_get_default(), c)) {
    case HB_UNICODE_GENERAL_CATEGORY_LOWERCASE_LETTER:
    case HB_UNICODE_GENERAL_CATEGORY_UPPERCASE_LETTER:
    case HB_UNICODE_GENERAL_CATEGORY_OTHER_LETTER:
    case HB_UNICODE_GENERAL_CATEGORY_MODIFIER_LETTER:
    case HB_UNICODE_GENERAL_CATEGORY_NON_SPACING_MARK:
    case HB_UNICODE_GENERAL_CATEGORY_SPACING_MARK:
        return true;
    default:
        return false;
    }
}

/* Latin letters that another script's layout keeps for shortcuts are no use there. */
static void drop_strangers(struct keyboard_layout *layout)
{
    for (size_t i = 0; i < KEYBOARD_ROWS; i++) {
        struct keyboard_row *row = &layout->rows[i];
        size_t kept = 0;
        for (size_t j = 0; j < row->count; j++) {
            uint32_t lower = row->letters[0][j], upper = row->letters[1][j];
            lower = lower < 0x250 ? upper : lower;
            upper = upper < 0x250 ? lower : upper;
            if (lower >= 0x250) {
                row->letters[0][kept] = lower;
                row->letters[1][kept++] = upper;
            }
        }
        row->count = kept;
    }
}

static uint32_t letter_at(struct xkb_keymap *map, xkb_keycode_t key, xkb_level_index_t level)
{
    const xkb_keysym_t *symbols = NULL;
    int count = xkb_keymap_key_get_syms_by_level(map, key, 0, level, &symbols);
    uint32_t c = count == 1 ? xkb_keysym_to_utf32(symbols[0]) : 0;
    return c != 0 && is_letter(c) ? c : 0;
}

/* Puts the letters of one row into the layout. */
static void read_row(struct xkb_keymap *map, const char *keys, struct keyboard_row *row)
{
    for (const char *at = keys; *at != '\0'; at += strspn(at, " ")) {
        char name[8] = "";
        size_t length = strcspn(at, " ");
        memcpy(name, at, length);
        at += length;
        xkb_keycode_t key = xkb_keymap_key_by_name(map, name);
        uint32_t lower = key != XKB_KEYCODE_INVALID ? letter_at(map, key, 0) : 0;
        uint32_t upper = key != XKB_KEYCODE_INVALID ? letter_at(map, key, 1) : 0;
        if ((lower != 0 || upper != 0) && row->count < KEYBOARD_ROW_KEYS) {
            row->letters[0][row->count] = lower != 0 ? lower : upper;
            row->letters[1][row->count++] = upper != 0 ? upper : lower;
        }
    }
}

static bool read_layout(const char *layout, const char *variant, struct keyboard_layout *out)
{
    struct xkb_context *context = xkb_context_new(XKB_CONTEXT_NO_ENVIRONMENT_NAMES);
    if (context == NULL) {
        return false;
    }
    xkb_context_set_log_level(context, XKB_LOG_LEVEL_CRITICAL);
    struct xkb_rule_names wanted = {
        .rules = "evdev", .model = "pc105", .layout = layout, .variant = variant};
    struct xkb_keymap *map =
        xkb_keymap_new_from_names(context, &wanted, XKB_KEYMAP_COMPILE_NO_FLAGS);
    for (size_t i = 0; map != NULL && i < KEYBOARD_ROWS; i++) {
        read_row(map, places[i], &out->rows[i]);
    }
    bool ok = map != NULL && out->rows[0].count > 5 && out->rows[1].count > 5;
    xkb_keymap_unref(map);
    xkb_context_unref(context);
    return ok;
}

const struct keyboard_layout *layout_of(const char *language, bool *found)
{
    static struct keyboard_layout layouts[LANGUAGES];
    static enum { UNKNOWN, READ, MISSING } states[LANGUAGES];
    for (size_t i = 0; i < LANGUAGES; i++) {
        if (!str_same(names[i].language, language)) {
            continue;
        }
        if (states[i] == UNKNOWN) {
            bool ok = read_layout(names[i].layout, names[i].variant, &layouts[i]);
            states[i] = ok ? READ : MISSING;
            layouts[i].language = names[i].language;
            layouts[i].latin = layouts[i].rows[1].letters[0][1] < 0x250;
            if (!layouts[i].latin) {
                drop_strangers(&layouts[i]);
            }
            if (!ok) {
                log_warn("no keyboard for %s (package xkb-data); the Latin one is used", language);
            }
        }
        if (found != NULL) {
            *found = states[i] == READ;
        }
        return states[i] == READ ? &layouts[i] : keyboard_latin();
    }
    if (found != NULL) {
        *found = false;
    }
    return keyboard_latin();
}
