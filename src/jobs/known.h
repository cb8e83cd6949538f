/* What an import knows from its earlier passes and the catalogue does not hold: the contents of files,
 * and which drops show nothing because the same content shows already. Pure. */
#ifndef FOYER_JOBS_KNOWN_H
#define FOYER_JOBS_KNOWN_H

#include <stddef.h>
#include <stdint.h>

#include "content/share.h"

/* A file whose content is known, so that an album which takes several passes, or to which a picture is
 * added, is not read again each time. */
struct known_file {
    uint64_t mark; /* of its name, size and time; 0: an empty place of the table */
    enum file_type type;
    char hash[SHARE_HASH_SIZE];
};

/* A hash table by mark. Zero-initialised: empty. */
struct known_files {
    struct known_file *places;
    size_t count, capacity;
};
uint64_t known_mark(const struct share_file *file);
const struct known_file *known_files_find(const struct known_files *files, uint64_t mark);
void known_files_add(struct known_files *files, uint64_t mark, enum file_type type,
                     const char *hash);
void known_files_free(struct known_files *files);

/* A drop that shows nothing because the same content shows already. */
struct known_twin {
    char *key, *state, *of; /* `of`: the key of the one that shows */
};

/* Sorted by key. Zero-initialised: empty. */
struct known_twins {
    struct known_twin *twins;
    size_t count, capacity;
};
const struct known_twin *known_twins_find(const struct known_twins *twins, const char *key);
void known_twins_set(struct known_twins *twins, const char *key, const char *state, const char *of);
/* Forgets those that are not on the share any more. */
void known_twins_keep(struct known_twins *twins, const struct share_scan *scan);
void known_twins_free(struct known_twins *twins);

#endif
