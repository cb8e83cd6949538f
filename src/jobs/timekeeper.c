/* The timekeeper. How: adjtimex tells of the network, CLOCK_BOOTTIME and the boot id of this start, the class
 * rtc of a battery. The note is a few lines, written whole. */
#include "jobs/timekeeper.h"

#include <fcntl.h>
#include <glob.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "base/log.h"
#include "base/path.h"
#include "base/str.h"

#define NOTE_LIMIT 4096

void timekeeper_open(struct timekeeper *keeper, const char *state, bool writes)
{
    *keeper = (struct timekeeper){
        .path = path_join(state, "clock"),
        .writes = writes,
        .note = clocktrust_nothing(),
        .stored = clocktrust_nothing(),
        .belief = {.reason = CLOCK_UNSET, .now = clock_built()},
    };
}

/* ---- the facts ---- */

static void read_boot_id(char out[CLOCKTRUST_BOOT])
{
    int fd = open("/proc/sys/kernel/random/boot_id", O_RDONLY | O_CLOEXEC);
    ssize_t length = fd >= 0 ? read(fd, out, CLOCKTRUST_BOOT - 1) : 0;
    if (fd >= 0) {
        (void)close(fd);
    }
    out[length > 0 ? length : 0] = '\0';
    out[strcspn(out, " \n")] = '\0';
}

/* What the file of a battery clock says: seconds since 1970. 0: it does not say. */
static long long read_battery(const char *path)
{
    char *text = NULL;
    size_t length = 0;
    long long seconds = path_read(path, 64, &text, &length) ? strtoll(text, NULL, 10) : 0;
    free(text);
    return seconds > 0 ? seconds : 0;
}

/* The battery clock that is nearest to `now`. Most count in UTC; beside a Windows in local time. */
static wall_t battery_near(wall_t now)
{
    glob_t found = {0};
    wall_t nearest = WALL_NONE;
    if (glob("/sys/class/rtc/rtc*/since_epoch", 0, NULL, &found) == 0) {
        for (size_t i = 0; i < found.gl_pathc; i++) {
            long long seconds = read_battery(found.gl_pathv[i]);
            const wall_t readings[] = {wall_from_unix((time_t)seconds), (wall_t)seconds};
            for (size_t j = 0; seconds > 0 && j < 2; j++) {
                bool nearer =
                    nearest == WALL_NONE || llabs(readings[j] - now) < llabs(nearest - now);
                nearest = nearer ? readings[j] : nearest;
            }
        }
    }
    globfree(&found);
    return nearest;
}

struct clock_facts timekeeper_look(void)
{
    struct timespec up;
    clock_gettime(CLOCK_BOOTTIME, &up);
    struct clock_facts facts = {.now = clock_wall_now(),
                                .up_ms = (int64_t)up.tv_sec * 1000 + up.tv_nsec / 1000000,
                                .synchronised = clock_synchronised(),
                                .battery = WALL_NONE,
                                .newest = WALL_NONE,
                                .built = clock_built()};
    static char boot[CLOCKTRUST_BOOT]; /* it stays as long as this process lives */
    if (boot[0] == '\0') {
        read_boot_id(boot);
    }
    memcpy(facts.boot, boot, sizeof boot);
    if (!facts.synchronised) {
        facts.battery = battery_near(facts.now);
    }
    return facts;
}

struct clock_facts timekeeper_told(wall_t now, bool set)
{
    /* As if the program were as old as any: tours play long before the day it was made. */
    return (struct clock_facts){.now = now,
                                .synchronised = set,
                                .battery = WALL_NONE,
                                .newest = WALL_NONE,
                                .built = 19723 * WALL_DAY};
}

/* ---- the note ---- */

/* Reads it when it is another one than was read last. Of the network's word this process's own counts more. */
static void read_note(struct timekeeper *keeper)
{
    struct stat st = {0};
    char *text = NULL;
    size_t length = 0;
    if (stat(keeper->path, &st) != 0 ||
        (st.st_ino == keeper->seen.st_ino && st.st_mtim.tv_sec == keeper->seen.st_mtim.tv_sec &&
         st.st_mtim.tv_nsec == keeper->seen.st_mtim.tv_nsec) ||
        !path_read(keeper->path, NOTE_LIMIT, &text, &length)) {
        return;
    }
    keeper->seen = st;
    keeper->stored = clocktrust_read(text);
    free(text);
    struct clock_note own = keeper->note;
    keeper->note = keeper->stored;
    if (own.set != WALL_NONE) {
        keeper->note = own;
        keeper->note.newest = keeper->stored.newest;
    } else if (own.kept != WALL_NONE) {
        keeper->note.kept = own.kept;
    }
}

static void store_note(struct timekeeper *keeper)
{
    struct str text = {0};
    clocktrust_write(&keeper->note, &text);
    if (path_write_atomic(keeper->path, text.data, text.length, path_private_mode(keeper->path))) {
        (void)stat(keeper->path, &keeper->seen);
    }
    keeper->stored =
        keeper->note; /* a disk that cannot be written is not tried again each second */
    str_free(&text);
}

static void say(struct timekeeper *keeper)
{
    const struct clock_belief *b = &keeper->belief;
    bool news = !keeper->said_before || keeper->said != b->reason;
    if (news && !b->sure) {
        log_warn("the clock %s; no dates are claimed and nothing expires. %s",
                 clocktrust_sentence(b->reason), clocktrust_advice(b->reason));
    } else if (news && keeper->said_before && keeper->said > CLOCK_BATTERY) {
        log_info("the clock %s; it is believed again", clocktrust_sentence(b->reason));
    }
    keeper->said_before = true;
    keeper->said = b->reason;
}

struct clock_belief timekeeper_judge(struct timekeeper *keeper, const struct clock_facts *facts)
{
    if (!facts->synchronised || !keeper->said_before) {
        read_note(keeper);
    }
    keeper->belief = clocktrust_judge(facts, &keeper->note);
    clocktrust_remember(&keeper->note, facts, &keeper->belief);
    if (keeper->writes && clocktrust_is_worth_storing(&keeper->stored, &keeper->note)) {
        store_note(keeper);
    }
    say(keeper);
    return keeper->belief;
}

void timekeeper_close(struct timekeeper *keeper)
{
    if (keeper->writes && keeper->path != NULL && keeper->belief.sure &&
        keeper->note.kept > keeper->stored.kept + 600) {
        store_note(keeper);
    }
    free(keeper->path);
    *keeper = (struct timekeeper){0};
}

struct clock_belief timekeeper_ask(const struct options *options)
{
    struct timekeeper keeper;
    timekeeper_open(&keeper, options->config.content.state, false);
    keeper.said_before = true; /* it is said on paper, not in the log */
    struct clock_facts facts = options->now != WALL_NONE
                                   ? timekeeper_told(options->now, !options->now_unset)
                                   : timekeeper_look();
    read_note(&keeper);
    struct clock_belief belief = clocktrust_judge(&facts, &keeper.note);
    timekeeper_close(&keeper);
    return belief;
}
