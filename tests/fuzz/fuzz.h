/* What the fuzz targets share: bytes as text, and promises that end the run when they are broken.
 *
 * Each target is one parser of people's files. libFuzzer gives it bytes; it must neither crash nor
 * break what its header promises. */
#ifndef FOYER_TESTS_FUZZ_H
#define FOYER_TESTS_FUZZ_H

#include <stddef.h>
#include <stdint.h>

#include "content/reader.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* Ends the process, so that libFuzzer keeps the input, with what was promised on stderr. */
void promise(int kept, const char *what);

/* The bytes as a text that ends with a zero. Caller frees. */
char *text_of(const uint8_t *data, size_t size);

/* Well-formed UTF-8 without control characters other than line ends and tabs. */
void promise_clean(const char *text, const char *what);

/* The same for everything that staff and visitors read of items and problems; and that each item has
 * a title and moments that can be written down. */
void promise_items(const struct item_list *items);
void promise_problems(const struct problem_list *problems);

/* 23 November 2026, 10:42, day first. */
extern const struct reader_context fuzz_context;

#endif
