/* Text in a box: wrapped, aligned, ended with an ellipsis where it does not fit. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/str.h"
#include "ui/ui.h"

#define LINES 64

static struct font font_of(const struct ui *ui, struct text_look look)
{
    struct font font = ui->theme->fonts[look.style];
    if (look.size > 0) {
        font.size = look.size;
    }
    return font;
}

float ui_line_height(const struct ui *ui, struct text_look look)
{
    return ui->text.metrics(ui->text.context, font_of(ui, look)).line_height;
}

float ui_text_width(const struct ui *ui, struct text_look look, const char *text)
{
    return ui->text.width(ui->text.context, font_of(ui, look), text, strlen(text));
}

static size_t wrap(const struct ui *ui, struct font font, const char *text, float width,
                   struct text_line *lines)
{
    return ui->text.wrap(ui->text.context, font, text, width, lines, LINES);
}

float ui_text_height(const struct ui *ui, float width, struct text_look look, const char *text)
{
    struct text_line lines[LINES];
    size_t needed = wrap(ui, font_of(ui, look), text, width, lines);
    if (look.max_lines > 0 && needed > (size_t)look.max_lines) {
        needed = (size_t)look.max_lines;
    }
    return ceilf((float)needed * ui_line_height(ui, look));
}

/* Chinese and the like (from U+3000 on) may be broken before any letter; an accent is no reason. */
static bool breaks_anywhere(const char *at)
{
    return (unsigned char)*at >= 0xe3;
}

float ui_text_fit(const struct ui *ui, struct rect box, struct text_look look, const char *text,
                  float smallest)
{
    float size = font_of(ui, look).size;
    int max_lines = look.max_lines;
    look.max_lines = 0;
    while (size > smallest) {
        look.size = size;
        float line = ui_line_height(ui, look);
        float room = max_lines > 0 ? fminf(box.h, line * (float)max_lines) : box.h;
        struct text_line lines[LINES];
        size_t needed = wrap(ui, font_of(ui, look), text, box.w, lines);
        bool whole = true; /* no word had to be broken inside */
        for (size_t i = 0; i + 1 < needed && i < LINES - 1; i++) {
            const char *end = text + lines[i].start + lines[i].length;
            whole = whole && (*end == '\0' || strchr(" \n-", *end) != NULL || end[-1] == ' ' ||
                              end[-1] == '-' || breaks_anywhere(end));
        }
        if (whole && ceilf((float)needed * line) <= room + 1) {
            break;
        }
        size = floorf(size * 0.94f);
    }
    return fmaxf(size, smallest);
}

/* Bytes of `text` without the blanks and marks that would stand oddly before an ellipsis. */
static size_t without_marks(const char *text, size_t length)
{
    static const char *const marks[] = {" ", ",", ".",  ";",  ":",  "،",
                                        "؛", "۔", "。", "，", "、", "।"};
    for (size_t i = 0; i < sizeof marks / sizeof marks[0]; i++) {
        size_t size = strlen(marks[i]);
        if (length >= size && memcmp(text + length - size, marks[i], size) == 0) {
            length -= size;
            i = (size_t)-1; /* begin again: several may stand together */
        }
    }
    return length;
}

/* Cuts a line so that it ends with an ellipsis inside `width`: where a line may end, or between two
 * letters of a word that is too long (the engine knows which code points are one letter). Caller
 * frees. */
static char *with_ellipsis(const struct ui *ui, struct font font, const char *text, size_t length,
                           float width)
{
    static const char dots[] = "…";
    char *line = xstrndup(text, length);
    float room = width - ui->text.width(ui->text.context, font, dots, sizeof dots - 1);
    struct text_line first = {0};
    ui->text.wrap(ui->text.context, font, line, fmaxf(room, 1), &first, 1);
    struct str s = {0};
    str_add(&s, line, without_marks(line, first.start + first.length));
    str_puts(&s, dots);
    wipe(line, length);
    free(line);
    return str_take(&s);
}

/* The blocks of the scripts that are written from the right lie together; their digits and commas have
 * no direction of their own. */
static bool from_right(uint32_t c)
{
    bool digit = (c >= 0x660 && c <= 0x66C) || (c >= 0x6F0 && c <= 0x6F9);
    return (c >= 0x5BE && c <= 0x8FF && c != 0x60C && !digit) || (c >= 0xFB1D && c <= 0xFDFF) ||
           (c >= 0xFE70 && c <= 0xFEFC);
}

/* Letters of the other scripts, without the punctuation between their blocks. */
static bool from_left(uint32_t c)
{
    return ((c | 0x20) >= 'a' && (c | 0x20) <= 'z') ||
           (c >= 0xC0 && c < 0x5BE && c != 0xD7 && c != 0xF7) || (c >= 0x900 && c < 0x2000) ||
           (c >= 0x3021 && c < 0xD800) || (c >= 0xF900 && c < 0xFB1D);
}

/* Which way does a paragraph (or a line of it) run? As its first letter does: 1 from the right, 0 from
 * the left, -1 without any letter. */
static int direction(const char *text, size_t length)
{
    for (const char *at = text; at < text + length && *at != '\n';) {
        uint32_t c = utf8_next(&at);
        if (from_right(c) || from_left(c)) {
            return from_right(c);
        }
    }
    return -1;
}

