/* The picture worker. How: one thread, libvips loaded and nothing decoded, waits in poll() for
 * requests, for children that ended (signalfd) and for the nearest deadline. Each request is one
 * forked child in a process group of its own, which locks itself in (content/sandbox) before it
 * looks at the first byte. When the decoder's end of the socket closes, everything here is killed. */
#include "content/pictureworker.h"

#include <errno.h>
#include <fcntl.h>
#include <malloc.h>
#include <poll.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/signalfd.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/memory.h"
#include "base/version.h"
#include "content/sandbox.h"

/* What a child may have of its own (PICTURE_MEMORY_MB counts what it touches of the libraries, too): 12
 * megapixels take 20 to 100 MB in every format. Large: 48 megapixels of a JPEG take up to 150, of a HEIC 350;
 * 100 of a progressive JPEG or an interlaced PNG 300, of an AVIF 640 (all measured). */
#define CHILD_DATA_MB 128
#define CHILD_LARGE_MB 1024
/* When a ceiling is near (foyer.slice): never less than some, and never what the screen's next fade takes. */
#define CHILD_LEAST_MB 24
#define SCREEN_SPARE_MB 16
#define CHILD_SPACE_MB 2048 /* addresses: with the libraries' own code */
#define CHILD_FILE_MB 256
#define CHILD_OPEN_FILES 64

/* One running child. */
struct running {
    pid_t pid; /* 0: free */
    uint32_t id;
    int64_t deadline_ms;
    int data_mb; /* what it may have */
    bool late;
};

struct worker {
    int socket, signals;
    struct running running[PICTURE_WORKER_MOST];
};

/* ---- the child ---- */

/* When memory ends for all of Foyer (foyer.slice), the kernel takes it from this process, not from the
 * display (proc(5), oom_score_adj). Anyone may raise their own number. */
static void volunteer(void)
{
    int file = open("/proc/self/oom_score_adj", O_WRONLY | O_CLOEXEC);
    if (file >= 0) {
        (void)!write(file, "1000", 4);
        close(file);
    }
}

static void write_record(int records, const struct worker_record *record)
{
    /* A record is far below PIPE_BUF, so it is written whole or not at all. */
    if (write(records, record, sizeof *record) < 0) {
        _exit(2);
    }
}

static void page_done(void *context, const struct rendering_page *page)
{
    const int *records = context;
    struct worker_record record = {.page = *page};
    write_record(*records, &record);
}

/* Never returns. */
static void child_main(const struct worker_request *request, int data_mb,
                       const int fds[WORKER_FD_COUNT])
{
    if (setpgid(0, 0) != 0 || prctl(PR_SET_PDEATHSIG, SIGKILL) != 0) {
        _exit(2);
    }
    sigset_t none;
    sigemptyset(&none);
    sigprocmask(SIG_SETMASK, &none, NULL);
    int nowhere = open("/dev/null", O_RDWR | O_CLOEXEC);
    if (nowhere >= 0) {
        (void)dup2(nowhere, STDOUT_FILENO);
        (void)dup2(nowhere, STDERR_FILENO);
        close(nowhere);
    }
    volunteer();
    mallopt(M_ARENA_MAX, 2); /* each arena reserves address space, which is limited */
    struct sandbox_limits fences = {.memory_mb = CHILD_SPACE_MB,
                                    .data_mb = (size_t)data_mb,
                                    .file_mb = CHILD_FILE_MB,
                                    .cpu_seconds = (int)(request->deadline_ms / 1000) + 1,
                                    .open_files = CHILD_OPEN_FILES};
    struct worker_record record = {.is_end = 1, .fences_missing = sandbox_enter(&fences)};
    struct rendering_limits limits = {.max_megapixels = (int)request->max_megapixels,
                                      .max_pdf_pages = (int)request->max_pdf_pages,
                                      .fit_pixels = (int)request->fit_pixels};
    int records = fds[WORKER_FD_RECORDS];
    struct rendering_end end = rendering_run(fds[WORKER_FD_INPUT], (enum file_type)request->type,
                                             &limits, fds[WORKER_FD_OUTPUT], page_done, &records);
    record.outcome = (uint32_t)end.outcome;
    record.width = end.width;
    record.height = end.height;
    record.more_pages = end.more_pages;
    write_record(records, &record);
    _exit(0);
}

/* ---- the warmed process ---- */

static void answer(struct worker *w, uint32_t id, int status, bool late, long memory_kb)
{
    struct worker_answer message = {
        .id = id, .wait_status = status, .late = late, .memory_kb = (uint32_t)memory_kb};
    (void)send(w->socket, &message, sizeof message, MSG_NOSIGNAL);
}

/* What the next child may have: as much as its picture may take, but only what Foyer's ceiling leaves. So a
 * picture that is too much ends with a message, and the kernel need not choose who gives way: on a busy
 * computer it may choose again before the memory of the first is back, and then take the screen. */
static int data_mb_for(const struct worker *w, const struct worker_request *request)
{
    int wanted = request->large ? CHILD_LARGE_MB : CHILD_DATA_MB;
    int left = memory_group_left_mb(&memory_here) - SCREEN_SPARE_MB;
    for (size_t i = 0; i < PICTURE_WORKER_MOST; i++) {
        left -= w->running[i].pid != 0 ? w->running[i].data_mb : 0;
    }
    left = left < CHILD_LEAST_MB ? CHILD_LEAST_MB : left;
    return wanted < left ? wanted : left;
}

