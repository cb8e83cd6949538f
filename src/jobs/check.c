/* Check: is everything in place? One line each, and what to do where it is not. */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/language.h"
#include "base/path.h"
#include "jobs/databasesync.h"
#include "jobs/jobs.h"
#include "jobs/kiosk.h"
#include "jobs/letters.h"
#include "jobs/publish.h"
#include "jobs/report.h"
#include "jobs/speaker.h"
#include "platform/layout.h"
#include "platform/monitor.h"
#include "platform/text.h"
#include "store/database.h"

bool report(bool ok, const char *what, const char *detail, const char *todo)
{
    printf("%s  %s%s%s%s%s\n", ok ? "ok   " : "TO DO", what, detail[0] != '\0' ? " " : "", detail,
           ok ? "" : ": ", ok ? "" : todo);
    return ok;
}

static bool check_share(const struct config *config)
{
    const char *share = config->content.share;
    bool ok =
        report(access(share, R_OK | X_OK) == 0, "the share", share,
               "it cannot be read. Create the folder or mount the share, and let Foyer's account "
               "read it.");
    if (ok && access(share, W_OK) != 0) {
        printf(
            "note   the share may only be read, so staff find no page there that says what is on; "
            "\"foyer list\" says it here\n");
    }
    return ok;
}

/* A list that cannot be read protects nobody. */
static bool check_do_not_show(const struct config *config)
{
    const char *list = config->privacy.do_not_show;
    if (list[0] == '\0' || (access(list, F_OK) != 0 && errno == ENOENT)) {
        printf("note   there is no do-not-show list%s%s\n", list[0] != '\0' ? " " : "", list);
        return true;
    }
    return report(access(list, R_OK) == 0, "the do-not-show list", list,
                  "it cannot be read. Let Foyer's account read it.");
}

static bool check_state(const struct config *config)
{
    const char *state = config->content.state;
    bool ok = path_make_private(state) && access(state, W_OK | X_OK) == 0;
    ok = report(ok, "the state folder", state, "it cannot be written. Give it to Foyer's account.");
    struct stat st;
    if (ok && stat(state, &st) == 0) {
        ok = report((st.st_mode & 0007) == 0, "the state folder is private", "",
                    "everybody may look into it. Run: chmod o= on it.");
    }
    if (ok) {
        ok = report(path_is_lasting(state), "the state folder survives a restart", "",
                    "it lies in memory or on an overlay, replies would be lost. Put it on a disk.");
    }
    return ok;
}

/* The office's database: can it be used? Else what somebody who may has to run. */
static bool check_database(const struct config *config)
{
    struct str why = {0};
    struct database *database = NULL;
    bool ok = database_open(config->replies.database, -1, &database, &why) == STAFF_OK;
    database_close(database);
    report(ok, "the office's database", "", why.data != NULL ? why.data : "");
    if (!ok && database_is_possible()) {
        struct str sql = {0};
        database_schema(&sql);
        printf("note   what its owner may run there, if Foyer's role may not:\n%s"
               "GRANT SELECT, INSERT, UPDATE, DELETE ON \"Replies\", \"Delivered\" TO foyer;\n",
               sql.data);
        str_free(&sql);
    }
    str_free(&why);
    return ok;
}

static bool check_staff_file(const struct config *config)
{
    if (database_is_wanted(config)) {
        return check_database(config);
    }
    char *dir = path_dir(config->replies.staff_file);
    bool ok = report(path_make_dirs(dir, 0770) && access(dir, W_OK | X_OK) == 0,
                     "the folder of the office's file", dir,
                     "it cannot be written. Create it and give it to Foyer's account.");
    free(dir);
    return ok;
}

static bool check_publish(const struct config *config)
{
    char *path = publish_path(config);
    if (path == NULL) {
        return true;
    }
    char *dir = path_dir(path);
    bool ok = report(access(dir, W_OK | X_OK) == 0, "the folder where replies are published", dir,
                     "it cannot be written. Mount the school's server there, and let Foyer's "
                     "account write to it.");
    free(dir);
    free(path);
    return ok;
}

/* Every language the screen is to offer has its letters; of the others only a note, for staff may have
 * written in them. */
