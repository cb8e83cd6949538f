/* The questions. How: a table; settings of the configuration are judged by the configuration itself. */
#include "base/questions.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/path.h"
#include "base/pin.h"

static const struct question_spec specs[QUESTION_COUNT] = {
    [ASK_NAME] = {"name", "school.name", "The school's name",
                  "It stands on the screen and in the thank-you.", NULL, false},
    [ASK_LANGUAGES] = {"languages", "school.languages", "Languages",
                       "Those the screen offers, by blanks; the first is the screen's own.", "en",
                       false},
    [ASK_KIOSK] = {"kiosk", "replies.kiosk", "A short name for this screen",
                   "It stands beside each reply: useful with several screens.", "foyer", false},
    [ASK_SHARE] = {"share", NULL, "Where is the shared folder: here, or on the school's server?",
                   "\"here\": this computer serves it to the school's network (nothing else is "
                   "needed).\n\"server\": it lies on the school's file server and this computer "
                   "mounts it.\n\"none\": neither; you look after /srv/foyer/share yourself.",
                   "here", false},
    [ASK_SERVER] = {"server", NULL, "Server and folder, like //server/Foyer",
                    "The folder on the school's server that staff drop files into.", NULL, false},
    [ASK_SERVER_USER] = {"server_user", NULL, "The account on the server",
                         "One that may read and write this one folder and nothing else.", "foyer",
                         false},
    [ASK_SERVER_DOMAIN] = {"server_domain", NULL, "Its domain or workgroup", NULL, "WORKGROUP",
                           false},
    [ASK_SERVER_PASSWORD] = {"server_password", NULL, "Its password",
                             "It is kept in /etc/foyer/share.credentials, which only root reads.",
                             NULL, true},
    [ASK_STAFF_USER] = {"staff_user", NULL, "Account for staff to reach the shared folder",
                        "For this folder only; nobody can log in to this computer with it.",
                        "staffroom", false},
    [ASK_STAFF_PASSWORD] = {"staff_password", NULL, "A password for it",
                            "Empty: it keeps the one it has.", "", true},
    [ASK_OFFICE_USER] = {"office_user", NULL,
                         "Account for the office to reach the replies (- for none)",
                         "The folder \"Foyer replies\" of this computer, for that account alone.",
                         "office", false},
    [ASK_OFFICE_PASSWORD] = {"office_password", NULL, "A password for it",
                             "Empty: it keeps the one it has.", "", true},
    [ASK_DIAGONAL] = {"diagonal_inch", "display.diagonal_inch", "The display's diagonal in inches",
                      "So that letters and buttons have their right size.", "24", false},
    [ASK_ROTATE] = {"rotate", "display.rotate", "Is it turned? Degrees clockwise", NULL, "0",
                    false},
    [ASK_HOURS] = {"hours", "display.hours", "When is it on? (- for always)",
                   "Like Mon-Fri 07:30-18:00. Outside, the display is off; a touch wakes it.", "-",
                   false},
    [ASK_PIN] = {"pin", NULL, "A PIN for the staff screen (- for none)",
                 "Four to eight digits. Holding the display's top right corner asks for it.\n"
                 "Empty: it keeps the one it has.",
                 "", true},
    [ASK_CLOSED] = {"closed", NULL, "Is this computer for Foyer alone?",
                    "\"yes\": no login on its own display and keyboard, Ctrl-Alt-Del and SysRq do "
                    "nothing,\nno text at the start. Reach it by ssh. \"foyer setup --undo\" opens "
                    "it again.",
                    "yes", false},
};

const struct question_spec *question_spec(enum question question)
{
    return &specs[question];
}

void answers_free(struct answers *answers)
{
    for (size_t i = 0; i < QUESTION_COUNT; i++) {
        if (answers->of[i] != NULL) {
            wipe(answers->of[i], strlen(answers->of[i]));
            free(answers->of[i]);
        }
    }
    *answers = (struct answers){0};
}

bool question_arises(enum question question, const struct answers *answers)
{
    const char *share = answers->of[ASK_SHARE];
    const char *office = answers->of[ASK_OFFICE_USER];
    switch (question) {
    case ASK_SERVER:
    case ASK_SERVER_USER:
    case ASK_SERVER_DOMAIN:
    case ASK_SERVER_PASSWORD:
        return str_same(share, "server");
    case ASK_STAFF_USER:
    case ASK_STAFF_PASSWORD:
        return str_same(share, "here");
    case ASK_OFFICE_USER:
        return share != NULL && !str_same(share, "none");
    case ASK_OFFICE_PASSWORD:
        return share != NULL && !str_same(share, "none") && !str_same(office, "-");
    default:
        return true;
    }
}

/* ---- good answers ---- */

/* What useradd(8) takes on Debian. */
static bool is_account(const char *name)
{
    return name[0] >= 'a' && name[0] <= 'z' && strlen(name) <= 32 &&
           name[strspn(name, "abcdefghijklmnopqrstuvwxyz0123456789_-")] == '\0';
}

/* //host/folder, without what a unit file would take for something else. */
static bool is_server(const char *text)
{
    if (strncmp(text, "//", 2) != 0 || strpbrk(text, "\\\"'") != NULL) {
        return false;
    }
    size_t host = strcspn(text + 2, "/");
    return host > 0 && text[2 + host] == '/' && text[3 + host] != '\0' && text[3 + host] != '/' &&
           strcspn(text + 2, " ") >= host;
}

static bool accepts_setting(enum question question, const char *answer, struct str *why)
{
    struct config config;
    config_defaults(&config);
    bool none = question == ASK_HOURS && str_same(answer, "-");
    char *assignment = xasprintf("%s=%s", specs[question].config, none ? "" : answer);
    bool ok = config_set(&config, assignment, why);
    free(assignment);
    config_free(&config);
    return ok;
}

