/* Tables for spreadsheets. How: CSV is put together in memory; XLSX is written by libxlsxwriter to a
 * temporary name in the same folder; both then get their name at once. The library dates a file by the
 * clock unless it is told a date: so it is always told one, and equal books are equal files. */
#include "content/sheet.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/alloc.h"
#include "base/log.h"
#include "base/path.h"
#include "base/str.h"
#include "content/direction.h"
#include "content/libxlsxwriter.h"

/* The library, from the first Excel table on. */
static const struct libxlsxwriter *xlsx;

/* Only digits and what people put between them: a phone number, no formula. */
static bool is_number_like(const char *cell)
{
    return cell[strspn(cell, "+-() 0123456789./")] == '\0' && strpbrk(cell, "0123456789") != NULL;
}

/* Some programs take a formula behind blanks for one, and its full-width signs likewise. */
static bool could_act(const char *cell)
{
    const char *at = cell + strspn(cell, " ");
    uint32_t c = utf8_next(&at);
    bool sign = c == '=' || c == '+' || c == '-' || c == '@' || c == '\t' || c == '\r' ||
                c == '\n' || c == 0xFF1D || c == 0xFF0B || c == 0xFF0D || c == 0xFF20;
    return sign && !is_number_like(cell);
}

static void put_cell(struct str *out, const char *cell)
{
    cell = cell != NULL ? cell : "";
    bool act = could_act(cell);
    bool quoted = act || strpbrk(cell, ",\"\r\n;") != NULL;
    str_puts(out, act ? "\"'" : quoted ? "\"" : "");
    for (const char *at = cell; *at != '\0'; at++) {
        str_puts(out, *at == '"' ? "\"" : "");
        str_putc(out, *at);
    }
    direction_close(out, cell);
    str_puts(out, quoted ? "\"" : "");
}

bool sheet_write_csv(const struct sheet *sheet, const char *path)
{
    struct str out = {0};
    str_puts(&out, "\xEF\xBB\xBF");
    for (size_t row = 0; row <= sheet->rows; row++) {
        for (size_t column = 0; column < sheet->columns; column++) {
            str_puts(&out, column > 0 ? "," : "");
            put_cell(&out, row == 0 ? sheet->names[column]
                                    : sheet->cells[(row - 1) * sheet->columns + column]);
        }
        str_puts(&out, "\r\n");
    }
    bool ok = path_write_atomic(path, out.data, out.length, 0600);
    int why = errno;
    str_wipe(&out);
    errno = why;
    return ok;
}

/* Excel refuses a file with a longer cell (32,767 UTF-16 units, of which a character has up to two). */
#define MOST_CHARACTERS 16000

/* Excel reads "_x0041_" as "A": a visitor's own is escaped as ECMA-376 (22.9.2.19) says. */
static bool is_escape(const char *at)
{
    return at[0] == '_' && at[1] == 'x' && strspn(at + 2, "0123456789abcdefABCDEF") >= 4 &&
           at[6] == '_';
}

/* Characters XML 1.0 has no way to write are left out; what is too long for a cell is cut. */
static char *xml_safe(const char *cell)
{
    struct str out = {0};
    size_t count = 0;
    for (const char *at = cell; *at != '\0' && count < MOST_CHARACTERS; count++) {
        if (is_escape(at)) {
            str_puts(&out, "_x005F");
            count += 6;
        }
        uint32_t c = utf8_next(&at);
        if ((c >= 0x20 || c == '\n' || c == '\t') && (c & 0xFFFE) != 0xFFFE) {
            str_put_codepoint(&out, c);
        }
    }
    if (out.length > 0) {
        char *so_far = xstrdup(out.data);
        direction_close(&out, so_far);
        wipe(so_far, strlen(so_far));
        free(so_far);
    }
    return str_take(&out);
}

static const char *cell_at(const struct sheet *sheet, size_t row, size_t column)
{
    const char *cell = sheet->cells[row * sheet->columns + column];
    return cell != NULL ? cell : "";
}

static void set_widths(lxw_worksheet *page, const struct sheet *sheet)
{
    for (size_t column = 0; column < sheet->columns; column++) {
        size_t widest = utf8_count(sheet->names[column]);
        for (size_t row = 0; row < sheet->rows; row++) {
            size_t width = utf8_count(cell_at(sheet, row, column));
            widest = width > widest ? width : widest;
        }
        widest = widest > 48 ? 48 : widest;
        xlsx->worksheet_set_column(page, (lxw_col_t)column, (lxw_col_t)column, (double)widest + 3,
                                   NULL);
    }
}

