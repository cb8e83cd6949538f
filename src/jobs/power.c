/* The display's power. How: DPMS and the backlight through platform, or a line for the shell, because what
 * reaches a monitor differs from one to the next (ddcutil, cec-client, a plug on the network). */
#include "jobs/power.h"

#include <stdlib.h>
#include <time.h>

#include "base/alloc.h"
#include "base/clock.h"
#include "base/log.h"
#include "base/str.h"

static const int64_t LONGEST_MS = 30000, GRACE_MS = 200;

/* Starts the command that is wanted, once the one before has ended: two at once would meet on the wire. */
static void start(struct power *power, int64_t now_ms)
{
    const char *command = power->wanted;
    if (command == NULL || power->child.pid != 0) {
        return;
    }
    power->wanted = NULL;
    power->said = command;
    power->until_ms = now_ms + LONGEST_MS;
    char *shell = xstrdup("/bin/sh"), *flag = xstrdup("-c"), *line = xstrdup(command);
    char *argv[] = {shell, flag, line, NULL};
    if (!spawn_child(&power->child, argv)) {
        log_warn("\"%s\" could not be started", command);
    }
    free(shell);
    free(flag);
    free(line);
}

void power_switch(struct power *power, const struct config *config, struct gfx *gfx, bool on,
                  int64_t now_ms)
{
    if (power->off == !on) {
        return;
    }
    power->off = !on;
    const char *how = config->display.off;
    log_info("the picture is %s", on ? "on" : "off");
    if (str_same(how, "dpms")) {
        gfx_power(gfx, on);
    } else if (!str_same(how, "black")) {
        const char *command = on ? config->display.on : how;
        power->wanted = str_blank(command) ? NULL : command;
        start(power, now_ms);
    }
}

void power_tick(struct power *power, int64_t now_ms)
{
    int status = 0;
    if (power->child.pid != 0 && spawn_ended(&power->child, &status)) {
        if (status != 0) {
            log_warn(
                "\"%s\" did not work; try it by hand as Foyer's account, or set [display] off = "
                "black",
                power->said);
        }
    } else if (power->child.pid != 0 && now_ms >= power->until_ms) {
        log_warn("\"%s\" did not end by itself and was stopped", power->said);
        spawn_stop(&power->child, GRACE_MS);
    }
    start(power, now_ms);
}

void power_settle(struct power *power, int64_t most_ms)
{
    static const int64_t step_ms = 10;
    for (int64_t ms = 0; ms < most_ms && power->child.pid != 0; ms += step_ms) {
        power_tick(power, power->until_ms - 1);
        struct timespec moment = {.tv_nsec = step_ms * 1000000};
        nanosleep(&moment, NULL);
    }
}

void power_end(struct power *power, const struct config *config, struct gfx *gfx)
{
    if (gfx != NULL) {
        power_switch(power, config, gfx, true, clock_monotonic_ms());
    }
    power_settle(power, 1000);
    spawn_stop(&power->child, GRACE_MS);
}
