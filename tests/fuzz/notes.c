/* A text file beside a picture: keys, text and translations, all clean text, from any bytes. */
#include "content/notes.h"

#include <stdlib.h>

#include "content/text.h"
#include "fuzz.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    char *text = text_decode(data, size);
    struct notes notes = notes_read(text);
    promise_clean(notes.text, "the text is clean");
    for (int i = 0; i < NOTE_KEYS; i++) {
        if (notes.values[i] != NULL) {
            promise_clean(notes.values[i], "a key's value is clean");
        }
    }
    for (size_t i = 0; i < notes.translation_count; i++) {
        const struct translation *t = &notes.translations[i];
        promise(t->language[0] != '\0', "a translation has a language");
        promise(t->title != NULL || t->text != NULL, "a translation holds something");
    }
    notes_free(&notes);
    free(text);
    return 0;
}