/* The looks of a book's cells. */
struct looks {
    lxw_format *head, *cells[SHEET_LATE + 1];
};

static struct looks make_looks(lxw_workbook *book)
{
    static const lxw_color_t fills[] = {0, 0xFFF2CC, 0xF8CBAD};
    struct looks looks = {.head = xlsx->workbook_add_format(book)};
    xlsx->format_set_bold(looks.head);
    for (size_t i = 0; i <= SHEET_LATE; i++) {
        lxw_format *cell = xlsx->workbook_add_format(book);
        xlsx->format_set_num_format(cell, "@"); /* text, also when somebody edits the cell */
        xlsx->format_set_text_wrap(cell);
        xlsx->format_set_align(cell, LXW_ALIGN_VERTICAL_TOP);
        if (i != SHEET_PLAIN) {
            xlsx->format_set_bg_color(cell, fills[i]);
            xlsx->format_set_border(cell, LXW_BORDER_THIN);
            xlsx->format_set_border_color(cell, 0xD9D2C0);
        }
        looks.cells[i] = cell;
    }
    return looks;
}

/* A whole number that may be added up. */
static bool is_count(const struct sheet *sheet, size_t column, const char *cell)
{
    size_t length = strlen(cell);
    return sheet->counts != NULL && sheet->counts[column] && length > 0 && length < 7 &&
           strspn(cell, "0123456789") == length;
}

static lxw_error put_text(lxw_worksheet *page, lxw_row_t row, size_t column, const char *text,
                          lxw_format *look)
{
    char *safe = xml_safe(text);
    lxw_error error = xlsx->worksheet_write_string(page, row, (lxw_col_t)column, safe, look);
    if (strlen(safe) > 600) {
        xlsx->worksheet_set_row(page, row, 150, NULL); /* or it fills the whole window */
    }
    wipe(safe, strlen(safe));
    free(safe);
    return error;
}

static lxw_error put_row(lxw_worksheet *page, const struct sheet *sheet, size_t at,
                         const struct looks *looks)
{
    lxw_error error = LXW_NO_ERROR;
    lxw_row_t row = (lxw_row_t)(at + 1);
    lxw_format *look = looks->cells[sheet->marks != NULL ? sheet->marks[at] : SHEET_PLAIN];
    for (size_t i = 0; error == LXW_NO_ERROR && i < sheet->columns; i++) {
        const char *cell = cell_at(sheet, at, i);
        error = is_count(sheet, i, cell)
                    ? xlsx->worksheet_write_number(page, row, (lxw_col_t)i, atof(cell), look)
                    : put_text(page, row, i, cell, look);
    }
    return error;
}

static lxw_error fill(lxw_workbook *book, const struct sheet *sheet, const struct looks *looks)
{
    lxw_worksheet *page = xlsx->workbook_add_worksheet(book, sheet->title);
    if (page == NULL) {
        return LXW_ERROR_MEMORY_MALLOC_FAILED;
    }
    lxw_error error = LXW_NO_ERROR;
    for (size_t i = 0; error == LXW_NO_ERROR && i < sheet->columns; i++) {
        error = put_text(page, 0, i, sheet->names[i], looks->head);
    }
    for (size_t row = 0; error == LXW_NO_ERROR && row < sheet->rows; row++) {
        error = put_row(page, sheet, row, looks);
    }
    set_widths(page, sheet);
    xlsx->worksheet_freeze_panes(page, 1, 0);
    xlsx->worksheet_autofilter(page, 0, 0, (lxw_row_t)sheet->rows, (lxw_col_t)(sheet->columns - 1));
    xlsx->worksheet_set_landscape(page);
    xlsx->worksheet_fit_to_pages(page, 1, 0);
    xlsx->worksheet_repeat_rows(page, 0, 0);
    char whole[40];
    snprintf(whole, sizeof whole, "A1:XFD%zu", sheet->rows + 1);
    xlsx->worksheet_ignore_errors(page, LXW_IGNORE_NUMBER_STORED_AS_TEXT,
                                  whole); /* no green corners */
    return error;
}

