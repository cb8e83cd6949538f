/* Settling. How: the table of the scan before is sorted by name and searched; the scan that runs
 * builds the next one, so a file that is gone is forgotten by itself. */
#include "content/settle.h"

#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"

struct settle_rules settle_rules_for(int settle_seconds, bool once)
{
    int64_t settle = (int64_t)settle_seconds * 1000;
    return (struct settle_rules){
        .settle_ms = settle,
        .empty_text_ms = settle == 0 ? 0 : 30000,
        .empty_urgent_ms = settle == 0 ? 0 : 5000,
        .patience_ms = once || settle == 0 ? settle : SETTLE_PATIENCE_MS,
    };
}

static void free_list(struct settle_seen *list, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        free(list[i].name);
    }
    free(list);
}

void settle_free(struct settle_table *table)
{
    free_list(table->seen, table->count);
    free_list(table->next, table->next_count);
    *table = (struct settle_table){0};
}

static int by_name(const void *a, const void *b)
{
    const struct settle_seen *x = a;
    const struct settle_seen *y = b;
    return strcmp(x->name, y->name);
}

static const struct settle_seen *find(const struct settle_table *table, const char *name)
{
    struct settle_seen wanted = {.name = (char *)(uintptr_t)name};
    return table->count == 0
               ? NULL
               : bsearch(&wanted, table->seen, table->count, sizeof *table->seen, by_name);
}

void settle_begin(struct settle_table *table)
{
    free_list(table->next, table->next_count);
    table->next = NULL;
    table->next_count = table->next_capacity = 0;
    table->due_ms = INT64_MAX;
}

enum settle_state settle_see(struct settle_table *table, const struct settle_fact *fact,
                             const struct settle_rules *rules, int64_t now_ms)
{
    const struct settle_seen *before = find(table, fact->name);
    bool same = before != NULL && before->size == fact->size && before->mtime_ns == fact->mtime_ns;
    int64_t since = same ? before->since_ms : now_ms;
    table->next = xgrow(table->next, table->next_count, &table->next_capacity, sizeof *table->next);
    table->next[table->next_count++] = (struct settle_seen){.name = xstrdup(fact->name),
                                                            .size = fact->size,
                                                            .mtime_ns = fact->mtime_ns,
                                                            .since_ms = since};
    bool stuck = fact->size == 0 && !fact->may_be_empty;
    int64_t wait = rules->settle_ms;
    if (stuck) {
        wait = rules->patience_ms;
    } else if (fact->size == 0) {
        wait = fact->urgent ? rules->empty_urgent_ms : rules->empty_text_ms;
    }
    if (now_ms - since >= wait) {
        return stuck ? SETTLE_STUCK : SETTLE_DONE;
    }
    if (since + wait < table->due_ms) {
        table->due_ms = since + wait;
    }
    return SETTLE_WAIT;
}

void settle_end(struct settle_table *table)
{
    free_list(table->seen, table->count);
    table->seen = table->next;
    table->count = table->next_count;
    table->capacity = table->next_capacity;
    table->next = NULL;
    table->next_count = table->next_capacity = 0;
    if (table->count > 1) {
        qsort(table->seen, table->count, sizeof *table->seen, by_name);
    }
}

int64_t settle_age_ms(const struct settle_table *table, const char *name, int64_t now_ms)
{
    const struct settle_seen *seen = find(table, name);
    return seen != NULL ? now_ms - seen->since_ms : 0;
}
