/* The answer. How: items are sorted into what shows, what waits and what is over, then by folder; the
 * rows of one table or calendar share a card. Every text of staff is escaped. */
#include "content/answerpage.h"

#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "content/folders.h"
#include "content/html.h"
#include "model/words.h"

#define MOST_THUMBNAILS 400 /* about 4 MB; a phone still opens that */
#define MOST_ROWS 60        /* of one table or calendar; the rest is counted */
#define MOST_PROBLEMS 400

/* ---- pieces of HTML ---- */

static const char style[] =
    "*{box-sizing:border-box}body{margin:0;background:#faf6ec;color:#26241f;"
    "font:17px/1.45 system-ui,-apple-system,'Segoe UI',Roboto,sans-serif}"
    "main{max-width:62em;margin:0 auto;padding:1em}header{background:var(--accent);color:#fff}"
    "header div{max-width:62em;margin:0 auto;padding:1.2em 1em}h1{font-size:1.5em;margin:0}"
    "header p{margin:.3em 0 0}h2{font-size:1.15em;margin:1.8em 0 .5em;border-bottom:2px solid "
    "#d9d2c0;padding-bottom:.2em}.cards{display:grid;grid-template-columns:repeat(auto-fill,"
    "minmax(19em,1fr));gap:.8em}.card{background:#fffdf8;border:1px solid #e2dbc8;border-radius:"
    ".6em;padding:.7em;display:flex;gap:.8em;overflow:hidden}.wide{grid-column:1/-1}"
    ".card img,.none{width:6em;height:6em;object-fit:cover;border-radius:.4em;flex:none;"
    "background:#efe8d6}.none{display:flex;align-items:center;justify-content:center;"
    "color:#8b8371;font-size:.8em;text-align:center}.card>div:last-child{min-width:0;flex:1}"
    "h3{font-size:1em;margin:0 0 .2em;overflow-wrap:anywhere}.card p{margin:.1em 0;font-size:.9em;"
    "overflow-wrap:anywhere}.file{color:#6d6656}.bad{background:#fff3e6;border-color:#d9822b}"
    ".bad h2,.bad h3{color:#8a3c00}.urgent{border:2px solid #b3261e}table{border-collapse:collapse;"
    "width:100%;font-size:.9em}td{padding:.2em .8em .2em 0;vertical-align:top;border-top:1px solid "
    "#eee6d3}td:first-child{white-space:nowrap}@media(max-width:34em){td{display:block;border:0;"
    "padding:0}td:first-child{white-space:normal;border-top:1px solid #eee6d3;padding-top:.3em}}"
    "footer{color:#6d6656;font-size:.9em;margin-top:2.5em}";

/* <p>WORDS TEXT</p>, the text escaped. */
static void put_line(struct str *out, const char *class_name, const char *words, const char *text)
{
    str_printf(out, "<p class=\"%s\">%s", class_name, words);
    html_put(out, text);
    str_puts(out, "</p>");
}

/* ---- the page being written ---- */

struct page {
    const struct answer *answer;
    answer_sink *sink;
    void *to;
    struct str text; /* not yet given to the sink */
    size_t thumbnails;
    bool ok;
};

static void flush(struct page *page)
{
    page->ok = page->ok &&
               (page->text.length == 0 || page->sink(page->to, page->text.data, page->text.length));
    str_clear(&page->text);
}

static void put_thumbnail(struct page *page, const struct item *item)
{
    const struct answer *a = page->answer;
    char *data = NULL;
    if (item->picture_count > 0 && a->thumbnail != NULL && page->thumbnails < MOST_THUMBNAILS) {
        data = a->thumbnail(a->context, item->pictures[0].hash);
    }
    if (data != NULL) {
        page->thumbnails++;
        str_printf(&page->text, "<img alt=\"\" src=\"data:image/jpeg;base64,%s\">", data);
    } else {
        str_printf(&page->text, "<div class=\"none\">%s</div>",
                   item->picture_count > 0 ? "picture" : "no picture");
    }
    free(data);
}

/* ---- moments ---- */

/* How the date was understood, in full: this is what staff check. */
static void put_when(struct str *out, const struct item *item)
{
    if (item->starts == WALL_NONE) {
        str_puts(out, item->when);
        return;
    }
    words_date_as_read(out, item->starts, item->all_day);
    if (item->ends == WALL_NONE) {
        return;
    }
    /* Ends are exclusive: one at midnight means the day before. */
    bool whole_day = wall_midnight(item->ends) == item->ends;
    wall_t last = whole_day ? item->ends - WALL_DAY : item->ends;
    if (wall_midnight(last) != wall_midnight(item->starts)) {
        str_puts(out, " – ");
        words_date_as_read(out, last, whole_day);
    } else if (!item->all_day) {
        str_puts(out, " – ");
        words_time(out, item->ends);
    }
}

