/* The scene of every proof: a kiosk's folders, visitors who submit, sync, and an independent count.
 *
 * The count: a visitor's reply is written down here, outside of any database, when outbox_put() said
 * true and before anything else happens. scene_judge() then reads the office's file with SQLite alone. */
#ifndef FOYER_PROVE_SCENE_H
#define FOYER_PROVE_SCENE_H

#include <stdbool.h>
#include <stddef.h>

#include "base/config.h"
#include "base/uuid.h"
#include "model/reply.h"

#define SCENE_NOW ((wall_t)1795000000)

struct scene {
    char *dir, *state, *office, *staff_file;
    char *replies; /* the outbox's folder */
    struct config config;
    char (*thanked)[UUID_SIZE]; /* in the order of the thank-yous */
    size_t count, capacity;
    wall_t now;  /* by the kiosk's clock */
    int witness; /* each thank-you is also written to this descriptor at once; 0: there is none */
    bool noted;  /* the office has written a note */
    bool
        spoilt; /* its file was taken away or written over: it may be put aside, and the note be gone */
};

/* An empty kiosk below `base` (a folder). Remove with scene_end(), its folders with it. */
struct scene scene_begin(const char *base, const char *name);
void scene_end(struct scene *scene);

/* A kiosk in use: replies in the office's file, one with a note of the office, one that the office has deleted
 * and sync has seen that, one (with `deleting`) that it has deleted just now; and three that wait. */
struct scene scene_in_use(const char *base, bool deleting);

/* Makes the folders of `to` like those of `from`, and the thank-yous. */
void scene_copy(struct scene *to, const struct scene *from);

/* Whose reply has this number has this telephone number, and nobody else. */
#define SCENE_PERSON 20
#define SCENE_PERSON_PHONE "07700900123"

/* A reply by number: its fields say which. Free with reply_wipe(). */
struct reply scene_reply(int number);

/* A visitor submits, as the screen does it: opens, stores, closes. True: was thanked. */
bool scene_submit(struct scene *scene, int number);
/* The same, by a screen that keeps no promise: thanks first, then stores. */
void scene_submit_thanking_first(struct scene *scene, int number);
void scene_thank(struct scene *scene, const char *uuid);

/* One pass of sync. True: all is well by its own words. */
bool scene_sync(struct scene *scene);
/* A sync that keeps no promise: marks as delivered, and only then writes; never looks again. */
void scene_sync_marking_first(struct scene *scene);
/* Another: writes, marks, believes that all is well, and never offers again what it marked. */
void scene_sync_once_only(struct scene *scene);
/* Another: adds whatever waits, without the file's own numbers to tell what it has. */
void scene_sync_without_ledger(struct scene *scene);

/* What the office finds. */
struct judgement {
    size_t thanked, rows;
    size_t lost;    /* thanked, and not in the office's file */
    size_t doubled; /* rows too many of one reply */
    size_t
        unasked; /* in the office's file without a thank-you, or brought back though deleted there */
    bool sound;  /* both files pass integrity_check, none was put aside, the note is there */
};
struct judgement scene_judge(const struct scene *scene);

/* Brings over what is left, with a few passes of sync, then judges. */
struct judgement scene_finish(struct scene *scene);

#endif
