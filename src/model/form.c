/* A form. How: a table of steps for each kind of reply; the state knows only numbers of steps and
 * options, so adding a question is adding a row. */
#include "model/form.h"

#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/i18n.h"
#include "model/vietnamese.h"
#include "model/words.h"

#define COUNT(array) (sizeof(array) / sizeof(array)[0])

static const struct form_option interests[] = {
    /* TRANSLATORS: down to "Being with people": what somebody enjoys doing. */
    {"reading", N_("Reading"), "book"},
    {"cooking", N_("Cooking"), "fork"},
    {"sport", N_("Sport"), "ball"},
    {"gardening", N_("Gardening"), "leaf"},
    {"music", N_("Music"), "music"},
    {"making things", N_("Making things"), "paint"},
    {"numbers", N_("Numbers"), "calculator"},
    {"languages", N_("Languages"), "globe"},
    {"fixing things", N_("Fixing things"), "tool"},
    {"being with people", N_("Being with people"), "people"},
};

static const struct form_option times[] = {
    /* TRANSLATORS: down to "Not sure yet": when somebody could help. */
    {"before school", N_("Before school"), NULL}, {"school hours", N_("In school hours"), NULL},
    {"after school", N_("After school"), NULL},   {"evenings", N_("Evenings"), NULL},
    {"weekends", N_("Weekends"), NULL},           {"from home", N_("From home"), NULL},
    {"now and then", N_("Now and then"), NULL},   {"not sure yet", N_("Not sure yet"), NULL},
};

enum { SUBJECT_WORRY = 2 };
static const struct form_option subjects[] = {
    /* TRANSLATORS: what a message to the school is: a question, an idea, a worry, a thank-you. */
    {"a question", N_("A question"), "info"},
    {"an idea", N_("An idea"), "star"},
    [SUBJECT_WORRY] = {"a worry", N_("A worry"), "chat"},
    {"a thank-you", N_("A thank-you"), "heart"},
};

static const struct form_option partnerships[] = {
    {"time or skills", N_("Give time or skills"), "clock"},
    {"visits or placements", N_("Visits and work experience"), "people"},
    {"things or rooms", N_("Give things or a room"), "tool"},
    {"an event", N_("Support an event"), "calendar"},
    {"the neighbourhood", N_("Do something for the neighbourhood"), "leaf"},
    {"something else", N_("Something else"), "star"},
};

/* What is agreed to is stored in these words. */
static const struct form_option newsletter_consent[] = {
    {"newsletter by e-mail", N_("Yes, send me the newsletter by e-mail. I can stop at any time."),
     "mail"},
};

#define CONTACT_HINT N_("We use it only to answer you.")
#define NAME_HINT N_("As you like to be called. Only the school office sees it.")

static const struct form_step help_steps[] = {
    /* TRANSLATORS: the question, a hint, and what stands above the answers on the review: "You enjoy /
     * Cooking, Sport". */
    {STEP_SEVERAL, N_("What do you enjoy?"), N_("Touch as many as you like."), N_("You enjoy"),
     interests, COUNT(interests), true},
    /* TRANSLATORS: likewise: "You can help / Evenings, Weekends". */
    {STEP_SEVERAL, N_("When could you help?"), N_("Touch as many as you like."), N_("You can help"),
     times, COUNT(times), true},
    {STEP_NAME, N_("What is your name?"), NAME_HINT, N_("Name"), NULL, 0, false},
    {STEP_CONTACT, N_("How may we reach you?"), CONTACT_HINT, N_("We reach you by"), NULL, 0,
     false},
    {STEP_REVIEW, N_("Is this right?"), "", "", NULL, 0, false},
};

/* Help on one day: the day is known, and what there is to do too. */
static const struct form_step help_then_steps[] = {
    {STEP_NAME, N_("What is your name?"), NAME_HINT, N_("Name"), NULL, 0, false},
    {STEP_CONTACT, N_("How may we reach you?"), CONTACT_HINT, N_("We reach you by"), NULL, 0,
     false},
    {STEP_REVIEW, N_("Is this right?"), "", "", NULL, 0, false},
};

