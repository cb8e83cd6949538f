/* Lists for events. How: the replies are gathered by event and date; each gathering becomes a page with
 * its sums, a table of who comes (by name, with a box to tick), who waits, who helps, and the questions. */
#include "content/eventlist.h"

#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/str.h"
#include "content/html.h"
#include "content/text.h"
#include "model/reply.h"
#include "model/words.h"

/* Longer titles are cut in the file's name (most file systems: 255 bytes with everything). */
#define NAME_MOST_BYTES 150

static const char mark[] = "<meta name=\"generator\" content=\"Foyer, list for an event\">";

static const char style[] =
    "*{box-sizing:border-box}body{margin:0 auto;max-width:60em;padding:1.2em;color:#111;"
    "font:16px/1.4 system-ui,-apple-system,'Segoe UI',Roboto,sans-serif}h1{font-size:1.6em;"
    "margin:0}h2{font-size:1.15em;margin:1.4em 0 .4em}p{margin:.3em 0}.sum{font-size:1.1em}"
    "table{border-collapse:collapse;width:100%}th,td{border:1px solid #999;padding:.3em .5em;"
    "text-align:start;vertical-align:top;overflow-wrap:anywhere}th{background:#eee}"
    "td.n,th.n{text-align:right;width:5em}td.box{width:2em;font-size:1.3em;line-height:1}"
    "td i,li i{background:#fc6;font-style:normal;padding:0 .2em}.open{font-weight:bold}"
    "footer{margin-top:2em;color:#555;font-size:.85em}"
    "@media print{@page{margin:14mm}body{max-width:none;padding:0;font-size:11pt}"
    "thead{display:table-header-group}tr,li{break-inside:avoid}h2{break-after:avoid}"
    "th{background:none}}";

/* ---- gathering ---- */

struct columns {
    size_t received, kind, about, when, name, phone, email, interests, available, people, children,
        message, status, notes;
};

static struct columns find_columns(const struct grid *g)
{
    return (struct columns){
        .received = grid_column(g, "received"),
        .kind = grid_column(g, "kind"),
        .about = grid_column(g, "about"),
        .when = grid_column(g, "event date"),
        .name = grid_column(g, "name"),
        .phone = grid_column(g, "phone"),
        .email = grid_column(g, "email"),
        .interests = grid_column(g, "interests"),
        .available = grid_column(g, "available"),
        .people = grid_column(g, "people"),
        .children = grid_column(g, "children"),
        .message = grid_column(g, "message"),
        .status = grid_column(g, "status"),
        .notes = grid_column(g, "notes"),
    };
}

/* One reply to an event. */
struct guest {
    size_t row;
    char *sort; /* its name, folded */
};

struct group {
    struct guest *guests;
    size_t count, capacity;
};

enum part { COMING, WAITING, HELPING, ASKING, PARTS };

struct event {
    const char *about, *when; /* in the grid */
    struct group parts[PARTS];
};

struct gathering {
    const struct grid *grid;
    struct columns at;
    struct event *events;
    size_t count, capacity;
};

static const char *text(const struct gathering *g, size_t row, size_t column)
{
    return grid_text(g->grid, row, column);
}

/* PARTS: it is none of the four. */
static enum part part_of(const struct gathering *g, size_t row)
{
    const char *kind = text(g, row, g->at.kind);
    if (str_same(kind, reply_kind_word(REPLY_COMING))) {
        /* The form's own word for guests who came when it was full. */
        bool waits = strstr(text(g, row, g->at.interests), "waiting list") != NULL;
        return waits ? WAITING : COMING;
    }
    return str_same(kind, reply_kind_word(REPLY_HELP))       ? HELPING
           : str_same(kind, reply_kind_word(REPLY_QUESTION)) ? ASKING
                                                             : PARTS;
}

static struct event *event_of(struct gathering *g, size_t row)
{
    const char *about = text(g, row, g->at.about);
    const char *when = text(g, row, g->at.when);
    for (size_t i = 0; i < g->count; i++) {
        if (strcmp(g->events[i].about, about) == 0 && strcmp(g->events[i].when, when) == 0) {
            return &g->events[i];
        }
    }
    g->events = xgrow(g->events, g->count, &g->capacity, sizeof g->events[0]);
    g->events[g->count] = (struct event){.about = about, .when = when};
    return &g->events[g->count++];
}

