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
 * is an event. Call after SDL_Init. */
void input_deaf_to_keys(void);

/* From any thread: lets input_wait() return. */
void input_wake(struct input *input);

/* Sleeps until something happens or `timeout_ms` (-1: for ever); then the next event, if any. */
bool input_wait(struct input *input, int64_t timeout_ms, SDL_Event *event);

/* An event as a pointer on a display of w x h pixels; false: it is not one. */
bool input_pointer(const SDL_Event *event, int w, int h, struct pointer *out);

#endif