static const struct form_step coming_steps[] = {
    /* TRANSLATORS: likewise: "People / 4". */
    {STEP_PEOPLE, N_("How many of you are coming?"), "", N_("People"), NULL, 0, false},
    {STEP_NAME, N_("What is your name?"), NAME_HINT, N_("Name"), NULL, 0, false},
    {STEP_REVIEW, N_("Is this right?"), "", "", NULL, 0, false},
};

/* When all places are taken: who waits must be reached when one comes free. */
static const struct form_step waiting_steps[] = {
    {STEP_PEOPLE, N_("How many of you would like to come?"),
     N_("It is full. We put you on the waiting list and tell you when there is room."),
     N_("People"), NULL, 0, false},
    {STEP_NAME, N_("What is your name?"), NAME_HINT, N_("Name"), NULL, 0, false},
    {STEP_CONTACT, N_("How may we reach you?"), CONTACT_HINT, N_("We reach you by"), NULL, 0,
     false},
    {STEP_REVIEW, N_("Is this right?"), "", "", NULL, 0, false},
};

static const struct form_step question_steps[] = {
    /* TRANSLATORS: likewise: "About / A question". */
    {STEP_ONE, N_("What is it about?"), "", N_("About"), subjects, COUNT(subjects), false},
    {STEP_MESSAGE, N_("What would you like to tell us?"), "", N_("Your message"), NULL, 0, false},
    {STEP_NAME, N_("What is your name?"), N_("You can leave this empty."), N_("Name"), NULL, 0,
     true},
    {STEP_CONTACT, N_("How may we answer you?"), N_("You can leave this empty."),
     N_("We reach you by"), NULL, 0, true},
    {STEP_REVIEW, N_("Is this right?"), "", "", NULL, 0, false},
};

/* About an event or a role: what it is about is known. */
static const struct form_step question_about_steps[] = {
    {STEP_MESSAGE, N_("What would you like to know?"), "", N_("Your question"), NULL, 0, false},
    {STEP_NAME, N_("What is your name?"), N_("You can leave this empty."), N_("Name"), NULL, 0,
     true},
    {STEP_CONTACT, N_("How may we answer you?"), N_("You can leave this empty."),
     N_("We reach you by"), NULL, 0, true},
    {STEP_REVIEW, N_("Is this right?"), "", "", NULL, 0, false},
};

static const struct form_step newsletter_steps[] = {
    {STEP_EMAIL, N_("What is your e-mail address?"), N_("The newsletter comes by e-mail."),
     N_("E-mail"), NULL, 0, false},
    {STEP_CONSENT, N_("May we send you the newsletter?"),
     N_("We use your address for the newsletter only. You can stop it at any time."),
     N_("You agree"), newsletter_consent, COUNT(newsletter_consent), false},
    {STEP_REVIEW, N_("Is this right?"), "", "", NULL, 0, false},
};

static const struct form_step partner_steps[] = {
    {STEP_SEVERAL, N_("What would you like to do with us?"), N_("Touch as many as you like."),
     N_("You would like to"), partnerships, COUNT(partnerships), false},
    {STEP_ORGANISATION, N_("What is your business or group called?"), "", N_("Business or group"),
     NULL, 0, false},
    {STEP_NAME, N_("What is your name?"), NAME_HINT, N_("Name"), NULL, 0, false},
    {STEP_CONTACT, N_("How may we reach you?"), CONTACT_HINT, N_("We reach you by"), NULL, 0,
     false},
    {STEP_REVIEW, N_("Is this right?"), "", "", NULL, 0, false},
};

static const struct form_spec specs[REPLY_KIND_COUNT] = {
    [REPLY_HELP] = {REPLY_HELP, N_("I could help"), N_("Send my offer"), help_steps,
                    COUNT(help_steps)},
    [REPLY_COMING] = {REPLY_COMING, N_("I'm coming"), N_("Tell the school"), coming_steps,
                      COUNT(coming_steps)},
    [REPLY_QUESTION] = {REPLY_QUESTION, N_("Ask us"), N_("Send"), question_steps,
                        COUNT(question_steps)},
    [REPLY_NEWSLETTER] = {REPLY_NEWSLETTER, N_("Newsletter"), N_("Send it to me"), newsletter_steps,
                          COUNT(newsletter_steps)},
    [REPLY_PARTNER] = {REPLY_PARTNER, N_("Work with us"), N_("Send"), partner_steps,
                       COUNT(partner_steps)},
};

