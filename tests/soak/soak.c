/* A simulated year: the real screen on the virtual clock, with import and sync started anew each day.
 *
 *     soak FOLDER PHOTO DAYS            FOYER: the program; prints a line a week, then what it comes to
 *
 * A day: a morning's rotation frame by frame as often as it is due (the hours in which nothing else happens
 * are one step of the clock), 14 photos dropped and those of a week ago deleted, import; 30 visitors, six of
 * whom send a reply; the office answers some and deletes one; sync; the night, in which the picture is off.
 *
 * Judged: memory, descriptors and textures must not grow after the first days; the databases and the cache
 * must stay level; every reply must be in the office's file or have been deleted there. SOAK_LEAK=1 leaks
 * a little each day, and must then be found. */
#include <dirent.h>
#include <malloc.h>
#include <math.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <sqlite3.h>

#include "base/alloc.h"
#include "base/i18n.h"
#include "base/path.h"
#include "jobs/options.h"
#include "jobs/stage.h"
#include "jobs/tour.h"

#define START "2026-11-30T07:00"
#define DROPS 14
#define KEPT_DAYS 7
#define VISITORS 30
#define REPLIES 6
/* Caches and allocators fill up first: what counts is what comes after so many days. */
#define WARM_DAYS 10
#define MOST_DAYS 4000

struct sample {
    int64_t memory_kb, heap_kb, fds, texture_kb, catalogue_kb, outbox_kb, cache_kb;
};

struct soak {
    const char *dir, *photo, *program;
    char *share, *state, *office, *achievements;
    char *share_set, *state_set; /* settings; the options keep pointers into them */
    struct options options;
    struct stage stage;
    int64_t stored, deleted;
    struct sample days[MOST_DAYS];
};

/* ---- what it has come to ---- */

static int64_t size_kb(const char *folder, const char *name)
{
    char *path = path_join(folder, name);
    struct stat st = {0};
    int64_t kb = stat(path, &st) == 0 ? (int64_t)st.st_size / 1024 : 0;
    free(path);
    return kb;
}

static int64_t files_in(const char *folder, int64_t *kb)
{
    int64_t count = 0;
    DIR *dir = opendir(folder);
    struct dirent *entry;
    *kb = 0;
    while (dir != NULL && (entry = readdir(dir)) != NULL) {
        if (entry->d_name[0] != '.') {
            count++;
            *kb += size_kb(folder, entry->d_name);
        }
    }
    if (dir != NULL) {
        closedir(dir);
    }
    return count;
}

static int64_t memory_kb(void)
{
    FILE *file = fopen("/proc/self/smaps_rollup", "re");
    char line[256];
    int64_t kb = 0;
    while (file != NULL && fgets(line, sizeof line, file) != NULL) {
        if (strncmp(line, "Pss:", 4) == 0) {
            kb = strtoll(line + 4, NULL, 10);
        }
    }
    if (file != NULL) {
        fclose(file);
    }
    return kb;
}

static struct sample take_sample(const struct soak *s)
{
    struct sample sample = {0};
    int64_t ignored = 0;
    char *cache = path_join(s->state, "cache"), *replies = path_join(s->state, "replies");
    struct mallinfo2 heap = mallinfo2();
    sample.memory_kb = memory_kb();
    sample.heap_kb = (int64_t)((heap.uordblks + heap.hblkhd) / 1024);
    sample.fds = files_in("/proc/self/fd", &ignored);
    sample.texture_kb = (int64_t)(gfx_counts(s->stage.gfx).texture_bytes / 1024);
    sample.catalogue_kb = size_kb(s->state, "catalogue.db");
    sample.outbox_kb = size_kb(replies, "outbox.db") + size_kb(replies, "outbox.db-wal");
    files_in(cache, &sample.cache_kb);
    free(cache);
    free(replies);
    return sample;
}

/* ---- a day ---- */

