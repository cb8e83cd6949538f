/* The outbox: kept once, read back, private, healing. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <dirent.h>
#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "base/alloc.h"
#include "base/path.h"
#include "faultvfs.h"
#include "scratch.h"
#include "store/outbox.h"

#define NOW ((wall_t)1795000000)

static struct outbox *open_box(void **state)
{
    struct outbox *box = outbox_open(*state, NOW, NULL);
    assert_non_null(box);
    return box;
}

static void a_reply_comes_back_as_it_was(void **state)
{
    struct outbox *box = open_box(state);
    struct reply reply = scratch_reply();
    assert_true(outbox_put(box, &reply));
    struct reply *back = NULL;
    size_t count = 0;
    assert_true(outbox_pending(box, 10, &back, &count));
    assert_int_equal(count, 1);
    assert_string_equal(back->uuid, reply.uuid);
    assert_int_equal(back->kind, reply.kind);
    assert_string_equal(back->about, reply.about);
    assert_string_equal(back->about_key, reply.about_key);
    assert_string_equal(back->about_when, reply.about_when);
    assert_string_equal(back->interests, reply.interests);
    assert_string_equal(back->available, reply.available);
    assert_int_equal(back->people, 4);
    assert_int_equal(back->children, 3);
    assert_string_equal(back->name, reply.name);
    assert_string_equal(back->phone, reply.phone);
    assert_string_equal(back->email, reply.email);
    assert_string_equal(back->prefers, reply.prefers);
    assert_string_equal(back->message, reply.message);
    assert_string_equal(back->language, reply.language);
    assert_string_equal(back->notice_version, reply.notice_version);
    assert_string_equal(back->kiosk, reply.kiosk);
    assert_string_equal(back->organisation, reply.organisation);
    assert_string_equal(back->agreed, reply.agreed);
    assert_int_equal(back->created, reply.created);
    assert_true(back->clock_sure);
    reply_array_wipe(back, count);
    reply_wipe(&reply);
    outbox_close(box);
}

/* As the first version left it, with a reply that waits. */
static void make_first_version(const char *dir)
{
    char *command = xasprintf(
        "mkdir -p '%1$s/replies' && sqlite3 -bail '%1$s/replies/outbox.db' \"CREATE TABLE replies "
        "(uuid TEXT PRIMARY KEY NOT NULL,"
        " sequence INTEGER NOT NULL UNIQUE, boot_id TEXT NOT NULL, kind INTEGER NOT NULL,"
        " about TEXT NOT NULL, about_key TEXT NOT NULL, about_when TEXT NOT NULL, interests TEXT"
        " NOT NULL, available TEXT NOT NULL, people INTEGER NOT NULL, name TEXT NOT NULL, phone"
        " TEXT NOT NULL, email TEXT NOT NULL, prefers TEXT NOT NULL, message TEXT NOT NULL,"
        " language TEXT NOT NULL, notice_version TEXT NOT NULL, kiosk TEXT NOT NULL, created"
        " INTEGER, clock_sure INTEGER NOT NULL, delivered INTEGER, forgotten INTEGER);"
        "CREATE TABLE facts (name TEXT PRIMARY KEY NOT NULL, value TEXT NOT NULL) WITHOUT ROWID;"
        "INSERT INTO replies VALUES ('old', 1, 'b', 0, 'Garden', 'k', '', '', '', 0, 'Ana', '1',"
        " '', '', '', 'en', '1', 'hall', 5, 1, NULL, NULL); PRAGMA user_version = 1\"",
        dir);
    assert_int_equal(system(command), 0);
    free(command);
}

static void an_outbox_of_the_first_version_goes_on(void **state)
{
    make_first_version(*state);
    struct outbox *box = open_box(state);
    struct reply reply = scratch_reply();
    assert_true(outbox_put(box, &reply));
    struct reply *all = NULL;
    size_t count = 0;
    assert_true(outbox_all(box, &all, &count));
    assert_int_equal(count, 2);
    assert_string_equal(all[0].name, "Ana");
    assert_string_equal(all[0].organisation, "");
    assert_string_equal(all[1].organisation, reply.organisation);
    reply_array_wipe(all, count);
    reply_wipe(&reply);
    outbox_close(box);
}

