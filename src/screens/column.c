/* The column of words on an item's page. How: it is made of units, lines of the text and whole facts, which
 * are put one below the other until a page is full. */
#include "screens/column.h"

#include <math.h>
#include <stdlib.h>

#include "base/alloc.h"
#include "base/i18n.h"

void column_add(struct column *c, const char *icon, const char *name, const char *value)
{
    if (!str_blank(value) && c->fact_count < COLUMN_FACTS) {
        c->facts[c->fact_count++] = (struct fact){icon, name, xstrdup(value)};
    }
}

void column_free(struct column *c)
{
    for (size_t i = 0; i < c->fact_count; i++) {
        free(c->facts[i].value);
    }
    c->fact_count = 0;
}

static size_t column_units(const struct column *c)
{
    return c->text.count + c->fact_count;
}

/* Is the unit a line of the text? `at` becomes its number among those, or among the facts. */
static bool is_line(const struct column *c, size_t unit, size_t *at)
{
    size_t first = c->facts_first ? c->fact_count : c->text.count;
    bool early = unit < first;
    *at = early ? unit : unit - first;
    return early != c->facts_first;
}

/* A unit's height without, and with, the distance behind it. */
static float unit_height(const struct ui *ui, const struct column *c, float width, size_t unit)
{
    size_t at = 0;
    if (is_line(c, unit, &at)) {
        return c->text.line_height;
    }
    const struct fact *fact = &c->facts[at];
    return ui_fact_height(ui, width, fact->icon, fact->name, fact->value);
}

static float unit_step(const struct ui *ui, const struct column *c, float width, size_t unit)
{
    size_t at = 0;
    bool line = is_line(c, unit, &at);
    float behind = !line ? 0.4f : at + 1 == c->text.count ? 1 : 0;
    return unit_height(ui, c, width, unit) + behind * ui->theme->unit;
}

float column_height(const struct ui *ui, const struct column *c, float width)
{
    float used = 0;
    for (size_t unit = 0; unit < column_units(c); unit++) {
        used += unit_step(ui, c, width, unit);
    }
    return used;
}

/* The unit behind the last one that stands on a page of that height whose first is `first`. */
static size_t page_end(const struct ui *ui, const struct column *c, struct rect box, size_t first)
{
    float used = 0;
    size_t unit = first;
    while (unit < column_units(c)) {
        if (unit > first && used + unit_height(ui, c, box.w, unit) > box.h + 1) {
            break;
        }
        used += unit_step(ui, c, box.w, unit);
        unit++;
    }
    return unit;
}

static void draw_units(struct ui *ui, const struct column *c, struct rect box, size_t first,
                       size_t end)
{
    for (size_t unit = first; unit < end;) {
        size_t at = 0, lines = 0;
        if (is_line(c, unit, &at)) {
            while (unit + lines < end && is_line(c, unit + lines, &(size_t){0})) {
                lines++;
            }
            reading_draw(ui, box, &c->text, at, at + lines);
        } else {
            const struct fact *fact = &c->facts[at];
            struct rect whole = box;
            whole.h = ui_fact_height(ui, box.w, fact->icon, fact->name, fact->value) + 1;
            ui_fact(ui, whole, fact->icon, fact->name, fact->value);
        }
        for (size_t i = 0; i < (lines > 0 ? lines : 1); i++, unit++) {
            box.y += unit_step(ui, c, box.w, unit);
        }
    }
}

/* A column that is longer than its box, a page at a time: "Read on" leads to the rest. */
static void draw_column_pages(struct page *page, struct rect box, const struct column *c)
{
    struct ui *ui = page->ui;
    const struct theme *t = ui->theme;
    struct rect row = page_cut_bottom(&box, t->touch, t->gap);
    ui->tree->crowded |= box.h < 3 * c->text.line_height;
    size_t wanted = app_place(page->app)->page, at = 0, pages = 0, begin = 0, end = 0;
    for (size_t unit = 0; unit < column_units(c); pages++) {
        size_t next = page_end(ui, c, box, unit);
        if (pages <= wanted) {
            at = pages;
            begin = unit;
            end = next;
        }
        unit = next;
    }
    draw_units(ui, c, box, begin, end);
    reading_turner(page, row, at, pages);
}

void column_draw(struct page *page, struct rect box, struct column *c)
{
    if (column_units(c) == 0) {
        return;
    }
    if (page_end(page->ui, c, box, 0) == column_units(c)) {
        draw_units(page->ui, c, box, 0, column_units(c));
        return;
    }
    c->facts_first = true; /* when and where must not be missed */
    draw_column_pages(page, box, c);
}
