/* Time. How: days are counted with the usual 400-year-era arithmetic (era of 146097 days), so no
 * libc call with hidden time-zone state stands between a date and its number. */
#include "base/clock.h"

#include <stdio.h>
#include <string.h>
#include <sys/timex.h>
#include <unistd.h>

/* The Makefile says when the program was made (seconds since 1970). */
#ifndef FOYER_BUILT
#define FOYER_BUILT 1704067200 /* 2024-01-01 */
#endif

/* Days from 1970-01-01 to year-month-day; March is the first month so that leap days come last. */
static int64_t days_from_civil(int64_t year, int month, int day)
{
    int64_t months = year * 12 + (month - 1);
    year = months >= 0 ? months / 12 : (months - 11) / 12;
    month = (int)(months - year * 12) + 1;
    if (month <= 2) {
        year--;
    }
    int64_t era = (year >= 0 ? year : year - 399) / 400;
    int64_t year_of_era = year - era * 400;
    int64_t day_of_year = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1;
    int64_t day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
    return era * 146097 + day_of_era - 719468;
}

static int64_t floor_div(int64_t a, int64_t b)
{
    return a / b - (a % b != 0 && (a < 0) != (b < 0));
}

wall_t wall_from_civil(struct civil c)
{
    return days_from_civil(c.year, c.month, c.day) * WALL_DAY + (wall_t)c.hour * 3600 +
           (wall_t)c.minute * 60 + c.second;
}

struct civil wall_to_civil(wall_t t)
{
    int64_t days = floor_div(t, WALL_DAY);
    int64_t rest = t - days * WALL_DAY;
    days += 719468;
    int64_t era = floor_div(days, 146097);
    int64_t doe = days - era * 146097;
    int64_t yoe = (doe - doe / 1460 + doe / 36524 - doe / 146096) / 365;
    int64_t doy = doe - (365 * yoe + yoe / 4 - yoe / 100);
    int64_t mp = (5 * doy + 2) / 153;
    int month = (int)(mp < 10 ? mp + 3 : mp - 9);
    return (struct civil){
        .year = (int)(yoe + era * 400 + (month <= 2)),
        .month = month,
        .day = (int)(doy - (153 * mp + 2) / 5 + 1),
        .hour = (int)(rest / 3600),
        .minute = (int)(rest / 60 % 60),
        .second = (int)(rest % 60),
    };
}

bool civil_valid(int year, int month, int day)
{
    if (year < 1 || year > 9999 || month < 1 || month > 12 || day < 1 || day > 31) {
        return false;
    }
    struct civil back = wall_to_civil(days_from_civil(year, month, day) * WALL_DAY);
    return back.month == month && back.day == day;
}

int wall_weekday(wall_t t)
{
    int64_t days = floor_div(t, WALL_DAY);
    return (int)(((days + 3) % 7 + 7) % 7); /* 1970-01-01 was a Thursday */
}

wall_t wall_midnight(wall_t t)
{
    return floor_div(t, WALL_DAY) * WALL_DAY;
}

int64_t wall_days_between(wall_t a, wall_t b)
{
    return floor_div(b, WALL_DAY) - floor_div(a, WALL_DAY);
}

wall_t wall_from_unix(time_t t)
{
    struct tm local;
    if (localtime_r(&t, &local) == NULL) {
        return 0;
    }
    return wall_from_civil((struct civil){local.tm_year + 1900, local.tm_mon + 1, local.tm_mday,
                                          local.tm_hour, local.tm_min, local.tm_sec});
}

char *wall_to_iso(wall_t t, bool with_time, char out[24])
{
    out[0] = '\0';
    if (t == WALL_NONE) {
        return out;
    }
    struct civil c = wall_to_civil(t);
    unsigned year = (unsigned)c.year % 10000u;
    unsigned month = (unsigned)c.month % 100u, day = (unsigned)c.day % 100u;
    unsigned hour = (unsigned)c.hour % 100u, minute = (unsigned)c.minute % 100u;
    int used = snprintf(out, 24, "%04u-%02u-%02u", year, month, day);
    if (with_time && used > 0) {
        used += snprintf(out + used, 24 - (size_t)used, "T%02u:%02u", hour, minute);
        if (c.second != 0) {
            snprintf(out + used, 24 - (size_t)used, ":%02u", (unsigned)c.second % 100u);
        }
    }
    return out;
}

bool wall_from_iso(const char *text, wall_t *out, bool *has_time)
{
    struct civil c = {0};
    int used = 0;
    if (sscanf(text, "%4d-%2d-%2d%n", &c.year, &c.month, &c.day, &used) != 3 || used != 10 ||
        !civil_valid(c.year, c.month, c.day)) {
        return false;
    }
    const char *rest = text + used;
    bool timed = *rest == 'T' || *rest == ' ';
    if (timed) {
        used = 0;
        if (sscanf(rest + 1, "%2d:%2d%n", &c.hour, &c.minute, &used) != 2 || used != 5) {
            return false;
        }
        rest += 1 + used;
        if (*rest == ':') {
            used = 0;
            if (sscanf(rest, ":%2d%n", &c.second, &used) != 1 || used != 3) {
                return false;
            }
            rest += used;
        }
    }
    bool in_range = c.hour >= 0 && c.hour < 24 && c.minute >= 0 && c.minute < 60 && c.second >= 0 &&
                    c.second < 61;
    if (*rest != '\0' || !in_range) {
        return false;
    }
    *out = wall_from_civil(c);
    if (has_time != NULL) {
        *has_time = timed;
    }
    return true;
}

wall_t clock_wall_now(void)
{
    return wall_from_unix(time(NULL));
}

int64_t clock_monotonic_ms(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

bool clock_synchronised(void)
{
    struct timex t = {0};
    /* The kernel takes its word back when somebody sets the clock; timesyncd leaves its file. So the file
     * counts only where adjtimex is kept away (a unit's ProtectClock=). */
    return adjtimex(&t) >= 0 ? (t.status & STA_UNSYNC) == 0
                             : access("/run/systemd/timesync/synchronized", F_OK) == 0;
}

wall_t clock_built(void)
{
    return FOYER_BUILT / WALL_DAY * WALL_DAY;
}

struct clock clock_system(void)
{
    return (struct clock){.is_virtual = false};
}

struct clock clock_virtual(wall_t start)
{
    return (struct clock){.is_virtual = true, .start = start};
}

int64_t clock_ms(const struct clock *clock)
{
    return clock->is_virtual ? clock->ms : clock_monotonic_ms();
}

wall_t clock_wall(const struct clock *clock)
{
    return clock->is_virtual ? clock->start + clock->ms / 1000 : clock_wall_now();
}

void clock_jump(struct clock *clock, wall_t wall)
{
    clock->start = wall - clock->ms / 1000;
}

void clock_advance(struct clock *clock, int64_t ms)
{
    if (clock->is_virtual && ms > 0) {
        clock->ms += ms;
    }
}
