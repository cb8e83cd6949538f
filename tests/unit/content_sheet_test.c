/* Tables for spreadsheets: every cell stays text. */
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
    struct sheet sheet = {"Replies", 2, 7, names, cells};
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
    struct sheet sheet = {"Replies", 2, 3, names, cells};
    char *path = path_join(*state, "out.xlsx");
    assert_true(sheet_write_xlsx(&sheet, path));
    assert_true(sheet_write_xlsx(&sheet, path)); /* over the one that is there */
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
    struct sheet empty = {"Replies", 2, 0, names, NULL};
    assert_true(sheet_write_xlsx(&empty, path));
    struct str endless = {0};
    for (int i = 0; i < 40000; i++) {
        str_puts(&endless, "\xF0\x9F\x98\x80");
    }
    const char *const cells[] = {endless.data, "x"};
    struct sheet sheet = {"Replies", 2, 1, names, cells};
    assert_true(sheet_write_xlsx(&sheet, path));
    str_free(&endless);
    free(path);
}

static void a_folder_that_is_missing_is_no_success(void **state)
{
    char *path = path_join(*state, "missing/out.xlsx");
    struct sheet sheet = {"Replies", 2, 0, names, NULL};
    assert_false(sheet_write_xlsx(&sheet, path));
    assert_false(sheet_write_csv(&sheet, path));
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
        SCRATCHED(a_folder_that_is_missing_is_no_success),
    };
    return cmocka_run_group_tests_name("content/sheet", tests, NULL, NULL);
}
