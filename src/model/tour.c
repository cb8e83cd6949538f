/* A tour's text into steps. How: one line a step, the verb first; a table says what may follow. */
#include "model/tour.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"

enum tour_operand {
    OPERAND_TIME,
    OPERAND_TARGET,
    OPERAND_TEXT,
    OPERAND_WORD,
    OPERAND_COUNT,
    OPERAND_FINGER,
    OPERAND_SIZE,
    OPERAND_RANDOM, /* a time and a number */
    OPERAND_PACE,
    OPERAND_CLOCK
};

static const struct {
    const char *word;
    enum tour_verb verb;
    enum tour_operand operand;
    const char *form;
} verbs[] = {
    {"wait", TOUR_WAIT, OPERAND_TIME, "wait 5s (ms, s, m, h)"},
    {"tap", TOUR_TAP, OPERAND_TARGET, "tap \"label\" or tap @x,y, then x10 for ten"},
    {"hold", TOUR_HOLD, OPERAND_TARGET, "hold \"label\" 3s"},
    {"type", TOUR_TYPE, OPERAND_TEXT, "type \"text\""},
    {"expect", TOUR_EXPECT, OPERAND_TEXT, "expect \"text\""},
    {"refuse", TOUR_REFUSE, OPERAND_TEXT, "refuse \"text\""},
    {"shot", TOUR_SHOT, OPERAND_WORD, "shot name"},
    {"run", TOUR_RUN, OPERAND_WORD, "run import or run sync"},
    {"replies", TOUR_REPLIES, OPERAND_COUNT, "replies 1"},
    {"finger", TOUR_FINGER, OPERAND_FINGER,
     "finger 1 down \"label\" or down @x,y; move likewise; up; cancel"},
    {"resize", TOUR_RESIZE, OPERAND_SIZE, "resize 1080x1920"},
    {"random", TOUR_RANDOM, OPERAND_RANDOM, "random 600s 42 (how long, seed)"},
    {"pace", TOUR_PACE, OPERAND_PACE, "pace visitor or pace none"},
    {"within", TOUR_WITHIN, OPERAND_RANDOM, "within 60s 45 (time, typed characters)"},
    {"still", TOUR_STILL, OPERAND_TIME, "still 8h (ms, s, m, h)"},
    {"dump", TOUR_DUMP, OPERAND_WORD, "dump name"},
    {"clock", TOUR_CLOCK, OPERAND_CLOCK, "clock 2027-11-23 10:42, clock unsure or clock sure"},
    {"glass", TOUR_GLASS, OPERAND_TEXT,
     "glass \"1000000 0 0 0 1000000 0\" (six numbers in millionths)"},
    {"trace", TOUR_TRACE, OPERAND_WORD, "trace name"},
};

static const char *skip_blanks(const char *at)
{
    return at + strspn(at, " \t\r");
}

/* A quoted text; \" and \\ inside. NULL when the closing quote is missing. */
static const char *take_quoted(const char *at, char **out)
{
    struct str text = {0};
    if (*at != '"') {
        return NULL;
    }
    for (at++; *at != '"' && *at != '\0'; at++) {
        if (*at == '\\' && (at[1] == '"' || at[1] == '\\')) {
            at++;
        }
        str_putc(&text, *at);
    }
    *out = str_take(&text);
    return *at == '"' ? at + 1 : NULL;
}

/* "300ms", "5s", "2m", "6h" into milliseconds. */
static const char *take_time(const char *at, int64_t *ms)
{
    static const struct {
        const char *unit;
        int64_t ms;
    } units[] = {{"ms", 1}, {"s", 1000}, {"m", 60000}, {"h", 3600000}};
    char *end = NULL;
    long number = strtol(at, &end, 10);
    if (end == at || number < 0 || number > 1000000) {
        return NULL;
    }
    for (size_t i = 0; i < sizeof units / sizeof units[0]; i++) {
        size_t length = strlen(units[i].unit);
        if (strncmp(end, units[i].unit, length) == 0 && strchr(" \t\r", end[length]) != NULL) {
            *ms = number * units[i].ms;
            return end + length;
        }
    }
    return NULL;
}

/* A label, or a point. */
static const char *take_place(const char *at, struct tour_step *step)
{
    int used = 0;
    if (*at != '@') {
        return take_quoted(at, &step->text);
    }
    return sscanf(at, "@%f,%f%n", &step->x, &step->y, &used) == 2 ? at + used : NULL;
}

static const char *take_target(const char *at, struct tour_step *step)
{
    at = take_place(at, step);
    if (at == NULL) {
        return NULL;
    }
    at = skip_blanks(at);
    if (step->verb == TOUR_HOLD) {
        return take_time(at, &step->ms);
    }
    if (*at == 'x') {
        char *end = NULL;
        long times = strtol(at + 1, &end, 10);
        step->count = (int)times;
        at = end != at + 1 && times >= 1 && times <= 1000 ? end : NULL;
    }
    return at;
}

/* A whole number from 0 to `most`. */
static const char *take_number(const char *at, long most, int *out)
{
    char *end = NULL;
    long number = strtol(at, &end, 10);
    *out = (int)number;
    return end != at && number >= 0 && number <= most ? end : NULL;
}

