/* Screening. How: everything of an item that a visitor could read, and its file's name, is folded into
 * one text and looked through. */
#include "content/screening.h"

#include <stdlib.h>
#include <string.h>

#include "base/path.h"
#include "base/str.h"
#include "content/text.h"

#define LIST_LIMIT ((size_t)1 << 20)

/* The words of all texts of an item. Caller frees. */
static char *words_of(const struct item *item)
{
    const char *fields[] = {item->title, item->text,   item->source,    item->where,  item->when,
                            item->needs, item->skills, item->training,  item->is_not, item->credit,
                            item->takes, item->link,   item->class_name};
    struct str all = {0};
    for (size_t i = 0; i < sizeof fields / sizeof *fields; i++) {
        str_puts(&all, fields[i]);
        str_putc(&all, '\n');
    }
    for (size_t i = 0; i < item->translation_count; i++) {
        str_puts(&all, item->translations[i].title);
        str_putc(&all, '\n');
        str_puts(&all, item->translations[i].text);
        str_putc(&all, '\n');
    }
    char *words = text_words(all.data);
    str_free(&all);
    return words;
}

static bool is_on_list(const struct screening *rules, const struct item *item)
{
    if (rules->not_shown == NULL || rules->not_shown->count == 0) {
        return false;
    }
    char *words = words_of(item);
    bool found = safeguard_finds(rules->not_shown, words);
    free(words);
    return found;
}

bool screening_is_listed(const struct screening *rules, const char *text)
{
    char *words = text_words(text);
    bool found = rules->not_shown != NULL && safeguard_finds(rules->not_shown, words);
    free(words);
    return found;
}

/* True: the item goes. */
static bool is_held(const struct screening *rules, struct drop *drop, const struct item *item,
                    bool agreed)
{
    if (is_on_list(rules, item)) {
        problem_add(&drop->problems, item->source, PROBLEM_NOT_SHOWN, SCREENING_HELD,
                    SCREENING_HELD_ADVICE);
        return true;
    }
    if (rules->list_lost && item->kind == ITEM_ACHIEVEMENT) {
        problem_add(&drop->problems, item->source, PROBLEM_NOT_SHOWN,
                    "The kiosk cannot read its list of children who must not be shown, so "
                    "achievements wait.",
                    "Please tell the person who looks after the screen.");
        return true;
    }
    if (rules->full_names == FULL_NAMES_OFF || agreed || item->kind != ITEM_ACHIEVEMENT ||
        !safeguard_looks_like_a_name(item->title, rules->allowed)) {
        return false;
    }
    bool hold = rules->full_names == FULL_NAMES_HOLD;
    problem_add(&drop->problems, item->source, hold ? PROBLEM_NOT_SHOWN : PROBLEM_CHECK,
                hold ? "The title looks like a child's full name, so it is held."
                     : "The title looks like a child's full name.",
                "Use the first name only. If the family has agreed to the name, write the line "
                "\"Names agreed: yes\" into a text file beside it.");
    return hold;
}

void screening_apply(const struct screening *rules, struct drop *drop, bool agreed)
{
    size_t kept = 0;
    for (size_t i = 0; i < drop->items.count; i++) {
        struct item *item = &drop->items.items[i];
        if (is_held(rules, drop, item, agreed)) {
            item_free(item);
        } else {
            drop->items.items[kept++] = *item;
        }
    }
    drop->items.count = kept;
}

bool screening_read_list(const char *path, struct safeguard_list *list)
{
    char *bytes = NULL;
    size_t length = 0;
    if (str_blank(path)) {
        return true;
    }
    if (!path_read(path, LIST_LIMIT, &bytes, &length)) {
        return false;
    }
    char *text = text_decode(bytes, length);
    char *rest = NULL;
    for (char *line = strtok_r(text, "\n", &rest); line != NULL;
         line = strtok_r(NULL, "\n", &rest)) {
        line[strcspn(line, "#")] = '\0';
        char *words = text_words(line);
        safeguard_add(list, words);
        free(words);
    }
    free(text);
    free(bytes);
    return true;
}
