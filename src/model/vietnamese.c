/* Vietnamese tones. How: a table of the twelve vowels with their five tones; the syllable is looked at from
 * its end. */
#include "model/vietnamese.h"

#include "base/str.h"

static const uint32_t tones[5] = {0x300, 0x301, 0x309, 0x303, 0x323};
/* Each vowel, then with the tones in that order. */
static const char *const vowels[] = {
    "aàáảãạ", "ăằắẳẵặ", "âầấẩẫậ", "eèéẻẽẹ", "êềếểễệ", "iìíỉĩị", "oòóỏõọ", "ôồốổỗộ",
    "ơờớởỡợ", "uùúủũụ", "ưừứửữự", "yỳýỷỹỵ", "AÀÁẢÃẠ", "ĂẰẮẲẴẶ", "ÂẦẤẨẪẬ", "EÈÉẺẼẸ",
    "ÊỀẾỂỄỆ", "IÌÍỈĨỊ", "OÒÓỎÕỌ", "ÔỒỐỔỖỘ", "ƠỜỚỞỠỢ", "UÙÚỦŨỤ", "ƯỪỨỬỮỰ", "YỲÝỶỸỴ",
};
#define VOWELS (sizeof vowels / sizeof vowels[0])

/* A vowel: which one, and its tone (0 none, else 1 to 5). False: a consonant. */
static bool vowel_of(uint32_t letter, size_t *vowel, size_t *tone)
{
    for (size_t i = 0; i < VOWELS; i++) {
        size_t at = 0;
        for (const char *text = vowels[i]; *text != '\0'; at++) {
            if (utf8_next(&text) == letter) {
                *vowel = i;
                *tone = at;
                return true;
            }
        }
    }
    return false;
}

static uint32_t letter_of(size_t vowel, size_t tone)
{
    const char *text = vowels[vowel];
    uint32_t letter = utf8_next(&text);
    for (size_t i = 0; i < tone; i++) {
        letter = utf8_next(&text);
    }
    return letter;
}

bool vietnamese_is_tone(uint32_t c)
{
    for (size_t i = 0; i < 5; i++) {
        if (tones[i] == c) {
            return true;
        }
    }
    return false;
}

bool vietnamese_split(uint32_t letter, uint32_t *plain, uint32_t *tone)
{
    size_t vowel = 0, at = 0;
    if (!vowel_of(letter, &vowel, &at) || at == 0) {
        return false;
    }
    *plain = letter_of(vowel, 0);
    *tone = tones[at - 1];
    return true;
}

static uint32_t small(uint32_t c)
{
    return c >= 'A' && c <= 'Z' ? c + 32 : c;
}

/* Where the tone belongs among the vowels from..to (both vowels, one after another). */
static size_t place_of(const uint32_t *letters, size_t from, size_t to, bool closed)
{
    for (size_t i = to + 1; i > from; i--) {
        size_t vowel = 0, tone = 0;
        if (vowel_of(letters[i - 1], &vowel, &tone) && letter_of(vowel, 0) > 0x7F) {
            return i - 1; /* it has a mark of its own */
        }
    }
    size_t count = to - from + 1;
    if (count >= 3 || (count == 2 && closed)) {
        return from + 1;
    }
    return from;
}

bool vietnamese_tone(uint32_t *letters, size_t count, uint32_t tone)
{
    size_t wanted = 0, vowel = 0, has = 0;
    while (wanted < 5 && tones[wanted] != tone) {
        wanted++;
    }
    /* The vowels of the last syllable: from its last one back to a consonant. */
    size_t end = count;
    while (end > 0 && !vowel_of(letters[end - 1], &vowel, &has)) {
        end--;
    }
    if (end == 0 || wanted == 5) {
        return false;
    }
    size_t from = end - 1;
    while (from > 0 && vowel_of(letters[from - 1], &vowel, &has)) {
        from--;
    }
    uint32_t first = small(letters[from]), before = from > 0 ? small(letters[from - 1]) : 0;
    if (from + 1 < end && ((first == 'u' && before == 'q') || (first == 'i' && before == 'g'))) {
        from++;
    }
    size_t at = place_of(letters, from, end - 1, end < count);
    bool again = false;
    for (size_t i = from; i < end; i++) {
        vowel_of(letters[i], &vowel, &has);
        again = again || (i == at && has == wanted + 1);
        letters[i] = letter_of(vowel, 0);
    }
    if (!again) {
        vowel_of(letters[at], &vowel, &has);
        letters[at] = letter_of(vowel, wanted + 1);
    }
    return true;
}