static bool check_fonts(const struct config *config)
{
    struct str why = {0};
    struct text *text = text_open(NULL, &why);
    bool ok = report(text != NULL, "the screen's own font", "", text == NULL ? why.data : "");
    const struct language *offered[LANGUAGE_LIMIT];
    const char *wrong = NULL;
    size_t length = 0, count = 0;
    size_t wanted = language_list(config->school.languages, offered, &wrong, &length);
    const struct language *all = language_all(&count);
    for (size_t i = 0; text != NULL && i < count; i++) {
        bool is_wanted = false;
        for (size_t j = 0; j < wanted; j++) {
            is_wanted = is_wanted || offered[j] == &all[i];
        }
        struct str letters = {0};
        letters_of(&letters, &all[i]);
        bool can = text_can(text, letters.data, NULL);
        const char *package = text_package(all[i].script);
        str_clear(&why);
        str_printf(&why,
                   "their font is missing, so the language is not offered. Install the package %s.",
                   package);
        if (is_wanted) {
            ok = report(can, "the letters of", all[i].name, why.data) && ok;
        } else if (!can) {
            printf("note   %s could not be offered or shown; its letters are in the package %s\n",
                   all[i].name, package);
        }
        str_free(&letters);
    }
    text_close(text);
    str_free(&why);
    return ok;
}

/* Reading aloud is a school's choice; when it is chosen, something must speak. */
static bool check_speaker(const struct config *config)
{
    if (!config->display.read_aloud) {
        return true;
    }
    char *tool = speaker_tool();
    bool ok = report(tool != NULL, "reading aloud with", tool != NULL ? tool : "nothing",
                     "Install the package speech-dispatcher or espeak-ng.");
    free(tool);
    return ok;
}

static bool check_assets(void)
{
    char *assets = path_assets();
    char *icon = path_join(assets, "icons/heart.svg");
    bool ok = report(access(icon, R_OK) == 0, "icons in", assets,
                     "they are missing. Install Foyer again, or set FOYER_ASSETS.");
    free(icon);
    free(assets);
    return ok;
}

/* Has each language that is offered its own keyboard? */
static bool check_keyboards(const struct config *config)
{
    const struct language *offered[LANGUAGE_LIMIT];
    const char *wrong = NULL;
    size_t length = 0, count = language_list(config->school.languages, offered, &wrong, &length);
    bool all = true;
    for (size_t i = 0; i < count; i++) {
        bool found = false;
        (void)layout_of(offered[i]->code, &found);
        all = all && found;
    }
    return report(all, "keyboards", all ? "each language has its own" : "some are missing",
                  "Install the package xkb-data; until then everybody types on a Latin keyboard.");
}

/* A display that is switched off must be switched on again. Of what is plugged in just now only a note:
 * the check may run from afar, before the monitor hangs. */
static bool check_display(const struct config *config)
{
    const char *off = config->display.off;
    struct str why = {0};
    enum monitor_state state = monitor_look(&monitor_here, &why, NULL);
    if (state != MONITOR_READY && !kiosk_is_one()) { /* a kiosk says it itself */
        printf("note   on this computer's own outputs %s\n", why.data);
    }
    str_free(&why);
    bool command = !str_same(off, "dpms") && !str_same(off, "black");
    return !command ||
           report(!str_blank(config->display.on), "switching the display off with", off,
                  "nothing switches it on again. Give the command for that as [display] "
                  "on.");
}

int job_check(struct options *options)
{
    const struct config *config = &options->config;
    bool ok = check_share(config);
    ok = check_do_not_show(config) && ok;
    ok = check_state(config) && ok;
    ok = check_staff_file(config) && ok;
    ok = check_publish(config) && ok;
    ok = check_fonts(config) && ok;
    ok = check_keyboards(config) && ok;
    ok = check_assets() && ok;
    ok = check_speaker(config) && ok;
    ok = check_display(config) && ok;
    if (kiosk_is_one()) {
        ok = kiosk_check(config) && ok;
    } else {
        printf("note   Foyer's package is not installed here, so nothing is said about a kiosk's "
               "accounts, services and devices\n");
    }
    return ok ? EXIT_DONE : EXIT_COULD_NOT;
}
