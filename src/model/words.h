/* Dates and numbers as people say them, in the interface's language.
 *
 * `now` may be WALL_NONE when the clock has not been set: then nothing is "today", and the year is
 * always said. Pure but for the current language (base/i18n.h), whose order, names, clock of 12 or 24
 * hours and digits they have. */
#ifndef FOYER_MODEL_WORDS_H
#define FOYER_MODEL_WORDS_H

#include "base/str.h"
#include "model/item.h"

/* "8:42 am", "18:30". */
void words_time(struct str *out, wall_t t);

/* "Monday 23 November"; with `short_form` "Mon 23 Nov"; the year is added when it is not now's. */
void words_date(struct str *out, wall_t t, wall_t now, bool short_form);

/* A moment near to now: "Today 6:30 pm", "Tomorrow", "Friday 27 November, 2:15 pm". */
void words_moment(struct str *out, wall_t t, bool all_day, wall_t now);

/* When an item happens: a moment, a span ("Today 6:30 – 8:00 pm", "27 – 29 November"), what staff
 * wrote, or nothing. */
void words_item_when(struct str *out, const struct item *item, wall_t now);

/* The same in few words, for a card: "Wed 25 Nov, 9:00 am". */
void words_item_when_short(struct str *out, const struct item *item, wall_t now);

/* The long form staff read back: "Friday 11 December 2026, 6:30 pm". Always English. */
void words_date_as_read(struct str *out, wall_t t, bool all_day);

/* "November 2026" (`month` from 1); the short name of a weekday (0 Monday … 6 Sunday): "Mon"; the day a
 * week begins with. */
void words_month(struct str *out, int year, int month);
const char *words_weekday(int weekday);
int words_first_weekday(void);

/* Appends a text with numbers in it ("%d people", "%zu / %zu") in the language's own digits. For numbers
 * alone: the digits of a name or a telephone number would be changed too. */
void words_number(struct str *out, const char *format, ...) __attribute__((format(printf, 2, 3)));

/* Appends one more part to a list of parts: ", " before it, or what the language has there. */
void words_list(struct str *out, const char *next);

/* An item's title in `language`; where staff gave none (a photo straight from a camera), its kind. */
const char *words_title(const struct item *item, const char *language);

/* The visitor's word for a kind, as on the chip of a slide: "Celebration", "What's on", … */
const char *words_kind(enum item_kind kind);

#endif
