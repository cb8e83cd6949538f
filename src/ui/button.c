/* Buttons, choices and tiles: everything that is touched once. The pressed look comes with the next
 * frame: darker, a little smaller, without its shadow. */
#include <math.h>
#include <string.h>

#include "ui/ui.h"

bool ui_is_pressed(const struct ui *ui, struct action action)
{
    return ui->pressed.verb != 0 && action_same(ui->pressed, action);
}

struct skin {
    struct colour fill, text, line;
};

static struct skin skin_of(const struct ui *ui, const struct button *b)
{
    const struct theme *t = ui->theme;
    struct skin s = {t->white, t->ink, t->line};
    if (b->look == BUTTON_MAIN || b->checked) {
        s = (struct skin){t->accent.fill, t->accent.text, t->accent.fill};
    } else if (b->look == BUTTON_GOLD) {
        s = (struct skin){t->gold.fill, t->gold.text, t->gold.fill};
    } else if (b->look == BUTTON_QUIET) {
        s = (struct skin){{0}, t->white, t->white};
    }
    if (b->disabled) {
        s.fill = colour_mix(t->paper, t->paper_deep, 0.5f);
        s.line = s.fill;
        s.text = colour_mix(t->ink, t->paper, 0.55f);
    }
    return s;
}

/* Body of a button: shadow, fill, border; smaller and darker while pressed. */
static struct rect draw_body(struct ui *ui, struct rect r, struct skin s, bool pressed, bool shadow)
{
    const struct theme *t = ui->theme;
    if (pressed) {
        r = rect_inset(r, fmaxf(1, t->stroke / 2));
        s.fill = colour_mix(s.fill, colour_rgb(0x000000), 0.14f);
    } else if (shadow && s.fill.a == 255) {
        struct rect below = {r.x, r.y + t->stroke, r.w, r.h};
        draw_shadow(ui->draw, below, colour_alpha(colour_rgb(0x3a2c14), 0.18f), t->radius,
                    t->unit / 2);
    }
    if (s.fill.a > 0) {
        draw_fill(ui->draw, r, s.fill, t->radius);
    }
    draw_outline(ui->draw, r, s.line, t->radius, t->stroke);
    return r;
}

static struct text_look label_look(struct colour colour)
{
    return (struct text_look){
        .style = TEXT_LABEL, .colour = colour, .align = ALIGN_START, .max_lines = 1};
}

bool ui_label(struct ui *ui, struct rect box, struct text_look look, const char *label)
{
    struct tree nowhere = {0};
    struct tree *tree = ui->tree;
    ui->tree = &nowhere;
    ui_text(ui, box, look, label);
    ui->tree = tree;
    bool cut = nowhere.count > 0 && nowhere.nodes[0].clipped;
    tree_free(&nowhere);
    return cut;
}

float ui_button_width(const struct ui *ui, struct button b)
{
    const struct theme *t = ui->theme;
    float icon = b.icon != NULL ? t->touch * 0.5f : 0;
    float label =
        b.label != NULL && b.label[0] != '\0' ? ui_text_width(ui, label_look(t->ink), b.label) : 0;
    float between = icon > 0 && label > 0 ? t->unit * 0.7f : 0;
    float width = icon + between + label + t->unit * 2.6f;
    return ceilf(fmaxf(width, t->touch));
}

/* Icon and label side by side in the middle of `r`, shrunk together until they fit. Returns whether the
 * label had to be cut all the same. */
static bool draw_icon_and_label(struct ui *ui, struct rect r, const struct button *b,
                                struct colour colour)
{
    const struct theme *t = ui->theme;
    bool has_label = b->label != NULL && b->label[0] != '\0';
    float icon = b->icon != NULL ? fminf(t->touch * 0.5f, r.h * 0.7f) : 0;
    float between = icon > 0 && has_label ? t->unit * 0.7f : 0;
    struct text_look look = label_look(colour);
    float room = r.w - t->unit * 1.4f - icon - between;
    float width = 0, line = 0;
    if (has_label) {
        struct rect box = {0, 0, room, r.h};
        float smallest = t->fonts[TEXT_SMALL].size * 0.8f;
        look.size = ui_text_fit(ui, box, look, b->label, smallest);
        if (icon > 0 && ui_text_width(ui, look, b->label) > room) { /* the word matters more */
            room += icon + between;
            icon = between = 0;
        }
        width = fminf(ui_text_width(ui, look, b->label), room);
        line = ui_line_height(ui, look);
    }
    float x = r.x + (r.w - icon - between - width) / 2;
    bool icon_last = b->icon_after;
    struct rect sign = {icon_last ? x + width + between : x, r.y + (r.h - icon) / 2, icon, icon};
    /* A word broken into lines is measured piece by piece, which may come to a little more. */
    struct rect box = {icon_last ? x : x + icon + between, r.y + (r.h - line) / 2,
                       width + t->unit * 0.4f, line};
    if (icon > 0) {
        draw_icon(ui->draw, ui_mirror(ui, r, sign), b->icon, colour);
    }
    return has_label && ui_label(ui, ui_mirror(ui, r, box), look, b->label);
}

