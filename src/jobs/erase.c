/* Erase: a person is removed everywhere Foyer writes, and what that was is said.
 *
 * How: the person's replies are looked for in the office's file and among this kiosk's own copies (the
 * office may have corrected a number in the one and not in the other). Each is noted as erased in the
 * outbox first; from then on, wherever this is killed, sync takes it out of the office's file. Then that
 * is done here at once, the files are cleaned, Excel and lists written anew, and all is read once more. */
#include <errno.h>
#include <grp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/alloc.h"
#include "base/log.h"
#include "base/path.h"
#include "content/person.h"
#include "content/text.h"
#include "jobs/aside.h"
#include "jobs/databasesync.h"
#include "jobs/jobs.h"
#include "jobs/keeping.h"
#include "jobs/papers.h"
#include "jobs/publish.h"
#include "jobs/replies.h"
#include "jobs/timekeeper.h"
#include "store/outbox.h"
#include "store/retention.h"
#include "store/stafffile.h"

struct erasure {
    const struct config *config;
    const struct person *person;
    struct clock_belief clock;
    wall_t now;               /* the same */
    struct grid office, kept; /* what the two files hold */
    bool office_read, kept_read;
    struct str why; /* why the office's file cannot be read */
    char **uuids;
    size_t count, capacity;
    size_t in_office, in_kept, without_id;
};

/* ---- looking ---- */

static bool is_known(const struct erasure *e, const char *uuid)
{
    bool known = false;
    for (size_t i = 0; !known && i < e->count; i++) {
        known = strcmp(e->uuids[i], uuid) == 0;
    }
    return known;
}

static bool is_theirs(const struct erasure *e, const struct grid *grid, size_t row)
{
    static const char *const columns[] = {
        [PERSON_BY_PHONE] = "phone", [PERSON_BY_EMAIL] = "email", [PERSON_BY_NAME] = "name"};
    return person_is(e->person, grid_text(grid, row, grid_column(grid, columns[e->person->by])));
}

/* "question of 2026-11-23 about Winter fair": no more of a person than is needed to know it again. */
static void print_row(const struct grid *grid, size_t row)
{
    char *kind = text_name(grid_text(grid, row, grid_column(grid, "kind")));
    char *about = text_name(grid_text(grid, row, grid_column(grid, "about")));
    char *id = text_name(grid_text(grid, row, grid_column(grid, "reply id")));
    printf("  %s of %.10s%s%s (%s)\n", kind, grid_text(grid, row, grid_column(grid, "received")),
           about[0] != '\0' ? " about " : "", about, id[0] != '\0' ? id : "without a number");
    free(id);
    free(about);
    free(kind);
}

/* Notes the person's rows of a grid; returns how many there are. */
static size_t find_rows(struct erasure *e, const struct grid *grid, bool print)
{
    size_t found = 0;
    size_t id = grid_column(grid, "reply id");
    for (size_t row = 1; row < grid->rows; row++) {
        if (!is_theirs(e, grid, row)) {
            continue;
        }
        const char *uuid = grid_text(grid, row, id);
        found++;
        if (print && !is_known(e, uuid)) {
            print_row(grid, row);
        }
        if (uuid[0] == '\0') {
            e->without_id++;
        } else if (!is_known(e, uuid)) {
            e->uuids = xgrow(e->uuids, e->count, &e->capacity, sizeof *e->uuids);
            e->uuids[e->count++] = xstrdup(uuid);
        }
    }
    return found;
}

static void read_both(struct erasure *e)
{
    struct reply *replies = NULL;
    size_t count = 0;
    struct outbox *outbox = outbox_look(e->config->content.state);
    e->kept_read = outbox != NULL ? outbox_all(outbox, &replies, &count) : errno == ENOENT;
    outbox_close(outbox);
    staff_rows_add(&e->kept, NULL);
    for (size_t i = 0; i < count; i++) {
        staff_rows_add(&e->kept, &replies[i]);
    }
    reply_array_wipe(replies, count);
    const char *path = e->config->replies.staff_file;
    if (database_is_wanted(e->config)) {
        e->office_read = databasesync_rows(e->config, &e->office, &e->why) == STAFF_OK;
        return;
    }
    e->office_read = access(path, F_OK) != 0 && errno == ENOENT
                         ? true /* none yet */
                         : staff_rows(path, &e->office, &e->why) == STAFF_OK;
}

