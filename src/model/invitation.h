/* What a visitor takes along in a QR code: an event for the phone's calendar, a link, an address to
 * write to. Pure text. */
#ifndef FOYER_MODEL_INVITATION_H
#define FOYER_MODEL_INVITATION_H

#include <stdbool.h>

#include "base/str.h"
#include "model/item.h"

/* A VEVENT (RFC 5545) of an item with a date: UID, DTSTART and DTEND in the school's local time without
 * a zone ("floating": right for somebody who stands there, and no network is needed), SUMMARY,
 * LOCATION. At most `most` bytes (at least 200): long titles and places are shortened at a word. `title`
 * in the visitor's language. False: the item has no date. Appends. */
bool invitation_event(struct str *out, const struct item *item, const char *title, size_t most);

/* A link as a phone opens it: with https:// before what has no scheme. False: it is none (blank,
 * holds blanks, another scheme). Appends. */
bool invitation_link(struct str *out, const char *link);

/* "mailto:" and the address. False: it is none. Appends. */
bool invitation_mail(struct str *out, const char *address);

#endif