/* 2 down "label", 2 move @x,y, 2 up, 2 cancel. */
static const char *take_finger(const char *at, struct tour_step *step)
{
    static const char *const phases[] = {
        [TOUR_DOWN] = "down", [TOUR_MOVE] = "move", [TOUR_UP] = "up", [TOUR_CANCEL] = "cancel"};
    at = take_number(at, 99, &step->count);
    if (at == NULL || *at != ' ') {
        return NULL;
    }
    at = skip_blanks(at);
    size_t length = strcspn(at, " \t\r");
    for (size_t i = 0; i < sizeof phases / sizeof phases[0]; i++) {
        if (strlen(phases[i]) == length && strncmp(at, phases[i], length) == 0) {
            step->phase = (enum tour_phase)i;
            at += length;
            return i >= TOUR_UP ? at : take_place(skip_blanks(at), step);
        }
    }
    return NULL;
}

static const char *take_size(const char *at, struct tour_step *step)
{
    int width = 0, height = 0;
    at = take_number(at, 16384, &width);
    if (at != NULL && *at == 'x') {
        at = take_number(at + 1, 16384, &height);
    }
    step->x = (float)width;
    step->y = (float)height;
    return width >= 320 && height >= 320 ? at : NULL;
}

static const char *take_clock(const char *at, struct tour_step *step)
{
    char moment[17] = "";
    size_t length = strcspn(at, "\r");
    while (length > 0 && strchr(" \t", at[length - 1]) != NULL) {
        length--;
    }
    if ((length == 4 || length == 6) && strncmp(at, &"unsure"[6 - length], length) == 0) {
        step->clock = length == 4 ? TOUR_CLOCK_SURE : TOUR_CLOCK_UNSURE;
        return at + length;
    }
    step->clock = TOUR_CLOCK_JUMPS;
    if (length >= sizeof moment) {
        return NULL;
    }
    memcpy(moment, at, length);
    return wall_from_iso(moment, &step->wall, NULL) ? at + length : NULL;
}

static const char *take_operand(const char *at, enum tour_operand operand, struct tour_step *step)
{
    size_t length = strcspn(at, " \t\r");
    switch (operand) {
    case OPERAND_TIME:
        return take_time(at, &step->ms);
    case OPERAND_TARGET:
        return take_target(at, step);
    case OPERAND_TEXT:
        return take_quoted(at, &step->text);
    case OPERAND_WORD:
        step->text = xstrndup(at, length);
        return length > 0 && memchr(at, '/', length) == NULL ? at + length : NULL;
    case OPERAND_PACE:
        step->count = length == 7 && strncmp(at, "visitor", length) == 0;
        return step->count == 1 || (length == 4 && strncmp(at, "none", length) == 0) ? at + length
                                                                                     : NULL;
    case OPERAND_COUNT:
        return take_number(at, 1000000, &step->count);
    case OPERAND_FINGER:
        return take_finger(at, step);
    case OPERAND_SIZE:
        return take_size(at, step);
    case OPERAND_CLOCK:
        return take_clock(at, step);
    case OPERAND_RANDOM:
        at = take_time(at, &step->ms);
        return at != NULL ? take_number(skip_blanks(at), 1000000, &step->count) : NULL;
    }
    return NULL;
}

static bool take_line(const char *line, int number, struct tour *tour, struct str *why)
{
    line = skip_blanks(line);
    if (*line == '\0' || *line == '#') {
        return true;
    }
    size_t length = strcspn(line, " \t\r");
    for (size_t i = 0; i < sizeof verbs / sizeof verbs[0]; i++) {
        if (strlen(verbs[i].word) != length || strncmp(line, verbs[i].word, length) != 0) {
            continue;
        }
        struct tour_step step = {.verb = verbs[i].verb, .line = number, .count = 1};
        const char *rest = take_operand(skip_blanks(line + length), verbs[i].operand, &step);
        if (rest == NULL || *skip_blanks(rest) != '\0') {
            free(step.text);
            str_printf(why, "line %d: expected: %s", number, verbs[i].form);
            return false;
        }
        tour->steps = xgrow(tour->steps, tour->count, &tour->capacity, sizeof tour->steps[0]);
        tour->steps[tour->count++] = step;
        return true;
    }
    str_printf(why, "line %d: unknown step \"%.*s\"; there are: ", number, (int)length, line);
    for (size_t i = 0; i < sizeof verbs / sizeof verbs[0]; i++) {
        str_printf(why, "%s%s", i > 0 ? ", " : "", verbs[i].word);
    }
    return false;
}

bool tour_parse(const char *text, struct tour *tour, struct str *why)
{
    *tour = (struct tour){0};
    char *copy = xstrdup(text), *rest = copy, *line = NULL;
    bool ok = true;
    for (int number = 1; ok && (line = strsep(&rest, "\n")) != NULL; number++) {
        ok = take_line(line, number, tour, why);
    }
    wipe(copy, strlen(text)); /* what is to be typed stands in it */
    free(copy);
    if (!ok) {
        tour_free(tour);
    }
    return ok;
}

void tour_free(struct tour *tour)
{
    for (size_t i = 0; i < tour->count; i++) {
        free(tour->steps[i].text);
    }
    free(tour->steps);
    *tour = (struct tour){0};
}
