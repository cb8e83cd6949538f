/* Pictures and PDF pages: decoded by libvips in a locked-down worker process, one child a file.
 *
 * How it is isolated: a warmed process (libvips loaded, nothing decoded) forks a limited child for
 * each file, which gets the input as an open descriptor, may write only to the descriptors it is
 * given, has no network, and dies at its deadline with its whole process group. Each child has about
 * PICTURE_MEMORY_MB; what cannot be read with that is tried once more with up to a gigabyte, one file
 * at a time; neither gets more than Foyer's ceiling leaves. KIOSK.md "Decoders". */
#ifndef FOYER_CONTENT_PICTURES_H
#define FOYER_CONTENT_PICTURES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "content/sniff.h"

#define PICTURE_MEMORY_MB 160 /* room to count on for each child, with some for its libraries */

struct picture_limits {
    int max_megapixels, max_picture_mb, max_pdf_mb, max_pdf_pages;
    int deadline_seconds;
    int fit_pixels; /* longest side of HASH.jpg */
};

#define PICTURE_HASH_SIZE 72

struct picture_page {
    char hash[PICTURE_HASH_SIZE]; /* content hash in hex, "-2", "-3" … for further pages */
    int width, height;
};

/* One file to decode, and what came of it. */
struct picture_job {
    int fd;              /* in: open for reading; stays the caller's */
    enum file_type type; /* in: from sniff */
    char
        hash[PICTURE_HASH_SIZE]; /* in: hex SHA-256 (or as content/share makes it) of the content */
    const char *cache_dir;       /* in: where HASH.jpg and its smaller sizes go */
    bool ok;                     /* out */
    struct picture_page *pages;  /* out; the caller frees */
    size_t page_count;
    bool more_pages;  /* out: the PDF had more pages than were made */
    bool try_again;   /* out when not ok: not the file's fault (disk full, stopped): to do again */
    char reason[200]; /* out when not ok: a sentence for staff */
    char advice[200];
};

/* Was it refused for what a file looks like of which only a part has arrived? */
bool picture_may_be_a_part(const struct picture_job *job);

struct picture_decoder;

/* Starts the warmed process with `parallel` children at a time (1 or more). NULL with errno set. */
struct picture_decoder *picture_decoder_start(const struct picture_limits *limits, int parallel);
void picture_decoder_stop(struct picture_decoder *decoder);

/* Decodes all jobs, in parallel, each written whole into the cache (temp, fsync, rename). Restarts
 * the warmed process when it has died. `progress` (may be NULL) is called some times a second and
 * after each file; when it returns false, what is not finished is given up with try_again set. */
void picture_decode(struct picture_decoder *decoder, struct picture_job *jobs, size_t count,
                    bool (*progress)(void *context, size_t done, size_t total), void *context);

/* The most memory that a child has had so far, in KB (resident, shared libraries included). */
long picture_decoder_memory_kb(const struct picture_decoder *decoder);

/* Is a file of `size` bytes too large to look at? Then reason and advice are filled and true returned.
 * For files that are not even opened for a job. */
bool picture_too_large(struct picture_job *job, const struct picture_limits *limits, int64_t size);

#endif
