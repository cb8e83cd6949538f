/* Cards of a list: a picture or the kind's colour and sign, a title, when it is. */
#include <math.h>

#include "ui/ui.h"

/* White paper with its shadow. Returns the corners' radius. */
static float card_ground(struct ui *ui, struct rect r, struct action action)
{
    const struct theme *t = ui->theme;
    bool pressed = ui_is_pressed(ui, action);
    struct colour fill = pressed ? colour_mix(t->white, colour_rgb(0x000000), 0.06f) : t->white;
    float radius = t->radius * 1.3f;
    if (!pressed) {
        draw_shadow(ui->draw, (struct rect){r.x, r.y + t->stroke, r.w, r.h},
                    colour_alpha(colour_rgb(0x3a2c14), 0.22f), radius, t->unit * 0.8f);
    }
    draw_fill(ui->draw, r, fill, radius);
    return radius;
}

static void card_outline(struct ui *ui, struct rect r, float radius)
{
    const struct theme *t = ui->theme;
    draw_outline(ui->draw, r, t->contrast ? t->ink : t->line, radius, fmaxf(1, t->stroke / 2));
}

/* The picture in `seen`, which is the part of `whole` that is not clipped; rounded corners outside of it are
 * not seen. */
static void card_picture(struct ui *ui, struct rect seen, struct rect whole, float radius,
                         const struct card *card)
{
    const struct theme *t = ui->theme;
    struct swatch s = t->kinds[card->kind];
    bool sheet =
        card->picture != NULL && (card->kind == ITEM_PARTNER || card->kind == ITEM_NEWSLETTER);
    draw_clip(ui->draw, seen);
    draw_fill(ui->draw, whole, sheet ? t->paper_dark : s.fill, radius);
    if (card->picture != NULL) {
        draw_picture(ui->draw, sheet ? rect_inset(seen, t->unit) : whole, card->picture,
                     PICTURE_CARD, sheet ? PICTURE_CONTAIN : PICTURE_COVER, sheet ? 0 : radius,
                     t->paper);
    } else {
        float size = fminf(seen.h * 0.62f, seen.w * 0.4f);
        struct rect sign = {seen.x + (seen.w - size) / 2, seen.y + (seen.h - size) / 2, size, size};
        draw_icon(ui->draw, sign, theme_kind_icon(card->kind), colour_alpha(s.text, 0.85f));
    }
    draw_clip_end(ui->draw);
}

void ui_card(struct ui *ui, struct rect r, const struct card *card)
{
    const struct theme *t = ui->theme;
    float radius = card_ground(ui, r, card->action);
    float pad = t->unit * 1.2f;
    struct text_look head = {.style = TEXT_SUBHEAD, .colour = t->ink, .max_lines = 2};
    struct text_look bold = {.style = TEXT_LABEL, .colour = t->accent.fill};
    struct text_look plain = {.style = TEXT_BODY, .colour = t->ink_soft};
    float width = r.w - 2 * pad;
    float head_height = ui_text_height(ui, width, head, card->title);
    bold.max_lines = 2;
    float line_height = card->line != NULL ? ui_text_height(ui, width, bold, card->line) : 0;
    float words = head_height + line_height + 2 * pad;
    struct rect top = r;
    top.h = fmaxf(r.h * 0.24f, fminf(r.h * 0.62f, r.h - words));
    /* The lower corners lie outside the clip: only the upper ones are rounded. */
    card_picture(ui, top, (struct rect){top.x, top.y, top.w, top.h + radius}, radius, card);
    card_outline(ui, r, radius);
    struct rect box = {r.x + pad, top.y + top.h + pad * 0.7f, width, head_height + 1};
    ui_label(ui, box, head, card->title);
    box.y += head_height;
    if (card->line != NULL) {
        box.h = line_height;
        ui->tree->crowded |= ui_label(ui, box, bold, card->line);
        box.y += line_height;
    }
    ui->tree->crowded |= box.y > r.y + r.h - pad * 0.3f;
    box.h = r.y + r.h - pad * 0.5f - box.y;
    if (card->text != NULL && box.h >= ui_line_height(ui, plain)) {
        ui_label(ui, box, plain, card->text);
    }
    struct node *node = tree_add(ui->tree, ROLE_CARD, card->title, r, card->action);
    tree_set_value(ui->tree, node, card->line != NULL ? card->line : card->text);
    node->text_size = t->fonts[TEXT_SUBHEAD].size;
}

float ui_card_row_height(const struct ui *ui)
{
    struct text_look small = {.style = TEXT_SMALL}, body = {.style = TEXT_BODY};
    float lines = 2 * ui_line_height(ui, small) + ui_line_height(ui, body);
    return ceilf(fmaxf(ui->theme->touch * 1.2f, lines));
}

void ui_card_row(struct ui *ui, struct rect r, const struct card *card)
{
    const struct theme *t = ui->theme;
    float radius = card_ground(ui, r, card->action), side = fminf(r.h, r.w * 0.3f);
    struct rect seen = ui_mirror(ui, r, (struct rect){r.x, r.y, side, r.h});
    struct rect whole = ui_mirror(ui, r, (struct rect){r.x, r.y, side + radius, r.h});
    card_picture(ui, seen, whole, radius, card);
    card_outline(ui, r, radius);
    struct text_look head = {.style = TEXT_LABEL, .colour = t->ink, .max_lines = 2};
    struct text_look line = {.style = TEXT_BODY, .colour = t->accent.fill, .max_lines = 2};
    float pad = t->unit * 1.2f, smallest = t->fonts[TEXT_SMALL].size;
    struct rect words = {r.x + side + pad, r.y, r.w - side - 2 * pad, r.h};
    words = ui_mirror(ui, r, words);
    /* When it is comes whole, then as much of the title as there is room for. */
    float below = 0;
    if (card->line != NULL) {
        struct rect room = {0, 0, words.w, ui_line_height(ui, line)};
        line.size = ui_text_fit(ui, room, line, card->line, smallest);
        below = ui_text_height(ui, words.w, line, card->line);
    }
    struct rect room = {0, 0, words.w, r.h - below};
    head.size = ui_text_fit(ui, room, head, card->title, smallest);
    head.max_lines = r.h - below >= 2 * ui_line_height(ui, head) ? 2 : 1;
    float height = ui_text_height(ui, words.w, head, card->title);
    words.y += fmaxf(0, (r.h - height - below) / 2);
    words.h = height + 1;
    ui_label(ui, words, head, card->title);
    words = (struct rect){words.x, words.y + height, words.w, below + 1};
    ui->tree->crowded |= card->line != NULL && ui_label(ui, words, line, card->line);
    ui->tree->crowded |= height + below > r.h + 1;
    struct node *node = tree_add(ui->tree, ROLE_CARD, card->title, r, card->action);
    tree_set_value(ui->tree, node, card->line != NULL ? card->line : card->text);
    node->text_size = head.size;
}
