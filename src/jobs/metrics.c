/* Status as metrics. How: one table of gauges; what is not known just now has no line, so that nobody is
 * alarmed by a nought that means nothing. Ages instead of times: the school's wall clock has no zone. */
#include <stdio.h>

#include "base/str.h"
#include "base/version.h"
#include "jobs/status.h"

/* Seconds since the moment that `iso` names; -1: none. */
static int64_t age(const char *iso, wall_t now)
{
    wall_t then = WALL_NONE;
    if (iso == NULL || !wall_from_iso(iso, &then, NULL)) {
        return -1;
    }
    return now > then ? now - then : 0;
}

static void gauge(struct str *out, const char *name, const char *about, int64_t value)
{
    if (value >= 0) {
        str_printf(out, "# HELP %s %s\n# TYPE %s gauge\n%s %lld\n", name, about, name, name,
                   (long long)value);
    }
}

void metrics_print(const struct status *s, wall_t now, struct str *out)
{
    const int64_t unknown = -1;
    str_puts(out, "# HELP foyer_info The program's version.\n# TYPE foyer_info gauge\n"
                  "foyer_info{version=\"" FOYER_VERSION "\"} 1\n"
                  "# HELP foyer_up Whether each service runs.\n# TYPE foyer_up gauge\n");
    str_printf(out,
               "foyer_up{service=\"show\"} %d\nfoyer_up{service=\"import\"} %d\n"
               "foyer_up{service=\"sync\"} %d\n",
               s->show != 0, s->import != 0, s->sync != 0);
    bool catalogue = s->catalogue == NULL;
    gauge(out, "foyer_share_ok", "Whether the shared folder could be read when last looked at.",
          s->share != NULL ? str_same(s->share, "ok") : unknown);
    gauge(out, "foyer_share_looked_age_seconds",
          "Since the shared folder was last looked at, to the hour.", age(s->last_looked, now));
    gauge(out, "foyer_items", "Items in the catalogue.", catalogue ? s->items : unknown);
    gauge(out, "foyer_items_showing", "Items that are shown now.",
          catalogue ? s->showing : unknown);
    gauge(out, "foyer_problems", "Files that could not be used; staff read why on the share.",
          catalogue ? s->problems : unknown);
    gauge(out, "foyer_replies", "Replies kept on this computer.",
          s->outbox == NULL ? s->replies : unknown);
    gauge(out, "foyer_replies_waiting", "Replies that are not in the office's file yet.",
          s->outbox == NULL ? s->waiting : unknown);
    gauge(out, "foyer_sync_ok", "Whether replies reach the office's file.",
          s->sync_problem != NULL ? s->sync_problem[0] == '\0' : unknown);
    gauge(out, "foyer_sync_age_seconds", "Since the office's file was last brought up to date.",
          age(s->last_sync, now));
    gauge(out, "foyer_publish_ok", "Whether the replies are published on the school's server.",
          s->publish_problem != NULL ? s->publish_problem[0] == '\0' : unknown);
    gauge(out, "foyer_replies_unanswered", "Replies that have been new for too long.",
          s->unanswered.known ? (int64_t)s->unanswered.count : unknown);
    gauge(out, "foyer_put_aside_files", "Damaged or changed files that were put aside.",
          (int64_t)s->aside.count);
    gauge(out, "foyer_clock_synchronised", "Whether the network has set the clock.",
          clocktrust_by_network(&s->clock));
    gauge(out, "foyer_clock_believed", "Whether the screen believes the clock.", s->clock.sure);
    gauge(out, "foyer_disk_free_bytes", "Free for pictures and replies.",
          s->disk_free_mb >= 0 ? s->disk_free_mb << 20 : unknown);
}
