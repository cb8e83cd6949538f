/* The rotation: one item full-screen, faded into the next. The picture is the hero; text stands on a
 * scrim or a panel, never straight on the picture (LOOK.md, "Rotation"). */
#include <math.h>

#include "base/i18n.h"
#include "model/words.h"
#include "screens/page.h"

/* How an item's picture is treated. */
enum hero {
    HERO_NONE,  /* no picture: the kind's colour and a large faint icon */
    HERO_PHOTO, /* edge to edge, or whole on its own blur */
    HERO_SHEET, /* a newsletter's page or a partner's logo: whole, on a card */
};

/* One slide's geometry: where the picture and the text live. */
struct slide_layout {
    bool wide;
    bool side;  /* a tall picture stands whole at the end, text at the start */
    bool whole; /* a wide picture stands whole on its blur, at the end */
    enum hero hero;
    struct rect picture, text, panel;
};

static enum hero hero_of(const struct item *item)
{
    if (item == NULL || item->picture_count == 0) {
        return HERO_NONE;
    }
    return item->kind == ITEM_NEWSLETTER || item->kind == ITEM_PARTNER ? HERO_SHEET : HERO_PHOTO;
}

static struct swatch swatch_of(const struct theme *t, const struct item *item)
{
    if (item == NULL) {
        return t->accent;
    }
    return item->urgent ? t->urgent : t->kinds[item->kind];
}

static struct slide_layout lay(const struct theme *t, struct rect screen, const struct item *item,
                               const struct picture *picture)
{
    struct slide_layout l = {.wide = page_wide(screen), .hero = hero_of(item)};
    float strip = t->touch * 1.5f;
    l.picture = screen;
    if (!l.wide) {
        l.picture.h = floorf(screen.h * 0.52f);
        l.panel = (struct rect){0, l.picture.h, screen.w, screen.h - l.picture.h};
        l.text = rect_inset(l.panel, t->margin);
        l.text.h -= strip;
        if (l.hero == HERO_SHEET) {
            l.picture = rect_inset(l.picture, t->margin);
            l.picture.y += strip / 2;
            l.picture.h -= strip / 2;
        }
        return l;
    }
    l.side = l.hero != HERO_NONE && picture != NULL && !page_fills(picture, screen) &&
             (float)picture->width < (float)picture->height * 1.2f;
    if (l.hero == HERO_PHOTO && picture != NULL && !l.side && !page_fills(picture, screen)) {
        /* Whole on its blur, and at the end: the words cover as little of it as can be. */
        float scale = fminf(screen.w / (float)picture->width, screen.h / (float)picture->height);
        l.picture.w = floorf((float)picture->width * scale);
        l.picture.x = screen.w - l.picture.w;
        l.whole = true;
    }
    l.text = (struct rect){t->margin, strip, screen.w * 0.56f - t->margin,
                           screen.h - strip - t->touch * 2.5f};
    if (l.hero == HERO_SHEET || l.side) {
        l.picture = (struct rect){screen.w * 0.56f, 0, screen.w * 0.44f, screen.h};
        l.text.w = l.picture.x - 2 * t->margin;
    }
    if (l.hero == HERO_SHEET || l.side) { /* clear of clock and place above and below */
        l.picture = rect_inset(l.picture, t->margin);
        l.picture.y += strip * 0.75f;
        l.picture.h -= strip * 1.25f;
    }
    return l;
}

