/* Text of unknown encoding: whatever the bytes, clean UTF-8 comes out, and decoding that again changes
 * nothing. */
#include "content/text.h"

#include <stdlib.h>
#include <string.h>

#include "fuzz.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    char *text = text_decode(data, size);
    promise_clean(text, "decoded text is clean");
    char *nfc = text_nfc(text);
    promise(strcmp(nfc, text) == 0, "decoded text is in normal form C");
    char *folded = text_fold(text);
    char *twice = text_fold(folded);
    promise(strcmp(folded, twice) == 0, "folding twice is folding once");
    free(twice);
    free(folded);
    free(nfc);
    free(text);
    return 0;
}