static void start_child(struct worker *w, const struct worker_request *request,
                        const int fds[WORKER_FD_COUNT])
{
    struct running *slot = NULL;
    for (size_t i = 0; i < PICTURE_WORKER_MOST && slot == NULL; i++) {
        if (w->running[i].pid == 0) {
            slot = &w->running[i];
        }
    }
    int data_mb = data_mb_for(w, request);
    pid_t pid = slot != NULL ? fork() : -1;
    if (pid == 0) {
        close(w->socket);
        close(w->signals);
        child_main(request, data_mb, fds);
    }
    if (pid < 0) {
        answer(w, request->id, -1, false, 0);
        return;
    }
    (void)setpgid(pid, pid); /* both sides do it, so that it is done before either goes on */
    *slot = (struct running){.pid = pid,
                             .id = request->id,
                             .deadline_ms = clock_monotonic_ms() +
                                            (int64_t)request->deadline_ms * PICTURE_WORKER_WALL,
                             .data_mb = data_mb};
}

/* Takes the descriptors out of a message; those that are missing are -1. */
static void take_descriptors(struct msghdr *message, int fds[WORKER_FD_COUNT])
{
    for (int i = 0; i < WORKER_FD_COUNT; i++) {
        fds[i] = -1;
    }
    struct cmsghdr *control = CMSG_FIRSTHDR(message);
    if (control != NULL && control->cmsg_level == SOL_SOCKET && control->cmsg_type == SCM_RIGHTS &&
        control->cmsg_len == CMSG_LEN(WORKER_FD_COUNT * sizeof(int))) {
        memcpy(fds, CMSG_DATA(control), WORKER_FD_COUNT * sizeof(int));
    }
}

/* False: the decoder has gone away. */
static bool take_request(struct worker *w)
{
    struct worker_request request;
    union {
        char bytes[CMSG_SPACE(WORKER_FD_COUNT * sizeof(int))];
        struct cmsghdr align;
    } control;
    struct iovec part = {.iov_base = &request, .iov_len = sizeof request};
    struct msghdr message = {.msg_iov = &part,
                             .msg_iovlen = 1,
                             .msg_control = control.bytes,
                             .msg_controllen = sizeof control.bytes};
    ssize_t got = recvmsg(w->socket, &message, MSG_CMSG_CLOEXEC);
    if (got < 0 && (errno == EINTR || errno == EAGAIN)) {
        return true;
    }
    if (got != (ssize_t)sizeof request) {
        return false;
    }
    int fds[WORKER_FD_COUNT];
    take_descriptors(&message, fds);
    if (fds[WORKER_FD_RECORDS] >= 0) {
        start_child(w, &request, fds);
    } else {
        answer(w, request.id, -1, false, 0);
    }
    for (int i = 0; i < WORKER_FD_COUNT; i++) {
        if (fds[i] >= 0) {
            close(fds[i]);
        }
    }
    return true;
}

static void collect_children(struct worker *w)
{
    struct signalfd_siginfo info;
    while (read(w->signals, &info, sizeof info) == (ssize_t)sizeof info) {
        /* The number of signals says nothing; wait4() below asks for each child. */
    }
    for (size_t i = 0; i < PICTURE_WORKER_MOST; i++) {
        struct running *r = &w->running[i];
        int status = 0;
        struct rusage usage = {0};
        if (r->pid != 0 && wait4(r->pid, &status, WNOHANG, &usage) == r->pid) {
            (void)kill(-r->pid, SIGKILL);
            answer(w, r->id, status, r->late, usage.ru_maxrss);
            r->pid = 0;
        }
    }
}

/* Kills who is late; returns the milliseconds to the next deadline, -1 when nobody runs. */
static int enforce_deadlines(struct worker *w)
{
    int64_t now = clock_monotonic_ms();
    int64_t next = -1;
    for (size_t i = 0; i < PICTURE_WORKER_MOST; i++) {
        struct running *r = &w->running[i];
        if (r->pid == 0) {
            continue;
        }
        int64_t left = r->deadline_ms - now;
        if (left <= 0) {
            r->late = true;
            (void)kill(-r->pid, SIGKILL);
            left = 1000; /* SIGCHLD wakes us before */
        }
        next = next < 0 || left < next ? left : next;
    }
    return (int)next;
}

int picture_worker_main(int argc, char **argv)
{
    struct worker w = {.socket = PICTURE_WORKER_FD};
    sigset_t mask;
    sigemptyset(&mask);
    sigaddset(&mask, SIGCHLD);
    sigprocmask(SIG_BLOCK, &mask, NULL);
    w.signals = signalfd(-1, &mask, SFD_CLOEXEC | SFD_NONBLOCK);
    int type = 0;
    socklen_t size = sizeof type;
    if (argc != 2 || strcmp(argv[1], FOYER_VERSION) != 0 || w.signals < 0 ||
        getsockopt(w.socket, SOL_SOCKET, SO_TYPE, &type, &size) != 0 || type != SOCK_SEQPACKET) {
        fputs("foyer-pictures: foyer of the same version starts it, not somebody by hand\n",
              stderr);
        return 2;
    }
    (void)prctl(PR_SET_NAME, "foyer-pictures");
    if (!rendering_start(argv[0])) {
        return 1;
    }
    for (;;) {
        struct pollfd wait_for[2] = {{.fd = w.socket, .events = POLLIN},
                                     {.fd = w.signals, .events = POLLIN}};
        int timeout = enforce_deadlines(&w);
        if (poll(wait_for, 2, timeout) < 0 && errno != EINTR) {
            break;
        }
        collect_children(&w);
        if ((wait_for[0].revents & (POLLIN | POLLHUP | POLLERR)) != 0 && !take_request(&w)) {
            break;
        }
    }
    for (size_t i = 0; i < PICTURE_WORKER_MOST; i++) {
        if (w.running[i].pid != 0) {
            (void)kill(-w.running[i].pid, SIGKILL);
        }
    }
    return 0;
}