static void put_until(struct str *out, const struct item *item, enum item_status status, wall_t now)
{
    wall_t until = item->show_until;
    if (status == ITEM_WAITING) {
        str_puts(out, "Will show from ");
        words_date_as_read(out, item->show_from, wall_midnight(item->show_from) == item->show_from);
        return;
    }
    str_puts(out, status == ITEM_OVER ? "Was shown until " : "Shows until ");
    if (until == WALL_NONE) {
        str_puts(out, "you delete the file");
    } else if (wall_midnight(until) == until) {
        str_puts(out, "the end of ");
        words_date_as_read(out, until - WALL_DAY, true);
    } else {
        /* The hour matters only when it is near. */
        words_date_as_read(out, until, until > now + 2 * WALL_DAY);
    }
}

/* ---- cards ---- */

static const char *title_of(const struct item *item)
{
    return str_blank(item->title) ? "(no title: give the file a name)" : item->title;
}

static void put_details(struct page *page, const struct item *item, enum item_status status)
{
    const struct answer *a = page->answer;
    struct str *out = &page->text;
    struct str words = {0};
    if (item->starts != WALL_NONE) {
        put_when(&words, item);
        put_line(out, "", "Date read as: ", words.data);
    } else if (!str_blank(item->when)) {
        put_line(out, "", "When, as you wrote it: ", item->when);
    }
    str_clear(&words);
    put_until(&words, item, status, a->now);
    put_line(out, "", "", words.data);
    str_clear(&words);
    if (item->picture_count > 1) {
        str_printf(out, "<p>%zu %s</p>", item->picture_count,
                   item->kind == ITEM_NEWSLETTER ? "pages" : "pictures");
    }
    if (item->translation_count > 0) {
        str_puts(out, "<p>Also in: ");
        for (size_t i = 0; i < item->translation_count; i++) {
            str_puts(out, i > 0 ? ", " : "");
            html_put(out, item->translations[i].language);
        }
        str_puts(out, "</p>");
    }
    int opened = a->opened != NULL ? a->opened(a->context, item->key) : 0;
    if (opened > 0) {
        str_printf(out, "<p>Opened by visitors this week: %d %s</p>", opened,
                   opened == 1 ? "time" : "times");
    }
    int clapped = a->clapped != NULL ? a->clapped(a->context, item->key) : 0;
    if (clapped > 0) {
        str_printf(out, "<p>“Well done” from visitors this week: %d</p>", clapped);
    }
    put_line(out, "file", "", item->source);
    str_free(&words);
}

static void put_card(struct page *page, const struct item *item, enum item_status status)
{
    struct str *out = &page->text;
    str_printf(out, "<div class=\"card%s\">", item->urgent ? " urgent" : "");
    put_thumbnail(page, item);
    str_printf(out, "<div><h3>%s", item->urgent ? "URGENT: " : "");
    html_put(out, title_of(item));
    str_puts(out, "</h3>");
    put_details(page, item, status);
    str_puts(out, "</div></div>");
    flush(page);
}

/* The rows of one table or calendar. */
static void put_rows(struct page *page, const struct item *const *rows, size_t count)
{
    struct str *out = &page->text;
    struct str words = {0};
    str_puts(out, "<div class=\"card wide\"><div><h3>");
    html_put(out, rows[0]->source);
    str_printf(out, "</h3><p>%zu dates, read as:</p><table>", count);
    for (size_t i = 0; i < count && i < MOST_ROWS; i++) {
        str_clear(&words);
        put_when(&words, rows[i]);
        str_puts(out, "<tr><td>");
        html_put(out, words.data);
        str_puts(out, "</td><td>");
        html_put(out, title_of(rows[i]));
        str_puts(out, str_blank(rows[i]->where) ? "" : ", ");
        html_put(out, rows[i]->where);
        str_puts(out, "</td></tr>");
    }
    str_puts(out, "</table>");
    if (count > MOST_ROWS) {
        str_printf(out, "<p>… and %zu more</p>", count - MOST_ROWS);
    }
    str_puts(out, "</div></div>");
    str_free(&words);
    flush(page);
}

/* Urgent ones first, then by file, then by date. */
static int by_place(const void *a, const void *b)
{
    const struct item *x = *(const struct item *const *)a;
    const struct item *y = *(const struct item *const *)b;
    int order = (int)y->urgent - (int)x->urgent;
    order = order != 0 ? order : strcmp(x->source, y->source);
    if (order == 0 && x->starts != y->starts) {
        order = x->starts < y->starts ? -1 : 1;
    }
    return order != 0 ? order : strcmp(x->key, y->key);
}

