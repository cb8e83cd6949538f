/* Tables for spreadsheets: every cell stays text; equal tables are equal files. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "base/alloc.h"
#include "base/path.h"
#include "base/str.h"
#include "content/sheet.h"
#include "scratch.h"

static const char *const names[] = {"name", "phone"};

static char *read_whole(const char *path)
{
    char *data = NULL;
    size_t length = 0;
    assert_true(path_read(path, 1 << 24, &data, &length));
    return data;
}

static void csv_is_what_was_typed(void **state)
{
    static const char *const cells[] = {
        "=HYPERLINK(\"http://x\")",
        "+61 412 345 678",
        "@SUM(A1)",
        "0412345678",
        "-2+3+cmd|' /C calc'!A0",
        "+61412345678",
        "\tx",
        "(02) 9876-5432",
        "a, \"b\"\r\nc",
        "-",
        "Zo\xC3\xAB O'Neill",
        "+x",
        NULL,
        "",
    };
    struct sheet sheet = {
        .title = "Replies", .columns = 2, .rows = 7, .names = names, .cells = cells};
    char *path = path_join(*state, "out.csv");
    assert_true(sheet_write_csv(&sheet, path));
    char *text = read_whole(path);
    assert_string_equal(text, "\xEF\xBB\xBF"
                              "name,phone\r\n"
                              "\"'=HYPERLINK(\"\"http://x\"\")\",+61 412 345 678\r\n"
                              "\"'@SUM(A1)\",0412345678\r\n"
                              "\"'-2+3+cmd|' /C calc'!A0\",+61412345678\r\n"
                              "\"'\tx\",(02) 9876-5432\r\n"
                              "\"a, \"\"b\"\"\r\nc\",\"'-\"\r\n"
                              "Zo\xC3\xAB O'Neill,\"'+x\"\r\n"
                              ",\r\n");
    struct stat st;
    assert_int_equal(stat(path, &st), 0);
    assert_int_equal(st.st_mode & 0777, 0600);
    free(text);
    free(path);
}

/* A part of the XLSX (a ZIP of XML, ECMA-376), as text. Caller frees. */
static char *part_of(const char *path, const char *part)
{
    char *command = xasprintf("unzip -p '%s' '%s'", path, part);
    FILE *unzip = popen(command, "r");
    assert_non_null(unzip);
    struct str out = {0};
    for (int c = fgetc(unzip); c != EOF; c = fgetc(unzip)) {
        str_putc(&out, (char)c);
    }
    assert_int_equal(pclose(unzip), 0);
    free(command);
    return str_take(&out);
}

static size_t occurrences(const char *text, const char *word)
{
    size_t n = 0;
    for (const char *at = text; (at = strstr(at, word)) != NULL; at++) {
        n++;
    }
    return n;
}

static void xlsx_cells_are_strings(void **state)
{
    static const char *const cells[] = {
        "=HYPERLINK(\"http://x\")", "0412345678", "a & <b>\nc\x01", "+61412345678", "1e5", "TRUE",
    };
    struct sheet sheet = {
        .title = "Replies", .columns = 2, .rows = 3, .names = names, .cells = cells};
    struct book book = {.sheets = &sheet, .count = 1, .made = WALL_NONE};
    char *path = path_join(*state, "out.xlsx");
    assert_true(book_write_xlsx(&book, path));
    assert_true(book_write_xlsx(&book, path)); /* over the one that is there */
    char *page = part_of(path, "xl/worksheets/sheet1.xml");
    assert_int_equal(occurrences(page, "<c "), 8);
    assert_int_equal(occurrences(page, " t=\"s\""), 8); /* all of them shared strings */
    assert_int_equal(occurrences(page, "<f>"), 0);
    assert_non_null(strstr(page, "state=\"frozen\""));
    assert_non_null(strstr(page, "<autoFilter"));
    char *strings = part_of(path, "xl/sharedStrings.xml");
    assert_non_null(strstr(strings, ">=HYPERLINK(\"http://x\")<"));
    assert_non_null(strstr(strings, ">0412345678<"));
    assert_non_null(strstr(strings, ">+61412345678<"));
    assert_non_null(strstr(strings, ">a &amp; &lt;b&gt;\nc<"));
    assert_non_null(strstr(strings, ">1e5<"));
    struct stat st;
    assert_int_equal(stat(path, &st), 0);
    assert_int_equal(st.st_mode & 0777, 0600);
    free(strings);
    free(page);
    free(path);
}

static void a_table_without_rows_and_an_endless_cell(void **state)
{
    char *path = path_join(*state, "out.xlsx");
    struct sheet empty = {.title = "Replies", .columns = 2, .rows = 0, .names = names};
    struct book book = {.sheets = &empty, .count = 1, .made = WALL_NONE};
    assert_true(book_write_xlsx(&book, path));
    struct str endless = {0};
    for (int i = 0; i < 40000; i++) {
        str_puts(&endless, "\xF0\x9F\x98\x80");
    }
    const char *const cells[] = {endless.data, "x"};
    struct sheet sheet = {
        .title = "Replies", .columns = 2, .rows = 1, .names = names, .cells = cells};
    book.sheets = &sheet;
    assert_true(book_write_xlsx(&book, path));
    str_free(&endless);
    free(path);
}

static void a_folder_that_is_missing_is_no_success(void **state)
{
    char *path = path_join(*state, "missing/out.xlsx");
    struct sheet sheet = {.title = "Replies", .columns = 2, .rows = 0, .names = names};
    struct book book = {.sheets = &sheet, .count = 1, .made = WALL_NONE};
    assert_false(book_write_xlsx(&book, path));
    assert_false(sheet_write_csv(&sheet, path));
    free(path);
}

