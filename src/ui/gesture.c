/* Gestures. How: one finger at a time; what it is on now is looked up in the tree at every event. */
#include "ui/gesture.h"

/* A controller that lost a finger never says so: after this it is given up. */
static const int64_t LOST_MS = 10000;
/* And sooner, when another finger comes down and the first one has been silent this long. */
static const int64_t SILENT_MS = 2000;

/* A key that is held, and how often it repeats then. */
static const int64_t HOLD_MS = 450, REPEAT_MS = 90;

static const struct action nothing = {0};

static const struct node *under(const struct tree *tree, struct pointer p, float tolerance)
{
    return tree_hit(tree, p.x, p.y, tolerance);
}

static void begin(struct gesture *g, struct pointer p, const struct tree *tree, float tolerance)
{
    const struct node *node = under(tree, p, tolerance);
    *g = (struct gesture){.down = true,
                          .finger = p.finger,
                          .role = node != NULL ? node->role : ROLE_TEXT,
                          .pressed = node != NULL ? node->action : nothing,
                          .x = p.x,
                          .y = p.y,
                          .since_ms = p.ms,
                          .heard_ms = p.ms,
                          .hold_ms = p.ms + HOLD_MS};
    g->began = g->pressed;
}

/* Keys may be corrected by sliding; everything else counts only where it began. */
static void slide(struct gesture *g, struct pointer p, const struct tree *tree, float tolerance)
{
    const struct node *node = under(tree, p, tolerance);
    bool same = node != NULL && action_same(node->action, g->began);
    bool key = node != NULL && g->role == ROLE_KEY && node->role == ROLE_KEY;
    struct action before = g->pressed;
    g->pressed = same || key ? node->action : nothing;
    if (!action_same(before, g->pressed)) {
        g->hold_ms = p.ms + HOLD_MS;
    }
    g->x = p.x;
    g->y = p.y;
    g->heard_ms = p.ms;
}

struct action gesture_feed(struct gesture *g, struct pointer p, const struct tree *tree,
                           float tolerance)
{
    if (g->down && p.finger != g->finger) {
        /* Palms and second fingers are nothing, unless the first one was lost. */
        if (p.phase != POINTER_DOWN || p.ms - g->heard_ms < SILENT_MS) {
            return nothing;
        }
        g->down = false;
    }
    struct action tapped = nothing;
    switch (p.phase) {
    case POINTER_DOWN:
        begin(g, p, tree, tolerance);
        break;
    case POINTER_MOVE:
        if (g->down) {
            slide(g, p, tree, tolerance);
        }
        break;
    case POINTER_UP:
        if (g->down) {
            slide(g, p, tree, tolerance);
            tapped = g->spent && action_same(g->pressed, g->began) ? nothing : g->pressed;
        }
        *g = (struct gesture){0};
        break;
    case POINTER_CANCEL:
        *g = (struct gesture){0};
        break;
    }
    return tapped;
}

static bool on_key(const struct gesture *g)
{
    return g->down && g->role == ROLE_KEY && g->pressed.verb != 0;
}

struct action gesture_hold(struct gesture *g, int64_t now_ms)
{
    if (!on_key(g) || now_ms < g->hold_ms) {
        return nothing;
    }
    g->hold_ms = now_ms + REPEAT_MS;
    return g->pressed;
}

void gesture_spend(struct gesture *g)
{
    g->spent = true;
}

int64_t gesture_due_ms(const struct gesture *g)
{
    return on_key(g) ? g->hold_ms : INT64_MAX;
}

bool gesture_tick(struct gesture *g, int64_t now_ms)
{
    if (!g->down || now_ms - g->since_ms < LOST_MS) {
        return false;
    }
    *g = (struct gesture){0};
    return true;
}
