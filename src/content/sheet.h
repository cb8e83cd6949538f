/* Tables of text for spreadsheets: CSV (RFC 4180) and Excel's XLSX (libxlsxwriter).
 *
 * Every cell stays what it is: a phone number keeps its zero and its plus, nothing a visitor typed can
 * act as a formula, and what turns the reading direction ends with its cell. */
#ifndef FOYER_CONTENT_SHEET_H
#define FOYER_CONTENT_SHEET_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/clock.h"

enum sheet_mark { SHEET_PLAIN, SHEET_NEW, SHEET_LATE }; /* a row's: nothing, yellow, orange */

/* A table: `columns` names, then rows x columns cells in row order; NULL is an empty cell. */
struct sheet {
    const char *title; /* at most 31 characters, none of []:*?/\ */
    size_t columns, rows;
    const char *const *names;
    const char *const *cells;
    const enum sheet_mark *marks; /* one a row; NULL: all plain */
    const bool *counts; /* one a column: its whole numbers may be added up; NULL: none may */
};

/* Sheets in one file. `made` is the moment the file says it was made; WALL_NONE: none worth saying.
 * Equal books make equal files, byte by byte. */
struct book {
    const struct sheet *sheets;
    size_t count; /* at least 1 */
    wall_t made;
};

/* Writes the file whole (temporary name, fsync, rename), mode 0600. False with errno set.
 *
 * CSV starts with a byte order mark so that Excel reads UTF-8. A cell that a spreadsheet would take for
 * a formula (it starts with = + - @, also full-width ones, tab, CR or LF, behind blanks or not) gets a
 * leading apostrophe; numbers such as +61 412 345 678 are no formulas and stay as they are. */
bool sheet_write_csv(const struct sheet *sheet, const char *path);

/* XLSX: string cells, header row bold, frozen and with a filter, columns as wide as their text. Excel is
 * asked to offer it for reading only: who works in it would lose that work to the next file. */
bool book_write_xlsx(const struct book *book, const char *path);

/* The same in two steps: writes it for `path` under a temporary name in the same folder and makes it
 * durable (the name: caller frees; NULL with errno set), then gives it its name. When publishing fails
 * (false, errno set) the draft is removed. */
char *book_draft(const struct book *book, const char *path);
bool book_publish(const char *draft, const char *path);

/* What the drafts for `path` are called: a prefix of their names. Caller frees. */
char *book_draft_prefix(const char *path);

/* A hash of everything that is in it. */
uint64_t book_hash(const struct book *book);

#endif
