/* kill -9 at any time: visitors submit and sync runs, and one or the other is killed and started again,
 * as often as the plan says. A visitor's thank-you is one write into a file, made by nobody else. */
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "../unit/faultvfs.h"
#include "base/alloc.h"
#include "base/path.h"
#include "prove.h"
#include "store/outbox.h"

/* So many on one kiosk, then on a new one: with more replies a pass of sync would never end alive. */
#define KILLS_EACH 100

struct hall {
    struct scene scene;
    char *conf, *witness;
    const char *program;
    bool thanking_first; /* the control */
    int visits;          /* screens started so far; each has numbers of its own */
};

static void pause_ms(int ms)
{
    nanosleep(&(struct timespec){ms / 1000, ms % 1000 * 1000000L}, NULL);
}

/* Submits for ever; now and then somebody touches Submit twice. */
static void be_the_screen(const struct hall *hall)
{
    int witness = open(hall->witness, O_WRONLY | O_APPEND | O_CLOEXEC);
    for (int number = hall->visits * 1000;; number++) {
        struct reply reply = scene_reply(number);
        char line[UUID_SIZE + 1];
        snprintf(line, sizeof line, "%s\n", reply.uuid);
        if (hall->thanking_first) {
            (void)!write(witness, line, UUID_SIZE);
            pause_ms(10); /* a slow disk */
        }
        bool thanked = false;
        for (int touch = 0; touch < (number % 5 == 0 ? 2 : 1); touch++) {
            struct outbox *outbox = outbox_open(hall->scene.state, SCENE_NOW, NULL);
            if (outbox != NULL && outbox_put(outbox, &reply) && !thanked) {
                thanked = true;
                if (!hall->thanking_first && write(witness, line, UUID_SIZE) != UUID_SIZE) {
                    abort();
                }
            }
            outbox_close(outbox);
        }
        reply_wipe(&reply);
        pause_ms(number % 4 * 3);
    }
}

static pid_t start_screen(struct hall *hall)
{
    hall->visits++;
    pid_t child = fork();
    if (child == 0) {
        prctl(PR_SET_PDEATHSIG, SIGKILL);
        be_the_screen(hall);
    }
    return child;
}

static pid_t start_sync(const struct hall *hall)
{
    pid_t child = fork();
    if (child == 0) {
        prctl(PR_SET_PDEATHSIG, SIGKILL);
        execl(hall->program, hall->program, "sync", "-c", hall->conf, (char *)NULL);
        _exit(127);
    }
    return child;
}

static void kill_hard(pid_t pid)
{
    kill(pid, SIGKILL);
    (void)waitpid(pid, NULL, 0);
}

static struct hall open_hall(const struct plan *plan, bool thanking_first)
{
    struct hall hall = {.scene = scene_begin(plan->base, "hall"),
                        .program = plan->program,
                        .thanking_first = thanking_first};
    hall.conf = path_join(hall.scene.dir, "foyer.conf");
    hall.witness = path_join(hall.scene.dir, "thank-yous");
    FILE *conf = fopen(hall.conf, "w");
    FILE *witness = fopen(hall.witness, "w");
    if (conf == NULL || witness == NULL ||
        fprintf(conf, "[content]\nshare = %s\nstate = %s\n[replies]\nstaff_file = %s\n",
                hall.scene.dir, hall.scene.state, hall.scene.staff_file) < 0) {
        perror(hall.conf);
        abort();
    }
    fclose(conf);
    fclose(witness);
    return hall;
}

static struct judgement close_hall(struct hall *hall)
{
    FILE *witness = fopen(hall->witness, "r");
    char line[UUID_SIZE + 1];
    while (witness != NULL && fread(line, 1, UUID_SIZE, witness) == UUID_SIZE) {
        line[UUID_SIZE - 1] = '\0';
        scene_thank(&hall->scene, line);
    }
    if (witness != NULL) {
        fclose(witness);
    }
    struct judgement j = scene_finish(&hall->scene);
    scene_end(&hall->scene);
    free(hall->conf);
    free(hall->witness);
    return j;
}

/* Kills so many, on as many kiosks as it takes. Each kill of a screen may leave one reply that was stored
 * and not yet thanked for. */
static void kill_many(const struct plan *plan, int kills, bool thanking_first,
                      struct tally_row *row)
{
    unsigned dice = 5;
    for (int done = 0; done < kills;) {
        struct hall hall = open_hall(plan, thanking_first);
        pid_t screen = start_screen(&hall);
        pid_t sync = start_sync(&hall);
        for (int i = 0; i < KILLS_EACH && done < kills; i++, done++) {
            pause_ms(1 + rand_r(&dice) % 40);
            if (rand_r(&dice) % 2) {
                kill_hard(screen);
                screen = start_screen(&hall);
            } else {
                kill_hard(sync);
                sync = start_sync(&hall);
            }
            prove_progress(row->fault, done, kills);
        }
        kill_hard(screen);
        kill_hard(sync);
        row->unasked_allowed += (size_t)hall.visits;
        struct judgement j = close_hall(&hall);
        row_add(row, &j, "kill", done);
    }
    row->times = (size_t)kills;
}

void prove_kill(const struct plan *plan)
{
    int kills = plan->small ? 60 : 2000;
    struct tally_row row = {.fault = "submit and sync: kill -9 at any time"};
    struct tally_row control = {.fault = "thanks before the commit"};
    fault_remove();
    kill_many(plan, kills, false, &row);
    kill_many(plan, plan->small ? 60 : 300, true, &control);
    fault_install();
    prove_report(&row, &control);
}
