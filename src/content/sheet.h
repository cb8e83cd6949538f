/* Tables of text for spreadsheets: CSV (RFC 4180) and Excel's XLSX (libxlsxwriter).
 *
 * Every cell is text and stays what it is: a phone number keeps its zero and its plus, and nothing a
 * visitor typed can act as a formula. */
#ifndef FOYER_CONTENT_SHEET_H
#define FOYER_CONTENT_SHEET_H

#include <stdbool.h>
#include <stddef.h>

/* A table: `columns` names, then rows x columns cells in row order; NULL is an empty cell. */
struct sheet {
    const char *title;
    size_t columns, rows;
    const char *const *names;
    const char *const *cells;
};

/* Writes the file whole (temporary name, fsync, rename), mode 0600. False with errno set.
 *
 * CSV starts with a byte order mark so that Excel reads UTF-8. A cell that a spreadsheet would take for
 * a formula (it starts with = + - @, tab or CR) gets a leading apostrophe, which spreadsheets hide;
 * numbers such as +61 412 345 678 are no formulas and stay as they are. */
bool sheet_write_csv(const struct sheet *sheet, const char *path);

/* XLSX: string cells, header row bold, frozen and with a filter, columns as wide as their text. */
bool sheet_write_xlsx(const struct sheet *sheet, const char *path);

#endif
