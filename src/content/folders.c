/* The folders. How: a table of names and their aliases, compared without case and surrounding blanks. */
#include "content/folders.h"

#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/path.h"
#include "base/str.h"
#include "content/filename.h"
#include "content/text.h"

static const struct {
    const char *name;
    enum item_kind kind;
} folders[] = {
    {"Achievements", ITEM_ACHIEVEMENT},
    {"Events", ITEM_EVENT},
    {"Volunteering", ITEM_VOLUNTEERING},
    {"Learning", ITEM_LEARNING},
    {"Notices", ITEM_NOTICE},
    {"Newsletters", ITEM_NEWSLETTER},
    {"Partners", ITEM_PARTNER},
    {"Welcome", ITEM_WELCOME},
    {"Theme", ITEM_THEME}, /* aliases: */
    {"Celebrations", ITEM_ACHIEVEMENT},
    {"Awards", ITEM_ACHIEVEMENT},
    {"Achievement", ITEM_ACHIEVEMENT},
    {"Successes", ITEM_ACHIEVEMENT},
    {"What's on", ITEM_EVENT},
    {"Whats on", ITEM_EVENT},
    {"What’s on", ITEM_EVENT},
    {"Calendar", ITEM_EVENT},
    {"Calendars", ITEM_EVENT},
    {"Event", ITEM_EVENT},
    {"Volunteers", ITEM_VOLUNTEERING},
    {"Help out", ITEM_VOLUNTEERING},
    {"Help wanted", ITEM_VOLUNTEERING},
    {"Training", ITEM_LEARNING},
    {"Learning together", ITEM_LEARNING},
    {"Workshops", ITEM_LEARNING},
    {"Notice", ITEM_NOTICE},
    {"News", ITEM_NOTICE},
    {"Messages", ITEM_NOTICE},
    {"Newsletter", ITEM_NEWSLETTER},
    {"Partner", ITEM_PARTNER},
    {"Community", ITEM_PARTNER},
    {"Our partners", ITEM_PARTNER},
    {"Welcomes", ITEM_WELCOME},
    {"Greetings", ITEM_WELCOME},
    {"Logo", ITEM_THEME},
};

bool folders_kind(const char *folder, enum item_kind *kind)
{
    char *name = text_fold(folder);
    bool found = false;
    for (size_t i = 0; !found && i < sizeof folders / sizeof folders[0]; i++) {
        /* The names above differ from their folded form in ASCII letters only, and asking this way
         * costs no memory: it is asked for every file. */
        found = str_same_nocase(name, folders[i].name);
        if (found) {
            *kind = folders[i].kind;
        }
    }
    free(name);
    return found;
}

const char *folders_name(enum item_kind kind)
{
    return folders[kind].name; /* the first nine stand in the order of the kinds */
}

char *folders_drop_key(const char *path)
{
    const char *slash = strchr(path, '/');
    enum item_kind kind = ITEM_NOTICE;
    if (slash == NULL) {
        return NULL;
    }
    char *folder = xstrndup(path, (size_t)(slash - path));
    bool known = folders_kind(folder, &kind);
    free(folder);
    if (!known) {
        return NULL;
    }
    const char *rest = slash + 1;
    const char *deeper = strchr(rest, '/');
    char *name = NULL;
    if (deeper != NULL) {
        name = xstrndup(rest, (size_t)(deeper - rest));
    } else if (str_same_nocase(path_extension(rest), "csv") ||
               str_same_nocase(path_extension(rest), "ics")) {
        name = xstrdup(rest); /* a table or calendar stands for itself */
    } else {
        name = filename_plain(rest);
        if (name[0] == '\0') {
            free(name);
            name = xstrdup(rest);
        }
    }
    char *folded = text_fold(name);
    char *key = xasprintf("%s/%s", item_kind_word(kind), folded);
    free(folded);
    free(name);
    return key;
}
