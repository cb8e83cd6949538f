/* Input. How: under X11 and Wayland SDL sleeps by itself; on the console it polls about 880 times a
 * second (measured), so there Foyer sleeps in poll(2) on the input devices, opened a second time, on an
 * eventfd and on the kernel's messages about devices that come and go, and only then lets SDL look. */
#include "platform/input.h"

#include <errno.h>
#include <fcntl.h>
#include <glob.h>
#include <linux/netlink.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <sys/eventfd.h>
#include <sys/socket.h>
#include <unistd.h>

#include "base/alloc.h"
#include "base/clock.h"

#define DEVICES 24
/* How often the list of devices is made anew: told of changes, and where nobody tells. */
static const int64_t LOOK_MS = 60000, LOOK_UNTOLD_MS = 5000;

struct input {
    bool blocks;
    int wake_fd;
    int plug_fd; /* -1: nobody tells */
    bool plugged;
    Uint32 wake_event;
    int64_t looked_ms; /* when the list of devices was last made: a touch screen may come back */
    int devices[DEVICES];
    int device_count;
};

/* Messages of the kernel (group 1) and, when the device's file has its owner, of udev (group 2). Only the
 * subsystem is read, which both write alike: what came is looked up elsewhere. */
static int listen_for_plugs(void)
{
    int fd = socket(AF_NETLINK, SOCK_RAW | SOCK_CLOEXEC | SOCK_NONBLOCK, NETLINK_KOBJECT_UEVENT);
    struct sockaddr_nl at = {.nl_family = AF_NETLINK, .nl_groups = 3};
    if (fd >= 0 && bind(fd, (const struct sockaddr *)&at, sizeof at) != 0) {
        close(fd);
        fd = -1;
    }
    return fd;
}

struct input *input_open(bool blocks)
{
    struct input *input = xcalloc(1, sizeof *input);
    input->blocks = blocks;
    input->wake_fd = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
    input->plug_fd = blocks ? -1 : listen_for_plugs();
    input->wake_event = SDL_RegisterEvents(1);
    input->looked_ms = INT64_MIN / 2;
    return input;
}

void input_deaf_to_keys(bool except_escape)
{
    static const Uint32 deaf[] = {SDL_KEYDOWN,      SDL_KEYUP,         SDL_TEXTEDITING,
                                  SDL_TEXTINPUT,    SDL_KEYMAPCHANGED, SDL_TEXTEDITING_EXT,
                                  SDL_MOUSEWHEEL,   SDL_DROPFILE,      SDL_DROPTEXT,
                                  SDL_DROPBEGIN,    SDL_DROPCOMPLETE,  SDL_CLIPBOARDUPDATE,
                                  SDL_SYSWMEVENT,   SDL_MULTIGESTURE,  SDL_DOLLARGESTURE,
                                  SDL_DOLLARRECORD, SDL_JOYAXISMOTION, SDL_JOYBUTTONDOWN};
    SDL_StopTextInput();
    for (size_t i = 0; i < sizeof deaf / sizeof deaf[0]; i++) {
        bool heard = except_escape && deaf[i] == SDL_KEYDOWN;
        SDL_EventState(deaf[i], heard ? SDL_ENABLE : SDL_IGNORE);
    }
}

static void close_devices(struct input *input)
{
    for (int i = 0; i < input->device_count; i++) {
        close(input->devices[i]);
    }
    input->device_count = 0;
}

void input_close(struct input *input)
{
    if (input != NULL) {
        close_devices(input);
        close(input->wake_fd);
        if (input->plug_fd >= 0) {
            close(input->plug_fd);
        }
        free(input);
    }
}

void input_wake(struct input *input)
{
    if (input->blocks) {
        SDL_Event event = {.type = input->wake_event};
        SDL_PushEvent(&event);
        return;
    }
    uint64_t one = 1;
    if (write(input->wake_fd, &one, sizeof one) < 0) {
        errno = 0; /* it is already awake */
    }
}

static void open_devices(struct input *input)
{
    int64_t now = clock_monotonic_ms();
    if (now - input->looked_ms < (input->plug_fd >= 0 ? LOOK_MS : LOOK_UNTOLD_MS)) {
        return;
    }
    input->looked_ms = now;
    close_devices(input);
    glob_t found;
    if (glob("/dev/input/event*", 0, NULL, &found) == 0) {
        for (size_t i = 0; i < found.gl_pathc && input->device_count < DEVICES; i++) {
            int fd = open(found.gl_pathv[i], O_RDONLY | O_NONBLOCK | O_CLOEXEC);
            if (fd >= 0) {
                input->devices[input->device_count++] = fd;
            }
        }
        globfree(&found);
    }
}

