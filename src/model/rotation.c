/* The rotation. How: the round is computed anew from the items and the time whenever it is asked for,
 * so nothing can go stale; only what is on the screen is remembered. */
#include "model/rotation.h"

#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/str.h"

/* An event further away than this is found in What's on, not in the rotation. */
static const wall_t EVENT_AHEAD = 45 * WALL_DAY;

int64_t rotation_dwell_ms(const struct item *item, const char *language)
{
    size_t words = str_words(item_title(item, language)) + str_words(item_text(item, language));
    int64_t ms = 3000 + 500 * (int64_t)words;
    return ms < 8000 ? 8000 : ms > 20000 ? 20000 : ms;
}

bool rotation_shows(const struct item *item, wall_t now)
{
    return item->kind != ITEM_THEME && item_status(item, now) == ITEM_SHOWING;
}

/* Events by title, then by date. */
static int by_title(const void *a, const void *b, void *context)
{
    const struct item_list *items = context;
    size_t at_x = *(const size_t *)a;
    size_t at_y = *(const size_t *)b;
    const struct item *x = &items->items[at_x];
    const struct item *y = &items->items[at_y];
    int order = strcmp(x->title, y->title);
    if (order == 0 && x->starts != y->starts) {
        order = x->starts < y->starts ? -1 : 1;
    }
    return order != 0 ? order : at_x < at_y ? -1 : at_x > at_y;
}

/* Takes out of `order` the dated events that wait their turn: far ahead, or another occurrence of the
 * same event (a weekly club) is nearer. */
static size_t leave_nearest(const struct item_list *items, wall_t now, size_t *order, size_t count)
{
    size_t *events = xcalloc(count + 1, sizeof *events);
    size_t event_count = 0;
    size_t kept = 0;
    for (size_t i = 0; i < count; i++) {
        const struct item *item = &items->items[order[i]];
        if (item->kind == ITEM_EVENT && item->starts != WALL_NONE) {
            events[event_count++] = order[i];
        } else {
            order[kept++] = order[i];
        }
    }
    qsort_r(events, event_count, sizeof *events, by_title, (void *)(uintptr_t)items);
    for (size_t i = 0; i < event_count; i++) {
        const struct item *item = &items->items[events[i]];
        bool first = i == 0 || !str_same(items->items[events[i - 1]].title, item->title);
        if (first && item->starts <= now + EVENT_AHEAD) {
            order[kept++] = events[i];
        }
    }
    free(events);
    return kept;
}

/* Within a kind: events and sessions by date, everything else newest first. */
static bool comes_before(const struct item *a, const struct item *b)
{
    bool dated = a->starts != WALL_NONE && b->starts != WALL_NONE;
    if (dated && a->kind == b->kind && a->starts != b->starts) {
        return a->starts < b->starts;
    }
    if (a->first_seen != b->first_seen) {
        return a->first_seen > b->first_seen;
    }
    return a->id < b->id;
}

static int by_turn(const void *a, const void *b, void *context)
{
    const struct item_list *items = context;
    const struct item *x = &items->items[*(const size_t *)a];
    const struct item *y = &items->items[*(const size_t *)b];
    return comes_before(x, y) ? -1 : comes_before(y, x);
}

static void sort(const struct item_list *items, size_t *order, size_t count)
{
    qsort_r(order, count, sizeof *order, by_turn, (void *)(uintptr_t)items);
}

/* Behind `at`, the next of `sorted` with that kind. */
static size_t next_of_kind(const struct item_list *items, const size_t *sorted, size_t at, int kind)
{
    while ((int)items->items[sorted[at]].kind != kind) {
        at++;
    }
    return at;
}

/* Merges the kinds so that each is spread evenly over the round: at every place the kind that is
 * furthest behind its share comes next, never the same one twice while another remains. */
