/* Status: how it goes, in a dozen lines or one JSON object. */
#include <stdio.h>
#include <stdlib.h>
#include <sys/statvfs.h>
#include <unistd.h>

#include "base/alloc.h"
#include "base/joblock.h"
#include "base/path.h"
#include "jobs/jobs.h"
#include "store/catalogue.h"
#include "store/json.h"
#include "store/outbox.h"

struct status {
    bool show, import, sync;
    char *last_looked, *share, *progress, *catalogue_note;
    int64_t showing, items, problems;
    int64_t replies, waiting;
    char *last_sync, *sync_problem, *outbox_note, *staff_note;
    bool clock_sure;
    int64_t disk_free_mb;
};

static void read_catalogue(struct status *s, const char *state, wall_t now)
{
    struct catalogue *catalogue = catalogue_open(state, CATALOGUE_READ, now, NULL);
    if (catalogue == NULL) {
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
    if (catalogue_problems(catalogue, &problems)) {
        s->problems = (int64_t)problems.count;
    }
    s->last_looked = catalogue_fact(catalogue, "last_looked");
    s->share = catalogue_fact(catalogue, "share");
    s->progress = catalogue_fact(catalogue, "progress");
    s->catalogue_note = catalogue_fact(catalogue, "note");
    item_list_free(&items);
    problem_list_free(&problems);
    catalogue_close(catalogue);
}

static void read_outbox(struct status *s, const char *state, wall_t now)
{
    char *path = path_join(state, "outbox.db");
    bool there = access(path, F_OK) == 0;
    free(path);
    struct outbox *outbox = there ? outbox_open(state, now, NULL) : NULL;
    if (outbox == NULL) {
        return;
    }
    s->replies = outbox_count(outbox);
    s->waiting = outbox_waiting(outbox);
    s->last_sync = outbox_fact(outbox, "last_sync");
    s->sync_problem = outbox_fact(outbox, "sync_problem");
    s->outbox_note = outbox_fact(outbox, "note");
    s->staff_note = outbox_fact(outbox, "staff_note");
    outbox_close(outbox);
}

static struct status look(const struct config *config, wall_t now)
{
    const char *state = config->content.state;
    struct status s = {.clock_sure = clock_synchronised(), .disk_free_mb = -1};
    s.show = joblock_holder(state, "show") != 0;
    s.import = joblock_holder(state, "import") != 0;
    s.sync = joblock_holder(state, "sync") != 0;
    read_catalogue(&s, state, now);
    read_outbox(&s, state, now);
    struct statvfs disk;
    if (statvfs(state, &disk) == 0) {
        s.disk_free_mb = (int64_t)(disk.f_bavail * disk.f_frsize >> 20);
    }
    return s;
}

static void status_free(struct status *s)
{
    char *texts[] = {s->last_looked, s->share,        s->progress,    s->catalogue_note,
                     s->last_sync,   s->sync_problem, s->outbox_note, s->staff_note};
    for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++) {
        free(texts[i]);
    }
}

static void print_json(const struct status *s)
{
    struct json *j = json_object();
    json_bool(j, "show", s->show);
    json_bool(j, "import", s->import);
    json_bool(j, "sync", s->sync);
    json_text(j, "last_looked", s->last_looked);
    json_text(j, "share", s->share);
    json_text(j, "progress", s->progress);
    json_int(j, "items", s->items);
    json_int(j, "showing", s->showing);
    json_int(j, "problems", s->problems);
    json_int(j, "replies", s->replies);
    json_int(j, "replies_waiting", s->waiting);
    json_text(j, "last_sync", s->last_sync);
    json_text(j, "sync_problem", s->sync_problem);
    json_text(j, "catalogue_note", s->catalogue_note);
    json_text(j, "outbox_note", s->outbox_note);
    json_text(j, "staff_file_note", s->staff_note);
    json_bool(j, "clock_synchronised", s->clock_sure);
    json_int(j, "disk_free_mb", s->disk_free_mb);
    char *text = json_take(j);
    puts(text);
    free(text);
}

static void say(const char *name, const char *value, const char *otherwise)
{
    if (!str_blank(value) || otherwise != NULL) {
        printf("%-14s %s\n", name, str_blank(value) ? otherwise : value);
    }
}

static void print_words(const struct status *s)
{
    printf("%-14s show %s, import %s, sync %s\n", "running", s->show ? "yes" : "no",
           s->import ? "yes" : "no", s->sync ? "yes" : "no");
    say("share", s->share, "not looked at yet");
    say("last looked", s->last_looked, "never");
    say("progress", s->progress, NULL);
    printf("%-14s %lld shown of %lld, %lld problems%s\n", "items", (long long)s->showing,
           (long long)s->items, (long long)s->problems,
           s->problems > 0 ? " (foyer list --problems)" : "");
    printf("%-14s %lld kept here, %lld waiting for the office's file\n", "replies",
           (long long)s->replies, (long long)s->waiting);
    say("last sync", s->last_sync, "never");
    say("sync problem", s->sync_problem, NULL);
    say("note", s->catalogue_note, NULL);
    say("note", s->outbox_note, NULL);
    say("note", s->staff_note, NULL);
    say("clock", s->clock_sure ? "synchronised" : "not synchronised", NULL);
    printf("%-14s %lld MB free\n", "disk", (long long)s->disk_free_mb);
}

int job_status(struct options *options)
{
    wall_t now = options->now != WALL_NONE ? options->now : clock_wall_now();
    struct status s = look(&options->config, now);
    if (options->json) {
        print_json(&s);
    } else {
        print_words(&s);
    }
    status_free(&s);
    return EXIT_DONE;
}
