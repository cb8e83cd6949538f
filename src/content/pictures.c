/* Pictures: the decoder's side of the worker.
 *
 * How: the warmed process is foyer-pictures, started with posix_spawn() (safe in a program
 * with threads) and one end of a SOCK_SEQPACKET pair. A file in work holds a memfd that its child
 * appends JPEGs to and a pipe with the child's records. Only when the warmed process has said how the
 * child ended are the records read, checked against the memfd's size, and the JPEGs written whole
 * into the cache; nothing that a child does can therefore leave half a picture there. */
#include "content/pictures.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/alloc.h"
#include "base/clock.h"
#include "base/log.h"
#include "base/path.h"
#include "base/version.h"
#include "content/picturecache.h"
#include "content/pictureworker.h"
#include "content/sandbox.h"

#define PROGRESS_MS 250
#define GUARD_MS 5000 /* over the deadline, before the warmed process itself counts as stuck */

/* One file in work. */
struct slot {
    struct picture_job *job; /* NULL: free */
    uint32_t id;
    int output, records;
    int64_t give_up_ms;
    bool second_try; /* the warmed process died under it once */
    bool large;      /* with much memory */
    bool parked;     /* waits for its turn with much memory; output and records are closed */
};

struct picture_decoder {
    struct picture_limits limits;
    int parallel;
    pid_t pid;  /* 0: not running */
    int socket; /* -1: not running */
    uint32_t next_id;
    bool fences_said;
    long memory_kb; /* the most a child has had */
    struct slot slots[PICTURE_WORKER_MOST];
};

/* ---- the warmed process ---- */

/* Everything the worker inherits is said here: its socket, no signals blocked, a bare environment. */
static int spawn_worker(pid_t *pid, int socket)
{
    char *path = path_decoder();
    char *argv[] = {path, FOYER_VERSION, NULL};
    char *envp[] = {"PATH=/usr/bin:/bin", "LC_ALL=C.UTF-8", "HOME=/nonexistent", NULL};
    posix_spawn_file_actions_t files;
    posix_spawnattr_t attributes;
    sigset_t none;
    sigset_t all;
    sigemptyset(&none);
    sigfillset(&all);
    posix_spawn_file_actions_init(&files);
    posix_spawnattr_init(&attributes);
    posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETPGROUP | POSIX_SPAWN_SETSIGMASK |
                                              POSIX_SPAWN_SETSIGDEF);
    posix_spawnattr_setpgroup(&attributes, 0);
    posix_spawnattr_setsigmask(&attributes, &none);
    posix_spawnattr_setsigdefault(&attributes, &all);
    posix_spawn_file_actions_addopen(&files, STDIN_FILENO, "/dev/null", O_RDONLY, 0);
    posix_spawn_file_actions_addopen(&files, STDOUT_FILENO, "/dev/null", O_WRONLY, 0);
    posix_spawn_file_actions_adddup2(&files, socket, PICTURE_WORKER_FD);
    posix_spawn_file_actions_addclosefrom_np(&files, PICTURE_WORKER_FD + 1);
    int error = posix_spawn(pid, path, &files, &attributes, argv, envp);
    posix_spawnattr_destroy(&attributes);
    posix_spawn_file_actions_destroy(&files);
    free(path);
    return error;
}

static bool start_worker(struct picture_decoder *d)
{
    int pair[2];
    if (socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, pair) != 0) {
        return false;
    }
    int error = spawn_worker(&d->pid, pair[1]);
    close(pair[1]);
    if (error != 0) {
        close(pair[0]);
        d->pid = 0;
        errno = error;
        return false;
    }
    d->socket = pair[0];
    return true;
}

/* Ends the warmed process; its children die with it (they watch their parent). */
static void stop_worker(struct picture_decoder *d)
{
    if (d->socket >= 0) {
        close(d->socket);
        d->socket = -1;
    }
    if (d->pid > 0) {
        (void)kill(d->pid, SIGKILL);
        while (waitpid(d->pid, NULL, 0) < 0 && errno == EINTR) {
        }
        d->pid = 0;
    }
}