/* Where less has to be asked, because it is known what it is about. */
static const struct form_spec help_then = {REPLY_HELP, N_("I can help"), N_("Send my offer"),
                                           help_then_steps, COUNT(help_then_steps)};
static const struct form_spec question_about = {REPLY_QUESTION, N_("I have a question"), N_("Send"),
                                                question_about_steps, COUNT(question_about_steps)};
static const struct form_spec waiting = {REPLY_COMING, N_("Waiting list"),
                                         N_("Put us on the waiting list"), waiting_steps,
                                         COUNT(waiting_steps)};

/* The ways of STEP_CONTACT: what is stored, what is shown. */
static const struct form_option ways[CONTACT_WAYS] = {
    {"phone call", N_("Phone call"), "phone"},
    {"text message", N_("Text message"), "message"},
    {"e-mail", N_("E-mail"), "mail"},
};

const struct form_spec *form_spec(enum reply_kind kind)
{
    return &specs[kind];
}

const struct form_spec *form_spec_for(enum reply_kind kind, const struct item *item, bool full)
{
    bool dated = item != NULL && item->starts != WALL_NONE;
    if (kind == REPLY_HELP && dated) {
        return &help_then;
    }
    if (kind == REPLY_QUESTION && item != NULL) {
        return &question_about;
    }
    return kind == REPLY_COMING && full ? &waiting : &specs[kind];
}

const char *form_error_words(enum form_error error)
{
    switch (error) {
    case FORM_FINE:
        return "";
    case FORM_NAME_MISSING:
        return _("Please tell us what to call you.");
    case FORM_WAY_MISSING:
        return _("Please choose one.");
    case FORM_PHONE_MISSING:
        return _("Please type your phone number.");
    case FORM_PHONE_SHORT:
        return _("This number looks too short. Please check it.");
    case FORM_EMAIL_MISSING:
        return _("Please type your e-mail address.");
    case FORM_EMAIL_ODD:
        /* TRANSLATORS: Next is the button of the form: use the same word as there. */
        return _(
            "An e-mail address looks like name@example.com. If yours is right, touch Next again.");
    case FORM_CHOICE_MISSING:
        return _("Please choose one.");
    case FORM_MESSAGE_MISSING:
        return _("Please write a few words.");
    case FORM_ORGANISATION_MISSING:
        return _("Please tell us the name of your business or group.");
    case FORM_CONSENT_MISSING:
        /* TRANSLATORS: Yes begins the choice "Yes, send me the newsletter by e-mail. I can stop at any
         * time."; Back is the button: the same words. */
        return _("Please touch “Yes” if we may send it. If not, touch Back.");
    case FORM_FULL:
        return _("This is as much as fits here. It is enough for us.");
    }
    return "";
}

void form_open(struct form *form, enum reply_kind kind, const struct item *item, bool full,
               const char uuid[UUID_SIZE])
{
    *form = (struct form){
        .spec = form_spec_for(kind, item, full), .way = -1, .adults = 1, .children = 0};
    memcpy(form->uuid, uuid, UUID_SIZE);
    form->about = xstrdup(item != NULL ? item->title : "");
    form->about_key = xstrdup(item != NULL ? item->key : "");
    char when[24] = "";
    if (item != NULL) {
        form->item = item->id;
        wall_to_iso(item->starts, !item->all_day, when);
    }
    form->about_when = xstrdup(when);
}

const struct form_option *form_interests(size_t *count)
{
    *count = COUNT(interests);
    return interests;
}

void form_known_interests(struct form *form, uint16_t chosen)
{
    if (form->spec == &specs[REPLY_HELP] && form->step == 0) {
        form->chosen[0] = chosen;
        form->step = form->furthest = 1;
    }
}

void form_wipe(struct form *form)
{
    str_wipe(&form->name);
    str_wipe(&form->phone);
    str_wipe(&form->email);
    str_wipe(&form->message);
    str_wipe(&form->organisation);
    free(form->about);
    free(form->about_key);
    free(form->about_when);
    wipe(form, sizeof *form);
    *form = (struct form){0};
    form->way = -1;
}

const struct form_step *form_step(const struct form *form)
{
    return &form->spec->steps[form->step];
}

