/* An item. How: plain owned strings; copies are deep. */
#include "model/item.h"

#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/str.h"

static const char *const kind_words[ITEM_KIND_COUNT] = {
    "achievement", "event",   "volunteering", "learning", "notice",
    "newsletter",  "partner", "welcome",      "theme",
};

const char *item_kind_word(enum item_kind kind)
{
    return kind_words[kind];
}

bool item_kind_from_word(const char *word, enum item_kind *kind)
{
    for (size_t i = 0; i < ITEM_KIND_COUNT; i++) {
        if (str_same(word, kind_words[i])) {
            *kind = (enum item_kind)i;
            return true;
        }
    }
    return false;
}

const char *item_status_word(enum item_status status)
{
    static const char *const words[] = {"waiting", "showing", "over"};
    return words[status];
}

enum item_status item_status(const struct item *item, wall_t now)
{
    if (item->show_from != WALL_NONE && now < item->show_from) {
        return ITEM_WAITING;
    }
    return item->show_until != WALL_NONE && now >= item->show_until ? ITEM_OVER : ITEM_SHOWING;
}

/* Every owned string of an item, so that making, freeing and copying cannot forget one. */
static size_t strings_of(struct item *item, char **fields[16])
{
    char **all[] = {&item->key,        &item->source, &item->title,    &item->text,
                    &item->where,      &item->when,   &item->contact,  &item->needs,
                    &item->skills,     &item->takes,  &item->training, &item->link,
                    &item->class_name, &item->credit, &item->is_not};
    memcpy(fields, all, sizeof all);
    return sizeof all / sizeof all[0];
}

struct item item_make(enum item_kind kind)
{
    struct item item = {.kind = kind,
                        .starts = WALL_NONE,
                        .ends = WALL_NONE,
                        .show_from = WALL_NONE,
                        .show_until = WALL_NONE,
                        .first_seen = WALL_NONE};
    char **fields[16];
    size_t count = strings_of(&item, fields);
    for (size_t i = 0; i < count; i++) {
        *fields[i] = xstrdup("");
    }
    return item;
}

void item_free(struct item *item)
{
    char **fields[16];
    size_t count = strings_of(item, fields);
    for (size_t i = 0; i < count; i++) {
        free(*fields[i]);
    }
    for (size_t i = 0; i < item->picture_count; i++) {
        free(item->pictures[i].hash);
    }
    for (size_t i = 0; i < item->translation_count; i++) {
        free(item->translations[i].language);
        free(item->translations[i].title);
        free(item->translations[i].text);
    }
    free(item->pictures);
    free(item->translations);
    *item = (struct item){0};
}

struct item item_copy(const struct item *item)
{
    struct item copy = *item;
    char **fields[16];
    size_t count = strings_of(&copy, fields);
    for (size_t i = 0; i < count; i++) {
        *fields[i] = xstrdup(*fields[i]);
    }
    copy.pictures = NULL;
    copy.picture_count = 0;
    copy.translations = NULL;
    copy.translation_count = 0;
    for (size_t i = 0; i < item->picture_count; i++) {
        const struct picture *p = &item->pictures[i];
        item_add_picture(&copy, p->hash, p->width, p->height);
    }
    for (size_t i = 0; i < item->translation_count; i++) {
        const struct translation *t = &item->translations[i];
        item_add_translation(&copy, t->language, t->title, t->text);
    }
    return copy;
}

void item_set(char **field, const char *value)
{
    char *copy = xstrdup(value != NULL ? value : "");
    free(*field);
    *field = copy;
}

void item_add_picture(struct item *item, const char *hash, int width, int height)
{
    item->pictures =
        xreallocarray(item->pictures, item->picture_count + 1, sizeof item->pictures[0]);
    item->pictures[item->picture_count++] = (struct picture){xstrdup(hash), width, height};
}

void item_add_translation(struct item *item, const char *language, const char *title,
                          const char *text)
{
    size_t at = 0;
    while (at < item->translation_count &&
           !str_same_nocase(item->translations[at].language, language)) {
        at++;
    }
    if (at == item->translation_count) {
        item->translations = xreallocarray(item->translations, at + 1, sizeof *item->translations);
        item->translations[at] = (struct translation){.language = xstrdup(language)};
        item->translation_count++;
    }
    if (title != NULL) {
        item_set(&item->translations[at].title, title);
    }
    if (text != NULL) {
        item_set(&item->translations[at].text, text);
    }
}

static const struct translation *translation_of(const struct item *item, const char *language)
{
    for (size_t i = 0; i < item->translation_count; i++) {
        if (str_same_nocase(item->translations[i].language, language)) {
            return &item->translations[i];
        }
    }
    return NULL;
}

const char *item_title(const struct item *item, const char *language)
{
    const struct translation *t = translation_of(item, language);
    return t != NULL && t->title != NULL ? t->title : item->title;
}

const char *item_text(const struct item *item, const char *language)
{
    const struct translation *t = translation_of(item, language);
    return t != NULL && t->text != NULL ? t->text : item->text;
}

void item_list_add(struct item_list *list, struct item item)
{
    list->items = xgrow(list->items, list->count, &list->capacity, sizeof list->items[0]);
    list->items[list->count++] = item;
}

void item_list_free(struct item_list *list)
{
    for (size_t i = 0; i < list->count; i++) {
        item_free(&list->items[i]);
    }
    free(list->items);
    *list = (struct item_list){0};
}

const struct item *item_list_by_id(const struct item_list *list, int64_t id)
{
    for (size_t i = 0; id != 0 && i < list->count; i++) {
        if (list->items[i].id == id) {
            return &list->items[i];
        }
    }
    return NULL;
}

const struct item *item_list_by_key(const struct item_list *list, const char *key)
{
    for (size_t i = 0; i < list->count; i++) {
        if (str_same(list->items[i].key, key)) {
            return &list->items[i];
        }
    }
    return NULL;
}
