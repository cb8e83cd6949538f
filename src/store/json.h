/* JSON objects, one a line, written by SQLite's own JSON functions (sqlite.org/json1, RFC 8259). */
#ifndef FOYER_STORE_JSON_H
#define FOYER_STORE_JSON_H

#include <stdbool.h>
#include <stdint.h>

#include "base/clock.h"

struct json;

/* An empty object (or array, filled by values with name NULL). Free by json_take(). */
struct json *json_object(void);
struct json *json_array(void);

/* Adds a field; names must be literals. */
void json_text(struct json *json, const char *name, const char *value); /* NULL: null */
void json_int(struct json *json, const char *name, int64_t value);
void json_bool(struct json *json, const char *name, bool value);
void json_wall(struct json *json, const char *name, wall_t t, bool with_time);
/* Takes over another object or array. */
void json_put(struct json *json, const char *name, struct json *value);

/* The text, and frees the object. Caller frees the text. */
char *json_take(struct json *json);

#endif
