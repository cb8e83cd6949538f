/* Calibration. How: the least-squares map of centred places is the product of two 2 x 2 matrices; what is
 * no calibration shows in its stretch (singular values) or in what is left over at each place. */
#include "model/calibration.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

/* How far a tap may be off the map that fits all; what is not worth a correction. Parts of the panel. */
static const float LEFT_OVER = 0.04f, WORTH_IT = 0.01f;
/* The least and the most that any touch screen stretches, and shifts. */
static const double STRETCH_LEAST = 0.25, STRETCH_MOST = 4, SHIFT_MOST = 4;
static const int64_t BOUNCE_MS = 400;
static const float MILLION = 1000000;

struct calibration calibration_plain(void)
{
    return (struct calibration){.xx = 1, .yy = 1};
}

struct spot calibration_apply(const struct calibration *c, struct spot reported)
{
    return (struct spot){c->xx * reported.x + c->xy * reported.y + c->x0,
                         c->yx * reported.x + c->yy * reported.y + c->y0};
}

static float distance(struct spot a, struct spot b)
{
    return hypotf(a.x - b.x, a.y - b.y);
}

/* The most that it moves a corner of the panel. */
static float moves(const struct calibration *c)
{
    float most = 0;
    for (int i = 0; i < 4; i++) {
        struct spot corner = {(float)(i & 1), (float)(i >> 1)};
        most = fmaxf(most, distance(corner, calibration_apply(c, corner)));
    }
    return most;
}

bool calibration_is_plain(const struct calibration *c)
{
    return moves(c) < 0.5f / MILLION;
}

/* Can a touch screen be so? Numbers that are none fail every comparison. */
static bool is_sound(const struct calibration *c)
{
    double xx = c->xx, xy = c->xy, yx = c->yx, yy = c->yy;
    double squares = xx * xx + xy * xy + yx * yx + yy * yy, area = xx * yy - xy * yx;
    double root = sqrt(fmax(0, squares * squares - 4 * area * area));
    double most = (squares + root) / 2, least = (squares - root) / 2;
    return least >= STRETCH_LEAST * STRETCH_LEAST && most <= STRETCH_MOST * STRETCH_MOST &&
           fabs((double)c->x0) <= SHIFT_MOST && fabs((double)c->y0) <= SHIFT_MOST;
}

static struct spot middle_of(const struct spot *spots, size_t count)
{
    struct spot sum = {0, 0};
    for (size_t i = 0; i < count; i++) {
        sum.x += spots[i].x;
        sum.y += spots[i].y;
    }
    return (struct spot){sum.x / (float)count, sum.y / (float)count};
}

/* The map itself; false: the places lie in a line or a heap. */
static bool fit(const struct spot *from, const struct spot *to, size_t count,
                struct calibration *out)
{
    struct spot a = middle_of(from, count), b = middle_of(to, count);
    double uu = 0, uv = 0, vv = 0, xu = 0, xv = 0, yu = 0, yv = 0;
    for (size_t i = 0; i < count; i++) {
        double u = from[i].x - a.x, v = from[i].y - a.y, x = to[i].x - b.x, y = to[i].y - b.y;
        uu += u * u;
        uv += u * v;
        vv += v * v;
        xu += x * u;
        xv += x * v;
        yu += y * u;
        yv += y * v;
    }
    double area = uu * vv - uv * uv;
    if (!(area > 1e-6)) {
        return false;
    }
    out->xx = (float)((xu * vv - xv * uv) / area);
    out->xy = (float)((xv * uu - xu * uv) / area);
    out->yx = (float)((yu * vv - yv * uv) / area);
    out->yy = (float)((yv * uu - yu * uv) / area);
    out->x0 = b.x - out->xx * a.x - out->xy * a.y;
    out->y0 = b.y - out->yx * a.x - out->yy * a.y;
    return true;
}

bool calibration_solve(const struct spot *reported, const struct spot *meant, size_t count,
                       struct calibration *out)
{
    struct calibration c;
    bool ok = count >= 3 && fit(reported, meant, count, &c) && is_sound(&c);
    for (size_t i = 0; ok && i < count; i++) {
        ok = distance(calibration_apply(&c, reported[i]), meant[i]) <= LEFT_OVER;
    }
    if (ok) {
        *out = moves(&c) < WORTH_IT ? calibration_plain() : c;
    }
    return ok;
}