static void gather(struct gathering *g, wall_t now)
{
    wall_t oldest = wall_midnight(now) - EVENTLIST_STAYS_DAYS * WALL_DAY;
    for (size_t row = 1; row < g->grid->rows; row++) {
        wall_t when = 0;
        enum part part = part_of(g, row);
        if (part == PARTS || !wall_from_iso(text(g, row, g->at.when), &when, NULL) ||
            when < oldest) {
            continue;
        }
        struct group *group = &event_of(g, row)->parts[part];
        group->guests =
            xgrow(group->guests, group->count, &group->capacity, sizeof group->guests[0]);
        group->guests[group->count++] = (struct guest){row, text_fold(text(g, row, g->at.name))};
    }
}

static int by_date(const void *a, const void *b)
{
    const struct event *x = a;
    const struct event *y = b;
    int order = strcmp(x->when, y->when);
    return order != 0 ? order : strcmp(x->about, y->about);
}

static int by_name(const void *a, const void *b)
{
    const struct guest *x = a;
    const struct guest *y = b;
    int order = strcmp(x->sort, y->sort);
    return order != 0 ? order : x->row < y->row ? -1 : x->row > y->row;
}

static void free_gathering(struct gathering *g)
{
    for (size_t i = 0; i < g->count; i++) {
        for (int part = 0; part < PARTS; part++) {
            struct group *group = &g->events[i].parts[part];
            for (size_t at = 0; at < group->count; at++) {
                wipe(group->guests[at].sort, strlen(group->guests[at].sort));
                free(group->guests[at].sort);
            }
            free(group->guests);
        }
    }
    free(g->events);
}

/* ---- numbers ---- */

static int number(const char *cell, int otherwise)
{
    char *end = NULL;
    long n = strtol(cell, &end, 10);
    return end == cell || n < 0 || n > 9999 ? otherwise : (int)n;
}

static int children_in(const struct gathering *g, size_t row)
{
    return number(text(g, row, g->at.children), 0);
}

/* A row without a number, one that the office wrote itself, is one grown-up. */
static int adults_in(const struct gathering *g, size_t row)
{
    int adults = number(text(g, row, g->at.people), 1) - children_in(g, row);
    return adults > 0 ? adults : 0;
}

struct sums {
    int adults, children;
};

static struct sums add_up(const struct gathering *g, const struct group *group)
{
    struct sums sums = {0};
    for (size_t i = 0; i < group->count; i++) {
        sums.adults += adults_in(g, group->guests[i].row);
        sums.children += children_in(g, group->guests[i].row);
    }
    return sums;
}

/* ---- the page ---- */

static void put_cell(struct str *out, const char *typed)
{
    str_puts(out, "<td>");
    html_put_typed(out, typed);
    str_puts(out, "</td>");
}

static void put_contact(const struct gathering *g, struct str *out, size_t row)
{
    const char *phone = text(g, row, g->at.phone);
    const char *email = text(g, row, g->at.email);
    html_put_typed(out, phone);
    str_puts(out, phone[0] != '\0' && email[0] != '\0' ? "<br>" : "");
    html_put_typed(out, email);
}

/* What the person wrote, and what the office noted. */
static void put_words(const struct gathering *g, struct str *out, size_t row)
{
    const char *notes = text(g, row, g->at.notes);
    html_put_typed(out, text(g, row, g->at.message));
    if (!str_blank(notes)) {
        str_puts(out, "<p>Note: ");
        html_put_typed(out, notes);
        str_puts(out, "</p>");
    }
}

