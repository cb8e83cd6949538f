/* A form: the questions one kind of reply asks, one a screen, and what a visitor has entered.
 *
 * Data-driven: form_spec() gives the steps of each kind of reply; screens/ draws whatever step is
 * current. Pure: no clock, no I/O. What is typed lives only here and is overwritten by form_wipe(). */
#ifndef FOYER_MODEL_FORM_H
#define FOYER_MODEL_FORM_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/str.h"
#include "model/item.h"
#include "model/reply.h"

#define FORM_MAX_STEPS 5
#define FORM_NAME_LIMIT 80 /* code points */
#define FORM_CONTACT_LIMIT 120
#define FORM_MESSAGE_LIMIT 500
#define FORM_PEOPLE_LIMIT 20             /* grown-ups and children together */
#define FORM_WAITING_WORD "waiting list" /* stored with a reply that came when it was full */

enum step_kind {
    STEP_SEVERAL, /* tick any of the options */
    STEP_ONE,     /* one of the options */
    STEP_PEOPLE,  /* how many come, plus and minus */
    STEP_NAME,
    STEP_CONTACT, /* how we may reach you: phone call, text message or e-mail; then the number */
    STEP_MESSAGE,
    STEP_ORGANISATION, /* name of a business or group */
    STEP_EMAIL,        /* an e-mail address, nothing else will do */
    STEP_CONSENT,      /* one thing to agree to expressly; option 0 is "yes" */
    STEP_REVIEW,       /* everything entered, the privacy notice, send */
};

struct form_option {
    const char *word;  /* stored in the reply, English, lower case */
    const char *label; /* N_() marked, shown */
    const char *icon;  /* assets/icons name or NULL */
};

struct form_step {
    enum step_kind kind;
    const char *question;              /* N_() marked */
    const char *hint;                  /* N_() marked; "" for none */
    const char *short_name;            /* N_() marked, beside the value on the review: "Name" */
    const struct form_option *options; /* STEP_SEVERAL and STEP_ONE */
    size_t option_count;               /* at most 16 */
    bool optional;                     /* may be left empty */
};

struct form_spec {
    enum reply_kind kind;
    const char *title;  /* N_(): "I could help" */
    const char *submit; /* N_(): "Send my offer" */
    const struct form_step *steps;
    size_t step_count;
};
const struct form_spec *form_spec(enum reply_kind kind);

/* The form that asks least: help on a day, a question about something, a waiting list (`full`: no
 * place is free) have fewer or other steps than the kind's own. `item` may be NULL. */
const struct form_spec *form_spec_for(enum reply_kind kind, const struct item *item, bool full);

/* What people enjoy: the options of the offer's first question; *count of them, at most 16. */
const struct form_option *form_interests(size_t *count);

/* The three ways of STEP_CONTACT, in this order everywhere. */
enum contact_way { CONTACT_CALL, CONTACT_TEXT, CONTACT_EMAIL, CONTACT_WAYS };

enum form_phase { FORM_EDITING, FORM_SENDING, FORM_NOT_SAVED, FORM_SENT };

/* What is wrong with the current step; words for it come from form_error_words(). */
enum form_error {
    FORM_FINE,
    FORM_NAME_MISSING,
    FORM_WAY_MISSING,
    FORM_PHONE_MISSING,
    FORM_PHONE_SHORT, /* fewer than 6 digits */
    FORM_EMAIL_MISSING,
    FORM_EMAIL_ODD, /* no @ or no dot behind it: said once, allowed the second time */
    FORM_CHOICE_MISSING,
    FORM_MESSAGE_MISSING,
    FORM_ORGANISATION_MISSING,
    FORM_CONSENT_MISSING,
    FORM_FULL, /* nothing more fits; what is there stays, and Next goes on */
};
const char *form_error_words(enum form_error error); /* translated; "" for FORM_FINE */

struct form {
    const struct form_spec *spec; /* NULL: no form is open */
    char uuid[UUID_SIZE];
    int64_t item; /* 0: none */
    char *about;  /* owned copies of the item's title, key, ISO date */
    char *about_key;
    char *about_when;
    size_t step;
    size_t furthest;  /* the last step reached: review lets one jump back and return */
    bool from_review; /* an answer is being changed: Next returns to the review */
    uint16_t chosen[FORM_MAX_STEPS]; /* bit i: option i of that step */
    struct str name, phone, email, message, organisation;
    int way;              /* enum contact_way, -1: not chosen */
    int adults, children; /* who come: at least one grown-up */
    enum form_error error;
    bool email_odd_accepted;
    enum form_phase phase;
};

/* Opens a form on `item` (NULL: a general one) with a UUID made by the caller. `full`: all places of
 * the item are taken. */
void form_open(struct form *form, enum reply_kind kind, const struct item *item, bool full,
               const char uuid[UUID_SIZE]);

/* What the visitor enjoys is known already (bit i: option i of form_interests()): an offer of help does
 * not ask again; Back still leads there. */
void form_known_interests(struct form *form, uint16_t chosen);

/* Overwrites everything that was typed and closes the form. Safe on a closed one. */
void form_wipe(struct form *form);

const struct form_step *form_step(const struct form *form);

/* What stands below the question, translated; "" for nothing. A worry is answered with its own words. */
const char *form_hint(const struct form *form);

/* Ticks or unticks an option of the current step; in STEP_ONE and the ways of STEP_CONTACT it
 * chooses. Clears the error. */
void form_choose(struct form *form, size_t option);
void form_choose_way(struct form *form, enum contact_way way);
void form_people(struct form *form, bool children, int change);
bool form_may_change_people(const struct form *form, bool children, int change);

/* The text that the keyboard edits in the current step, NULL when the step has none (also
 * STEP_CONTACT before a way is chosen); `*limit` in code points. */
struct str *form_text(struct form *form, size_t *limit);

/* Types one code point (ignored past the limit), deletes one. Names start words with a capital
 * kindly: form_wants_capital() tells the keyboard to show shift. */
void form_type(struct form *form, uint32_t codepoint);
void form_delete(struct form *form);
/* The last code point typed, 0: none; and puts `small` in its place (0: does nothing). */
uint32_t form_last(const struct form *form);
void form_small(struct form *form, uint32_t small);
bool form_wants_capital(const struct form *form);

/* Checks the current step and goes on (to the review when an answer was being changed). False: the
 * step stays, `form->error` says why. On the review itself nothing happens. */
bool form_next(struct form *form);

/* One step back with everything kept; false on the first step (the form would close). */
bool form_back(struct form *form);

/* From the review to step `step`, to change an answer. */
void form_change(struct form *form, size_t step);

/* Submit was touched: true exactly once (phase EDITING or NOT_SAVED -> SENDING) when the form is on
 * its review and every step is in order; every further touch gives false. */
bool form_submit(struct form *form);
void form_submitted(struct form *form, bool saved);

/* The value of a step as the review shows it, in the interface's language; "" when left empty. */
void form_value(const struct form *form, size_t at, struct str *out);

/* Is this the form for a waiting list? */
bool form_is_waiting(const struct form *form);

/* The reply as it is to be stored; the caller fills language, notice, kiosk and time. Free with
 * reply_wipe(). Phone digits in other scripts are normalised to ASCII. */
struct reply form_reply(const struct form *form);

/* The first word of the name, for the thank-you ("Zoë"); the whole when it is short. Caller frees. */
char *form_first_name(const struct form *form);

#endif
