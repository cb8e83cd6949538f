/* What setup asks: good and bad answers, files of answers, and the configuration as it becomes. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdlib.h>
#include <string.h>

#include "base/configedit.h"
#include "base/path.h"
#include "base/questions.h"
#include "scratch.h"

static void each_question_knows_a_good_answer_from_a_bad_one(void **state)
{
    (void)state;
    static const struct {
        enum question question;
        const char *answer;
        bool good;
    } cases[] = {
        {ASK_NAME, "St Mary's", true},
        {ASK_NAME, "  ", false},
        {ASK_NAME, "two\nlines", false},
        {ASK_NAME, "\xFF", false},
        {ASK_LANGUAGES, "en ar", true},
        {ASK_LANGUAGES, "english", false},
        {ASK_SHARE, "here", true},
        {ASK_SHARE, "there", false},
        {ASK_SERVER, "//files.school.example/Foyer", true},
        {ASK_SERVER, "//files/Our Foyer/in it", true},
        {ASK_SERVER, "\\\\files\\Foyer", false},
        {ASK_SERVER, "//files", false},
        {ASK_SERVER, "//files/", false},
        {ASK_SERVER, "///Foyer", false},
        {ASK_SERVER, "files/Foyer", false},
        {ASK_STAFF_USER, "staff-room_2", true},
        {ASK_STAFF_USER, "Staff", false},
        {ASK_STAFF_USER, "-", false},
        {ASK_STAFF_USER, "x; reboot", false},
        {ASK_OFFICE_USER, "-", true},
        {ASK_DIAGONAL, "32", true},
        {ASK_DIAGONAL, "23.8", true},
        {ASK_DIAGONAL, "two", false},
        {ASK_DIAGONAL, "500", false},
        {ASK_ROTATE, "90", true},
        {ASK_ROTATE, "45", false},
        {ASK_HOURS, "-", true},
        {ASK_HOURS, "Mon-Fri 07:30-18:00", true},
        {ASK_HOURS, "all day", false},
        {ASK_CLOSED, "yes", true},
        {ASK_CLOSED, "perhaps", false},
        {ASK_SERVER_PASSWORD, "", false},
        {ASK_STAFF_PASSWORD, "", true},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct str why = {0};
        bool good = question_accepts(cases[i].question, cases[i].answer, &why);
        if (good != cases[i].good) {
            fail_msg("%s: %s", question_spec(cases[i].question)->key, cases[i].answer);
        }
        assert_true(good == (why.length == 0));
        assert_true(good || strstr(why.data, "allowed: ") != NULL);
        str_free(&why);
    }
}

static void a_bad_password_is_not_repeated(void **state)
{
    (void)state;
    struct str why = {0};
    assert_false(question_accepts(ASK_SERVER_PASSWORD, "", &why));
    str_clear(&why);
    assert_false(question_accepts(ASK_SERVER_PASSWORD, "geheim\x01", &why));
    assert_null(strstr(why.data, "geheim"));
    str_free(&why);
}

static char *write_answers(const char *dir, const char *text)
{
    char *path = path_join(dir, "answers.ini");
    assert_true(path_write_atomic(path, text, strlen(text), 0600));
    return path;
}

static void a_file_of_answers_is_read_as_it_stands(void **state)
{
    char *path = write_answers(*state, "; comment\n[setup]\nname = St Mary's\n share=server\r\n"
                                       "server = //files/Foyer\nserver_password = a ;b # c=d%\n\n"
                                       "hours =\nkiosk = hall");
    struct answers a = {0};
    struct str why = {0};
    assert_true(answers_read(&a, path, &why));
    assert_string_equal(a.of[ASK_NAME], "St Mary's");
    assert_string_equal(a.of[ASK_SERVER_PASSWORD], "a ;b # c=d%");
    assert_string_equal(a.of[ASK_KIOSK], "hall");
    assert_null(a.of[ASK_HOURS]);
    assert_true(answers_complete(&a, &why));
    assert_string_equal(a.of[ASK_HOURS], "-");
    assert_null(a.of[ASK_STAFF_USER]); /* was not to be asked */
    answers_free(&a);
    str_free(&why);
    free(path);
}