bool ui_runs_right(const struct ui *ui, const char *text)
{
    int way = direction(text, strlen(text));
    /* Figures alone, as a telephone number that is being typed, are read from the left everywhere. */
    return way < 0 ? ui->rtl && strpbrk(text, "0123456789") == NULL : way > 0;
}

/* The direction of the paragraph in which `at` lies. */
static int paragraph(const char *text, const char *at)
{
    while (at > text && at[-1] != '\n') {
        at--;
    }
    return direction(at, strlen(at));
}

/* The last line that is shown may run on to the end of the text before it is cut. */
static void draw_line(struct ui *ui, struct rect box, struct text_look look, const char *text,
                      size_t length, float y, int way)
{
    struct font font = font_of(ui, look);
    float width = ui->text.width(ui->text.context, font, text, length);
    bool end = (look.align == ALIGN_END) != ui->rtl;
    float x = look.align == ALIGN_CENTRE ? box.x + (box.w - width) / 2
              : end                      ? box.x + box.w - width
                                         : box.x;
    int own = direction(text, length);
    if (way < 0 || own == way || (own < 0 && way == (int)ui->rtl)) {
        draw_text(ui->draw, roundf(x), roundf(y), font, look.colour, text, length, ui->rtl);
        return;
    }
    /* Alone, this line of the paragraph would run the other way: a mark without width says which. */
    struct str marked = {0};
    str_puts(&marked, way > 0 ? "\u200F" : "\u200E");
    str_add(&marked, text, length);
    draw_text(ui->draw, roundf(x), roundf(y), font, look.colour, marked.data, marked.length,
              ui->rtl);
    str_wipe(&marked);
}

float ui_text(struct ui *ui, struct rect box, struct text_look look, const char *text)
{
    if (text == NULL || text[0] == '\0') {
        return 0;
    }
    struct font font = font_of(ui, look);
    float height = ui_line_height(ui, look);
    struct text_line lines[LINES];
    size_t needed = wrap(ui, font, text, box.w, lines);
    size_t room = (size_t)fmaxf(1, floorf((box.h + height * 0.1f) / height));
    if (look.max_lines > 0 && (size_t)look.max_lines < room) {
        room = (size_t)look.max_lines;
    }
    room = room < LINES ? room : LINES;
    size_t shown = needed < room ? needed : room;
    for (size_t i = 0; i < shown; i++) {
        const char *line = text + lines[i].start;
        float y = box.y + (float)i * height;
        int way = paragraph(text, line);
        if (i + 1 == shown && needed > shown) {
            char *cut = with_ellipsis(ui, font, line, strcspn(line, "\n"), box.w);
            draw_line(ui, box, look, cut, strlen(cut), y, way);
            free(cut);
        } else {
            draw_line(ui, box, look, line, lines[i].length, y, way);
        }
    }
    float used = (float)shown * height;
    struct node *node = tree_add(ui->tree, look.heading ? ROLE_HEADING : ROLE_TEXT, text,
                                 (struct rect){box.x, box.y, box.w, used}, (struct action){0});
    node->on_picture = ui->on_picture;
    node->typed = ui->typed;
    node->clipped = needed > shown && !ui->teaser;
    node->text_size = font.size;
    return used;
}

/* Where a fact's parts stand in `box`. */
struct fact_places {
    struct rect icon, name, value;
};

static const struct text_look FACT_NAME = {.style = TEXT_LABEL, .max_lines = 1};

static struct fact_places fact_places(const struct ui *ui, struct rect box, const char *icon,
                                      const char *name)
{
    const struct theme *t = ui->theme;
    float line = ui_line_height(ui, FACT_NAME), size = line * 0.8f;
    struct fact_places p = {.icon = {box.x, box.y + (line - size) / 2, size, size}};
    float indent = icon != NULL ? size + t->unit * 0.8f : 0;
    float name_width = ui_text_width(ui, FACT_NAME, name);
    p.name = (struct rect){box.x + indent, box.y, fminf(name_width + 2, box.w - indent), line};
    float from = indent + name_width + t->unit * 0.8f;
    p.value = (struct rect){box.x + from, box.y, box.w - from, box.h};
    if (p.value.w < box.w * 0.35f) { /* a long word for a narrow column: the value goes below */
        p.value = (struct rect){box.x + indent, box.y + line, box.w - indent, box.h - line};
    }
    return p;
}

float ui_fact_height(const struct ui *ui, float width, const char *icon, const char *name,
                     const char *value)
{
    struct fact_places p = fact_places(ui, (struct rect){0, 0, width, 0}, icon, name);
    struct text_look plain = {.style = TEXT_BODY};
    return fmaxf(p.value.y + ui_text_height(ui, p.value.w, plain, value), p.name.h);
}

float ui_fact(struct ui *ui, struct rect box, const char *icon, const char *name, const char *value)
{
    const struct theme *t = ui->theme;
    struct fact_places p = fact_places(ui, box, icon, name);
    struct text_look bold = FACT_NAME, plain = {.style = TEXT_BODY, .colour = t->ink};
    bold.colour = t->ink;
    bold.size = ui_text_fit(ui, p.name, bold, name, t->fonts[TEXT_SMALL].size);
    if (icon != NULL) {
        draw_icon(ui->draw, ui_mirror(ui, box, p.icon), icon, t->accent.fill);
    }
    ui_text(ui, ui_mirror(ui, box, p.name), bold, name);
    float used = ui_text(ui, ui_mirror(ui, box, p.value), plain, value);
    return fmaxf(p.value.y - box.y + used, p.name.h);
}
