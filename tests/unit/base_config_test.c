/* base/config: every key of the table is walked by what config_describe() says about it; the mistakes
 * staff and IT people make in a file are each answered by one line. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/alloc.h"
#include "base/config.h"
#include "base/path.h"

/* A file in a folder of its own. */
struct file {
    char *dir, *path;
};

static int set_up(void **state)
{
    struct file *f = xcalloc(1, sizeof *f);
    const char *tmp = getenv("TMPDIR");
    f->dir = xasprintf("%s/config.XXXXXX", tmp != NULL ? tmp : "/tmp");
    assert_non_null(mkdtemp(f->dir));
    f->path = path_join(f->dir, "foyer.conf");
    *state = f;
    return 0;
}

static int tear_down(void **state)
{
    struct file *f = *state;
    unlink(f->path);
    rmdir(f->dir);
    free(f->dir);
    free(f->path);
    free(f);
    return 0;
}

static void write_bytes(const struct file *f, const char *text, size_t length)
{
    FILE *out = fopen(f->path, "wb");
    assert_non_null(out);
    assert_int_equal(fwrite(text, 1, length, out), length);
    fclose(out);
}

/* Reads `text` over the defaults; the message is in `why`. */
static bool read_text(const struct file *f, const char *text, struct config *config,
                      struct str *why)
{
    write_bytes(f, text, strlen(text));
    config_defaults(config);
    str_clear(why);
    return config_read(config, f->path, why);
}

/* `text` must be refused in `line`, with a message of one line that holds `part` and what is
 * allowed. */
static void refused(void **state, const char *text, int line, const char *part)
{
    const struct file *f = *state;
    struct config config;
    struct str why = {0};
    assert_false(read_text(f, text, &config, &why));
    char *begin = xasprintf("%s:%d: ", f->path, line);
    if (strncmp(why.data, begin, strlen(begin)) != 0 || strstr(why.data, part) == NULL ||
        strstr(why.data, "allowed: ") == NULL || strchr(why.data, '\n') != NULL) {
        fail_msg("wanted \"%s… %s …; allowed: …\", got \"%s\"", begin, part, why.data);
    }
    free(begin);
    str_free(&why);
    config_free(&config);
}

/* ---- every key --------------------------------------------------------------------------------- */

struct described {
    char section[32], name[32], fallback[128], allowed[128];
};

/* Cuts what config_describe() writes into its keys. Returns how many. */
static size_t all_keys(struct described *keys, size_t limit)
{
    struct str text = {0};
    config_describe(&text);
    struct described now = {0};
    size_t count = 0;
    char *rest = text.data, *line = NULL;
    while ((line = strsep(&rest, "\n")) != NULL) {
        char *open = strrchr(line, '(');
        char *equals = strstr(line, " = ");
        if (line[0] == '[') {
            assert_int_equal(sscanf(line, "[%31[^]]]", now.section), 1);
        } else if (strncmp(line, "; ", 2) == 0 && open != NULL) {
            snprintf(now.allowed, sizeof now.allowed, "%.*s", (int)strcspn(open + 1, ")"),
                     open + 1);
        } else if (line[0] == ';' && line[1] != ' ' && equals != NULL) {
            assert_true(count < limit);
            snprintf(now.name, sizeof now.name, "%.*s", (int)(equals - line - 1), line + 1);
            snprintf(now.fallback, sizeof now.fallback, "%s", equals + 3);
            keys[count++] = now;
        }
    }
    str_free(&text);
    return count;
}

static bool set(struct config *config, const struct described *key, const char *value,
                struct str *why)
{
    char *assignment = xasprintf("%s.%s=%s", key->section, key->name, value);
    str_clear(why);
    bool ok = config_set(config, assignment, why);
    free(assignment);
    return ok;
}

static void takes(struct config *config, const struct described *key, const char *value)
{
    struct str why = {0};
    if (!set(config, key, value, &why)) {
        fail_msg("%s.%s=%s is refused: %s", key->section, key->name, value, why.data);
    }
    str_free(&why);
}

static void refuses(struct config *config, const struct described *key, const char *value)
{
    struct str why = {0};
    if (set(config, key, value, &why)) {
        fail_msg("%s.%s=%s is taken", key->section, key->name, value);
    }
    assert_non_null(strstr(why.data, key->name));
    assert_non_null(strstr(why.data, key->allowed));
    str_free(&why);
}