const char *form_hint(const struct form *form)
{
    const struct form_step *step = form_step(form);
    bool worry =
        form->spec == &specs[REPLY_QUESTION] && (form->chosen[0] >> SUBJECT_WORRY & 1) != 0;
    if (worry && step->kind == STEP_MESSAGE) {
        return _("Only the school office reads this. Is a child in danger now? Please tell "
                 "reception at once.");
    }
    if (step->kind == STEP_NAME && str_same(i18n_locale(), "zh_Hans")) {
        return _(
            "You can write your name in Latin letters (pinyin). Only the school office sees it.");
    }
    return str_blank(step->hint) ? "" : _(step->hint);
}

void form_choose(struct form *form, size_t option)
{
    const struct form_step *step = form_step(form);
    if (option >= step->option_count) {
        return;
    }
    uint16_t bit = (uint16_t)(1u << option);
    uint16_t *chosen = &form->chosen[form->step];
    if (step->kind == STEP_SEVERAL || step->kind == STEP_CONSENT) {
        *chosen = (uint16_t)(*chosen ^ bit);
    } else if (step->kind == STEP_ONE) {
        *chosen = bit;
    }
    form->error = FORM_FINE;
}

void form_choose_way(struct form *form, enum contact_way way)
{
    if (form_step(form)->kind != STEP_CONTACT || way >= CONTACT_WAYS) {
        return;
    }
    bool optional = form_step(form)->optional;
    form->way = optional && form->way == (int)way ? -1 : (int)way;
    form->error = FORM_FINE;
}

bool form_may_change_people(const struct form *form, bool children, int change)
{
    int grown = form->adults + (children ? 0 : change);
    int small = form->children + (children ? change : 0);
    return grown >= 1 && small >= 0 && grown + small <= FORM_PEOPLE_LIMIT;
}

void form_people(struct form *form, bool children, int change)
{
    if (form_step(form)->kind == STEP_PEOPLE && form_may_change_people(form, children, change)) {
        *(children ? &form->children : &form->adults) += change;
    }
}

struct str *form_text(struct form *form, size_t *limit)
{
    switch (form_step(form)->kind) {
    case STEP_NAME:
        *limit = FORM_NAME_LIMIT;
        return &form->name;
    case STEP_MESSAGE:
        *limit = FORM_MESSAGE_LIMIT;
        return &form->message;
    case STEP_ORGANISATION:
        *limit = FORM_NAME_LIMIT;
        return &form->organisation;
    case STEP_EMAIL:
        *limit = FORM_CONTACT_LIMIT;
        return &form->email;
    case STEP_CONTACT:
        *limit = FORM_CONTACT_LIMIT;
        return form->way < 0 ? NULL : form->way == CONTACT_EMAIL ? &form->email : &form->phone;
    default:
        return NULL;
    }
}

/* Appends so that an outgrown buffer is overwritten before it is given back. */
static void type_into(struct str *text, uint32_t codepoint)
{
    char bytes[5];
    size_t used = utf8_encode(codepoint, bytes);
    if (text->length + used + 1 > text->capacity) {
        struct str larger = {0};
        larger.capacity = text->capacity == 0 ? 512 : text->capacity * 2;
        larger.data = xcalloc(larger.capacity, 1);
        str_puts(&larger, text->data);
        str_wipe(text);
        *text = larger;
    }
    str_add(text, bytes, used);
    wipe(bytes, sizeof bytes);
}

/* Puts a tone on the syllable at the end of what was typed. */
static void type_tone(struct str *text, uint32_t tone)
{
    uint32_t letters[12];
    size_t count = 0, start = text->data != NULL ? text->length : 0;
    while (start > 0 && count < COUNT(letters)) {
        size_t before = utf8_before(text->data, start);
        if (strchr(" -'.,", text->data[before]) != NULL) {
            break;
        }
        start = before;
        count++;
    }
    const char *at = text->data + start;
    for (size_t i = 0; i < count; i++) {
        letters[i] = utf8_next(&at);
    }
    if (count > 0 && vietnamese_tone(letters, count, tone)) {
        wipe(text->data + start, text->length - start);
        text->length = start;
        for (size_t i = 0; i < count; i++) {
            type_into(text, letters[i]);
        }
    }
    wipe(letters, sizeof letters);
}