static void the_same_form_twice_is_one_reply(void **state)
{
    struct outbox *box = open_box(state);
    struct reply reply = scratch_reply();
    for (int i = 0; i < 10; i++) {
        assert_true(outbox_put(box, &reply));
    }
    assert_int_equal(outbox_count(box), 1);
    assert_int_equal(outbox_waiting(box), 1);
    reply_wipe(&reply);
    outbox_close(box);
}

/* By chance it never happens; a copied card or a meddling tool may do it. */
static void another_reply_under_the_same_number_is_kept_too(void **state)
{
    struct outbox *box = open_box(state);
    struct reply first = scratch_reply(), second = scratch_reply();
    memcpy(second.uuid, first.uuid, UUID_SIZE);
    free(second.message);
    second.message = xstrdup("something else");
    for (int i = 0; i < 2; i++) {
        assert_true(outbox_put(box, &first));
        assert_true(outbox_put(box, &second));
    }
    struct reply *kept = NULL;
    size_t count = 0;
    assert_true(outbox_all(box, &kept, &count));
    assert_in_range(count, 2, 3);
    assert_string_equal(kept[0].uuid, first.uuid);
    assert_string_not_equal(kept[1].uuid, first.uuid);
    assert_string_equal(kept[1].message, "something else");
    assert_true(outbox_renumber(box, first.uuid));
    reply_array_wipe(kept, count);
    assert_true(outbox_all(box, &kept, &count));
    assert_string_not_equal(kept[0].uuid, first.uuid);
    reply_array_wipe(kept, count);
    reply_wipe(&first);
    reply_wipe(&second);
    outbox_close(box);
}

static void delivered_ones_wait_no_more_and_keep_their_order(void **state)
{
    struct outbox *box = open_box(state);
    struct reply replies[5];
    for (int i = 0; i < 5; i++) {
        replies[i] = scratch_reply();
        replies[i].created -= i * 100; /* a clock that goes backwards changes no order */
        assert_true(outbox_put(box, &replies[i]));
    }
    assert_true(outbox_mark_delivered(box, &replies[1], 1, NOW));
    assert_true(outbox_mark_delivered(box, &replies[1], 1, NOW));
    struct reply unknown = scratch_reply();
    assert_true(outbox_mark_delivered(box, &unknown, 1, NOW));
    reply_wipe(&unknown);
    assert_int_equal(outbox_waiting(box), 4);
    struct reply *back = NULL;
    size_t count = 0;
    assert_true(outbox_pending(box, 2, &back, &count));
    assert_int_equal(count, 2);
    assert_string_equal(back[0].uuid, replies[0].uuid);
    assert_string_equal(back[1].uuid, replies[2].uuid);
    reply_array_wipe(back, count);
    assert_true(outbox_all(box, &back, &count));
    assert_int_equal(count, 5);
    for (size_t i = 0; i < 5; i++) {
        assert_string_equal(back[i].uuid, replies[i].uuid);
        reply_wipe(&replies[i]);
    }
    reply_array_wipe(back, count);
    outbox_close(box);
}

static void assert_not_on_disk(const char *dir, const char *needle)
{
    static const char *const names[] = {"replies/outbox.db", "replies/outbox.db-wal"};
    for (int i = 0; i < 2; i++) {
        char *path = path_join(dir, names[i]);
        char *data = NULL;
        size_t length = 0;
        if (path_read(path, 1 << 24, &data, &length)) {
            assert_null(memmem(data, length, needle, strlen(needle)));
            free(data);
        }
        free(path);
    }
}