/* import or sync, as a process of its own, at the stage's time. */
static void run_job(const struct soak *s, const char *job)
{
    char iso[24];
    wall_to_iso(clock_wall(&s->stage.clock), true, iso);
    char *share = xasprintf("content.share=%s", s->share);
    char *state = xasprintf("content.state=%s", s->state);
    char *staff = xasprintf("replies.staff_file=%s/Replies.sqlite", s->office);
    pid_t pid = fork();
    if (pid == 0) {
        execl(s->program, "foyer", job, "--once", "--now", iso, "--set", share, "--set", state,
              "--set", staff, "--set", "content.settle_seconds=0", (char *)NULL);
        _exit(127);
    }
    int status = 0;
    waitpid(pid, &status, 0);
    if (status != 0) {
        fprintf(stderr, "%s ended with %d\n", job, status);
    }
    free(share);
    free(state);
    free(staff);
}

/* A photo like the others, with a comment of its own (ITU T.81, COM), so that none has another's content. */
static void drop(const struct soak *s, const char *bytes, size_t length, int day, int number)
{
    char *path = xasprintf("%s/Day %d, photo %d.jpg", s->achievements, day, number);
    FILE *file = fopen(path, "wbe");
    if (file != NULL) {
        fwrite(bytes, 1, 2, file);
        fprintf(file, "\xff\xfe%c%c%06d%04d", 0, 12, day, number);
        fwrite(bytes + 2, 1, length - 2, file);
        fclose(file);
    }
    free(path);
}

static void change_share(const struct soak *s, int day)
{
    char *bytes = NULL;
    size_t length = 0;
    if (!path_read(s->photo, 10 << 20, &bytes, &length)) {
        return;
    }
    for (int i = 0; i < DROPS; i++) {
        drop(s, bytes, length, day, i);
        char *old = xasprintf("%s/Day %d, photo %d.jpg", s->achievements, day - KEPT_DAYS, i);
        unlink(old);
        free(old);
    }
    free(bytes);
}

static void play(struct soak *s, const char *tour)
{
    char *path = xasprintf("%s/%s.tour", s->dir, tour);
    s->options.tour = path;
    if (tour_play(&s->stage) != EXIT_DONE) {
        fprintf(stderr, "the visit \"%s\" could not be made\n", tour);
    }
    stage_paint(&s->stage);
    stage_advance(&s->stage, 120000); /* they leave, and the pictures come back */
    free(path);
}

/* Slides as they come, each with the frames of its fade. */
static void rotate(struct soak *s, int64_t ms)
{
    int64_t end = clock_ms(&s->stage.clock) + ms;
    while (clock_ms(&s->stage.clock) < end) {
        stage_advance(&s->stage, s->stage.app.rotation.fading ? 100 : 4000);
        stage_paint(&s->stage);
    }
}

/* Answers, and deletes one that was answered long ago. */
static void office_works(struct soak *s)
{
    char *path = path_join(s->office, "Replies.sqlite");
    sqlite3 *db = NULL;
    if (sqlite3_open(path, &db) == SQLITE_OK) {
        sqlite3_busy_timeout(db, 5000);
        sqlite3_exec(
            db,
            "UPDATE Replies SET status = 'done', notes = 'answered' WHERE status = 'new'"
            " AND rowid % 3 > 0;"
            "DELETE FROM Replies WHERE rowid = (SELECT rowid FROM Replies WHERE status = 'done'"
            " ORDER BY received LIMIT 1)",
            NULL, NULL, NULL);
        s->deleted += sqlite3_changes(db);
    }
    sqlite3_close(db);
    free(path);
}

static int64_t rows_of_office(const struct soak *s, bool distinct)
{
    char *path = path_join(s->office, "Replies.sqlite");
    sqlite3 *db = NULL;
    sqlite3_stmt *row = NULL;
    int64_t rows = -1;
    if (sqlite3_open(path, &db) == SQLITE_OK &&
        sqlite3_prepare_v2(db,
                           distinct ? "SELECT count(DISTINCT \"reply id\") FROM Replies"
                                    : "SELECT count(*) FROM Replies",
                           -1, &row, NULL) == SQLITE_OK &&
        sqlite3_step(row) == SQLITE_ROW) {
        rows = sqlite3_column_int64(row, 0);
    }
    sqlite3_finalize(row);
    sqlite3_close(db);
    free(path);
    return rows;
}

