/* JSON lines, and what people could have typed into them. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdlib.h>

#include "store/json.h"

static void objects_and_arrays_nest(void **state)
{
    (void)state;
    struct json *list = json_array();
    struct json *inner = json_object();
    json_int(inner, "width", 1920);
    json_put(list, NULL, inner);
    json_text(list, NULL, "two");
    struct json *json = json_object();
    json_text(json, "title", "a \"b\" \\ \n\t\x01 Zo\xC3\xAB \xF0\x9F\x98\x80");
    json_text(json, "none", NULL);
    json_bool(json, "urgent", true);
    json_bool(json, "all_day", false);
    json_int(json, "id", INT64_C(9007199254740993));
    json_wall(json, "starts", wall_from_civil((struct civil){2026, 12, 11, 18, 30, 0}), true);
    json_wall(json, "day", wall_from_civil((struct civil){2026, 12, 11, 0, 0, 0}), false);
    json_wall(json, "ends", WALL_NONE, true);
    json_put(json, "pictures", list);
    json_text(json, "looks_like_json", "{\"a\":1}");
    char *text = json_take(json);
    assert_string_equal(text,
                        "{\"title\":\"a \\\"b\\\" \\\\ \\n\\t\\u0001 Zo\xC3\xAB \xF0\x9F\x98\x80\","
                        "\"none\":null,\"urgent\":true,\"all_day\":false,"
                        "\"id\":9007199254740993,\"starts\":\"2026-12-11T18:30\","
                        "\"day\":\"2026-12-11\",\"ends\":null,"
                        "\"pictures\":[{\"width\":1920},\"two\"],"
                        "\"looks_like_json\":\"{\\\"a\\\":1}\"}");
    free(text);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(objects_and_arrays_nest)};
    return cmocka_run_group_tests_name("store/json", tests, NULL, NULL);
}
