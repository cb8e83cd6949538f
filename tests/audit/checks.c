/* The checks of the audit. How: targets come from the semantic tree, texts from the draw list, where they
 * are line by line and as large as they are drawn. */
#include "checks.h"

#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/str.h"

/* A pixel of rounding is no fault. */
static const float SLACK = 1.5f;

static void find(struct findings *out, struct rect where, const char *format, ...)
    __attribute__((format(printf, 3, 4)));
static void find(struct findings *out, struct rect where, const char *format, ...)
{
    out->all = xgrow(out->all, out->count, &out->capacity, sizeof *out->all);
    struct finding *f = &out->all[out->count++];
    f->where = where;
    va_list args;
    va_start(args, format);
    vsnprintf(f->what, sizeof f->what, format, args);
    va_end(args);
}

void findings_free(struct findings *findings)
{
    free(findings->all);
    *findings = (struct findings){0};
}

/* ---- targets ---- */

static bool is_target(const struct node *n)
{
    return n->action.verb != 0 && n->role != ROLE_SLIDE;
}

static float gap_between(struct rect a, struct rect b)
{
    float dx = fmaxf(0, fmaxf(a.x - (b.x + b.w), b.x - (a.x + a.w)));
    float dy = fmaxf(0, fmaxf(a.y - (b.y + b.h), b.y - (a.y + a.h)));
    return hypotf(dx, dy);
}

static void check_target(const struct frame *f, const struct node *n, struct findings *out)
{
    const struct theme *t = f->theme;
    bool key = n->role == ROLE_KEY;
    float least = key ? t->key : t->touch;
    const char *label = tree_label(f->tree, n);
    if (n->rect.w < least - SLACK || n->rect.h < least - SLACK) {
        find(out, n->rect, "%s \"%.60s\" is %.1f x %.1f mm", key ? "key" : "target", label,
             (double)(n->rect.w / t->px_per_mm), (double)(n->rect.h / t->px_per_mm));
    }
    if (n->rect.y < f->reach_top - SLACK) {
        find(out, n->rect, "target \"%.60s\" is out of reach, %.0f mm too high", label,
             (double)((f->reach_top - n->rect.y) / t->px_per_mm));
    }
    if (n->rect.x < -SLACK || n->rect.y < -SLACK || n->rect.x + n->rect.w > f->width + SLACK ||
        n->rect.y + n->rect.h > f->height + SLACK) {
        find(out, n->rect, "target \"%.60s\" leaves the screen", label);
    }
}

static void check_targets(const struct frame *f, struct findings *out)
{
    for (size_t i = 0; i < f->tree->count; i++) {
        const struct node *a = &f->tree->nodes[i];
        if (!is_target(a)) {
            continue;
        }
        check_target(f, a, out);
        for (size_t j = i + 1; a->role != ROLE_KEY && j < f->tree->count; j++) {
            const struct node *b = &f->tree->nodes[j];
            float gap = gap_between(a->rect, b->rect);
            if (is_target(b) && b->role != ROLE_KEY && gap < f->theme->gap - SLACK) {
                find(out, b->rect, "\"%.40s\" and \"%.40s\" are %.1f mm apart",
                     tree_label(f->tree, a), tree_label(f->tree, b),
                     (double)(gap / f->theme->px_per_mm));
            }
        }
    }
}

/* ---- texts ---- */

/* Where the letters of a text are drawn: from the top of its capitals to below its baseline. */
static struct rect ink_of(const struct frame *f, const struct draw *d)
{
    const char *text = draw_text_of(f->draw, d);
    struct font_metrics m = f->text.metrics(f->text.context, d->font);
    float w = f->text.width(f->text.context, d->font, text, strlen(text));
    return (struct rect){d->rect.x, d->rect.y + m.ascent - m.cap_height, w,
                         m.cap_height + d->font.size * 0.2f};
}

static bool is_text(const struct draw *d)
{
    return d->kind == DRAW_TEXT;
}

/* Is the field's text, which is clipped to its box and scrolls, not to be judged? */
static bool in_field(const struct frame *f, struct rect r)
{
    for (size_t i = 0; i < f->tree->count; i++) {
        const struct node *n = &f->tree->nodes[i];
        if (n->role == ROLE_FIELD && r.y + r.h > n->rect.y && r.y < n->rect.y + n->rect.h) {
            return true;
        }
    }
    return false;
}

/* Something opaque is drawn over it later: nobody sees it. */
static bool is_covered(const struct draw_list *list, size_t from, struct rect r)
{
    for (size_t i = from + 1; i < list->count; i++) {
        const struct draw *d = &list->draws[i];
        if (d->kind == DRAW_FILL && d->colour.a == 255 &&
            rect_contains(d->rect, r.x + 1, r.y + 1) &&
            rect_contains(d->rect, r.x + r.w - 1, r.y + r.h - 1)) {
            return true;
        }
    }
    return false;
}

/* Does something opaque between the two texts hide the first where the second lies over it? */
static bool is_between(const struct draw_list *list, size_t first, size_t second, struct rect over)
{
    for (size_t i = first + 1; i < second; i++) {
        const struct draw *d = &list->draws[i];
        if (d->kind == DRAW_FILL && d->colour.a == 255 && rect_contains(d->rect, over.x, over.y) &&
            rect_contains(d->rect, over.x + over.w, over.y + over.h)) {
            return true;
        }
    }
    return false;
}

