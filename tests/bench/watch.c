/* Watches a slideshow program from outside, as a visitor would: what it puts on an X display, when, and
 * what of the computer it takes for that.
 *
 *     watch STILL FADES COMMAND…          prints one line NAME=NUMBER …
 *     watch --touch TIMES COMMAND…        the same, of presses only
 *     watch --start COMMAND…              only starts it, until the first photo
 *
 * How: the display (DISPLAY; nothing else may use it) tells each change of its pixels (X Damage), which
 * counts frames the same way for every program. Photos are recognised by their red: tests/bench/rivals.sh
 * makes them so. The processor time is the kernel's own of all processes of the command
 * (/proc/PID/task/TID/schedstat, nanoseconds), memory their proportional set size (smaps_rollup).
 *
 *     first_ms       from exec to the first photo on the display
 *     still_pss_kb   memory while a slide stands
 *     still_cpu_ppm, still_frames, still_wakeups   a second, over STILL seconds in which no slide changes
 *     fade_frames, fade_cpu_us (a frame), fade_p50_us, fade_p99_us, fade_max_us (between frames), of FADES fades
 *     fade_pss_kb    the most memory seen behind a fade
 *     touch_us       median from a press to the next changed pixel, of a few
 *
 * With --touch the command must mark where it is pressed, open a light page, and go back to the photos by itself:
 *
 *     still_us, fade_us            median from a press to the picture with its mark: on a slide, and while one slide
 *                                  fades into the next
 *     still_most_us, fade_most_us  the longest of them */
#include <X11/Xlib.h>
#include <X11/Xutil.h>
#include <X11/extensions/XTest.h>
#include <X11/extensions/Xdamage.h>
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#define PROCESSES 256
#define FRAMES 20000
/* Two changes closer than this belong to one fade; a program that draws always has no stillness. */
#define FADE_GAP_NS 200000000LL
#define TOUCHES 9

struct watch {
    Display *display;
    Window root;
    Damage damage;
    int damage_event;
    pid_t group; /* the session of the command: its processes are found by it */
};

static int64_t now_ns(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (int64_t)t.tv_sec * 1000000000 + t.tv_nsec;
}

/* ---- what the processes take ---- */

static size_t processes(pid_t session, pid_t *out)
{
    size_t count = 0;
    DIR *proc = opendir("/proc");
    struct dirent *entry;
    while (proc != NULL && (entry = readdir(proc)) != NULL && count < PROCESSES) {
        pid_t pid = (pid_t)strtol(entry->d_name, NULL, 10);
        if (pid > 0 && getsid(pid) == session) {
            out[count++] = pid;
        }
    }
    if (proc != NULL) {
        closedir(proc);
    }
    return count;
}

/* The number behind `name` in a file of /proc; 0 when it is gone. */
static int64_t number_in(const char *path, const char *name)
{
    FILE *file = fopen(path, "re");
    char line[512];
    int64_t number = 0;
    while (file != NULL && fgets(line, sizeof line, file) != NULL) {
        if (strncmp(line, name, strlen(name)) == 0) {
            number += strtoll(line + strlen(name), NULL, 10);
        }
    }
    if (file != NULL) {
        fclose(file);
    }
    return number;
}

static int64_t memory_kb(pid_t session)
{
    pid_t pids[PROCESSES];
    size_t count = processes(session, pids);
    int64_t sum = 0;
    for (size_t i = 0; i < count; i++) {
        char path[64];
        snprintf(path, sizeof path, "/proc/%d/smaps_rollup", pids[i]);
        sum += number_in(path, "Pss:");
    }
    return sum;
}

struct used {
    int64_t cpu_ns, wakeups; /* voluntary switches: each is a sleep that ended */
};

static void add_thread(struct used *used, pid_t pid, const char *tid)
{
    char path[128], line[128] = "";
    snprintf(path, sizeof path, "/proc/%d/task/%.20s/schedstat", pid, tid);
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    if (fd >= 0) {
        if (read(fd, line, sizeof line - 1) > 0) {
            used->cpu_ns += strtoll(line, NULL, 10);
        }
        close(fd);
    }
    snprintf(path, sizeof path, "/proc/%d/task/%.20s/status", pid, tid);
    used->wakeups += number_in(path, "voluntary_ctxt_switches:");
}