struct picture_decoder *picture_decoder_start(const struct picture_limits *limits, int parallel)
{
    struct picture_decoder *d = xcalloc(1, sizeof *d);
    d->limits = *limits;
    if (d->limits.max_pdf_pages > PICTURE_WORKER_PAGES) {
        d->limits.max_pdf_pages = PICTURE_WORKER_PAGES;
    }
    d->parallel = parallel < 1 ? 1 : parallel;
    if (d->parallel > PICTURE_WORKER_MOST) {
        d->parallel = PICTURE_WORKER_MOST;
    }
    d->socket = -1;
    if (!start_worker(d)) {
        int error = errno;
        free(d);
        errno = error;
        return NULL;
    }
    return d;
}

void picture_decoder_stop(struct picture_decoder *decoder)
{
    if (decoder != NULL) {
        stop_worker(decoder);
        free(decoder);
    }
}

long picture_decoder_memory_kb(const struct picture_decoder *decoder)
{
    return decoder->memory_kb;
}

/* ---- sentences for staff ---- */

static void refuse(struct picture_job *job, const char *reason, const char *advice)
{
    job->ok = false;
    snprintf(job->reason, sizeof job->reason, "%s", reason);
    snprintf(job->advice, sizeof job->advice, "%s", advice);
}

static void refuse_for_now(struct picture_job *job, const char *reason)
{
    refuse(job, reason,
           "Nothing to do here: it is tried again. If this stays, ask the IT person to "
           "look at the kiosk.");
    job->try_again = true;
}

static const char damaged_pdf[] = "This PDF is damaged, or only a part of it arrived.";
static const char damaged_picture[] = "This picture is damaged, or only a part of it arrived.";

static void refuse_damaged(struct picture_job *job)
{
    bool pdf = job->type == FILE_PDF;
    refuse(job, pdf ? damaged_pdf : damaged_picture,
           pdf ? "Copy it into the folder again. If that does not help, export it anew as PDF."
               : "Copy it into the folder again. If that does not help, open it on a computer and "
                 "save it anew as JPEG.");
}

bool picture_may_be_a_part(const struct picture_job *job)
{
    /* By its words: they are what the catalogue remembers of a refused file. */
    return !job->ok &&
           (strcmp(job->reason, damaged_pdf) == 0 || strcmp(job->reason, damaged_picture) == 0);
}

static void refuse_too_large(struct picture_job *job, const struct picture_limits *limits,
                             uint32_t width, uint32_t height)
{
    uint64_t pixels = (uint64_t)width * height;
    if (pixels > (uint64_t)limits->max_megapixels * 1000000U) {
        snprintf(job->reason, sizeof job->reason,
                 "The picture is %llu megapixels (%u x %u); up to %d can be shown.",
                 (unsigned long long)((pixels + 500000U) / 1000000U), width, height,
                 limits->max_megapixels);
    } else {
        snprintf(job->reason, sizeof job->reason,
                 "The picture is %u x %u pixels; that is too long for a picture on this screen.",
                 width, height);
    }
    snprintf(job->advice, sizeof job->advice,
             "Save a smaller copy (4000 pixels wide is plenty) and drop that instead.");
    job->ok = false;
}

static void refuse_late(struct picture_job *job, const struct picture_limits *limits)
{
    snprintf(job->reason, sizeof job->reason,
             "This file took longer than %d seconds to read and was given up.",
             limits->deadline_seconds);
    snprintf(job->advice, sizeof job->advice, "%s",
             job->type == FILE_PDF ? "Export it anew as a smaller PDF, or save the page as JPEG."
                                   : "Save it anew as JPEG and drop that instead.");
    job->ok = false;
}

