/* Dates and times as people write them: what is understood is a real day and a time within it. */
#include "content/dates.h"

#include <stdlib.h>

#include "fuzz.h"

static void promise_times(int from, int until)
{
    promise(from >= -1 && from <= WALL_DAY, "a time lies within its day");
    promise(until == -1 || (until > from && until <= WALL_DAY),
            "the end lies behind the beginning");
}

static void read_as(const char *text, enum date_order order)
{
    wall_t date = WALL_NONE;
    int from = -1;
    int until = -1;
    enum date_result result = dates_read(text, order, fuzz_context.now, &date, &from, &until);
    if (result == DATE_OK) {
        promise(date != WALL_NONE && wall_midnight(date) == date, "a date is a midnight");
        promise_times(from, until);
        struct civil c = wall_to_civil(date);
        promise(civil_valid(c.year, c.month, c.day), "a date exists");
    } else {
        promise(dates_advice(result) != NULL, "what is not understood comes with advice");
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    char *text = text_of(data, size);
    const char *end = NULL;
    int from = -1;
    int until = -1;
    read_as(text, DATE_DAY_FIRST);
    read_as(text, DATE_MONTH_FIRST);
    if (dates_take_time(text, false, &from, &until, &end)) {
        promise_times(from, until);
        promise(end > text && end <= text + size, "a taker stays inside its text");
    }
    free(text);
    return 0;
}