uint32_t form_last(const struct form *form)
{
    size_t limit = 0;
    const struct str *text = form_text((struct form *)form, &limit);
    if (text == NULL || text->length == 0) {
        return 0;
    }
    const char *at = text->data + utf8_before(text->data, text->length);
    return utf8_next(&at);
}

void form_small(struct form *form, uint32_t small)
{
    size_t limit = 0;
    if (small != 0 && form_last(form) != 0) {
        form_delete(form);
        type_into(form_text(form, &limit), small);
    }
}

void form_type(struct form *form, uint32_t codepoint)
{
    size_t limit = 0;
    struct str *text = form_text(form, &limit);
    if (text == NULL || codepoint < 0x20 || codepoint == 0x7F) {
        return;
    }
    bool fits = text->data == NULL || utf8_count(text->data) < limit;
    if (vietnamese_is_tone(codepoint)) {
        type_tone(text, codepoint);
        fits = true;
    } else if (fits) {
        type_into(text, codepoint);
    }
    form->error = fits ? FORM_FINE : FORM_FULL;
}

void form_delete(struct form *form)
{
    size_t limit = 0;
    struct str *text = form_text(form, &limit);
    if (text == NULL || text->length == 0) {
        return;
    }
    size_t before = utf8_before(text->data, text->length);
    wipe(text->data + before, text->length - before);
    text->length = before;
    form->error = FORM_FINE;
}

bool form_wants_capital(const struct form *form)
{
    enum step_kind kind = form_step(form)->kind;
    if (kind == STEP_NAME) {
        const struct str *name = &form->name;
        return name->length == 0 || strchr(" -'", name->data[name->length - 1]) != NULL;
    }
    if (kind == STEP_ORGANISATION) {
        const struct str *name = &form->organisation;
        return name->length == 0 || name->data[name->length - 1] == ' ';
    }
    if (kind != STEP_MESSAGE) {
        return false;
    }
    const struct str *message = &form->message;
    size_t at = message->length;
    while (at > 0 && message->data[at - 1] == ' ') {
        at--;
    }
    return at == 0 || (at < message->length && strchr(".!?", message->data[at - 1]) != NULL);
}

/* The value of a digit in the scripts visitors type in; -1 when it is none. */
static int digit_value(uint32_t c)
{
    static const uint32_t zeroes[] = {'0',   0x660, 0x6F0, 0x966, 0x9E6, 0xA66,  0xAE6, 0xB66,
                                      0xBE6, 0xC66, 0xCE6, 0xD66, 0xE50, 0x1040, 0xFF10};
    for (size_t i = 0; i < COUNT(zeroes); i++) {
        if (c >= zeroes[i] && c <= zeroes[i] + 9) {
            return (int)(c - zeroes[i]);
        }
    }
    return -1;
}

/* The number with its digits in ASCII; everything else as typed. Caller wipes. */
static struct str plain_digits(const struct str *typed)
{
    struct str out = {0};
    for (const char *at = typed->data; at != NULL && *at != '\0';) {
        uint32_t c = utf8_next(&at);
        int digit = digit_value(c);
        type_into(&out, digit >= 0 ? (uint32_t)('0' + digit) : c);
    }
    return out;
}

static size_t count_digits(const struct str *typed)
{
    size_t count = 0;
    for (const char *at = typed->data; at != NULL && *at != '\0';) {
        count += digit_value(utf8_next(&at)) >= 0;
    }
    return count;
}

/* Something, an @, something, a dot, something (the living standard of HTML is not stricter). */
static bool email_plausible(const char *text)
{
    const char *at = text != NULL ? strchr(text, '@') : NULL;
    const char *dot = at != NULL ? strrchr(at, '.') : NULL;
    return at != NULL && at != text && dot != NULL && dot > at + 1 && dot[1] != '\0' &&
           strchr(text, ' ') == NULL;
}

static enum form_error check_email(const struct form *form, bool optional)
{
    if (str_blank(form->email.data)) {
        return optional ? FORM_FINE : FORM_EMAIL_MISSING;
    }
    bool fine = email_plausible(form->email.data) || form->email_odd_accepted;
    return fine ? FORM_FINE : FORM_EMAIL_ODD;
}