static void what_is_forgotten_leaves_no_trace_and_stays_away(void **state)
{
    struct outbox *box = open_box(state);
    struct reply reply = scratch_reply();
    assert_true(outbox_put(box, &reply));
    bool changed = false;
    assert_true(outbox_forget(box, reply.uuid, NOW, &changed));
    assert_true(changed);
    assert_true(outbox_forget(box, reply.uuid, NOW, &changed));
    assert_false(changed);
    assert_true(outbox_tidy(box));
    assert_int_equal(outbox_count(box), 0);
    assert_int_equal(outbox_waiting(box), 0);
    assert_true(outbox_put(box, &reply)); /* a late tap on Submit */
    assert_int_equal(outbox_waiting(box), 0);
    assert_not_on_disk(*state, "0412345678");
    assert_not_on_disk(*state, "O'Neill");
    reply_wipe(&reply);
    outbox_close(box);
}

static void offers_and_people_are_counted(void **state)
{
    struct outbox *box = open_box(state);
    struct reply replies[3] = {scratch_reply(), scratch_reply(), scratch_reply()};
    replies[0].kind = REPLY_HELP;
    replies[0].people = 0;
    replies[2].about_key[0] = 'x'; /* about something else */
    struct tally_list tallies = {0};
    struct item event =
        item_make(ITEM_EVENT); /* what the replies are about, its hour corrected since */
    item_set(&event.key, replies[0].about_key);
    event.starts = wall_from_civil((struct civil){2026, 12, 11, 19, 0, 0});
    event.places = 3;
    for (int i = 0; i < 3; i++) {
        assert_true(outbox_put(box, &replies[i]));
    }
    assert_true(outbox_tally(box, &tallies));
    assert_int_equal(tallies.count, 2);
    assert_int_equal(tally_of(&tallies, &event).offers, 1);
    assert_int_equal(tally_of(&tallies, &event).people, 4);
    assert_int_equal(tally_places_left(&tallies, &event), 0); /* never negative */
    event.starts += 365 * WALL_DAY;
    assert_int_equal(tally_places_left(&tallies, &event), 3); /* next year begins anew */
    event.starts -= 365 * WALL_DAY;
    bool changed = false;
    assert_true(outbox_forget(box, replies[1].uuid, NOW, &changed));
    assert_true(outbox_tally(box, &tallies));
    assert_int_equal(tally_of(&tallies, &event).people, 0);
    tally_list_free(&tallies);
    item_free(&event);
    for (int i = 0; i < 3; i++) {
        reply_wipe(&replies[i]);
    }
    outbox_close(box);
}

static void it_is_private_and_facts_are_kept(void **state)
{
    assert_null(outbox_look(*state));
    assert_int_equal(errno, ENOENT);
    struct outbox *box = open_box(state);
    struct reply reply = scratch_reply();
    assert_true(outbox_put(box, &reply));
    static const char *const names[] = {"replies/outbox.db", "replies/outbox.db-wal",
                                        "replies/outbox.db-shm", "replies/outbox.guard"};
    for (size_t i = 0; i < 4; i++) {
        char *path = path_join(*state, names[i]);
        struct stat st;
        assert_int_equal(stat(path, &st), 0);
        assert_int_equal(st.st_mode & 0777, 0600);
        free(path);
    }
    assert_null(outbox_fact(box, "last_sync"));
    assert_true(outbox_set_fact(box, "last_sync", "2026"));
    struct outbox *look = outbox_look(*state);
    assert_non_null(look);
    char *fact = outbox_fact(look, "last_sync");
    assert_string_equal(fact, "2026");
    assert_int_equal(outbox_waiting(look), 1);
    assert_false(outbox_set_fact(look, "last_sync", "no"));
    assert_false(outbox_put(look, &reply) && outbox_count(look) > 1);
    free(fact);
    outbox_close(look);
    reply_wipe(&reply);
    outbox_close(box);
}

