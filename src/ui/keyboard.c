/* The on-screen keyboard. How: a key's cell is its full pitch, so there is no dead gap between keys, and
 * only its drawing is inset. What a finger hides is shown above it; a held letter offers its accents. */
#include "ui/keyboard.h"

#include <math.h>
#include <string.h>

#include "base/i18n.h"
#include "base/str.h"
#include "model/vietnamese.h"
#include "ui/accents.h"
#include "ui/keyrows.h"

/* ---- drawing ---- */

/* One label in the middle of a box, shrunk to its width. */
static void draw_centred(struct ui *ui, struct rect r, struct font font, struct colour colour,
                         const char *label)
{
    float room = r.w - ui->theme->unit * 0.6f;
    float width = ui->text.width(ui->text.context, font, label, strlen(label));
    if (width > room) {
        font.size = floorf(font.size * room / width);
        width = ui->text.width(ui->text.context, font, label, strlen(label));
    }
    float line = ui->text.metrics(ui->text.context, font).line_height;
    draw_text(ui->draw, roundf(r.x + (r.w - width) / 2), roundf(r.y + (r.h - line) / 2), font,
              colour, label, strlen(label), false);
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
    bool special = key->code < 0 && key->code > KEY_DOT_COM;
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
        bool single = key->code > ' ';
        draw_centred(ui, r, t->fonts[single ? TEXT_SUBHEAD : TEXT_LABEL], text, label);
    }
    struct node *node =
        tree_add(ui->tree, ROLE_KEY, key->name != NULL ? key->name : label, cell, action);
    node->checked = on;
    node->text_size = t->fonts[TEXT_LABEL].size;
}

/* What the finger hides, above it. */
static void draw_preview(struct ui *ui, struct rect cell, const struct key *key)
{
    const struct theme *t = ui->theme;
    char letter[5] = "";
    utf8_encode((uint32_t)key->code, letter);
    float w = fmaxf(cell.w * 1.1f, t->key);
    struct rect r = {cell.x + (cell.w - w) / 2, cell.y - cell.h * 1.05f, w, cell.h};
    draw_shadow(ui->draw, r, colour_alpha(colour_rgb(0x000000), 0.3f), t->radius, t->unit / 2);
    draw_fill(ui->draw, r, t->accent.fill, t->radius);
    struct font font = t->fonts[TEXT_TITLE];
    font.size = fminf(font.size, floorf(r.h * 0.7f));
    draw_centred(ui, r, font, t->accent.text, key->label != NULL ? key->label : letter);
}

static size_t accents_now(const struct keyboard *k, int64_t code, uint32_t forms[ACCENTS_LIMIT])
{
    const char *language = k->layout != NULL ? k->layout->language : NULL;
    bool can = k->kind == KEYBOARD_TEXT && code > ' ';
    return can ? accents_of((uint32_t)code, language, forms) : 0;
}

/* The accents of a held key, in a row above it: to be slid to, or touched. */
static void draw_popup(struct ui *ui, struct rect board, struct rect cell, const struct keyboard *k,
                       int verb)
{
    const struct theme *t = ui->theme;
    uint32_t forms[ACCENTS_LIMIT];
    size_t count = accents_now(k, k->popup, forms);
    float pitch = fminf(fmaxf(cell.w, t->key), board.w / (float)(count > 0 ? count : 1));
    float w = pitch * (float)count;
    float edge = fminf(t->unit, (board.w - w) / 2);
    float x =
        fmaxf(board.x + edge, fminf(cell.x + cell.w / 2 - w / 2, board.x + board.w - w - edge));
    struct rect panel = {x, cell.y - cell.h * 1.08f, w, cell.h};
    struct rect ground = rect_inset(panel, -t->unit * 0.4f);
    draw_shadow(ui->draw, ground, colour_alpha(colour_rgb(0x000000), 0.35f), t->radius, t->unit);
    draw_fill(ui->draw, ground, t->paper_dark, t->radius);
    for (size_t i = 0; i < count; i++) {
        struct rect at = {x + pitch * (float)i, panel.y, pitch, panel.h};
        draw_key(ui, at, &(struct key){.code = forms[i], .width = 1}, verb, false);
    }
}