static void refuse_by_outcome(struct picture_job *job, const struct picture_limits *limits,
                              const struct worker_record *end)
{
    switch ((enum rendering_outcome)end->outcome) {
    case RENDERING_TOO_MANY_PIXELS:
        refuse_too_large(job, limits, end->width, end->height);
        break;
    case RENDERING_NOT_A_PICTURE:
        refuse(job, "The file is called a picture, but what is in it is not one.",
               "Open it with the program it was made with and save it as JPEG, PNG or PDF.");
        break;
    case RENDERING_PASSWORD:
        refuse(job, "This PDF asks for a password.",
               "Save a copy without a password and drop that instead.");
        break;
    case RENDERING_NO_MEMORY:
        refuse(job, "This file needs more memory than one picture may take.",
               "Save a smaller copy (4000 pixels wide is plenty) and drop that instead.");
        break;
    case RENDERING_CANNOT_WRITE:
        refuse_for_now(job, "The kiosk had no room to work on this file.");
        break;
    default:
        refuse_damaged(job);
        break;
    }
}

bool picture_too_large(struct picture_job *job, const struct picture_limits *limits, int64_t size)
{
    int limit = job->type == FILE_PDF ? limits->max_pdf_mb : limits->max_picture_mb;
    if (size <= ((int64_t)limit << 20)) {
        return false;
    }
    job->ok = false;
    snprintf(job->reason, sizeof job->reason, "The file is %lld MB; up to %d MB can be shown.",
             (long long)(size >> 20), limit);
    snprintf(job->advice, sizeof job->advice, "%s",
             job->type == FILE_PDF ? "Export it anew with the smallest file size and drop that."
                                   : "Save a smaller copy as JPEG and drop that instead.");
    return true;
}

/* Too many bytes to be worth a look? */
static bool refused_by_size(struct picture_job *job, const struct picture_limits *limits)
{
    struct stat status;
    return fstat(job->fd, &status) == 0 && picture_too_large(job, limits, status.st_size);
}

/* ---- what a child left behind ---- */

static bool store_jpeg(const struct slot *slot, const char *hash, const char *ending, off_t from,
                       size_t length)
{
    char *bytes = xmalloc(length);
    size_t have = 0;
    ssize_t got = 1;
    while (have < length && got > 0) {
        got = pread(slot->output, bytes + have, length - have, from + (off_t)have);
        have += got > 0 ? (size_t)got : 0;
    }
    /* A JPEG starts with SOI and ends with EOI (ITU T.81, B.1.1.3). */
    bool ok = have == length && length > 4 && memcmp(bytes, "\xff\xd8", 2) == 0 &&
              memcmp(bytes + length - 2, "\xff\xd9", 2) == 0;
    if (ok) {
        char *name = xasprintf("%s%s", hash, ending);
        char *path = path_join(slot->job->cache_dir, name);
        ok = path_write_atomic(path, bytes, length, path_private_mode(path));
        free(path);
        free(name);
    } else {
        errno = EBADMSG;
    }
    free(bytes);
    return ok;
}

/* Moves one page into the cache and the job. False with errno set (EBADMSG: the child's fault). */
static bool store_page(const struct slot *slot, const struct picture_limits *limits,
                       const struct rendering_page *made, off_t *from)
{
    struct picture_job *job = slot->job;
    struct stat status;
    off_t length = 0;
    for (int i = 0; i < RENDERING_SIZES; i++) {
        length += (off_t)made->bytes[i];
    }
    if (fstat(slot->output, &status) != 0 || *from + length > status.st_size || made->width == 0 ||
        made->height == 0 || made->width > (uint32_t)limits->fit_pixels ||
        made->height > (uint32_t)limits->fit_pixels) {
        errno = EBADMSG;
        return false;
    }
    struct picture_page page = {.width = (int)made->width, .height = (int)made->height};
    if (job->page_count == 0) {
        snprintf(page.hash, sizeof page.hash, "%s", job->hash);
    } else {
        snprintf(page.hash, sizeof page.hash, "%.64s-%zu", job->hash, job->page_count + 1);
    }
    for (int i = 0; i < RENDERING_SIZES; i++) {
        if (!store_jpeg(slot, page.hash, picturecache_endings[i], *from, made->bytes[i])) {
            return false;
        }
        *from += made->bytes[i];
    }
    job->pages = xreallocarray(job->pages, job->page_count + 1, sizeof *job->pages);
    job->pages[job->page_count++] = page;
    return true;
}