static enum form_error check_contact(struct form *form, bool optional)
{
    if (form->way < 0) {
        return optional ? FORM_FINE : FORM_WAY_MISSING;
    }
    if (form->way == CONTACT_EMAIL) {
        return check_email(form, optional);
    }
    if (str_blank(form->phone.data)) {
        return optional ? FORM_FINE : FORM_PHONE_MISSING;
    }
    return count_digits(&form->phone) < 6 ? FORM_PHONE_SHORT : FORM_FINE;
}

static enum form_error check(struct form *form, size_t at)
{
    const struct form_step *step = &form->spec->steps[at];
    switch (step->kind) {
    case STEP_ONE:
    case STEP_SEVERAL:
        return form->chosen[at] == 0 && !step->optional ? FORM_CHOICE_MISSING : FORM_FINE;
    case STEP_NAME:
        return str_blank(form->name.data) && !step->optional ? FORM_NAME_MISSING : FORM_FINE;
    case STEP_MESSAGE:
        return str_blank(form->message.data) && !step->optional ? FORM_MESSAGE_MISSING : FORM_FINE;
    case STEP_CONTACT:
        return check_contact(form, step->optional);
    case STEP_EMAIL:
        return check_email(form, step->optional);
    case STEP_ORGANISATION:
        return str_blank(form->organisation.data) ? FORM_ORGANISATION_MISSING : FORM_FINE;
    case STEP_CONSENT:
        return form->chosen[at] == 0 ? FORM_CONSENT_MISSING : FORM_FINE;
    case STEP_PEOPLE:
    case STEP_REVIEW:
        break;
    }
    return FORM_FINE;
}

bool form_next(struct form *form)
{
    if (form_step(form)->kind == STEP_REVIEW) {
        return false;
    }
    form->error = check(form, form->step);
    if (form->error != FORM_FINE) {
        /* An odd address is said once; who insists is right. */
        form->email_odd_accepted = form->error == FORM_EMAIL_ODD;
        return false;
    }
    form->step = form->from_review ? form->spec->step_count - 1 : form->step + 1;
    form->from_review = false;
    form->furthest = form->step > form->furthest ? form->step : form->furthest;
    return true;
}

bool form_back(struct form *form)
{
    form->error = FORM_FINE;
    if (form->from_review) {
        form->from_review = false;
        form->step = form->spec->step_count - 1;
        return true;
    }
    if (form->step == 0) {
        return false;
    }
    form->step--;
    return true;
}

void form_change(struct form *form, size_t step)
{
    if (form_step(form)->kind == STEP_REVIEW && step < form->spec->step_count - 1) {
        form->step = step;
        form->from_review = true;
        form->error = FORM_FINE;
    }
}

bool form_submit(struct form *form)
{
    if (form->spec == NULL || form_step(form)->kind != STEP_REVIEW || form->phase == FORM_SENDING ||
        form->phase == FORM_SENT) {
        return false;
    }
    for (size_t i = 0; i + 1 < form->spec->step_count; i++) {
        enum form_error error = check(form, i);
        if (error != FORM_FINE && error != FORM_EMAIL_ODD) {
            form_change(form, i);
            form->error = error;
            return false;
        }
    }
    form->phase = FORM_SENDING;
    return true;
}

void form_submitted(struct form *form, bool saved)
{
    if (form->phase == FORM_SENDING) {
        form->phase = saved ? FORM_SENT : FORM_NOT_SAVED;
    }
}

/* The chosen options, comma-separated: as stored, or as shown. */
static void join_chosen(const struct form *form, size_t at, bool shown, struct str *out)
{
    const struct form_step *step = &form->spec->steps[at];
    for (size_t i = 0; i < step->option_count; i++) {
        if ((form->chosen[at] >> i & 1) != 0) {
            if (shown) {
                words_list(out, _(step->options[i].label));
            } else {
                str_printf(out, "%s%s", out->length > 0 ? ", " : "", step->options[i].word);
            }
        }
    }
}

/* As it will be stored: without blanks around it. */
static void show_trimmed(const struct str *typed, struct str *out)
{
    char *trimmed = str_trimmed(typed->data);
    str_puts(out, trimmed);
    wipe(trimmed, strlen(trimmed));
    free(trimmed);
}

