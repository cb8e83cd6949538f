/* The name grammar: any bytes of a name give a title, moments of that day, and a key that stays the
 * same when it is made again from the name as shown. */
#include "content/filename.h"
#include "content/folders.h"

#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/str.h"
#include "content/text.h"
#include "fuzz.h"

static void promise_key(const char *name)
{
    char *path = xasprintf("Events/%s", name);
    char *again_path = text_nfc(path);
    char *key = folders_drop_key(path);
    char *again = folders_drop_key(again_path);
    promise(key != NULL && strcmp(key, again) == 0, "a key does not depend on the name's form");
    free(again);
    free(key);
    free(again_path);
    free(path);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    char *bytes = text_of(data, size);
    char *name = text_nfc(bytes);
    char *stem = filename_stem(name);
    struct filename read = filename_read(stem, DATE_DAY_FIRST, fuzz_context.now);
    promise(utf8_valid(read.title, strlen(read.title)), "a title is UTF-8");
    promise(read.from >= -1 && read.from <= WALL_DAY, "a time lies within its day");
    promise(read.till == -1 || read.till > read.from, "the end lies behind the beginning");
    promise(read.date == WALL_NONE || wall_midnight(read.date) == read.date,
            "a date is a midnight");
    promise(read.until == WALL_NONE || wall_midnight(read.until) == read.until,
            "the last day is a midnight");
    if (strchr(name, '/') == NULL && name[0] != '\0') {
        promise_key(name);
    }
    filename_free(&read);
    free(stem);
    free(name);
    free(bytes);
    return 0;
}
