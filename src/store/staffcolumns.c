/* The office's columns. How: one table, from which the file, its "Read me" and each row are made. */
#include "store/staffcolumns.h"

#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/clock.h"

const struct staff_column_about staff_columns[STAFF_COLUMNS] = {
    [STAFF_RECEIVED] = {"received", "TEXT", "When the reply was sent, by the screen's clock.",
                        false},
    [STAFF_KIND] = {"kind", "TEXT", "offer of help, coming, question, newsletter or partner.",
                    false},
    [STAFF_ABOUT] = {"about", "TEXT", "The role or event it is about, as it stood on the screen.",
                     false},
    [STAFF_EVENT_DATE] = {"event date", "TEXT", "The event's date, if it is about an event.",
                          false},
    [STAFF_ORGANISATION] = {"organisation", "TEXT", "The business or group, for a partner.", false},
    [STAFF_NAME] = {"name", "TEXT", "Name, as typed.", false},
    [STAFF_PHONE] = {"phone", "TEXT", "Telephone number, as typed.", false},
    [STAFF_EMAIL] = {"email", "TEXT", "E-mail address, as typed.", false},
    [STAFF_PREFERS] = {"prefers", "TEXT", "How this person would like to be answered.", false},
    [STAFF_INTERESTS] =
        {"interests", "TEXT",
         "What this person would like to help with; for a question, what it is about; "
         "waiting list, for guests who came when it was full.",
         false},
    [STAFF_AVAILABLE] = {"available", "TEXT", "When this person could help.", false},
    [STAFF_PEOPLE] = {"people", "INTEGER",
                      "How many are coming, children among them; empty when it was not asked.",
                      false},
    [STAFF_CHILDREN] = {"children", "INTEGER", "How many of the people are children.", false},
    [STAFF_MESSAGE] = {"message", "TEXT", "What else the person wrote.", false},
    [STAFF_AGREED] = {"agreed to", "TEXT", "What the person expressly agreed to, if it was asked.",
                      false},
    [STAFF_STATUS] = {"status", "TEXT DEFAULT 'new'",
                      "YOURS. Foyer writes new and never touches it again: put answered, done …",
                      true},
    [STAFF_ASSIGNED] = {"assigned", "TEXT DEFAULT ''", "YOURS. Who looks after it.", true},
    [STAFF_LAST_CONTACT] = {"last_contact", "TEXT DEFAULT ''",
                            "YOURS. When you last spoke or wrote.", true},
    [STAFF_NOTES] = {"notes", "TEXT DEFAULT ''", "YOURS. Anything.", true},
    [STAFF_LANGUAGE] = {"language", "TEXT",
                        "The language of the screen when it was sent (en, es …).", false},
    [STAFF_NOTICE_VERSION] = {"notice version", "TEXT",
                              "Which privacy notice the person was shown.", false},
    [STAFF_KIOSK] = {"kiosk", "TEXT", "Which screen it was sent from.", false},
    [STAFF_CLOCK] =
        {"clock", "TEXT",
         "sure: the screen knew the time; not sure: it did not, and wrote the last one it knew.",
         false},
    [STAFF_REPLY_ID] =
        {"reply id", "TEXT",
         "The reply's own number. Please leave it as it is: Foyer knows a reply by it.", false},
};

/* A date and time as people write it: a blank for the T. */
static char *spaced(const char *iso)
{
    char *text = xstrdup(iso);
    if (strlen(text) > 10) {
        text[10] = ' ';
    }
    return text;
}

char *staff_cell(const struct reply *r, enum staff_column column)
{
    char iso[24];
    switch (column) {
    case STAFF_RECEIVED:
        return spaced(wall_to_iso(r->created, true, iso));
    case STAFF_KIND:
        return xstrdup(reply_kind_word(r->kind));
    case STAFF_ABOUT:
        return xstrdup(r->about);
    case STAFF_EVENT_DATE:
        return spaced(r->about_when);
    case STAFF_ORGANISATION:
        return xstrdup(r->organisation);
    case STAFF_AGREED:
        return xstrdup(r->agreed);
    case STAFF_NAME:
        return xstrdup(r->name);
    case STAFF_PHONE:
        return xstrdup(r->phone);
    case STAFF_EMAIL:
        return xstrdup(r->email);
    case STAFF_PREFERS:
        return xstrdup(r->prefers);
    case STAFF_INTERESTS:
        return xstrdup(r->interests);
    case STAFF_AVAILABLE:
        return xstrdup(r->available);
    case STAFF_PEOPLE:
        return r->people > 0 ? xasprintf("%d", r->people) : xstrdup("");
    case STAFF_CHILDREN:
        return r->people > 0 ? xasprintf("%d", r->children) : xstrdup("");
    case STAFF_MESSAGE:
        return xstrdup(r->message);
    case STAFF_STATUS:
        return xstrdup("new");
    case STAFF_LANGUAGE:
        return xstrdup(r->language);
    case STAFF_NOTICE_VERSION:
        return xstrdup(r->notice_version);
    case STAFF_KIOSK:
        return xstrdup(r->kiosk);
    case STAFF_CLOCK:
        return xstrdup(r->clock_sure ? "sure" : "not sure");
    case STAFF_REPLY_ID:
        return xstrdup(r->uuid);
    case STAFF_ASSIGNED:
    case STAFF_LAST_CONTACT:
    case STAFF_NOTES:
    case STAFF_COLUMNS:
        break;
    }
    return xstrdup("");
}

void staff_cell_free(char *cell)
{
    wipe(cell, strlen(cell));
    free(cell);
}

bool staff_column_is_number(enum staff_column column)
{
    return column == STAFF_PEOPLE || column == STAFF_CHILDREN;
}
