/* Tables for spreadsheets. How: CSV is put together in memory; XLSX is written by libxlsxwriter to a
 * temporary name in the same folder; both then get their name at once. */
#include "content/sheet.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#include <xlsxwriter.h>

#include "base/alloc.h"
#include "base/path.h"
#include "base/str.h"

/* Only digits and what people put between them: a phone number, no formula. */
static bool is_number_like(const char *cell)
{
    return cell[strspn(cell, "+-() 0123456789./")] == '\0' && strpbrk(cell, "0123456789") != NULL;
}

static bool could_act(const char *cell)
{
    return cell[0] != '\0' && strchr("=+-@\t\r", cell[0]) != NULL && !is_number_like(cell);
}

static void put_cell(struct str *out, const char *cell)
{
    cell = cell != NULL ? cell : "";
    bool act = could_act(cell);
    if (!act && strpbrk(cell, ",\"\r\n;") == NULL) {
        str_puts(out, cell);
        return;
    }
    str_puts(out, act ? "\"'" : "\"");
    for (; *cell != '\0'; cell++) {
        str_puts(out, *cell == '"' ? "\"" : "");
        str_putc(out, *cell);
    }
    str_putc(out, '"');
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

/* Characters XML 1.0 has no way to write are left out; what is too long for a cell is cut. */
static char *xml_safe(const char *cell)
{
    struct str out = {0};
    size_t count = 0;
    for (const char *at = cell; *at != '\0' && count < MOST_CHARACTERS; count++) {
        uint32_t c = utf8_next(&at);
        if (c >= 0x20 || c == '\n' || c == '\t') {
            str_put_codepoint(&out, c);
        }
    }
    return str_take(&out);
}

static void set_widths(lxw_worksheet *page, const struct sheet *sheet)
{
    for (size_t column = 0; column < sheet->columns; column++) {
        size_t widest = utf8_count(sheet->names[column]);
        for (size_t row = 0; row < sheet->rows; row++) {
            const char *cell = sheet->cells[row * sheet->columns + column];
            size_t width = cell != NULL ? utf8_count(cell) : 0;
            widest = width > widest ? width : widest;
        }
        widest = widest > 48 ? 48 : widest;
        worksheet_set_column(page, (lxw_col_t)column, (lxw_col_t)column, (double)widest + 3, NULL);
    }
}

static lxw_error fill(lxw_workbook *book, const struct sheet *sheet)
{
    lxw_worksheet *page = workbook_add_worksheet(book, sheet->title);
    lxw_format *bold = workbook_add_format(book);
    lxw_format *plain = workbook_add_format(book);
    format_set_bold(bold);
    format_set_num_format(plain, "@"); /* text, also when somebody edits the cell */
    format_set_text_wrap(plain);
    format_set_align(plain, LXW_ALIGN_VERTICAL_TOP);
    lxw_error error = LXW_NO_ERROR;
    for (size_t column = 0; column < sheet->columns; column++) {
        worksheet_write_string(page, 0, (lxw_col_t)column, sheet->names[column], bold);
    }
    for (size_t i = 0; error == LXW_NO_ERROR && i < sheet->rows * sheet->columns; i++) {
        lxw_row_t row = (lxw_row_t)(i / sheet->columns + 1);
        char *cell = xml_safe(sheet->cells[i] != NULL ? sheet->cells[i] : "");
        error = worksheet_write_string(page, row, (lxw_col_t)(i % sheet->columns), cell, plain);
        wipe(cell, strlen(cell));
        free(cell);
    }
    set_widths(page, sheet);
    worksheet_freeze_panes(page, 1, 0);
    worksheet_autofilter(page, 0, 0, (lxw_row_t)sheet->rows, (lxw_col_t)(sheet->columns - 1));
    lxw_error closed = workbook_close(book);
    return error != LXW_NO_ERROR ? error : closed;
}

/* Makes a finished temporary file durable and gives it its name. */
static bool publish(const char *temporary, const char *path)
{
    int fd = open(temporary, O_RDONLY | O_CLOEXEC);
    bool ok = fd >= 0 && fchmod(fd, 0600) == 0 && fsync(fd) == 0;
    if (fd >= 0) {
        close(fd);
    }
    char *dir = path_dir(path);
    ok = ok && rename(temporary, path) == 0 && path_sync_dir(dir);
    free(dir);
    return ok;
}

bool sheet_write_xlsx(const struct sheet *sheet, const char *path)
{
    char *dir = path_dir(path);
    char *temporary = xasprintf("%s/.%s.XXXXXX", dir, path_base(path));
    int fd = mkostemp(temporary, O_CLOEXEC); /* mode 0600; the library then writes into it */
    bool ok = fd >= 0 && close(fd) == 0;
    if (ok) {
        lxw_workbook *book = workbook_new(temporary);
        errno = 0;
        ok = book != NULL && fill(book, sheet) == LXW_NO_ERROR;
    }
    ok = ok && publish(temporary, path);
    if (!ok) {
        int why = errno != 0 ? errno : EIO;
        unlink(temporary);
        errno = why;
    }
    free(temporary);
    free(dir);
    return ok;
}
