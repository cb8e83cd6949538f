/* The privacy notice: about sixty words first, and the whole on a second page for who wants it. */
#include "base/i18n.h"
#include "screens/page.h"
#include "screens/reading.h"

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

static void turn_button(struct page *page, struct rect row, struct button turn)
{
    float w = ui_button_width(page->ui, turn);
    struct rect at = {row.x, row.y, w < row.w ? w : row.w, row.h};
    ui_button(page->ui, ui_mirror(page->ui, row, at), turn);
}

/* The whole notice, a part at a time; the button leads on, or back to the short one at its end. */
static void draw_more(struct page *page, struct rect body, struct rect row)
{
    struct ui *ui = page->ui;
    struct str words = {0};
    for (size_t i = 0; i < sizeof MORE / sizeof MORE[0]; i++) {
        str_printf(&words, "%s%s", i > 0 ? "\n\n" : "", _(MORE[i]));
    }
    struct reading text = reading_of(ui, body.w, page_look(TEXT_BODY, ui->theme->ink), words.data);
    size_t room = reading_room(&text, body.h), part = app_place(page->app)->page - 1;
    size_t parts = (text.count + room - 1) / room;
    part = part < parts ? part : parts - 1;
    size_t end = (part + 1) * room;
    reading_draw(ui, body, &text, part * room, end < text.count ? end : text.count);
    bool more = part + 1 < parts;
    turn_button(page, row,
                (struct button){.label = more ? _("Read on") : _("In short"),
                                .icon = more ? "next" : "back",
                                .icon_after = more,
                                .action = page_do(VERB_PAGE, more ? (int64_t)part + 2 : 0)});
    str_free(&words);
}

/* About sixty words, and the way to the whole. */
static void draw_short(struct page *page, struct rect body, struct rect row)
{
    struct ui *ui = page->ui;
    const struct theme *t = ui->theme;
    turn_button(page, row,
                (struct button){.label = _("More about your privacy"),
                                .icon = "next",
                                .icon_after = true,
                                .action = page_do(VERB_PAGE, 1)});
    struct text_look head = page_look(TEXT_TITLE, t->ink);
    head.heading = true;
    const char *title = _("What happens with what you write");
    float height = ui_text_height(ui, body.w, head, title);
    ui_text(ui, page_cut_top(&body, height, t->unit), head, title);
    struct str words = {0};
    privacy_words(page->app->config, &words);
    ui_text(ui, body, page_look(TEXT_BODY, t->ink), words.data);
    str_free(&words);
}

void privacy_view(struct page *page)
{
    const struct theme *t = page->ui->theme;
    struct rect body = furniture_frame(page, _("Your privacy"), 0, 0);
    struct rect row = page_cut_bottom(&body, t->touch, t->unit);
    if (app_place(page->app)->page > 0) {
        draw_more(page, body, row);
    } else {
        draw_short(page, body, row);
    }
}
