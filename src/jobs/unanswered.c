/* Who waits. How: the rows that replies_overdue() finds, with what tells them apart and no more. */
#include "jobs/unanswered.h"

#include <stdio.h>
#include <stdlib.h>

#include "content/text.h"

#define MOST_IN_JSON 100
#define MOST_IN_LINES 20

void unanswered_find(struct unanswered *out, const struct config *config, wall_t now)
{
    *out = (struct unanswered){0};
    struct holidays holidays;
    struct str why = {0};
    (void)holidays_read(config->school.holidays, &holidays); /* config.c has looked at it */
    out->known = replies_collect(config, &out->grid, &why) == REPLIES_OFFICE;
    if (out->known) {
        out->count = replies_overdue(&out->grid, now, &holidays, &out->list);
    }
    str_free(&why);
}

void unanswered_free(struct unanswered *unanswered)
{
    grid_wipe(&unanswered->grid);
    free(unanswered->list);
    *unanswered = (struct unanswered){0};
}

static const char *field(const struct unanswered *u, size_t i, const char *name)
{
    return grid_text(&u->grid, u->list[i].row, grid_column(&u->grid, name));
}

void unanswered_json(const struct unanswered *u, struct json *json)
{
    if (!u->known) {
        json_text(json, "unanswered", NULL);
        return;
    }
    struct json *list = json_array();
    for (size_t i = 0; i < u->count && i < MOST_IN_JSON; i++) {
        struct json *one = json_object();
        json_text(one, "reply", field(u, i, "reply id"));
        json_text(one, "received", field(u, i, "received"));
        json_int(one, "school_days", u->list[i].days);
        json_text(one, "kind", field(u, i, "kind"));
        json_text(one, "about", field(u, i, "about"));
        json_put(list, NULL, one);
    }
    json_int(json, "unanswered", (int64_t)u->count);
    json_put(json, "please_answer", list);
}

void unanswered_print(const struct unanswered *u)
{
    for (size_t i = 0; i < u->count && i < MOST_IN_LINES; i++) {
        char *about =
            text_name(field(u, i, "about")); /* staff's: a terminal obeys what it is sent */
        char *kind = text_name(field(u, i, "kind"));
        printf("%-14s %s of %.10s%s%s, %d school days ago\n", "please answer", kind,
               field(u, i, "received"), about[0] != '\0' ? " about " : "", about, u->list[i].days);
        free(kind);
        free(about);
    }
    if (u->count > MOST_IN_LINES) {
        printf("%-14s … and %zu more, all on the first sheet of the Excel\n", "",
               u->count - MOST_IN_LINES);
    }
}