/* A whole sheet inside `box`, on a white card with a shadow. */
static void draw_sheet(struct ui *ui, const struct picture *picture, struct rect box,
                       bool page_like)
{
    const struct theme *t = ui->theme;
    float pad = page_like ? 0 : t->unit * 2;
    float scale = fminf((box.w - 2 * pad) / (float)picture->width,
                        (box.h - 2 * pad) / (float)picture->height);
    struct rect sheet = {0, 0, (float)picture->width * scale, (float)picture->height * scale};
    struct rect card = {0, 0, sheet.w + 2 * pad, sheet.h + 2 * pad};
    card.x = roundf(box.x + (box.w - card.w) / 2);
    card.y = roundf(box.y + (box.h - card.h) / 2);
    sheet.x = card.x + pad;
    sheet.y = card.y + pad;
    draw_shadow(ui->draw, card, colour_alpha(colour_rgb(0x000000), 0.35f), t->radius, t->unit);
    draw_fill(ui->draw, card, colour_rgb(0xffffff), page_like ? 0 : t->radius);
    draw_picture(ui->draw, sheet, picture->hash, PICTURE_FULL, PICTURE_STRETCH, 0,
                 (struct colour){0});
}

/* A ground in the kind's colour: lighter above, with a large faint icon where no picture is. */
static void draw_ground(struct ui *ui, struct rect r, struct swatch s, const char *icon)
{
    /* Away from the words' colour only, so that they stand out as much as on the fill itself. */
    bool dark_words = colour_contrast(s.text, colour_rgb(0xffffff)) > 7;
    struct colour top = dark_words ? colour_mix(s.fill, colour_rgb(0xffffff), 0.16f) : s.fill;
    struct colour bottom = dark_words ? s.fill : colour_mix(s.fill, colour_rgb(0x000000), 0.18f);
    draw_gradient(ui->draw, r, top, bottom, false);
    if (icon != NULL) {
        float size = fminf(r.w, r.h) * 0.78f;
        struct rect at = {r.x + r.w - size * 0.92f, r.y + (r.h - size) / 2, size, size};
        draw_icon(ui->draw, ui_mirror(ui, r, at), icon,
                  colour_alpha(s.text, dark_words ? 0.02f : 0.05f));
    }
}

/* The school's background shines through the colour, as faintly as words on it can stand. */
static void draw_background(struct page *page, struct swatch s)
{
    struct ui *ui = page->ui;
    if (page->app->background != NULL) {
        draw_picture(ui->draw, ui->screen, page->app->background, PICTURE_FULL, PICTURE_COVER, 0,
                     (struct colour){0});
        draw_fill(ui->draw, ui->screen, colour_alpha(s.fill, 0.88f), 0);
    }
}

/* What is left of a white photo under this much scrim carries white words at 4.5:1. */
static const float SCRIM = 0.64f;

/* Darkens the part of a photo in `area` where the strips' words stand, and softly beyond them. */
static void draw_strip_scrims(struct ui *ui, struct rect area, bool bottom_too)
{
    const struct theme *t = ui->theme;
    struct colour dark = colour_alpha(t->scrim, SCRIM);
    struct colour clear = colour_alpha(t->scrim, 0);
    /* As deep as draw_top() and draw_bottom() reach, the burn-in shift included. */
    float line = t->fonts[TEXT_LABEL].size * 1.25f, clock = t->fonts[TEXT_CLOCK].size * 1.25f;
    float reach = floorf(t->margin * 0.7f + 8 + fmaxf(line + clock, t->touch));
    struct rect top = {area.x, 0, area.w, reach};
    draw_gradient(ui->draw, top, colour_alpha(t->scrim, SCRIM + 0.12f), dark, false);
    draw_gradient(ui->draw, (struct rect){area.x, reach, area.w, t->touch * 1.6f}, dark, clear,
                  false);
    if (bottom_too) {
        float low = floorf(t->margin * 0.7f + t->touch + 16);
        struct rect bottom = {area.x, ui->screen.h - low, area.w, low};
        struct rect soft = {area.x, bottom.y - t->touch * 1.6f, area.w, t->touch * 1.6f};
        draw_gradient(ui->draw, soft, clear, dark, false);
        draw_fill(ui->draw, bottom, dark, 0);
    }
}

