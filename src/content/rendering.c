/* A rendering. How: the header is read and judged before any pixel is decoded; then the picture is shrunk
 * while it is loaded, turned upright (EXIF) and brought to sRGB; transparent parts are laid on the paper
 * colour; each smaller picture is made from the next larger one. PDF pages and SVG are drawn at the size
 * that is needed. */
#include "content/rendering.h"

#include <errno.h>
#include <pthread.h>
#include <stdio.h>
#include <string.h>
#include <sys/resource.h>
#include <unistd.h>

#include <vips/vips.h>

/* Transparent parts lie on the house's paper colour, #faf6ec. */
static const double paper[3] = {250, 246, 236};

#define CARD_PIXELS 640
#define THUMB_PIXELS 200 /* for the page that goes back to the share: small, there are many */
#define BLUR_PIXELS 96
#define BLUR_SIGMA 3.0
#define BLUR_LIGHT 0.55 /* the backdrop keeps this part of the light */
#define MAX_SIDE 30000  /* no camera or scanner of a school makes more, and rows cost memory */
#define JPEG_QUALITY 88
#define THUMB_QUALITY 72

/* A PDF ends in "%%EOF"; readers look for it in about the last kilobyte (ISO 32000-1, Annex H.3). */
#define PDF_TAIL 2048

static const char *const loaders[] = {
    "VipsForeignLoadJpeg", "VipsForeignLoadPng",  "VipsForeignLoadWebp", "VipsForeignLoadNsgif",
    "VipsForeignLoadTiff", "VipsForeignLoadHeif", "VipsForeignLoadSvg",  "VipsForeignLoadPdf",
};

/* The loader that must have recognised a file of this type. */
static const char *loader_prefix(enum file_type type)
{
    switch (type) {
    case FILE_JPEG:
        return "jpegload";
    case FILE_PNG:
        return "pngload";
    case FILE_WEBP:
        return "webpload";
    case FILE_GIF:
        return "gifload";
    case FILE_TIFF:
        return "tiffload";
    case FILE_HEIC:
    case FILE_AVIF:
        return "heifload";
    case FILE_SVG:
        return "svgload";
    case FILE_PDF:
        return "pdfload";
    default:
        return NULL;
    }
}

static GLogWriterOutput say_nothing(GLogLevelFlags level, const GLogField *fields, gsize count,
                                    gpointer context)
{
    (void)level;
    (void)fields;
    (void)count;
    (void)context;
    return G_LOG_WRITER_HANDLED;
}

bool rendering_start(const char *program)
{
    /* Process-wide, because GLib's log is: what decoders grumble about files is no news. */
    g_log_set_writer_func(say_nothing, NULL, NULL);
    if (vips_init(program) != 0) {
        return false;
    }
    vips_concurrency_set(1);
    vips_cache_set_max(0);
    vips_block_untrusted_set(TRUE);
    vips_operation_block_set("VipsForeignLoad", TRUE);
    for (size_t i = 0; i < sizeof loaders / sizeof *loaders; i++) {
        vips_operation_block_set(loaders[i], FALSE);
    }
    return true;
}

/* Everything about the one file being rendered. */
struct rendering {
    VipsSource *source;
    enum file_type type;
    const struct rendering_limits *limits;
    int output;
    int page_count;      /* in the file */
    int longest_side;    /* in pixels, as stored */
    const char *profile; /* to convert to; NULL: it is sRGB already */
};

/* What libheif takes for a photo of many tiles, as phones write them: most of 1.5 bytes a pixel as coded, 3 in
 * planes and 3 as vips has it, beside what eight threads have of their own (measured, 8 to 48 megapixels). */
#define HEIC_BYTES_A_PIXEL 7
#define HEIC_MORE_MB 16
#define HEIC_STACK_KB 512

/* libheif begins two threads for each of four tiles, and libc would give each a stack of 8 MB out of what this
 * process may have: more than the photo itself. */
static void keep_stacks_small(void)
{
    pthread_attr_t usual;
    pthread_attr_init(&usual);
    (void)pthread_attr_setstacksize(&usual, HEIC_STACK_KB << 10);
    (void)pthread_setattr_default_np(&usual);
    pthread_attr_destroy(&usual);
}

