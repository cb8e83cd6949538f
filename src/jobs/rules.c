/* The rules. How: the list is read at every whole pass; between them its size, place and time of change
 * tell whether it is still the same. */
#include "jobs/rules.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "base/log.h"
#include "base/str.h"
#include "content/screening.h"

/* That there is a list is remembered in the catalogue: one that has gone since is not "no list". To
 * have none any more, its file is emptied. */
#define LIST_FACT "do_not_show_list"

static bool list_is_expected(struct intake *intake)
{
    char *fact = catalogue_fact(intake->catalogue, LIST_FACT);
    bool expected = fact != NULL && fact[0] != '\0';
    free(fact);
    return expected;
}

/* A list that cannot be read is no reason to show everybody: the last one stays, and where none is
 * known achievements wait. */
static void lose_list(struct intake *intake, int error)
{
    const char *path = intake->config->privacy.do_not_show;
    intake->list_lost = intake->not_shown.count == 0;
    problem_add(&intake->problems, "The list of children who must not be shown", PROBLEM_CHECK,
                intake->list_lost
                    ? "The kiosk cannot read it, so achievements wait."
                    : "The kiosk cannot read it any more; what stood in it still holds.",
                "Please tell the person who looks after the screen.");
    if (!intake->said_list) {
        intake->said_list = true;
        log_error("the do-not-show list %s cannot be read (%s); let Foyer's account read it, or "
                  "leave it there empty to have none",
                  path, strerror(error));
    }
}

void rules_read(struct intake *intake)
{
    const struct config *config = intake->config;
    struct safeguard_list list = {0};
    if (screening_read_list(config->privacy.do_not_show, &list)) {
        safeguard_free(&intake->not_shown);
        intake->not_shown = list;
        intake->list_lost = intake->said_list = false;
        if (list_is_expected(intake) != (list.count > 0)) {
            (void)catalogue_set_fact(intake->catalogue, LIST_FACT, list.count > 0 ? "yes" : "");
        }
    } else if (errno != ENOENT || list_is_expected(intake)) {
        lose_list(intake, errno);
    }
    int mode = (int)config->privacy.full_names;
    uint64_t mark = str_hash(STR_HASH_SEED, &mode, sizeof mode);
    mark = str_hash(mark, &intake->list_lost, sizeof intake->list_lost);
    mark = str_hash(mark, config->privacy.allowed_names, strlen(config->privacy.allowed_names));
    for (size_t i = 0; i < intake->not_shown.count; i++) {
        const char *name = intake->not_shown.names[i];
        mark = str_hash(mark, name, strlen(name) + 1);
    }
    intake->screening_mark = mark;
}

uint64_t rules_list_mark(const struct intake *intake)
{
    struct stat status;
    if (stat(intake->config->privacy.do_not_show, &status) != 0) {
        return (uint64_t)errno;
    }
    int64_t facts[] = {status.st_size,         (int64_t)status.st_ino,  status.st_mtim.tv_sec,
                       status.st_mtim.tv_nsec, (int64_t)status.st_mode, (int64_t)status.st_uid};
    return str_hash(STR_HASH_SEED, facts, sizeof facts);
}

void rules_judge_clock(struct intake *intake, wall_t now)
{
    struct clock_facts facts =
        intake->time_is_told ? timekeeper_told(now, !intake->time_is_unset) : timekeeper_look();
    facts.now = now;
    if (intake->scan.newest_ns > 0) {
        facts.newest = wall_from_unix((time_t)(intake->scan.newest_ns / 1000000000));
    }
    struct clock_belief belief = timekeeper_judge(&intake->timekeeper, &facts);
    intake->clock_is_sure = belief.sure;
    intake->now = belief.now;
}
