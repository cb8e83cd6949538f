/* Clock trust: may the clock be believed, and what time is it at least?
 *
 * The network's word is believed. Without it (a start with no network, a Raspberry Pi without a battery) there
 * are two proofs: the network set the clock since this start, and it has run on as evenly as the computer's own
 * milliseconds; or a battery clock says the same and nothing speaks against it. Any other clock, however
 * likely its date, is not believed: one that has no battery wakes up where it was switched off, and
 * yesterday looks as good as today.
 *
 * What speaks against a battery: a date before the program was made or before the network's last word; a
 * newer file on the share; and a date more than CLOCKTRUST_ABSENCE after the last moment that was believed.
 * That is longer than any holiday (14 weeks in the south of Europe) or rebuilding closes a school, and
 * shorter than the year that somebody mistypes. Files that are further ahead than that are wrong themselves.
 *
 * A time server may be wrong, too. When it says a date that far ahead, that is believed, but for two days
 * nothing is deleted by it: whoever passes the screen sees what year it is there.
 *
 * While the clock is not believed, time stands still at the last moment that was: nothing begins and nothing
 * is over because of a date. Pure: the facts come from jobs/timekeeper. */
#ifndef FOYER_MODEL_CLOCKTRUST_H
#define FOYER_MODEL_CLOCKTRUST_H

#include <stdbool.h>
#include <stdint.h>

#include "base/clock.h"
#include "base/str.h"

#define CLOCKTRUST_ABSENCE (200 * WALL_DAY)
#define CLOCKTRUST_PROBATION (2 * WALL_DAY)
#define CLOCKTRUST_BOOT 40 /* room for the kernel's boot id */

/* Why a clock is believed, or why not. */
enum clock_reason {
    CLOCK_SET,     /* the network sets it */
    CLOCK_STEADY,  /* the network set it since the start; it has run on evenly */
    CLOCK_BATTERY, /* a battery clock says the same */
    CLOCK_UNSET,   /* nobody has set it since the start */
    CLOCK_JUMPED,  /* it was changed after the network had set it */
    CLOCK_BEHIND,  /* before what has passed for certain */
    CLOCK_AHEAD,   /* too far after the last moment that was believed */
};

/* What can be seen of the clocks just now. */
struct clock_facts {
    wall_t now;                 /* what the clock says */
    int64_t up_ms;              /* monotonic, also while the computer sleeps */
    char boot[CLOCKTRUST_BOOT]; /* of this start of the computer; "": not known */
    bool synchronised;          /* by the network */
    wall_t battery;             /* what a battery clock says; WALL_NONE: there is none */
    wall_t newest; /* when the newest file on the share was changed; WALL_NONE: not looked */
    wall_t built;  /* when the program was made: has passed for certain */
};

/* What is remembered of the last time, also over a restart. */
struct clock_note {
    wall_t set;                 /* the network's last word; WALL_NONE: never */
    int64_t set_up_ms;          /* … when the computer had run so long … */
    char boot[CLOCKTRUST_BOOT]; /* … since this start */
    wall_t kept;                /* the last moment that was believed; WALL_NONE: never */
    wall_t newest;              /* a file that is newer than a battery clock; WALL_NONE: none */
    wall_t leapt;               /* where the network's word was far ahead; WALL_NONE: it was not */
};

struct clock_belief {
    bool sure;
    enum clock_reason reason;
    bool may_delete; /* by age: the network has set it since the start, and has not leapt */
    wall_t now;      /* the clock's when sure; else the last moment that was believed */
};

/* A note in which nothing is noted. */
struct clock_note clocktrust_nothing(void);

struct clock_belief clocktrust_judge(const struct clock_facts *facts,
                                     const struct clock_note *note);

/* Brings the note up to date after a judgement of these facts. */
void clocktrust_remember(struct clock_note *note, const struct clock_facts *facts,
                         const struct clock_belief *belief);

/* Is `now` so different from what is `stored` that it should be? Some four times a day, and when
 * something happens. */
bool clocktrust_is_worth_storing(const struct clock_note *stored, const struct clock_note *now);

/* Was the clock set by the network since the start? */
bool clocktrust_by_network(const struct clock_belief *belief);

/* A stable word ("set", "steady", "battery", "unset", "jumped", "behind", "ahead"), a sentence for who
 * looks after the kiosk, and what to do ("" when it is believed). */
const char *clocktrust_word(enum clock_reason reason);
const char *clocktrust_sentence(enum clock_reason reason);
const char *clocktrust_advice(enum clock_reason reason);

/* The note as a small text and back; what cannot be read counts as not noted. */
void clocktrust_write(const struct clock_note *note, struct str *out);
struct clock_note clocktrust_read(const char *text);

#endif