static size_t mix(const struct item_list *items, const size_t *sorted, size_t count, size_t *out)
{
    size_t total[ITEM_KIND_COUNT] = {0}, used[ITEM_KIND_COUNT] = {0};
    size_t looked[ITEM_KIND_COUNT] = {0}; /* how far `sorted` was gone through for each kind */
    for (size_t i = 0; i < count; i++) {
        total[items->items[sorted[i]].kind]++;
    }
    int last = -1;
    for (size_t place = 0; place < count; place++) {
        int best = -1;
        double most_behind = 0;
        for (int kind = 0; kind < ITEM_KIND_COUNT; kind++) {
            if (used[kind] == total[kind] || kind == last) {
                continue;
            }
            double behind =
                (double)total[kind] * (double)(place + 1) / (double)count - (double)used[kind];
            if (best < 0 || behind > most_behind) {
                best = kind;
                most_behind = behind;
            }
        }
        best = best < 0 ? last : best;
        if (place == 0 && total[ITEM_ACHIEVEMENT] > 0) {
            best = ITEM_ACHIEVEMENT; /* a round opens with a success */
        }
        used[best]++;
        size_t at = next_of_kind(items, sorted, looked[best], best);
        looked[best] = at + 1;
        out[place] = sorted[at];
        last = best;
    }
    return count;
}

size_t rotation_round(const struct item_list *items, wall_t now, size_t **order)
{
    size_t *urgent = xcalloc(items->count, sizeof *urgent);
    size_t *plain = xcalloc(items->count, sizeof *plain);
    size_t urgent_count = 0, plain_count = 0;
    for (size_t i = 0; i < items->count; i++) {
        if (!rotation_shows(&items->items[i], now)) {
            continue;
        }
        if (items->items[i].urgent) {
            urgent[urgent_count++] = i;
        } else {
            plain[plain_count++] = i;
        }
    }
    plain_count = leave_nearest(items, now, plain, plain_count);
    sort(items, urgent, urgent_count);
    sort(items, plain, plain_count);
    urgent_count = urgent_count > ROTATION_URGENT ? ROTATION_URGENT : urgent_count;
    *order = xcalloc(urgent_count + plain_count, sizeof **order);
    memcpy(*order, urgent, urgent_count * sizeof *urgent);
    mix(items, plain, plain_count, *order + urgent_count);
    free(urgent);
    free(plain);
    return urgent_count + plain_count;
}

/* The round as slides: what is urgent first, and again after every other slide. */
struct round {
    size_t *order;
    size_t count, urgent;
};

static struct round make_round(const struct item_list *items, wall_t now)
{
    struct round round = {0};
    round.count = rotation_round(items, now, &round.order);
    while (round.urgent < round.count && items->items[round.order[round.urgent]].urgent) {
        round.urgent++;
    }
    return round;
}

/* The place of an item in the round, or count. */
static size_t place_of(const struct round *round, const struct item_list *items, int64_t id)
{
    size_t at = 0;
    while (at < round->count && items->items[round->order[at]].id != id) {
        at++;
    }
    return at;
}

static struct slide slide_of(const struct item *item, unsigned round)
{
    size_t picture = item->picture_count > 0 ? round % item->picture_count : 0;
    if (item->kind == ITEM_NEWSLETTER) {
        picture = 0; /* the cover */
    }
    return (struct slide){.item = item->id, .picture = picture, .round = round};
}

/* The place that follows in `round`; `wrapped` when a new round begins. `position` is the last place
 * among the plain slides. */
static size_t following(const struct rotation *r, const struct round *round,
                        const struct item_list *items, bool *wrapped)
{
    size_t plain = round->count - round->urgent;
    size_t at = place_of(round, items, r->shown.item);
    *wrapped = false;
    if (round->urgent > 0 && at >= round->urgent && r->shown.item != 0 && plain > 0) {
        return 0; /* between slides the urgent ones again */
    }
    if (at + 1 < round->urgent) {
        return at + 1;
    }
    size_t next = at < round->urgent ? r->position + 1 : at + 1;
    if (at == round->count) {
        next = r->position; /* it was taken down: its successor stands in its place */
    }
    if (next < round->urgent) {
        next = round->urgent;
    }
    if (next >= round->count) {
        *wrapped = true;
        next = round->urgent < round->count ? round->urgent : 0;
    }
    return next;
}

