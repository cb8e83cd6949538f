/* The touch test: dots where touches are felt, crosses to be tapped, and the button that keeps what was
 * measured. How: it has the whole display and none of the furniture, for the corners matter most; where
 * the touch is so wrong that no button can be met, all of it ends by itself. */
#include <math.h>

#include "base/i18n.h"
#include "model/words.h"
#include "screens/page.h"

/* Words one below the other in `box`, from its top; takes their room off it. */
static void put_words(struct page *page, struct rect *box, struct text_look look, const char *words)
{
    look.align = ALIGN_CENTRE;
    float height = ui_text_height(page->ui, box->w, look, words);
    ui_text(page->ui, page_cut_top(box, fminf(height, box->h), page->ui->theme->unit), look, words);
}

static struct text_look heading(const struct page *page)
{
    struct text_look look = page_look(TEXT_SUBHEAD, page->ui->theme->ink);
    look.heading = true;
    return look;
}

/* ---- the test ---- */

static void draw_marks(struct page *page)
{
    const struct app *app = page->app;
    struct ui *ui = page->ui;
    size_t first = app->mark_count > APP_MARKS ? app->mark_count - APP_MARKS : 0;
    float size = ui->theme->unit * 1.2f;
    for (size_t i = first; i < app->mark_count; i++) {
        struct spot at = app->marks[i % APP_MARKS];
        struct rect dot = {at.x - size / 2, at.y - size / 2, size, size};
        draw_fill(ui->draw, dot, ui->theme->accent.fill, size / 2);
    }
}

/* What came of the calibration; NULL: none was made. */
static const char *words_of_end(enum calibrating_end end)
{
    switch (end) {
    case CALIBRATING_KEPT:
        return _("The calibration is kept.");
    case CALIBRATING_GIVEN_UP:
        return _("Nobody tapped: it is as it was before.");
    case CALIBRATING_NONSENSE:
        return _("These taps did not fit together, and nothing was changed. Please try again, with "
                 "one finger in the middle of each cross.");
    case CALIBRATING_UNSTORED:
        return _(
            "The calibration holds now, but could not be stored: it will be lost with the next "
            "start. Please see whether the disk is full.");
    case CALIBRATING_NO_END:
        break;
    }
    return NULL;
}

static void draw_test(struct page *page)
{
    struct ui *ui = page->ui;
    const struct theme *t = ui->theme;
    const struct calibrating *c = &page->app->calibrating;
    struct rect card = rect_inset(page->stage, t->touch + t->unit);
    struct button buttons[] = {
        /* TRANSLATORS: measures where the touch screen feels fingers, and corrects it. */
        {.label = _("Calibrate"), .icon = "tool", .action = page_do(VERB_TOUCH, TOUCH_CALIBRATE)},
        /* TRANSLATORS: the touch screen's own report counts again, without a correction. */
        {.label = _("Without calibration"),
         .icon = "close",
         .disabled = calibration_is_plain(&c->kept),
         .action = page_do(VERB_TOUCH, TOUCH_RESET)},
        {.label = _("Done"), .icon = "check", .look = BUTTON_MAIN, .action = page_do(VERB_BACK, 0)},
    };
    size_t count = sizeof buttons / sizeof buttons[0];
    size_t columns = page_wide(page->stage) ? count : 1, rows = count / columns;
    float height = (t->touch + t->gap) * (float)rows * 1.2f - t->gap;
    struct rect foot = page_cut_bottom(&card, height, t->unit * 2);
    struct rect words = card;
    put_words(page, &words, heading(page), _("Touch test"));
    put_words(
        page, &words, page_look(TEXT_BODY, t->ink),
        _("Touch anywhere, in the corners too: a dot shows where it is felt. Where dots are not "
          "under your finger, calibrate."));
    const char *end = words_of_end(c->end);
    if (end != NULL) {
        put_words(page, &words, page_look(TEXT_LABEL, t->ink), end);
    }
    for (size_t i = 0; i < count; i++) {
        struct rect row = ui_row(foot, rows, i / columns, t->gap);
        ui_button(ui, ui_column(ui, row, columns, i % columns, t->gap), buttons[i]);
    }
    draw_marks(page);
}

