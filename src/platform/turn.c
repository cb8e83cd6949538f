/* Turning. How: quarters only, so every point is a sum of whole sizes and no pixel is blended. */
#include "platform/turn.h"

enum turn turn_of(int degrees)
{
    return degrees == 90    ? TURN_90
           : degrees == 180 ? TURN_180
           : degrees == 270 ? TURN_270
                            : TURN_NONE;
}

int turn_degrees(enum turn turn)
{
    return (int)turn * 90;
}

void turn_size(enum turn turn, int *w, int *h)
{
    if (turn == TURN_90 || turn == TURN_270) {
        int width = *w;
        *w = *h;
        *h = width;
    }
}

void turn_to_page(enum turn turn, float w, float h, float *x, float *y)
{
    float px = *x, py = *y;
    switch (turn) {
    case TURN_NONE:
        break;
    case TURN_90:
        *x = py;
        *y = w - px;
        break;
    case TURN_180:
        *x = w - px;
        *y = h - py;
        break;
    case TURN_270:
        *x = h - py;
        *y = px;
        break;
    }
}

void turn_to_panel(enum turn turn, float w, float h, float *x, float *y)
{
    float px = *x, py = *y;
    switch (turn) {
    case TURN_NONE:
        break;
    case TURN_90:
        *x = w - py;
        *y = px;
        break;
    case TURN_180:
        *x = w - px;
        *y = h - py;
        break;
    case TURN_270:
        *x = py;
        *y = h - px;
        break;
    }
}

void turn_centre(enum turn turn, float panel_w, float panel_h, float *x, float *y)
{
    /* 90: (x, y) goes to (2c - y, x) with c = w / 2; 270: to (y, 2c - x) with c = h / 2. */
    *x = turn == TURN_270 ? panel_h / 2 : panel_w / 2;
    *y = turn == TURN_90 ? panel_w / 2 : panel_h / 2;
}
