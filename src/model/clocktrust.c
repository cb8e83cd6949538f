/* Clock trust. How: all moments are wall time, so that one rule serves the kiosk, the tours and the tests;
 * an hour of tolerance is summer time's. The note is one line for each thing, the word first. */
#include "model/clocktrust.h"

#include <stdio.h>
#include <string.h>

/* Summer time, and some minutes for a quartz; the rest by the thousandth of the time that passed. */
#define TOLERANCE ((wall_t)70 * 60)
/* No clock was right before this program's first line. */
#define FIRST_LINE (19723 * WALL_DAY) /* 2024-01-01 */
/* A battery clock is believed for so long after the program was made, when nothing else is known. */
#define SERVICE_LIFE (WALL_DAY * 5 * 366)
#define STORE_EVERY ((wall_t)6 * 3600)

struct clock_note clocktrust_nothing(void)
{
    return (struct clock_note){
        .set = WALL_NONE, .kept = WALL_NONE, .newest = WALL_NONE, .leapt = WALL_NONE};
}

static bool is_near(wall_t a, wall_t b, wall_t tolerance)
{
    return a - b <= tolerance && b - a <= tolerance;
}

static bool is_this_start(const struct clock_facts *facts, const struct clock_note *note)
{
    return note->set != WALL_NONE && note->boot[0] != '\0' &&
           strcmp(note->boot, facts->boot) == 0 && facts->up_ms >= note->set_up_ms;
}

/* Has it run on as evenly as the milliseconds since the network set it? */
static bool is_steady(const struct clock_facts *facts, const struct clock_note *note)
{
    wall_t passed = (facts->up_ms - note->set_up_ms) / 1000;
    return is_near(facts->now, note->set + passed, TOLERANCE + passed / 1000);
}

/* The newest file that is known of, when it shows that the clock is behind. */
static wall_t newer_file(const struct clock_facts *facts, const struct clock_note *note)
{
    wall_t newest = facts->newest != WALL_NONE ? facts->newest : note->newest;
    bool says_so = newest != WALL_NONE && newest > facts->now + WALL_DAY &&
                   newest <= facts->now + CLOCKTRUST_ABSENCE;
    return says_so ? newest : WALL_NONE;
}

static bool is_behind(const struct clock_facts *facts, const struct clock_note *note)
{
    return facts->now < facts->built - WALL_DAY ||
           (note->set != WALL_NONE && facts->now < note->set - TOLERANCE);
}

static bool is_ahead(const struct clock_facts *facts, const struct clock_note *note)
{
    return note->kept != WALL_NONE ? facts->now > note->kept + CLOCKTRUST_ABSENCE
                                   : facts->now > facts->built + SERVICE_LIFE;
}

static enum clock_reason reason_for(const struct clock_facts *facts, const struct clock_note *note)
{
    if (facts->synchronised) {
        return facts->now >= FIRST_LINE ? CLOCK_SET : CLOCK_BEHIND;
    }
    if (is_this_start(facts, note)) {
        return is_steady(facts, note) ? CLOCK_STEADY : CLOCK_JUMPED;
    }
    if (is_behind(facts, note)) {
        return CLOCK_BEHIND;
    }
    if (is_ahead(facts, note)) {
        return CLOCK_AHEAD;
    }
    if (facts->battery == WALL_NONE || !is_near(facts->battery, facts->now, TOLERANCE)) {
        return CLOCK_UNSET;
    }
    return newer_file(facts, note) != WALL_NONE ? CLOCK_BEHIND : CLOCK_BATTERY;
}

/* What has passed for certain. A kiosk that never knew the time has the files on its share. */
static wall_t passed_for_certain(const struct clock_facts *facts, const struct clock_note *note)
{
    if (note->kept != WALL_NONE) {
        return note->kept > facts->built ? note->kept : facts->built;
    }
    bool usable = facts->newest != WALL_NONE && facts->newest > facts->built &&
                  facts->newest <= facts->built + SERVICE_LIFE;
    return usable ? facts->newest : facts->built;
}

/* Where the network's word leapt to, while that is not long ago; WALL_NONE: it did not, or is back. */
static wall_t leap_at(const struct clock_facts *facts, const struct clock_note *note)
{
    if (note->kept != WALL_NONE && facts->now > note->kept + CLOCKTRUST_ABSENCE) {
        return facts->now;
    }
    bool lasts = note->leapt != WALL_NONE && facts->now >= note->leapt &&
                 facts->now < note->leapt + CLOCKTRUST_PROBATION;
    return lasts ? note->leapt : WALL_NONE;
}

struct clock_belief clocktrust_judge(const struct clock_facts *facts, const struct clock_note *note)
{
    struct clock_belief belief = {.reason = reason_for(facts, note)};
    belief.sure = belief.reason <= CLOCK_BATTERY;
    belief.may_delete = clocktrust_by_network(&belief) && leap_at(facts, note) == WALL_NONE;
    belief.now = belief.sure ? facts->now : passed_for_certain(facts, note);
    return belief;
}