static void look(struct erasure *e, bool print)
{
    grid_wipe(&e->office);
    grid_wipe(&e->kept);
    str_clear(&e->why);
    e->without_id = 0;
    read_both(e);
    e->in_office = find_rows(e, &e->office, print);
    e->in_kept = find_rows(e, &e->kept, print);
}

/* ---- saying ---- */

/* Other people's replies that speak of the person. */
static void print_mentions(const struct erasure *e)
{
    size_t said = 0;
    for (size_t row = 1; row < e->office.rows; row++) {
        bool speaks = false;
        for (size_t i = 0; !speaks && i < e->office.columns; i++) {
            speaks = person_is_in(e->person, grid_cell(&e->office, row, i));
        }
        if (speaks && !is_theirs(e, &e->office, row)) {
            if (said++ == 0) {
                puts("Please look at these by hand: other replies that speak of that person in a "
                     "message or a note.");
            }
            print_row(&e->office, row);
        }
    }
}

static void print_out_of_reach(const struct config *config)
{
    struct aside aside;
    aside_find(&aside, config);
    puts("Out of Foyer's reach: copies and exports that people made, printed lists, backups, "
         "previous "
         "versions and recycle bins of the office's folder, and what was sent by e-mail.");
    for (size_t i = 0; i < aside.count; i++) {
        printf("  %s was put aside and may hold the person: look at it and delete it\n",
               aside.paths[i]);
    }
    aside_free(&aside);
    char *published = publish_path(config);
    if (published != NULL) {
        printf("%s on the server follows as soon as foyer sync has looked there.\n", published);
    }
    free(published);
}

/* ---- doing ---- */

/* What root made would be out of reach of the account that runs sync: root becomes the owner of the
 * office's folder, with the groups that the state folder and the replies in it are for. */
static bool become_owner(const struct config *config)
{
    struct stat office, state, replies;
    char *office_folder = path_dir(config->replies.staff_file);
    char *replies_folder = outbox_folder(config->content.state);
    bool found = geteuid() == 0 && stat(office_folder, &office) == 0 && office.st_uid != 0 &&
                 stat(config->content.state, &state) == 0 && stat(replies_folder, &replies) == 0;
    free(office_folder);
    free(replies_folder);
    if (!found) {
        return true;
    }
    gid_t groups[] = {state.st_gid, replies.st_gid};
    return setgroups(2, groups) == 0 && setgid(office.st_gid) == 0 && setuid(office.st_uid) == 0;
}

static bool note_erased(struct erasure *e, struct outbox *outbox)
{
    bool ok = true;
    if (e->count > 0) {
        keeping_note_untidy(outbox);
    }
    for (size_t i = 0; ok && i < e->count; i++) {
        ok = retention_erase(outbox, e->uuids[i], e->now);
    }
    return ok;
}

/* In the office's database, with the rest of the pass that sync makes. */
static bool carry_out_there(struct erasure *e, struct outbox *outbox)
{
    struct str why = {0};
    bool kept = false;
    bool ok = databasesync_pass(e->config, outbox, -1, &e->clock, &kept, &why) == STAFF_OK;
    if (!ok) {
        printf("Not done yet: %s\n", why.data != NULL ? why.data : "the outbox is in use");
    }
    str_free(&why);
    return ok && kept;
}

/* Everything but the outbox's rows: the office's file, what is left in both files' pages, the papers.
 * True: all is done; else it was said what is in the way. */
static bool carry_out(struct erasure *e, struct outbox *outbox)
{
    struct stafffile *file = NULL;
    struct str why = {0};
    const char *path = e->config->replies.staff_file;
    enum staff_result result = staff_open(path, e->now, &file, &why);
    if (result == STAFF_DAMAGED) { /* set aside: a new one is made */
        result = staff_open(path, e->now, &file, &why);
    }
    struct papers papers = {0};
    bool ok = result == STAFF_OK;
    const char *facts[] = {"keeping_problem", "papers_problem"};
    bool done[] = {ok, ok};
    if (ok) {
        done[0] = keeping_pass(e->config, outbox, file, NULL, &e->clock);
        staff_close(file);
        file = NULL;
        done[1] = papers_write(&papers, e->config, outbox, e->now);
    } else {
        printf("Not done yet: %s\n", why.data);
    }
    staff_close(file);
    for (size_t i = 0; ok && i < 2; i++) {
        char *said = done[i] ? NULL : outbox_fact(outbox, facts[i]);
        if (!done[i]) {
            printf("Not done yet: %s\n", str_blank(said) ? "the outbox is in use" : said);
        }
        free(said);
    }
    str_free(&why);
    return ok && done[0] && done[1];
}

