/* A tour's text into steps. How: one line a step, the verb first; a table says what may follow. */
#include "model/tour.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"

enum tour_operand { OPERAND_TIME, OPERAND_TARGET, OPERAND_TEXT, OPERAND_WORD, OPERAND_COUNT };

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

static const char *take_target(const char *at, struct tour_step *step)
{
    if (*at == '@') {
        int used = 0;
        if (sscanf(at, "@%f,%f%n", &step->x, &step->y, &used) != 2) {
            return NULL;
        }
        at += used;
    } else {
        at = take_quoted(at, &step->text);
    }
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

static const char *take_operand(const char *at, enum tour_operand operand, struct tour_step *step)
{
    char *end = NULL;
    long count = 0;
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
    case OPERAND_COUNT:
        count = strtol(at, &end, 10);
        step->count = (int)count;
        return end != at && count >= 0 && count <= 1000000 ? end : NULL;
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
