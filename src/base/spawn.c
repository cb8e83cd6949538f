/* Child processes. How: fork, a process group of its own, the parent's death as a signal, exec. */
#include "base/spawn.h"

#include <errno.h>
#include <limits.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "base/alloc.h"
#include "base/clock.h"

bool spawn_child(struct child *child, char *const argv[])
{
    pid_t parent = getpid();
    pid_t pid = fork();
    if (pid < 0) {
        return false;
    }
    if (pid == 0) {
        setpgid(0, 0);
        prctl(PR_SET_PDEATHSIG, SIGTERM);
        if (getppid() != parent) {
            _exit(1); /* the parent died between fork and prctl */
        }
        sigset_t none;
        sigemptyset(&none);
        sigprocmask(SIG_SETMASK, &none, NULL);
        execv(argv[0], argv);
        _exit(127);
    }
    setpgid(pid, pid);
    child->pid = pid;
    return true;
}

bool spawn_ended(struct child *child, int *status)
{
    if (child->pid == 0 || waitpid(child->pid, status, WNOHANG) != child->pid) {
        return false;
    }
    child->pid = 0;
    return true;
}

void spawn_stop(struct child *child, int64_t grace_ms)
{
    if (child->pid == 0) {
        return;
    }
    kill(child->pid, SIGTERM);
    int64_t deadline = clock_monotonic_ms() + grace_ms;
    int status = 0;
    while (child->pid != 0 && clock_monotonic_ms() < deadline) {
        if (!spawn_ended(child, &status)) {
            nanosleep(&(struct timespec){0, 10000000}, NULL);
        }
    }
    if (child->pid != 0) {
        kill(-child->pid, SIGKILL);
        while (waitpid(child->pid, &status, 0) < 0 && errno == EINTR) {
        }
        child->pid = 0;
    }
}

int64_t spawn_backoff_ms(int restarts, int64_t ran_ms)
{
    if (ran_ms >= 60000 || restarts <= 0) {
        return 1000;
    }
    int64_t wait = 1000LL << (restarts > 6 ? 6 : restarts);
    return wait > 60000 ? 60000 : wait;
}

char *spawn_self(void)
{
    char path[PATH_MAX];
    ssize_t length = readlink("/proc/self/exe", path, sizeof path - 1);
    return length > 0 ? xstrndup(path, (size_t)length) : xstrdup("/usr/bin/foyer");
}
