/* The sandbox: a child enters it and tries what it must not be able to do. Each attempt runs in a
 * child of its own, whose exit status says what the kernel answered. */
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

#include "content/sandbox.h"

static const struct sandbox_limits limits = {
    .memory_mb = 512, .file_mb = 1, .cpu_seconds = 2, .open_files = 32};

static char folder[400];
static int output = -1;

/* Runs `attempt` inside the sandbox. Its result (0: the attempt succeeded, else errno) comes back; 200
 * says that a fence is missing on this machine, 300 + n that signal n ended it. */
static int inside(int (*attempt)(void), unsigned needed)
{
    pid_t pid = fork();
    if (pid == 0) {
        unsigned missing = sandbox_enter(&limits);
        if ((missing & needed) != 0) {
            _exit(200);
        }
        _exit(attempt());
    }
    int status = 0;
    assert_int_equal(waitpid(pid, &status, 0), pid);
    return WIFSIGNALED(status) ? 300 + WTERMSIG(status) : WEXITSTATUS(status);
}

/* Emulation of a processor for single programs has no fences, and old kernels have fewer. */
#define SKIP_WITHOUT(answer, fence)                            \
    do {                                                       \
        if ((answer) == 200) {                                 \
            print_message("# this kernel has no " fence "\n"); \
            skip();                                            \
        }                                                      \
    } while (0)

#define REFUSED(attempt, fence)                           \
    do {                                                  \
        int answer = inside(attempt, fence);              \
        SKIP_WITHOUT(answer, "fence for this");           \
        assert_true(answer == EPERM || answer == EACCES); \
    } while (0)

static int result_of(long value)
{
    return value >= 0 ? 0 : errno;
}

