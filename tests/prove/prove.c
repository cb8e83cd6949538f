/* Proves what the README promises: `prove [--small] PROOF…` (all without a name). TAP, then a table.
 *
 * How: each proof is a fault done to the product's own outbox and sync, as often as there are places for
 * it; then the fault is taken away, the work finished, and the thank-yous compared with what the office
 * finds. Each proof has a control: the same with one keeper of the promise taken out, which must fail,
 * or the proof proves nothing. */
#include "prove.h"

#include <fcntl.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "../unit/faultvfs.h"
#include "base/alloc.h"

static const struct {
    const char *name;
    void (*run)(const struct plan *plan);
} proofs[] = {
    {"io", prove_io},         {"cut", prove_cut},     {"replaced", prove_replaced},
    {"memory", prove_memory}, {"kill", prove_kill},   {"disk", prove_disk},
    {"clock", prove_clock},   {"erase", prove_erase}, {"time", prove_time},
};
#define PROOFS (sizeof proofs / sizeof proofs[0])

static FILE *out; /* stdout; what the product logs goes elsewhere */
static char *table;
static size_t table_size;
static FILE *table_file;
static int said, failed;

void row_add(struct tally_row *row, const struct judgement *j, const char *what, long trial)
{
    row->times++;
    row->thanked += j->thanked;
    row->lost += j->lost;
    row->doubled += j->doubled;
    row->unasked += j->unasked;
    row->unsound += !j->sound;
    if (row->first[0] == '\0' &&
        (j->lost + j->doubled > 0 || !j->sound || row->unasked > row->unasked_allowed)) {
        snprintf(row->first, sizeof row->first,
                 "%s %ld: thanked %zu, rows %zu, lost %zu, doubled %zu, unasked %zu%s", what, trial,
                 j->thanked, j->rows, j->lost, j->doubled, j->unasked,
                 j->sound ? "" : ", not finished or not sound");
    }
}

bool row_is_clean(const struct tally_row *row)
{
    return row->times > 0 && row->lost == 0 && row->doubled == 0 && row->unsound == 0 &&
           row->unasked <= row->unasked_allowed;
}

static bool control_shows(const struct tally_row *control)
{
    return control->times > 0 && control->lost + control->doubled > 0;
}

void prove_control(const struct tally_row *control)
{
    bool shows = control_shows(control);
    said++;
    failed += !shows;
    fprintf(out, "%sok - control: %s: %zu lost, %zu doubled in %zu\n", shows ? "" : "not ",
            control->fault, control->lost, control->doubled, control->times);
    fflush(out);
}

void prove_report(const struct tally_row *row, const struct tally_row *control)
{
    bool clean = row_is_clean(row);
    said++;
    failed += !clean;
    fprintf(out,
            "%sok - %s: %zu times, %zu thank-yous, %zu lost, %zu doubled, %zu without a thank-you, "
            "%zu unsound\n",
            clean ? "" : "not ", row->fault, row->times, row->thanked, row->lost, row->doubled,
            row->unasked, row->unsound);
    if (!clean) {
        fprintf(out, "#   first: %s\n", row->first);
    }
    fprintf(table_file, "%-58s %7zu %6zu %8zu   %s\n", row->fault, row->times, row->lost,
            row->doubled,
            control == NULL          ? "-"
            : control_shows(control) ? "yes"
                                     : "NO");
    if (control != NULL) {
        prove_control(control);
    }
}

void prove_skip(const char *fault, const char *reason)
{
    said++;
    fprintf(out, "ok - %s # SKIP %s\n", fault, reason);
    fprintf(table_file, "%-58s skipped: %s\n", fault, reason);
}

void prove_say(const char *format, ...)
{
    va_list values;
    va_start(values, format);
    (void)vfprintf(table_file, format, values);
    va_end(values);
    fputc('\n', table_file);
}

void prove_progress(const char *what, long done, long all)
{
    static time_t last;
    time_t now = time(NULL);
    if (last == 0) {
        last = now;
    }
    if (now - last >= 5) {
        last = now;
        if (all > 0) {
            fprintf(out, "# %s: %ld of %ld\n", what, done, all);
        } else {
            fprintf(out, "# %s: %ld\n", what, done);
        }
        fflush(out);
    }
}

/* What the product says about its troubles is not what is looked at here. */
static void hush(const char *base)
{
    int fd = dup(STDOUT_FILENO);
    out = fdopen(fd, "w");
    char *log = xasprintf("%s/log", base);
    int quiet = open(log, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
    if (out == NULL || quiet < 0 || dup2(quiet, STDERR_FILENO) < 0 ||
        dup2(quiet, STDOUT_FILENO) < 0) {
        abort();
    }
    close(quiet);
    free(log);
}

int main(int argc, char **argv)
{
    struct plan plan = {.program = getenv("FOYER") != NULL ? getenv("FOYER") : "build/foyer"};
    int first = 1;
    if (argc > 1 && strcmp(argv[1], "--small") == 0) {
        plan.small = true;
        first = 2;
    }
    char *base = xasprintf("%s/foyer-prove.XXXXXX", access("/dev/shm", W_OK) == 0 ? "/dev/shm"
                                                    : getenv("TMPDIR") != NULL    ? getenv("TMPDIR")
                                                                                  : "/tmp");
    if (mkdtemp(base) == NULL) {
        perror(base);
        return 1;
    }
    plan.base = base;
    hush(base);
    table_file = open_memstream(&table, &table_size);
    memory_install();
    fault_install();
    for (size_t i = 0; i < PROOFS; i++) {
        bool wanted = first >= argc;
        for (int a = first; a < argc; a++) {
            wanted = wanted || strcmp(argv[a], proofs[i].name) == 0;
        }
        if (wanted) {
            proofs[i].run(&plan);
        }
    }
    fclose(table_file);
    fprintf(out, "1..%d\n# %-56s %7s %6s %8s   %s\n", said, "fault", "times", "lost", "doubled",
            "control fails");
    for (char *line = strtok(table, "\n"); line != NULL; line = strtok(NULL, "\n")) {
        fprintf(out, "# %s\n", line);
    }
    fclose(out);
    free(table);
    char *log = xasprintf("%s/log", base);
    (void)unlink(log);
    free(log);
    (void)rmdir(base);
    free(base);
    return failed > 0;
}