static void a_mistake_in_it_has_its_line_and_what_is_allowed(void **state)
{
    static const struct {
        const char *text, *said;
    } cases[] = {
        {"name = a\nshare = there\n", ":2: there is not an answer"},
        {"name = a\ncolour = red\n", ":2: colour: there is no such question; allowed: key = value"},
        {"name\n", ":1: name: there is no such question"},
        {"\n\nrotate = 45", ":3: [display] rotate = 45"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        char *path = write_answers(*state, cases[i].text);
        struct answers a = {0};
        struct str why = {0};
        assert_false(answers_read(&a, path, &why));
        assert_non_null(strstr(why.data, cases[i].said));
        assert_non_null(strstr(why.data, "allowed"));
        answers_free(&a);
        str_free(&why);
        free(path);
    }
    struct answers a = {0};
    struct str why = {0};
    assert_false(answers_complete(&a, &why));
    assert_non_null(strstr(why.data, "name: must be answered"));
    str_free(&why);
    assert_false(answers_read(&a, "/nowhere/answers", &why));
    str_free(&why);
    answers_free(&a);
}

static void only_the_line_of_a_key_changes(void **state)
{
    (void)state;
    static const struct {
        const char *before, *after;
    } cases[] = {
        {"", "[school]\nname = New\n"},
        {"[school]\nname = Old\nphone = 1\n", "[school]\nname = New\nphone = 1\n"},
        {"[school]\nname = Old\n  and more\nphone = 1", "[school]\nname = New\nphone = 1"},
        {"; hi\n[school]\n; about\n;name = Our school\n;phone =\n\n[display]\nname=x\n",
         "; hi\n[school]\n; about\n;name = Our school\nname = New\n;phone "
         "=\n\n[display]\nname=x\n"},
        {"[school]\nphone = 1\n\n[display]\n", "[school]\nphone = 1\nname = New\n\n[display]\n"},
        {"[display]\nname = x", "[display]\nname = x\n\n[school]\nname = New\n"},
        {"[school]\nname_agreed = 1\n", "[school]\nname_agreed = 1\nname = New\n"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        char *edited = config_edited(cases[i].before, "school", "name", "New");
        assert_string_equal(edited, cases[i].after);
        char *again = config_edited(edited, "school", "name", "New");
        assert_string_equal(again, edited);
        free(again);
        free(edited);
    }
}

static void all_of_the_described_configuration_can_be_set(void **state)
{
    (void)state;
    struct str text = {0};
    config_describe(&text);
    char *edited = config_edited(text.data, "display", "diagonal_inch", "43");
    struct config config;
    struct str why = {0};
    config_defaults(&config);
    assert_true(config_read_text(&config, "x", edited, strlen(edited), &why));
    assert_true(config.display.diagonal_inch > 42.9);
    struct answers a = {0};
    config_name_kiosk(&config);
    answers_from_config(&a, &config);
    assert_string_equal(a.of[ASK_DIAGONAL], "43");
    assert_string_equal(a.of[ASK_HOURS], "-");
    assert_true(answers_complete(&a, &why));
    answers_free(&a);
    config_free(&config);
    free(edited);
    str_free(&text);
}

static int begin(void **state)
{
    *state = scratch_make();
    return *state == NULL;
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
        cmocka_unit_test(each_question_knows_a_good_answer_from_a_bad_one),
        cmocka_unit_test(a_bad_password_is_not_repeated),
        SCRATCHED(a_file_of_answers_is_read_as_it_stands),
        SCRATCHED(a_mistake_in_it_has_its_line_and_what_is_allowed),
        cmocka_unit_test(only_the_line_of_a_key_changes),
        cmocka_unit_test(all_of_the_described_configuration_can_be_set),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
