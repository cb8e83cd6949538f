/* A person to be found among replies: by telephone number, e-mail address or name. Pure. */
#ifndef FOYER_CONTENT_PERSON_H
#define FOYER_CONTENT_PERSON_H

#include <stdbool.h>

enum person_by { PERSON_BY_PHONE, PERSON_BY_EMAIL, PERSON_BY_NAME };

struct person {
    enum person_by by;
    char *wanted; /* in the form that is compared */
};

/* Makes the person to look for from what somebody gave on a command line. False (nothing to free) when
 * it is too little to tell people apart: a number of fewer than six digits, a blank name, an address
 * without @. Free with person_free(). */
bool person_make(struct person *out, enum person_by by, const char *text);
void person_free(struct person *person);

/* Is that field the person's? `field` is a whole cell of the kind that is looked for.
 *
 * - Numbers are their digits, in any script, however grouped: "(020) 7946 0000" is "02079460000". An
 *   international one is its country's own: "+44 20 7946 0000" is it, too, and "0044 (0)20 …" (E.164's
 *   country codes). A cell may hold the number twice, as the form writes it: "0412 (٠٤١٢)".
 * - Addresses and names are equal in NFC, folded, without blanks around; blanks within names count once.
 */
bool person_is(const struct person *person, const char *field);

/* Does a text (a message, a note) speak of the person: does it hold the name, the address, the number? */
bool person_is_in(const struct person *person, const char *text);

#endif