static void put_guests(const struct gathering *g, struct str *out, const char *heading,
                       const struct group *group)
{
    if (group->count == 0) {
        return;
    }
    struct sums sums = add_up(g, group);
    str_printf(out,
               "<h2>%s (%d)</h2><table><thead><tr><th></th><th>Name</th><th "
               "class=\"n\">Grown-ups</th><th class=\"n\">Children</th><th>Telephone or e-mail</th>"
               "<th>Words</th></tr></thead><tbody>",
               heading, sums.adults + sums.children);
    for (size_t i = 0; i < group->count; i++) {
        size_t row = group->guests[i].row;
        str_puts(out, "<tr><td class=\"box\">\xE2\x98\x90</td>");
        put_cell(out, text(g, row, g->at.name));
        str_printf(out, "<td class=\"n\">%d</td><td class=\"n\">%d</td><td>", adults_in(g, row),
                   children_in(g, row));
        put_contact(g, out, row);
        str_puts(out, "</td><td>");
        put_words(g, out, row);
        str_puts(out, "</td></tr>");
    }
    str_puts(out, "</tbody></table>");
}

static void put_helpers(const struct gathering *g, struct str *out, const struct group *group)
{
    if (group->count == 0) {
        return;
    }
    str_printf(out,
               "<h2>Who helps (%zu)</h2><table><thead><tr><th></th><th>Name</th><th>With and "
               "when</th><th>Telephone or e-mail</th><th>Words</th></tr></thead><tbody>",
               group->count);
    for (size_t i = 0; i < group->count; i++) {
        size_t row = group->guests[i].row;
        const char *interests = text(g, row, g->at.interests);
        const char *available = text(g, row, g->at.available);
        str_puts(out, "<tr><td class=\"box\">\xE2\x98\x90</td>");
        put_cell(out, text(g, row, g->at.name));
        str_puts(out, "<td>");
        html_put_typed(out, interests);
        str_puts(out, interests[0] != '\0' && available[0] != '\0' ? "<br>" : "");
        html_put_typed(out, available);
        str_puts(out, "</td><td>");
        put_contact(g, out, row);
        str_puts(out, "</td><td>");
        put_words(g, out, row);
        str_puts(out, "</td></tr>");
    }
    str_puts(out, "</tbody></table>");
}

static void put_questions(const struct gathering *g, struct str *out, const struct group *group)
{
    if (group->count == 0) {
        return;
    }
    str_printf(out, "<h2>Questions to answer (%zu)</h2><ul>", group->count);
    for (size_t i = 0; i < group->count; i++) {
        size_t row = group->guests[i].row;
        const char *status = text(g, row, g->at.status);
        str_puts(out, "<li>");
        put_words(g, out, row);
        str_puts(out, "<p>");
        html_put_typed(out, text(g, row, g->at.name));
        str_puts(out, " ");
        put_contact(g, out, row);
        if (str_same_nocase(status, "new")) {
            str_puts(out, " <span class=\"open\">not answered yet</span></p></li>");
        } else {
            str_puts(out, " (");
            html_put_typed(out, status);
            str_puts(out, ")</p></li>");
        }
    }
    str_puts(out, "</ul>");
}

static void put_head(const struct gathering *g, struct str *out, const struct event *event,
                     const char *school)
{
    bool has_time = false;
    wall_t when = 0;
    struct str day = {0};
    struct sums sums = add_up(g, &event->parts[COMING]);
    (void)wall_from_iso(event->when, &when, &has_time); /* gather() has looked at it */
    words_date_as_read(&day, when, !has_time);
    str_printf(out,
               "<!DOCTYPE html>\n<html lang=\"en\"><head><meta charset=\"utf-8\">%s<meta "
               "http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src "
               "'unsafe-inline'\"><meta name=\"viewport\" content=\"width=device-width,"
               "initial-scale=1\"><title>",
               mark);
    html_put(out, event->about);
    str_printf(out, ", %s</title><style>%s</style></head>\n<body><h1>", day.data, style);
    html_put_typed(out, event->about);
    str_printf(out, "</h1><p>%s, ", day.data);
    html_put(out, school);
    str_printf(out,
               "</p><p class=\"sum\"><b>%d</b> coming: <b>%d</b> grown-up%s and <b>%d</b> "
               "child%s. <b>%zu</b> helping. <b>%zu</b> question%s.</p>",
               sums.adults + sums.children, sums.adults, sums.adults == 1 ? "" : "s", sums.children,
               sums.children == 1 ? "" : "ren", event->parts[HELPING].count,
               event->parts[ASKING].count, event->parts[ASKING].count == 1 ? "" : "s");
    str_free(&day);
}

