/* The log. How: a line is put together in memory and written with one write(), so that lines of
 * several processes on the same terminal never mix; syslog priorities in <angle brackets> are added
 * only when systemd's journal is listening (JOURNAL_STREAM, sd-daemon(3)). */
#include "base/log.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

/* The one piece of process-wide state here: the job's name, set once at start. */
static const char *job_name = "foyer";

void log_set_job(const char *job)
{
    job_name = job;
}

__attribute__((format(printf, 3, 0))) static void line(int priority, const char *word,
                                                       const char *format, va_list args)
{
    char text[2048];
    int used = 0;
    if (getenv("JOURNAL_STREAM") != NULL) {
        used = snprintf(text, sizeof text, "<%d>", priority);
    }
    used += snprintf(text + used, sizeof text - (size_t)used, "foyer %s: %s", job_name, word);
    int more = vsnprintf(text + used, sizeof text - (size_t)used - 1, format, args);
    if (more > 0) {
        used += more;
    }
    if ((size_t)used > sizeof text - 2) {
        used = (int)sizeof text - 2;
    }
    text[used++] = '\n';
    if (write(STDERR_FILENO, text, (size_t)used) < 0) {
        return; /* nobody is listening; there is nowhere to say so */
    }
}

void log_info(const char *format, ...)
{
    va_list args;
    va_start(args, format);
    line(6, "", format, args);
    va_end(args);
}

void log_warn(const char *format, ...)
{
    va_list args;
    va_start(args, format);
    line(4, "please note: ", format, args);
    va_end(args);
}

void log_error(const char *format, ...)
{
    va_list args;
    va_start(args, format);
    line(3, "problem: ", format, args);
    va_end(args);
}
