/* Other programs. How: fork, a pipe to standard input, exec, wait. */
#include "base/command.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/alloc.h"
#include "base/path.h"

static const char *const usual_path =
    "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";

/* In the child: what it reads and says, then the program. */
static void become(const char *const argv[], int input, bool quiet)
{
    int nothing = open("/dev/null", O_RDWR | O_CLOEXEC);
    dup2(input >= 0 ? input : nothing, STDIN_FILENO);
    if (quiet) {
        dup2(nothing, STDOUT_FILENO);
        dup2(nothing, STDERR_FILENO);
    }
    signal(SIGPIPE, SIG_DFL);
    setenv("PATH", usual_path, 1);
    /* exec does not change them; its type is older than const. */
    execvp(argv[0], (char *const *)(uintptr_t)argv);
    _exit(127);
}

static void feed(int fd, const char *text)
{
    size_t length = strlen(text), done = 0;
    while (done < length) {
        ssize_t wrote = write(fd, text + done, length - done);
        if (wrote < 0 && errno != EINTR) {
            break; /* it does not want to hear more; its status will tell */
        }
        done += wrote > 0 ? (size_t)wrote : 0;
    }
}

int command_run(const char *const argv[], const char *input, bool quiet)
{
    int ends[2] = {-1, -1};
    if (input != NULL && pipe2(ends, O_CLOEXEC) != 0) {
        return 127;
    }
    void (*before)(int) = signal(SIGPIPE, SIG_IGN);
    pid_t pid = fork();
    if (pid == 0) {
        become(argv, ends[0], quiet);
    }
    if (ends[0] >= 0) {
        close(ends[0]);
        if (pid > 0) {
            feed(ends[1], input);
        }
        close(ends[1]);
    }
    int status = 0;
    while (pid > 0 && waitpid(pid, &status, 0) < 0 && errno == EINTR) {
    }
    signal(SIGPIPE, before);
    if (pid < 0) {
        return 127;
    }
    return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

bool command_exists(const char *name)
{
    char *folders = xstrdup(usual_path), *rest = NULL;
    bool found = false;
    for (char *dir = strtok_r(folders, ":", &rest); dir != NULL && !found;
         dir = strtok_r(NULL, ":", &rest)) {
        char *path = path_join(dir, name);
        found = access(path, X_OK) == 0;
        free(path);
    }
    free(folders);
    return found;
}