static void every_key_keeps_its_bounds(void **state)
{
    (void)state;
    struct described keys[128];
    size_t count = all_keys(keys, 128);
    assert_true(count >= 30);
    struct config config;
    config_defaults(&config);
    for (size_t i = 0; i < count; i++) {
        const struct described *key = &keys[i];
        double low = 0, high = 0;
        bool whole = sscanf(key->allowed, "a whole number from %lf to %lf", &low, &high) == 2;
        bool number = whole || sscanf(key->allowed, "a number from %lf to %lf", &low, &high) == 2;
        takes(&config, key, key->fallback);
        if (number) {
            char text[64];
            const double edges[] = {low, high, low - 1, high + 1};
            for (int e = 0; e < 4; e++) {
                snprintf(text, sizeof text, "%.0f", edges[e]);
                (e < 2 ? takes : refuses)(&config, key, text);
            }
            static const char *const wrong[] = {"",    "x",   "3x",
                                                "nan", "inf", "99999999999999999999"};
            for (size_t w = 0; w < sizeof wrong / sizeof wrong[0]; w++) {
                refuses(&config, key, wrong[w]);
            }
            snprintf(text, sizeof text, "%.1f", low + 0.5);
            (whole ? refuses : takes)(&config, key, text);
        } else if (strcmp(key->allowed, "text in UTF-8") == 0) {
            takes(&config, key, "Ubøtnr l'École = ; # ايك");
            refuses(&config, key, "caf\xE9");
        } else {
            refuses(&config, key, "perhaps");
        }
    }
    config_free(&config);
}

static void what_is_described_can_be_read_and_changes_nothing(void **state)
{
    const struct file *f = *state;
    struct str text = {0}, plain = {0}, why = {0};
    config_describe(&text);
    char *rest = text.data, *line = NULL;
    while ((line = strsep(&rest, "\n")) != NULL) {
        bool key = line[0] == ';' && line[1] != ' ';
        str_printf(&plain, "%s\n", key ? line + 1 : line);
    }
    struct config config, defaults;
    bool ok = read_text(f, plain.data, &config, &why);
    assert_string_equal(why.data != NULL ? why.data : "", "");
    assert_true(ok);
    config_defaults(&defaults);
    assert_string_equal(config.school.name, "Our school");
    assert_string_equal(config.school.accent, defaults.school.accent);
    assert_string_equal(config.school.year_ends, "");
    assert_int_equal(config.content.poll_seconds, 3);
    assert_int_equal(config.content.max_files, 5000);
    assert_int_equal(config.display.idle_seconds, 45);
    assert_true(config.display.diagonal_inch == 24.0);
    assert_false(config.display.fullscreen);
    assert_string_equal(config.privacy.contact, "the school office");
    config_free(&config);
    config_free(&defaults);
    str_free(&text);
    str_free(&plain);
    str_free(&why);
}

/* ---- a file ------------------------------------------------------------------------------------ */

static void a_file_is_read_over_the_defaults(void **state)
{
    const struct file *f = *state;
    struct config config;
    struct str why = {0};
    assert_true(read_text(f,
                          "\xEF\xBB\xBF; ours\r\n"
                          "[school]\r\n"
                          "name = St Zo\xC3\xAB's & Sons\r\n"
                          "accent=#AABBcc\r\n"
                          "date_order : month-first\r\n"
                          "year_ends = 07-18 ; about then\r\n"
                          "\r\n"
                          "[display]\r\n"
                          "fullscreen = YES\r\n"
                          "viewing_m = 2.5\r\n"
                          "# a comment\r\n"
                          "[school]\r\n"
                          "phone = 020 7946 0000",
                          &config, &why));
    assert_string_equal(config.school.name, "St Zoë's & Sons");
    assert_string_equal(config.school.accent, "#AABBcc");
    assert_int_equal(config.school.date_order, DATE_MONTH_FIRST);
    assert_string_equal(config.school.year_ends, "07-18");
    assert_string_equal(config.school.phone, "020 7946 0000");
    assert_true(config.display.fullscreen);
    assert_true(config.display.viewing_m == 2.5);
    assert_int_equal(config.content.settle_seconds, 3);
    config_free(&config);
    str_free(&why);
}

static void a_long_text_goes_on_in_the_next_line(void **state)
{
    const struct file *f = *state;
    struct config config;
    struct str why = {0};
    assert_true(read_text(f,
                          "[privacy]\n"
                          "notice = Only the office\n"
                          "  sees this.\n"
                          "\tAsk us.\n"
                          "contact = Ms Oduya\n",
                          &config, &why));
    assert_string_equal(config.privacy.notice, "Only the office sees this. Ask us.");
    assert_string_equal(config.privacy.contact, "Ms Oduya");
    config_free(&config);
    str_free(&why);
}