static struct used used_by(pid_t session)
{
    pid_t pids[PROCESSES];
    size_t count = processes(session, pids);
    struct used used = {0};
    for (size_t i = 0; i < count; i++) {
        char path[64];
        snprintf(path, sizeof path, "/proc/%d/task", pids[i]);
        DIR *tasks = opendir(path);
        struct dirent *entry;
        while (tasks != NULL && (entry = readdir(tasks)) != NULL) {
            if (entry->d_name[0] != '.') {
                add_thread(&used, pids[i], entry->d_name);
            }
        }
        if (tasks != NULL) {
            closedir(tasks);
        }
    }
    return used;
}

/* ---- what is on the display ---- */

/* Waits for a change until `until` at most; when it came, or 0. */
static int64_t next_change(struct watch *w, int64_t until)
{
    for (;;) {
        while (XPending(w->display) > 0) {
            XEvent event;
            XNextEvent(w->display, &event);
            if (event.type == w->damage_event) {
                int64_t when = now_ns();
                XDamageSubtract(w->display, w->damage, None, None);
                XFlush(w->display);
                return when;
            }
        }
        int64_t left = until - now_ns();
        if (left <= 0) {
            return 0;
        }
        struct pollfd fd = {.fd = ConnectionNumber(w->display), .events = POLLIN};
        poll(&fd, 1, (int)(left / 1000000) + 1);
    }
}

/* What is in the middle of the display: of a row, its two middle quarters. */
struct middle {
    bool photo; /* a photo's red is somewhere */
    bool page;  /* and a page's paper */
};

static struct middle look(struct watch *w)
{
    struct middle m = {0};
    XWindowAttributes all;
    XGetWindowAttributes(w->display, w->root, &all);
    XImage *row = XGetImage(w->display, w->root, all.width / 4, all.height / 2,
                            (unsigned)all.width / 2, 1, AllPlanes, ZPixmap);
    for (int x = 0; row != NULL && x < all.width / 2; x += 8) {
        unsigned long p = XGetPixel(row, x, 0);
        unsigned long r = p >> 16 & 255, g = p >> 8 & 255, b = p & 255;
        m.photo = m.photo || (r > 150 && g < 90 && b < 90);
        m.page = m.page || (r > 150 && g > 150 && b > 150);
    }
    if (row != NULL) {
        XDestroyImage(row);
    }
    return m;
}

/* The lightest green around a place: photos here have little of it, the mark under a finger has much. */
static int light_at(struct watch *w, int x, int y)
{
    int most = 0;
    XImage *row = XGetImage(w->display, w->root, x - 64, y, 128, 1, AllPlanes, ZPixmap);
    for (int i = 0; row != NULL && i < row->width; i++) {
        int green = (int)(XGetPixel(row, i, 0) >> 8 & 255);
        most = green > most ? green : most;
    }
    if (row != NULL) {
        XDestroyImage(row);
    }
    return most;
}

static bool photo_there(struct watch *w)
{
    return look(w).photo;
}

static bool page_there(struct watch *w)
{
    return look(w).page;
}

static pid_t begin(char **command)
{
    pid_t pid = fork();
    if (pid == 0) {
        setsid();
        execvp(command[0], command);
        _exit(127);
    }
    return pid;
}

static void end(struct watch *w)
{
    pid_t pids[PROCESSES];
    size_t count = processes(w->group, pids);
    for (size_t i = 0; i < count; i++) {
        kill(pids[i], SIGKILL);
    }
    waitpid(w->group, NULL, 0);
}

static int64_t wait_for_photo(struct watch *w)
{
    int64_t start = now_ns(), limit = start + 60000000000LL;
    while (now_ns() < limit) {
        if (next_change(w, limit) != 0 && photo_there(w)) {
            return now_ns() - start;
        }
    }
    return -1;
}

/* ---- measuring ---- */

static int by_size(const void *a, const void *b)
{
    int64_t x = *(const int64_t *)a, y = *(const int64_t *)b;
    return x < y ? -1 : x > y;
}

/* Of `count` sorted times, 1 or more, that below which `percent` of them lie, in microseconds. */
static double part_us(const int64_t *sorted, int count, int percent)
{
    int at = count * percent / 100;
    return (double)sorted[at < count ? at : count - 1] / 1e3;
}