void calibration_write(const struct calibration *c, char out[CALIBRATION_TEXT])
{
    const float numbers[6] = {c->xx, c->xy, c->x0, c->yx, c->yy, c->y0};
    int used = 0;
    for (int i = 0; i < 6; i++) {
        used += snprintf(out + used, (size_t)(CALIBRATION_TEXT - used), i > 0 ? " %ld" : "%ld",
                         lroundf(numbers[i] * MILLION));
    }
}

bool calibration_read(const char *text, struct calibration *out)
{
    float numbers[6];
    const char *at = text;
    for (int i = 0; i < 6; i++) {
        char *end = NULL;
        long number = strtol(at, &end, 10); /* out of range it is what no calibration has */
        if (end == at) {
            return false;
        }
        numbers[i] = (float)number / MILLION;
        at = end;
    }
    at += *at == '\n';
    struct calibration c = {numbers[0], numbers[1], numbers[2], numbers[3], numbers[4], numbers[5]};
    if (*at != '\0' || !is_sound(&c)) {
        return false;
    }
    *out = c;
    return true;
}

/* ---- measuring ---- */

struct spot calibrating_cross(size_t at)
{
    static const struct spot crosses[CALIBRATING_CROSSES] = {
        {0.1f, 0.12f}, {0.9f, 0.12f}, {0.9f, 0.88f}, {0.1f, 0.88f}, {0.5f, 0.7f}};
    return crosses[at < CALIBRATING_CROSSES ? at : 0];
}

struct spot calibrating_confirm_at(void)
{
    return (struct spot){0.78f, 0.62f};
}

void calibrating_know(struct calibrating *c, struct calibration kept)
{
    *c = (struct calibrating){.kept = kept};
}

static void try_it(struct calibrating *c, struct calibration trial, int64_t now_ms)
{
    c->phase = CALIBRATING_TRIAL;
    c->trial = trial;
    c->since_ms = now_ms;
}

static void end(struct calibrating *c, enum calibrating_end how)
{
    c->phase = CALIBRATING_NOT;
    c->end = how;
}

void calibrating_begin(struct calibrating *c, int64_t now_ms)
{
    end(c, CALIBRATING_NO_END);
    c->phase = CALIBRATING_AIM;
    c->at = 0;
    c->since_ms = now_ms;
}

void calibrating_reset(struct calibrating *c, int64_t now_ms)
{
    end(c, CALIBRATING_NO_END);
    try_it(c, calibration_plain(), now_ms);
}

void calibrating_tap(struct calibrating *c, struct spot reported, struct spot meant, int64_t now_ms)
{
    if (c->phase != CALIBRATING_AIM || now_ms - c->since_ms < BOUNCE_MS) {
        return;
    }
    c->reported[c->at] = reported;
    c->meant[c->at] = meant;
    c->since_ms = now_ms;
    if (++c->at < CALIBRATING_CROSSES) {
        return;
    }
    struct calibration found;
    if (calibration_solve(c->reported, c->meant, CALIBRATING_CROSSES, &found)) {
        try_it(c, found, now_ms);
    } else {
        end(c, CALIBRATING_NONSENSE);
    }
}

void calibrating_confirm(struct calibrating *c)
{
    if (c->phase == CALIBRATING_TRIAL) {
        c->kept = c->trial;
        c->store = true;
        end(c, CALIBRATING_KEPT);
    }
}

void calibrating_stop(struct calibrating *c)
{
    end(c, CALIBRATING_NO_END);
}

int64_t calibrating_left_ms(const struct calibrating *c, int64_t now_ms)
{
    int64_t limit = c->phase == CALIBRATING_AIM     ? CALIBRATING_AIM_MS
                    : c->phase == CALIBRATING_TRIAL ? CALIBRATING_TRIAL_MS
                                                    : 0;
    int64_t left = limit == 0 ? 0 : c->since_ms + limit - now_ms;
    return left > 0 ? left : 0;
}

void calibrating_tick(struct calibrating *c, int64_t now_ms)
{
    if (c->phase != CALIBRATING_NOT && calibrating_left_ms(c, now_ms) == 0) {
        end(c, CALIBRATING_GIVEN_UP);
    }
}

struct calibration calibrating_in_use(const struct calibrating *c)
{
    return c->phase == CALIBRATING_AIM     ? calibration_plain()
           : c->phase == CALIBRATING_TRIAL ? c->trial
                                           : c->kept;
}