static int try_write_output(void)
{
    return result_of(write(output, "x", 1));
}
static int try_read_font_settings(void)
{
    return result_of(open("/etc/passwd", O_RDONLY));
}
static int try_create(void)
{
    char path[500];
    snprintf(path, sizeof path, "%s/new", folder);
    return result_of(open(path, O_WRONLY | O_CREAT, 0600));
}
static int try_open_for_writing(void)
{
    return result_of(open("/dev/null", O_RDWR));
}
static int try_read_elsewhere(void)
{
    char path[500];
    snprintf(path, sizeof path, "%s/there", folder);
    return result_of(open(path, O_RDONLY));
}
static int try_unlink(void)
{
    char path[500];
    snprintf(path, sizeof path, "%s/there", folder);
    return result_of(unlink(path));
}
static int try_socket(void)
{
    return result_of(socket(AF_INET, SOCK_STREAM, 0));
}
static int try_fork(void)
{
    pid_t pid = fork();
    if (pid == 0) {
        _exit(0);
    }
    return result_of(pid);
}
static int try_kill_parent(void)
{
    return result_of(kill(getppid(), 0));
}
static int try_leave_group(void)
{
    return result_of(setsid());
}
static int try_exec(void)
{
    char *argv[] = {"true", NULL};
    char *envp[] = {NULL};
    return result_of(execve("/bin/true", argv, envp));
}
static int try_raise_limit(void)
{
    struct rlimit more = {.rlim_cur = RLIM_INFINITY, .rlim_max = RLIM_INFINITY};
    return result_of(setrlimit(RLIMIT_CPU, &more));
}
static int try_fill_disk(void)
{
    static char block[65536];
    for (int i = 0; i < 64; i++) {
        if (write(output, block, sizeof block) < 0) {
            return errno;
        }
    }
    return 0;
}
#ifndef __SANITIZE_ADDRESS__
static int try_much_memory(void)
{
    void *memory =
        mmap(NULL, (size_t)1 << 30, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    return memory == MAP_FAILED ? errno : 0;
}
#endif
static int try_run_forever(void)
{
    for (volatile unsigned long i = 0;; i++) {
    }
    return 0;
}
static void *do_nothing(void *context)
{
    return context;
}
static int try_thread(void)
{
    pthread_t thread;
    int error = pthread_create(&thread, NULL, do_nothing, NULL);
    return error != 0 ? error : pthread_join(thread, NULL);
}

static void honest_work_goes_on(void **state)
{
    (void)state;
    assert_int_equal(inside(try_write_output, 0), 0);
    assert_int_equal(inside(try_read_font_settings, 0), 0);
    assert_int_equal(inside(try_thread, 0), 0);
}

static void files_cannot_be_made_or_changed(void **state)
{
    (void)state;
    REFUSED(try_create, SANDBOX_NO_SECCOMP);
    REFUSED(try_open_for_writing, SANDBOX_NO_SECCOMP);
    REFUSED(try_unlink, SANDBOX_NO_SECCOMP);
}

static void other_files_cannot_be_read(void **state)
{
    (void)state;
    REFUSED(try_read_elsewhere, SANDBOX_NO_LANDLOCK);
}

static void nobody_else_can_be_reached(void **state)
{
    (void)state;
    REFUSED(try_socket, SANDBOX_NO_SECCOMP);
    REFUSED(try_fork, SANDBOX_NO_SECCOMP);
    REFUSED(try_kill_parent, SANDBOX_NO_SECCOMP);
    REFUSED(try_leave_group, SANDBOX_NO_SECCOMP);
    REFUSED(try_raise_limit, SANDBOX_NO_SECCOMP);
}

static void starting_a_program_ends_it(void **state)
{
    (void)state;
    int answer = inside(try_exec, SANDBOX_NO_SECCOMP);
    SKIP_WITHOUT(answer, "system-call filter");
    assert_int_equal(answer, 300 + SIGSYS);
}

static void limits_on_files_and_time_hold(void **state)
{
    (void)state;
    int disk = inside(try_fill_disk, SANDBOX_COMPLETE);
    assert_true(disk == 300 + SIGXFSZ || disk == EFBIG);
    int time = inside(try_run_forever, SANDBOX_COMPLETE);
    assert_true(time == 300 + SIGXCPU || time == 300 + SIGKILL);
}

#ifndef __SANITIZE_ADDRESS__
static void the_limit_on_memory_holds(void **state)
{
    (void)state;
    int answer = inside(try_much_memory, SANDBOX_NO_LIMITS);
    SKIP_WITHOUT(answer, "limit on memory");
    assert_int_equal(answer, ENOMEM);
}
#endif

static int set_up(void **state)
{
    (void)state;
    char path[500];
    const char *temporary = getenv("TMPDIR");
    snprintf(folder, sizeof folder, "%s/foyer-sandbox.XXXXXX",
             temporary != NULL ? temporary : "/tmp");
    if (mkdtemp(folder) == NULL) {
        return -1;
    }
    snprintf(path, sizeof path, "%s/there", folder);
    int there = open(path, O_WRONLY | O_CREAT, 0644);
    close(there);
    output = memfd_create("output", MFD_CLOEXEC);
    return there >= 0 && output >= 0 ? 0 : -1;
}

static int tear_down(void **state)
{
    (void)state;
    char path[500];
    snprintf(path, sizeof path, "%s/there", folder);
    int gone = unlink(path);
    close(output);
    return gone == 0 ? rmdir(folder) : -1;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(honest_work_goes_on),
        cmocka_unit_test(files_cannot_be_made_or_changed),
        cmocka_unit_test(other_files_cannot_be_read),
        cmocka_unit_test(nobody_else_can_be_reached),
        cmocka_unit_test(starting_a_program_ends_it),
        cmocka_unit_test(limits_on_files_and_time_hold),
#ifndef __SANITIZE_ADDRESS__
        cmocka_unit_test(the_limit_on_memory_holds),
#endif
    };
    return cmocka_run_group_tests_name("content/sandbox", tests, set_up, tear_down);
}
