/* What `foyer setup` asks: the questions, what is a good answer to each, and a file of answers for many
 * kiosks. Pure, but for reading that file. */
#ifndef FOYER_BASE_QUESTIONS_H
#define FOYER_BASE_QUESTIONS_H

#include <stdbool.h>
#include <stddef.h>

#include "base/config.h"
#include "base/str.h"

enum question {
    ASK_NAME,
    ASK_LANGUAGES,
    ASK_KIOSK,
    ASK_SHARE,
    ASK_SERVER,
    ASK_SERVER_USER,
    ASK_SERVER_DOMAIN,
    ASK_SERVER_PASSWORD,
    ASK_STAFF_USER,
    ASK_STAFF_PASSWORD,
    ASK_OFFICE_USER,
    ASK_OFFICE_PASSWORD,
    ASK_DIAGONAL,
    ASK_ROTATE,
    ASK_HOURS,
    ASK_PIN,
    ASK_CLOSED,
    QUESTION_COUNT
};

struct question_spec {
    const char *key;    /* in a file of answers */
    const char *config; /* the setting it becomes ("school.name"); NULL: none */
    const char *prompt; /* one line */
    const char *help;   /* what it is for; may be NULL */
    const char *usual;  /* taken for an empty answer; NULL: there must be one */
    bool secret;        /* not shown while it is typed */
};

const struct question_spec *question_spec(enum question question);

/* Answers so far; NULL: none. Zero-initialised is empty. Free with answers_free(), which overwrites. */
struct answers {
    char *of[QUESTION_COUNT];
};
void answers_free(struct answers *answers);

/* Does the question arise after what was answered before? (A server's name only for a share there.) */
bool question_arises(enum question question, const struct answers *answers);

/* Is it a good answer? False with the reason in `why`. */
bool question_accepts(enum question question, const char *answer, struct str *why);

/* Fills what a configuration that is there already says. */
void answers_from_config(struct answers *answers, const struct config *config);

/* Reads a file of "key = value" lines (with a heading [setup] or without; lines that begin with ; or #
 * are comments). Everything behind the = counts, so that any password can stand there. False with
 * "FILE:LINE: what is wrong; what is allowed" in `why`. What is missing is not looked at. */
bool answers_read(struct answers *answers, const char *path, struct str *why);

/* Takes the usual answer where none was given. False with the first question that must be answered, or
 * whose answer is not good, in `why`. */
bool answers_complete(struct answers *answers, struct str *why);

#endif