/* The items of one kind and status, sorted; *count of them. Caller frees the list. */
static const struct item **pick(const struct answer *a, enum item_kind kind,
                                enum item_status status, size_t *count)
{
    const struct item **list = xcalloc(a->items->count + 1, sizeof(const struct item *));
    *count = 0;
    for (size_t i = 0; i < a->items->count; i++) {
        const struct item *item = &a->items->items[i];
        if (item->kind == kind && item_status(item, a->now) == status) {
            list[(*count)++] = item;
        }
    }
    if (*count > 1) {
        qsort(list, *count, sizeof(const struct item *), by_place);
    }
    return list;
}

static void put_kind(struct page *page, enum item_kind kind, enum item_status status,
                     const char *heading)
{
    size_t count = 0;
    const struct item **list = pick(page->answer, kind, status, &count);
    if (count > 0) {
        str_printf(&page->text, "<h2>%s (%zu)</h2><div class=\"cards\">", heading, count);
    }
    for (size_t i = 0, end; i < count; i = end) {
        for (end = i + 1; end < count && str_same(list[end]->source, list[i]->source); end++) {
        }
        if (end - i > 1) {
            put_rows(page, list + i, end - i);
        } else {
            put_card(page, list[i], status);
        }
    }
    if (count > 0) {
        str_puts(&page->text, "</div>");
    }
    free(list);
}

/* Everything of one status, whatever its kind, under one heading. */
static void put_status(struct page *page, enum item_status status, const char *heading,
                       const char *words)
{
    size_t total = 0;
    for (size_t i = 0; i < page->answer->items->count; i++) {
        const struct item *item = &page->answer->items->items[i];
        total += item->kind != ITEM_THEME && item_status(item, page->answer->now) == status;
    }
    if (total == 0) {
        return;
    }
    str_printf(&page->text, "<h2>%s (%zu)</h2><p>%s</p><div class=\"cards\">", heading, total,
               words);
    for (int kind = 0; kind < ITEM_THEME; kind++) {
        size_t count = 0;
        const struct item **list = pick(page->answer, (enum item_kind)kind, status, &count);
        for (size_t i = 0; i < count; i++) {
            put_card(page, list[i], status);
        }
        free(list);
    }
    str_puts(&page->text, "</div>");
}

/* ---- problems ---- */

static void put_problem(struct page *page, const struct problem *p, const char *label)
{
    struct str *out = &page->text;
    str_puts(out, "<div class=\"card bad\"><div><h3>");
    html_put(out, p->source);
    str_puts(out, "</h3>");
    put_line(out, "", label, p->reason);
    put_line(out, "", "<b>What to do:</b> ", p->advice);
    str_puts(out, "</div></div>");
    flush(page);
}

static void put_problems(struct page *page)
{
    const struct problem_list *list = page->answer->problems;
    if (list->count > 0) {
        str_printf(&page->text, "<h2>Please look at this (%zu)</h2><div class=\"cards\">",
                   list->count);
    }
    for (int weight = PROBLEM_NOT_SHOWN; weight <= PROBLEM_CHECK; weight++) {
        for (size_t i = 0, said = 0; i < list->count && said < MOST_PROBLEMS; i++) {
            if (list->problems[i].weight == (enum problem_weight)weight) {
                put_problem(page, &list->problems[i],
                            weight == PROBLEM_NOT_SHOWN ? "<b>Not shown.</b> "
                                                        : "<b>Shown, but please check.</b> ");
                said++;
            }
        }
    }
    str_puts(&page->text, list->count > 0 ? "</div>" : "");
}

static void put_remarks(struct page *page)
{
    const struct problem_list *list = page->answer->remarks;
    if (list == NULL || list->count == 0) {
        return;
    }
    str_puts(&page->text, "<h2>Good to know</h2>");
    for (size_t i = 0; i < list->count && i < MOST_PROBLEMS; i++) {
        str_puts(&page->text, "<p><b>");
        html_put(&page->text, list->problems[i].source);
        str_puts(&page->text, "</b>: ");
        html_put(&page->text, list->problems[i].reason);
        str_puts(&page->text, "</p>");
        flush(page);
    }
}

/* ---- the whole ---- */