/* Darkens a photo where text stands on it. */
static void draw_scrims(struct ui *ui, const struct slide_layout *l)
{
    struct rect s = ui->screen;
    draw_strip_scrims(ui, s, l->wide);
    if (!l->wide) {
        return;
    }
    /* The words reach to 0.56 of the width (lay()). */
    struct colour start = colour_alpha(ui->theme->scrim, 0.74f);
    struct colour clear = colour_alpha(ui->theme->scrim, 0);
    struct rect side = {0, 0, floorf(s.w * 0.48f), s.h};
    struct rect soft = {side.w, 0, floorf(s.w * 0.40f), s.h};
    draw_fill(ui->draw, ui_mirror(ui, s, side), start, 0);
    draw_gradient(ui->draw, ui_mirror(ui, s, soft), ui->rtl ? clear : start,
                  ui->rtl ? start : clear, true);
}

static void draw_hero(struct page *page, const struct slide_layout *l, const struct item *item,
                      const struct picture *picture)
{
    struct ui *ui = page->ui;
    struct swatch s = swatch_of(ui->theme, item);
    const char *icon = item == NULL   ? "heart"
                       : item->urgent ? "urgent"
                                      : theme_kind_icon(item->kind);
    if (l->hero == HERO_NONE) {
        draw_ground(ui, ui->screen, s, icon);
        if (item == NULL || !item->urgent) {
            draw_background(page, s);
        }
        return;
    }
    if (l->hero == HERO_SHEET) {
        draw_ground(ui, ui->screen, s, NULL);
        draw_sheet(ui, picture, ui_mirror(ui, ui->screen, l->picture),
                   item->kind == ITEM_NEWSLETTER);
        return;
    }
    if (l->side) {
        draw_picture(ui->draw, ui->screen, picture->hash, PICTURE_BLUR, PICTURE_COVER, 0,
                     (struct colour){0});
        draw_scrims(ui, l);
        draw_picture(ui->draw, ui_mirror(ui, ui->screen, l->picture), picture->hash, PICTURE_FULL,
                     PICTURE_CONTAIN, 0, (struct colour){0});
        /* The tall photo covers the strips' scrim: darken it again. */
        draw_strip_scrims(ui, ui_mirror(ui, ui->screen, l->picture), true);
        return;
    }
    if (l->whole) {
        draw_picture(ui->draw, ui->screen, picture->hash, PICTURE_BLUR, PICTURE_COVER, 0,
                     (struct colour){0});
        draw_picture(ui->draw, ui_mirror(ui, ui->screen, l->picture), picture->hash, PICTURE_FULL,
                     PICTURE_CONTAIN, 0, (struct colour){0});
    } else {
        page_photo(page, picture, l->picture, 0, (struct colour){0});
    }
    draw_scrims(ui, l);
}

/* The line below the headline: when and where, or how the text begins. */
static void second_line(struct page *page, const struct item *item, struct str *out)
{
    if (item->kind == ITEM_EVENT || item->kind == ITEM_LEARNING ||
        item->kind == ITEM_VOLUNTEERING) {
        words_item_when(out, item, page->said_now);
        if (!str_blank(item->where)) {
            str_printf(out, "%s%s", out->length > 0 ? "\n" : "", item->where);
        }
    }
    if (out->length == 0) {
        str_puts(out, item_text(item, page->ui->language));
    }
}

/* What a slide says. `title` and `chip` point into the item or live as long as the program. */
struct saying {
    const struct language *language;
    const char *title, *chip;
    struct str second;
};

/* Has staff given a title in that language? */
static bool translated(const struct item *item, const char *code)
{
    bool found = false;
    for (size_t i = 0; i < item->translation_count && !found; i++) {
        found = str_same(item->translations[i].language, code) &&
                !str_blank(item->translations[i].title);
    }
    return found;
}

/* A welcome says itself in one language after the other, another each round: staff's translations
 * where there are some, else the program's own greeting above what staff wrote. */
