/* Every single call to the disk fails once, in submit and in sync; then power is cut at every call. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "../unit/faultvfs.h"
#include "base/alloc.h"
#include "prove.h"
#include "store/outbox.h"

/* What is done while the fault waits, and with what the rest is brought over when it is gone. */
struct act {
    void (*what)(struct scene *scene);
    void (*sync)(struct scene *scene); /* NULL: Foyer's own */
    bool beside;                       /* sync has the outbox open, too, as it has all day */
};

static void submit(struct scene *scene)
{
    (void)scene_submit(scene, 11);
}

static void submit_thanking_first(struct scene *scene)
{
    scene_submit_thanking_first(scene, 11);
}

static void bring(struct scene *scene)
{
    (void)scene_sync(scene);
}

static const struct act submitting = {.what = submit};
static const struct act submitting_beside = {.what = submit, .beside = true};
static const struct act thanking_first = {.what = submit_thanking_first};
static const struct act syncing = {.what = bring};
static const struct act marking_first = {.what = scene_sync_marking_first,
                                         .sync = scene_sync_marking_first};
static const struct act without_ledger = {.what = scene_sync_without_ledger,
                                          .sync = scene_sync_without_ledger};

static void perform(const struct act *act, struct scene *scene, struct fault fault)
{
    struct outbox *other = act->beside ? outbox_open(scene->state, scene->now, NULL) : NULL;
    fault_arm(fault);
    act->what(scene);
    (void)fault_disarm();
    outbox_close(other);
}

static struct judgement finish(const struct act *act, struct scene *scene)
{
    if (act->sync == NULL) {
        return scene_finish(scene);
    }
    for (int i = 0; i < 4; i++) {
        act->sync(scene);
    }
    return scene_judge(scene);
}

/* Three replies that wait, no office's file yet. */
static struct scene waiting(const struct plan *plan)
{
    struct scene scene = scene_begin(plan->base, "waiting");
    for (int i = 1; i <= 3; i++) {
        (void)scene_submit(&scene, i);
    }
    return scene;
}

/* Does it with the fault at each call in turn, until it is done before the fault comes. */
static void each_call(const struct plan *plan, const struct scene *from, struct fault fault,
                      const struct act *act, struct tally_row *row)
{
    struct scene scene = scene_begin(plan->base, "trial");
    int64_t step = !plan->small ? 1 : act->what == bring ? 7 : 3;
    bool met = true;
    for (fault.at = 1; met; fault.at += step) {
        scene_copy(&scene, from);
        perform(act, &scene, fault);
        met = fault_struck();
        struct judgement j = finish(act, &scene);
        row_add(row, &j, "call", (long)fault.at);
        prove_progress(row->fault, (long)fault.at, 0);
    }
    scene_end(&scene);
}

static void prove_one(const struct plan *plan, struct fault fault, const char *words)
{
    struct scene fresh = scene_begin(plan->base, "fresh");
    struct scene used = scene_in_use(plan->base, true);
    struct scene new = waiting(plan);
    char *names[] = {xasprintf("submit: %s", words), xasprintf("sync: %s", words)};
    struct tally_row row = {.fault = names[0]};
    struct tally_row control = {.fault = "thanks before the commit"};
    each_call(plan, &used, fault, &submitting, &row);
    each_call(plan, &used, fault, &submitting_beside, &row);
    each_call(plan, &fresh, fault, &submitting, &row);
    each_call(plan, &used, fault, &thanking_first, &control);
    prove_report(&row, &control);
    row = (struct tally_row){.fault = names[1]};
    control = (struct tally_row){.fault = "marks as delivered before the commit"};
    each_call(plan, &used, fault, &syncing, &row);
    each_call(plan, &new, fault, &syncing, &row);
    each_call(plan, &used, fault, &marking_first, &control);
    prove_report(&row, &control);
    if (fault.lasting) {
        control = (struct tally_row){.fault = "no numbers of what was delivered"};
        each_call(plan, &new, fault, &without_ledger, &control);
        prove_control(&control);
    }
    free(names[0]);
    free(names[1]);
    scene_end(&new);
    scene_end(&used);
    scene_end(&fresh);
}

void prove_io(const struct plan *plan)
{
    prove_one(plan, (struct fault){.kind = FAULT_ERROR}, "each call to the disk fails once");
    prove_one(plan, (struct fault){.kind = FAULT_ERROR, .lasting = true},
              "each call fails, and all after it");
    prove_one(plan, (struct fault){.kind = FAULT_TORN}, "each write is torn");
    prove_one(plan, (struct fault){.kind = FAULT_FULL}, "each write finds the disk full");
    prove_one(plan, (struct fault){.kind = FAULT_FULL, .lasting = true},
              "the disk is full from each write on");
}

/* ---- power cuts ---- */

static void each_cut(const struct plan *plan, const struct scene *from, const struct act *act,
                     struct tally_row *row)
{
    struct scene scene = scene_begin(plan->base, "trial");
    struct scene after = scene_begin(plan->base, "after");
    int64_t step = !plan->small ? 1 : act->what == bring ? 11 : 4;
    unsigned seeds = plan->small ? 4 : 12;
    bool met = true;
    for (int64_t at = 1; met; at += step) {
        scene_copy(&scene, from);
        perform(act, &scene, (struct fault){.kind = FAULT_CUT, .at = at});
        met = fault_struck();
        for (unsigned seed = 0; seed < seeds; seed++) {
            scene_copy(&after, from); /* what the shim never saw is as before */
            after.count = 0;
            for (size_t i = 0; i < scene.count; i++) {
                scene_thank(&after, scene.thanked[i]);
            }
            fault_wreck(scene.dir, after.dir, seed < 2 ? seed : seed + (unsigned)at * 100);
            struct judgement j = finish(act, &after);
            /* Cut after the commit and before the thank-you. */
            row->unasked_allowed += act->what == submit && j.unasked == 1;
            row_add(row, &j, "call", (long)at);
        }
        prove_progress(row->fault, (long)at, 0);
    }
    scene_end(&after);
    scene_end(&scene);
}

void prove_cut(const struct plan *plan)
{
    struct scene used = scene_in_use(plan->base, true);
    struct scene new = waiting(plan);
    struct tally_row row = {.fault = "submit: power is cut at each call"};
    struct tally_row control = {.fault = "PRAGMA synchronous=NORMAL"};
    each_cut(plan, &used, &submitting, &row);
    each_cut(plan, &used, &submitting_beside, &row);
    fault_weaken("NORMAL");
    each_cut(plan, &used, &submitting_beside, &control);
    fault_weaken(NULL);
    prove_report(&row, &control);
    row = (struct tally_row){.fault = "sync: power is cut at each call"};
    control = (struct tally_row){.fault = "marks as delivered before the commit"};
    each_cut(plan, &used, &syncing, &row);
    each_cut(plan, &new, &syncing, &row);
    each_cut(plan, &used, &marking_first, &control);
    prove_report(&row, &control);
    scene_end(&new);
    scene_end(&used);
}