static void put_head(struct page *page)
{
    const struct answer *a = page->answer;
    struct str *out = &page->text;
    struct str looked = {0};
    size_t shown = 0;
    for (size_t i = 0; i < a->items->count; i++) {
        const struct item *item = &a->items->items[i];
        shown += item->kind != ITEM_THEME && item_status(item, a->now) == ITEM_SHOWING;
    }
    words_date_as_read(&looked, a->now, false);
    str_puts(out, "<!DOCTYPE html>\n<html lang=\"en\"><head><meta charset=\"utf-8\">"
                  "<meta name=\"viewport\" content=\"width=device-width,initial-scale=1\">"
                  "<title>What is on the screen now</title><style>:root{--accent:");
    html_put(out, a->accent);
    str_printf(out, "}%s</style></head>\n<body><header><div><h1>What is on the screen now</h1><p>",
               style);
    html_put(out, a->school);
    str_printf(out, ": %zu %s shown%s</p><p>%s<b>%s</b>%s.", shown, shown == 1 ? "thing" : "things",
               a->problems->count > 0 ? ", and something to look at below" : "",
               a->clock_sure ? "The screen last looked at this folder on "
                             : "The screen does not know the time just now, so nothing begins and "
                               "nothing expires. It is ",
               looked.data, a->clock_sure ? "" : " or later");
    if (!str_blank(a->progress)) {
        str_puts(out, " It is still reading files: <b>");
        html_put(out, a->progress);
        str_puts(out, "</b>.");
    }
    str_puts(out, "</p></div></header>\n<main>");
    str_free(&looked);
}

bool answer_write_page(const struct answer *answer, answer_sink *sink, void *to)
{
    struct page page = {.answer = answer, .sink = sink, .to = to, .ok = true};
    put_head(&page);
    put_problems(&page);
    /* Notices first: an urgent one is what everybody looks for. */
    put_kind(&page, ITEM_NOTICE, ITEM_SHOWING, folders_name(ITEM_NOTICE));
    for (int kind = 0; kind < ITEM_KIND_COUNT; kind++) {
        if (kind != ITEM_NOTICE) {
            put_kind(&page, (enum item_kind)kind, ITEM_SHOWING, folders_name((enum item_kind)kind));
        }
    }
    if (answer->items->count == 0) {
        str_puts(&page.text, "<h2>Nothing yet</h2><p>Put a photo into the folder <b>Achievements"
                             "</b>. It is on the screen within seconds.</p>");
    }
    put_status(&page, ITEM_WAITING, "Not yet shown", "These come up by themselves on their day.");
    put_status(&page, ITEM_OVER, "No longer shown",
               "Their time is over. You may delete these files, or give them a new date.");
    put_remarks(&page);
    str_puts(
        &page.text,
        "<footer><p>This page is written anew whenever something changes, and once an hour. If "
        "the time above is more than two hours ago, the screen is switched off or cannot "
        "reach this folder: please tell the person who looks after it.</p><p>How it works: "
        "see the folder <b>How to use this folder</b>.</p></footer></main></body></html>\n");
    flush(&page);
    str_free(&page.text);
    return page.ok;
}

/* ---- the problems as a text ---- */

static void put_weight(const struct problem_list *list, enum problem_weight weight,
                       const char *heading, struct str *out)
{
    size_t number = 0;
    for (size_t i = 0; i < list->count; i++) {
        const struct problem *p = &list->problems[i];
        if (p->weight != weight) {
            continue;
        }
        if (number++ == 0) {
            str_printf(out, "\r\n%s\r\n", heading);
        }
        if (number <= MOST_PROBLEMS) {
            str_printf(out, "\r\n%zu. %s\r\n   What happened: %s\r\n   What to do:    %s\r\n",
                       number, p->source, p->reason, p->advice);
        }
    }
    if (number > MOST_PROBLEMS) {
        str_printf(out, "\r\n… and %zu more.\r\n", number - MOST_PROBLEMS);
    }
}

void answer_put_problems(const struct answer *answer, struct str *out)
{
    str_puts(out, "\xEF\xBB\xBFPROBLEMS - please read\r\n"
                  "\r\nThe screen in the entrance hall could not use everything in this folder. "
                  "Below is what\r\nhappened and one thing to do for each. When all is mended, "
                  "this file disappears by itself.\r\nNothing of yours was moved or changed.\r\n");
    put_weight(answer->problems, PROBLEM_NOT_SHOWN, "NOT SHOWN", out);
    put_weight(answer->problems, PROBLEM_CHECK, "SHOWN, BUT PLEASE CHECK", out);
}

static void sooner(wall_t *next, wall_t candidate, wall_t now)
{
    if (candidate != WALL_NONE && candidate > now && (*next == WALL_NONE || candidate < *next)) {
        *next = candidate;
    }
}

wall_t answer_next_change(const struct item_list *items, wall_t now)
{
    wall_t next = WALL_NONE;
    for (size_t i = 0; i < items->count; i++) {
        sooner(&next, items->items[i].show_from, now);
        sooner(&next, items->items[i].show_until, now);
    }
    return next;
}