/* Reads the child's records; pages go into the cache at once. Returns whether it said its end. */
static bool read_records(struct picture_decoder *d, struct slot *slot, struct worker_record *end,
                         int *error)
{
    struct worker_record record;
    off_t from = 0;
    *error = 0;
    while (read(slot->records, &record, sizeof record) == (ssize_t)sizeof record) {
        if (record.is_end) {
            *end = record;
            return true;
        }
        if (slot->job->page_count >= (size_t)d->limits.max_pdf_pages ||
            !store_page(slot, &d->limits, &record.page, &from)) {
            *error = errno;
            return false;
        }
    }
    return false;
}

static void say_missing_fences(struct picture_decoder *d, unsigned missing)
{
    if (missing != SANDBOX_COMPLETE && !d->fences_said) {
        log_warn("this kernel gives pictures' decoders fewer fences: %s%s%sonly the others hold",
                 (missing & SANDBOX_NO_SECCOMP) != 0 ? "no system-call filter, " : "",
                 (missing & SANDBOX_NO_LANDLOCK) != 0 ? "no Landlock, " : "",
                 (missing & SANDBOX_NO_LIMITS) != 0 ? "not all limits, " : "");
        d->fences_said = true;
    }
}

static void drop_pages(struct picture_job *job)
{
    free(job->pages);
    job->pages = NULL;
    job->page_count = 0;
}

/* May this child have failed for want of memory? Libraries say so in many ways: with a message, with
 * an image that seems damaged, or by ending the process. */
static bool may_want_memory(const struct slot *slot, bool said, const struct worker_record *end)
{
    return !slot->large &&
           (!said || end->outcome == RENDERING_NO_MEMORY || end->outcome == RENDERING_DAMAGED ||
            end->outcome == RENDERING_TRUNCATED);
}

static void close_files(struct slot *slot)
{
    if (!slot->parked) {
        close(slot->output);
        close(slot->records);
    }
}

static void close_slot(struct slot *slot)
{
    close_files(slot);
    *slot = (struct slot){0};
}

/* Keeps the job in its slot until it is its turn with much memory. */
static void park(struct slot *slot)
{
    drop_pages(slot->job);
    close_files(slot);
    *slot = (struct slot){.job = slot->job, .parked = true};
}

/* The child of this slot is gone: what came of its file? The slot is free afterwards, or parked. */
static void conclude(struct picture_decoder *d, struct slot *slot,
                     const struct worker_answer *answer)
{
    struct picture_job *job = slot->job;
    struct worker_record end = {.outcome = RENDERING_DAMAGED};
    int error = 0;
    bool said = read_records(d, slot, &end, &error);
    if (said) {
        say_missing_fences(d, end.fences_missing);
    }
    int status = answer->wait_status;
    bool killed = status >= 0 && WIFSIGNALED(status);
    bool late = answer->late || (killed && WTERMSIG(status) == SIGXCPU);
    if (!said && killed && WTERMSIG(status) == SIGKILL) {
        end.outcome = RENDERING_NO_MEMORY; /* nobody else kills it: the kernel had to find room */
    }
    if (said && end.outcome == RENDERING_OK && job->page_count > 0) {
        job->ok = true;
        job->more_pages = end.more_pages != 0;
    } else if (error != 0 && error != EBADMSG) {
        char reason[160];
        snprintf(reason, sizeof reason, "The kiosk could not store this picture (%s).",
                 strerror(error));
        refuse_for_now(job, reason);
    } else if (late && job->page_count > 0) {
        job->ok = true; /* a long PDF: what was ready in time is shown */
        job->more_pages = true;
    } else if (late) {
        refuse_late(job, &d->limits);
    } else if (status == -1) {
        refuse_for_now(job, "The kiosk was too busy to read this file.");
    } else if (may_want_memory(slot, said, &end)) {
        park(slot);
        return;
    } else {
        refuse_by_outcome(job, &d->limits, &end);
    }
    if (!job->ok) {
        drop_pages(job);
    }
    close_slot(slot);
}

/* ---- the work ---- */