struct slide rotation_next(const struct rotation *r, const struct item_list *items, wall_t now)
{
    struct round round = make_round(items, now);
    struct slide slide = {0};
    if (round.count > 0) {
        bool wrapped = false;
        size_t at = r->shown.item == 0 ? 0 : following(r, &round, items, &wrapped);
        slide = slide_of(&items->items[round.order[at]], r->round + wrapped);
    }
    free(round.order);
    return slide;
}

static void show(struct rotation *r, struct slide slide, int64_t now_ms, bool fade)
{
    r->before = r->shown;
    r->shown = slide;
    r->shown.turn = r->before.turn + 1;
    r->shown_since_ms = now_ms;
    r->fading = fade;
}

/* Has an urgent notice come that has not been shown since? */
static bool urgent_news(const struct rotation *r, const struct round *round,
                        const struct item_list *items)
{
    if (round->urgent == 0) {
        return false;
    }
    const struct item *newest = &items->items[round->order[0]];
    return newest->id != r->urgent_seen && newest->id != r->shown.item;
}

bool rotation_tick(struct rotation *r, const struct item_list *items, const char *language,
                   wall_t now, int64_t now_ms, bool less_motion)
{
    if (r->fading && now_ms - r->shown_since_ms < ROTATION_FADE_MS) {
        return false; /* half a second in which every frame counts */
    }
    r->fading = false;
    struct round round = make_round(items, now);
    r->total = round.count;
    bool changed = false;
    const struct item *shown = item_list_by_id(items, r->shown.item);
    size_t at = place_of(&round, items, r->shown.item);
    if (round.count == 0) {
        changed = r->shown.item != 0;
        if (changed) {
            show(r, (struct slide){0}, now_ms, false);
        }
    } else if (urgent_news(r, &round, items)) {
        show(r, slide_of(&items->items[round.order[0]], r->round), now_ms, !less_motion);
        changed = true;
    } else if (at == round.count || shown == NULL) {
        /* Taken down or over: off the screen at once, without fading what was withdrawn. */
        bool wrapped = false;
        size_t next = r->shown.item == 0 ? 0 : following(r, &round, items, &wrapped);
        r->round += wrapped;
        show(r, slide_of(&items->items[round.order[next]], r->round), now_ms, false);
        changed = true;
    } else if (now_ms - r->shown_since_ms >= rotation_dwell_ms(shown, language)) {
        bool wrapped = false;
        size_t next = following(r, &round, items, &wrapped);
        r->round += wrapped;
        struct slide slide = slide_of(&items->items[round.order[next]], r->round);
        changed = slide.item != r->shown.item || slide.picture != r->shown.picture;
        /* One that stays alone fades into itself: its words may stand in the next language. */
        show(r, slide, now_ms, !less_motion);
    }
    size_t place = place_of(&round, items, r->shown.item);
    if (place < round.urgent) {
        r->urgent_seen = items->items[round.order[0]].id;
    } else if (place < round.count) {
        r->position = place;
    }
    r->shown.place = r->position; /* stays with it while it fades, so that it looks as it did */
    free(round.order);
    return changed;
}

float rotation_fade(const struct rotation *r, int64_t now_ms)
{
    if (!r->fading) {
        return 1;
    }
    float t = (float)(now_ms - r->shown_since_ms) / ROTATION_FADE_MS;
    t = t < 0 ? 0 : t > 1 ? 1 : t;
    return t * t * (3 - 2 * t); /* slow at both ends */
}

int64_t rotation_due_ms(const struct rotation *r, const struct item_list *items,
                        const char *language, int64_t now_ms)
{
    if (r->fading && now_ms - r->shown_since_ms < ROTATION_FADE_MS) {
        return now_ms + 16;
    }
    const struct item *shown = item_list_by_id(items, r->shown.item);
    if (shown == NULL) {
        return items->count > 0 ? now_ms + 1000 : INT64_MAX;
    }
    int64_t due = r->shown_since_ms + rotation_dwell_ms(shown, language);
    return due < now_ms ? now_ms : due;
}
