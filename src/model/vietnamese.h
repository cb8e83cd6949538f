/* Vietnamese tones: a tone key puts its mark on the right vowel of the syllable that was just typed.
 * Letters are NFC throughout. */
#ifndef FOYER_MODEL_VIETNAMESE_H
#define FOYER_MODEL_VIETNAMESE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Is it one of the five tone keys: the combining marks U+0300, 0301, 0303, 0309, 0323? */
bool vietnamese_is_tone(uint32_t c);

/* Puts the tone on the last syllable of `letters` (its trailing letters), or takes it off when it has
 * that tone already. False: there is no vowel. Rule: a vowel with a mark of its own (â ă ê ô ơ ư; the
 * last of them) takes it, else the middle of three vowels, the second of two before a consonant, the
 * first of two at the end; the u of "qu" and the i of "gi" before a vowel do not count. */
bool vietnamese_tone(uint32_t *letters, size_t count, uint32_t tone);

/* A letter with a tone into the letter without it and the tone; false: it has none. */
bool vietnamese_split(uint32_t letter, uint32_t *plain, uint32_t *tone);

#endif
