/* The semantic tree. How: a flat list in drawing order; the last one drawn is the topmost. */
#include "ui/tree.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/alloc.h"
#include "base/str.h"

const char *role_word(enum role role)
{
    static const char *const words[] = {"text",   "heading", "picture", "button",   "card", "tick",
                                        "option", "key",     "field",   "progress", "slide"};
    return words[role];
}

bool action_same(struct action a, struct action b)
{
    return a.verb == b.verb && a.arg == b.arg;
}

void tree_clear(struct tree *tree)
{
    pool_clear(&tree->strings);
    tree->count = 0;
    tree->crowded = false;
}

void tree_free(struct tree *tree)
{
    pool_free(&tree->strings);
    free(tree->nodes);
    *tree = (struct tree){0};
}

static size_t keep(struct tree *tree, const char *text)
{
    return pool_keep(&tree->strings, text, text != NULL ? strlen(text) : 0);
}

struct node *tree_add(struct tree *tree, enum role role, const char *label, struct rect rect,
                      struct action action)
{
    tree->nodes = xgrow(tree->nodes, tree->count, &tree->capacity, sizeof tree->nodes[0]);
    struct node *node = &tree->nodes[tree->count++];
    *node = (struct node){.role = role, .rect = rect, .action = action};
    node->label = keep(tree, label);
    node->value = keep(tree, "");
    return node;
}

void tree_set_value(struct tree *tree, struct node *node, const char *value)
{
    node->value = keep(tree, value);
}

const char *tree_label(const struct tree *tree, const struct node *node)
{
    return pool_text(&tree->strings, node->label);
}

const char *tree_value(const struct tree *tree, const struct node *node)
{
    return pool_text(&tree->strings, node->value);
}

static bool touchable(const struct node *node)
{
    return node->action.verb != 0 && !node->disabled;
}

/* How far a point is from a rectangle, in pixels. */
static float distance(struct rect r, float x, float y)
{
    float dx = x < r.x ? r.x - x : x > r.x + r.w ? x - r.x - r.w : 0;
    float dy = y < r.y ? r.y - y : y > r.y + r.h ? y - r.y - r.h : 0;
    return hypotf(dx, dy);
}

const struct node *tree_hit(const struct tree *tree, float x, float y, float tolerance)
{
    for (size_t i = tree->count; i > 0; i--) {
        const struct node *node = &tree->nodes[i - 1];
        if (node->action.verb != 0 && rect_contains(node->rect, x, y)) {
            return node->disabled ? NULL : node;
        }
    }
    const struct node *nearest = NULL;
    float best = tolerance;
    for (size_t i = tree->count; i > 0; i--) {
        const struct node *node = &tree->nodes[i - 1];
        float d = distance(node->rect, x, y);
        if (touchable(node) && d <= best && (nearest == NULL || d < best)) {
            nearest = node;
            best = d;
        }
    }
    return nearest;
}

const struct node *tree_find(const struct tree *tree, const char *label, bool only_touchable)
{
    const struct node *contains = NULL;
    for (size_t i = tree->count; i > 0; i--) {
        const struct node *node = &tree->nodes[i - 1];
        if (only_touchable && !touchable(node)) {
            continue;
        }
        const char *has = tree_label(tree, node);
        const char *value = tree_value(tree, node);
        if (strcasecmp(has, label) == 0 || (!only_touchable && strcasecmp(value, label) == 0)) {
            return node;
        }
        if (strcasestr(has, label) != NULL ||
            (!only_touchable && strcasestr(value, label) != NULL)) {
            contains = node;
        }
    }
    return contains;
}

bool tree_crowded(const struct tree *tree, float touch, float key)
{
    static const float rounding = 1;
    for (size_t i = 0; i < tree->count && !tree->crowded; i++) {
        const struct node *n = &tree->nodes[i];
        float least = (n->role == ROLE_KEY ? key : touch) - rounding;
        bool target = n->action.verb != 0 && n->role != ROLE_SLIDE;
        if (n->clipped || (target && (n->rect.w < least || n->rect.h < least))) {
            return true;
        }
    }
    return tree->crowded;
}
