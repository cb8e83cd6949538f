/* The last step of a form: every answer with the way to change it, the privacy notice in short, and Submit; or
 * what to do when it could not be saved. */
#include <math.h>

#include "base/i18n.h"
#include "model/words.h"
#include "screens/page.h"

/* One answer of the review: its short name, what was entered, and the way to change it. */
struct answer {
    size_t step;
    struct str value; /* what the visitor wrote; wiped after the frame */
    struct button change;
    float words_w, height; /* of the words and of the row that holds them */
};

/* A long message is shown as it begins: "Change" shows all of it. */
#define MESSAGE_LINES 3

static struct text_look value_look(const struct page *page, size_t step)
{
    struct text_look bold = page_look(TEXT_LABEL, page->ui->theme->ink);
    bold.max_lines = page->app->form.spec->steps[step].kind == STEP_MESSAGE ? MESSAGE_LINES : 0;
    return bold;
}

static struct answer answer_of(const struct page *page, float width, size_t step)
{
    struct ui *ui = page->ui;
    const struct theme *t = ui->theme;
    struct answer a = {.step = step};
    a.change = (struct button){.label = _("Change"), .action = page_do(VERB_CHANGE, (int64_t)step)};
    form_value(&page->app->form, step, &a.value);
    if (a.value.length == 0) {
        str_puts(&a.value, "–");
    }
    a.words_w = width - ui_button_width(ui, a.change) - t->unit;
    a.height =
        fmaxf(t->touch, ui_line_height(ui, page_look(TEXT_SMALL, t->ink)) +
                            ui_text_height(ui, a.words_w, value_look(page, step), a.value.data));
    return a;
}

static void draw_answer(struct page *page, struct rect row, struct answer *a)
{
    struct ui *ui = page->ui;
    const struct theme *t = ui->theme;
    struct str name = {0};
    const char *what = _(page->app->form.spec->steps[a->step].short_name);
    /* TRANSLATORS: read aloud for a button: change, and what it changes ("Change: Name"). */
    str_printf(&name, _("Change: %s"), what);
    a->change.name = name.data;
    float w = ui_button_width(ui, a->change);
    struct rect at = {row.x + row.w - w, row.y + (row.h - t->touch) / 2, w, t->touch};
    ui_button(ui, ui_mirror(ui, row, at), a->change);
    struct text_look small = page_look(TEXT_SMALL, t->ink_soft);
    struct text_look bold = value_look(page, a->step);
    small.max_lines = 1;
    float head = ui_line_height(ui, small);
    float lines = ui_text_height(ui, a->words_w, bold, a->value.data);
    struct rect text = {row.x, row.y + fmaxf(0, (row.h - head - lines) / 2), a->words_w, head};
    text = ui_mirror(ui, row, text);
    ui_text(ui, text, small, what);
    text.y += head;
    text.h = lines;
    ui->typed = true;
    ui->teaser = bold.max_lines > 0;
    ui_text(ui, text, bold, a->value.data);
    ui->typed = ui->teaser = false;
    draw_fill(ui->draw, (struct rect){row.x, row.y + row.h, row.w, t->stroke / 2}, t->line, 0);
    str_free(&name);
}

/* The answers below each other, each as high as it needs; what is left over is shared by all. */
static void draw_answers(struct page *page, struct rect box)
{
    const struct theme *t = page->ui->theme;
    struct answer answers[FORM_MAX_STEPS];
    size_t count = page->app->form.spec->step_count - 1;
    float needed = t->gap * (float)(count - 1);
    for (size_t i = 0; i < count; i++) {
        answers[i] = answer_of(page, box.w, i);
        needed += answers[i].height;
    }
    page->ui->tree->crowded |= needed > box.h + 1;
    float spare = fminf(fmaxf(0, box.h - needed) / (float)count, t->touch * 0.9f);
    for (size_t i = 0; i < count; i++) {
        draw_answer(page, page_cut_top(&box, answers[i].height + spare, t->gap), &answers[i]);
        str_wipe(&answers[i].value);
    }
}

/* What to do when it could not be saved: said calmly, nothing is lost. */
static void draw_not_saved(struct page *page, struct rect box)
{
    struct ui *ui = page->ui;
    const struct theme *t = ui->theme;
    struct str words = {0};
    str_puts(&words, _("We could not save this just now. Please tell reception, or try again."));
    if (!str_blank(page->app->config->school.phone)) {
        str_printf(&words, "\n%s", page->app->config->school.phone);
    }
    struct text_look look = page_look(TEXT_LABEL, t->ink);
    float pad = t->unit, sign = t->touch * 0.6f;
    struct rect panel = box, text = rect_inset(box, pad);
    text.x += sign + pad;
    text.w -= sign + pad;
    text.h = ui_text_height(ui, text.w, look, words.data);
    panel.h = fmaxf(text.h, sign) + 2 * pad;
    ui->tree->crowded |= panel.h > box.h + 1;
    ui_panel(ui, panel, t->white, false);
    draw_outline(ui->draw, panel, t->urgent.fill, t->radius, t->stroke);
    struct rect at = {panel.x + pad, panel.y + (panel.h - sign) / 2, sign, sign};
    draw_icon(ui->draw, ui_mirror(ui, panel, at), "urgent", t->urgent.fill);
    text.y = panel.y + (panel.h - text.h) / 2;
    text.h += 1;
    ui_text(ui, ui_mirror(ui, panel, text), look, words.data);
    str_free(&words);
}

/* The privacy notice in short, and Submit; or what to do when it could not be saved. */
static void review_send(struct page *page, struct rect box)
{
    struct ui *ui = page->ui;
    const struct theme *t = ui->theme;
    const struct form *form = &page->app->form;
    bool sending = form->phase == FORM_SENDING, failed = form->phase == FORM_NOT_SAVED;
    struct button send = {.label = sending  ? _("One moment…")
                                   : failed ? _("Try again")
                                            : _(form->spec->submit),
                          .icon = "heart",
                          .look = BUTTON_MAIN,
                          .disabled = sending,
                          .action = page_do(VERB_SUBMIT, 0)};
    ui_button(ui, page_cut_bottom(&box, t->touch * 1.4f, t->unit), send);
    if (failed) {
        draw_not_saved(page, box);
        return;
    }
    ui_text(ui, box, page_look(TEXT_BODY, t->ink),
            _("Only the people in the school office see this. They use it to answer you and for "
              "nothing else. You can ask them to delete it at any time."));
}

void review_view(struct page *page, struct rect body)
{
    struct ui *ui = page->ui;
    const struct theme *t = ui->theme;
    struct rect answers, send = body;
    if (page_wide(body)) {
        answers = ui_column(ui, body, 2, 0, t->unit * 3);
        send = ui_column(ui, body, 2, 1, t->unit * 3);
    } else {
        answers = page_cut_top(&send, body.h * 0.6f, t->unit * 2);
    }
    draw_answers(page, answers);
    review_send(page, send);
}