/* Import may write the state folder: a folder of its own in the place of the replies must not get any. */
static void its_mark_changes_with_what_is_in_it_and_not_by_looking(void **state)
{
    assert_true(outbox_mark(*state) == 0);
    struct outbox *box = open_box(state);
    struct reply reply = scratch_reply();
    uint64_t before = outbox_mark(*state);
    assert_true(outbox_put(box, &reply));
    uint64_t with_reply = outbox_mark(*state);
    assert_true(with_reply != before);
    struct outbox *look = outbox_look(*state);
    assert_int_equal(outbox_count(look), 1);
    outbox_close(look);
    assert_true(outbox_mark(*state) == with_reply);
    assert_true(outbox_set_fact(box, "last_sync", "2026"));
    assert_true(outbox_mark(*state) != with_reply);
    reply_wipe(&reply);
    outbox_close(box);
}

static void a_folder_that_somebody_else_put_there_gets_no_reply(void **state)
{
    if (geteuid() != 0) {
        print_message("# only root can make somebody else's folder\n");
        skip();
    }
    char *folder = outbox_folder(*state);
    assert_int_equal(mkdir(folder, 0700) | chmod(folder, 0777) | chown(folder, 65533, 65533), 0);
    assert_int_equal(chmod(*state, 0777), 0);
    assert_int_equal(seteuid(65534), 0);
    struct str note = {0};
    struct outbox *box = outbox_open(*state, NOW, &note);
    assert_int_equal(seteuid(0), 0);
    assert_null(box);
    assert_non_null(strstr(note.data, "replies cannot be written"));
    assert_int_equal(rmdir(folder), 0); /* and nothing was made in it */
    assert_int_equal(symlink("/tmp", folder), 0);
    assert_null(outbox_open(*state, NOW, NULL));
    str_free(&note);
    free(folder);
}

/* Put in the folder's place while sync has the outbox open (a link serves as root trusts every folder). */
static void a_folder_that_is_exchanged_later_gets_none_either(void **state)
{
    struct outbox *box = open_box(state);
    char *folder = outbox_folder(*state);
    char *real = path_join(*state, "real");
    char *planted = path_join(*state, "planted");
    assert_int_equal(outbox_count(box), 0);
    assert_int_equal(rename(folder, real) | mkdir(planted, 0777) | symlink(planted, folder), 0);
    assert_int_equal(outbox_count(box), -1);
    assert_int_equal(outbox_count(box), -1);
    assert_int_equal(rmdir(planted), 0); /* nothing was made in it */
    assert_int_equal(unlink(folder) | rename(real, folder), 0);
    struct reply reply = scratch_reply();
    assert_true(outbox_put(box, &reply));
    assert_int_equal(outbox_count(box), 1);
    reply_wipe(&reply);
    outbox_close(box);
    free(planted);
    free(real);
    free(folder);
}

static void a_damaged_one_is_put_aside_at_the_start(void **state)
{
    char *path = path_join(*state, "replies/outbox.db");
    scratch_folder(*state, "replies");
    scratch_ruin(path, 30000);
    assert_null(outbox_look(*state));
    assert_int_equal(errno, EBADMSG);
    struct str note = {0};
    struct outbox *box = outbox_open(*state, NOW, &note);
    assert_non_null(box);
    assert_non_null(strstr(note.data, "outbox.db.damaged-"));
    char *fact = outbox_fact(box, "note");
    assert_string_equal(fact, note.data);
    struct reply reply = scratch_reply();
    assert_true(outbox_put(box, &reply));
    reply_wipe(&reply);
    free(fact);
    str_free(&note);
    outbox_close(box);
    free(path);
}

