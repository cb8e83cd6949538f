/* The configuration file: any bytes are read or refused with a line that says why. */
#include "base/config.h"

#include <stdlib.h>
#include <string.h>

#include "base/str.h"
#include "fuzz.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct config config;
    struct str why = {0};
    char *text = text_of(data, size);
    config_defaults(&config);
    bool ok = config_read_text(&config, "foyer.conf", text, size, &why);
    promise(ok == (why.length == 0), "a mistake is explained, and only a mistake");
    promise(ok || strncmp(why.data, "foyer.conf:", 11) == 0, "a mistake is named with its line");
    promise(config.school.name != NULL && config.content.poll_seconds >= 1,
            "a value is allowed or not taken");
    str_free(&why);
    config_free(&config);
    free(text);
    return 0;
}