/* May this process have as much? Asked before, because libde265 1.0.11 waits for good for a thread of its own
 * that could not begin. */
static bool heic_fits(const VipsImage *header)
{
    struct rlimit data;
    int64_t pixels = (int64_t)vips_image_get_width(header) * vips_image_get_height(header);
    int64_t wide = vips_image_get_format(header) == VIPS_FORMAT_USHORT ? 2 : 1; /* bytes a sample */
    int64_t needed = pixels * HEIC_BYTES_A_PIXEL * wide * vips_image_get_bands(header) / 3 +
                     ((int64_t)HEIC_MORE_MB << 20);
    return getrlimit(RLIMIT_DATA, &data) != 0 || data.rlim_cur == RLIM_INFINITY ||
           needed <= (int64_t)data.rlim_cur;
}

/* What libvips' messages say about why it gave up. */
static enum rendering_outcome outcome_of_error(void)
{
    const char *text = vips_error_buffer();
    if (strcasestr(text, "encrypted") != NULL || strcasestr(text, "password") != NULL) {
        return RENDERING_PASSWORD;
    }
    if (strcasestr(text, "out of memory") != NULL ||
        strcasestr(text, "insufficient memory") != NULL ||
        strcasestr(text, "memory allocation") != NULL ||
        strcasestr(text, "unable to allocate") != NULL) {
        return RENDERING_NO_MEMORY;
    }
    if (strcasestr(text, "premature") != NULL || strcasestr(text, "truncated") != NULL ||
        strcasestr(text, "end of file") != NULL || strcasestr(text, "unexpected end") != NULL ||
        strcasestr(text, "read error") != NULL) {
        return RENDERING_TRUNCATED;
    }
    return RENDERING_DAMAGED;
}

/* Does the file end as a PDF ends? poppler repairs a half PDF into blank pages without a word. */
static bool pdf_is_whole(int input)
{
    off_t size = lseek(input, 0, SEEK_END);
    char tail[PDF_TAIL];
    /* Some tools pad with zero bytes or line ends: look before those. */
    while (size > 0) {
        off_t from = size > PDF_TAIL ? size - PDF_TAIL : 0;
        ssize_t got = pread(input, tail, (size_t)(size - from), from);
        if (got <= 0) {
            return false;
        }
        size_t end = (size_t)got;
        while (end > 0 && (tail[end - 1] == '\0' || strchr(" \t\r\n", tail[end - 1]) != NULL)) {
            end--;
        }
        if (end > 0) {
            return memmem(tail, (size_t)got, "%%EOF", 5) != NULL;
        }
        size = from;
    }
    return false;
}

/* Reads the header and decides whether to go on; `end` is filled when not. */
static bool judge_header(struct rendering *r, struct rendering_end *end)
{
    VipsImage *header =
        vips_image_new_from_source(r->source, "", "access", VIPS_ACCESS_SEQUENTIAL, NULL);
    if (header == NULL) {
        end->outcome = outcome_of_error();
        return false;
    }
    const char *loader = "";
    const char *expected = loader_prefix(r->type);
    if (vips_image_get_string(header, VIPS_META_LOADER, &loader) != 0 || expected == NULL ||
        strncmp(loader, expected, strlen(expected)) != 0) {
        end->outcome = RENDERING_NOT_A_PICTURE;
    }
    int width = vips_image_get_width(header);
    int height = vips_image_get_page_height(header);
    r->longest_side = width > height ? width : height;
    r->page_count = r->type == FILE_PDF ? vips_image_get_n_pages(header) : 1;
    /* Converting what is sRGB already would tint it: libvips' fallback profile is not quite white. */
    bool cmyk = vips_image_get_interpretation(header) == VIPS_INTERPRETATION_CMYK;
    if (cmyk || vips_image_get_typeof(header, VIPS_META_ICC_NAME) != 0) {
        r->profile = "srgb";
    }
    bool fits = r->type != FILE_HEIC || heic_fits(header);
    g_object_unref(header);
    bool drawn = r->type == FILE_PDF || r->type == FILE_SVG;
    int64_t most = (int64_t)r->limits->max_megapixels * 1000000;
    if (end->outcome == RENDERING_OK && !drawn &&
        ((int64_t)width * height > most || width > MAX_SIDE || height > MAX_SIDE)) {
        end->outcome = RENDERING_TOO_MANY_PIXELS;
        end->width = (uint32_t)width;
        end->height = (uint32_t)height;
    }
    if (end->outcome == RENDERING_OK && !fits) {
        end->outcome = RENDERING_NO_MEMORY;
    }
    return end->outcome == RENDERING_OK;
}