/* Show and sync both have it open when it is ruined: whatever is thanked for afterwards is kept. */
static void damage_under_running_processes_costs_no_later_reply(void **state)
{
    char *path = path_join(*state, "replies/outbox.db");
    for (int who = 0; who < 4; who++) {
        struct outbox *show = open_box(state);
        struct outbox *sync = open_box(state);
        struct reply first = scratch_reply();
        struct reply second = scratch_reply();
        assert_true(outbox_put(show, &first));
        if (who & 1) {
            scratch_ruin(path, 30000);
        } else {
            assert_int_equal(unlink(path), 0);
        }
        if (who & 2) {
            assert_true(outbox_waiting(sync) >= 0); /* sync meets it first */
        }
        assert_true(outbox_put(show, &second));
        struct reply *back = NULL;
        size_t count = 0;
        assert_true(outbox_pending(sync, 100, &back, &count));
        assert_true(count >= 1);
        assert_string_equal(back[count - 1].uuid, second.uuid);
        reply_array_wipe(back, count);
        reply_wipe(&first);
        reply_wipe(&second);
        outbox_close(show);
        outbox_close(sync);
        struct outbox *later = open_box(state);
        assert_true(outbox_count(later) >= 1);
        outbox_close(later);
    }
    free(path);
}

static void a_folder_that_is_missing_is_said(void **state)
{
    char *file = path_join(*state, "file");
    assert_true(path_write_atomic(file, "x", 1, 0600));
    struct str note = {0};
    assert_null(outbox_open(file, NOW, &note));
    assert_non_null(note.data);
    str_free(&note);
    free(file);
}

/* Killed at any moment while it stores: what was thanked for is there, once. */
static void what_was_thanked_for_survives_a_kill(void **state)
{
    int ends[2];
    size_t thanked = 0;
    for (int round = 0; round < 25; round++) {
        assert_int_equal(pipe(ends), 0);
        pid_t child = fork();
        if (child == 0) {
            struct outbox *box = outbox_open(*state, NOW, NULL);
            for (;;) {
                struct reply reply = scratch_reply();
                if (box != NULL && outbox_put(box, &reply)) {
                    (void)!write(ends[1], "t", 1); /* the thank-you */
                }
                reply_wipe(&reply);
            }
        }
        close(ends[1]);
        char thanks[4096];
        nanosleep(&(struct timespec){0, (round % 10 + 3) * 3000000}, NULL);
        kill(child, SIGKILL);
        waitpid(child, NULL, 0);
        ssize_t got = 0;
        while ((got = read(ends[0], thanks, sizeof thanks)) > 0) {
            thanked += (size_t)got;
        }
        close(ends[0]);
    }
    struct outbox *box = open_box(state);
    int64_t kept = outbox_count(box);
    assert_true(thanked > 0);
    /* One at most in each round was stored without its thanks. */
    assert_true(kept >= (int64_t)thanked && kept <= (int64_t)thanked + 25);
    outbox_close(box);
}

/* Spoils the page of the outbox on which these bytes stand. */
static void ruin_page_with(const char *dir, const char *bytes)
{
    char *path = path_join(dir, "replies/outbox.db");
    char *data = NULL;
    size_t length = 0;
    assert_true(path_read(path, 1 << 24, &data, &length));
    char *at = memmem(data, length, bytes, strlen(bytes));
    assert_non_null(at);
    size_t page = (size_t)(at - data) / 4096 * 4096;
    assert_true(page > 0);
    memset(data + page, 'x', 4096);
    assert_true(path_write_atomic(path, data, length, 0600));
    free(data);
    free(path);
}

#define MANY 120

static void put_many(const char *dir, struct reply *replies)
{
    struct outbox *box = outbox_open(dir, NOW, NULL);
    assert_non_null(box);
    for (int i = 0; i < MANY; i++) {
        replies[i] = scratch_reply();
        free(replies[i].message);
        replies[i].message = xasprintf("<%d> %0300d", i, i);
        assert_true(outbox_put(box, &replies[i]));
    }
    bool changed = false;
    assert_true(outbox_forget(box, replies[3].uuid, NOW, &changed));
    assert_true(outbox_mark_delivered(box, &replies[4], 1, NOW));
    assert_true(outbox_mark_delivered(box, &replies[115], 1, NOW));
    assert_true(outbox_set_fact(box, "last_sync", "yesterday"));
    assert_true(outbox_tidy(box));
    outbox_close(box);
}

