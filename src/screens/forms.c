/* The form: one question a screen, big choices before typing, and a review before it is sent.
 *
 * model/form says which step is current and what was entered; here each kind of step is drawn. The
 * field being typed always stands above the keyboard, with its question. */
#include <math.h>

#include "base/i18n.h"
#include "model/words.h"
#include "screens/page.h"

static const struct form *form_of(const struct page *page)
{
    return &page->app->form;
}

/* The privacy notice is one touch away on every step. Returns the width it takes off the question. */
static float privacy_button(struct page *page, struct rect body)
{
    struct ui *ui = page->ui;
    const struct theme *t = ui->theme;
    struct button privacy = {
        .label = _("Your privacy"), .icon = "lock", .action = page_do(VERB_PRIVACY, 0)};
    float w = ui_button_width(ui, privacy);
    struct rect at = {body.x + body.w - w, body.y, w, t->touch};
    ui_button(ui, ui_mirror(ui, body, at), privacy);
    return w + t->unit;
}

/* The error: a symbol and words, not only colour. */
static void draw_error(struct page *page, struct rect *head, const char *words)
{
    struct ui *ui = page->ui;
    const struct theme *t = ui->theme;
    struct text_look look = page_look(TEXT_LABEL, t->alarm);
    float icon = ui_line_height(ui, look);
    float height = ui_text_height(ui, head->w - icon - t->unit / 2, look, words);
    struct rect line = page_cut_top(head, height, 0);
    struct rect sign = {line.x, line.y, icon, icon};
    draw_icon(ui->draw, ui_mirror(ui, line, sign), "urgent", t->urgent.fill);
    struct rect text = {line.x + icon + t->unit / 2, line.y, line.w - icon - t->unit / 2, line.h};
    ui_text(ui, ui_mirror(ui, line, text), look, words);
}

/* What the field and the keys of a step need below its question; 0: the step has none. */
static float room_for_typing(const struct page *page)
{
    const struct theme *t = page->ui->theme;
    size_t limit = 0;
    if (form_text((struct form *)form_of(page), &limit) == NULL) {
        return 0;
    }
    bool ways = form_step(form_of(page))->kind == STEP_CONTACT;
    return keyboard_least_height(t, &page->app->keyboard) + t->touch + t->gap +
           (ways ? t->touch + t->unit : 0) + t->unit;
}

/* Where the strip above the page is left out, how far one is stands beside the question. Returns the
 * width it takes. */
static float compact_progress(struct page *page, struct rect body, float aside)
{
    const struct theme *t = page->ui->theme;
    if (!page->compact) {
        return 0;
    }
    float w = t->unit * 15;
    struct rect at = {body.x + body.w - aside - w, body.y, w, t->touch};
    const struct form *form = form_of(page);
    ui_progress(page->ui, ui_mirror(page->ui, body, at), form->step, form->spec->step_count);
    return w + t->unit;
}

