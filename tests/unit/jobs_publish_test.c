/* Publishing to the school's server: whatever happens at whichever step, the office's work is kept, and
 * every reply is there. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/alloc.h"
#include "base/path.h"
#include "jobs/publish.h"
#include "scratch.h"
#include "store/retention.h"
#include "store/stafffile.h"

#define NOW ((wall_t)1795000000)

struct server {
    char *dir, *folder, *name, *before, *master, *state;
    struct config config;
    /* What happens at a step. */
    int at; /* enum publish_step, -1: never */
    bool stop;
    const char *edit;
};

static char *tool(const char *path, const char *sql)
{
    char *command = xasprintf("sqlite3 -bail '%s' \"%s\" 2>&1", path, sql);
    FILE *shell = popen(command, "r");
    assert_non_null(shell);
    char out[4096];
    size_t got = fread(out, 1, sizeof out - 1, shell);
    out[got] = '\0';
    if (pclose(shell) != 0) {
        fail_msg("%s: %s", sql, out);
    }
    free(command);
    if (got > 0 && out[got - 1] == '\n') {
        out[got - 1] = '\0';
    }
    return xstrdup(out);
}

static void does(const char *path, const char *sql)
{
    free(tool(path, sql));
}

static void assert_sql(const char *path, const char *sql, const char *expected)
{
    char *out = tool(path, sql);
    assert_string_equal(out, expected);
    free(out);
}

static bool exists(const char *path)
{
    struct stat st;
    return lstat(path, &st) == 0;
}

/* The office works in the file: under its name, or where its program's open file has gone. */
static void on_step(enum publish_step step, void *context)
{
    struct server *s = context;
    if ((int)step != s->at) {
        return;
    }
    s->at = -1;
    if (s->edit != NULL) {
        does(exists(s->name) ? s->name : s->before, s->edit);
    }
    if (s->stop) {
        _exit(0);
    }
}

/* One look of sync at the server, with `count` new replies. */
static bool look(struct server *s, size_t count)
{
    struct publish publish = {.on_step = on_step, .context = s};
    struct str why = {0};
    struct stafffile *file = NULL;
    struct outbox *outbox = outbox_open(s->state, NOW, NULL);
    assert_non_null(outbox);
    assert_int_equal(staff_open(s->master, NOW, &file, &why), STAFF_OK);
    publish_take(&publish, &s->config, outbox, file, NOW);
    for (size_t i = 0; i < count; i++) {
        struct reply reply = scratch_reply();
        assert_int_equal(staff_add(file, &reply, 1, &why), STAFF_OK);
        reply_wipe(&reply);
    }
    publish_put(&publish, outbox, file, NOW);
    bool well = publish_is_well(&publish);
    publish_end(&publish);
    staff_close(file);
    outbox_close(outbox);
    str_free(&why);
    return well;
}

/* The same in a process that ends at the step. */
static void look_and_stop(struct server *s, size_t count)
{
    pid_t pid = fork();
    assert_true(pid >= 0);
    if (pid == 0) {
        (void)look(s, count);
        _exit(0);
    }
    int status = 0;
    assert_int_equal(waitpid(pid, &status, 0), pid);
    assert_int_equal(status, 0);
    s->at = -1;
}

static char *problem(const struct server *s)
{
    struct outbox *outbox = outbox_look(s->state);
    char *fact = outbox_fact(outbox, "publish_problem");
    outbox_close(outbox);
    return fact != NULL ? fact : xstrdup("");
}

static void assert_problem(const struct server *s, const char *words)
{
    char *said = problem(s);
    if (strstr(said, words) == NULL) {
        fail_msg("\"%s\" is not in \"%s\"", words, said);
    }
    free(said);
}