/* A page in the middle is lost: the rows on it are, and no others; marks stay, and so does their order. */
static void what_a_damaged_one_still_has_is_kept(void **state)
{
    struct reply replies[MANY];
    put_many(*state, replies);
    ruin_page_with(*state, "<60> ");
    struct str note = {0};
    struct outbox *box = outbox_open(*state, NOW, &note);
    assert_non_null(box);
    assert_non_null(strstr(note.data, "outbox.db.damaged-"));
    struct reply *kept = NULL;
    size_t count = 0;
    assert_true(outbox_all(box, &kept, &count));
    assert_in_range(count, MANY - 1 - 12, MANY - 1 - 1);
    size_t next = 0;
    for (size_t i = 0; i < MANY; i++) {
        if (next < count && strcmp(replies[i].uuid, kept[next].uuid) == 0) {
            assert_string_equal(kept[next].message, replies[i].message);
            assert_string_equal(kept[next].agreed, replies[i].agreed);
            next++;
        } else {
            assert_true(i == 3 || (i > 45 && i < 75));
        }
    }
    assert_int_equal(next, count);
    assert_int_equal(outbox_waiting(box), (int64_t)count - 2);
    assert_true(outbox_put(box, &replies[3])); /* forgotten stays forgotten */
    assert_int_equal(outbox_count(box), (int64_t)count);
    char *fact = outbox_fact(box, "last_sync");
    assert_string_equal(fact, "yesterday");
    free(fact);
    reply_array_wipe(kept, count);
    for (int i = 0; i < MANY; i++) {
        reply_wipe(&replies[i]);
    }
    str_free(&note);
    outbox_close(box);
}

/* Only an index is wrong: every reply is kept. */
static void an_index_that_is_damaged_costs_nothing(void **state)
{
    struct reply replies[MANY];
    put_many(*state, replies);
    char *command =
        xasprintf("sqlite3 '%s/replies/outbox.db' \"SELECT rootpage FROM sqlite_schema WHERE name ="
                  " 'sqlite_autoindex_replies_1'\" | { read page; dd if=/dev/zero"
                  " of='%s/replies/outbox.db' bs=4096 seek=$((page - 1)) count=1 conv=notrunc"
                  " status=none; }",
                  (char *)*state, (char *)*state);
    assert_int_equal(system(command), 0);
    free(command);
    struct outbox *box = open_box(state);
    assert_int_equal(outbox_count(box), MANY - 1);
    for (int i = 0; i < MANY; i++) {
        reply_wipe(&replies[i]);
    }
    outbox_close(box);
}

/* Killed between the two renames. */
static void what_was_rescued_takes_its_place(void **state)
{
    struct outbox *box = open_box(state);
    struct reply reply = scratch_reply();
    assert_true(outbox_put(box, &reply));
    assert_true(outbox_tidy(box));
    outbox_close(box);
    char *path = path_join(*state, "replies/outbox.db");
    char *rescued = path_join(*state, "replies/outbox.rescued");
    assert_int_equal(rename(path, rescued), 0);
    box = open_box(state);
    assert_int_equal(outbox_count(box), 1);
    outbox_close(box);
    assert_int_not_equal(access(rescued, F_OK), 0);
    reply_wipe(&reply);
    free(path);
    free(rescued);
}

static size_t set_aside(const char *dir)
{
    size_t count = 0;
    char *folder = outbox_folder(dir);
    DIR *entries = opendir(folder);
    free(folder);
    assert_non_null(entries);
    for (struct dirent *e = readdir(entries); e != NULL; e = readdir(entries)) {
        count += strstr(e->d_name, ".damaged-") != NULL;
    }
    closedir(entries);
    return count;
}

