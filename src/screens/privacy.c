/* The privacy notice: about sixty words first, and the whole on a second page for who wants it. */
#include "base/i18n.h"
#include "screens/page.h"

static const char *const NOTICE =
    /* TRANSLATORS: the privacy notice in plain words, about sixty. %s is who to ask: "the school office". */
    N_("Only the people in the school office see what you write here. They use it to answer you "
       "and for nothing else. It is never shown on this screen and never given to anyone outside "
       "the school.\n\nYou may ask at any time to see it, to change it or to have it deleted. "
       "Please ask %s.");

/* The second page, a paragraph a line: what, why, how long, whose, which rights. */
static const char *const MORE[] = {
    N_("We keep what you chose and what you typed, the language you used and when you sent it. "
       "Nothing else: no picture of you, no voice, no fingerprint."),
    N_("It lies on this school's own computers. It does not go over the internet."),
    N_("The office keeps it until your question is answered, your help has ended or the event is "
       "over. Then it is deleted, here too."),
    N_("If you leave before you send, everything you typed is wiped at once."),
    N_("This screen asks grown-ups only: parents, carers, neighbours and businesses. Please do not "
       "write about a child by name. For that, talk to us."),
    N_("You decide. Nothing here has to be filled in for your child to go to school."),
    N_("If you think we did something wrong with your data, tell us. You may also tell the public "
       "authority for data protection."),
};

/* Appends `text` with its one %s replaced by who to ask. The translated notice has exactly one; a
 * translation that lost it is not used as a format. */
static void put_notice(const struct config *config, const char *text, struct str *out)
{
    const char *contact = config->privacy.contact;
    for (const char *at = text; *at != '\0'; at++) {
        if (at[0] == '%' && at[1] == 's') {
            str_puts(out, str_same(contact, "the school office")
                              ? C_("ask whom", "the school office")
                              : contact);
            at++;
        } else {
            str_putc(out, *at);
        }
    }
}

void privacy_words(const struct config *config, struct str *out)
{
    if (!str_blank(config->privacy.notice)) {
        str_puts(out, config->privacy.notice);
    } else {
        put_notice(config, _(NOTICE), out);
    }
}

/* More paragraphs than the page holds are smaller, down to the captions' size. */
static void draw_more(struct page *page, struct rect body)
{
    struct ui *ui = page->ui;
    const struct theme *t = ui->theme;
    struct str words = {0};
    for (size_t i = 0; i < sizeof MORE / sizeof MORE[0]; i++) {
        str_printf(&words, "%s%s", i > 0 ? "\n\n" : "", _(MORE[i]));
    }
    struct text_look look = page_look(TEXT_BODY, t->ink);
    look.size = ui_text_fit(ui, body, look, words.data, t->fonts[TEXT_SMALL].size * 0.8f);
    ui_text(ui, body, look, words.data);
    str_free(&words);
}

void privacy_view(struct page *page)
{
    struct ui *ui = page->ui;
    const struct theme *t = ui->theme;
    bool more = app_place(page->app)->page > 0;
    struct rect body = furniture_frame(page, _("Your privacy"), 0, 0);
    struct button turn = {.label = more ? _("In short") : _("More about your privacy"),
                          .icon = more ? "back" : "next",
                          .icon_after = !more,
                          .action = page_do(VERB_PAGE, more ? 0 : 1)};
    struct rect row = page_cut_bottom(&body, t->touch, t->unit);
    struct rect at = row;
    at.w = ui_button_width(ui, turn);
    at.w = at.w < row.w ? at.w : row.w;
    ui_button(ui, ui_mirror(ui, row, at), turn);
    if (more) {
        draw_more(page, body);
        return;
    }
    struct text_look head = page_look(TEXT_TITLE, t->ink);
    head.heading = true;
    const char *title = _("What happens with what you write");
    float height = ui_text_height(ui, body.w, head, title);
    ui_text(ui, page_cut_top(&body, height, t->unit), head, title);
    struct str words = {0};
    privacy_words(page->app->config, &words);
    struct text_look look = page_look(TEXT_BODY, t->ink);
    look.size = ui_text_fit(ui, body, look, words.data, t->fonts[TEXT_SMALL].size);
    ui_text(ui, body, look, words.data);
    str_free(&words);
}