static int setup(void **state)
{
    struct server *s = xcalloc(1, sizeof *s);
    s->dir = scratch_make();
    s->folder = path_join(s->dir, "server");
    s->state = path_join(s->dir, "state");
    s->master = path_join(s->dir, "Replies.sqlite");
    s->name = path_join(s->folder, "Replies-hall.sqlite");
    s->before = path_join(s->folder, "Replies-hall.before.sqlite");
    s->at = -1;
    assert_int_equal(mkdir(s->folder, 0700), 0);
    assert_int_equal(mkdir(s->state, 0700), 0);
    config_defaults(&s->config);
    struct str why = {0};
    char *setting = xasprintf("replies.publish=%s", s->folder);
    assert_true(config_set(&s->config, setting, &why));
    assert_true(config_set(&s->config, "replies.kiosk=hall", &why));
    assert_true(config_set(&s->config, "content.settle_seconds=0", &why));
    free(setting);
    setting = xasprintf("content.state=%s", s->state);
    assert_true(config_set(&s->config, setting, &why));
    free(setting);
    *state = s;
    return 0;
}

static int teardown(void **state)
{
    struct server *s = *state;
    config_free(&s->config);
    free(s->folder);
    free(s->state);
    free(s->master);
    free(s->name);
    free(s->before);
    scratch_remove(s->dir);
    free(s);
    return 0;
}

/* ---- tests ---- */

static void the_path_has_the_kiosks_name(void **state)
{
    struct server *s = *state;
    struct str why = {0};
    assert_true(config_set(&s->config, "replies.kiosk=Hall / west", &why));
    char *path = publish_path(&s->config);
    assert_string_equal(path_base(path), "Replies-Hall - west.sqlite");
    free(path);
    assert_true(config_set(&s->config, "replies.publish=/srv/x/Answers.sqlite", &why));
    path = publish_path(&s->config);
    assert_string_equal(path, "/srv/x/Answers.sqlite");
    free(path);
    assert_true(config_set(&s->config, "replies.publish=", &why));
    assert_null(publish_path(&s->config));
}

static void what_the_office_does_there_comes_back(void **state)
{
    struct server *s = *state;
    assert_true(look(s, 3));
    assert_sql(s->name, "SELECT count(*) FROM Replies", "3");
    assert_sql(s->name, "SELECT count(*) FROM sqlite_schema WHERE name = 'Merged'", "0");
    does(s->name, "UPDATE Replies SET status = 'done', notes = 'rang' WHERE rowid = 1;"
                  "DELETE FROM Replies WHERE rowid = 2;"
                  "INSERT INTO Replies (name) VALUES ('by hand')");
    assert_true(look(s, 1));
    const char *sql =
        "SELECT group_concat(status || notes || name, ',') FROM (SELECT * FROM Replies"
        " ORDER BY status, name)";
    const char *wanted = "donerangZo\xC3\xAB O'Neill,newZo\xC3\xAB O'Neill,newZo\xC3\xAB O'Neill,"
                         "newby hand";
    assert_sql(s->name, sql, wanted);
    assert_sql(s->master, sql, wanted);
    assert_sql(s->before, "SELECT count(*) FROM Replies", "3");
}

static void nothing_new_leaves_it_alone(void **state)
{
    struct server *s = *state;
    assert_true(look(s, 2));
    does(s->name, "UPDATE Replies SET status = 'done'");
    struct stat was;
    struct stat is;
    assert_int_equal(stat(s->name, &was), 0);
    assert_true(look(s, 0));
    assert_int_equal(stat(s->name, &is), 0);
    assert_int_equal(was.st_ino, is.st_ino);
    assert_sql(s->master, "SELECT DISTINCT status FROM Replies", "done");
}

static void stopped_at_any_step_it_goes_on(void **state)
{
    for (int at = PUBLISH_TAKEN; at <= PUBLISH_NOTED; at++) {
        assert_int_equal(setup(state), 0);
        struct server *s = *state;
        assert_true(look(s, 2));
        does(s->name, "UPDATE Replies SET notes = 'mine' WHERE rowid = 1");
        s->at = at;
        s->stop = true;
        look_and_stop(s, 1);
        assert_true(look(s, 1));
        assert_sql(s->name, "SELECT count(*), sum(notes = 'mine'), sum(notes <> '') FROM Replies",
                   at == PUBLISH_TAKEN ? "3|1|1" : "4|1|1"); /* stopped before it was added */
        teardown(state);
    }
}

