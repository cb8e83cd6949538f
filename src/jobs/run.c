/* Run: the screen, with import and sync as supervised children: the way to try Foyer on a desk. */
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/alloc.h"
#include "base/log.h"
#include "base/spawn.h"
#include "jobs/jobs.h"
#include "jobs/supervise.h"

/* A child's argv: executable, job, then the configuration as given to this process. */
static char **arguments(const struct options *options, const char *job)
{
    char **argv = xcalloc(4 + 2 * options->set_count + 1, sizeof *argv);
    size_t n = 0;
    argv[n++] = spawn_self();
    argv[n++] = xstrdup(job);
    if (options->config_path != NULL) {
        argv[n++] = xstrdup("-c");
        argv[n++] = xstrdup(options->config_path);
    }
    for (size_t i = 0; i < options->set_count; i++) {
        argv[n++] = xstrdup("--set");
        argv[n++] = xstrdup(options->sets[i]);
    }
    return argv;
}

static void free_arguments(char **argv)
{
    for (size_t i = 0; argv[i] != NULL; i++) {
        free(argv[i]);
    }
    free(argv);
}

void supervise_start(struct supervised *jobs, const struct options *options)
{
    static const char *const names[SUPERVISED] = {"import", "sync"};
    for (size_t i = 0; i < SUPERVISED; i++) {
        jobs[i] = (struct supervised){.name = names[i], .argv = arguments(options, names[i])};
    }
    supervise_tick(jobs, clock_monotonic_ms());
}

void supervise_tick(struct supervised *jobs, int64_t now_ms)
{
    for (size_t i = 0; jobs != NULL && i < SUPERVISED; i++) {
        struct supervised *job = &jobs[i];
        int status = 0;
        if (spawn_ended(&job->child, &status)) {
            int64_t ran = now_ms - job->started_ms;
            job->child.restarts = ran >= 60000 ? 0 : job->child.restarts + 1;
            int64_t wait = spawn_backoff_ms(job->child.restarts - 1, ran);
            job->child.restart_at_ms = now_ms + wait;
            log_warn("%s has ended; it starts again in %lld s", job->name,
                     (long long)(wait / 1000));
        }
        if (job->child.pid == 0 && now_ms >= job->child.restart_at_ms) {
            job->started_ms = now_ms;
            if (!spawn_child(&job->child, job->argv)) {
                job->child.restart_at_ms = now_ms + 5000;
            }
        }
    }
}

void supervise_stop(struct supervised *jobs)
{
    for (size_t i = 0; i < SUPERVISED; i++) {
        spawn_stop(&jobs[i].child, 1500);
        free_arguments(jobs[i].argv);
    }
}

int job_run(struct options *options)
{
    struct supervised jobs[SUPERVISED];
    supervise_start(jobs, options);
    int code = show_with(options, jobs);
    supervise_stop(jobs);
    return code;
}