/* The bytes of a file; caller frees. */
static char *bytes_of(const char *path, size_t *length)
{
    char *data = NULL;
    assert_true(path_read(path, 1 << 24, &data, length));
    return data;
}

static void equal_books_are_equal_files(void **state)
{
    static const char *const cells[] = {"Zo\xC3\xAB", "0412", "Mo", "0413"};
    static const enum sheet_mark marks[] = {SHEET_NEW, SHEET_PLAIN};
    static const enum sheet_mark others[] = {SHEET_LATE, SHEET_PLAIN};
    struct sheet sheet = {.title = "Replies",
                          .columns = 2,
                          .rows = 2,
                          .names = names,
                          .cells = cells,
                          .marks = marks};
    struct book book = {.sheets = &sheet, .count = 1, .made = 1795000000};
    char *one = path_join(*state, "one.xlsx");
    char *two = path_join(*state, "two.xlsx");
    size_t length_one = 0, length_two = 0;
    assert_true(book_write_xlsx(&book, one));
    struct stat before, now;
    do { /* until the clock has moved by a second: the file must not know */
        assert_int_equal(stat(one, &before), 0);
        assert_true(book_write_xlsx(&book, two));
        assert_int_equal(stat(two, &now), 0);
    } while (now.st_mtim.tv_sec == before.st_mtim.tv_sec);
    char *bytes_one = bytes_of(one, &length_one);
    char *bytes_two = bytes_of(two, &length_two);
    assert_int_equal(length_one, length_two);
    assert_memory_equal(bytes_one, bytes_two, length_one);
    /* Control: another mark is another hash and another file. */
    uint64_t hash = book_hash(&book);
    assert_true(hash == book_hash(&book));
    sheet.marks = others;
    assert_true(hash != book_hash(&book));
    free(bytes_two);
    assert_true(book_write_xlsx(&book, two));
    bytes_two = bytes_of(two, &length_two);
    assert_true(length_one != length_two || memcmp(bytes_one, bytes_two, length_one) != 0);
    free(bytes_one);
    free(bytes_two);
    free(one);
    free(two);
}

static void what_turns_the_direction_ends_with_its_cell(void **state)
{
    static const char *const cells[] = {
        "abc\xE2\x80\xAEtxt.exe",    /* an override left open */
        "\xE2\x81\xA6\xE2\x80\xABx", /* an isolate, an embedding within */
        "\xE2\x80\xAB\xE2\x80\xACx", /* closed by itself */
        " \xEF\xBC\x9D"
        "1+1", /* a blank, a full-width = */
    };
    struct sheet sheet = {
        .title = "Replies", .columns = 2, .rows = 2, .names = names, .cells = cells};
    char *path = path_join(*state, "out.csv");
    assert_true(sheet_write_csv(&sheet, path));
    char *text = read_whole(path);
    assert_string_equal(text, "\xEF\xBB\xBFname,phone\r\n"
                              "abc\xE2\x80\xAEtxt.exe\xE2\x80\xAC,"
                              "\xE2\x81\xA6\xE2\x80\xABx\xE2\x80\xAC\xE2\x81\xA9\r\n"
                              "\xE2\x80\xAB\xE2\x80\xACx,\"' \xEF\xBC\x9D"
                              "1+1\"\r\n");
    free(text);
    free(path);
}

static void excel_shows_an_escape_as_it_was_typed(void **state)
{
    static const char *const cells[] = {"_x0041_", "a\xEF\xBF\xBF_x_", "12", "3 people"};
    static const bool counts[] = {true, true};
    struct sheet sheet = {.title = "Replies",
                          .columns = 2,
                          .rows = 2,
                          .names = names,
                          .cells = cells,
                          .counts = counts};
    struct book book = {.sheets = &sheet, .count = 1, .made = WALL_NONE};
    char *path = path_join(*state, "out.xlsx");
    assert_true(book_write_xlsx(&book, path));
    char *strings = part_of(path, "xl/sharedStrings.xml");
    assert_non_null(strstr(strings, ">_x005F_x0041_<"));
    assert_non_null(strstr(strings, ">a_x_<")); /* U+FFFF has no place in XML */
    assert_non_null(strstr(strings, ">3 people<"));
    char *page = part_of(path, "xl/worksheets/sheet1.xml");
    assert_non_null(strstr(page, "<v>12</v>")); /* a number that may be added up */
    free(page);
    free(strings);
    free(path);
}

static int begin(void **state)
{
    *state = scratch_make();
    return 0;
}

static int end(void **state)
{
    scratch_remove(*state);
    return 0;
}

#define SCRATCHED(test) cmocka_unit_test_setup_teardown(test, begin, end)

int main(void)
{
    const struct CMUnitTest tests[] = {
        SCRATCHED(csv_is_what_was_typed),
        SCRATCHED(xlsx_cells_are_strings),
        SCRATCHED(a_table_without_rows_and_an_endless_cell),
        SCRATCHED(equal_books_are_equal_files),
        SCRATCHED(what_turns_the_direction_ends_with_its_cell),
        SCRATCHED(excel_shows_an_escape_as_it_was_typed),
        SCRATCHED(a_folder_that_is_missing_is_no_success),
    };
    return cmocka_run_group_tests_name("content/sheet", tests, NULL, NULL);
}