/* A key that is special for the frame, and where it stands. */
struct noted {
    const struct key *key;
    struct rect cell;
};

static void draw_row(struct ui *ui, struct rect line, const struct keyrow *row,
                     const struct keyboard *k, int verb, struct noted *held, struct noted *pressed)
{
    float total = 0;
    for (size_t j = 0; j < row->count; j++) {
        total += row->keys[j].width;
    }
    float pitch = line.w / fmaxf(total, 1), x = line.x;
    for (size_t j = 0; j < row->count; j++) {
        const struct key *key = &row->keys[j];
        struct rect cell = {x, line.y, pitch * key->width, line.h};
        draw_key(ui, cell, key, verb, key->code == KEY_SHIFT && k->shift);
        if (k->popup != 0 && key->code == (int64_t)k->popup) {
            *held = (struct noted){key, cell};
        }
        if (key->code > ' ' && action_same(ui->pressed, (struct action){verb, key->code})) {
            *pressed = (struct noted){key, cell};
        }
        x += cell.w;
    }
}

void keyboard_view(struct ui *ui, struct rect r, const struct keyboard *keyboard, int verb)
{
    const struct theme *t = ui->theme;
    struct keyrow rows[KEYROWS];
    size_t count = keyrows_of(keyboard, rows);
    struct noted held = {0}, pressed = {0};
    draw_fill(ui->draw, r, t->paper_deep, 0);
    struct rect inner = r;
    inner.x += t->margin * 0.5f;
    inner.w -= t->margin;
    inner.y += t->unit * 0.3f;
    inner.h -= t->unit * 0.6f;
    if (keyboard->kind == KEYBOARD_PHONE && inner.w > inner.h * 2.4f) {
        float w = inner.h * 2.4f; /* a pad, not a piano */
        inner.x += (inner.w - w) / 2;
        inner.w = w;
    }
    for (size_t i = 0; i < count; i++) {
        draw_row(ui, ui_row(inner, count, i, 0), &rows[i], keyboard, verb, &held, &pressed);
    }
    if (held.key != NULL) {
        draw_popup(ui, r, held.cell, keyboard, verb);
    } else if (pressed.key != NULL) {
        draw_preview(ui, pressed.cell, pressed.key);
    }
}

float keyboard_least_height(const struct theme *theme, const struct keyboard *keyboard)
{
    struct keyrow rows[KEYROWS];
    return ceilf(theme->key * (float)keyrows_of(keyboard, rows) + theme->unit * 1.5f);
}

float keyboard_height(const struct theme *theme, struct rect stage, const struct keyboard *keyboard)
{
    float wanted = stage.h * 0.38f;
    if (stage.h > stage.w) {
        wanted = fminf(wanted, stage.w * 0.62f);
    }
    return roundf(fmaxf(wanted, keyboard_least_height(theme, keyboard)));
}

/* ---- pressing ---- */

bool keyboard_hold(struct keyboard *k, int64_t code)
{
    uint32_t forms[ACCENTS_LIMIT];
    if (k->popup != 0 || accents_now(k, code, forms) == 0) {
        return false;
    }
    k->popup = (uint32_t)code;
    return true;
}

bool keyboard_has_capitals(const struct keyboard *k)
{
    return k->layout == NULL || k->layout->latin || k->page == PAGE_LATIN;
}

uint32_t keyboard_small(const struct keyboard *k, uint32_t capital)
{
    const struct keyboard_layout *layouts[] = {k->layout, keyboard_latin()};
    for (size_t l = 0; l < 2; l++) {
        for (size_t i = 0; layouts[l] != NULL && i < KEYBOARD_ROWS; i++) {
            const struct keyboard_row *row = &layouts[l]->rows[i];
            for (size_t j = 0; j < row->count; j++) {
                if (row->letters[1][j] == capital && row->letters[0][j] != capital) {
                    return row->letters[0][j];
                }
            }
        }
    }
    return 0;
}

static bool is_digit(const struct keyboard *k, int64_t code)
{
    bool own = k->zero != 0 && code >= (int64_t)k->zero && code <= (int64_t)k->zero + 9;
    return own || (code >= '0' && code <= '9');
}

