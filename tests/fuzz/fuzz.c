/* What the fuzz targets share. How: a broken promise is an abort(), which libFuzzer reports with the
 * input that led to it. */
#include "fuzz.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/str.h"

/* wall_t of 2026-11-23 10:42 (days since 1970 times a day's seconds, and the hour). */
const struct reader_context fuzz_context = {
    .now = (wall_t)20780 * WALL_DAY + 38520,
    .date_order = DATE_DAY_FIRST,
    .year_ends = "07-18",
    .clock_sure = true,
};

void promise(int kept, const char *what)
{
    if (!kept) {
        fprintf(stderr, "broken promise: %s\n", what);
        abort();
    }
}

char *text_of(const uint8_t *data, size_t size)
{
    return xstrndup(size > 0 ? (const char *)data : "", size);
}

void promise_clean(const char *text, const char *what)
{
    promise(text != NULL && utf8_valid(text, strlen(text)), what);
    for (const char *at = text; *at != '\0'; at++) {
        promise((unsigned char)*at >= 0x20 || *at == '\n' || *at == '\t', what);
    }
}

void promise_items(const struct item_list *items)
{
    char iso[24];
    for (size_t i = 0; i < items->count; i++) {
        const struct item *item = &items->items[i];
        promise_clean(item->title, "an item's title is clean text");
        promise_clean(item->text, "an item's text is clean text");
        promise_clean(item->where, "an item's place is clean text");
        promise_clean(item->link, "an item's link is clean text");
        promise(!str_blank(item->title), "an item has a title");
        promise(item->starts != WALL_NONE, "an item of a table or calendar has a beginning");
        promise(item->ends == WALL_NONE || item->ends >= item->starts,
                "nothing ends before it begins");
        promise(wall_to_iso(item->starts, true, iso)[0] != '\0', "a beginning can be written down");
    }
}

void promise_problems(const struct problem_list *problems)
{
    for (size_t i = 0; i < problems->count; i++) {
        promise_clean(problems->problems[i].source, "a problem's file is clean text");
        promise_clean(problems->problems[i].reason, "a problem's reason is clean text");
        promise(!str_blank(problems->problems[i].advice), "a problem comes with advice");
    }
}