/* The question, and below it its hint or what is wrong. */
static void draw_question(struct page *page, struct rect *body)
{
    struct ui *ui = page->ui;
    const struct theme *t = ui->theme;
    const struct form *form = form_of(page);
    const char *question = _(form_step(form)->question);
    float aside = privacy_button(page, *body);
    aside += compact_progress(page, *body, aside);
    struct rect head = {body->x, body->y, body->w - aside, body->h};
    head = ui_mirror(ui, *body, head);
    struct text_look look = page_look(TEXT_TITLE, t->ink);
    look.heading = true;
    struct rect room = {head.x, head.y, head.w, ui_line_height(ui, look) * 2};
    if (page_wide(page->stage)) {
        room.h /= 2;
    }
    float smallest = t->fonts[TEXT_SUBHEAD].size;
    float spare = body->h - room_for_typing(page);
    if (spare < body->h) { /* the field and the keys come first */
        smallest = t->fonts[page->compact ? TEXT_SMALL : TEXT_BODY].size;
        room.h = fminf(room.h, fmaxf(spare, smallest));
    }
    if (page->compact && form->error != FORM_FINE) { /* what is wrong stands for the question */
        draw_error(page, &head, form_error_words(form->error));
        page_cut_top(body, fmaxf(head.y - body->y, t->touch), t->unit);
        return;
    }
    look.size = ui_text_fit(ui, room, look, question, smallest);
    float height = ui_text_height(ui, head.w, look, question);
    ui_text(ui, page_cut_top(&head, height, t->unit * 0.25f), look, question);
    struct text_look small = page_look(TEXT_BODY, t->ink_soft);
    if (form->error != FORM_FINE) {
        draw_error(page, &head, form_error_words(form->error));
    } else if (form_hint(form)[0] != '\0') {
        const char *hint = form_hint(form);
        float used = ui_text_height(ui, head.w, small, hint);
        if (height + used + t->unit * 1.25f < spare) {
            ui_text(ui, page_cut_top(&head, used, 0), small, hint);
        }
    }
    page_cut_top(body, fmaxf(head.y - body->y, t->touch), t->unit);
}

static struct button next_button(const struct page *page)
{
    const struct form *form = form_of(page);
    return (struct button){.label = form->from_review ? _("Done") : _("Next"),
                           .icon = "next",
                           .icon_after = true,
                           .look = BUTTON_MAIN,
                           .action = page_do(VERB_NEXT, 0)};
}

/* Next alone, at the end of the last row, large. */
static void next_row(struct page *page, struct rect *body)
{
    struct ui *ui = page->ui;
    const struct theme *t = ui->theme;
    struct rect row = page_cut_bottom(body, t->touch * 1.2f, t->unit);
    struct button next = next_button(page);
    float w = fmaxf(ui_button_width(ui, next) * 1.4f, t->touch * 4);
    struct rect at = {row.x + row.w - w, row.y, w, row.h};
    ui_button(ui, ui_mirror(ui, row, at), next);
}

/* Ticks or options in a grid that fills what is there, not higher than comfortable. */
static void draw_choices(struct page *page, struct rect body)
{
    struct ui *ui = page->ui;
    const struct theme *t = ui->theme;
    const struct form *form = form_of(page);
    const struct form_step *step = form_step(form);
    next_row(page, &body);
    size_t columns = page_wide(body) ? (step->option_count > 8 ? 4 : 3) : 2;
    if (step->option_count <= 4) {
        columns = page_wide(body) ? step->option_count : 1;
    }
    size_t rows = (step->option_count + columns - 1) / columns;
    float gap = fmaxf(t->gap, t->unit);
    float tallest = (t->touch * 2 + gap) * (float)rows - gap;
    body.h = fminf(body.h, tallest);
    for (size_t i = 0; i < step->option_count; i++) {
        struct rect cell =
            ui_column(ui, ui_row(body, rows, i / columns, gap), columns, i % columns, gap);
        struct button choice = {
            .label = _(step->options[i].label),
            .icon = step->options[i].icon,
            .checked = (form->chosen[form->step] >> i & 1) != 0,
            .action = page_do(VERB_CHOOSE, (int64_t)i),
        };
        ui_choice(ui, cell, choice, step->kind == STEP_ONE ? ROLE_OPTION : ROLE_TICK);
    }
}