void ui_button(struct ui *ui, struct rect r, struct button b)
{
    struct skin s = skin_of(ui, &b);
    bool pressed = ui_is_pressed(ui, b.action) && !b.disabled;
    struct rect body = draw_body(ui, r, s, pressed, !b.disabled);
    bool cut = draw_icon_and_label(ui, body, &b, s.text);
    struct node *node =
        tree_add(ui->tree, ROLE_BUTTON, b.name != NULL ? b.name : b.label, r, b.action);
    node->disabled = b.disabled;
    node->checked = b.checked;
    node->clipped = cut;
    node->text_size = ui->theme->fonts[TEXT_LABEL].size;
}

/* The room for a control's word below its icon. */
static struct rect control_words(const struct ui *ui, struct rect r, float *icon)
{
    const struct theme *t = ui->theme;
    *icon = fminf(t->touch * 0.5f, r.h * 0.4f);
    float pad = t->unit * 0.5f;
    struct rect words = {r.x + pad, r.y + pad + *icon + t->unit * 0.2f, r.w - 2 * pad, 0};
    words.h = r.y + r.h - pad * 0.6f - words.y;
    return words;
}

bool ui_control_fits(const struct ui *ui, float w, float h, struct button b)
{
    float icon = 0;
    struct rect room = control_words(ui, (struct rect){0, 0, w, h}, &icon);
    struct text_look look = label_look(ui->theme->ink);
    look.max_lines = 2;
    /* Hints' size from LOOK.md, 5.8 mm capitals; where text is larger, a bar may stay behind it. */
    float smallest = fminf(ui->theme->fonts[TEXT_SMALL].size, 8.15f * ui->theme->px_per_mm);
    look.size = ui_text_fit(ui, room, look, b.label, smallest - 1);
    return look.size >= smallest;
}

void ui_control(struct ui *ui, struct rect r, struct button b, const char *second)
{
    const struct theme *t = ui->theme;
    struct skin s = skin_of(ui, &b);
    struct rect body = draw_body(ui, r, s, ui_is_pressed(ui, b.action) && !b.disabled, !b.disabled);
    float icon = 0;
    struct rect room = control_words(ui, body, &icon);
    struct text_look look = label_look(s.text);
    look.align = ALIGN_CENTRE;
    look.max_lines = second != NULL ? 1 : 2;
    struct text_look small = look;
    small.style = TEXT_SMALL;
    small.size = t->fonts[TEXT_SMALL].size * 0.9f;
    float below = second != NULL ? ui_line_height(ui, small) : 0;
    struct rect fit = {room.x, room.y, room.w, room.h - below};
    look.size = fminf(ui_text_fit(ui, fit, look, b.label, t->fonts[TEXT_SMALL].size * 0.6f),
                      t->fonts[TEXT_SMALL].size);
    float height = ui_text_height(ui, room.w, look, b.label);
    /* Icon and word stand together in the middle. */
    float used = icon + t->unit * 0.2f + height + below;
    float y = body.y + (body.h - used) / 2;
    struct rect sign = {body.x + (body.w - icon) / 2, y, icon, icon};
    draw_icon(ui->draw, sign, b.icon, s.text);
    y += icon + t->unit * 0.2f;
    bool cut = ui_label(ui, (struct rect){room.x, y, room.w, height + 1}, look, b.label);
    if (second != NULL) {
        small.size = ui_text_fit(ui, (struct rect){room.x, 0, room.w, below}, small, second,
                                 small.size * 0.7f);
        ui_label(ui, (struct rect){room.x, y + height, room.w, below + 1}, small, second);
    }
    struct node *node =
        tree_add(ui->tree, ROLE_BUTTON, b.name != NULL ? b.name : b.label, r, b.action);
    node->disabled = b.disabled;
    node->checked = b.checked;
    node->clipped = cut;
    node->text_size = look.size;
}

void ui_choice(struct ui *ui, struct rect r, struct button b, enum role role)
{
    const struct theme *t = ui->theme;
    struct skin s = skin_of(ui, &b);
    struct rect body = draw_body(ui, r, s, ui_is_pressed(ui, b.action), true);
    float pad = t->unit * 1.2f;
    float size = fminf(t->touch * 0.6f, r.h * 0.6f);
    float x = body.x + pad;
    struct rect mark = {x, body.y + (body.h - size) / 2, size, size};
    if (b.icon != NULL || b.checked) {
        draw_icon(ui->draw, ui_mirror(ui, body, mark), b.checked ? "check" : b.icon, s.text);
    } else {
        draw_outline(ui->draw, rect_inset(ui_mirror(ui, body, mark), size * 0.12f), t->line,
                     role == ROLE_OPTION ? size / 2 : t->radius / 2, t->stroke);
    }
    x += size + t->unit;
    struct text_look look = label_look(s.text);
    look.max_lines = body.h > ui_line_height(ui, look) * 2.2f ? 2 : 1;
    struct rect box = {x, body.y, body.x + body.w - pad * 0.6f - x, body.h};
    look.size = ui_text_fit(ui, box, look, b.label, t->fonts[TEXT_SMALL].size * 0.65f);
    float height = ui_text_height(ui, box.w, look, b.label);
    box.y += (body.h - height) / 2;
    box.h = height + 1;
    bool cut = ui_label(ui, ui_mirror(ui, body, box), look, b.label);
    struct node *node = tree_add(ui->tree, role, b.label, r, b.action);
    node->clipped = cut && role != ROLE_CARD; /* a card's title is whole where it leads */
    node->checked = b.checked;
    node->text_size = look.size;
}

