/* What is known. How: files in an open-addressed table (linear probing, at most half full), twins in a
 * sorted array. */
#include "jobs/known.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/str.h"

#define FIRST_PLACES 64 /* a power of two */

/* ---- files ---- */

uint64_t known_mark(const struct share_file *file)
{
    int64_t numbers[2] = {file->size, file->mtime_ns};
    uint64_t hash = str_hash(STR_HASH_SEED, file->raw, strlen(file->raw) + 1);
    hash = str_hash(hash, numbers, sizeof numbers);
    return hash != 0 ? hash : 1;
}

/* The file's place, or the empty one where it would stand. */
static struct known_file *place_of(const struct known_files *files, uint64_t mark)
{
    size_t at = (size_t)mark & (files->capacity - 1);
    while (files->places[at].mark != 0 && files->places[at].mark != mark) {
        at = (at + 1) & (files->capacity - 1);
    }
    return &files->places[at];
}

const struct known_file *known_files_find(const struct known_files *files, uint64_t mark)
{
    if (files->count == 0) {
        return NULL;
    }
    const struct known_file *place = place_of(files, mark);
    return place->mark != 0 ? place : NULL;
}

static void grow(struct known_files *files)
{
    struct known_files larger = {.count = files->count,
                                 .capacity =
                                     files->capacity > 0 ? 2 * files->capacity : FIRST_PLACES};
    larger.places = xcalloc(larger.capacity, sizeof *larger.places);
    for (size_t i = 0; i < files->capacity; i++) {
        if (files->places[i].mark != 0) {
            *place_of(&larger, files->places[i].mark) = files->places[i];
        }
    }
    free(files->places);
    *files = larger;
}

void known_files_add(struct known_files *files, uint64_t mark, enum file_type type,
                     const char *hash)
{
    if (2 * (files->count + 1) > files->capacity) {
        grow(files);
    }
    struct known_file *place = place_of(files, mark);
    files->count += place->mark == 0;
    *place = (struct known_file){.mark = mark, .type = type};
    snprintf(place->hash, sizeof place->hash, "%s", hash);
}

void known_files_free(struct known_files *files)
{
    free(files->places);
    *files = (struct known_files){0};
}

/* ---- twins ---- */

static size_t twin_place(const struct known_twins *twins, const char *key)
{
    size_t low = 0;
    size_t high = twins->count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (strcmp(twins->twins[middle].key, key) < 0) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    return low;
}

const struct known_twin *known_twins_find(const struct known_twins *twins, const char *key)
{
    size_t at = twin_place(twins, key);
    return at < twins->count && strcmp(twins->twins[at].key, key) == 0 ? &twins->twins[at] : NULL;
}

static void free_twin(struct known_twin *twin)
{
    free(twin->key);
    free(twin->state);
    free(twin->of);
}

void known_twins_set(struct known_twins *twins, const char *key, const char *state, const char *of)
{
    struct known_twin twin = {.key = xstrdup(key), .state = xstrdup(state), .of = xstrdup(of)};
    size_t at = twin_place(twins, key);
    if (at < twins->count && strcmp(twins->twins[at].key, key) == 0) {
        free_twin(&twins->twins[at]);
    } else {
        twins->twins = xgrow(twins->twins, twins->count, &twins->capacity, sizeof twin);
        memmove(&twins->twins[at + 1], &twins->twins[at], (twins->count - at) * sizeof twin);
        twins->count++;
    }
    twins->twins[at] = twin;
}

void known_twins_keep(struct known_twins *twins, const struct share_scan *scan)
{
    size_t kept = 0;
    for (size_t i = 0; i < twins->count; i++) {
        if (share_scan_find(scan, twins->twins[i].key) != NULL) {
            twins->twins[kept++] = twins->twins[i];
        } else {
            free_twin(&twins->twins[i]);
        }
    }
    twins->count = kept;
}

void known_twins_free(struct known_twins *twins)
{
    for (size_t i = 0; i < twins->count; i++) {
        free_twin(&twins->twins[i]);
    }
    free(twins->twins);
    *twins = (struct known_twins){0};
}
