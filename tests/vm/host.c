/* Outside the virtual machine: what the scripts beside it need and a shell cannot do.
 *
 *     host ask SOCKET LINE       a command for the agent inside; its output, its status
 *     host qmp SOCKET JSON       a command for QEMU; its answer
 *     host film SOCKET FOLDER    looks at the display four times a second until it is killed or QEMU ends:
 *                                FOLDER/now.ppm is the last frame, each that differs from the one before is
 *                                kept by its time, and FOLDER/film.txt has a line for each of these:
 *                                MILLISECONDS KIND BLACK% FILE
 *     host differ A.ppm B.ppm    how far two pictures are apart: the mean of all 16x16 squares, 0 to 255
 *
 * A frame's KIND: "none" (QEMU's own words while nothing drives the display: one line, in the middle of black;
 * a console begins at the top), "black", "text" (something bright on much black: no screen of Foyer's looks
 * like that) or "picture". */
#include <errno.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <time.h>
#include <unistd.h>

struct picture {
    int w, h;
    size_t size;
    unsigned char *data;
};

static FILE *dial(const char *path)
{
    struct sockaddr_un at = {.sun_family = AF_UNIX};
    snprintf(at.sun_path, sizeof at.sun_path, "%s", path);
    int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
    if (fd < 0 || connect(fd, (struct sockaddr *)&at, sizeof at) != 0) {
        fprintf(stderr, "%s: %s\n", path, strerror(errno));
        exit(3);
    }
    struct timeval most = {.tv_sec = 120};
    setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &most, sizeof most);
    return fdopen(fd, "r+");
}

static void say(FILE *to, const char *line)
{
    fprintf(to, "%s\n", line);
    fflush(to);
    fseek(to, 0, SEEK_CUR);
}

static int ask(const char *socket_path, const char *line)
{
    FILE *agent = dial(socket_path);
    char said[8192];
    say(agent, line);
    while (fgets(said, sizeof said, agent) != NULL) {
        if (said[0] == '=') {
            return atoi(said + 1);
        }
        fputs(said, stdout);
    }
    return 4; /* no answer */
}

/* A command and its answer; false: QEMU is gone. Events are passed over. */
static bool command(FILE *qmp, const char *json, char *answer, size_t size)
{
    say(qmp, json);
    while (fgets(answer, (int)size, qmp) != NULL) {
        if (strstr(answer, "\"return\"") != NULL || strstr(answer, "\"error\"") != NULL) {
            fseek(qmp, 0, SEEK_CUR);
            return true;
        }
    }
    return false;
}

static FILE *dial_qmp(const char *path)
{
    char answer[8192];
    FILE *qmp = dial(path);
    if (fgets(answer, sizeof answer, qmp) == NULL ||
        !command(qmp, "{\"execute\": \"qmp_capabilities\"}", answer, sizeof answer)) {
        exit(3);
    }
    return qmp;
}

/* A number of a PPM's header, behind spaces and comments. */
static bool read_number(FILE *f, int *number)
{
    char comment[200];
    while (fscanf(f, " #%199[^\n]", comment) == 1) {
    }
    return fscanf(f, "%d", number) == 1;
}

static bool read_picture(const char *path, struct picture *p)
{
    FILE *f = fopen(path, "re");
    int most = 0;
    *p = (struct picture){0};
    bool ok = f != NULL && fgetc(f) == 'P' && fgetc(f) == '6' && read_number(f, &p->w) &&
              read_number(f, &p->h) && read_number(f, &most) && most == 255 && p->w > 0 &&
              p->h > 0 && p->w < 20000 && p->h < 20000 && fgetc(f) != EOF;
    if (ok) {
        p->size = (size_t)p->w * (size_t)p->h * 3;
        p->data = malloc(p->size);
        ok = p->data != NULL && fread(p->data, 1, p->size, f) == p->size;
    }
    if (f != NULL) {
        fclose(f);
    }
    return ok;
}

static int black_percent(const struct picture *p)
{
    size_t black = 0;
    for (size_t i = 0; i < p->size; i += 3) {
        black += p->data[i] < 12 && p->data[i + 1] < 12 && p->data[i + 2] < 12;
    }
    size_t all = p->size / 3;
    return black == all ? 100 : (int)(black * 99 / all);
}