static char *make_page(const struct gathering *g, struct event *event, const char *school)
{
    for (int part = 0; part < PARTS; part++) {
        struct group *group = &event->parts[part];
        if (group->count > 1 && part != WAITING && part != ASKING) { /* those: first come */
            qsort(group->guests, group->count, sizeof group->guests[0], by_name);
        }
    }
    struct str out = {0};
    put_head(g, &out, event, school);
    put_guests(g, &out, "Who comes", &event->parts[COMING]);
    put_guests(g, &out, "On the waiting list", &event->parts[WAITING]);
    put_helpers(g, &out, &event->parts[HELPING]);
    put_questions(g, &out, &event->parts[ASKING]);
    str_puts(&out,
             "<footer><p>Foyer writes this list anew when a reply comes or you change one, and "
             "removes it two weeks after the event. Personal details: please do not leave a "
             "printed copy lying about.</p></footer></body></html>\n");
    return str_take(&out);
}

/* ---- names of files ---- */

/* The title without what Windows, Macs or a shell take for something else. Caller frees. */
static char *plain_title(const char *about)
{
    char *name = text_name(about);
    for (char *at = name; *at != '\0'; at++) {
        if ((unsigned char)*at < 0x20 || *at == 0x7F || strchr("<>:\"/\\|?*", *at) != NULL) {
            *at = ' ';
        }
    }
    size_t length = strlen(name);
    while (length > NAME_MOST_BYTES) {
        length = utf8_before(name, length);
    }
    while (length > 0 && strchr(" .", name[length - 1]) != NULL) {
        length--;
    }
    name[length] = '\0';
    char *out = xstrdup(name + strspn(name, " .~"));
    free(name);
    return out;
}

/* Windows and Samba take names that differ in case for one. */
static bool is_taken(const struct eventlists *lists, const char *name)
{
    bool taken = false;
    char *folded = text_fold(name);
    for (size_t i = 0; !taken && i < lists->count; i++) {
        char *other = text_fold(lists->lists[i].name);
        taken = strcmp(folded, other) == 0;
        free(other);
    }
    free(folded);
    return taken;
}

static char *name_of(const struct eventlists *lists, const struct event *event)
{
    char *title = plain_title(event->about);
    char *name = NULL;
    for (int i = 1; name == NULL || is_taken(lists, name); i++) {
        free(name);
        const char *shown = title[0] != '\0' ? title : "Event";
        name = i == 1 ? xasprintf("%s %.10s.html", shown, event->when)
                      : xasprintf("%s %.10s (%d).html", shown, event->when, i);
    }
    free(title);
    return name;
}

/* ---- the whole ---- */

void eventlists_make(struct eventlists *out, const struct grid *replies, wall_t now,
                     const char *school)
{
    *out = (struct eventlists){0};
    struct gathering g = {.grid = replies, .at = find_columns(replies)};
    gather(&g, now);
    if (g.count > 1) {
        qsort(g.events, g.count, sizeof g.events[0], by_date);
    }
    for (size_t i = 0; i < g.count; i++) {
        struct eventlist list = {name_of(out, &g.events[i]), make_page(&g, &g.events[i], school)};
        out->lists = xgrow(out->lists, out->count, &out->capacity, sizeof out->lists[0]);
        out->lists[out->count++] = list;
    }
    free_gathering(&g);
}

void eventlists_wipe(struct eventlists *lists)
{
    for (size_t i = 0; i < lists->count; i++) {
        wipe(lists->lists[i].html, strlen(lists->lists[i].html));
        free(lists->lists[i].html);
        free(lists->lists[i].name);
    }
    free(lists->lists);
    *lists = (struct eventlists){0};
}

bool eventlist_is_ours(const char *bytes, size_t length)
{
    return memmem(bytes, length, mark, sizeof mark - 1) != NULL;
}