/* By how much a JPEG's decoder shall shrink while it decodes (ITU T.81 blocks of 8, so 1, 2, 4 or 8): as
 * much as leaves the fit. vips_thumbnail_source() would leave twice that, and decode four times the
 * pixels, for a difference that nobody sees. */
static int shrink_on_load(const struct rendering *r)
{
    int shrink = 1;
    while (shrink < 8 && r->longest_side / (shrink * 2) >= r->limits->fit_pixels) {
        shrink *= 2;
    }
    return shrink;
}

/* The page within the fit, upright, lazily; NULL with vips' error. fail_on goes to the loader itself:
 * vips_thumbnail_source() has an argument of that name and forgets it (libvips issue 5195), and a half
 * picture would pass for a whole one. */
static VipsImage *fitted(const struct rendering *r, int page)
{
    int fit = r->limits->fit_pixels;
    VipsImage *small = NULL;
    if (r->type == FILE_JPEG) {
        VipsImage *loaded =
            vips_image_new_from_source(r->source, "", "access", VIPS_ACCESS_SEQUENTIAL, "fail_on",
                                       VIPS_FAIL_ON_ERROR, "shrink", shrink_on_load(r), NULL);
        if (loaded != NULL) {
            (void)vips_thumbnail_image(loaded, &small, fit, "height", fit, "size", VIPS_SIZE_DOWN,
                                       "export_profile", r->profile, NULL);
        }
        VIPS_UNREF(loaded);
        return small;
    }
    bool drawn = r->type == FILE_PDF || r->type == FILE_SVG;
    char option[48] = "[fail_on=error]";
    if (r->type == FILE_PDF) {
        snprintf(option, sizeof option, "[fail_on=error,page=%d]", page);
    }
    (void)vips_thumbnail_source(r->source, &small, fit, "height", fit, "size",
                                drawn ? VIPS_SIZE_BOTH : VIPS_SIZE_DOWN, "option_string", option,
                                "export_profile", r->profile, NULL);
    return small;
}

/* The page as three bands of 8-bit sRGB in memory, upright, within the fit; NULL with vips' error. */
static VipsImage *load_page(const struct rendering *r, int page)
{
    VipsImage *raw = fitted(r, page);
    VipsImage *colours = NULL;
    VipsImage *flat = NULL;
    VipsImage *bytes = NULL;
    VipsImage *memory = NULL;
    VipsArrayDouble *background = vips_array_double_new(paper, 3);
    if (raw != NULL && vips_colourspace(raw, &colours, VIPS_INTERPRETATION_sRGB, NULL) == 0 &&
        (vips_image_hasalpha(colours) ? vips_flatten(colours, &flat, "background", background, NULL)
                                      : vips_copy(colours, &flat, NULL)) == 0 &&
        vips_cast_uchar(flat, &bytes, NULL) == 0) {
        memory = vips_image_copy_memory(bytes);
    }
    vips_area_unref(VIPS_AREA(background));
    VIPS_UNREF(bytes);
    VIPS_UNREF(flat);
    VIPS_UNREF(colours);
    VIPS_UNREF(raw);
    return memory;
}

static VipsImage *shrunk(VipsImage *image, int pixels)
{
    VipsImage *small = NULL;
    VipsImage *memory = NULL;
    if (vips_thumbnail_image(image, &small, pixels, "height", pixels, "size", VIPS_SIZE_DOWN,
                             NULL) == 0) {
        memory = vips_image_copy_memory(small);
    }
    VIPS_UNREF(small);
    return memory;
}

