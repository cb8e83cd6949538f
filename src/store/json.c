/* JSON. How: an object is a growing text that SQLite's json_set() completes field by field in a
 * database in memory; no escaping is written here. */
#include "store/json.h"

#include <sqlite3.h>
#include <stdlib.h>

#include "base/alloc.h"

struct json {
    sqlite3 *memory;
    char *text;
    bool array;
};

static struct json *make(const char *text, bool array)
{
    struct json *json = xcalloc(1, sizeof *json);
    json->text = xstrdup(text);
    json->array = array;
    if (sqlite3_open(":memory:", &json->memory) != SQLITE_OK) {
        abort(); /* only without memory */
    }
    return json;
}

struct json *json_object(void)
{
    return make("{}", false);
}

struct json *json_array(void)
{
    return make("[]", true);
}

/* SELECT json_set(text, path, value), where `value` is "?3" or an expression of its own. */
static sqlite3_stmt *setter(struct json *json, const char *value)
{
    char *sql = xasprintf("SELECT json_set(?1, ?2, %s)", value);
    sqlite3_stmt *s = NULL;
    if (sqlite3_prepare_v2(json->memory, sql, -1, &s, NULL) != SQLITE_OK) {
        abort(); /* the statement is a literal: a library without JSON functions */
    }
    free(sql);
    return s;
}

/* Sets the field (or appends to the array) and keeps the new text. */
static void finish(struct json *json, const char *name, sqlite3_stmt *s)
{
    char *path = json->array ? xstrdup("$[#]") : xasprintf("$.%s", name);
    sqlite3_bind_text(s, 1, json->text, -1, SQLITE_STATIC);
    sqlite3_bind_text(s, 2, path, -1, SQLITE_STATIC);
    char *text = NULL;
    if (sqlite3_step(s) == SQLITE_ROW) {
        text = xstrdup((const char *)sqlite3_column_text(s, 0));
    }
    sqlite3_finalize(s);
    free(path);
    if (text != NULL) {
        free(json->text);
        json->text = text;
    }
}

void json_text(struct json *json, const char *name, const char *value)
{
    sqlite3_stmt *s = setter(json, "?3");
    sqlite3_bind_text(s, 3, value, -1, SQLITE_STATIC);
    finish(json, name, s);
}

void json_int(struct json *json, const char *name, int64_t value)
{
    sqlite3_stmt *s = setter(json, "?3");
    sqlite3_bind_int64(s, 3, value);
    finish(json, name, s);
}

void json_bool(struct json *json, const char *name, bool value)
{
    finish(json, name, setter(json, value ? "json('true')" : "json('false')"));
}

void json_wall(struct json *json, const char *name, wall_t t, bool with_time)
{
    char iso[24];
    json_text(json, name, t == WALL_NONE ? NULL : wall_to_iso(t, with_time, iso));
}

void json_put(struct json *json, const char *name, struct json *value)
{
    char *text = json_take(value);
    sqlite3_stmt *s = setter(json, "json(?3)");
    sqlite3_bind_text(s, 3, text, -1, SQLITE_STATIC);
    finish(json, name, s);
    free(text);
}

char *json_take(struct json *json)
{
    char *text = json->text;
    sqlite3_close(json->memory);
    free(json);
    return text;
}