static bool write_book(const struct book *content, const char *path)
{
    xlsx = libxlsxwriter_load();
    if (xlsx == NULL) {
        log_warn("Excel tables cannot be written. Install: apt-get install libxlsxwriter4");
        errno = ELIBACC;
        return false;
    }
    lxw_workbook *book = xlsx->workbook_new(path);
    if (book == NULL) {
        return false;
    }
    struct looks looks = make_looks(book);
    lxw_error error = LXW_NO_ERROR;
    for (size_t i = 0; error == LXW_NO_ERROR && i < content->count; i++) {
        error = fill(book, &content->sheets[i], &looks);
    }
    lxw_doc_properties about = {.created = content->made != WALL_NONE && content->made > 0
                                               ? (time_t)content->made
                                               : (time_t)946684800}; /* 2000: 0 would be now */
    xlsx->workbook_set_properties(book, &about);
    xlsx->workbook_read_only_recommended(book);
    lxw_error closed = xlsx->workbook_close(book);
    return error == LXW_NO_ERROR && closed == LXW_NO_ERROR;
}

static bool make_durable(const char *path)
{
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    bool ok = fd >= 0 && fchmod(fd, 0600) == 0 && fsync(fd) == 0;
    if (fd >= 0) {
        close(fd);
    }
    return ok;
}

char *book_draft_prefix(const char *path)
{
    return xasprintf(".%s.", path_base(path));
}

/* Removes a draft that came to nothing; errno stays (EIO when the library named no reason). */
static void remove_draft(const char *draft)
{
    int why = errno != 0 ? errno : EIO;
    unlink(draft);
    errno = why;
}

char *book_draft(const struct book *book, const char *path)
{
    char *dir = path_dir(path);
    char *prefix = book_draft_prefix(path);
    char *draft = xasprintf("%s/%sXXXXXX", dir, prefix);
    int fd = mkostemp(draft, O_CLOEXEC); /* mode 0600; the library then writes into it */
    bool ok = fd >= 0 && close(fd) == 0;
    if (ok) {
        errno = 0;
        ok = write_book(book, draft) && make_durable(draft);
        if (!ok) {
            remove_draft(draft);
        }
    }
    int why = errno;
    free(prefix);
    free(dir);
    if (!ok) {
        free(draft);
        draft = NULL;
    }
    errno = why;
    return draft;
}

bool book_publish(const char *draft, const char *path)
{
    char *dir = path_dir(path);
    bool ok = rename(draft, path) == 0;
    if (!ok) {
        remove_draft(draft);
    }
    ok = ok && path_sync_dir(dir);
    int why = errno;
    free(dir);
    errno = why;
    return ok;
}

bool book_write_xlsx(const struct book *book, const char *path)
{
    char *draft = book_draft(book, path);
    bool ok = draft != NULL && book_publish(draft, path);
    int why = errno;
    free(draft);
    errno = why;
    return ok;
}

static uint64_t hash_text(uint64_t hash, const char *text)
{
    text = text != NULL ? text : "";
    return str_hash(hash, text, strlen(text) + 1); /* the zero keeps "a", "bc" from "ab", "c" */
}

uint64_t book_hash(const struct book *book)
{
    uint64_t hash = str_hash(STR_HASH_SEED, &book->made, sizeof book->made);
    for (size_t i = 0; i < book->count; i++) {
        const struct sheet *sheet = &book->sheets[i];
        hash = hash_text(hash, sheet->title);
        hash = str_hash(hash, &sheet->columns, sizeof sheet->columns);
        hash = str_hash(hash, &sheet->rows, sizeof sheet->rows);
        for (size_t column = 0; column < sheet->columns; column++) {
            hash = hash_text(hash, sheet->names[column]);
            unsigned char counts = sheet->counts != NULL && sheet->counts[column];
            hash = str_hash(hash, &counts, 1);
        }
        for (size_t at = 0; at < sheet->rows * sheet->columns; at++) {
            hash = hash_text(hash, sheet->cells[at]);
        }
        for (size_t row = 0; sheet->marks != NULL && row < sheet->rows; row++) {
            unsigned char mark = (unsigned char)sheet->marks[row];
            hash = str_hash(hash, &mark, 1);
        }
    }
    return hash;
}