static bool is_rotation(const struct tree *tree)
{
    for (size_t i = 0; i < tree->count; i++) {
        if (tree->nodes[i].role == ROLE_SLIDE) {
            return true;
        }
    }
    return false;
}

static void check_texts(const struct frame *f, struct findings *out)
{
    const struct draw_list *list = f->draw;
    for (size_t i = 0; i < list->count; i++) {
        if (!is_text(&list->draws[i])) {
            continue;
        }
        struct rect a = ink_of(f, &list->draws[i]);
        const char *text = draw_text_of(list, &list->draws[i]);
        if (in_field(f, a) || is_covered(list, i, a)) {
            continue;
        }
        if (a.x < -SLACK || a.x + a.w > f->width + SLACK || a.y < -SLACK ||
            a.y + a.h > f->height + SLACK) {
            find(out, a, "text \"%.60s\" leaves the screen", text);
        }
        for (size_t j = i + 1; j < list->count; j++) {
            struct rect b =
                is_text(&list->draws[j]) ? ink_of(f, &list->draws[j]) : (struct rect){0};
            struct rect over = {fmaxf(a.x, b.x), fmaxf(a.y, b.y), 0, 0};
            over.w = fminf(a.x + a.w, b.x + b.w) - over.x;
            over.h = fminf(a.y + a.h, b.y + b.h) - over.y;
            if (over.w > 3 && over.h > 3 + 0.1f * fminf(a.h, b.h) &&
                !is_between(list, i, j, over)) {
                find(out, b, "text \"%.40s\" lies over \"%.40s\"",
                     draw_text_of(list, &list->draws[j]), text);
            }
        }
    }
    for (size_t i = 0; i < f->tree->count; i++) {
        const struct node *n = &f->tree->nodes[i];
        /* The rotation shows how a text begins: a touch opens it. */
        bool teaser = n->role == ROLE_TEXT && is_rotation(f->tree);
        if (n->clipped && !teaser) {
            find(out, n->rect, "%s \"%.60s\" is cut", role_word(n->role), tree_label(f->tree, n));
        }
    }
}

/* The field and its question stand whole above the keys. */
static void check_field(const struct frame *f, struct findings *out)
{
    float keys = f->height;
    for (size_t i = 0; i < f->tree->count; i++) {
        if (f->tree->nodes[i].role == ROLE_KEY) {
            keys = fminf(keys, f->tree->nodes[i].rect.y);
        }
    }
    for (size_t i = 0; keys < f->height && i < f->tree->count; i++) {
        const struct node *n = &f->tree->nodes[i];
        bool matters = n->role == ROLE_FIELD || n->role == ROLE_HEADING;
        if (matters && (n->rect.y < 0 || n->rect.y + n->rect.h > keys + SLACK)) {
            find(out, n->rect, "%s \"%.60s\" is behind the keys", role_word(n->role),
                 tree_label(f->tree, n));
        }
    }
}

void check_layout(const struct frame *frame, struct findings *out)
{
    check_targets(frame, out);
    check_texts(frame, out);
    check_field(frame, out);
}

/* ---- contrast ---- */

static bool is_disabled(const struct frame *f, struct rect r)
{
    for (size_t i = 0; i < f->tree->count; i++) {
        const struct node *n = &f->tree->nodes[i];
        if (n->disabled && rect_contains(n->rect, r.x + r.w / 2, r.y + r.h / 2)) {
            return true;
        }
    }
    return false;
}

static int by_value(const void *a, const void *b)
{
    float x = *(const float *)a, y = *(const float *)b;
    return x < y ? -1 : x > y;
}

/* The contrast with the ground that all but the worst twentieth of the pixels behind a text have. */
static float worst_contrast(const struct frame *f, const uint32_t *pixels, struct rect r,
                            struct colour colour)
{
    float seen[1024];
    size_t count = 0;
    int x0 = (int)fmaxf(0, r.x), x1 = (int)fminf(f->width, r.x + r.w);
    int y0 = (int)fmaxf(0, r.y), y1 = (int)fminf(f->height, r.y + r.h);
    int step = (int)fmaxf(1, sqrtf((float)((x1 - x0) * (y1 - y0)) / 1000.0f));
    for (int y = y0; y < y1; y += step) {
        for (int x = x0; x < x1 && count < 1024; x += step) {
            uint32_t p = pixels[(size_t)y * (size_t)f->width + (size_t)x];
            seen[count++] = colour_contrast(colour, colour_rgb(p & 0xFFFFFF));
        }
    }
    if (count == 0) {
        return 21;
    }
    qsort(seen, count, sizeof seen[0], by_value);
    return seen[count / 20];
}

void check_contrast(const struct frame *frame, const uint32_t *pixels, bool on_picture,
                    struct findings *out)
{
    for (size_t i = 0; i < frame->draw->count; i++) {
        const struct draw *d = &frame->draw->draws[i];
        struct rect r = is_text(d) ? ink_of(frame, d) : (struct rect){0};
        if (!is_text(d) || is_covered(frame->draw, i, r)) {
            continue;
        }
        float least = on_picture ? 4.5f : 7.0f;
        float found = worst_contrast(frame, pixels, r, d->colour);
        if (found < least - 0.05f && !is_disabled(frame, r)) {
            find(out, r, "contrast of \"%.60s\" is %.1f:1", draw_text_of(frame->draw, d),
                 (double)found);
        }
    }
}
