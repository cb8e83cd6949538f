/* The staff's room. How: the number of wrong PINs is a small file in the state folder, so that pulling the
 * plug does not give new tries; the rest is read where "foyer status" reads it. */
#include "jobs/staffroom.h"

#include <arpa/inet.h>
#include <errno.h>
#include <ifaddrs.h>
#include <net/if.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/statvfs.h>
#include <unistd.h>

#include "base/alloc.h"
#include "base/log.h"
#include "base/path.h"
#include "store/outbox.h"

#define REPORT_MS 5000

/* ---- the PIN ---- */

static char *tries_path(const struct config *config)
{
    return path_join(config->content.state, "staff.tries");
}

void staffroom_open(struct staffroom *room, const struct config *config, struct app *app,
                    int64_t now_ms)
{
    *room = (struct staffroom){.reported_ms = INT64_MIN / 2};
    char *path = tries_path(config);
    char *text = NULL;
    size_t length = 0;
    if (path_read(path, 32, &text, &length)) {
        long wrong = strtol(text, NULL, 10);
        staffdoor_remember(&app->door, wrong > 0 && wrong < 100000 ? (int)wrong : 0, now_ms);
        free(text);
    }
    free(path);
}

static void keep_tries(const struct config *config, int wrong)
{
    char *path = tries_path(config);
    char text[32];
    int length = snprintf(text, sizeof text, "%d\n", wrong);
    if (!path_write_atomic(path, text, (size_t)length, path_private_mode(path))) {
        log_warn("%s cannot be written (%s)", path, strerror(errno));
    }
    free(path);
}

static void judge_pin(const struct config *config, struct app *app, int64_t now_ms)
{
    char pin[PIN_MOST + 1];
    if (!app_take_pin(app, pin)) {
        return;
    }
    int before = app->door.wrong;
    bool right = pin_matches(pin, config->staff.pin);
    wipe(pin, sizeof pin);
    app_pin_judged(app, right, now_ms);
    if (app->door.wrong != before) {
        keep_tries(config, app->door.wrong);
    }
    if (!right) {
        log_warn("a wrong PIN was typed on the screen (%d in a row)", app->door.wrong);
    }
}

/* ---- the report ---- */

/* The first address that is not this computer's own loop, with the computer's name. */
static char *find_address(void)
{
    struct ifaddrs *all = NULL;
    char text[INET6_ADDRSTRLEN] = "", host[256] = "";
    if (getifaddrs(&all) != 0) {
        return NULL;
    }
    for (struct ifaddrs *a = all; a != NULL && text[0] == '\0'; a = a->ifa_next) {
        if (a->ifa_addr != NULL && a->ifa_addr->sa_family == AF_INET &&
            (a->ifa_flags & IFF_LOOPBACK) == 0) {
            struct sockaddr_in in;
            memcpy(&in, a->ifa_addr, sizeof in);
            (void)inet_ntop(AF_INET, &in.sin_addr, text, sizeof text);
        }
    }
    freeifaddrs(all);
    (void)gethostname(host, sizeof host - 1);
    return text[0] != '\0' ? xasprintf("%s (%s)", text, host) : xstrdup(host);
}

static int find_temperature(void)
{
    char *text = NULL;
    size_t length = 0;
    long milli = 0;
    if (path_read("/sys/class/thermal/thermal_zone0/temp", 32, &text, &length)) {
        milli = strtol(text, NULL, 10);
        free(text);
    }
    return (int)((milli + 500) / 1000);
}

static void report_catalogue(struct staff_report *r, struct catalogue *catalogue)
{
    struct problem_list problems = {0};
    if (catalogue == NULL) {
        return;
    }
    r->share = catalogue_fact(catalogue, "share");
    char *looked = catalogue_fact(catalogue, "last_looked");
    if (looked == NULL || !wall_from_iso(looked, &r->looked, NULL)) {
        r->looked = WALL_NONE;
    }
    free(looked);
    if (catalogue_problems(catalogue, &problems)) {
        r->problems = problems.count;
        if (problems.count > 0) {
            r->problem =
                xasprintf("%s (%s)", problems.problems[0].source, problems.problems[0].reason);
        }
    }
    problem_list_free(&problems);
}

static void report(struct app *app, const struct config *config, struct catalogue *catalogue,
                   wall_t now)
{
    struct staff_report r = {.looked = WALL_NONE, .clock_sure = app->clock_sure};
    report_catalogue(&r, catalogue);
    size_t *order = NULL;
    r.showing = rotation_round(&app->items, now, &order);
    free(order);
    struct outbox *outbox = outbox_look(config->content.state);
    if (outbox != NULL) {
        r.waiting = outbox_waiting(outbox);
        r.replies_known = r.waiting >= 0;
    }
    outbox_close(outbox);
    struct statvfs disk;
    if (statvfs(config->content.state, &disk) == 0) {
        r.disk_free_mb = (int64_t)(disk.f_bavail * disk.f_frsize >> 20);
    }
    r.temperature = find_temperature();
    r.address = find_address();
    app_reported(app, &r);
}

/* ---- what staff want done ---- */

static void shut_down(struct staffroom *room, const struct config *config)
{
    char *argv[] = {"/bin/sh", "-c", config->staff.poweroff, NULL};
    log_info("staff shut this computer down");
    if (room->command.pid == 0 && !spawn_child(&room->command, argv)) {
        log_error("\"%s\" cannot be run (%s)", config->staff.poweroff, strerror(errno));
    }
}

static void look_after_command(struct staffroom *room, const struct config *config)
{
    int status = 0;
    if (room->command.pid != 0 && spawn_ended(&room->command, &status) && status != 0) {
        log_error("\"%s\" failed: this computer was not shut down. Allow Foyer's account to do it, "
                  "or set "
                  "[staff] poweroff to a command that can.",
                  config->staff.poweroff);
    }
}

void staffroom_tick(struct staffroom *room, const struct config *config, struct app *app,
                    struct catalogue *catalogue, wall_t now, int64_t now_ms)
{
    judge_pin(config, app, now_ms);
    if (!app_wants_report(app)) {
        room->reported_ms = INT64_MIN / 2;
    } else if (now_ms - room->reported_ms >= REPORT_MS) {
        room->reported_ms = now_ms;
        report(app, config, catalogue, now);
    }
    enum staff_wish wish = app_take_wish(app);
    if (wish == STAFF_WISH_RESTART) {
        log_info("staff restarted Foyer");
        room->leaving = true;
    } else if (wish == STAFF_WISH_POWEROFF) {
        shut_down(room, config);
    }
    look_after_command(room, config);
}