static void say_welcome(struct page *page, const struct item *item, unsigned round,
                        struct saying *saying)
{
    const struct app *app = page->app;
    const struct language *choice[LANGUAGE_LIMIT];
    size_t count = 0;
    choice[count++] = app->offered[0];
    for (size_t i = 1; i < app->offered_count; i++) {
        if (item != NULL && translated(item, app->offered[i]->code)) {
            choice[count++] = app->offered[i];
        }
    }
    bool own_words = count == 1;
    for (size_t i = 1; own_words && i < app->offered_count; i++) {
        choice[count++] = app->offered[i];
    }
    const struct language *language = choice[round % count];
    const char *given = item != NULL ? item_title(item, language->code) : "";
    bool greets = str_blank(given) || (own_words && language != app->offered[0]);
    saying->language = language;
    saying->title = greets ? language->welcome : given;
    saying->chip = greets ? language->own_name : language->welcome;
    if (!greets) {
        str_puts(&saying->second, item_text(item, language->code));
    } else {
        str_puts(&saying->second, str_blank(given) ? app->config->school.name : given);
    }
}

static void say(struct page *page, const struct item *item, unsigned round, struct saying *saying)
{
    *saying = (struct saying){.language = language_find(page->ui->language)};
    if (item == NULL || item->kind == ITEM_WELCOME) {
        say_welcome(page, item, round, saying);
        return;
    }
    saying->title = words_title(item, page->ui->language);
    /* TRANSLATORS: the chip on a notice that cannot wait. */
    saying->chip = item->urgent ? _("Important") : words_kind(item->kind);
    second_line(page, item, &saying->second);
}

/* Chip, headline and second line, from the bottom of the box upwards (landscape) or down from its
 * top (portrait), so that they rest on the strip or hang from the picture. */
static void draw_words(struct page *page, const struct slide_layout *l, const struct item *item,
                       const struct saying *saying, struct colour colour)
{
    struct ui *ui = page->ui;
    const struct theme *t = ui->theme;
    const char *title = saying->title;
    const struct str *said = &saying->second;
    struct text_look head = page_look(TEXT_HEADLINE, colour);
    head.heading = true;
    struct text_look line = page_look(TEXT_SECOND, colour);
    float chip = t->touch * 0.8f;
    float under = ui->rtl ? t->unit * 2 : t->unit; /* Arabic marks stand above the line */
    struct rect box = ui_mirror(ui, ui->screen, l->text);
    float line_height = ui_line_height(ui, line);
    float second_room = said->length > 0 ? line_height * (l->wide ? 2 : 4) + t->unit : 0;
    struct rect head_box = {box.x, box.y, box.w, box.h - chip - under - second_room};
    head.size = ui_text_fit(ui, head_box, head, title, t->fonts[TEXT_HEADLINE].size * 0.45f);
    float head_height = fminf(ui_text_height(ui, box.w, head, title), head_box.h);
    line.max_lines =
        (int)fmaxf(1, floorf((box.h - chip - under - t->unit - head_height) / line_height));
    if (line.max_lines > (l->wide ? 3 : 5)) {
        line.max_lines = l->wide ? 3 : 5;
    }
    float second_height =
        said->length > 0 ? ui_text_height(ui, box.w, line, said->data) + t->unit : 0;
    float total = chip + under + head_height + second_height;
    float y = l->wide ? box.y + box.h - total : box.y;
    if (item != NULL) {
        /* On a photo the chip is festive; on its own colour it is the other way round. */
        bool on_photo = l->wide && l->hero == HERO_PHOTO;
        struct swatch s = swatch_of(t, item);
        struct swatch plain = {colour_rgb(0xffffff), t->ink};
        struct rect chip_box = {box.x, y, box.w, chip};
        chip_box.w = fminf(box.w, ui_chip_width(ui, saying->chip));
        chip_box = ui_mirror(ui, box, chip_box);
        ui_chip(ui, chip_box.x, y, item->urgent ? "urgent" : theme_kind_icon(item->kind),
                on_photo ? s : plain, saying->chip);
    }
    y += chip + under;
    ui_text(ui, (struct rect){box.x, y, box.w, head_height + 1}, head, title);
    y += head_height + t->unit;
    if (said->length > 0) {
        ui_text(ui, (struct rect){box.x, y, box.w, box.y + box.h - y + 1}, line, said->data);
    }
}

