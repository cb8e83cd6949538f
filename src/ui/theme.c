/* The theme. How: millimetres on the glass times pixels a millimetre; one scale of type. */
#include "ui/theme.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

/* Lato's capital height: 1433 of 2000 units an em (OS/2 table). */
static const float CAPITAL = 0.7165f;
/* LOOK.md, "Numbers": 0.7 degrees from 0.6 m is 7.3 mm. */
static const float BODY_MM = 7.3f;
static const float UNIT_MM = 4.0f, TOUCH_MM = 20.0f, GAP_MM = 3.0f, KEY_MM = 15.0f;
static const float STEP = 1.25f;

bool theme_colour(const char *text, struct colour *out)
{
    unsigned rgb = 0;
    int used = 0;
    if (text == NULL || sscanf(text, " #%6x%n", &rgb, &used) != 1 || used < 7) {
        return false;
    }
    *out = colour_rgb(rgb);
    return true;
}

struct swatch theme_swatch(struct colour fill)
{
    struct colour white = colour_rgb(0xffffff), ink = colour_rgb(0x1d2830);
    bool dark_text = colour_contrast(fill, ink) > colour_contrast(fill, white);
    struct swatch s = {fill, dark_text ? ink : white};
    struct colour towards = dark_text ? white : colour_rgb(0x000000);
    for (int i = 0; i < 100 && colour_contrast(s.fill, s.text) < 7; i++) {
        s.fill = colour_mix(s.fill, towards, 0.03f);
    }
    return s;
}

const char *theme_kind_icon(enum item_kind kind)
{
    static const char *const icons[ITEM_KIND_COUNT] = {
        "star", "calendar", "heart", "book", "megaphone", "newspaper", "handshake", "wave", "star"};
    return icons[kind];
}

/* Millimetre of the rotation headline's capitals: 0.0122 x the viewing distance. */
static float headline_mm(const struct theme_wish *wish)
{
    double metres = wish->viewing_m > 0 ? wish->viewing_m : wish->diagonal_inch <= 27 ? 2.0 : 3.0;
    return (float)(metres * 1000 * 0.0122);
}

static void set_fonts(struct theme *t, const struct theme_wish *wish)
{
    float px = t->px_per_mm;
    float body = BODY_MM * px / CAPITAL;
    /* The physical size is the rule. Where the glass is too small to hold a page at that size (under
     * 300 mm on its shorter side), the whole scale of touched text gives way together. */
    float shorter = fminf((float)wish->width, (float)wish->height) / px;
    if (shorter < 300) {
        body *= fmaxf(0.5f, shorter / 300);
    }
    t->letters = 1;
    for (int i = 0; i < wish->larger; i++) {
        t->letters *= 1.18f;
    }
    body *= t->letters;
    float headline = headline_mm(wish) * px / CAPITAL;
    t->fonts[TEXT_SMALL] = (struct font){FONT_REGULAR, body / STEP};
    t->fonts[TEXT_BODY] = (struct font){FONT_REGULAR, body};
    t->fonts[TEXT_LABEL] = (struct font){FONT_BOLD, body};
    t->fonts[TEXT_SUBHEAD] = (struct font){FONT_BOLD, body * STEP};
    t->fonts[TEXT_HEAD] = (struct font){FONT_HEAVY, body * STEP * STEP};
    t->fonts[TEXT_TITLE] = (struct font){FONT_HEAVY, body * STEP * STEP * STEP};
    t->fonts[TEXT_HEADLINE] = (struct font){FONT_HEAVY, headline};
    t->fonts[TEXT_SECOND] = (struct font){FONT_REGULAR, headline * 0.5f};
    t->fonts[TEXT_CLOCK] = (struct font){FONT_HEAVY, headline * 0.5f};
    for (int i = 0; i < TEXT_STYLES; i++) {
        t->fonts[i].size = roundf(t->fonts[i].size);
    }
}

