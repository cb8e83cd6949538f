/* Turning: a display that hangs on its side or upside down, by quarters.
 *
 * "Turned" is by how much the picture is turned clockwise on the panel so that visitors see it upright.
 * The page is what they see, the panel what the computer knows; their widths and heights are swapped at
 * 90 and 270 degrees. Touches come in the panel's pixels. Pure. */
#ifndef FOYER_PLATFORM_TURN_H
#define FOYER_PLATFORM_TURN_H

#include <stdbool.h>

enum turn { TURN_NONE, TURN_90, TURN_180, TURN_270 };

/* From degrees; anything but 90, 180 and 270 is no turn. */
enum turn turn_of(int degrees);
int turn_degrees(enum turn turn);

/* The page's size on a panel of *w x *h, and the other way round: the same swap. */
void turn_size(enum turn turn, int *w, int *h);

/* A place on the panel of w x h as the place on the page that stands there. Edges become edges: places are
 * points of the plane, not pixels (the pixel at 0 is the span from 0 to 1). */
void turn_to_page(enum turn turn, float w, float h, float *x, float *y);
/* And back. w x h is the panel's size here, too. */
void turn_to_panel(enum turn turn, float w, float h, float *x, float *y);

/* The point of the page around which it is turned, when its top left lies on the panel's: afterwards it
 * covers the panel exactly. 180 degrees turn around the middle. */
void turn_centre(enum turn turn, float panel_w, float panel_h, float *x, float *y);

#endif