/* Furniture that stands still all day moves a little, so that it does not burn in: up to 8 px every
 * two minutes (LOOK.md). */
static void burn_in_shift(int64_t now_ms, float *dx, float *dy)
{
    static const float path[][2] = {{0, 0}, {4, 0}, {8, 2}, {8, 6}, {4, 8}, {0, 6}, {2, 3}, {6, 4}};
    size_t at = (size_t)(now_ms / 120000) % (sizeof path / sizeof path[0]);
    *dx = path[at][0];
    *dy = path[at][1];
}

static void draw_top(struct page *page, struct colour colour)
{
    struct ui *ui = page->ui;
    const struct theme *t = ui->theme;
    float dx = 0, dy = 0;
    burn_in_shift(ui->now_ms, &dx, &dy);
    struct rect row = {t->margin + dx, t->margin * 0.7f + dy, ui->screen.w - 2 * t->margin - 8,
                       t->touch * 1.2f};
    struct rect shield = {row.x, row.y, t->touch, t->touch};
    furniture_crest(page, ui_mirror(ui, row, shield));
    struct text_look look = page_look(TEXT_LABEL, colour);
    look.max_lines = 1;
    float line = ui_line_height(ui, look);
    struct rect name = {row.x + t->touch + t->unit, row.y + (t->touch - line) / 2, row.w * 0.5f,
                        line};
    ui_text(ui, ui_mirror(ui, row, name), look, page->app->config->school.name);
    struct str words = {0};
    if (page->said_now == WALL_NONE) {
        return;
    }
    words_date(&words, page->now, page->now, !page_wide(ui->screen));
    look.align = ALIGN_END;
    struct rect end = {row.x + row.w * 0.6f, row.y - t->unit / 4, row.w * 0.4f, line};
    ui_text(ui, ui_mirror(ui, row, end), look, words.data);
    str_clear(&words);
    words_time(&words, page->now);
    struct text_look clock = page_look(TEXT_CLOCK, colour);
    clock.align = ALIGN_END;
    clock.max_lines = 1;
    end.y += line;
    end.h = ui_line_height(ui, clock);
    ui_text(ui, ui_mirror(ui, row, end), clock, words.data);
    str_free(&words);
}

/* "Touch to explore" in the next of the school's languages with each slide; where the pill stands. */
static struct rect draw_invitation(struct page *page, struct rect row, struct colour colour,
                                   unsigned turn)
{
    struct ui *ui = page->ui;
    const struct theme *t = ui->theme;
    const struct app *app = page->app;
    const struct language *language = app->offered[turn % app->offered_count];
    /* TRANSLATORS: on the pictures, for those who pass by. */
    const char *words = i18n_in(language->code, N_("Touch to explore"));
    struct text_look look = page_look(TEXT_LABEL, colour);
    look.max_lines = 1;
    float line = ui_line_height(ui, look);
    float ring = t->touch * 0.8f;
    struct rect circle = {row.x, row.y + (row.h - ring) / 2, ring, ring};
    struct rect box = {row.x + ring + t->unit, row.y + (row.h - line) / 2, 0, line};
    box.w = fminf(ceilf(ui_text_width(ui, look, words)) + 2, row.w * 0.7f);
    struct rect pill = {row.x, row.y, box.x + box.w + t->unit - row.x, row.h};
    circle = ui_mirror(ui, row, circle);
    box = ui_mirror(ui, row, box);
    draw_outline(ui->draw, circle, colour, ring / 2, t->stroke * 1.5f);
    draw_icon(ui->draw, rect_inset(circle, ring * 0.22f), "touch", colour);
    bool rtl = ui->rtl;
    ui->rtl = language->rtl;
    ui_text(ui, box, look, words);
    ui->rtl = rtl;
    return ui_mirror(ui, row, pill);
}

