/* The on-screen keyboard. How: each layout is four rows of keys given as text; a key's cell is its
 * full pitch, so there is no dead gap between keys, and only its drawing is inset. */
#include "ui/keyboard.h"

#include <math.h>
#include <string.h>

#include "base/i18n.h"
#include "base/str.h"

#define MAX_ROW 14

struct key {
    int64_t code;
    const char *label; /* drawn; NULL: the code point itself */
    const char *icon;
    const char *name; /* in the tree; NULL: as drawn */
    float width;      /* in keys */
};

struct row {
    struct key keys[MAX_ROW];
    size_t count;
};

/* Letters of a row as text; capitals come from `upper` at the same place. */
static const char *const letters[3] = {"qwertyuiop", "asdfghjkl'", "zxcvbnm-"};
static const char *const capitals[3] = {"QWERTYUIOP", "ASDFGHJKL'", "ZXCVBNM-"};
/* Accented letters of the languages around a school: Spanish, Portuguese, French, German, Nordic,
 * Polish, Czech, Turkish, Romanian, Vietnamese vowels. */
static const char *const accents[3] = {"áàâãäåăąæç", "éèêëęíìîïı", "óòôõöøőúùü"};
static const char *const accents2[2] = {"ñńňśşšłđðþ", "ýÿźżžčćřğß"};
static const char *const accent_capitals[3] = {"ÁÀÂÃÄÅĂĄÆÇ", "ÉÈÊËĘÍÌÎÏİ", "ÓÒÔÕÖØŐÚÙÜ"};
static const char *const accent_capitals2[2] = {"ÑŃŇŚŞŠŁĐÐÞ", "ÝŸŹŻŽČĆŘĞẞ"};

static void add(struct row *row, struct key key)
{
    if (row->count < MAX_ROW) {
        row->keys[row->count++] = key;
    }
}