/* What is counted, and below it minus, the number, plus. `arg`: VERB_PEOPLE's for one more. */
static void draw_counter(struct page *page, struct rect box, int64_t arg)
{
    struct ui *ui = page->ui;
    const struct theme *t = ui->theme;
    const struct form *form = form_of(page);
    bool children = arg == 2;
    struct text_look label = page_look(TEXT_SUBHEAD, t->ink);
    label.align = ALIGN_CENTRE;
    label.max_lines = 1;
    ui_text(ui, page_cut_top(&box, ui_line_height(ui, label), t->unit * 0.5f), label,
            children ? _("Children") : _("Grown-ups"));
    float side = fminf(t->touch * 1.8f, fminf(box.h, box.w / 3));
    float middle = fminf(t->touch * 2.2f, box.w - 2 * side);
    float x = box.x + (box.w - 2 * side - middle) / 2;
    struct rect row = {x, box.y, 2 * side + middle, side};
    ui_button(ui, ui_mirror(ui, row, (struct rect){x, box.y, side, side}),
              (struct button){.name = children ? _("One child less") : _("One grown-up less"),
                              .icon = "minus",
                              .disabled = !form_may_change_people(form, children, -1),
                              .action = page_do(VERB_PEOPLE, -arg)});
    ui_button(ui, ui_mirror(ui, row, (struct rect){x + side + middle, box.y, side, side}),
              (struct button){.name = children ? _("One child more") : _("One grown-up more"),
                              .icon = "plus",
                              .disabled = !form_may_change_people(form, children, 1),
                              .action = page_do(VERB_PEOPLE, arg)});
    struct str number = {0};
    words_number(&number, "%d", children ? form->children : form->adults);
    struct text_look look = page_look(TEXT_HEADLINE, t->ink);
    look.align = ALIGN_CENTRE;
    look.max_lines = 1;
    look.size = fminf(t->fonts[TEXT_HEADLINE].size, side * 0.8f);
    float line = ui_line_height(ui, look);
    ui_text(ui, (struct rect){x + side, box.y + (side - line) / 2, middle, line}, look,
            number.data);
    str_free(&number);
}

/* Grown-ups and children, beside or below each other. */
static void draw_people(struct page *page, struct rect body)
{
    struct ui *ui = page->ui;
    const struct theme *t = ui->theme;
    next_row(page, &body);
    bool wide = page_wide(body);
    float tall = t->touch * 1.8f + ui_line_height(ui, page_look(TEXT_SUBHEAD, t->ink)) + t->unit;
    float height = fminf(body.h, wide ? tall : tall * 2 + t->unit * 3);
    struct rect box = {body.x, body.y + (body.h - height) * 0.4f, body.w, height};
    for (size_t i = 0; i < 2; i++) {
        struct rect cell =
            wide ? ui_column(ui, box, 2, i, t->unit * 3) : ui_row(box, 2, i, t->unit * 3);
        draw_counter(page, cell, (int64_t)i + 1);
    }
}

/* The field itself, with Next beside it in `row`. */
static void draw_field(struct page *page, struct rect row, float line, const char *name)
{
    struct ui *ui = page->ui;
    const struct form *form = form_of(page);
    struct button next = next_button(page);
    float w = ui_button_width(ui, next);
    struct rect field = {row.x, row.y, row.w - w - ui->theme->gap * 1.5f, row.h};
    struct rect beside = {row.x + row.w - w, row.y + row.h - line, w, line};
    size_t limit = 0;
    const struct str *typed = form_text((struct form *)form, &limit);
    const char *value = typed != NULL && typed->data != NULL ? typed->data : "";
    ui_field(ui, ui_mirror(ui, row, field), name, value, form->error != FORM_FINE);
    ui_button(ui, ui_mirror(ui, row, beside), next);
}

/* The field with Next beside it, then the keyboard down to the page's end. */
static void draw_typing(struct page *page, struct rect body, const char *name)
{
    struct ui *ui = page->ui;
    const struct theme *t = ui->theme;
    const struct form *form = form_of(page);
    float height = keyboard_height(t, page->stage, &page->app->keyboard);
    height = fminf(height, body.h - t->touch - t->gap);
    struct rect keys = page_cut_bottom(&body, height, t->gap);
    keys.x = page->stage.x;
    keys.w = page->stage.w;
    keys.h += t->unit; /* down to the bar: no dead strip between */
    bool large_message = form_step(form)->kind == STEP_MESSAGE && body.h > t->touch * 2.5f;
    float line = fmaxf(t->touch, fminf(t->touch * 1.25f, body.h));
    struct rect row = page_cut_top(&body, large_message ? fminf(body.h, t->touch * 3.5f) : line, 0);
    draw_field(page, row, line, name);
    keyboard_view(ui, keys, &page->app->keyboard, VERB_KEY);
}

