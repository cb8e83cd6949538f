/* A reply: what a visitor sent from a form. */
#ifndef FOYER_MODEL_REPLY_H
#define FOYER_MODEL_REPLY_H

#include <stdbool.h>

#include "base/clock.h"
#include "base/uuid.h"

enum reply_kind {
    REPLY_HELP,       /* "I could help" with a role or an event */
    REPLY_COMING,     /* "I'm coming" */
    REPLY_QUESTION,   /* a question, an idea, a worry */
    REPLY_NEWSLETTER, /* "Send it to me" */
    REPLY_PARTNER,    /* a business or a group would like to work with the school */
    REPLY_KIND_COUNT
};
/* The word stored in the files: "offer of help", "coming", "question", "newsletter",
 * "partner". The numbers of the kinds are stored in the outbox: new ones go to the end. */
const char *reply_kind_word(enum reply_kind kind);

/* Owned strings, UTF-8, never NULL. They hold what a person typed: free with reply_wipe() only. */
struct reply {
    char uuid[UUID_SIZE]; /* made when the form opened: the same form sent twice is one reply */
    enum reply_kind kind;
    char *about;        /* title of the role or event, as shown */
    char *about_key;    /* the item's key; "" for a general question */
    char *about_when;   /* the event's date as ISO, or "" */
    char *interests;    /* chosen words in English, comma-separated */
    char *available;    /* when they could help, likewise */
    int people;         /* how many come, children among them; 0 when not asked */
    int children;       /* of them */
    char *organisation; /* REPLY_PARTNER: the business or group */
    char *agreed;       /* what was expressly agreed to: "newsletter by e-mail", or "" */
    char *name;
    char *phone;
    char *email;
    char *prefers; /* "phone call", "text message", "e-mail" or "" */
    char *message;
    char *language; /* of the interface when sent: "en" */
    char *notice_version;
    char *kiosk;
    wall_t created;  /* wall clock when sent */
    bool clock_sure; /* was the clock synchronised? */
};

struct reply reply_make(void);
/* Overwrites every string, then frees. */
void reply_wipe(struct reply *reply);

#endif