/* ---- the calibration ---- */

static struct rect around(const struct ui *ui, struct spot spot, float w, float h)
{
    return (struct rect){spot.x * ui->screen.w - w / 2, spot.y * ui->screen.h - h / 2, w, h};
}

static void draw_aim(struct page *page)
{
    struct ui *ui = page->ui;
    const struct theme *t = ui->theme;
    const struct calibrating *c = &page->app->calibrating;
    struct spot cross = calibrating_cross(c->at);
    float size = t->touch, stroke = t->stroke;
    struct rect ring = around(ui, cross, size, size);
    draw_outline(ui->draw, ring, t->accent.fill, size / 2, stroke);
    draw_fill(ui->draw, around(ui, cross, size * 0.7f, stroke), t->ink, 0);
    draw_fill(ui->draw, around(ui, cross, stroke, size * 0.7f), t->ink, 0);

    struct rect box = {ui->screen.w * 0.2f, ui->screen.h * 0.18f, ui->screen.w * 0.6f,
                       ui->screen.h * 0.42f};
    struct str words = {0};
    words_number(&words, "%zu / %d", c->at + 1, CALIBRATING_CROSSES);
    put_words(page, &box, page_look(TEXT_LABEL, t->ink), words.data);
    str_clear(&words);
    put_words(page, &box, heading(page), _("Tap the middle of the cross with one finger."));
    int seconds = (int)((calibrating_left_ms(c, ui->now_ms) + 999) / 1000);
    /* TRANSLATORS: %d is a number of seconds */
    words_number(&words, _("If nobody taps, it ends in %d s, and all is as before."), seconds);
    put_words(page, &box, page_look(TEXT_BODY, t->ink), words.data);
    str_free(&words);
    /* Wherever it is felt, it is meant for the cross. */
    tree_add(ui->tree, ROLE_SLIDE, "", ui->screen, page_do(VERB_AIM, 0));
    /* TRANSLATORS: the cross that is to be tapped */
    tree_add(ui->tree, ROLE_BUTTON, _("Cross"), ring, page_do(VERB_AIM, 0));
}

static void draw_trial(struct page *page)
{
    struct ui *ui = page->ui;
    const struct theme *t = ui->theme;
    struct rect box = {ui->screen.w * 0.15f, ui->screen.h * 0.12f, ui->screen.w * 0.7f,
                       ui->screen.h * 0.4f};
    struct str words = {0};
    int seconds = (int)((calibrating_left_ms(&page->app->calibrating, ui->now_ms) + 999) / 1000);
    put_words(page, &box, heading(page), _("Is it right now? Tap the button with your finger."));
    /* TRANSLATORS: %d is a number of seconds */
    words_number(&words, _("If nobody taps it, all is as before in %d s."), seconds);
    put_words(page, &box, page_look(TEXT_BODY, t->ink), words.data);
    str_free(&words);
    /* TRANSLATORS: the calibration of the touch screen that was made just now */
    struct button keep = {
        .label = _("Keep it"), .look = BUTTON_MAIN, .action = page_do(VERB_AIM, 0)};
    ui_button(ui, around(ui, calibrating_confirm_at(), t->touch * 2.6f, t->touch), keep);
}

void touchtest_view(struct page *page)
{
    draw_fill(page->ui->draw, page->ui->screen, page->ui->theme->paper, 0);
    switch (page->app->calibrating.phase) {
    case CALIBRATING_NOT:
        draw_test(page);
        break;
    case CALIBRATING_AIM:
        draw_aim(page);
        break;
    case CALIBRATING_TRIAL:
        draw_trial(page);
        break;
    }
}
