/* The PIN. How: libcrypt's yescrypt with its default cost and a random salt; what it worked on is
 * overwritten. */
#include "base/pin.h"

#include <crypt.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"

bool pin_is_one(const char *text)
{
    size_t length = strlen(text);
    return length >= PIN_LEAST && length <= PIN_MOST && strspn(text, "0123456789") == length;
}

/* crypt_rn() with memory of our own, wiped. NULL when the setting is no good. */
static char *hashed(const char *pin, const char *setting)
{
    struct crypt_data *data = xcalloc(1, sizeof *data);
    const char *hash = crypt_rn(pin, setting, data, (int)sizeof *data);
    char *copy = hash != NULL ? xstrdup(hash) : NULL;
    wipe(data, sizeof *data);
    free(data);
    return copy;
}

char *pin_hash(const char *pin)
{
    char setting[CRYPT_GENSALT_OUTPUT_SIZE];
    return crypt_gensalt_rn("$y$", 0, NULL, 0, setting, sizeof setting) != NULL
               ? hashed(pin, setting)
               : NULL;
}

bool pin_is_hash(const char *text)
{
    return text[0] == '$' && strchr(text + 1, '$') != NULL && strlen(text) > 20;
}

bool pin_matches(const char *pin, const char *hash)
{
    char *again = pin_is_hash(hash) ? hashed(pin, hash) : NULL;
    unsigned differs = again == NULL || strlen(again) != strlen(hash);
    for (size_t i = 0; again != NULL && i < strlen(again) && i < strlen(hash); i++) {
        differs |= (unsigned char)again[i] ^ (unsigned char)hash[i];
    }
    free(again);
    return differs == 0;
}