static void live(struct soak *s, int day)
{
    static const char *const visits[] = {"browse", "events", "letters", "privacy", "leaves"};
    int64_t began = clock_ms(&s->stage.clock);
    change_share(s, day);
    run_job(s, "import");
    rotate(s, 300000);
    for (int i = 0; i < VISITORS; i++) {
        play(s, i % (VISITORS / REPLIES) == 0 ? "offer" : visits[i % 5]);
        if (i == VISITORS / 2) {
            run_job(s, "sync");
            office_works(s);
        }
    }
    run_job(s, "sync");
    if (getenv("SOAK_LEAK") != NULL) {
        memset(xmalloc(40000), 1, 40000);
    }
    int64_t rest = WALL_DAY * 1000 - (clock_ms(&s->stage.clock) - began);
    clock_advance(&s->stage.clock, rest);
    stage_tick(&s->stage);
    stage_paint(&s->stage);
    s->days[day] = take_sample(s);
}

/* ---- the judgement ---- */

static double value_of(const struct sample *sample, size_t field)
{
    return (double)*(const int64_t *)(const void *)((const char *)sample + field);
}

/* What is added each day, by least squares over the days after the first, and the standard error of that:
 * memory goes up and down with the slide that is shown. */
static double slope(const struct soak *s, int days, size_t field, double *error)
{
    double n = days - WARM_DAYS, sx = 0, sy = 0, sxx = 0, sxy = 0, rest = 0;
    for (int day = WARM_DAYS; day < days; day++) {
        double x = day - WARM_DAYS, y = value_of(&s->days[day], field);
        sx += x, sy += y, sxx += x * x, sxy += x * y;
    }
    double a_day = (n * sxy - sx * sy) / (n * sxx - sx * sx);
    double begin = (sy - a_day * sx) / n;
    for (int day = WARM_DAYS; day < days; day++) {
        double off = value_of(&s->days[day], field) - begin - a_day * (day - WARM_DAYS);
        rest += off * off;
    }
    *error = sqrt(rest / (n - 2) / (sxx - sx * sx / n));
    return a_day;
}

static int judge(const struct soak *s, int days)
{
    static const struct {
        const char *what;
        size_t field;
        double most; /* a day */
    } fields[] = {
        {"memory of the screen (PSS, KB)", offsetof(struct sample, memory_kb), 8},
        {"memory it holds (heap, KB)", offsetof(struct sample, heap_kb), 2},
        {"descriptors", offsetof(struct sample, fds), 0.005},
        {"textures (KB)", offsetof(struct sample, texture_kb), 8},
        {"catalogue.db (KB)", offsetof(struct sample, catalogue_kb), 1},
        {"outbox.db (KB)", offsetof(struct sample, outbox_kb), 2},
        {"cache (KB)", offsetof(struct sample, cache_kb), 1},
    };
    int failed = 0;
    const struct sample *last = &s->days[days - 1], *first = &s->days[WARM_DAYS];
    for (size_t i = 0; i < sizeof fields / sizeof fields[0]; i++) {
        double error = 0;
        double a_day = slope(s, days, fields[i].field, &error);
        bool ok = a_day - 3 * error <= fields[i].most;
        failed += !ok;
        printf("%s - %s: day %d %.0f, day %d %.0f, %+.3f a day (+- %.3f)\n", ok ? "ok" : "not ok",
               fields[i].what, WARM_DAYS, value_of(first, fields[i].field), days - 1,
               value_of(last, fields[i].field), a_day, error);
    }
    int64_t rows = rows_of_office(s, false);
    bool ok = rows == s->stage.stored - s->deleted && rows == rows_of_office(s, true);
    failed += !ok;
    printf("%s - replies: %lld thanked, %lld deleted by the office, %lld in its file\n",
           ok ? "ok" : "not ok", (long long)s->stage.stored, (long long)s->deleted,
           (long long)rows);
    return failed;
}

/* ---- beginning ---- */

static void write_visit(const struct soak *s, const char *name, const char *steps)
{
    char *path = xasprintf("%s/%s.tour", s->dir, name);
    (void)path_write_atomic(path, steps, strlen(steps), 0644);
    free(path);
}