static const char *office_name(const struct config *config)
{
    return database_is_wanted(config) ? "the office's database" : config->replies.staff_file;
}

/* True: nothing of the person is left. */
static bool erase(struct erasure *e)
{
    size_t office = e->in_office;
    size_t kept = e->in_kept;
    struct str note = {0};
    struct outbox *outbox = outbox_open(e->config->content.state, e->now, &note);
    bool ok = outbox != NULL && note_erased(e, outbox);
    if (!ok) {
        log_error("%s", note.length > 0 ? note.data : "the outbox cannot be written");
    } else {
        ok = database_is_wanted(e->config) ? carry_out_there(e, outbox) : carry_out(e, outbox);
        look(e, false);
        ok = ok && e->office_read && e->kept_read && e->in_office + e->in_kept == 0;
        printf("Removed: %zu of %zu in %s, %zu of %zu of this computer's own copies.\n",
               office - (e->in_office < office ? e->in_office : office), office,
               office_name(e->config), kept - (e->in_kept < kept ? e->in_kept : kept), kept);
        puts(ok ? "Replies.xlsx and Lists hold nothing of them; all was read again and "
                  "cleaned."
                : "It is not all done. Sync goes on with it by itself; run this again to see "
                  "whether "
                  "nothing is left.");
    }
    outbox_close(outbox);
    str_free(&note);
    return ok;
}

static int work(struct erasure *e, bool dry_run)
{
    look(e, true);
    if (!e->kept_read) {
        log_error("the replies in %s cannot be read; run this as the user that runs Foyer",
                  e->config->content.state);
        return EXIT_COULD_NOT;
    }
    printf("%zu %s of that person.\n", e->count + e->without_id,
           e->count + e->without_id == 1 ? "reply" : "replies");
    if (e->without_id > 0) {
        printf("%zu of them have no number (the column \"reply id\" was changed): delete those "
               "rows by "
               "hand.\n",
               e->without_id);
    }
    print_mentions(e);
    bool ok = true;
    if (dry_run) {
        printf("Nothing was changed: without --dry-run they go from %s (%zu), from this computer's "
               "own "
               "copies (%zu), from the Excel and from the lists.\n",
               office_name(e->config), e->in_office, e->in_kept);
        if (!e->office_read) {
            printf("The office's file could not be read: %s\n", e->why.data);
        }
    } else {
        ok = erase(e);
    }
    print_out_of_reach(e->config);
    return ok ? EXIT_DONE : EXIT_COULD_NOT;
}

/* The one thing the person is looked for by. */
static bool read_person(const struct options *options, struct person *person)
{
    const char *given[] = {[PERSON_BY_PHONE] = options->phone,
                           [PERSON_BY_EMAIL] = options->email,
                           [PERSON_BY_NAME] = options->name};
    int by = -1;
    for (int i = 0; i < 3; i++) {
        if (given[i] != NULL && by >= 0) {
            by = -2;
            break;
        }
        by = given[i] != NULL ? i : by;
    }
    if (by < 0) {
        fputs("foyer erase: say whom: --phone NUMBER, --email ADDRESS or --name \"WHOLE NAME\", "
              "one of "
              "them at a time\n",
              stderr);
        return false;
    }
    if (!person_make(person, (enum person_by)by, given[by])) {
        fputs(
            "foyer erase: that is too little to tell people apart; allowed: six digits or more, an "
            "address with @, a whole name\n",
            stderr);
        return false;
    }
    return true;
}

int job_erase(struct options *options)
{
    struct person person;
    const struct config *config = &options->config;
    if (!read_person(options, &person)) {
        return EXIT_USAGE;
    }
    int code = EXIT_COULD_NOT;
    if (!become_owner(config)) {
        log_error("the account that runs Foyer cannot be taken on: %s", strerror(errno));
    } else {
        struct erasure e = {.config = config, .person = &person, .clock = timekeeper_ask(options)};
        e.now = e.clock.now;
        code = work(&e, options->dry_run);
        for (size_t i = 0; i < e.count; i++) {
            free(e.uuids[i]);
        }
        free(e.uuids);
        grid_wipe(&e.office);
        grid_wipe(&e.kept);
        str_free(&e.why);
    }
    person_free(&person);
    return code;
}