void ui_tile(struct ui *ui, struct rect r, const char *icon, struct swatch swatch,
             const char *title, const char *second, struct action action)
{
    const struct theme *t = ui->theme;
    bool pressed = ui_is_pressed(ui, action);
    struct colour fill =
        pressed ? colour_mix(swatch.fill, colour_rgb(0x000000), 0.14f) : swatch.fill;
    float radius = t->radius * 1.6f;
    if (!pressed) {
        draw_shadow(ui->draw, (struct rect){r.x, r.y + t->stroke * 2, r.w, r.h},
                    colour_alpha(colour_rgb(0x3a2c14), 0.25f), radius, t->unit);
    }
    draw_fill(ui->draw, r, fill, radius);
    if (t->contrast) {
        draw_outline(ui->draw, r, t->ink, radius, t->stroke);
    }
    float pad = fminf(t->unit * 2.2f, r.w * 0.08f);
    struct text_look head = {.style = TEXT_HEAD, .colour = swatch.text, .max_lines = 2};
    struct text_look line = {.style = TEXT_BODY, .colour = swatch.text, .max_lines = 2};
    struct rect box = rect_inset(r, pad);
    float smallest = t->fonts[TEXT_SMALL].size * 0.8f;
    struct rect head_room = {box.x, box.y, box.w, box.h * 0.45f};
    head.size = ui_text_fit(ui, head_room, head, title, smallest);
    float head_height = ui_text_height(ui, box.w, head, title);
    /* The second line is whole or not there: a fragment helps nobody who reads with effort. */
    float whole = second != NULL
                      ? ui_text_height(ui, box.w, (struct text_look){.style = TEXT_BODY}, second)
                      : 0;
    float room = fminf(2 * ui_line_height(ui, line), box.h - head_height);
    const char *shown = second != NULL && whole <= room + 1 ? second : NULL;
    float line_height = shown != NULL ? whole : 0;
    float circle = fminf(t->touch * 1.35f, box.h - head_height - line_height - t->unit);
    float y = box.y;
    if (circle >= t->touch * 0.5f) {
        struct rect disc = {box.x, y, circle, circle};
        disc = ui_mirror(ui, box, disc);
        draw_fill(ui->draw, disc, colour_alpha(swatch.text, 0.16f), circle / 2);
        draw_icon(ui->draw, rect_inset(disc, circle * 0.22f), icon, swatch.text);
    }
    y = box.y + box.h - line_height - head_height;
    ui->tree->crowded |= y < box.y - 1;
    ui_label(ui, (struct rect){box.x, y, box.w, head_height + 1}, head, title);
    if (shown != NULL) {
        ui_label(ui, (struct rect){box.x, y + head_height, box.w, line_height + 1}, line, shown);
    }
    struct node *node = tree_add(ui->tree, ROLE_CARD, title, r, action);
    tree_set_value(ui->tree, node, second);
    node->text_size = head.size;
}

float ui_chip_width(const struct ui *ui, const char *label)
{
    const struct theme *t = ui->theme;
    float height = t->touch * 0.8f;
    return ceilf(height * 0.6f + t->unit * 2.4f + ui_text_width(ui, label_look(t->ink), label));
}

float ui_chip(struct ui *ui, float x, float y, const char *icon, struct swatch swatch,
              const char *label)
{
    const struct theme *t = ui->theme;
    float height = t->touch * 0.8f;
    struct text_look look = label_look(swatch.text);
    struct rect r = {x, y, ui_chip_width(ui, label), height};
    draw_fill(ui->draw, r, swatch.fill, height / 2);
    float size = height * 0.56f;
    struct rect sign = {r.x + t->unit, r.y + (height - size) / 2, size, size};
    draw_icon(ui->draw, ui_mirror(ui, r, sign), icon, swatch.text);
    float line = ui_line_height(ui, look);
    struct rect box = {sign.x + size + t->unit * 0.5f, r.y + (height - line) / 2, r.w, line};
    box.w = r.x + r.w - box.x;
    ui_text(ui, ui_mirror(ui, r, box), look, label);
    return r.w;
}

void ui_panel(struct ui *ui, struct rect r, struct colour fill, bool shadow)
{
    const struct theme *t = ui->theme;
    if (shadow) {
        draw_shadow(ui->draw, r, colour_alpha(colour_rgb(0x3a2c14), 0.25f), t->radius, t->unit);
    }
    draw_fill(ui->draw, r, fill, t->radius);
}