static void every_mistake_has_its_line(void **state)
{
    refused(state, "[school]\nname = A\n[shcool]\nname = B\n", 3,
            "[shcool]: there is no such section");
    refused(state, "[shcool]\n", 1, "allowed: school, content, display, replies, privacy");
    refused(state, "\n\n[school]\nnmae = A\n", 4, "[school] nmae: there is no such key");
    refused(state, "[school]\nnmae = A\n", 2, "name, languages, accent");
    refused(state, "name = A\n", 1, "[]: there is no such section");
    refused(state, "[content]\npoll_seconds = often\n", 2, "a whole number from 1 to 3600");
    refused(state, "[content]\npoll_seconds = 0\n", 2, "poll_seconds = 0: not a value");
    refused(state, "[content]\npoll_seconds =\n", 2, "not a value");
    refused(state, "[display]\nfullscreen = maybe\n", 2, "yes or no");
    refused(state, "[school]\naccent = green\n", 2, "a colour like #1f5f4b");
    refused(state, "[school]\ndate_order = american\n", 2, "day-first or month-first");
    refused(state, "[school]\nyear_ends = 02-30\n", 2, "a month and day");
    refused(state, "[school]\nname = A\nname = B\n", 3, "given before, in line 2");
    refused(state, "[school]\nname = A\n[display]\n[school]\nname = B\n", 5, "in line 2");
    refused(state, "[school]\nname = A\nOur motto\n", 3, "not understood");
    refused(state, "[school]\nname = A\nOur motto\nnmae = B\n", 3, "not understood");
    refused(state, "[school]\nnmae = B\nOur motto\n", 2, "no such key");
    refused(state, "[school\nname = A\n", 1, "not understood");
    refused(state, "[school]\nname = A\n  phone = 1\n", 3, "begins with a blank");
    refused(state, "[content]\npoll_seconds = 3\n  0\n", 3, "begins with a blank");
    refused(state, "[school]\nname = caf\xE9\n", 2, "text in UTF-8");
}

static void a_line_too_long_is_said_not_cut(void **state)
{
    struct str text = {0};
    str_puts(&text, "[privacy]\nnotice = ");
    for (int i = 0; i < 60; i++) {
        str_puts(&text, "words ");
    }
    str_puts(&text, "\n");
    refused(state, text.data, 2, "too long");
    str_free(&text);
}

static void other_files_are_refused(void **state)
{
    const struct file *f = *state;
    struct config config;
    struct str why = {0};
    config_defaults(&config);
    write_bytes(f, "[\0s\0c\0h\0", 8); /* UTF-16, as Notepad may save it */
    assert_false(config_read(&config, f->path, &why));
    assert_non_null(strstr(why.data, "not plain text"));
    str_clear(&why);
    assert_false(config_read(&config, f->dir, &why));
    assert_non_null(strstr(why.data, "cannot be read"));
    config_free(&config);
    str_free(&why);
}

static void an_assignment_needs_its_parts(void **state)
{
    (void)state;
    struct config config;
    struct str why = {0};
    config_defaults(&config);
    static const char *const wrong[] = {"",   "school", "school.name",   "name=A",       "=a.b",
                                        ".=", "a.b=c",  "school.nmae=A", "SCHOOL.name=A"};
    for (size_t i = 0; i < sizeof wrong / sizeof wrong[0]; i++) {
        str_clear(&why);
        assert_false(config_set(&config, wrong[i], &why));
        assert_non_null(strstr(why.data, "allowed: "));
    }
    str_clear(&why);
    assert_true(config_set(&config, "school.name=A = B.C", &why));
    assert_string_equal(config.school.name, "A = B.C");
    config_free(&config);
    str_free(&why);
}

static void a_kiosk_without_a_name_gets_one_that_stays(void **state)
{
    (void)state;
    struct config first, second;
    struct str why = {0};
    config_defaults(&first);
    config_defaults(&second);
    config_name_kiosk(&first);
    config_name_kiosk(&second);
    assert_string_equal(first.replies.kiosk, second.replies.kiosk);
    assert_int_equal(strncmp(first.replies.kiosk, "screen-", 7), 0);
    assert_int_equal(strlen(first.replies.kiosk), 11);
    assert_true(config_set(&second, "replies.kiosk=hall", &why));
    config_name_kiosk(&second);
    assert_string_equal(second.replies.kiosk, "hall");
    config_free(&first);
    config_free(&second);
    str_free(&why);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_key_keeps_its_bounds),
        cmocka_unit_test(what_is_described_can_be_read_and_changes_nothing),
        cmocka_unit_test(a_file_is_read_over_the_defaults),
        cmocka_unit_test(a_long_text_goes_on_in_the_next_line),
        cmocka_unit_test(every_mistake_has_its_line),
        cmocka_unit_test(a_line_too_long_is_said_not_cut),
        cmocka_unit_test(other_files_are_refused),
        cmocka_unit_test(an_assignment_needs_its_parts),
        cmocka_unit_test(a_kiosk_without_a_name_gets_one_that_stays),
    };
    return cmocka_run_group_tests_name("base/config", tests, set_up, tear_down);
}