static void add_letters(struct row *row, const char *text)
{
    while (*text != '\0') {
        add(row, (struct key){.code = (int64_t)utf8_next(&text), .width = 1});
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

static size_t text_rows(const struct keyboard *k, struct row *rows)
{
    struct key shift = {KEY_SHIFT, NULL, "shift", _("shift"), 1.5f};
    struct key other = {KEY_ACCENTS, k->accents ? "a b c" : "é ö ñ …", NULL, _("accents"), 1.9f};
    size_t n = 0;
    if (k->accents) {
        const char *const *first = k->shift ? accent_capitals : accents;
        const char *const *rest = k->shift ? accent_capitals2 : accents2;
        add_letters(&rows[n++], first[0]);
        add_letters(&rows[n++], first[1]);
        add_letters(&rows[n++], first[2]);
        add_letters(&rows[n++], rest[0]);
        add_letters(&rows[n++], rest[1]);
        add(&rows[n], shift);
        add(&rows[n], other);
        add(&rows[n], space(5));
        add(&rows[n++], backspace(1.6f));
        return n;
    }
    const char *const *page = k->shift ? capitals : letters;
    add_letters(&rows[n++], page[0]);
    add_letters(&rows[n++], page[1]);
    add(&rows[n], shift);
    add_letters(&rows[n], page[2]);
    add(&rows[n++], backspace(1.5f));
    add(&rows[n], other);
    add_letters(&rows[n], ",");
    add(&rows[n], space(4.6f));
    add_letters(&rows[n++], ".?!");
    return n;
}

static size_t email_rows(const struct keyboard *k, struct row *rows)
{
    add_letters(&rows[0], "1234567890");
    add_letters(&rows[1], letters[0]);
    add_letters(&rows[2], "asdfghjkl_");
    add_letters(&rows[3], "zxcvbnm-.");
    add(&rows[3], backspace(1.5f));
    add(&rows[4], (struct key){'@', "@", NULL, NULL, 1.6f});
    for (size_t i = 0; i < 4 && k->domains[i] != NULL; i++) {
        add(&rows[4], (struct key){KEY_DOMAIN - (int64_t)i, k->domains[i], NULL, NULL, 2.6f});
    }
    add(&rows[4], (struct key){'+', "+", NULL, NULL, 1});
    return 5;
}

static size_t phone_rows(struct row *rows)
{
    add_letters(&rows[0], "123");
    add_letters(&rows[0], "+");
    add_letters(&rows[1], "456");
    add_letters(&rows[1], "-");
    add_letters(&rows[2], "789");
    add_letters(&rows[2], "(");
    add(&rows[3], space(1));
    add_letters(&rows[3], "0");
    add(&rows[3], backspace(1));
    add_letters(&rows[3], ")");
    return 4;
}

static size_t rows_of(const struct keyboard *k, struct row rows[6])
{
    memset(rows, 0, 6 * sizeof rows[0]);
    switch (k->kind) {
    case KEYBOARD_EMAIL:
        return email_rows(k, rows);
    case KEYBOARD_PHONE:
        return phone_rows(rows);
    case KEYBOARD_TEXT:
        break;
    }
    return text_rows(k, rows);
}

/* The key's cell is what can be touched; what is drawn is a little smaller. */
static void draw_key(struct ui *ui, struct rect cell, const struct key *key, int verb, bool on)
{
    const struct theme *t = ui->theme;
    char letter[5] = "";
    if (key->code > 0) {
        utf8_encode((uint32_t)key->code, letter);
    }
    const char *label = key->label != NULL ? key->label : key->icon == NULL ? letter : "";
    struct action action = {verb, key->code};
    bool pressed = action_same(ui->pressed, action);
    struct rect r = rect_inset(cell, fmaxf(2, t->unit * 0.28f));
    bool special = key->code < 0 && key->code > KEY_DOMAIN;
    struct colour fill = on || pressed ? t->accent.fill : special ? t->paper_dark : t->white;
    struct colour text = on || pressed ? t->accent.text : t->ink;
    draw_fill(ui->draw, (struct rect){r.x, r.y + t->stroke, r.w, r.h}, t->line, t->radius * 0.8f);
    draw_fill(ui->draw, r, fill, t->radius * 0.8f);
    if (key->icon != NULL) {
        float size = fminf(r.h * 0.5f, r.w * 0.6f);
        draw_icon(ui->draw,
                  (struct rect){r.x + (r.w - size) / 2, r.y + (r.h - size) / 2, size, size},
                  key->icon, text);
    } else {
        bool single = key->code > ' ' && key->label == NULL;
        struct font font = t->fonts[single ? TEXT_SUBHEAD : TEXT_LABEL];
        float width = ui->text.width(ui->text.context, font, label, strlen(label));
        if (width > r.w - t->unit * 0.6f) {
            font.size = floorf(font.size * (r.w - t->unit * 0.6f) / width);
            width = ui->text.width(ui->text.context, font, label, strlen(label));
        }
        float line = ui->text.metrics(ui->text.context, font).line_height;
        draw_text(ui->draw, roundf(r.x + (r.w - width) / 2), roundf(r.y + (r.h - line) / 2), font,
                  text, label, strlen(label), false);
    }
    struct node *node =
        tree_add(ui->tree, ROLE_KEY, key->name != NULL ? key->name : label, cell, action);
    node->checked = on;
    node->text_size = t->fonts[TEXT_LABEL].size;
}

void keyboard_view(struct ui *ui, struct rect r, const struct keyboard *keyboard, int verb,
                   const struct button *next)
{
    const struct theme *t = ui->theme;
    struct row rows[6];
    size_t count = rows_of(keyboard, rows);
    draw_fill(ui->draw, r, t->paper_deep, 0);
    struct rect inner = r;
    inner.x += t->margin * 0.5f;
    inner.w -= t->margin;
    inner.y += t->unit * 0.5f;
    inner.h -= t->unit;
    if (keyboard->kind == KEYBOARD_PHONE && inner.w > inner.h * 2.4f) {
        float w = inner.h * 2.4f; /* a pad, not a piano */
        inner.x += (inner.w - w) / 2;
        inner.w = w;
    }
    for (size_t i = 0; i < count; i++) {
        struct rect line = ui_row(inner, count, i, 0);
        float total = 0;
        for (size_t j = 0; j < rows[i].count; j++) {
            total += rows[i].keys[j].width;
        }
        bool last = i + 1 == count && next != NULL;
        float pitch = line.w / (total + (last ? 2 : 0));
        float x = line.x;
        for (size_t j = 0; j < rows[i].count; j++) {
            const struct key *key = &rows[i].keys[j];
            struct rect cell = {x, line.y, pitch * key->width, line.h};
            bool on = (key->code == KEY_SHIFT && keyboard->shift) ||
                      (key->code == KEY_ACCENTS && keyboard->accents);
            draw_key(ui, cell, key, verb, on);
            x += cell.w;
        }
        if (last) {
            struct rect cell = {x, line.y, pitch * 2, line.h};
            ui_button(ui, rect_inset(cell, t->unit * 0.28f), *next);
        }
    }
}

struct key_press keyboard_press(struct keyboard *k, int64_t code)
{
    struct key_press press = {0};
    if (code == KEY_SHIFT) {
        k->shift = !k->shift;
    } else if (code == KEY_ACCENTS) {
        k->accents = !k->accents;
    } else if (code == KEY_BACKSPACE) {
        press.backspace = true;
    } else if (code <= KEY_DOMAIN && code > KEY_DOMAIN - 4) {
        press.text = k->domains[KEY_DOMAIN - code];
    } else if (code > 0) {
        press.codepoint = (uint32_t)code;
        k->shift = false;
        k->accents = false;
    }
    return press;
}

float keyboard_height(const struct theme *theme, struct rect screen)
{
    float wanted = fmaxf(theme->key * 5.4f, screen.h * 0.38f);
    if (screen.h > screen.w) {
        wanted = fminf(wanted, screen.w * 0.62f);
    }
    return roundf(wanted);
}

static bool has_key(const struct keyboard *k, uint32_t codepoint)
{
    struct row rows[6];
    size_t count = rows_of(k, rows);
    for (size_t i = 0; i < count; i++) {
        for (size_t j = 0; j < rows[i].count; j++) {
            if (rows[i].keys[j].code == (int64_t)codepoint) {
                return true;
            }
        }
    }
    return false;
}

size_t keyboard_path(const struct keyboard *keyboard, uint32_t codepoint, int64_t codes[3])
{
    for (int turn = 0; turn < 4; turn++) {
        struct keyboard k = *keyboard;
        size_t n = 0;
        if (turn & 1) {
            k.shift = !k.shift;
            codes[n++] = KEY_SHIFT;
        }
        if (turn & 2) {
            k.accents = !k.accents;
            codes[n++] = KEY_ACCENTS;
        }
        bool special = n > 0 && keyboard->kind != KEYBOARD_TEXT;
        if (!special && has_key(&k, codepoint)) {
            codes[n++] = (int64_t)codepoint;
            return n;
        }
    }
    return 0;
}
