/* A drop: its items and its problems. */
#include "model/drop.h"

#include <stdlib.h>

#include "base/alloc.h"

const char *problem_weight_word(enum problem_weight weight)
{
    return weight == PROBLEM_NOT_SHOWN ? "not shown" : "please check";
}

void problem_add(struct problem_list *list, const char *source, enum problem_weight weight,
                 const char *reason, const char *advice)
{
    list->problems = xgrow(list->problems, list->count, &list->capacity, sizeof *list->problems);
    list->problems[list->count++] = (struct problem){
        .source = xstrdup(source),
        .weight = weight,
        .reason = xstrdup(reason),
        .advice = xstrdup(advice),
        .since = WALL_NONE,
    };
}

void problem_list_free(struct problem_list *list)
{
    for (size_t i = 0; i < list->count; i++) {
        free(list->problems[i].source);
        free(list->problems[i].reason);
        free(list->problems[i].advice);
    }
    free(list->problems);
    *list = (struct problem_list){0};
}

void drop_free(struct drop *drop)
{
    free(drop->key);
    free(drop->source);
    free(drop->signature);
    item_list_free(&drop->items);
    problem_list_free(&drop->problems);
    *drop = (struct drop){0};
}