struct key_press keyboard_press(struct keyboard *k, int64_t code)
{
    struct key_press press = {0};
    k->popup = 0;
    if (code == KEY_SHIFT) {
        k->shift = !k->shift;
    } else if (code == KEY_MORE) {
        k->page = k->page == PAGE_MORE ? PAGE_LETTERS : PAGE_MORE;
    } else if (code == KEY_LATIN) {
        k->page = k->page == PAGE_LATIN ? PAGE_LETTERS : PAGE_LATIN;
    } else if (code == KEY_BACKSPACE) {
        press.backspace = true;
    } else if (code == KEY_DOT_COM) {
        press.text = ".com";
    } else if (code <= KEY_DOMAIN && code > KEY_DOMAIN - 4) {
        press.text = k->domains[KEY_DOMAIN - code];
    } else if (code > 0) {
        press.text = keyrows_pair(code);
        press.codepoint = press.text == NULL ? (uint32_t)code : 0;
        k->shift = false;
        if (k->page == PAGE_MORE && !is_digit(k, code)) {
            k->page = PAGE_LETTERS; /* numbers come in groups, accents alone */
        }
    }
    return press;
}

/* ---- the way to a letter ---- */

static bool has_key(const struct keyboard *k, int64_t code)
{
    struct keyrow rows[KEYROWS];
    size_t count = keyrows_of(k, rows);
    for (size_t i = 0; i < count; i++) {
        for (size_t j = 0; j < rows[i].count; j++) {
            if (rows[i].keys[j].code == code) {
                return true;
            }
        }
    }
    return false;
}

/* The key whose accents hold `codepoint`; 0: none on this page. */
static int64_t holder_of(const struct keyboard *k, uint32_t codepoint)
{
    struct keyrow rows[KEYROWS];
    size_t count = keyrows_of(k, rows);
    for (size_t i = 0; i < count; i++) {
        for (size_t j = 0; j < rows[i].count; j++) {
            uint32_t forms[ACCENTS_LIMIT];
            int64_t code = rows[i].keys[j].code;
            size_t n = accents_now(k, code, forms);
            for (size_t f = 0; f < n; f++) {
                if (forms[f] == codepoint) {
                    return code;
                }
            }
        }
    }
    return 0;
}

static size_t path_to(const struct keyboard *keyboard, uint32_t codepoint,
                      int64_t codes[KEYBOARD_PATH])
{
    static const int64_t turns[][2] = {
        {0, 0},         {KEY_SHIFT, 0},        {KEY_MORE, 0},
        {KEY_LATIN, 0}, {KEY_MORE, KEY_SHIFT}, {KEY_LATIN, KEY_SHIFT}};
    for (int held = 0; held < 2; held++) {
        for (size_t i = 0; i < sizeof turns / sizeof turns[0]; i++) {
            struct keyboard k = *keyboard;
            size_t n = 0;
            bool there = true;
            for (size_t j = 0; j < 2 && turns[i][j] != 0; j++) {
                there = there && has_key(&k, turns[i][j]);
                codes[n++] = turns[i][j];
                (void)keyboard_press(&k, turns[i][j]);
            }
            int64_t holder = held && there ? holder_of(&k, codepoint) : 0;
            if (holder != 0) {
                codes[n++] = KEY_HOLD - holder;
            }
            if (there && (holder != 0 || (!held && has_key(&k, codepoint)))) {
                codes[n++] = (int64_t)codepoint;
                return n;
            }
        }
    }
    return 0;
}

size_t keyboard_path(const struct keyboard *keyboard, uint32_t codepoint,
                     int64_t codes[KEYBOARD_PATH])
{
    size_t count = path_to(keyboard, codepoint, codes);
    uint32_t plain = 0, tone = 0;
    bool tones = keyboard->layout != NULL && str_same(keyboard->layout->language, "vi");
    if (count == 0 && tones && vietnamese_split(codepoint, &plain, &tone)) {
        count = path_to(keyboard, plain, codes);
        if (count > 0 && count < KEYBOARD_PATH) {
            codes[count++] = tone;
        }
    }
    return count;
}
