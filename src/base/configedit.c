/* Changing a configuration. How: one walk over the lines finds the best place, a second copies. */
#include "base/configedit.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/str.h"

static const char *next_line(const char *at)
{
    const char *end = strchr(at, '\n');
    return end != NULL ? end + 1 : at + strlen(at);
}

/* Does the line at `at` begin with the key and an equals sign? */
static bool is_key(const char *at, const char *key)
{
    size_t length = strlen(key);
    return strncmp(at, key, length) == 0 && at[length + strspn(at + length, " \t")] == '=';
}

static bool is_section(const char *at, const char *section)
{
    size_t length = strlen(section);
    return at[0] == '[' && strncmp(at + 1, section, length) == 0 && at[1 + length] == ']';
}

char *config_edited(const char *text, const char *section, const char *key, const char *value)
{
    const char *from = NULL;  /* where the new line goes … */
    const char *until = NULL; /* … instead of what stands up to here */
    const char *commented = NULL, *section_end = NULL;
    bool inside = false;
    for (const char *at = text; *at != '\0' && from == NULL; at = next_line(at)) {
        if (at[0] == '[') {
            inside = is_section(at, section);
        }
        if (inside && is_key(at, key)) {
            from = at;
            until = next_line(at);
            while (*until == ' ' || *until == '\t') {
                until = next_line(until);
            }
        } else if (inside && at[0] == ';' && is_key(at + 1, key)) {
            commented = next_line(at);
        }
        if (inside && at[strspn(at, " \t\r")] != '\n' && at[0] != '\0') {
            section_end = next_line(at);
        }
    }
    if (from == NULL) {
        from = until = commented != NULL ? commented : section_end;
    }
    struct str out = {0};
    bool anew = from == NULL;
    if (anew) {
        from = until = text + strlen(text);
    }
    str_add(&out, text, (size_t)(from - text));
    if (out.length > 0 && out.data[out.length - 1] != '\n') {
        str_putc(&out, '\n');
    }
    if (anew) {
        str_printf(&out, "%s[%s]\n", out.length > 0 ? "\n" : "", section);
    }
    str_printf(&out, "%s = %s\n", key, value);
    str_puts(&out, until);
    return str_take(&out);
}
