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
#include "base/notify.h"
#include "base/path.h"
#include "base/thermal.h"
#include "store/outbox.h"

#define REPORT_MS 5000
/* A computer that is still there so long after it was told to go does not go. */
#define OFF_MS 30000

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

/* An address as others reach this computer by: not its own loop, not one of the cable alone. False: none. */
static bool is_reachable(const struct ifaddrs *a, int family, char text[INET6_ADDRSTRLEN])
{
    if (a->ifa_addr == NULL || a->ifa_addr->sa_family != family ||
        (a->ifa_flags & IFF_LOOPBACK) != 0) {
        return false;
    }
    if (family == AF_INET) {
        struct sockaddr_in in;
        memcpy(&in, a->ifa_addr, sizeof in);
        return inet_ntop(AF_INET, &in.sin_addr, text, INET6_ADDRSTRLEN) != NULL;
    }
    struct sockaddr_in6 in6;
    memcpy(&in6, a->ifa_addr, sizeof in6);
    return !IN6_IS_ADDR_LINKLOCAL(&in6.sin6_addr) &&
           inet_ntop(AF_INET6, &in6.sin6_addr, text, INET6_ADDRSTRLEN) != NULL;
}

/* The first such address, an old one (IPv4) before a new one; NULL: this computer is on no network. */
static char *find_address(void)
{
    static const int families[] = {AF_INET, AF_INET6};
    struct ifaddrs *all = NULL;
    char text[INET6_ADDRSTRLEN] = "";
    bool found = false;
    if (getifaddrs(&all) != 0) {
        return NULL;
    }
    for (size_t i = 0; i < 2 && !found; i++) {
        for (struct ifaddrs *a = all; a != NULL && !found; a = a->ifa_next) {
            found = is_reachable(a, families[i], text);
        }
    }
    freeifaddrs(all);
    return found ? xstrdup(text) : NULL;
}

static char *find_host(void)
{
    char host[256] = "";
    return gethostname(host, sizeof host - 1) == 0 && host[0] != '\0' ? xstrdup(host) : NULL;
}

static wall_t fact_time(struct catalogue *catalogue, const char *name)
{
    char *text = catalogue_fact(catalogue, name);
    wall_t when = WALL_NONE;
    if (text != NULL && !wall_from_iso(text, &when, NULL)) {
        when = WALL_NONE;
    }
    free(text);
    return when;
}

static void report_catalogue(struct staff_report *r, struct catalogue *catalogue)
{
    if (catalogue == NULL) {
        return;
    }
    r->share = catalogue_fact(catalogue, "share");
    r->looked = fact_time(catalogue, "last_looked");
    r->changed = fact_time(catalogue, "last_changed");
    struct problem_list all = {0};
    r->problems_known = catalogue_problems(catalogue, &all);
    r->problem_count = all.count;
    for (size_t i = 0; i < all.count && i < STAFF_PROBLEMS; i++) {
        const struct problem *p = &all.problems[i];
        problem_add(&r->problems, p->source, p->weight, p->reason, p->advice);
    }
    problem_list_free(&all);
}

/* Where nobody has replied yet there is no outbox: then none waits. */
static void report_replies(struct staff_report *r, const char *state)
{
    struct outbox *outbox = outbox_look(state);
    if (outbox == NULL) {
        r->replies_known = errno == ENOENT;
        return;
    }
    static const char *const facts[] = {"sync_problem", "publish_problem"};
    r->waiting = outbox_waiting(outbox);
    r->replies_known = r->waiting >= 0;
    for (size_t i = 0; i < 2 && r->replies_problem == NULL; i++) {
        r->replies_problem = outbox_fact(outbox, facts[i]);
        if (r->replies_problem != NULL && r->replies_problem[0] == '\0') {
            free(r->replies_problem);
            r->replies_problem = NULL;
        }
    }
    outbox_close(outbox);
}

static void report(struct app *app, const struct config *config, struct catalogue *catalogue,
                   wall_t now)
{
    struct staff_report r = {.looked = WALL_NONE,
                             .changed = WALL_NONE,
                             .clock_sure = app->clock_sure,
                             .clock_battery = app->clock_battery,
                             .disk_free_mb = -1};
    report_catalogue(&r, catalogue);
    size_t *order = NULL;
    r.showing = rotation_round(&app->items, now, &order);
    free(order);
    report_replies(&r, config->content.state);
    struct statvfs disk;
    if (statvfs(config->content.state, &disk) == 0) {
        r.disk_free_mb = (int64_t)(disk.f_bavail * disk.f_frsize >> 20);
    }
    r.temperature = thermal_hottest(THERMAL_FOLDER);
    r.address = find_address();
    r.host = find_host();
    app_reported(app, &r);
}

/* ---- what staff want done ---- */

static void stayed_on(struct staffroom *room, const struct config *config, struct app *app,
                      const char *why)
{
    log_error("this computer was not shut down: \"%s\" %s. Allow Foyer's account to do it, or set "
              "[staff] poweroff to a command that can.",
              config->staff.poweroff, why);
    room->off_by_ms = 0;
    app_wish_ended(app, STAFF_OUTCOME_STAYED_ON);
}

static void shut_down(struct staffroom *room, const struct config *config, struct app *app,
                      int64_t now_ms)
{
    char *argv[] = {"/bin/sh", "-c", config->staff.poweroff, NULL};
    log_info("staff shut this computer down");
    if (room->command.pid != 0) {
        spawn_stop(&room->command, 200); /* of an earlier try, and stuck */
    }
    if (spawn_child(&room->command, argv)) {
        room->off_by_ms = now_ms + OFF_MS;
        app_wish_ended(app, STAFF_OUTCOME_GOING_OFF);
    } else {
        stayed_on(room, config, app, strerror(errno));
    }
}

/* It failed, or it went well and yet the computer is still there. */
static void look_after_command(struct staffroom *room, const struct config *config, struct app *app,
                               int64_t now_ms)
{
    int status = 0;
    if (room->command.pid != 0 && spawn_ended(&room->command, &status) && status != 0) {
        stayed_on(room, config, app, "failed");
    } else if (room->off_by_ms != 0 && now_ms >= room->off_by_ms) {
        stayed_on(room, config, app, "had no effect");
    }
}

/* Systemd starts it again. Started by hand it would only be gone. */
static void restart(struct staffroom *room, struct app *app)
{
    room->leaving = notify_is_heard();
    if (room->leaving) {
        log_info("staff restarted Foyer");
    } else {
        log_warn("staff wanted Foyer restarted, but nothing would start it again");
        app_wish_ended(app, STAFF_OUTCOME_NO_RESTART);
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
        restart(room, app);
    } else if (wish == STAFF_WISH_POWEROFF) {
        shut_down(room, config, app, now_ms);
    }
    look_after_command(room, config, app, now_ms);
}