/* The invitation, and where we are in the round. Returns the invitation's place. */
static struct rect draw_bottom(struct page *page, struct colour colour, struct slide slide)
{
    struct ui *ui = page->ui;
    const struct theme *t = ui->theme;
    float dx = 0, dy = 0;
    burn_in_shift(ui->now_ms, &dx, &dy);
    struct rect row = {t->margin + dx, ui->screen.h - t->margin * 0.7f - t->touch - 8 + dy,
                       ui->screen.w - 2 * t->margin - 8, t->touch};
    struct rect pill = draw_invitation(page, row, colour, slide.turn);
    struct text_look look = page_look(TEXT_LABEL, colour);
    look.max_lines = 1;
    float line = ui_line_height(ui, look);
    const struct rotation *r = &page->app->rotation;
    if (r->total > 8) {
        struct str place = {0};
        words_number(&place, "%zu / %zu", slide.place + 1, r->total);
        look.align = ALIGN_END;
        struct rect end = {row.x + row.w * 0.7f, row.y + (row.h - line) / 2, row.w * 0.3f, line};
        ui_text(ui, ui_mirror(ui, row, end), look, place.data);
        str_free(&place);
        return pill;
    }
    float dot = t->unit * 1.2f;
    for (size_t i = 0; r->total > 1 && i < r->total; i++) {
        float from_end = (float)(r->total - i) * dot * 1.8f;
        struct rect at = {row.x + row.w - from_end + dot * 0.8f, row.y + (row.h - dot) / 2, dot,
                          dot};
        draw_fill(ui->draw, ui_mirror(ui, row, at),
                  colour_alpha(colour, i == slide.place ? 1.0f : 0.4f), dot / 2);
    }
    return pill;
}

/* Draws one slide, opaque and full-screen. Returns where its invitation stands. */
static struct rect draw_slide(struct page *page, struct slide slide)
{
    struct ui *ui = page->ui;
    const struct theme *t = ui->theme;
    const struct item *item = item_list_by_id(&page->app->items, slide.item);
    const struct picture *picture = NULL;
    if (item != NULL && item->picture_count > 0) {
        picture = &item->pictures[slide.picture < item->picture_count ? slide.picture : 0];
    }
    struct slide_layout l = lay(t, ui->screen, item, picture);
    struct swatch s = swatch_of(t, item);
    bool photo = l.hero == HERO_PHOTO;
    struct saying saying;
    say(page, item, slide.round, &saying);
    bool rtl = ui->rtl;
    ui->on_picture = photo;
    ui->rtl = saying.language->rtl; /* a welcome stands as its language is read */
    draw_fill(ui->draw, ui->screen, photo ? t->scrim : s.fill, 0);
    draw_hero(page, &l, item, picture);
    if (!l.wide && l.hero != HERO_NONE) {
        draw_fill(ui->draw, l.panel, s.fill, 0);
    }
    struct colour white = colour_rgb(0xffffff);
    draw_words(page, &l, item, &saying, photo && l.wide ? white : s.text);
    str_free(&saying.second);
    ui->rtl = rtl;
    draw_top(page, photo ? white : s.text);
    struct rect pill = draw_bottom(page, photo && l.wide ? white : s.text, slide);
    ui->on_picture = false;
    return pill;
}

/* Where a finger rests on a slide a ring shows that it is felt: the page that opens needs a moment to be
 * painted, this does not. */