static bool send_request(struct picture_decoder *d, const struct slot *slot, int records)
{
    struct worker_request request = {
        .id = slot->id,
        .type = (uint32_t)slot->job->type,
        .max_megapixels = (uint32_t)d->limits.max_megapixels,
        .max_pdf_pages = (uint32_t)d->limits.max_pdf_pages,
        .fit_pixels = (uint32_t)d->limits.fit_pixels,
        .deadline_ms = (uint32_t)d->limits.deadline_seconds * 1000U,
        .large = slot->large,
    };
    int fds[WORKER_FD_COUNT] = {[WORKER_FD_INPUT] = slot->job->fd,
                                [WORKER_FD_OUTPUT] = slot->output,
                                [WORKER_FD_RECORDS] = records};
    union {
        char bytes[CMSG_SPACE(sizeof fds)];
        struct cmsghdr align;
    } control = {.bytes = {0}};
    struct iovec part = {.iov_base = &request, .iov_len = sizeof request};
    struct msghdr message = {.msg_iov = &part,
                             .msg_iovlen = 1,
                             .msg_control = control.bytes,
                             .msg_controllen = sizeof control.bytes};
    struct cmsghdr *header = CMSG_FIRSTHDR(&message);
    header->cmsg_level = SOL_SOCKET;
    header->cmsg_type = SCM_RIGHTS;
    header->cmsg_len = CMSG_LEN(sizeof fds);
    memcpy(CMSG_DATA(header), fds, sizeof fds);
    return sendmsg(d->socket, &message, MSG_NOSIGNAL) == (ssize_t)sizeof request;
}

/* How a job is tried. */
struct attempt {
    bool second_try, large;
};

/* Puts a job to work in a free slot. False: the warmed process is gone; the job is still to do. */
static bool start_job(struct picture_decoder *d, struct slot *slot, struct picture_job *job,
                      struct attempt how)
{
    int pipe_ends[2];
    int output = memfd_create("foyer-picture", MFD_CLOEXEC);
    if (output < 0 || pipe2(pipe_ends, O_CLOEXEC | O_NONBLOCK) != 0) {
        if (output >= 0) {
            close(output);
        }
        refuse_for_now(job, "The kiosk was too busy to read this file.");
        return true;
    }
    *slot = (struct slot){
        .job = job,
        .id = d->next_id++,
        .output = output,
        .records = pipe_ends[0],
        .give_up_ms = clock_monotonic_ms() +
                      (int64_t)d->limits.deadline_seconds * 1000 * PICTURE_WORKER_WALL + GUARD_MS,
        .second_try = how.second_try,
        .large = how.large};
    bool sent = send_request(d, slot, pipe_ends[1]);
    close(pipe_ends[1]);
    if (!sent) {
        close_slot(slot);
    }
    return sent;
}

static bool in_work(const struct slot *slot)
{
    return slot->job != NULL && !slot->parked;
}

/* The warmed process died or hangs: starts another one, and tries again once what it had in work. */
static void restart(struct picture_decoder *d)
{
    stop_worker(d);
    bool started = start_worker(d);
    for (int i = 0; i < d->parallel; i++) {
        struct slot *slot = &d->slots[i];
        struct picture_job *job = slot->job;
        if (!in_work(slot)) {
            continue;
        }
        bool again = started && !slot->second_try;
        struct attempt how = {.second_try = true, .large = slot->large};
        close_slot(slot);
        if (!again || !start_job(d, slot, job, how)) {
            refuse_for_now(job, "The kiosk could not read this file just now.");
        }
    }
}

/* One answer, if there is one. False: the warmed process is gone. */
static bool take_answer(struct picture_decoder *d)
{
    struct worker_answer answer;
    ssize_t got = recv(d->socket, &answer, sizeof answer, MSG_DONTWAIT);
    if (got < 0 && (errno == EAGAIN || errno == EINTR)) {
        return true;
    }
    if (got != (ssize_t)sizeof answer) {
        return false;
    }
    if ((long)answer.memory_kb > d->memory_kb) {
        d->memory_kb = (long)answer.memory_kb;
    }
    for (int i = 0; i < d->parallel; i++) {
        if (in_work(&d->slots[i]) && d->slots[i].id == answer.id) {
            conclude(d, &d->slots[i], &answer);
        }
    }
    return true;
}

