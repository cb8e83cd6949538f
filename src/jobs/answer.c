/* The answer. How: the intake counts its changes to the catalogue; a different count, the moment at
 * which an item starts or ends, or an hour gone by make the page due. */
#include "jobs/answer.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/alloc.h"
#include "base/log.h"
#include "content/answerpage.h"
#include "content/picturecache.h"
#include "model/rotation.h"
#include "store/interest.h"

#define HEARTBEAT_MS 3600000
#define BUSY_MS 30000 /* while more is being read */

/* ---- when ---- */

static bool is_due(const struct answer_state *state, const struct intake *intake,
                   enum intake_result result)
{
    int64_t age = intake->now_ms - state->written_ms;
    if (!state->written || state->taken_down != intake->taken_down || age >= HEARTBEAT_MS) {
        return true;
    }
    if (result == INTAKE_MORE) {
        return age >= BUSY_MS;
    }
    bool passed = state->next_change != WALL_NONE && intake->now >= state->next_change;
    return passed || state->busy || state->changes != intake->changes ||
           state->clock_sure != intake->clock_is_sure;
}

/* ---- what ---- */

/* What the page's questions are answered from. */
struct sources {
    const struct intake *intake;
    struct interest interest;
};

static char *thumbnail(void *context, const char *hash)
{
    const struct sources *sources = context;
    return picturecache_thumbnail(sources->intake->cache_dir, hash);
}

static int opened(void *context, const char *key)
{
    const struct sources *sources = context;
    return interest_times(&sources->interest, key);
}

static int clapped(void *context, const char *key)
{
    const struct sources *sources = context;
    return interest_claps(&sources->interest, key);
}

/* Where a drop's first file lies, in the words of staff. */
static const char *place_of(const struct intake *intake, const char *key)
{
    const struct share_drop *drop = share_scan_find(&intake->scan, key);
    return drop != NULL ? drop->files[0].path : key;
}

/* What is there twice and shows once. */
static void add_twins(const struct intake *intake, struct problem_list *remarks)
{
    for (size_t i = 0; i < intake->twins.count; i++) {
        const struct known_twin *twin = &intake->twins.twins[i];
        if (share_scan_find(&intake->scan, twin->key) == NULL) {
            continue;
        }
        char *reason =
            xasprintf("this is the same as %s, so it shows only once.", place_of(intake, twin->of));
        problem_add(remarks, place_of(intake, twin->key), PROBLEM_CHECK, reason, "");
        free(reason);
    }
}

/* Of many urgent notices only the newest are on the screen at a time. */
static void add_urgent(const struct item_list *items, wall_t now, struct problem_list *remarks)
{
    size_t urgent = 0;
    for (size_t i = 0; i < items->count; i++) {
        urgent += items->items[i].urgent && item_status(&items->items[i], now) == ITEM_SHOWING;
    }
    if (urgent > ROTATION_URGENT) {
        char *reason = xasprintf("there are %zu; the screen shows the newest %d of them at a time.",
                                 urgent, ROTATION_URGENT);
        problem_add(remarks, "Urgent notices", PROBLEM_CHECK, reason, "");
        free(reason);
    }
}

static bool write_to(void *to, const char *text, size_t length)
{
    const int *fd = to;
    while (length > 0) {
        ssize_t done = write(*fd, text, length);
        if (done < 0 && errno == EINTR) {
            continue;
        }
        if (done <= 0) {
            return false;
        }
        text += done;
        length -= (size_t)done;
    }
    return true;
}

static bool fill_page(int fd, void *context)
{
    return answer_write_page(context, write_to, &fd);
}

static bool put_page(void *context, share_sink *sink, void *to)
{
    return answer_write_page(context, sink, to);
}

static bool fill_problems(int fd, void *context)
{
    struct str text = {0};
    answer_put_problems(context, &text);
    bool ok = write_to(&fd, text.data, text.length);
    str_free(&text);
    return ok;
}

/* ---- writing ---- */

static void say_refusal(struct answer_state *state, bool ok)
{
    if (!ok && !state->refused) {
        log_warn("nothing can be written to the share (%s), so staff see what is on only with "
                 "\"foyer list\"; allow the kiosk to write there if you can",
                 strerror(errno));
    }
    state->refused = !ok;
}

static bool write_both(struct intake *intake, struct answer *answer)
{
    /* Once an hour it only says another time: that costs the card one block, not the page with its pictures. */
    bool ok = share_stamp(intake->share, ANSWER_PAGE, put_page, answer) ||
              share_write(intake->share, NULL, ANSWER_PAGE, fill_page, answer);
    if (answer->problems->count == 0) {
        return share_remove(intake->share, ANSWER_PROBLEMS) && ok;
    }
    return share_write(intake->share, NULL, ANSWER_PROBLEMS, fill_problems, answer) && ok;
}

void answer_after_pass(struct answer_state *state, struct intake *intake, enum intake_result result)
{
    if (result == INTAKE_AWAY || result == INTAKE_FAILED || result == INTAKE_STOPPED ||
        !is_due(state, intake, result)) {
        return;
    }
    struct item_list items = {0};
    struct problem_list problems = {0};
    struct problem_list remarks = {0};
    struct sources sources = {.intake = intake};
    (void)interest_load_week(intake->config->content.state, intake->now, &sources.interest);
    add_twins(intake, &remarks);
    if (catalogue_items(intake->catalogue, &items) &&
        catalogue_problems(intake->catalogue, &problems)) {
        add_urgent(&items, intake->now, &remarks);
        struct answer answer = {.school = intake->config->school.name,
                                .accent = intake->config->school.accent,
                                .now = intake->now,
                                .clock_sure = intake->clock_is_sure,
                                .progress = result == INTAKE_MORE ? intake->said_progress : NULL,
                                .items = &items,
                                .problems = &problems,
                                .remarks = &remarks,
                                .thumbnail = thumbnail,
                                .opened = opened,
                                .clapped = clapped,
                                .context = &sources};
        say_refusal(state, write_both(intake, &answer));
        state->written = true;
        state->clock_sure = intake->clock_is_sure;
        state->busy = result == INTAKE_MORE;
        state->changes = intake->changes;
        state->taken_down = intake->taken_down;
        state->written_ms = intake->now_ms;
        state->next_change = answer_next_change(&items, intake->now);
    }
    interest_free(&sources.interest);
    problem_list_free(&remarks);
    problem_list_free(&problems);
    item_list_free(&items);
}