bool question_accepts(enum question question, const char *answer, struct str *why)
{
    bool ok = true;
    const char *allowed = NULL;
    for (const char *c = answer; ok && *c != '\0'; c++) {
        ok = (unsigned char)*c >= ' ' && *c != 127;
        allowed = "one line of text";
    }
    if (!ok) {
        str_printf(why, "this has characters that cannot be typed; allowed: %s", allowed);
        return false;
    }
    switch (question) {
    case ASK_NAME:
    case ASK_KIOSK:
        ok = !str_blank(answer);
        allowed = "any name";
        break;
    case ASK_SHARE:
        ok = str_same(answer, "here") || str_same(answer, "server") || str_same(answer, "none");
        allowed = "here, server or none";
        break;
    case ASK_SERVER:
        ok = is_server(answer);
        allowed =
            "two strokes, the server, a stroke, the folder, like //files.school.example/Foyer";
        break;
    case ASK_SERVER_USER:
    case ASK_SERVER_PASSWORD:
        ok = answer[0] != '\0';
        allowed = "the account that the server knows";
        break;
    case ASK_STAFF_USER:
    case ASK_OFFICE_USER:
        ok = is_account(answer) || (question == ASK_OFFICE_USER && str_same(answer, "-"));
        allowed = "small letters a to z, digits, - and _, a letter first";
        break;
    case ASK_PIN:
        ok = answer[0] == '\0' || str_same(answer, "-") || pin_is_one(answer);
        allowed = "four to eight digits, or -";
        break;
    case ASK_CLOSED:
        ok = str_same(answer, "yes") || str_same(answer, "no");
        allowed = "yes or no";
        break;
    default:
        break;
    }
    if (!ok) {
        str_printf(why, "%s%sis not an answer to this; allowed: %s",
                   specs[question].secret ? "" : answer,
                   specs[question].secret || answer[0] == '\0' ? "this " : " ", allowed);
        return false;
    }
    return specs[question].config == NULL || accepts_setting(question, answer, why);
}

/* ---- where answers come from ---- */

static void put(struct answers *answers, enum question question, const char *text)
{
    free(answers->of[question]);
    answers->of[question] = xstrdup(text);
}

void answers_from_config(struct answers *answers, const struct config *config)
{
    char number[32];
    put(answers, ASK_NAME, config->school.name);
    put(answers, ASK_LANGUAGES, config->school.languages);
    put(answers, ASK_KIOSK, config->replies.kiosk);
    snprintf(number, sizeof number, "%g", config->display.diagonal_inch);
    put(answers, ASK_DIAGONAL, number);
    snprintf(number, sizeof number, "%d", config->display.rotate);
    put(answers, ASK_ROTATE, number);
    put(answers, ASK_HOURS, config->display.hours[0] != '\0' ? config->display.hours : "-");
}

/* One line of a file of answers; false with the reason in `why`. */
static bool take_line(struct answers *answers, char *line, struct str *why)
{
    char *text = line + strspn(line, " \t\r");
    if (text[0] == '\0' || text[0] == ';' || text[0] == '#' || strncmp(text, "[setup]", 7) == 0) {
        return true;
    }
    char *equals = strchr(text, '=');
    char *key = xstrndup(text, equals != NULL ? (size_t)(equals - text) : strlen(text));
    char *name = str_trimmed(key);
    free(key);
    size_t at = 0;
    while (at < QUESTION_COUNT && !str_same(specs[at].key, name)) {
        at++;
    }
    bool ok = false;
    if (equals == NULL || at == QUESTION_COUNT) {
        str_printf(why, "%s: there is no such question; allowed: key = value with one of", name);
        for (size_t i = 0; i < QUESTION_COUNT; i++) {
            str_printf(why, " %s", specs[i].key);
        }
    } else {
        char *value = str_trimmed(equals + 1);
        ok = (value[0] == '\0' && specs[at].usual != NULL) || question_accepts(at, value, why);
        if (ok && value[0] != '\0') {
            put(answers, at, value);
        }
        wipe(value, strlen(value));
        free(value);
    }
    free(name);
    return ok;
}

bool answers_read(struct answers *answers, const char *path, struct str *why)
{
    char *text = NULL;
    size_t length = 0;
    if (!path_read(path, 1 << 16, &text, &length)) {
        str_printf(why, "%s: cannot be read (%s)", path, strerror(errno));
        return false;
    }
    struct str wrong = {0};
    bool ok = true;
    int number = 0;
    char *next = text;
    while (ok && next != NULL) {
        char *line = next;
        next = strchr(line, '\n');
        if (next != NULL) {
            *next++ = '\0';
        }
        number++;
        ok = take_line(answers, line, &wrong);
    }
    if (!ok) {
        str_printf(why, "%s:%d: %s", path, number, wrong.data);
    }
    wipe(text, length);
    free(text);
    str_free(&wrong);
    return ok;
}

bool answers_complete(struct answers *answers, struct str *why)
{
    for (enum question q = 0; q < QUESTION_COUNT; q++) {
        if (!question_arises(q, answers)) {
            continue;
        }
        if (answers->of[q] == NULL && specs[q].usual == NULL) {
            str_printf(why, "%s: must be answered (%s)", specs[q].key, specs[q].prompt);
            return false;
        }
        if (answers->of[q] == NULL) {
            put(answers, q, specs[q].usual);
        }
        struct str wrong = {0};
        bool ok = question_accepts(q, answers->of[q], &wrong);
        if (!ok) {
            str_printf(why, "%s: %s", specs[q].key, wrong.data);
        }
        str_free(&wrong);
        if (!ok) {
            return false;
        }
    }
    return true;
}
