/* The picture worker: what the decoder (content/pictures) and its warmed process say to each other.
 *
 * The messages are plain structs over a SOCK_SEQPACKET pair; both ends come from one build (the worker is
 * told the version, and refuses another than its own: the package may just be being replaced).
 * A request carries three descriptors (SCM_RIGHTS): the file, the output and the write end of a pipe
 * for the child's records. The child's word counts for nothing beyond its own file: whether it ended
 * well is what the warmed process saw (wait status), and that is the answer. */
#ifndef FOYER_CONTENT_PICTUREWORKER_H
#define FOYER_CONTENT_PICTUREWORKER_H

#include <stdint.h>

#include "content/rendering.h"

#define PICTURE_WORKER_FD 3    /* where the warmed process finds its socket */
#define PICTURE_WORKER_MOST 64 /* children at a time */
#define PICTURE_WORKER_WALL 3  /* by the clock a child may take so many times its processor time */
#define PICTURE_WORKER_PAGES 500 /* more pages than this are never asked for: records fit a pipe */

struct worker_request {
    uint32_t id;
    uint32_t type; /* enum file_type */
    uint32_t max_megapixels, max_pdf_pages, fit_pixels;
    uint32_t deadline_ms; /* of processor time */
    uint32_t large;       /* 1: it may have the memory that the largest pictures take */
};
enum { WORKER_FD_INPUT, WORKER_FD_OUTPUT, WORKER_FD_RECORDS, WORKER_FD_COUNT };

/* The warmed process's answer, after the child and its whole group are gone. */
struct worker_answer {
    uint32_t id;
    int32_t wait_status; /* as waitpid() gives it; -1: could not be started */
    uint32_t late;       /* 1: it was killed at its deadline */
    uint32_t memory_kb;  /* the most it had resident, shared libraries included */
};

/* The child's records in the pipe: one per finished page, then the end. */
struct worker_record {
    uint32_t is_end;
    struct rendering_page page; /* is_end 0 */
    uint32_t outcome; /* is_end 1: enum rendering_outcome, and the rest of rendering_end */
    uint32_t width, height, more_pages;
    uint32_t fences_missing; /* sandbox_missing bits */
};

/* The warmed process: main of foyer-pictures, started by picture_decoder_start() as "foyer-pictures VERSION".
 * Returns the exit code. */
int picture_worker_main(int argc, char **argv);

#endif