/* QEMU's placeholder: nothing but one line of its letters (8x16) in the middle. */
static bool is_placeholder(const struct picture *p)
{
    int top = (p->h / 16 - 1) / 2 * 16;
    for (int y = 0; y < p->h; y++) {
        const unsigned char *row = p->data + (size_t)y * (size_t)p->w * 3;
        for (int x = 0; x < p->w * 3 && (y < top || y >= top + 16); x++) {
            if (row[x] != 0) {
                return false;
            }
        }
    }
    return true;
}

static const char *kind_of(const struct picture *p)
{
    int black = black_percent(p);
    return black == 100 ? "black" : is_placeholder(p) ? "none" : black > 50 ? "text" : "picture";
}

static long long now_ms(void)
{
    struct timespec t;
    clock_gettime(CLOCK_REALTIME, &t);
    return t.tv_sec * 1000LL + t.tv_nsec / 1000000;
}

static bool same(const struct picture *a, const struct picture *b)
{
    return a->size == b->size && a->w == b->w && a->data != NULL && b->data != NULL &&
           memcmp(a->data, b->data, a->size) == 0;
}

static int film(const char *socket_path, const char *folder)
{
    FILE *qmp = dial_qmp(socket_path);
    char json[600], answer[8192], path[500], fresh[500];
    snprintf(path, sizeof path, "%s/film.txt", folder);
    FILE *list = fopen(path, "we");
    struct picture last = {0};
    snprintf(fresh, sizeof fresh, "%s/fresh.ppm", folder);
    snprintf(json, sizeof json,
             "{\"execute\": \"screendump\", \"arguments\": {\"filename\": \"%s\"}}", fresh);
    while (list != NULL && command(qmp, json, answer, sizeof answer)) {
        struct picture p;
        long long at = now_ms();
        if (read_picture(fresh, &p) && !same(&p, &last)) {
            snprintf(path, sizeof path, "%s/%lld.ppm", folder, at);
            if (link(fresh, path) == 0) {
                fprintf(list, "%lld %s %d %s\n", at, kind_of(&p), black_percent(&p), path);
                fflush(list);
            }
            free(last.data);
            last = p;
        } else {
            free(p.data);
        }
        snprintf(path, sizeof path, "%s/now.ppm", folder);
        rename(fresh, path);
        struct timespec rest = {0, 250000000L};
        nanosleep(&rest, NULL);
    }
    return 0;
}

/* The mean colour of a square. */
static double mean(const struct picture *p, int x0, int y0, int channel)
{
    double sum = 0;
    for (int y = y0; y < y0 + 16; y++) {
        for (int x = x0; x < x0 + 16; x++) {
            sum += p->data[((size_t)y * (size_t)p->w + (size_t)x) * 3 + (size_t)channel];
        }
    }
    return sum / 256;
}

static int differ(const char *one, const char *other)
{
    struct picture a, b;
    if (!read_picture(one, &a) || !read_picture(other, &b) || a.w != b.w || a.h != b.h) {
        printf("255\n");
        return 0;
    }
    double sum = 0;
    int n = 0;
    for (int y = 0; y + 16 <= a.h; y += 16) {
        for (int x = 0; x + 16 <= a.w; x += 16) {
            for (int channel = 0; channel < 3; channel++, n++) {
                double apart = mean(&a, x, y, channel) - mean(&b, x, y, channel);
                sum += apart < 0 ? -apart : apart;
            }
        }
    }
    printf("%d\n", (int)(sum / n + 0.5));
    return 0;
}

int main(int argc, char **argv)
{
    const char *what = argc == 4 ? argv[1] : "";
    if (strcmp(what, "ask") == 0) {
        return ask(argv[2], argv[3]);
    }
    if (strcmp(what, "qmp") == 0) {
        char answer[8192] = "";
        bool ok = command(dial_qmp(argv[2]), argv[3], answer, sizeof answer);
        fputs(answer, stdout);
        return ok && strstr(answer, "\"error\"") == NULL ? 0 : 1;
    }
    if (strcmp(what, "film") == 0) {
        return film(argv[2], argv[3]);
    }
    if (strcmp(what, "differ") == 0) {
        return differ(argv[2], argv[3]);
    }
    fputs("host ask|qmp|film|differ A B\n", stderr);
    return 2;
}