static void draw_felt(struct page *page)
{
    struct ui *ui = page->ui;
    int verb = (int)ui->pressed.verb;
    if (verb != VERB_OPEN_SHOWN && verb != VERB_EXPLORE) {
        return;
    }
    float size = ui->theme->touch * 1.4f;
    struct rect ring = {page->app->touch_x - size / 2, page->app->touch_y - size / 2, size, size};
    draw_fill(ui->draw, ring, colour_alpha(colour_rgb(0xffffff), 0.25f), size / 2);
    draw_outline(ui->draw, ring, colour_alpha(colour_rgb(0xffffff), 0.8f), size / 2,
                 ui->theme->stroke * 1.5f);
}

/* Whoever holds the staff's corner sees that it counts. */
static void draw_corner(struct page *page)
{
    struct ui *ui = page->ui;
    float held = staffdoor_held(&page->app->door, ui->now_ms);
    if (held <= 0) {
        return;
    }
    float side = ui->theme->touch, size = side * (0.3f + 0.6f * held);
    struct rect at = {ui->screen.w - side * 0.75f - size / 2, side * 0.75f - size / 2, size, size};
    float stroke = ui->theme->stroke * 2, edge = ui->theme->stroke;
    /* A dark edge on both sides: it is seen on a light slide, too. */
    struct rect outside = rect_inset(at, -edge);
    draw_outline(ui->draw, outside, ui->theme->ink, outside.w / 2, stroke + 2 * edge);
    draw_outline(ui->draw, at, colour_rgb(0xffffff), size / 2, stroke);
}

void attract_view(struct page *page)
{
    struct ui *ui = page->ui;
    const struct rotation *r = &page->app->rotation;
    float fade = rotation_fade(r, ui->now_ms);
    if (r->fading && fade < 1) {
        draw_layer(ui->draw, 1, 0, 0);
        draw_slide(page, r->before);
        draw_layer_end(ui->draw);
        tree_clear(ui->tree); /* what is leaving is no longer there for anyone */
    }
    draw_layer(ui->draw, fade, 0, 0);
    struct rect pill = draw_slide(page, r->shown);
    draw_layer_end(ui->draw);
    if (page->app->door.held_since_ms == 0) {
        draw_felt(page);
    }
    draw_corner(page);
    const struct item *item = item_list_by_id(&page->app->items, r->shown.item);
    tree_add(ui->tree, ROLE_SLIDE, item != NULL ? words_title(item, ui->language) : _("Welcome"),
             ui->screen, page_do(VERB_OPEN_SHOWN, 0));
    /* Everywhere opens what is shown; the invitation itself leads to everything there is. */
    tree_add(ui->tree, ROLE_BUTTON, _("Touch to explore"), pill, page_do(VERB_EXPLORE, 0));
}

size_t app_wanted(const struct app *app, wall_t now, struct wanted *wanted, size_t limit)
{
    if (app->rotation.fading) {
        return 0; /* every frame counts now, and it is early enough afterwards */
    }
    struct slide slide = rotation_next(&app->rotation, &app->items, now);
    const struct item *item = item_list_by_id(&app->items, slide.item);
    if (item == NULL || item->picture_count == 0 || limit < 2) {
        return 0;
    }
    const struct picture *picture =
        &item->pictures[slide.picture < item->picture_count ? slide.picture : 0];
    struct rect screen = {0, 0, (float)app->width, (float)app->height};
    struct slide_layout l = lay(&app->theme, screen, item, picture);
    size_t count = 0;
    bool whole = l.side || l.whole || !page_fills(picture, l.picture);
    enum picture_fit fit = l.hero == HERO_PHOTO && !whole ? PICTURE_COVER : PICTURE_CONTAIN;
    wanted[count++] = (struct wanted){picture->hash, PICTURE_FULL, fit, l.picture.w, l.picture.h};
    if (l.hero == HERO_PHOTO && whole) {
        struct rect box = l.side || l.whole ? screen : l.picture;
        wanted[count++] = (struct wanted){picture->hash, PICTURE_BLUR, PICTURE_COVER, box.w, box.h};
    }
    return count;
}