static bool anyone_overdue(const struct picture_decoder *d)
{
    int64_t now = clock_monotonic_ms();
    for (int i = 0; i < d->parallel; i++) {
        if (in_work(&d->slots[i]) && now > d->slots[i].give_up_ms) {
            return true;
        }
    }
    return false;
}

static size_t busy_slots(const struct picture_decoder *d)
{
    size_t busy = 0;
    for (int i = 0; i < d->parallel; i++) {
        busy += d->slots[i].job != NULL;
    }
    return busy;
}

/* Fills free slots from jobs[*next …]. */
static void fill_slots(struct picture_decoder *d, struct picture_job *jobs, size_t count,
                       size_t *next)
{
    for (int i = 0; i < d->parallel && *next < count; i++) {
        while (d->slots[i].job == NULL && *next < count) {
            struct picture_job *job = &jobs[*next];
            job->ok = job->more_pages = job->try_again = false;
            job->pages = NULL;
            job->page_count = 0;
            if (!refused_by_size(job, &d->limits) &&
                !start_job(d, &d->slots[i], job, (struct attempt){0})) {
                restart(d);
                if (d->slots[i].job != NULL ||
                    !start_job(d, &d->slots[i], job, (struct attempt){.second_try = true})) {
                    refuse_for_now(job, "The kiosk could not read this file just now.");
                }
            }
            (*next)++;
        }
    }
}

/* Lets the first of the parked have much memory, unless somebody has. */
static void start_parked(struct picture_decoder *d)
{
    struct slot *first = NULL;
    for (int i = 0; i < d->parallel; i++) {
        struct slot *slot = &d->slots[i];
        if (in_work(slot) && slot->large) {
            return;
        }
        first = first == NULL && slot->job != NULL && slot->parked ? slot : first;
    }
    if (first == NULL) {
        return;
    }
    struct picture_job *job = first->job;
    struct attempt how = {.large = true};
    if (!start_job(d, first, job, how)) {
        restart(d);
        if (!start_job(d, first, job, how)) {
            refuse_for_now(job, "The kiosk could not read this file just now.");
        }
    }
    if (first->parked) {
        *first = (struct slot){0}; /* it was refused for now */
    }
}

static void abandon(struct picture_decoder *d, struct picture_job *jobs, size_t count, size_t next)
{
    stop_worker(d);
    for (int i = 0; i < d->parallel; i++) {
        if (d->slots[i].job != NULL) {
            refuse_for_now(d->slots[i].job, "Reading this file was interrupted.");
            close_slot(&d->slots[i]);
        }
    }
    for (size_t i = next; i < count; i++) {
        jobs[i].pages = NULL;
        jobs[i].page_count = 0;
        refuse_for_now(&jobs[i], "Reading this file was interrupted.");
    }
}

void picture_decode(struct picture_decoder *decoder, struct picture_job *jobs, size_t count,
                    bool (*progress)(void *context, size_t done, size_t total), void *context)
{
    struct picture_decoder *d = decoder;
    size_t next = 0;
    size_t reported = 0;
    int64_t last_call = clock_monotonic_ms();
    if (d->socket < 0) {
        (void)start_worker(d);
    }
    for (;;) {
        fill_slots(d, jobs, count, &next);
        start_parked(d);
        size_t done = next - busy_slots(d);
        int64_t now = clock_monotonic_ms();
        if (progress != NULL && (done != reported || now - last_call >= PROGRESS_MS)) {
            reported = done;
            last_call = now;
            if (!progress(context, done, count)) {
                abandon(d, jobs, count, next);
                return;
            }
        }
        if (busy_slots(d) == 0 && next == count) {
            return;
        }
        struct pollfd wait_for = {.fd = d->socket, .events = POLLIN};
        int ready = poll(&wait_for, 1, PROGRESS_MS);
        if ((ready > 0 && !take_answer(d)) || anyone_overdue(d)) {
            restart(d);
        }
    }
}