/* Waits until nothing has changed for a second; after a minute it gives up: it never stands. */
static void settle(struct watch *w)
{
    int64_t limit = now_ns() + 60000000000LL;
    while (now_ns() < limit && next_change(w, now_ns() + 1000000000) != 0) {
    }
}

static void still(struct watch *w, double seconds)
{
    settle(w);
    int64_t pss = memory_kb(w->group), frames = 0, quiet_ns = 0;
    struct used sum = {0};
    /* In pieces; one in which a slide changed (many frames) is left out unless that never ends. */
    for (int tries = 0; quiet_ns < (int64_t)(seconds * 1e9) && tries < 60; tries++) {
        struct used before = used_by(w->group);
        int64_t began = now_ns(), until = began + 2000000000, changes = 0;
        while (next_change(w, until) != 0) {
            changes++;
        }
        struct used after = used_by(w->group);
        if (changes > 3 && tries < 40) {
            continue;
        }
        quiet_ns += now_ns() - began;
        frames += changes;
        sum.cpu_ns += after.cpu_ns - before.cpu_ns;
        sum.wakeups += after.wakeups - before.wakeups;
    }
    double s = (double)quiet_ns / 1e9;
    printf(" still_pss_kb=%lld still_cpu_ppm=%.0f still_frames=%.2f still_wakeups=%.1f",
           (long long)pss, (double)sum.cpu_ns / 1e3 / s, (double)frames / s,
           (double)sum.wakeups / s);
}

/* A run of changes that lie close together; how many, their intervals behind `gaps`, the time used. */
static int one_fade(struct watch *w, int64_t *gaps, struct used *took)
{
    int64_t last = next_change(w, now_ns() + 30000000000LL);
    struct used before = used_by(w->group);
    int count = 0;
    int64_t when;
    while (count < FRAMES / 8 && last != 0 && (when = next_change(w, last + FADE_GAP_NS)) != 0) {
        gaps[count++] = when - last;
        last = when;
    }
    struct used after = used_by(w->group);
    took->cpu_ns = after.cpu_ns - before.cpu_ns;
    return count;
}

static void fades(struct watch *w, int wanted)
{
    static int64_t gaps[FRAMES];
    int frames = 0, faded = 0;
    int64_t cpu = 0, pss = 0;
    for (int i = 0; i < wanted * 4 && faded < wanted && frames < FRAMES / 2; i++) {
        if (i > 1 && faded == 0) {
            break; /* it does not fade */
        }
        struct used took = {0};
        int count = one_fade(w, gaps + frames, &took);
        if (count >= 5) {
            frames += count;
            cpu += took.cpu_ns;
            faded++;
            int64_t kb = memory_kb(w->group);
            pss = kb > pss ? kb : pss;
        }
    }
    if (frames == 0) {
        printf(" fade_frames=0");
        return;
    }
    qsort(gaps, (size_t)frames, sizeof gaps[0], by_size);
    printf(" fade_frames=%d fade_cpu_us=%.0f fade_p50_us=%.0f fade_p99_us=%.0f fade_max_us=%.0f "
           "fade_pss_kb=%lld",
           frames / faded, (double)cpu / 1e3 / frames, part_us(gaps, frames, 50),
           part_us(gaps, frames, 99), part_us(gaps, frames, 100), (long long)pss);
}

/* Presses in the middle, and lets go; the time to the next change. */
static void touches(struct watch *w)
{
    int64_t took[TOUCHES];
    int count = 0;
    XWindowAttributes all;
    XGetWindowAttributes(w->display, w->root, &all);
    for (int i = 0; i < TOUCHES; i++) {
        settle(w);
        XTestFakeMotionEvent(w->display, -1, all.width / 2 + i * 7, all.height / 2, 0);
        XFlush(w->display);
        while (next_change(w, now_ns() + 300000000) != 0) {
        }
        int64_t pressed = now_ns();
        XTestFakeButtonEvent(w->display, 1, True, 0);
        XTestFakeButtonEvent(w->display, 1, False, 0);
        XFlush(w->display);
        int64_t when = next_change(w, pressed + 1000000000);
        if (when != 0) {
            took[count++] = when - pressed;
        }
    }
    if (count > 0) {
        qsort(took, (size_t)count, sizeof took[0], by_size);
        printf(" touch_us=%.0f", part_us(took, count, 50));
    }
}