/* The three ways to reach somebody, side by side. */
static void draw_ways(struct page *page, struct rect row)
{
    struct ui *ui = page->ui;
    const struct button ways[CONTACT_WAYS] = {
        {.label = _("Call me"), .icon = "phone"},
        {.label = _("Text me"), .icon = "message"},
        {.label = _("E-mail me"), .icon = "mail"},
    };
    for (int i = 0; i < CONTACT_WAYS; i++) {
        struct button way = ways[i];
        way.checked = form_of(page)->way == i;
        way.action = page_do(VERB_WAY, i);
        ui_choice(ui, ui_column(ui, row, CONTACT_WAYS, (size_t)i, ui->theme->gap), way,
                  ROLE_OPTION);
    }
}

/* What is being typed, for who cannot see the question. */
static const char *field_name(const struct form *form)
{
    switch (form_step(form)->kind) {
    case STEP_NAME:
        return _("Your name");
    case STEP_MESSAGE:
        return _("Your message");
    case STEP_ORGANISATION:
        return _("Business or group");
    case STEP_CONTACT:
        return form->way == CONTACT_EMAIL ? _("E-mail address") : _("Phone number");
    default:
        return _("E-mail address");
    }
}

/* How we may reach you: three ways to choose from, then the number or the address. */
static void draw_contact(struct page *page, struct rect body)
{
    const struct theme *t = page->ui->theme;
    bool chosen = form_of(page)->way >= 0;
    if (!chosen) {
        next_row(page, &body);
    }
    float height = chosen ? t->touch : fminf(t->touch * 2, body.h);
    draw_ways(page, page_cut_top(&body, height, t->unit));
    if (chosen) {
        draw_typing(page, body, field_name(form_of(page)));
    }
}

/* On glass too low for more: the keys over its whole width, above them the field with the way back, and over
 * that the question (or the ways to choose from, or what is wrong) in one line. */
static void draw_field_alone(struct page *page)
{
    struct ui *ui = page->ui;
    const struct theme *t = ui->theme;
    const struct form *form = form_of(page);
    struct rect box = page->stage;
    draw_fill(ui->draw, box, t->paper, 0);
    struct text_look look = page_look(TEXT_LABEL, form->error != FORM_FINE ? t->alarm : t->ink);
    look.heading = true;
    float line = ui_line_height(ui, look);
    bool ways = form_step(form)->kind == STEP_CONTACT && form->error == FORM_FINE;
    float head = ways ? t->touch : line, field = t->touch;
    float keys = box.h - head - field - 3 * t->gap;
    struct rect board = {box.x, box.y + box.h - keys, box.w, keys};
    struct rect inner = {box.x + t->unit, box.y + t->gap, box.w - 2 * t->unit, 0};
    inner.h = head;
    if (ways) {
        draw_ways(page, inner);
    } else {
        const char *words =
            form->error != FORM_FINE ? form_error_words(form->error) : _(form_step(form)->question);
        look.size = ui_text_fit(ui, inner, look, words, t->fonts[TEXT_SMALL].size * 0.8f);
        ui_text(ui, inner, look, words);
    }
    struct rect row = {inner.x, inner.y + head + t->gap, inner.w, field};
    struct rect back = {row.x, row.y, t->touch * 1.4f, field};
    ui_button(ui, ui_mirror(ui, row, back),
              (struct button){.name = _("Back"), .icon = "back", .action = page_do(VERB_BACK, 0)});
    struct rect rest = {row.x + back.w + t->gap, row.y, row.w - back.w - t->gap, field};
    draw_field(page, ui_mirror(ui, row, rest), field, field_name(form));
    keyboard_view(ui, board, &page->app->keyboard, VERB_KEY);
}

