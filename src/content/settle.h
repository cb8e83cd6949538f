/* Settling: which files have stopped changing, so that they may be read.
 *
 * Somebody's computer is still copying while the scan runs. A file has settled when its size is over
 * 0 and (size, time of change) have stayed the same for a while of the monotonic clock. An empty text
 * file is a message in its name, but Windows makes it before it gets that name, so it waits longer.
 * Pure: time comes as an argument. */
#ifndef FOYER_CONTENT_SETTLE_H
#define FOYER_CONTENT_SETTLE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Longer than this, and a file that has not settled is something to tell staff (milliseconds). */
#define SETTLE_PATIENCE_MS 120000

enum settle_state {
    SETTLE_WAIT,  /* may still be growing */
    SETTLE_DONE,  /* may be read */
    SETTLE_STUCK, /* empty for longer than the patience: nothing will come */
};

/* What a scan sees of one file. */
struct settle_fact {
    const char *name; /* unique below the share; copied */
    int64_t size, mtime_ns;
    bool may_be_empty; /* a text file: its name is the message */
    bool urgent;       /* … and it is urgent */
};

/* How long to wait (milliseconds). */
struct settle_rules {
    int64_t settle_ms;       /* for a file with content; 0: settling is taken as done */
    int64_t empty_text_ms;   /* an empty text file */
    int64_t empty_urgent_ms; /* an empty urgent notice */
    int64_t patience_ms;
};

/* The rules for a configured `settle_seconds`; `once` does not wait out the patience. */
struct settle_rules settle_rules_for(int settle_seconds, bool once);

/* What earlier scans have seen. Zero-initialised: nothing yet. Release with settle_free(). */
struct settle_seen {
    char *name;
    int64_t size, mtime_ns, since_ms;
};
struct settle_table {
    struct settle_seen *seen, *next;
    size_t count, capacity, next_count, next_capacity;
    int64_t due_ms; /* when the next file settles; INT64_MAX: none is waiting */
};
void settle_free(struct settle_table *table);

/* A scan: begin, see each file once, end. Files that were not seen are forgotten. */
void settle_begin(struct settle_table *table);
enum settle_state settle_see(struct settle_table *table, const struct settle_fact *fact,
                             const struct settle_rules *rules, int64_t now_ms);
void settle_end(struct settle_table *table);

/* Milliseconds since the file last changed, as far as the scans have seen it; 0: not known. */
int64_t settle_age_ms(const struct settle_table *table, const char *name, int64_t now_ms);

#endif
