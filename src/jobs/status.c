/* Status: how it goes, in a dozen lines or one JSON object. */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/statvfs.h>

#include "base/alloc.h"
#include "base/joblock.h"
#include "base/version.h"
#include "jobs/jobs.h"
#include "jobs/status.h"
#include "jobs/timekeeper.h"
#include "model/validity.h"
#include "store/catalogue.h"
#include "store/json.h"
#include "store/outbox.h"

static void read_catalogue(struct status *s, const char *state, wall_t now)
{
    struct catalogue *catalogue = catalogue_open(state, CATALOGUE_READ, now, NULL);
    if (catalogue == NULL) {
        s->catalogue =
            "cannot be read (not made yet, damaged, or not allowed); foyer import makes it";
        return;
    }
    struct item_list items = {0};
    struct problem_list problems = {0};
    if (catalogue_items(catalogue, &items)) {
        for (size_t i = 0; i < items.count; i++) {
            bool shown = items.items[i].kind != ITEM_THEME;
            s->items += shown;
            s->showing += shown && item_status(&items.items[i], now) == ITEM_SHOWING;
        }
    }
    s->share = catalogue_fact(catalogue, "share");
    struct validity validity = validity_judge(&s->clock, s->share);
    s->achievements_rest = !validity.achievements;
    if (catalogue_problems(catalogue, &problems)) {
        s->problems = (int64_t)problems.count;
    }
    s->last_looked = catalogue_fact(catalogue, "last_looked");
    s->progress = catalogue_fact(catalogue, "progress");
    s->notes[0] = catalogue_fact(catalogue, "note");
    item_list_free(&items);
    problem_list_free(&problems);
    catalogue_close(catalogue);
}

static void read_outbox(struct status *s, const char *state)
{
    struct outbox *outbox = outbox_look(state);
    if (outbox == NULL) {
        s->outbox = errno == ENOENT    ? NULL
                    : errno == EBADMSG ? "is damaged; it is put aside with the next reply or sync"
                                       : "cannot be read; run this as the user that runs Foyer";
        return;
    }
    s->replies = outbox_count(outbox);
    s->waiting = outbox_waiting(outbox);
    s->last_sync = outbox_fact(outbox, "last_sync");
    s->sync_problem = outbox_fact(outbox, "sync_problem");
    s->papers_problem = outbox_fact(outbox, "papers_problem");
    s->keeping_problem = outbox_fact(outbox, "keeping_problem");
    s->last_published = outbox_fact(outbox, "last_published");
    s->publish_problem = outbox_fact(outbox, "publish_problem");
    s->notes[1] = outbox_fact(outbox, "note");
    s->notes[2] = outbox_fact(outbox, "staff_note");
    outbox_close(outbox);
}

static struct status look(const struct options *options)
{
    const struct config *config = &options->config;
    const char *state = config->content.state;
    struct status s = {.clock = timekeeper_ask(options), .disk_free_mb = -1};
    wall_t now = s.clock.now;
    s.show = joblock_holder(state, "show");
    s.import = joblock_holder(state, "import");
    s.sync = joblock_holder(state, "sync");
    read_catalogue(&s, state, now);
    read_outbox(&s, state);
    aside_find(&s.aside, config);
    unanswered_find(&s.unanswered, config, now);
    struct statvfs disk;
    if (statvfs(state, &disk) == 0) {
        s.disk_free_mb = (int64_t)(disk.f_bavail * disk.f_frsize >> 20);
    }
    return s;
}

static void status_free(struct status *s)
{
    char *texts[] = {s->last_looked,    s->share,           s->progress,       s->last_sync,
                     s->sync_problem,   s->notes[0],        s->notes[1],       s->notes[2],
                     s->papers_problem, s->keeping_problem, s->last_published, s->publish_problem};
    for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++) {
        free(texts[i]);
    }
    aside_free(&s->aside);
    unanswered_free(&s->unanswered);
}

static struct json *aside_json(const struct status *s)
{
    struct json *list = json_array();
    for (size_t i = 0; i < s->aside.count; i++) {
        json_text(list, NULL, s->aside.paths[i]);
    }
    return list;
}