/* Is the glass too low for question, field, keys and bar? */
static bool is_field_alone(const struct page *page)
{
    size_t limit = 0;
    bool low = page->stage.w > page->stage.h && page->stage.h < 120 * page->ui->theme->px_per_mm;
    return low && form_text((struct form *)form_of(page), &limit) != NULL;
}

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
    bold.max_lines = form_of(page)->spec->steps[step].kind == STEP_MESSAGE ? MESSAGE_LINES : 0;
    return bold;
}

static struct answer answer_of(const struct page *page, float width, size_t step)
{
    struct ui *ui = page->ui;
    const struct theme *t = ui->theme;
    struct answer a = {.step = step};
    a.change = (struct button){.label = _("Change"), .action = page_do(VERB_CHANGE, (int64_t)step)};
    form_value(form_of(page), step, &a.value);
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
    const char *what = _(form_of(page)->spec->steps[a->step].short_name);
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
    size_t count = form_of(page)->spec->step_count - 1;
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

/* The privacy notice in short, and Submit; or what to do when it could not be saved. */
static void review_send(struct page *page, struct rect box)
{
    struct ui *ui = page->ui;
    const struct theme *t = ui->theme;
    const struct form *form = form_of(page);
    bool sending = form->phase == FORM_SENDING;
    struct button send = {.label = sending ? _("One moment…") : _(form->spec->submit),
                          .icon = "heart",
                          .look = BUTTON_MAIN,
                          .disabled = sending,
                          .action = page_do(VERB_SUBMIT, 0)};
    ui_button(ui, page_cut_bottom(&box, t->touch * 1.4f, t->unit), send);
    if (form->phase == FORM_NOT_SAVED) {
        struct rect panel = box;
        ui_panel(ui, panel, t->urgent.fill, false);
        struct str words = {0};
        str_puts(&words,
                 _("We could not save this just now. Please tell reception, or try again."));
        if (!str_blank(page->app->config->school.phone)) {
            str_printf(&words, "\n%s", page->app->config->school.phone);
        }
        ui_text(ui, rect_inset(panel, t->unit), page_look(TEXT_LABEL, t->urgent.text), words.data);
        str_free(&words);
        return;
    }
    ui_text(ui, box, page_look(TEXT_BODY, t->ink),
            _("Only the people in the school office see this. They use it to answer you and for "
              "nothing else. You can ask them to delete it at any time."));
}

static void draw_review(struct page *page, struct rect body)
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

void form_view(struct page *page)
{
    const struct form *form = form_of(page);
    if (form->spec == NULL) {
        furniture_frame(page, NULL, 0, 0);
        return;
    }
    if (is_field_alone(page)) {
        draw_field_alone(page);
        return;
    }
    /* In the visitor's language, where staff gave it; a form keeps the name of what has been withdrawn. */
    const struct item *item = item_list_by_id(&page->app->items, form->item);
    const char *about = item != NULL             ? words_title(item, page->ui->language)
                        : str_blank(form->about) ? _(form->spec->title)
                                                 : form->about;
    struct rect body = furniture_frame(page, about, form->step, form->spec->step_count);
    draw_question(page, &body);
    switch (form_step(form)->kind) {
    case STEP_SEVERAL:
    case STEP_ONE:
    case STEP_CONSENT:
        draw_choices(page, body);
        break;
    case STEP_PEOPLE:
        draw_people(page, body);
        break;
    case STEP_NAME:
    case STEP_MESSAGE:
    case STEP_ORGANISATION:
    case STEP_EMAIL:
        draw_typing(page, body, field_name(form));
        break;
    case STEP_CONTACT:
        draw_contact(page, body);
        break;
    case STEP_REVIEW:
        draw_review(page, body);
        break;
    }
}
