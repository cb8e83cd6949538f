/* Calibration: what a touch screen reports, put right; and how it is measured.
 *
 * Some touch screens report a finger beside where it is, mirrored, or with the axes swapped. People tap
 * crosses, and the straight-line (affine) map that takes what was reported to where the crosses are is
 * tried. Who does not confirm it within TRIAL_MS has the old one back: nobody can touch themselves out.
 *
 * Places are on the panel as it is wired, 0..1 from its left and upper edge, before the picture is turned:
 * what is measured on a turned display holds however it is turned later. Pure. */
#ifndef FOYER_MODEL_CALIBRATION_H
#define FOYER_MODEL_CALIBRATION_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct spot {
    float x, y;
};

/* x' = xx x + xy y + x0, y' = yx x + yy y + y0. */
struct calibration {
    float xx, xy, x0, yx, yy, y0;
};

/* Changes nothing. */
struct calibration calibration_plain(void);
bool calibration_is_plain(const struct calibration *c);

struct spot calibration_apply(const struct calibration *c, struct spot reported);

/* The map that takes `reported` nearest to `meant` (least squares; `count` of each, three at least). What
 * changes less than a finger's own width is plain. False, and *out as it was: these are no taps on those
 * places (one far off the others' map, all in one place), or no screen is so far off. */
bool calibration_solve(const struct spot *reported, const struct spot *meant, size_t count,
                       struct calibration *out);

/* As text: six whole numbers in millionths, in the order of the struct. */
#define CALIBRATION_TEXT 96
void calibration_write(const struct calibration *c, char out[CALIBRATION_TEXT]);
/* False, and *out as it was: not such a text, or numbers that no calibration has. A line's end may follow. */
bool calibration_read(const char *text, struct calibration *out);

/* ---- measuring ---- */

#define CALIBRATING_CROSSES 5
/* To tap the next cross, and to confirm. */
#define CALIBRATING_AIM_MS 30000
#define CALIBRATING_TRIAL_MS 15000

enum calibrating_phase {
    CALIBRATING_NOT,
    CALIBRATING_AIM,  /* crosses are tapped; touches count as they are reported */
    CALIBRATING_TRIAL /* the new one is tried */
};

/* What came of it. */
enum calibrating_end {
    CALIBRATING_NO_END,
    CALIBRATING_KEPT,
    CALIBRATING_GIVEN_UP, /* nobody tapped or confirmed: it is as it was */
    CALIBRATING_NONSENSE, /* the taps fit no map: it is as it was */
    CALIBRATING_UNSTORED  /* it holds, but not beyond the next start */
};

/* Zero it, then calibrating_know(). */
struct calibrating {
    enum calibrating_phase phase;
    enum calibrating_end end;
    size_t at; /* the cross to be tapped */
    struct spot reported[CALIBRATING_CROSSES], meant[CALIBRATING_CROSSES];
    int64_t since_ms; /* when this cross, or the trial, began */
    struct calibration kept, trial;
    bool store; /* `kept` is new: whoever stores it sets this to false */
};

/* What was stored, or plain. */
void calibrating_know(struct calibrating *c, struct calibration kept);

/* Begins with the first cross; or a trial without any correction. */
void calibrating_begin(struct calibrating *c, int64_t now_ms);
void calibrating_reset(struct calibrating *c, int64_t now_ms);

/* Where a cross stands on the page, 0..1; where the trial is confirmed. That place is none of the crosses',
 * and far from where it would be mirrored or with the axes swapped. */
struct spot calibrating_cross(size_t at);
struct spot calibrating_confirm_at(void);

/* The present cross, which stands at `meant`, was tapped and `reported` came. A bounce (a second tap within
 * 400 ms) means nothing. */
void calibrating_tap(struct calibrating *c, struct spot reported, struct spot meant,
                     int64_t now_ms);
/* The trial's button was reached: it is kept. */
void calibrating_confirm(struct calibrating *c);
/* Whoever leaves leaves it as it was. */
void calibrating_stop(struct calibrating *c);
/* Time passes. */
void calibrating_tick(struct calibrating *c, int64_t now_ms);
/* Until the present cross or trial is given up; 0: none. */
int64_t calibrating_left_ms(const struct calibrating *c, int64_t now_ms);

/* What is put right with just now. */
struct calibration calibrating_in_use(const struct calibrating *c);

#endif
