/* Speech. How: the nodes that may be said are sorted by what they are and where they stand. */
#include "ui/speech.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"

/* The order of what is said; -1: never. */
static int rank(const struct node *node)
{
    if (node->typed || node->disabled) {
        return -1;
    }
    switch (node->role) {
    case ROLE_HEADING:
        return 0;
    case ROLE_TEXT:
        return 1;
    case ROLE_CARD:
    case ROLE_TICK:
    case ROLE_OPTION:
        return 2;
    case ROLE_BUTTON:
        return 3;
    default: /* a picture's name is its page's title; keys and fields are the visitor's own */
        return -1;
    }
}

struct order {
    float band;
    bool rtl;
};

static int in_reading_order(const void *a, const void *b, void *context)
{
    const struct order *order = context;
    const struct node *x = *(const struct node *const *)a, *y = *(const struct node *const *)b;
    if (rank(x) != rank(y)) {
        return rank(x) < rank(y) ? -1 : 1;
    }
    /* Whole bands, so that the order is the same whichever two are compared. */
    float row_x = floorf((x->rect.y + x->rect.h / 2) / order->band);
    float row_y = floorf((y->rect.y + y->rect.h / 2) / order->band);
    if (row_x < row_y || row_x > row_y) {
        return row_x < row_y ? -1 : 1;
    }
    if (x->rect.x < y->rect.x || x->rect.x > y->rect.x) {
        return (x->rect.x < y->rect.x) != order->rtl ? -1 : 1;
    }
    return x < y ? -1 : x > y;
}

/* A label as a sentence: blanks for line ends, a full stop where none ends it. */
static void put_sentence(struct str *out, const char *label)
{
    for (const char *at = label; *at != '\0'; at++) {
        str_putc(out, *at == '\n' || *at == '\t' ? ' ' : *at);
    }
    size_t length = strlen(label);
    str_puts(out, length > 0 && strchr(".!?", label[length - 1]) != NULL ? " " : ". ");
}

void speech_of(const struct tree *tree, bool rtl, float band, struct str *out)
{
    const struct node **nodes = xcalloc(tree->count + 1, sizeof *nodes);
    size_t count = 0;
    for (size_t i = 0; i < tree->count; i++) {
        const struct node *node = &tree->nodes[i];
        if (rank(node) >= 0 && !str_blank(tree_label(tree, node))) {
            nodes[count++] = node;
        }
    }
    struct order order = {.band = fmaxf(1, band), .rtl = rtl};
    qsort_r(nodes, count, sizeof *nodes, in_reading_order, &order);
    for (size_t i = 0; i < count; i++) {
        const char *label = tree_label(tree, nodes[i]);
        bool said = out->length + strlen(label) > SPEECH_BYTES_MOST;
        for (size_t j = 0; j < i && !said; j++) {
            said = str_same(tree_label(tree, nodes[j]), label);
        }
        if (!said) {
            put_sentence(out, label);
        }
    }
    free(nodes);
}
