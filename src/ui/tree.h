/* The semantic tree: what a frame means. Tests, tours, the layout audit and later speech read it, and
 * touches are answered by it. */
#ifndef FOYER_UI_TREE_H
#define FOYER_UI_TREE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/pool.h"

#include "ui/draw.h"

enum role {
    ROLE_TEXT,
    ROLE_HEADING,
    ROLE_PICTURE,
    ROLE_BUTTON,
    ROLE_CARD,   /* a large button with a title; label is the title */
    ROLE_TICK,   /* one of several that may be chosen */
    ROLE_OPTION, /* one of which one is chosen */
    ROLE_KEY,    /* of the on-screen keyboard: no gap between keys */
    ROLE_FIELD,  /* what is being typed; label is the field's name, value its text */
    ROLE_PROGRESS,
    ROLE_SLIDE, /* the whole rotation */
};
const char *role_word(enum role role);

/* What a touch on a node asks for. Verbs are the screens' (screens/app.h); 0 is none. */
struct action {
    int verb;
    int64_t arg;
};
bool action_same(struct action a, struct action b);

struct node {
    enum role role;
    size_t label;     /* offset into the tree's strings; tree_label() */
    size_t value;     /* ROLE_FIELD's text, the rest "" */
    struct rect rect; /* what can be touched, or the text's box */
    struct action action;
    bool checked, focused, disabled;
    bool on_picture; /* text over a photo's scrim: 4.5:1 is enough there */
    bool typed;      /* what a visitor wrote: never said aloud */
    bool clipped;    /* the text did not fit its box */
    float text_size; /* em in pixels, 0 without text */
};

struct tree {
    bool crowded; /* a widget or a page says that its place was too small */
    struct node *nodes;
    size_t count, capacity;
    struct pool strings;
};

void tree_clear(struct tree *tree);
/* Overwrites the strings (they may hold what was typed) and frees. */
void tree_free(struct tree *tree);
struct node *tree_add(struct tree *tree, enum role role, const char *label, struct rect rect,
                      struct action action);
void tree_set_value(struct tree *tree, struct node *node, const char *value);
const char *tree_label(const struct tree *tree, const struct node *node);
const char *tree_value(const struct tree *tree, const struct node *node);

/* Did the frame not hold? Something was too small for its place, a text is cut, or what can be touched is
 * smaller than `touch` (`key` for keys) high or wide. */
bool tree_crowded(const struct tree *tree, float touch, float key);

/* The topmost touchable, enabled node at a point; outside of all, the nearest within `tolerance`
 * pixels; NULL when there is none. */
const struct node *tree_hit(const struct tree *tree, float x, float y, float tolerance);

/* A node by its label: exact (without case) first, then one containing it. `touchable`: only nodes
 * with an action. NULL when there is none. */
const struct node *tree_find(const struct tree *tree, const char *label, bool touchable);

#endif