/* ---- presses on what stands and on what moves ---- */

/* Waits until a slide stands (nothing changed for a second); false: for a minute none did. */
static bool slide_stands(struct watch *w)
{
    int64_t limit = now_ns() + 60000000000LL;
    do {
        settle(w);
    } while (page_there(w) && now_ns() < limit);
    return !page_there(w);
}

/* Into the middle of the next fade: its fifth picture. A picture that comes alone is none. */
static bool fade_runs(struct watch *w)
{
    int64_t limit = now_ns() + 30000000000LL;
    int close = 0;
    while (close < 5 && now_ns() < limit) {
        close = next_change(w, now_ns() + FADE_GAP_NS) != 0 ? close + 1 : 0;
    }
    return close == 5 && !page_there(w);
}

struct answers {
    int64_t took[64];
    int count;
};

/* Presses, and looks at each picture until the press is to be seen on it. */
static void press(struct watch *w, int x, int y, struct answers *answers)
{
    int before = light_at(w, x, y);
    int64_t pressed = now_ns(), limit = pressed + 3000000000LL, when = 0;
    XTestFakeButtonEvent(w->display, 1, True, 0);
    XTestFakeButtonEvent(w->display, 1, False, 0);
    XFlush(w->display);
    while ((when = next_change(w, limit)) != 0) {
        if (light_at(w, x, y) > before + 40) {
            answers->took[answers->count++] = when - pressed;
            return;
        }
    }
    fputs("a press was not answered\n", stderr);
}

static void print_answers(struct answers *answers, const char *name)
{
    if (answers->count > 0) {
        qsort(answers->took, (size_t)answers->count, sizeof answers->took[0], by_size);
        printf("%s_us=%.0f %s_most_us=%.0f ", name, part_us(answers->took, answers->count, 50),
               name, part_us(answers->took, answers->count, 100));
    }
}

/* Presses on slides and in fades, in turn. */
static bool opened(struct watch *w, int times)
{
    struct answers on_slides = {0}, in_fades = {0};
    XWindowAttributes all;
    XGetWindowAttributes(w->display, w->root, &all);
    for (int i = 0; i < times * 2 && i < 64; i++) {
        int x = all.width / 2 + i, y = all.height / 2;
        XTestFakeMotionEvent(w->display, -1, x, y, 0);
        XFlush(w->display);
        bool in_fade = i % 2 == 1;
        if (slide_stands(w) && (!in_fade || fade_runs(w))) {
            press(w, x, y, in_fade ? &in_fades : &on_slides);
        }
    }
    print_answers(&on_slides, "still");
    print_answers(&in_fades, "fade");
    return on_slides.count > 0 && in_fades.count > 0;
}

static bool is_mode(char **argv, const char *mode)
{
    return strcmp(argv[1], mode) == 0;
}

int main(int argc, char **argv)
{
    struct watch w = {.display = XOpenDisplay(NULL)};
    int error = 0;
    bool start = argc > 2 && is_mode(argv, "--start");
    if ((argc < 4 && !start) || w.display == NULL ||
        !XDamageQueryExtension(w.display, &w.damage_event, &error)) {
        fputs("Usage: watch STILL_SECONDS FADES COMMAND…, watch --touch TIMES COMMAND… or watch "
              "--start COMMAND…, with DISPLAY set\n",
              stderr);
        return 2;
    }
    w.damage_event += XDamageNotify;
    w.root = DefaultRootWindow(w.display);
    XClearWindow(w.display, w.root);
    w.damage = XDamageCreate(w.display, w.root, XDamageReportNonEmpty);
    XDamageSubtract(w.display, w.damage, None, None);
    XSync(w.display, False);
    w.group = begin(argv + (start ? 2 : 3));
    int64_t first = wait_for_photo(&w);
    bool ok = first >= 0;
    if (ok && is_mode(argv, "--touch")) {
        ok = opened(&w, (int)strtol(argv[2], NULL, 10));
    } else if (ok && !start) {
        printf("first_ms=%.0f", (double)first / 1e6);
        still(&w, strtod(argv[1], NULL));
        fades(&w, (int)strtol(argv[2], NULL, 10));
        touches(&w);
    }
    printf("\n");
    end(&w);
    XCloseDisplay(w.display);
    return ok ? 0 : 1;
}
