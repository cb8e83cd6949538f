/* A calendar: whatever the rules in it say, a bounded number of occurrences within the window. */
#include "content/icsfile.h"

#include <stdlib.h>

#include "content/icstext.h"
#include "fuzz.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    char *text = icstext_decode((const char *)data, size);
    struct item_list items = {0};
    struct problem_list problems = {0};
    wall_t last = wall_midnight(fuzz_context.now) + (wall_t)(ICS_DAYS_AHEAD + 1) * WALL_DAY;
    bool ok = icsfile_read(text, "Events/school.ics", ITEM_EVENT, &fuzz_context, &items, &problems);
    promise(ok || problems.count > 0, "a refusal is explained");
    promise(items.count <= 600, "a calendar's dates have an end");
    promise_items(&items);
    promise_problems(&problems);
    for (size_t i = 0; i < items.count; i++) {
        promise(items.items[i].starts < last, "an occurrence begins within the window");
    }
    item_list_free(&items);
    problem_list_free(&problems);
    free(text);
    return 0;
}