static VipsImage *backdrop(VipsImage *thumbnail)
{
    VipsImage *small = shrunk(thumbnail, BLUR_PIXELS);
    VipsImage *soft = NULL;
    VipsImage *dark = NULL;
    if (small != NULL && vips_gaussblur(small, &soft, BLUR_SIGMA, NULL) == 0) {
        (void)vips_linear1(soft, &dark, BLUR_LIGHT, 0, "uchar", TRUE, NULL);
    }
    VIPS_UNREF(soft);
    VIPS_UNREF(small);
    return dark;
}

static bool write_all(int output, const char *bytes, size_t length)
{
    while (length > 0) {
        ssize_t done = write(output, bytes, length);
        if (done < 0 && errno == EINTR) {
            continue;
        }
        if (done <= 0) {
            return false;
        }
        bytes += done;
        length -= (size_t)done;
    }
    return true;
}

/* Appends the image as JPEG without any metadata (a photo's GPS must not survive). */
static enum rendering_outcome save(VipsImage *image, int output, int quality, uint32_t *size)
{
    void *bytes = NULL;
    size_t length = 0;
    if (image == NULL ||
        vips_jpegsave_buffer(image, &bytes, &length, "Q", quality, "strip", TRUE, NULL) != 0) {
        return outcome_of_error();
    }
    bool written = write_all(output, bytes, length);
    g_free(bytes);
    *size = (uint32_t)length;
    return written ? RENDERING_OK : RENDERING_CANNOT_WRITE;
}

static enum rendering_outcome render_page(const struct rendering *r, int number,
                                          struct rendering_page *page)
{
    VipsImage *sizes[RENDERING_SIZES] = {load_page(r, number)};
    enum rendering_outcome outcome = RENDERING_OK;
    if (sizes[0] != NULL) {
        page->width = (uint32_t)vips_image_get_width(sizes[0]);
        page->height = (uint32_t)vips_image_get_height(sizes[0]);
        sizes[1] = shrunk(sizes[0], CARD_PIXELS);
    }
    if (sizes[1] != NULL) {
        sizes[3] = shrunk(sizes[1], THUMB_PIXELS);
    }
    if (sizes[3] != NULL) {
        sizes[2] = backdrop(sizes[3]);
    }
    for (int i = 0; i < RENDERING_SIZES && outcome == RENDERING_OK; i++) {
        outcome = save(sizes[i], r->output, i == 3 ? THUMB_QUALITY : JPEG_QUALITY, &page->bytes[i]);
    }
    for (int i = 0; i < RENDERING_SIZES; i++) {
        VIPS_UNREF(sizes[i]);
    }
    return outcome;
}

struct rendering_end
rendering_run(int input, enum file_type type, const struct rendering_limits *limits, int output,
              void (*page_done)(void *context, const struct rendering_page *page), void *context)
{
    struct rendering_end end = {.outcome = RENDERING_OK};
    if (type == FILE_PDF && !pdf_is_whole(input)) {
        end.outcome = RENDERING_TRUNCATED;
        return end;
    }
    if (type == FILE_HEIC) {
        keep_stacks_small();
    }
    (void)lseek(input, 0, SEEK_SET);
    struct rendering r = {.source = vips_source_new_from_descriptor(input),
                          .type = type,
                          .limits = limits,
                          .output = output};
    if (r.source == NULL) {
        end.outcome = RENDERING_DAMAGED;
        return end;
    }
    if (judge_header(&r, &end)) {
        int pages = r.page_count;
        if (pages > limits->max_pdf_pages) {
            pages = limits->max_pdf_pages;
            end.more_pages = true;
        }
        for (int i = 0; i < pages && end.outcome == RENDERING_OK; i++) {
            struct rendering_page page = {0};
            end.outcome = render_page(&r, i, &page);
            if (end.outcome == RENDERING_OK) {
                page_done(context, &page);
            }
        }
    }
    VIPS_UNREF(r.source);
    return end;
}
