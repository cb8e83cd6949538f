/* A day of a calendar's month: its number, and what is on as bars with titles or, where it is narrow, as
 * dots. A day with something on can be touched. */
#include <math.h>

#include "model/words.h"
#include "ui/ui.h"

/* Words that are part of the day's own node. */
static void draw_quietly(struct ui *ui, struct rect box, struct text_look look, const char *text)
{
    struct tree nowhere = {0};
    struct tree *tree = ui->tree;
    ui->tree = &nowhere;
    ui_text(ui, box, look, text);
    ui->tree = tree;
    tree_free(&nowhere);
}

static void draw_number(struct ui *ui, struct rect box, const struct day *day, float *line)
{
    const struct theme *t = ui->theme;
    struct text_look look = {.style = TEXT_SMALL, .colour = t->ink, .max_lines = 1};
    look.style = day->count > 0 ? TEXT_LABEL : TEXT_SMALL;
    look.colour = day->today ? t->accent.text : day->count > 0 ? t->ink : t->ink_soft;
    look.size = t->fonts[TEXT_SMALL].size;
    *line = ui_line_height(ui, look);
    struct str number = {0};
    words_number(&number, "%d", day->number);
    float width = fmaxf(ui_text_width(ui, look, number.data), *line);
    struct rect disc = {box.x, box.y, width + t->unit * 0.4f, *line};
    disc = ui_mirror(ui, box, disc);
    look.align = ALIGN_CENTRE;
    if (day->today) {
        draw_fill(ui->draw, disc, t->accent.fill, disc.h / 2);
    }
    draw_quietly(ui, disc, look, number.data);
    str_free(&number);
}

/* Titles, one bar each, as many as there is room for; the rest as "+2". */
static void draw_titles(struct ui *ui, struct rect box, const struct day *day)
{
    const struct theme *t = ui->theme;
    struct text_look look = {.style = TEXT_SMALL, .max_lines = 1};
    look.size = t->fonts[TEXT_SMALL].size * 0.9f;
    float line = ui_line_height(ui, look), step = line + t->unit * 0.3f;
    size_t room = (size_t)fmaxf(0, floorf((box.h + t->unit * 0.3f) / step));
    size_t shown = day->count <= room ? day->count : room > 0 ? room - 1 : 0;
    shown = shown == 0 && room > 0 ? 1 : shown;
    for (size_t i = 0; i < shown && i < DAY_TITLES; i++) {
        struct rect bar = {box.x, box.y + step * (float)i, box.w, line};
        struct swatch s = t->kinds[day->kinds[i]];
        draw_fill(ui->draw, bar, s.fill, t->radius * 0.4f);
        look.colour = s.text;
        struct rect words = {bar.x + t->unit * 0.5f, bar.y, bar.w - t->unit, line};
        draw_quietly(ui, words, look, day->titles[i]);
    }
    if (shown < day->count && shown < room) {
        struct str more = {0};
        words_number(&more, "+%zu", day->count - shown);
        look.colour = t->ink;
        struct rect rest = {box.x, box.y + step * (float)shown, box.w, line};
        draw_quietly(ui, rest, look, more.data);
        str_free(&more);
    }
}

static void draw_dots(struct ui *ui, struct rect box, const struct day *day)
{
    const struct theme *t = ui->theme;
    float dot = fminf(t->unit * 1.6f, box.h);
    for (size_t i = 0; i < day->count && i < DAY_TITLES; i++) {
        struct rect at = {box.x + dot * 1.4f * (float)i, box.y + (box.h - dot) / 2, dot, dot};
        if (at.x + dot > box.x + box.w) {
            break;
        }
        draw_fill(ui->draw, ui_mirror(ui, box, at), t->kinds[day->kinds[i]].fill, dot / 2);
    }
}

void ui_day(struct ui *ui, struct rect r, const struct day *day)
{
    const struct theme *t = ui->theme;
    float radius = t->radius * 0.7f;
    bool pressed = ui->pressed.verb != 0 && action_same(ui->pressed, day->action);
    if (day->count > 0) {
        draw_fill(ui->draw, r, pressed ? t->paper_deep : t->white, radius);
        draw_outline(ui->draw, r, day->today ? t->accent.fill : t->line, radius, t->stroke);
    } else {
        draw_fill(ui->draw, r, colour_mix(t->paper, t->paper_dark, 0.6f), radius);
        if (day->today) {
            draw_outline(ui->draw, r, t->accent.fill, radius, t->stroke);
        }
    }
    float pad = t->unit * 0.6f, line = 0;
    struct rect box = rect_inset(r, pad);
    draw_number(ui, box, day, &line);
    struct rect below = {box.x, box.y + line + pad / 2, box.w, box.h - line - pad / 2};
    float small = t->fonts[TEXT_SMALL].size;
    bool words = below.w >= small * 6 && below.h >= small * 1.2f;
    if (day->count > 0 && words) {
        draw_titles(ui, below, day);
    } else if (day->count > 0 && below.h >= t->unit) {
        draw_dots(ui, below, day);
    } else if (day->count > 0) {
        /* A low day: the dots beside the number. */
        float from = line * 2;
        struct rect beside = {box.x + from, box.y, box.w - from, line};
        draw_dots(ui, ui_mirror(ui, box, beside), day);
    }
    if (day->count > 0) {
        struct node *node = tree_add(ui->tree, ROLE_CARD, day->label, r, day->action);
        node->text_size = small;
    }
}
