/* An item: one thing the school shows, whatever file it came from. */
#ifndef FOYER_MODEL_ITEM_H
#define FOYER_MODEL_ITEM_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/clock.h"

enum item_kind {
    ITEM_ACHIEVEMENT,
    ITEM_EVENT,
    ITEM_VOLUNTEERING,
    ITEM_LEARNING,
    ITEM_NOTICE,
    ITEM_NEWSLETTER,
    ITEM_PARTNER,
    ITEM_WELCOME,
    ITEM_THEME, /* crest, accent colour; never shown by itself */
    ITEM_KIND_COUNT
};

/* The stable word for a kind, used in JSON and the catalogue: "achievement", "event",
 * "volunteering", "learning", "notice", "newsletter", "partner", "welcome", "theme". */
const char *item_kind_word(enum item_kind kind);
bool item_kind_from_word(const char *word, enum item_kind *kind);

/* A picture in the cache, made by the decode worker, upright and in sRGB. Files in the cache folder:
 * HASH.jpg (no larger than the display needs), HASH.card.jpg (at most 640 px), HASH.blur.jpg (a
 * small darkened blur of itself for the backdrop), HASH.thumb.jpg (at most 200 px, for staff). */
struct picture {
    char *hash;        /* hex, of the original's content */
    int width, height; /* of HASH.jpg, in pixels */
};

/* A translated title or text given by staff ("Title.pl", "Text.ar"). */
struct translation {
    char *language; /* "pl" */
    char *title;    /* NULL: not given */
    char *text;
};

/* All strings are UTF-8 NFC, owned by the item, never NULL unless said so (empty: not given). */
struct item {
    int64_t id;   /* the catalogue's row; 0 before it is stored */
    char *key;    /* stable over re-imports of the same drop: "achievements/sports day#0" */
    char *source; /* path below the share as staff see it: "Achievements/Sports day" */
    enum item_kind kind;
    char *title;
    char *text;
    wall_t starts;     /* WALL_NONE: no date */
    wall_t ends;       /* exclusive; WALL_NONE: not said */
    bool all_day;      /* starts and ends are midnights */
    wall_t show_from;  /* WALL_NONE: at once */
    wall_t show_until; /* exclusive; WALL_NONE: no limit */
    bool urgent;
    wall_t first_seen;
    char *where;
    char *when;    /* as written: "Tuesdays 2-3pm" */
    char *contact; /* who to talk to */
    char *needs;   /* what is needed of a helper */
    char *skills;
    char *takes;    /* how much time it asks */
    char *training; /* what training is given */
    char *is_not;   /* what a role does not ask for */
    char *link;
    char *class_name;
    char *credit;
    int places;  /* 0: not said */
    int helpers; /* wanted; 0: not said */
    struct picture *pictures;
    size_t picture_count;
    struct translation *translations;
    size_t translation_count;
};

/* What an item is doing at a moment. */
enum item_status {
    ITEM_WAITING, /* before show_from */
    ITEM_SHOWING,
    ITEM_OVER, /* at or past show_until */
};
const char *item_status_word(enum item_status status); /* "waiting", "showing", "over" */
enum item_status item_status(const struct item *item, wall_t now);

/* An empty item: every string "", every moment WALL_NONE. Free with item_free(). */
struct item item_make(enum item_kind kind);
void item_free(struct item *item);
struct item item_copy(const struct item *item);

/* Replaces an owned string. */
void item_set(char **field, const char *value);
void item_add_picture(struct item *item, const char *hash, int width, int height);
/* Adds or completes the translation for `language`; NULL leaves that part as it is. */
void item_add_translation(struct item *item, const char *language, const char *title,
                          const char *text);

/* Title and text in `language`, falling back to the item's own. Pointers into the item. */
const char *item_title(const struct item *item, const char *language);
const char *item_text(const struct item *item, const char *language);

/* A growing list that owns its items. */
struct item_list {
    struct item *items;
    size_t count, capacity;
};
/* Moves `item` into the list; the caller must not free it. */
void item_list_add(struct item_list *list, struct item item);
void item_list_free(struct item_list *list);
/* The item with that id, key; NULL when it is not there. */
const struct item *item_list_by_id(const struct item_list *list, int64_t id);
const struct item *item_list_by_key(const struct item_list *list, const char *key);

#endif