void form_value(const struct form *form, size_t at, struct str *out)
{
    switch (form->spec->steps[at].kind) {
    case STEP_SEVERAL:
    case STEP_ONE:
    case STEP_CONSENT:
        join_chosen(form, at, true, out);
        break;
    case STEP_PEOPLE:
        /* TRANSLATORS: how many come: "2 grown-ups", then perhaps "3 children". */
        words_number(out, P_("%d grown-up", "%d grown-ups", form->adults), form->adults);
        if (form->children > 0) {
            str_puts(out, ", ");
            words_number(out, P_("%d child", "%d children", form->children), form->children);
        }
        break;
    case STEP_NAME:
        show_trimmed(&form->name, out);
        break;
    case STEP_MESSAGE:
        show_trimmed(&form->message, out);
        break;
    case STEP_ORGANISATION:
        show_trimmed(&form->organisation, out);
        break;
    case STEP_EMAIL:
        show_trimmed(&form->email, out);
        break;
    case STEP_CONTACT: {
        const struct str *to = form->way == CONTACT_EMAIL ? &form->email : &form->phone;
        if (form->way >= 0 && !str_blank(to->data)) {
            /* TRANSLATORS: how to reach the visitor, and where: "E-mail: name@example.com". */
            str_printf(out, C_("way to reach", "%s: %s"), _(ways[form->way].label), to->data);
        }
        break;
    }
    case STEP_REVIEW:
        break;
    }
}

/* Replaces an owned string by a trimmed copy. */
static void set_trimmed(char **field, const char *value)
{
    char *trimmed = str_trimmed(value);
    free(*field);
    *field = trimmed;
}

/* Times go into their own column, everything else that was chosen into the interests (for a question:
 * what it is about). */
static void put_choices(const struct form *form, struct reply *reply)
{
    for (size_t i = 0; i < form->spec->step_count; i++) {
        const struct form_step *step = &form->spec->steps[i];
        if (step->option_count == 0) {
            continue;
        }
        struct str words = {0};
        join_chosen(form, i, false, &words);
        char **field = step->kind == STEP_CONSENT ? &reply->agreed
                       : step->options == times   ? &reply->available
                                                  : &reply->interests;
        item_set(field, words.data != NULL ? words.data : "");
        str_free(&words);
    }
}

bool form_is_waiting(const struct form *form)
{
    return form->spec == &waiting;
}

struct reply form_reply(const struct form *form)
{
    struct reply reply = reply_make();
    memcpy(reply.uuid, form->uuid, UUID_SIZE);
    reply.kind = form->spec->kind;
    item_set(&reply.about, form->about);
    item_set(&reply.about_key, form->about_key);
    item_set(&reply.about_when, form->about_when);
    put_choices(form, &reply);
    set_trimmed(&reply.name, form->name.data);
    set_trimmed(&reply.message, form->message.data);
    set_trimmed(&reply.organisation, form->organisation.data);
    bool only_email = form->spec->steps[0].kind == STEP_EMAIL;
    if (form->way == CONTACT_EMAIL || only_email) {
        set_trimmed(&reply.email, form->email.data);
    } else if (form->way >= 0) {
        struct str digits = plain_digits(&form->phone);
        set_trimmed(&reply.phone, digits.data);
        if (digits.length > 0 && strcmp(digits.data, form->phone.data) != 0) {
            /* In ASCII for whoever dials, and as it was typed. */
            char *both = xasprintf("%s (%s)", digits.data, form->phone.data);
            set_trimmed(&reply.phone, both);
            wipe(both, strlen(both));
            free(both);
        }
        str_wipe(&digits);
    }
    if (reply.phone[0] != '\0' || reply.email[0] != '\0') {
        item_set(&reply.prefers, ways[only_email ? CONTACT_EMAIL : form->way].word);
    }
    if (form->spec->kind == REPLY_COMING) {
        reply.people = form->adults + form->children;
        reply.children = form->children;
    }
    if (form_is_waiting(form)) {
        item_set(&reply.interests, FORM_WAITING_WORD);
    }
    return reply;
}

char *form_first_name(const struct form *form)
{
    char *name = str_trimmed(form->name.data);
    char *blank = strchr(name, ' ');
    if (blank != NULL && blank - name >= 2) {
        wipe(blank, strlen(blank));
    }
    return name;
}