void clocktrust_remember(struct clock_note *note, const struct clock_facts *facts,
                         const struct clock_belief *belief)
{
    if (belief->reason == CLOCK_SET) {
        note->set = facts->now;
        note->set_up_ms = facts->up_ms;
        memcpy(note->boot, facts->boot, sizeof note->boot);
    }
    if (belief->sure) {
        note->leapt = leap_at(facts, note);
        note->kept = facts->now; /* may be earlier than before: then that was wrong */
    }
    note->newest = clocktrust_by_network(belief) ? WALL_NONE : newer_file(facts, note);
}

bool clocktrust_is_worth_storing(const struct clock_note *stored, const struct clock_note *now)
{
    bool first = (stored->set == WALL_NONE) != (now->set == WALL_NONE) ||
                 (stored->kept == WALL_NONE) != (now->kept == WALL_NONE);
    return first || strcmp(stored->boot, now->boot) != 0 || stored->newest != now->newest ||
           stored->leapt != now->leapt ||
           (now->set != WALL_NONE && !is_near(now->set, stored->set, STORE_EVERY)) ||
           (now->kept != WALL_NONE && !is_near(now->kept, stored->kept, STORE_EVERY));
}

bool clocktrust_by_network(const struct clock_belief *belief)
{
    return belief->reason == CLOCK_SET || belief->reason == CLOCK_STEADY;
}

static const struct {
    const char *word, *sentence, *advice;
} reasons[] = {
    [CLOCK_SET] = {"set", "is set by the network", ""},
    [CLOCK_STEADY] = {"steady", "was set by the network since the start and has run on evenly", ""},
    [CLOCK_BATTERY] = {"battery", "is kept by the computer's battery clock, not by the network",
                       ""},
    [CLOCK_UNSET] =
        {"unset", "has not been set since the computer was switched on",
         "Let the computer reach a time server (UDP port 123; /etc/systemd/timesyncd.conf "
         "names the school's own): timedatectl"},
    [CLOCK_JUMPED] = {"jumped", "was changed by hand or by a program, so it is not believed",
                      "Let the computer reach a time server again (timedatectl set-ntp true)"},
    [CLOCK_BEHIND] = {"behind", "says a time that has long passed",
                      "Let the computer reach a time server (timedatectl), or have its battery "
                      "replaced"},
    [CLOCK_AHEAD] = {"ahead",
                     "is more than half a year ahead of when the screen last knew the time",
                     "See that the date is right (timedatectl) and let the computer reach a time "
                     "server once"},
};

const char *clocktrust_word(enum clock_reason reason)
{
    return reasons[reason].word;
}

const char *clocktrust_sentence(enum clock_reason reason)
{
    return reasons[reason].sentence;
}

const char *clocktrust_advice(enum clock_reason reason)
{
    return reasons[reason].advice;
}

/* ---- the note as text ---- */

static void put_moment(struct str *out, const char *word, wall_t moment)
{
    char iso[24];
    if (moment != WALL_NONE) {
        str_printf(out, "%s %s\n", word, wall_to_iso(moment, true, iso));
    }
}

void clocktrust_write(const struct clock_note *note, struct str *out)
{
    put_moment(out, "set", note->set);
    if (note->set != WALL_NONE && note->boot[0] != '\0') {
        str_printf(out, "start %s %lld\n", note->boot, (long long)note->set_up_ms);
    }
    put_moment(out, "kept", note->kept);
    put_moment(out, "newest", note->newest);
    put_moment(out, "leapt", note->leapt);
}

static void read_line(const char *line, struct clock_note *note)
{
    char word[8], value[CLOCKTRUST_BOOT];
    long long up_ms = 0;
    int count = sscanf(line, "%7s %39s %lld", word, value, &up_ms);
    wall_t moment = WALL_NONE;
    if (count == 3 && strcmp(word, "start") == 0 && up_ms >= 0) {
        memcpy(note->boot, value, sizeof note->boot);
        note->set_up_ms = up_ms;
    } else if (count >= 2 && wall_from_iso(value, &moment, NULL)) {
        if (strcmp(word, "set") == 0) {
            note->set = moment;
        } else if (strcmp(word, "kept") == 0) {
            note->kept = moment;
        } else if (strcmp(word, "newest") == 0) {
            note->newest = moment;
        } else if (strcmp(word, "leapt") == 0) {
            note->leapt = moment;
        }
    }
}

struct clock_note clocktrust_read(const char *text)
{
    struct clock_note note = clocktrust_nothing();
    for (const char *at = text; at != NULL && *at != '\0';) {
        char line[96] = "";
        size_t length = strcspn(at, "\n");
        if (length < sizeof line) {
            memcpy(line, at, length);
            read_line(line, &note);
        }
        at += length + (at[length] == '\n');
    }
    return note;
}