static void write_visits(const struct soak *s)
{
    write_visit(s, "offer",
                "tap @400,400\ntap \"See everything\"\ntap \"Help out\"\ntap \"Library helpers\"\n"
                "tap \"I could help\"\ntap \"Next\"\ntap \"Next\"\ntype \"Fatima\"\ntap \"Next\"\n"
                "tap \"Text me\"\ntype \"07700900123\"\ntap \"Next\"\ntap \"Send my offer\"\n"
                "expect \"Thank you\"\n");
    write_visit(s, "browse", "tap \"Touch to explore\"\ntap \"Celebrations\"\nwait 5s\n");
    write_visit(s, "events", "tap \"Touch to explore\"\ntap \"What's on\"\nwait 5s\n");
    write_visit(s, "letters", "tap @400,400\nwait 8s\n");
    write_visit(s, "privacy",
                "tap \"Touch to explore\"\ntap \"Help out\"\ntap \"Library helpers\"\nwait 9s\n");
    write_visit(s, "leaves", "random 30s 7\n");
}

static bool begin(struct soak *s, char **argv)
{
    s->dir = argv[1];
    s->photo = argv[2];
    s->program = getenv("FOYER");
    s->share = path_join(s->dir, "share");
    s->state = path_join(s->dir, "state");
    s->office = path_join(s->dir, "office");
    s->achievements = path_join(s->share, "Achievements");
    static const struct {
        const char *folder, *name, *text;
    } texts[] = {
        {"Volunteering", "Library helpers.txt", "Library helpers\nHelp children choose books.\n"},
        {"Volunteering", "Canteen.txt", "Canteen helper\nServe lunch.\n"},
        {"Events", "Weekly.ics",
         "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:x\r\nBEGIN:VEVENT\r\nUID:a\r\nDTSTART:"
         "20261201T183000\r\n"
         "DTEND:20261201T193000\r\nRRULE:FREQ=WEEKLY;COUNT=500\r\nSUMMARY:Choir\r\nEND:VEVENT\r\n"
         "END:VCALENDAR\r\n"},
    };
    bool ok = s->program != NULL && path_make_dirs(s->achievements, 0755) &&
              path_make_dirs(s->state, 0700) && path_make_dirs(s->office, 0700);
    for (size_t i = 0; ok && i < sizeof texts / sizeof texts[0]; i++) {
        char *folder = path_join(s->share, texts[i].folder);
        char *path = path_join(folder, texts[i].name);
        ok = path_make_dirs(folder, 0755) &&
             path_write_atomic(path, texts[i].text, strlen(texts[i].text), 0644);
        free(path);
        free(folder);
    }
    s->share_set = xasprintf("content.share=%s", s->share);
    s->state_set = xasprintf("content.state=%s", s->state);
    char *arguments[] = {"show",  "--headless", "--size", "1280x800",
                         "--now", START,        "--set",  s->share_set,
                         "--set", s->state_set, "--set",  "display.hours=07:00-18:00",
                         NULL};
    ok = ok && options_read(&s->options, 12, arguments) == EXIT_DONE;
    write_visits(s);
    char *locale = path_locale();
    i18n_start(locale);
    free(locale);
    return ok && stage_open(&s->stage, &s->options);
}

int main(int argc, char **argv)
{
    static struct soak s;
    int days = argc == 4 ? (int)strtol(argv[3], NULL, 10) : 0;
    if (days < WARM_DAYS + 5 || days > MOST_DAYS || !begin(&s, argv)) {
        fprintf(stderr, "Usage: soak FOLDER PHOTO DAYS   (%d or more), with FOYER set\n",
                WARM_DAYS + 5);
        return 2;
    }
    for (int day = 0; day < days; day++) {
        live(&s, day);
        if (day % 7 == 6) {
            const struct sample *now = &s.days[day];
            printf("# day %d: %lld MB (holds %lld KB), %lld descriptors, %lld KB of textures, "
                   "cache %lld KB, %lld replies\n",
                   day + 1, (long long)now->memory_kb / 1024, (long long)now->heap_kb,
                   (long long)now->fds, (long long)now->texture_kb, (long long)now->cache_kb,
                   (long long)s.stage.stored);
            fflush(stdout);
        }
    }
    int failed = judge(&s, days);
    fflush(stdout); /* a leak that is found at the end must not take the verdict with it */
    stage_close(&s.stage);
    options_free(&s.options);
    return failed > 0;
}
