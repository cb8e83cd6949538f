/* The lists: what the catalogue holds, what was refused and why; and the settings there are. */
#include <stdio.h>
#include <stdlib.h>

#include "base/log.h"
#include "jobs/jobs.h"
#include "jobs/timekeeper.h"
#include "store/catalogue.h"
#include "store/json.h"

static void print_line(struct json *json)
{
    char *text = json_take(json);
    puts(text);
    free(text);
}

static struct json *pictures_json(const struct item *item)
{
    struct json *pictures = json_array();
    for (size_t i = 0; i < item->picture_count; i++) {
        struct json *picture = json_object();
        struct str file = {0};
        str_printf(&file, "%s.jpg", item->pictures[i].hash);
        json_text(picture, "file", file.data);
        json_int(picture, "width", item->pictures[i].width);
        json_int(picture, "height", item->pictures[i].height);
        json_put(pictures, NULL, picture);
        str_free(&file);
    }
    return pictures;
}

static void print_item_json(const struct item *item, wall_t now)
{
    struct json *j = json_object();
    bool timed = !item->all_day;
    json_int(j, "id", item->id);
    json_text(j, "kind", item_kind_word(item->kind));
    json_text(j, "title", item->title);
    json_text(j, "text", item->text);
    json_wall(j, "starts", item->starts, timed);
    json_wall(j, "ends", item->ends, timed);
    json_bool(j, "all_day", item->all_day);
    json_wall(j, "show_from", item->show_from, true);
    json_wall(j, "show_until", item->show_until, true);
    json_bool(j, "urgent", item->urgent);
    json_text(j, "where", item->where);
    json_text(j, "when", item->when);
    json_text(j, "contact", item->contact);
    json_text(j, "needs", item->needs);
    json_text(j, "skills", item->skills);
    json_text(j, "takes", item->takes);
    json_text(j, "training", item->training);
    json_text(j, "not", item->is_not);
    json_text(j, "link", item->link);
    json_text(j, "class", item->class_name);
    json_text(j, "credit", item->credit);
    json_int(j, "places", item->places);
    json_int(j, "helpers", item->helpers);
    json_put(j, "pictures", pictures_json(item));
    json_text(j, "source", item->source);
    json_text(j, "status", item_status_word(item_status(item, now)));
    json_text(j, "key", item->key);
    print_line(j);
}

static void print_item(const struct item *item, wall_t now)
{
    char starts[24], until[24];
    wall_to_iso(item->starts, !item->all_day, starts);
    wall_to_iso(item->show_until, true, until);
    printf("%-8s %-12s %-16s until %-16s  %s  (%s)\n", item_status_word(item_status(item, now)),
           item_kind_word(item->kind), starts[0] != '\0' ? starts : "-",
           until[0] != '\0' ? until : "-", item->title, item->source);
}

static bool list_items(struct catalogue *catalogue, const struct options *options)
{
    struct item_list items = {0};
    wall_t now = timekeeper_ask(options).now;
    bool ok = catalogue_items(catalogue, &items);
    for (size_t i = 0; i < items.count; i++) {
        (options->json ? print_item_json : print_item)(&items.items[i], now);
    }
    item_list_free(&items);
    return ok;
}

static bool list_problems(struct catalogue *catalogue, const struct options *options)
{
    struct problem_list list = {0};
    bool ok = catalogue_problems(catalogue, &list);
    for (size_t i = 0; i < list.count; i++) {
        const struct problem *p = &list.problems[i];
        if (options->json) {
            struct json *j = json_object();
            json_text(j, "source", p->source);
            json_text(j, "weight", problem_weight_word(p->weight));
            json_text(j, "reason", p->reason);
            json_text(j, "advice", p->advice);
            json_wall(j, "since", p->since, true);
            print_line(j);
        } else {
            printf("%s (%s)\n  %s\n  %s\n", p->source, problem_weight_word(p->weight), p->reason,
                   p->advice);
        }
    }
    if (ok && list.count == 0 && !options->json) {
        puts("No problems.");
    }
    problem_list_free(&list);
    return ok;
}

int job_list(struct options *options)
{
    const char *state = options->config.content.state;
    struct catalogue *catalogue = catalogue_open(state, CATALOGUE_READ, clock_wall_now(), NULL);
    if (catalogue == NULL) {
        log_error("there is no readable catalogue in %s; run \"foyer import --once\" first", state);
        return EXIT_COULD_NOT;
    }
    bool ok =
        options->problems ? list_problems(catalogue, options) : list_items(catalogue, options);
    if (!ok) {
        log_error("the catalogue in %s cannot be read; \"foyer import\" makes it anew", state);
    }
    catalogue_close(catalogue);
    return ok ? EXIT_DONE : EXIT_COULD_NOT;
}

int job_config(struct options *options)
{
    struct str text = {0};
    if (options->man) {
        config_describe_man(&text);
    } else {
        config_describe(&text);
    }
    fputs(text.data, stdout);
    str_free(&text);
    return EXIT_DONE;
}
