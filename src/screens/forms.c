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
    const struct form *form = form_of(page);
    float w = ui_progress_width(page->ui, form->step, form->spec->step_count);
    struct rect at = {body.x + body.w - aside - w, body.y, w, t->touch};
    ui_progress(page->ui, ui_mirror(page->ui, body, at), form->step, form->spec->step_count);
    return w + t->unit;
}

/* How large the question is written, so that field and keys keep their room. */
static struct text_look question_look(const struct page *page, struct rect head, float spare)
{
    struct ui *ui = page->ui;
    const struct theme *t = ui->theme;
    struct text_look look = page_look(TEXT_TITLE, t->ink);
    look.heading = true;
    struct rect room = {head.x, head.y, head.w, ui_line_height(ui, look) * 2};
    if (page_wide(page->stage)) {
        room.h /= 2;
    }
    float smallest = t->fonts[TEXT_SUBHEAD].size;
    if (spare < head.h) { /* the field and the keys come first */
        smallest = t->fonts[page->compact ? TEXT_SMALL : TEXT_BODY].size;
        room.h = fminf(room.h, fmaxf(spare, smallest));
    }
    look.size = ui_text_fit(ui, room, look, _(form_step(form_of(page))->question), smallest);
    return look;
}

/* The question, below it what is wrong, and its hint where that fits. Returns what is used of `body`. */
static float draw_question(struct page *page, struct rect body)
{
    struct ui *ui = page->ui;
    const struct theme *t = ui->theme;
    const struct form *form = form_of(page);
    const char *question = _(form_step(form)->question), *hint = form_hint(form);
    float aside = privacy_button(page, body);
    aside += compact_progress(page, body, aside);
    struct rect head = {body.x, body.y, body.w - aside, body.h};
    head = ui_mirror(ui, body, head);
    float spare = body.h - room_for_typing(page);
    if (!page->compact || form->error == FORM_FINE) { /* there, what is wrong stands for it */
        struct text_look look = question_look(page, head, spare);
        float height = ui_text_height(ui, head.w, look, question);
        ui_text(ui, page_cut_top(&head, height, t->unit * 0.25f), look, question);
    }
    if (form->error != FORM_FINE) {
        draw_error(page, &head, form_error_words(form->error));
    }
    struct text_look small = page_look(TEXT_BODY, t->ink_soft);
    float used = ui_text_height(ui, head.w, small, hint);
    if (hint[0] != '\0' && head.y - body.y + used + t->unit < spare) {
        ui_text(ui, page_cut_top(&head, used, 0), small, hint);
    }
    return fmaxf(head.y - body.y, t->touch) + (page->compact ? t->gap : t->unit);
}

/* The same without drawing it. */
static float question_height(struct page *page, struct rect body)
{
    struct draw_list draw = {0};
    struct tree tree = {0};
    struct ui *ui = page->ui, aside = *ui;
    aside.draw = &draw;
    aside.tree = &tree;
    page->ui = &aside;
    float height = draw_question(page, body);
    page->ui = ui;
    draw_free(&draw);
    tree_free(&tree);
    return height;
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

/* How the options of a step stand, and how high they like to be. */
struct choices {
    size_t columns, rows;
    float gap, height;
};

static struct choices choices_of(const struct page *page)
{
    const struct theme *t = page->ui->theme;
    bool wide = page_wide(page->stage);
    size_t count = form_step(form_of(page))->option_count;
    struct choices c = {.columns = wide ? (count > 8 ? 4 : 3) : 2};
    if (count <= 4) {
        c.columns = wide ? count : 1;
    }
    c.rows = (count + c.columns - 1) / c.columns;
    c.gap = fmaxf(t->gap, t->unit);
    c.height = (t->touch * 2 + c.gap) * (float)c.rows - c.gap;
    return c;
}

/* Ticks or options in a grid that fills what is there, not higher than comfortable. */
static void draw_choices(struct page *page, struct rect body)
{
    struct ui *ui = page->ui;
    const struct form *form = form_of(page);
    const struct form_step *step = form_step(form);
    next_row(page, &body);
    struct choices c = choices_of(page);
    size_t columns = c.columns, rows = c.rows;
    float gap = c.gap;
    body.h = fminf(body.h, c.height);
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
    draw_ways(page, page_cut_top(&body, height, page->compact ? t->gap : t->unit));
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

/* On a tall page question and answers stand low, near the hands and the keys; what is left is above them. */
static float room_above(struct page *page, struct rect body)
{
    const struct theme *t = page->ui->theme;
    const struct form *form = form_of(page);
    enum step_kind kind = form_step(form)->kind;
    if (page_wide(body) || kind == STEP_REVIEW || kind == STEP_PEOPLE) {
        return 0;
    }
    float next = t->touch * 1.2f + t->unit, needed = 0;
    size_t limit = 0;
    if (form_text((struct form *)form, &limit) != NULL) {
        float field = kind == STEP_MESSAGE ? t->touch * 3.5f : t->touch * 1.25f;
        float ways = kind == STEP_CONTACT ? t->touch + t->unit : 0;
        needed = ways + field + t->gap + keyboard_height(t, page->stage, &page->app->keyboard);
    } else if (kind == STEP_CONTACT) {
        needed = t->touch * 2 + t->unit + next;
    } else {
        needed = choices_of(page).height + t->unit + next;
    }
    return fmaxf(0, body.h - needed - question_height(page, body) - t->unit * 2);
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
    page_cut_top(&body, room_above(page, body), 0);
    page_cut_top(&body, draw_question(page, body), 0);
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
        review_view(page, body);
        break;
    }
}
