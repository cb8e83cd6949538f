/* Input: SDL's touch and mouse events as pointers, and waiting without waking. */
#ifndef FOYER_PLATFORM_INPUT_H
#define FOYER_PLATFORM_INPUT_H

#include <SDL.h>
#include <stdbool.h>
#include <stdint.h>

#include "ui/gesture.h"

struct input;

/* `blocks`: SDL_WaitEventTimeout of this video driver really sleeps (X11, Wayland). */
struct input *input_open(bool blocks);
void input_close(struct input *input);

/* Nothing that is typed on a real keyboard, and no game pad, reaches the program: SDL drops it before it
 * is an event. `except_escape`: in a window, where somebody tries Foyer, keys come so that Escape can close
 * it. Call after SDL_Init. */
void input_deaf_to_keys(bool except_escape);

/* From any thread: lets input_wait() return. */
void input_wake(struct input *input);

/* Sleeps until something happens or `timeout_ms` (-1: for ever); then the next event, if any. */
bool input_wait(struct input *input, int64_t timeout_ms, SDL_Event *event);

/* True once after the kernel or udev said that a display came, went or changed. Only where SDL does not
 * block. */
bool input_plugged(struct input *input);

/* An event as a pointer on a display of w x h pixels; false: it is not one. */
bool input_pointer(const SDL_Event *event, int w, int h, struct pointer *out);

#endif