/* Empties what woke us, within reason; SDL has its own copies of the events. */
static void drain(int fd)
{
    char bytes[4096];
    for (int i = 0; i < 64 && read(fd, bytes, sizeof bytes) > 0; i++) {
    }
}

/* Is that said in a message? */
static bool says(const char *message, size_t length, const char *words)
{
    return memmem(message, length, words, strlen(words) + 1) != NULL;
}

/* Takes what the kernel and udev have to say. Most of it is about other things. */
static void take_plugs(struct input *input)
{
    char message[8192];
    ssize_t length = 0;
    for (int i = 0; i < 256; i++) {
        length = read(input->plug_fd, message, sizeof message);
        if (length <= 0 && errno != ENOBUFS) { /* that: some were lost, others follow */
            return;
        }
        size_t size = length > 0 ? (size_t)length : 0;
        if (size == 0 || says(message, size, "SUBSYSTEM=input")) {
            input->looked_ms = INT64_MIN / 2;
        }
        input->plugged = input->plugged || size == 0 || says(message, size, "SUBSYSTEM=drm");
    }
}

static void sleep_on_devices(struct input *input, int64_t timeout_ms)
{
    open_devices(input);
    struct pollfd fds[DEVICES + 2] = {{.fd = input->wake_fd, .events = POLLIN},
                                      {.fd = input->plug_fd, .events = POLLIN}};
    nfds_t count = 2;
    for (int i = 0; i < input->device_count; i++) {
        fds[count++] = (struct pollfd){.fd = input->devices[i], .events = POLLIN};
    }
    int timeout = timeout_ms < 0 || timeout_ms > 5000 ? 5000 : (int)timeout_ms;
    if (poll(fds, count, timeout) <= 0) {
        return;
    }
    if (fds[1].revents != 0) {
        take_plugs(input);
    }
    for (nfds_t i = 0; i < count; i++) {
        if (i == 1) {
            continue;
        }
        if (fds[i].revents & (POLLERR | POLLHUP | POLLNVAL)) {
            input->looked_ms = INT64_MIN / 2; /* unplugged: look again */
        } else if (fds[i].revents & POLLIN) {
            drain(fds[i].fd);
        }
    }
}

bool input_plugged(struct input *input)
{
    bool plugged = input->plugged;
    input->plugged = false;
    return plugged;
}

bool input_wait(struct input *input, int64_t timeout_ms, SDL_Event *event)
{
    if (input->blocks) {
        int timeout = timeout_ms < 0 || timeout_ms > INT32_MAX ? -1 : (int)timeout_ms;
        return (timeout < 0 ? SDL_WaitEvent(event) : SDL_WaitEventTimeout(event, timeout)) == 1;
    }
    if (SDL_PollEvent(event)) {
        return true;
    }
    if (timeout_ms != 0) {
        sleep_on_devices(input, timeout_ms);
    }
    return SDL_PollEvent(event) == 1;
}

bool input_pointer(const SDL_Event *event, int w, int h, struct pointer *out)
{
    *out = (struct pointer){.ms = clock_monotonic_ms()};
    switch (event->type) {
    case SDL_FINGERDOWN:
    case SDL_FINGERUP:
    case SDL_FINGERMOTION:
        out->phase = event->type == SDL_FINGERDOWN ? POINTER_DOWN
                     : event->type == SDL_FINGERUP ? POINTER_UP
                                                   : POINTER_MOVE;
        out->finger = event->tfinger.fingerId;
        out->x = event->tfinger.x * (float)w;
        out->y = event->tfinger.y * (float)h;
        return true;
    case SDL_MOUSEBUTTONDOWN:
    case SDL_MOUSEBUTTONUP:
        if (event->button.which == SDL_TOUCH_MOUSEID || event->button.button != SDL_BUTTON_LEFT) {
            return false;
        }
        out->phase = event->type == SDL_MOUSEBUTTONDOWN ? POINTER_DOWN : POINTER_UP;
        out->finger = POINTER_MOUSE;
        out->x = (float)event->button.x;
        out->y = (float)event->button.y;
        return true;
    case SDL_MOUSEMOTION:
        if (event->motion.which == SDL_TOUCH_MOUSEID ||
            (event->motion.state & SDL_BUTTON_LMASK) == 0) {
            return false;
        }
        out->phase = POINTER_MOVE;
        out->finger = POINTER_MOUSE;
        out->x = (float)event->motion.x;
        out->y = (float)event->motion.y;
        return true;
    default:
        return false;
    }
}
