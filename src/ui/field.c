/* The field being typed, and the progress of a form. */
#include <math.h>
#include <string.h>

#include "base/i18n.h"
#include "base/str.h"
#include "model/words.h"
#include "ui/ui.h"

/* The lines of a long text that are in sight: the last ones, where the typing happens. */
static void draw_value(struct ui *ui, struct rect box, const char *value)
{
    const struct theme *t = ui->theme;
    struct font font = t->fonts[TEXT_SUBHEAD];
    struct font_metrics m = ui->text.metrics(ui->text.context, font);
    struct text_line lines[96];
    size_t count = ui->text.wrap(ui->text.context, font, value, box.w - t->unit, lines, 96);
    count = count < 96 ? count : 96;
    size_t room = (size_t)fmaxf(1, floorf(box.h / m.line_height));
    size_t first = count > room ? count - room : 0;
    float height = (float)(count - first > 0 ? count - first : 1) * m.line_height;
    float y = room > 1 ? box.y : box.y + (box.h - height) / 2;
    float caret_x = box.x;
    bool right =
        ui_runs_right(ui, value); /* a Latin name in an Arabic interface grows to the right */
    for (size_t i = first; i < count; i++) {
        const char *line = value + lines[i].start;
        size_t length = lines[i].length;
        if (i + 1 == count) { /* blanks at the end count while typing */
            length = strlen(line);
        }
        float width = ui->text.width(ui->text.context, font, line, length);
        float x = ui->rtl ? box.x + box.w - width - (right ? 0 : t->stroke * 3) : box.x;
        draw_text(ui->draw, roundf(x), roundf(y), font, t->ink, line, length, right);
        caret_x = right ? x - t->stroke : x + width;
        y += i + 1 < count ? m.line_height : 0;
    }
    if (count == 0 && ui->rtl) {
        caret_x = box.x + box.w;
    }
    struct rect caret = {roundf(caret_x) + t->stroke, roundf(y + m.line_height * 0.1f), t->stroke,
                         roundf(m.line_height * 0.8f)};
    draw_fill(ui->draw, caret, t->accent.fill, 0);
}

void ui_field(struct ui *ui, struct rect r, const char *name, const char *value, bool error)
{
    const struct theme *t = ui->theme;
    struct colour line = error ? t->urgent.fill : t->accent.fill;
    draw_fill(ui->draw, r, t->white, t->radius);
    draw_outline(ui->draw, r, line, t->radius, t->stroke * 1.6f);
    struct rect box = r;
    box.x += t->unit * 1.5f;
    box.w -= t->unit * 3;
    box.y += t->unit * 0.4f;
    box.h -= t->unit * 0.8f;
    if (error) {
        float size = fminf(t->touch * 0.55f, box.h);
        struct rect sign = {box.x + box.w - size, r.y + (r.h - size) / 2, size, size};
        draw_icon(ui->draw, ui_mirror(ui, box, sign), "urgent", t->urgent.fill);
        struct rect rest = {box.x, box.y, box.w - size - t->unit, box.h};
        box = ui_mirror(ui, box, rest);
    }
    draw_clip(ui->draw, r);
    draw_value(ui, box, value);
    draw_clip_end(ui->draw);
    struct node *node = tree_add(ui->tree, ROLE_FIELD, name, r, (struct action){0});
    tree_set_value(ui->tree, node, value);
    node->focused = true;
    node->text_size = t->fonts[TEXT_SUBHEAD].size;
}

/* "3 of 5" */
static void progress_words(struct str *out, size_t step, size_t count)
{
    /* TRANSLATORS: which question of how many: "2 of 4". */
    words_number(out, _("%zu of %zu"), step + 1, count);
}

float ui_progress_width(const struct ui *ui, size_t step, size_t count)
{
    struct str words = {0};
    progress_words(&words, step, count);
    float width = ui_text_width(ui, (struct text_look){.style = TEXT_LABEL}, words.data);
    str_free(&words);
    return ceilf(width + ui->theme->unit * (1.5f + 1.6f * (float)count));
}

void ui_progress(struct ui *ui, struct rect r, size_t step, size_t count)
{
    const struct theme *t = ui->theme;
    struct str words = {0};
    progress_words(&words, step, count);
    struct text_look look = {.style = TEXT_LABEL, .colour = t->ink, .max_lines = 1};
    float width = ui_text_width(ui, look, words.data) + 2;
    float gap = t->unit * 0.6f;
    float bars = r.w - width - t->unit;
    float bar = fminf(t->unit * 4, (bars - gap * (float)(count - 1)) / (float)count);
    float used = bar * (float)count + gap * (float)(count - 1);
    float line = ui_line_height(ui, look);
    struct rect text = {r.x + r.w - used - t->unit - width, r.y + (r.h - line) / 2, width, line};
    ui_text(ui, ui_mirror(ui, r, text), look, words.data);
    float thick = t->unit * 0.7f;
    for (size_t i = 0; i < count; i++) {
        struct rect at = {r.x + r.w - used + (bar + gap) * (float)i, r.y + (r.h - thick) / 2, bar,
                          thick};
        draw_fill(ui->draw, ui_mirror(ui, r, at), i <= step ? t->accent.fill : t->paper_deep,
                  thick / 2);
    }
    tree_add(ui->tree, ROLE_PROGRESS, words.data, r, (struct action){0});
    str_free(&words);
}