static void an_edit_at_any_step_is_kept(void **state)
{
    for (int stop = 0; stop < 2; stop++) {
        for (int at = PUBLISH_TAKEN; at <= PUBLISH_NOTED; at++) {
            assert_int_equal(setup(state), 0);
            struct server *s = *state;
            assert_true(look(s, 3));
            does(s->name, "UPDATE Replies SET status = 'done' WHERE rowid = 1");
            assert_true(look(s, 1));
            does(s->name, "UPDATE Replies SET assigned = 'Ms K' WHERE rowid = 1");
            s->at = at;
            s->stop = stop > 0;
            s->edit = "UPDATE Replies SET notes = 'just now' WHERE rowid = 2;"
                      "DELETE FROM Replies WHERE rowid = 3";
            look_and_stop(s, 1);
            assert_true(look(s, 1));
            assert_true(look(s, 0));
            const char *sql = "SELECT count(*), sum(notes = 'just now'), sum(notes <> ''),"
                              " sum(status = 'done' AND assigned = 'Ms K') FROM Replies";
            bool added = !stop || at != PUBLISH_TAKEN;
            assert_sql(s->name, sql, added ? "5|1|1|1" : "4|1|1|1");
            assert_sql(s->master, sql, added ? "5|1|1|1" : "4|1|1|1");
            teardown(state);
        }
    }
}

static void who_has_the_old_file_open_is_heard_later(void **state)
{
    struct server *s = *state;
    assert_true(look(s, 2));
    does(s->name, "UPDATE Replies SET status = 'done' WHERE rowid = 1");
    assert_true(look(s, 1));
    does(s->name, "UPDATE Replies SET status = 'again' WHERE rowid = 1");
    assert_true(look(s, 0));
    does(s->before, "UPDATE Replies SET notes = 'late' WHERE rowid = 2");
    assert_true(look(s, 0));
    assert_sql(s->name, "SELECT status, notes FROM Replies", "again|\nnew|late\nnew|");
}

static void a_file_in_use_is_left_alone(void **state)
{
    struct server *s = *state;
    assert_true(look(s, 1));
    char *journal = xasprintf("%s-journal", s->name);
    scratch_ruin(journal, 512);
    assert_false(look(s, 1));
    assert_problem(s, "is open in another program");
    assert_true(exists(s->name) && exists(journal) && !exists(s->before));
    assert_int_equal(unlink(journal), 0);
    assert_true(look(s, 0));
    assert_sql(s->name, "SELECT count(*) FROM Replies", "2");
    assert_problem(s, "");
    free(journal);
}

static void a_share_that_is_away_is_waited_for(void **state)
{
    struct server *s = *state;
    assert_true(look(s, 1));
    char *away = xasprintf("%s.away", s->folder);
    assert_int_equal(rename(s->folder, away), 0);
    assert_false(look(s, 1));
    assert_problem(s, "is away");
    /* Only the mount point: another file system than where the replies were. */
    assert_int_equal(mkdir(s->folder, 0700), 0);
    struct outbox *outbox = outbox_open(s->state, NOW, NULL);
    assert_true(outbox_set_fact(outbox, "publish_place", "ff534d42"));
    outbox_close(outbox);
    assert_false(look(s, 0));
    assert_problem(s, "is away");
    assert_false(exists(s->name));
    assert_int_equal(rmdir(s->folder), 0);
    assert_int_equal(rename(away, s->folder), 0);
    assert_true(look(s, 0));
    assert_sql(s->name, "SELECT count(*) FROM Replies", "2");
    free(away);
}