static void set_colours(struct theme *t, const struct theme_wish *wish)
{
    static const uint32_t fills[ITEM_KIND_COUNT] = {
        [ITEM_ACHIEVEMENT] = 0xf3b533, [ITEM_EVENT] = 0x28579c,   [ITEM_VOLUNTEERING] = 0x1c6b4c,
        [ITEM_LEARNING] = 0x0e6468,    [ITEM_NOTICE] = 0xf0a04b,  [ITEM_NEWSLETTER] = 0x7b3d72,
        [ITEM_PARTNER] = 0x6a3560,     [ITEM_WELCOME] = 0x1f5f4b, [ITEM_THEME] = 0x1f5f4b,
    };
    for (int i = 0; i < ITEM_KIND_COUNT; i++) {
        t->kinds[i] = theme_swatch(colour_rgb(fills[i]));
    }
    t->accent = theme_swatch(wish->accent);
    t->kinds[ITEM_WELCOME] = t->accent;
    t->gold = theme_swatch(colour_rgb(0xf3b533));
    t->urgent = theme_swatch(colour_rgb(0xb3261e));
    t->white = colour_rgb(0xffffff);
    t->alarm = colour_rgb(0x951a13);
    t->scrim = colour_rgb(0x0d1418);
    t->paper = colour_rgb(0xfbf6ec);
    t->paper_dark = colour_rgb(0xf2e9d8);
    t->paper_deep = colour_rgb(0xe9dcc5);
    t->ink = colour_rgb(0x22303c);
    t->ink_soft = colour_rgb(0x43515c);
    t->line = colour_rgb(0xd8cbb2);
    if (wish->contrast) {
        t->paper = t->paper_dark = t->white;
        t->paper_deep = colour_rgb(0xe2e2e2);
        t->ink = t->ink_soft = t->line = colour_rgb(0x000000);
        t->accent = (struct swatch){colour_rgb(0x000000), t->white};
        for (int i = 0; i < ITEM_KIND_COUNT; i++) {
            bool light = colour_contrast(t->kinds[i].fill, t->ink) > 7;
            t->kinds[i].fill = light ? t->kinds[i].fill
                                     : colour_mix(t->kinds[i].fill, colour_rgb(0x000000), 0.45f);
            t->kinds[i].text = light ? t->ink : t->white;
        }
    }
}

/* A hand-sized display (under 170 mm on its shorter side) holds no page of full-sized buttons: there every
 * distance gives way together, down to 10 mm for a button. One stands close to such a display. */
static float small_glass(float shorter_mm)
{
    return fmaxf(0.5f, fminf(1, shorter_mm / 170));
}

struct theme theme_make(const struct theme_wish *wish)
{
    struct theme t = {.contrast = wish->contrast};
    float diagonal_px = hypotf((float)wish->width, (float)wish->height);
    t.px_per_mm = diagonal_px / (float)(wish->diagonal_inch * 25.4);
    float mm =
        t.px_per_mm * small_glass(fminf((float)wish->width, (float)wish->height) / t.px_per_mm);
    t.unit = roundf(UNIT_MM * mm);
    t.margin = t.unit * 4;
    t.radius = t.unit;
    t.stroke = fmaxf(2, roundf(0.7f * t.px_per_mm));
    t.touch = ceilf(TOUCH_MM * mm);
    t.gap = ceilf(GAP_MM * mm);
    t.key = ceilf(KEY_MM * mm);
    if (wish->contrast) {
        t.stroke *= 2;
    }
    set_fonts(&t, wish);
    set_colours(&t, wish);
    return t;
}

struct theme theme_with_letters(const struct theme *theme, float letters)
{
    struct theme t = *theme;
    for (int style = TEXT_SMALL; style <= TEXT_TITLE; style++) {
        t.fonts[style].size = roundf(t.fonts[style].size * letters / t.letters);
    }
    t.letters = letters;
    return t;
}
