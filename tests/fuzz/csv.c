/* A table of events: every row becomes an item with a title and a day, or a problem with its line. */
#include "content/csvfile.h"

#include <stdlib.h>

#include "content/text.h"
#include "fuzz.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    char *text = text_decode(data, size);
    struct item_list items = {0};
    struct problem_list problems = {0};
    bool ok = csvfile_read(text, "Events/Autumn.csv", ITEM_EVENT, &fuzz_context, &items, &problems);
    promise(ok || problems.count > 0 || items.count == 0, "a refusal is explained");
    promise_items(&items);
    promise_problems(&problems);
    item_list_free(&items);
    problem_list_free(&problems);
    free(text);
    return 0;
}