static void a_ruined_file_is_put_aside(void **state)
{
    struct server *s = *state;
    assert_true(look(s, 2));
    scratch_ruin(s->name, 9000);
    assert_true(look(s, 0));
    assert_sql(s->name, "SELECT count(*) FROM Replies", "2");
    char *command = xasprintf("test -e '%s'.damaged-*", s->name);
    assert_int_equal(system(command), 0);
    free(command);
    /* Half of an upload is waited for. */
    struct str why = {0};
    assert_true(config_set(&s->config, "content.settle_seconds=60", &why));
    scratch_ruin(s->name, 5000);
    assert_false(look(s, 0));
    assert_true(exists(s->name));
}

static void what_a_torn_file_still_says_is_kept(void **state)
{
    struct server *s = *state;
    assert_true(look(s, 60));
    does(s->name, "UPDATE Replies SET notes = 'kept'");
    FILE *file = fopen(s->name, "r+");
    assert_non_null(file);
    char garbage[4096];
    memset(garbage, 0x5a, sizeof garbage);
    assert_int_equal(fseek(file, 8L * 4096, SEEK_SET), 0);
    assert_int_equal(fwrite(garbage, sizeof garbage, 1, file), 1);
    assert_int_equal(fclose(file), 0);
    assert_true(look(s, 0));
    assert_sql(s->name,
               "SELECT count(*), sum(notes = 'kept') > 20, PRAGMA_quick_check FROM Replies,"
               " (SELECT quick_check AS PRAGMA_quick_check FROM pragma_quick_check)",
               "60|1|ok");
    char *left =
        xasprintf("! ls '%s'/replies/published-* '%s'/published-* 2>/dev/null", s->state, s->state);
    assert_int_equal(system(left), 0);
    free(left);
}

static void a_lost_master_learns_from_the_server(void **state)
{
    struct server *s = *state;
    assert_true(look(s, 3));
    does(s->name, "UPDATE Replies SET notes = 'kept' WHERE rowid = 1;"
                  "DELETE FROM Replies WHERE rowid = 2");
    assert_true(look(s, 0));
    assert_int_equal(unlink(s->master), 0);
    assert_true(look(s, 1));
    assert_sql(s->name, "SELECT count(*), sum(notes = 'kept'), sum(notes <> '') FROM Replies",
               "3|1|1");
    assert_sql(s->name, "SELECT count(*) FROM Delivered", "4");
}

static void who_is_erased_leaves_both_files(void **state)
{
    struct server *s = *state;
    assert_true(look(s, 2));
    assert_true(look(s, 1));
    char *id = tool(s->name, "SELECT [reply id] FROM Replies WHERE rowid = 1");
    struct stafffile *file = NULL;
    struct str why = {0};
    size_t removed = 0;
    assert_int_equal(staff_open(s->master, NOW, &file, &why), STAFF_OK);
    assert_int_equal(retention_erase_rows(file, &id, 1, &removed, &why), STAFF_OK);
    staff_close(file);
    assert_true(look(s, 0));
    char *sql = xasprintf("SELECT count(*) FROM Replies WHERE [reply id] = '%s'", id);
    assert_sql(s->name, sql, "0");
    assert_sql(s->before, sql, "0");
    assert_true(look(s, 1));
    assert_sql(s->name, "SELECT count(*) FROM Replies", "3");
    free(sql);
    free(id);
}

#define WITH_SERVER(test) cmocka_unit_test_setup_teardown(test, setup, teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        WITH_SERVER(the_path_has_the_kiosks_name),
        WITH_SERVER(what_the_office_does_there_comes_back),
        WITH_SERVER(nothing_new_leaves_it_alone),
        cmocka_unit_test(stopped_at_any_step_it_goes_on),
        cmocka_unit_test(an_edit_at_any_step_is_kept),
        WITH_SERVER(who_has_the_old_file_open_is_heard_later),
        WITH_SERVER(a_file_in_use_is_left_alone),
        WITH_SERVER(a_share_that_is_away_is_waited_for),
        WITH_SERVER(a_ruined_file_is_put_aside),
        WITH_SERVER(what_a_torn_file_still_says_is_kept),
        WITH_SERVER(a_lost_master_learns_from_the_server),
        WITH_SERVER(who_is_erased_leaves_both_files),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