/* A disk that fails to give a page, once or for good: the file itself is not damaged. */
static void a_page_that_cannot_be_read_is_no_damage(void **state)
{
    struct outbox *box = open_box(state);
    for (int i = 0; i < 20; i++) {
        struct reply reply = scratch_reply();
        free(reply.message);
        reply.message = xasprintf("%09000d", i); /* on pages of its own */
        assert_true(outbox_put(box, &reply));
        reply_wipe(&reply);
    }
    outbox_close(box);
    for (int lasting = 0; lasting < 2; lasting++) {
        bool met = true;
        for (int at = 1; met; at++) {
            fault_arm((struct fault){.kind = FAULT_ERROR, .at = at, .lasting = lasting});
            outbox_close(outbox_open(*state, NOW, NULL));
            met = fault_disarm();
            assert_int_equal(set_aside(*state), 0);
        }
    }
    box = open_box(state);
    assert_int_equal(outbox_count(box), 20);
    outbox_close(box);
}

/* Committed, but the disk fails before it is read back: no thank-you, so nothing may stay. */
static void what_nobody_was_thanked_for_does_not_stay(void **state)
{
    int64_t thanked = 0;
    for (int lasting = 0; lasting < 2; lasting++) {
        bool met = true;
        for (int at = 1; met; at++) {
            struct outbox *sync = open_box(state); /* or closing would tidy up */
            struct outbox *show = open_box(state);
            struct reply reply = scratch_reply();
            fault_arm((struct fault){.kind = FAULT_ERROR, .at = at, .lasting = lasting});
            thanked += outbox_put(show, &reply);
            met = fault_disarm();
            assert_int_equal(outbox_count(sync), thanked);
            outbox_close(show);
            outbox_close(sync);
            if (lasting) {
                show = open_box(state);
                assert_true(outbox_put(show, &reply)); /* the visitor tries once more */
                thanked = outbox_count(show);
                outbox_close(show);
            }
            reply_wipe(&reply);
        }
    }
}

static int begin(void **state)
{
    *state = scratch_make();
    return 0;
}

static int end(void **state)
{
    scratch_remove(*state);
    return 0;
}

#define SCRATCHED(test) cmocka_unit_test_setup_teardown(test, begin, end)

int main(void)
{
    const struct CMUnitTest tests[] = {
        SCRATCHED(a_reply_comes_back_as_it_was),
        SCRATCHED(an_outbox_of_the_first_version_goes_on),
        SCRATCHED(the_same_form_twice_is_one_reply),
        SCRATCHED(another_reply_under_the_same_number_is_kept_too),
        SCRATCHED(delivered_ones_wait_no_more_and_keep_their_order),
        SCRATCHED(what_is_forgotten_leaves_no_trace_and_stays_away),
        SCRATCHED(offers_and_people_are_counted),
        SCRATCHED(it_is_private_and_facts_are_kept),
        SCRATCHED(its_mark_changes_with_what_is_in_it_and_not_by_looking),
        SCRATCHED(a_folder_that_somebody_else_put_there_gets_no_reply),
        SCRATCHED(a_folder_that_is_exchanged_later_gets_none_either),
        SCRATCHED(a_damaged_one_is_put_aside_at_the_start),
        SCRATCHED(damage_under_running_processes_costs_no_later_reply),
        SCRATCHED(a_folder_that_is_missing_is_said),
        SCRATCHED(what_was_thanked_for_survives_a_kill),
        SCRATCHED(what_a_damaged_one_still_has_is_kept),
        SCRATCHED(an_index_that_is_damaged_costs_nothing),
        SCRATCHED(what_was_rescued_takes_its_place),
        SCRATCHED(a_page_that_cannot_be_read_is_no_damage),
        SCRATCHED(what_nobody_was_thanked_for_does_not_stay),
    };
    fault_install();
    return cmocka_run_group_tests_name("store/outbox", tests, NULL, NULL);
}
