/* libxlsxwriter, loaded when the first Excel table is written (base/library): with it come a zip library and all
 * of OpenSSL, which take a fifth of the time it takes to start the display. */
#ifndef FOYER_CONTENT_LIBXLSXWRITER_H
#define FOYER_CONTENT_LIBXLSXWRITER_H

#include <xlsxwriter.h>

/* What is used of it, under its own names (libxlsxwriter's documentation). */
#define LIBXLSXWRITER_FUNCTIONS(X)    \
    X(format_set_align)               \
    X(format_set_bg_color)            \
    X(format_set_bold)                \
    X(format_set_border)              \
    X(format_set_border_color)        \
    X(format_set_num_format)          \
    X(format_set_text_wrap)           \
    X(workbook_add_format)            \
    X(workbook_add_worksheet)         \
    X(workbook_close)                 \
    X(workbook_new)                   \
    X(workbook_read_only_recommended) \
    X(workbook_set_properties)        \
    X(worksheet_autofilter)           \
    X(worksheet_fit_to_pages)         \
    X(worksheet_freeze_panes)         \
    X(worksheet_ignore_errors)        \
    X(worksheet_repeat_rows)          \
    X(worksheet_set_column)           \
    X(worksheet_set_landscape)        \
    X(worksheet_set_row)              \
    X(worksheet_write_number)         \
    X(worksheet_write_string)

struct libxlsxwriter {
#define LIBXLSXWRITER_MEMBER(name) __typeof__(name) *(name);
    LIBXLSXWRITER_FUNCTIONS(LIBXLSXWRITER_MEMBER)
#undef LIBXLSXWRITER_MEMBER
};

/* The library, loaded once and for good. NULL: it is not installed. Not for several threads at a time. */
const struct libxlsxwriter *libxlsxwriter_load(void);

#endif
