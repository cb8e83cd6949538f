/* In the virtual machine only, at its end of a serial line to the host: does what the host's script says.
 *
 *     touch X Y [MS]   a finger (of a multitouch screen) comes down for MS milliseconds (60)
 *     palm             ten fingers at once, across the glass
 *     sh COMMAND       runs it as root; its output comes back
 *
 * Each command is answered with "=STATUS" on a line of its own. The touch screen is made with uinput. */
#include <fcntl.h>
#include <linux/uinput.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum { WIDTH = 1280, HEIGHT = 800, SLOTS = 10 };

static void rest(int ms)
{
    struct timespec t = {ms / 1000, (ms % 1000) * 1000000L};
    nanosleep(&t, NULL);
}

static void send_event(int fd, int type, int code, int value)
{
    struct input_event event = {
        .type = (unsigned short)type, .code = (unsigned short)code, .value = value};
    if (write(fd, &event, sizeof event) != (ssize_t)sizeof event) {
        perror("uinput");
    }
}

static void axis(int fd, int code, int most)
{
    struct uinput_abs_setup setup = {.code = (unsigned short)code,
                                     .absinfo = {.maximum = most, .resolution = 2}};
    ioctl(fd, UI_SET_ABSBIT, code);
    ioctl(fd, UI_ABS_SETUP, &setup);
}

/* A touch screen; -1: there is no uinput. */
static int plug_in(void)
{
    int fd = open("/dev/uinput", O_WRONLY | O_CLOEXEC);
    if (fd < 0) {
        return -1;
    }
    ioctl(fd, UI_SET_EVBIT, EV_KEY);
    ioctl(fd, UI_SET_EVBIT, EV_ABS);
    ioctl(fd, UI_SET_KEYBIT, BTN_TOUCH);
    ioctl(fd, UI_SET_PROPBIT, INPUT_PROP_DIRECT);
    axis(fd, ABS_X, WIDTH - 1);
    axis(fd, ABS_Y, HEIGHT - 1);
    axis(fd, ABS_MT_SLOT, SLOTS - 1);
    axis(fd, ABS_MT_TRACKING_ID, 65535);
    axis(fd, ABS_MT_POSITION_X, WIDTH - 1);
    axis(fd, ABS_MT_POSITION_Y, HEIGHT - 1);
    struct uinput_setup setup = {.id = {.bustype = BUS_USB, .vendor = 0x1209, .product = 1},
                                 .name = "Foyer test touch screen"};
    ioctl(fd, UI_DEV_SETUP, &setup);
    return ioctl(fd, UI_DEV_CREATE) == 0 ? fd : -1;
}

static void finger(int fd, int slot, int x, int y)
{
    static int tracking = 1;
    send_event(fd, EV_ABS, ABS_MT_SLOT, slot);
    send_event(fd, EV_ABS, ABS_MT_TRACKING_ID, x < 0 ? -1 : tracking++ & 0x7fff);
    if (x >= 0) {
        send_event(fd, EV_ABS, ABS_MT_POSITION_X, x);
        send_event(fd, EV_ABS, ABS_MT_POSITION_Y, y);
    }
    if (slot == 0) {
        send_event(fd, EV_KEY, BTN_TOUCH, x >= 0);
        if (x >= 0) {
            send_event(fd, EV_ABS, ABS_X, x);
            send_event(fd, EV_ABS, ABS_Y, y);
        }
    }
}

static void touch(int fd, int fingers, int x, int y, int ms)
{
    for (int up = 0; up < 2; up++) {
        for (int slot = 0; slot < fingers; slot++) {
            finger(fd, slot, up ? -1 : x + slot * 90, y);
        }
        send_event(fd, EV_SYN, SYN_REPORT, 0);
        rest(ms);
    }
}

static int run(const char *command, FILE *to)
{
    FILE *said = popen(command, "r");
    if (said == NULL) {
        return 127;
    }
    char line[4096];
    while (fgets(line, sizeof line, said) != NULL) {
        fputs(line[0] == '=' ? " " : "", to);
        fputs(line, to);
    }
    int status = pclose(said);
    return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

int main(int argc, char **argv)
{
    const char *port = argc > 1 ? argv[1] : "/dev/virtio-ports/foyer.test";
    int screen = plug_in();
    int fd = open(port, O_RDWR | O_CLOEXEC); /* the port opens once only */
    FILE *from = fd >= 0 ? fdopen(fd, "r") : NULL;
    FILE *to = fd >= 0 ? fdopen(fcntl(fd, F_DUPFD_CLOEXEC, 0), "w") : NULL;
    if (from == NULL || to == NULL) {
        perror(port);
        return 1;
    }
    char line[8192];
    for (;;) {
        if (fgets(line, sizeof line, from) == NULL) { /* nobody at the other end just now */
            clearerr(from);
            rest(50);
            continue;
        }
        line[strcspn(line, "\n")] = '\0';
        int x = 0, y = 0, ms = 60, status = 0;
        if (sscanf(line, "touch %d %d %d", &x, &y, &ms) >= 2) {
            touch(screen, 1, x, y, ms);
        } else if (strcmp(line, "palm") == 0) {
            touch(screen, SLOTS, 200, 500, ms);
        } else if (strncmp(line, "sh ", 3) == 0) {
            status = run(line + 3, to);
        } else {
            status = 2;
        }
        fprintf(to, "=%d\n", status);
        fflush(to);
    }
}