static void print_json(const struct status *s)
{
    struct json *j = json_object();
    json_text(j, "version", FOYER_VERSION);
    json_bool(j, "show", s->show != 0);
    json_bool(j, "import", s->import != 0);
    json_bool(j, "sync", s->sync != 0);
    json_text(j, "last_looked", s->last_looked);
    json_text(j, "share", s->share);
    json_bool(j, "achievements_rest", s->achievements_rest);
    json_text(j, "progress", s->progress);
    json_text(j, "catalogue", s->catalogue != NULL ? s->catalogue : "ok");
    json_int(j, "items", s->items);
    json_int(j, "showing", s->showing);
    json_int(j, "problems", s->problems);
    json_text(j, "outbox", s->outbox != NULL ? s->outbox : "ok");
    json_int(j, "replies", s->replies);
    json_int(j, "replies_waiting", s->waiting);
    json_int(j, "replies_delivered", s->replies - s->waiting);
    json_text(j, "last_sync", s->last_sync);
    json_text(j, "sync_problem", s->sync_problem);
    json_text(j, "papers_problem", s->papers_problem);
    json_text(j, "keeping_problem", s->keeping_problem);
    json_text(j, "last_published", s->last_published);
    json_text(j, "publish_problem", s->publish_problem);
    unanswered_json(&s->unanswered, j);
    json_text(j, "catalogue_note", s->notes[0]);
    json_text(j, "outbox_note", s->notes[1]);
    json_text(j, "staff_file_note", s->notes[2]);
    json_put(j, "put_aside", aside_json(s));
    json_bool(j, "clock_synchronised", clocktrust_by_network(&s->clock));
    json_bool(j, "clock_believed", s->clock.sure);
    json_text(j, "clock", clocktrust_word(s->clock.reason));
    json_int(j, "disk_free_mb", s->disk_free_mb);
    char *text = json_take(j);
    puts(text);
    free(text);
}

static void say(const char *what, const char *value, const char *otherwise)
{
    if (value != NULL && value[0] != '\0') {
        printf("%-14s %s\n", what, value);
    } else if (otherwise != NULL) {
        printf("%-14s %s\n", what, otherwise);
    }
}

static void print_clock(const struct clock_belief *clock)
{
    printf("%-14s %s\n", "clock", clocktrust_sentence(clock->reason));
    if (!clock->sure) {
        char iso[24];
        printf("%-14s no dates are claimed, and nothing begins or expires since %s. %s\n", "",
               wall_to_iso(clock->now, true, iso), clocktrust_advice(clock->reason));
    }
}

static void print_words(const struct status *s)
{
    printf("%-14s %s\n", "foyer", FOYER_VERSION);
    printf("%-14s show %s, import %s, sync %s\n", "running", s->show != 0 ? "yes" : "no",
           s->import != 0 ? "yes" : "no", s->sync != 0 ? "yes" : "no");
    say("share", s->share, "not looked at yet");
    if (s->achievements_rest) {
        say("note", "away for three days: achievements rest until the share is back", NULL);
    }
    say("last looked", s->last_looked, "never");
    say("progress", s->progress, NULL);
    say("catalogue", s->catalogue, NULL);
    printf("%-14s %lld shown of %lld, %lld problems%s\n", "items", (long long)s->showing,
           (long long)s->items, (long long)s->problems,
           s->problems > 0 ? " (foyer list --problems)" : "");
    say("outbox", s->outbox, NULL);
    printf("%-14s %lld kept here, %lld waiting for the office's file\n", "replies",
           (long long)s->replies, (long long)s->waiting);
    say("last sync", s->last_sync, "never");
    say("sync problem", s->sync_problem, NULL);
    say("published", s->last_published, NULL);
    say("publishing", s->publish_problem, NULL);
    say("papers", s->papers_problem, NULL);
    say("keeping", s->keeping_problem, NULL);
    unanswered_print(&s->unanswered);
    for (size_t i = 0; i < sizeof s->notes / sizeof s->notes[0]; i++) {
        say("note", s->notes[i], NULL);
    }
    for (size_t i = 0; i < s->aside.count; i++) {
        say("put aside", s->aside.paths[i], NULL);
    }
    print_clock(&s->clock);
    printf("%-14s %lld MB free\n", "disk", (long long)s->disk_free_mb);
}

int job_status(struct options *options)
{
    struct status s = look(options);
    if (options->prometheus) {
        struct str text = {0};
        metrics_print(&s, s.clock.now, &text);
        fputs(text.data, stdout);
        str_free(&text);
    } else if (options->json) {
        print_json(&s);
    } else {
        print_words(&s);
    }
    status_free(&s);
    return EXIT_DONE;
}
