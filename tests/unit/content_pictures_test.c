/* content/pictures: strangers' files go through the real worker (this very test program, started
 * again with "picture-worker") and what lands in the cache is looked at. Inputs are made here: by
 * libvips where an honest file is wanted, by hand where not. */
#include <dirent.h>
#include <fcntl.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>
#include <vips/vips.h>

#include "base/alloc.h"
#include "base/clock.h"
#include "base/str.h"
#include "content/picturecache.h"
#include "content/pictures.h"
#include "phonephoto.h"

static char cache[400];
static struct picture_decoder *decoder;
static const struct picture_limits usual = {.max_megapixels = 100,
                                            .max_picture_mb = 60,
                                            .max_pdf_mb = 100,
                                            .max_pdf_pages = 3,
                                            .deadline_seconds = 20,
                                            .fit_pixels = 1200};

/* ---- helpers ---- */

static int file_of(const void *bytes, size_t length)
{
    int fd = memfd_create("input", MFD_CLOEXEC);
    assert_true(fd >= 0);
    assert_int_equal(write(fd, bytes, length), (ssize_t)length);
    return fd;
}

/* Decodes one file with `d`; frees nothing but the descriptor. */
static struct picture_job decode_with(struct picture_decoder *d, const char *name,
                                      enum file_type type, const void *bytes, size_t length)
{
    struct picture_job job = {.fd = file_of(bytes, length), .type = type, .cache_dir = cache};
    snprintf(job.hash, sizeof job.hash, "%s", name);
    picture_decode(d, &job, 1, NULL, NULL);
    close(job.fd);
    return job;
}

static struct picture_job decode(const char *name, enum file_type type, const void *bytes,
                                 size_t length)
{
    return decode_with(decoder, name, type, bytes, length);
}

/* The warmed process among this one's children; of several the newest. */
static pid_t find_worker(void)
{
    char path[64];
    snprintf(path, sizeof path, "/proc/self/task/%d/children", (int)getpid());
    FILE *list = fopen(path, "r");
    int pid = 0;
    if (list != NULL) {
        while (fscanf(list, "%d", &pid) == 1) {
            /* in the order in which they were started */
        }
        fclose(list);
    }
    return (pid_t)pid;
}

static VipsImage *cached(const char *name)
{
    char path[500];
    snprintf(path, sizeof path, "%s/%s", cache, name);
    VipsImage *image = vips_image_new_from_file(path, NULL);
    assert_non_null(image);
    return image;
}

static bool is_cached(const char *name)
{
    char path[500];
    struct stat status;
    snprintf(path, sizeof path, "%s/%s", cache, name);
    return stat(path, &status) == 0 && (status.st_mode & 0777) == 0600;
}

static void assert_colour(VipsImage *image, int x, int y, int red, int green, int blue)
{
    double *point = NULL;
    int bands = 0;
    assert_int_equal(vips_getpoint(image, &point, &bands, x, y, NULL), 0);
    assert_int_equal(bands, 3);
    int wanted[3] = {red, green, blue};
    for (int i = 0; i < 3; i++) {
        if (abs((int)point[i] - wanted[i]) > 12) {
            print_message("at %d,%d band %d is %d, not %d\n", x, y, i, (int)point[i], wanted[i]);
            fail();
        }
    }
    g_free(point);
}

/* It was read, and its first page is so large. */
static void assert_made(const struct picture_job *job, int width, int height)
{
    if (!job->ok) {
        print_message("%s: %s\n", job->hash, job->reason);
    }
    assert_true(job->ok);
    assert_int_equal(job->pages[0].width, width);
    assert_int_equal(job->pages[0].height, height);
}

/* Left half red, right half blue. */
static VipsImage *two_colours(int width, int height)
{
    VipsImage *image = NULL;
    VipsImage *black = NULL;
    double red[3] = {220, 20, 20};
    double blue[3] = {20, 20, 220};
    assert_int_equal(vips_black(&black, width, height, "bands", 3, NULL), 0);
    assert_int_equal(vips_copy(black, &image, "interpretation", VIPS_INTERPRETATION_sRGB, NULL), 0);
    g_object_unref(black);
    VipsImage *memory = vips_image_copy_memory(image);
    g_object_unref(image);
    assert_int_equal(vips_draw_rect(memory, red, 3, 0, 0, width / 2, height, "fill", TRUE, NULL),
                     0);
    assert_int_equal(vips_draw_rect(memory, blue, 3, width / 2, 0, width - width / 2, height,
                                    "fill", TRUE, NULL),
                     0);
    return memory;
}

/* The image in the format of `ending` (".jpg" …), NULL when this libvips cannot write it. */
static void *encoded(VipsImage *image, const char *ending, size_t *length)
{
    void *bytes = NULL;
    if (vips_image_write_to_buffer(image, ending, &bytes, length, NULL) != 0) {
        vips_error_clear();
        return NULL;
    }
    return bytes;
}

/* A PDF of `pages` pages, 400 x 300 points, each with a filled green rectangle on its left half. */
static char *pdf_of(int pages, bool encrypted)
{
    static const char content[] = "0 0.6 0 rg 0 0 200 300 re f";
    struct str pdf = {0};
    size_t offsets[64];
    int objects = 3 + pages;
    str_puts(&pdf, "%PDF-1.4\n");
    offsets[1] = pdf.length;
    str_puts(&pdf, "1 0 obj << /Type /Catalog /Pages 2 0 R >> endobj\n");
    offsets[2] = pdf.length;
    str_printf(&pdf, "2 0 obj << /Type /Pages /Count %d /Kids [", pages);
    for (int i = 0; i < pages; i++) {
        str_printf(&pdf, " %d 0 R", 4 + i);
    }
    str_puts(&pdf, " ] >> endobj\n");
    offsets[3] = pdf.length;
    str_printf(&pdf, "3 0 obj << /Length %zu >> stream\n%s\nendstream endobj\n", strlen(content),
               content);
    for (int i = 0; i < pages; i++) {
        offsets[4 + i] = pdf.length;
        str_printf(&pdf,
                   "%d 0 obj << /Type /Page /Parent 2 0 R /MediaBox [0 0 400 300] "
                   "/Contents 3 0 R /Resources << >> >> endobj\n",
                   4 + i);
    }
    size_t table = pdf.length;
    str_printf(&pdf, "xref\n0 %d\n0000000000 65535 f \n", objects + 1);
    for (int i = 1; i <= objects; i++) {
        str_printf(&pdf, "%010zu 00000 n \n", offsets[i]);
    }
    str_printf(&pdf, "trailer << /Size %d /Root 1 0 R", objects + 1);
    if (encrypted) {
        str_puts(&pdf,
                 " /ID [<00112233445566778899aabbccddeeff> "
                 "<00112233445566778899aabbccddeeff>] /Encrypt << /Filter /Standard /V 1 /R 2 "
                 "/O (01234567890123456789012345678901) /U "
                 "(abcdefabcdefabcdefabcdefabcdefab) /P -4 >>");
    }
    str_printf(&pdf, " >>\nstartxref\n%zu\n%%%%EOF\n", table);
    return str_take(&pdf);
}

static uint32_t png_crc(const unsigned char *bytes, size_t length)
{
    uint32_t crc = 0xffffffffU;
    for (size_t i = 0; i < length; i++) {
        crc ^= bytes[i];
        for (int bit = 0; bit < 8; bit++) {
            crc = (crc & 1U) != 0 ? crc >> 1 ^ 0xedb88320U : crc >> 1;
        }
    }
    return ~crc;
}

/* Only signature and header of a PNG, as large as one likes: all that may ever be read of it. */
static size_t png_header(unsigned char out[64], uint32_t width, uint32_t height, bool interlaced)
{
    static const unsigned char start[] = {0x89, 'P', 'N', 'G', 13,  10,  26,  10,
                                          0,    0,   0,   13,  'I', 'H', 'D', 'R'};
    memcpy(out, start, sizeof start);
    for (int i = 0; i < 4; i++) {
        out[16 + i] = (unsigned char)(width >> (24 - 8 * i));
        out[20 + i] = (unsigned char)(height >> (24 - 8 * i));
    }
    memcpy(out + 24, "\x08\x02\x00\x00\x00", 5);
    out[28] = interlaced;
    uint32_t crc = png_crc(out + 12, 17);
    for (int i = 0; i < 4; i++) {
        out[29 + i] = (unsigned char)(crc >> (24 - 8 * i));
    }
    memcpy(out + 33, "\0\0\0\0IDAT\x35\xaf\x06\x1e", 12);
    return 45;
}

static void assert_refused(const struct picture_job *job, const char *word)
{
    assert_false(job->ok);
    assert_false(job->try_again);
    assert_null(job->pages);
    assert_string_not_equal(job->advice, "");
    if (strstr(job->reason, word) == NULL) {
        print_message("\"%s\" is not in \"%s\"\n", word, job->reason);
        fail();
    }
}

/* ---- honest pictures ---- */

static void formats_become_three_jpegs(void **state)
{
    (void)state;
    static const struct {
        const char *ending;
        enum file_type type;
    } formats[] = {{".jpg", FILE_JPEG}, {".png", FILE_PNG},  {".webp", FILE_WEBP},
                   {".gif", FILE_GIF},  {".tif", FILE_TIFF}, {".avif", FILE_AVIF},
                   {".heic", FILE_HEIC}};
    VipsImage *image = two_colours(1600, 800);
    for (size_t i = 0; i < sizeof formats / sizeof *formats; i++) {
        size_t length = 0;
        void *bytes = encoded(image, formats[i].ending, &length);
        if (bytes == NULL) {
            print_message("no encoder here for %s\n", formats[i].ending);
            continue;
        }
        struct picture_job job = decode("format", formats[i].type, bytes, length);
        g_free(bytes);
        if (!job.ok) {
            print_message("%s:\n", formats[i].ending);
        }
        assert_made(&job, 1200, 600);
        assert_int_equal(job.page_count, 1);
        assert_string_equal(job.pages[0].hash, "format");
        free(job.pages);
        assert_true(is_cached("format.jpg") && is_cached("format.card.jpg") &&
                    is_cached("format.blur.jpg") && is_cached("format.thumb.jpg"));
        assert_true(picturecache_has(cache, "format") && !picturecache_has(cache, "other"));
        VipsImage *full = cached("format.jpg");
        assert_int_equal(vips_image_get_width(full), 1200);
        assert_colour(full, 100, 300, 220, 20, 20);
        assert_colour(full, 1100, 300, 20, 20, 220);
        g_object_unref(full);
        VipsImage *card = cached("format.card.jpg");
        assert_int_equal(vips_image_get_width(card), 640);
        g_object_unref(card);
        VipsImage *blur = cached("format.blur.jpg");
        assert_int_equal(vips_image_get_width(blur), 96);
        assert_colour(blur, 10, 24, 121, 11, 11);
        g_object_unref(blur);
    }
    g_object_unref(image);
}

/* A photo of so many tiles of 512 x 512 pixels, as phones write them; NULL when this libvips cannot. */
static void *tiled(int columns, int rows, size_t *length)
{
    size_t tile_length = 0;
    VipsImage *image = two_colours(512, 512);
    void *tile = encoded(image, ".heic", &tile_length);
    void *photo = tile != NULL ? phone_photo(tile, tile_length, 512, columns, rows, length) : NULL;
    if (tile == NULL) {
        print_message("no encoder here for .heic\n");
    } else {
        assert_non_null(photo);
    }
    g_free(tile);
    g_object_unref(image);
    return photo;
}

static void photos_of_phones_are_read_tile_by_tile(void **state)
{
    (void)state;
    size_t length = 0;
    /* 18 megapixels, for which the usual memory is not enough. */
    void *photo = tiled(10, 7, &length);
    if (photo != NULL) {
        struct picture_job job = decode("phone", FILE_HEIC, photo, length);
        assert_made(&job, 1200, 840);
        VipsImage *full = cached("phone.jpg");
        assert_colour(full, 30, 60, 220, 20, 20);
        assert_colour(full, 1170, 780, 20, 20, 220);
        g_object_unref(full);
        free(job.pages);
    }
    free(photo);
}

static void small_pictures_are_not_enlarged(void **state)
{
    (void)state;
    size_t length = 0;
    VipsImage *image = two_colours(60, 40);
    void *bytes = encoded(image, ".png", &length);
    struct picture_job job = decode("small", FILE_PNG, bytes, length);
    assert_made(&job, 60, 40);
    free(job.pages);
    g_free(bytes);
    g_object_unref(image);
}

static void orientation_is_applied_and_places_are_forgotten(void **state)
{
    (void)state;
    size_t length = 0;
    VipsImage *image = two_colours(2600, 1300);          /* halved by the decoder */
    vips_image_set_int(image, VIPS_META_ORIENTATION, 6); /* turn a quarter clockwise to see it */
    vips_image_set_string(image, "exif-ifd3-GPSLatitude",
                          "51/1 30/1 0/1 (51, 30,  0, Rational, 3 components, 24 bytes)");
    vips_image_set_string(image, "exif-ifd0-Artist",
                          "Someone (Someone, ASCII, 8 components, 8 bytes)");
    void *bytes = encoded(image, ".jpg", &length);
    assert_non_null(memmem(bytes, length, "Exif", 4));
    assert_non_null(memmem(bytes, length, "Someone", 7));
    struct picture_job job = decode("turned", FILE_JPEG, bytes, length);
    assert_made(&job, 600, 1200);
    VipsImage *full = cached("turned.jpg");
    assert_colour(full, 300, 150, 220, 20, 20); /* what was left is on top now */
    assert_colour(full, 300, 1050, 20, 20, 220);
    assert_int_equal(vips_image_get_typeof(full, VIPS_META_EXIF_NAME), 0);
    assert_int_equal(vips_image_get_typeof(full, VIPS_META_ICC_NAME), 0);
    assert_int_equal(vips_image_get_orientation(full), 1);
    g_object_unref(full);
    free(job.pages);
    g_free(bytes);
    g_object_unref(image);
}

static void print_colours_look_right(void **state)
{
    (void)state;
    size_t length = 0;
    VipsImage *image = two_colours(2600, 1300); /* halved by the decoder */
    VipsImage *cmyk = NULL;
    assert_int_equal(vips_icc_export(image, &cmyk, "output_profile", "cmyk", NULL), 0);
    void *bytes = encoded(cmyk, ".jpg", &length);
    assert_non_null(bytes);
    struct picture_job job = decode("cmyk", FILE_JPEG, bytes, length);
    assert_true(job.ok);
    VipsImage *full = cached("cmyk.jpg");
    double *point = NULL;
    int bands = 0;
    assert_int_equal(vips_getpoint(full, &point, &bands, 30, 50, NULL), 0);
    assert_int_equal(bands, 3);
    assert_true(point[0] > 150 && point[1] < 90 && point[2] < 90); /* still red */
    g_free(point);
    g_object_unref(full);
    free(job.pages);
    g_free(bytes);
    g_object_unref(cmyk);
    g_object_unref(image);
}

static void transparency_lies_on_paper(void **state)
{
    (void)state;
    static const char svg[] = "<svg xmlns='http://www.w3.org/2000/svg' width='100' height='50'>"
                              "<rect x='50' width='50' height='50' fill='#00aa00'/></svg>";
    struct picture_job job = decode("svg", FILE_SVG, svg, sizeof svg - 1);
    assert_true(job.ok);
    assert_int_equal(job.pages[0].width, 1200); /* drawn at the size that is needed */
    VipsImage *full = cached("svg.jpg");
    assert_colour(full, 200, 300, 250, 246, 236);
    assert_colour(full, 1000, 300, 0, 170, 0);
    g_object_unref(full);
    free(job.pages);
}

static void pdf_pages_are_drawn(void **state)
{
    (void)state;
    char *pdf = pdf_of(2, false);
    struct picture_job job = decode("paper", FILE_PDF, pdf, strlen(pdf));
    assert_true(job.ok);
    assert_false(job.more_pages);
    assert_int_equal(job.page_count, 2);
    assert_string_equal(job.pages[0].hash, "paper");
    assert_string_equal(job.pages[1].hash, "paper-2");
    assert_int_equal(job.pages[1].width, 1200);
    assert_int_equal(job.pages[1].height, 900);
    VipsImage *page = cached("paper-2.jpg");
    assert_colour(page, 200, 450, 0, 153, 0);
    assert_colour(page, 1000, 450, 255, 255, 255);
    g_object_unref(page);
    free(job.pages);
    free(pdf);

    pdf = pdf_of(5, false);
    job = decode("long", FILE_PDF, pdf, strlen(pdf));
    assert_true(job.ok);
    assert_int_equal(job.page_count, 3);
    assert_true(job.more_pages);
    free(job.pages);
    free(pdf);
}

/* ---- strangers ---- */

static void half_files_are_refused(void **state)
{
    (void)state;
    static const struct {
        const char *ending;
        enum file_type type;
    } formats[] = {{".jpg", FILE_JPEG}, {".jpg[interlace]", FILE_JPEG},
                   {".png", FILE_PNG},  {".webp", FILE_WEBP},
                   {".tif", FILE_TIFF}, {".heic", FILE_HEIC}};
    VipsImage *noise = NULL;
    VipsImage *image = NULL;
    assert_int_equal(vips_gaussnoise(&noise, 700, 500, "mean", 128.0, "sigma", 40.0, NULL), 0);
    assert_int_equal(vips_cast_uchar(noise, &image, NULL), 0);
    for (size_t i = 0; i < sizeof formats / sizeof *formats; i++) {
        size_t length = 0;
        void *bytes = encoded(image, formats[i].ending, &length);
        if (bytes != NULL) {
            struct picture_job job = decode("half", formats[i].type, bytes, length * 2 / 3);
            if (job.ok) {
                print_message("two thirds of a %s passed\n", formats[i].ending);
            }
            assert_refused(&job, "only a part of it arrived");
            job = decode("half", formats[i].type, bytes, 40);
            assert_false(job.ok);
            g_free(bytes);
        }
    }
    char *pdf = pdf_of(2, false);
    struct picture_job job = decode("half", FILE_PDF, pdf, strlen(pdf) / 2);
    assert_refused(&job, "This PDF is damaged");
    free(pdf);
    g_object_unref(image);
    g_object_unref(noise);
    assert_false(is_cached("half.jpg"));
}

static void half_a_large_jpeg_is_refused(void **state)
{
    (void)state;
    static const char *const kinds[] = {".jpg", ".jpg[interlace]"};
    VipsImage *image = two_colours(5000, 3300); /* shrunk by four while it is decoded */
    for (size_t i = 0; i < 2; i++) {
        size_t length = 0;
        void *bytes = encoded(image, kinds[i], &length);
        struct picture_job job = decode("large", FILE_JPEG, bytes, length);
        assert_made(&job, 1200, 792);
        free(job.pages);
        job = decode("large", FILE_JPEG, bytes, length * 2 / 3);
        assert_refused(&job, "only a part of it arrived");
        g_free(bytes);
    }
    g_object_unref(image);
}

static void what_is_no_picture_is_refused(void **state)
{
    (void)state;
    static const char text[] = "Dear parents, this is a letter.";
    struct picture_job job = decode("letter", FILE_JPEG, text, sizeof text - 1);
    assert_refused(&job, "damaged");
    job = decode("empty", FILE_JPEG, "", 0);
    assert_refused(&job, "damaged");
    /* A format that libvips could read and Foyer does not want. */
    static const char pnm[] = "P5 2 2 255\nabcd";
    job = decode("pnm", FILE_PNG, pnm, sizeof pnm - 1);
    assert_false(job.ok);
    /* One picture format under the flag of another. */
    static const char svg[] = "<svg xmlns='http://www.w3.org/2000/svg' width='9' height='9'/>";
    job = decode("flag", FILE_JPEG, svg, sizeof svg - 1);
    assert_refused(&job, "is not one");
}

static void bombs_are_refused_by_their_header(void **state)
{
    (void)state;
    unsigned char png[64];
    int64_t start = clock_monotonic_ms();
    struct picture_job job = decode("bomb", FILE_PNG, png, png_header(png, 30000, 30000, false));
    assert_refused(&job, "The picture is 900 megapixels (30000 x 30000)");
    job = decode("line", FILE_PNG, png, png_header(png, 60000, 100, false));
    assert_refused(&job, "60000 x 100 pixels");
    /* A GIF whose canvas alone would take gigabytes. */
    static const unsigned char gif[] = {'G',  'I',  'F', '8', '9', 'a', 0xff, 0xff, 0xff, 0xff,
                                        0,    0,    0,   ',', 0,   0,   0,    0,    0xff, 0xff,
                                        0xff, 0xff, 0,   2,   2,   'D', 1,    0,    ';'};
    job = decode("canvas", FILE_GIF, gif, sizeof gif);
    assert_false(job.ok);
    assert_true(clock_monotonic_ms() - start < 5000);
}

static void a_locked_pdf_is_named(void **state)
{
    (void)state;
    char *pdf = pdf_of(1, true);
    struct picture_job job = decode("locked", FILE_PDF, pdf, strlen(pdf));
    assert_refused(&job, "asks for a password");
    free(pdf);
}

static void an_svg_sees_only_itself(void **state)
{
    (void)state;
    char secret[500];
    char svg[1500];
    size_t length = 0;
    VipsImage *image = two_colours(100, 100);
    void *bytes = encoded(image, ".png", &length);
    snprintf(secret, sizeof secret, "%s/secret.png", cache);
    int fd = open(secret, O_WRONLY | O_CREAT, 0644);
    assert_int_equal(write(fd, bytes, length), (ssize_t)length);
    close(fd);
    snprintf(svg, sizeof svg,
             "<svg xmlns='http://www.w3.org/2000/svg' xmlns:xlink='http://www.w3.org/1999/xlink' "
             "width='100' height='100'><rect width='100' height='100' fill='#00aa00'/>"
             "<image xlink:href='file://%s' width='100' height='100'/>"
             "<image href='secret.png' width='100' height='100'/></svg>",
             secret);
    struct picture_job job = decode("curious", FILE_SVG, svg, strlen(svg));
    assert_true(job.ok);
    VipsImage *full = cached("curious.jpg");
    assert_colour(full, 300, 600, 0, 170, 0);
    g_object_unref(full);
    free(job.pages);
    unlink(secret);
    g_free(bytes);
    g_object_unref(image);
}

/* A drawing that keeps a decoder busy for minutes. */
static char *slow_svg(void)
{
    struct str svg = {0};
    str_puts(&svg,
             "<svg xmlns='http://www.w3.org/2000/svg' width='1000' height='1000'><filter id='f' "
             "x='0' y='0' width='1' height='1'>");
    for (int i = 0; i < 200; i++) {
        str_puts(&svg, "<feTurbulence baseFrequency='0.05' numOctaves='9'/><feGaussianBlur "
                       "stdDeviation='40'/>");
    }
    str_puts(&svg, "</filter>");
    for (int i = 0; i < 50; i++) {
        str_puts(&svg, "<rect width='1000' height='1000' filter='url(#f)'/>");
    }
    str_puts(&svg, "</svg>");
    return str_take(&svg);
}

/* How many times as long everything takes here, which tests/run is told of an emulated processor. */
static int patience(void)
{
    const char *said = getenv("PATIENCE");
    int times = said != NULL ? atoi(said) : 1;
    return times > 1 ? times : 1;
}

static void slow_files_end_at_the_deadline(void **state)
{
    (void)state;
    struct picture_limits hasty = usual;
    hasty.deadline_seconds = patience();
    struct picture_decoder *d = picture_decoder_start(&hasty, 2);
    assert_non_null(d);
    char *slow = slow_svg();
    size_t length = 0;
    VipsImage *image = two_colours(80, 40);
    void *good = encoded(image, ".png", &length);
    struct picture_job jobs[4] = {0};
    for (int i = 0; i < 4; i++) {
        jobs[i] =
            (struct picture_job){.fd = i == 0 ? file_of(slow, strlen(slow)) : file_of(good, length),
                                 .type = i == 0 ? FILE_SVG : FILE_PNG,
                                 .cache_dir = cache};
        snprintf(jobs[i].hash, sizeof jobs[i].hash, "race%d", i);
    }
    int64_t start = clock_monotonic_ms();
    picture_decode(d, jobs, 4, NULL, NULL);
    assert_true(clock_monotonic_ms() - start < 6000 * patience());
    assert_refused(&jobs[0], "took longer than");
    for (int i = 0; i < 4; i++) {
        assert_true(i == 0 || jobs[i].ok); /* the others were not held up */
        free(jobs[i].pages);
        close(jobs[i].fd);
    }
    picture_decoder_stop(d);
    free(slow);
    g_free(good);
    g_object_unref(image);
}

#ifndef __SANITIZE_ADDRESS__
/* Whether this kernel keeps to a limit on memory: emulation of single programs does not. */
static bool memory_can_be_limited(void)
{
    pid_t pid = fork();
    if (pid == 0) {
        struct rlimit limit = {.rlim_cur = (rlim_t)1 << 30, .rlim_max = (rlim_t)1 << 30};
        struct rlimit now = {0};
        bool held = setrlimit(RLIMIT_AS, &limit) == 0 && getrlimit(RLIMIT_AS, &now) == 0 &&
                    now.rlim_max == limit.rlim_max;
        _exit(held ? 0 : 1);
    }
    int status = 1;
    return waitpid(pid, &status, 0) == pid && status == 0;
}

static void memory_has_an_end(void **state)
{
    (void)state;
    if (!memory_can_be_limited()) {
        print_message("# this kernel sets no limit on memory\n");
        skip();
    }
    struct picture_limits generous = usual;
    generous.max_megapixels = 2000;
    struct picture_decoder *d = picture_decoder_start(&generous, 1);
    /* Interlaced: the whole picture, 2.7 GB, has to be in memory before its first row. */
    unsigned char png[64];
    struct picture_job job =
        decode_with(d, "greedy", FILE_PNG, png, png_header(png, 30000, 30000, true));
    assert_refused(&job, "more memory");
    picture_decoder_stop(d);
}

/* With stacks of libc's usual size its threads did not fit, and libde265 waited until the deadline. */
static void a_phones_photo_fits_the_usual_memory(void **state)
{
    (void)state;
    size_t length = 0;
    void *photo = tiled(8, 6, &length); /* 12 megapixels */
    struct picture_decoder *d = picture_decoder_start(&usual, 1);
    assert_non_null(d);
    pid_t worker = find_worker();
    if (photo == NULL || worker == 0 || !memory_can_be_limited()) {
        print_message("# no HEIC, no /proc or no limit on memory here\n");
        picture_decoder_stop(d);
        free(photo);
        skip();
        return; /* skip() does not come back, but analysers do not know */
    }
    struct rlimit no_more = {(rlim_t)128 << 20, (rlim_t)128 << 20};
    assert_int_equal(prlimit(worker, RLIMIT_DATA, &no_more, NULL), 0);
    struct picture_job job = decode_with(d, "phone12", FILE_HEIC, photo, length);
    assert_made(&job, 1200, 900);
    free(job.pages);
    picture_decoder_stop(d);
    free(photo);
}
#endif

static void too_many_bytes_are_not_looked_at(void **state)
{
    (void)state;
    struct picture_job job = {.type = FILE_PDF};
    assert_true(picture_too_large(&job, &usual, (int64_t)101 << 20));
    assert_refused(&job, "The file is 101 MB; up to 100 MB");
    assert_false(picture_too_large(&job, &usual, (int64_t)100 << 20));
    job.type = FILE_JPEG;
    assert_true(picture_too_large(&job, &usual, (int64_t)61 << 20));
}

/* The other end of this one's pipe stays open, and nothing comes: no processor time is used. */
static void what_waits_for_good_ends_too(void **state)
{
    (void)state;
    struct picture_limits hasty = usual;
    hasty.deadline_seconds = patience();
    struct picture_decoder *d = picture_decoder_start(&hasty, 1);
    assert_non_null(d);
    int ends[2];
    assert_int_equal(pipe2(ends, O_CLOEXEC), 0);
    struct picture_job job = {.fd = ends[0], .type = FILE_PNG, .hash = "never", .cache_dir = cache};
    picture_decode(d, &job, 1, NULL, NULL);
    assert_refused(&job, "took longer than");
    close(ends[0]);
    close(ends[1]);
    picture_decoder_stop(d);
}

/* ---- the worker's own life ---- */

static bool kill_worker_once(void *context, size_t done, size_t total)
{
    pid_t *victim = context;
    (void)total;
    if (*victim != 0 && done >= 1) {
        kill(*victim, SIGKILL);
        *victim = 0;
    }
    return true;
}

static void a_killed_worker_is_started_again(void **state)
{
    (void)state;
    size_t length = 0;
    VipsImage *image = two_colours(300, 200);
    void *good = encoded(image, ".png", &length);
    struct picture_job jobs[12] = {0};
    for (int i = 0; i < 12; i++) {
        jobs[i] =
            (struct picture_job){.fd = file_of(good, length), .type = FILE_PNG, .cache_dir = cache};
        snprintf(jobs[i].hash, sizeof jobs[i].hash, "again%d", i);
    }
    pid_t victim = find_worker();
    if (victim == 0) {
        skip();
    }
    picture_decode(decoder, jobs, 12, kill_worker_once, &victim);
    assert_int_equal(victim, 0);
    for (int i = 0; i < 12; i++) {
        assert_true(jobs[i].ok);
        free(jobs[i].pages);
        close(jobs[i].fd);
    }
    g_free(good);
    g_object_unref(image);
}

static bool stop_at_once(void *context, size_t done, size_t total)
{
    (void)context;
    (void)done;
    (void)total;
    return false;
}

static void work_can_be_given_up(void **state)
{
    (void)state;
    char *slow = slow_svg();
    struct picture_job job = {
        .fd = file_of(slow, strlen(slow)), .type = FILE_SVG, .cache_dir = cache};
    snprintf(job.hash, sizeof job.hash, "given-up");
    int64_t start = clock_monotonic_ms();
    picture_decode(decoder, &job, 1, stop_at_once, NULL);
    assert_true(clock_monotonic_ms() - start < 2000);
    assert_false(job.ok);
    assert_true(job.try_again);
    close(job.fd);
    free(slow);
    /* And the decoder still works. */
    static const char svg[] = "<svg xmlns='http://www.w3.org/2000/svg' width='9' height='9'/>";
    job = decode("after", FILE_SVG, svg, sizeof svg - 1);
    assert_true(job.ok);
    free(job.pages);
}

static void a_full_cache_is_not_the_files_fault(void **state)
{
    (void)state;
    static const char svg[] = "<svg xmlns='http://www.w3.org/2000/svg' width='9' height='9'/>";
    struct picture_job job = {.fd = file_of(svg, sizeof svg - 1),
                              .type = FILE_SVG,
                              .hash = "nowhere",
                              .cache_dir = "/nonexistent/cache"};
    picture_decode(decoder, &job, 1, NULL, NULL);
    assert_false(job.ok);
    assert_true(job.try_again);
    close(job.fd);
}

/* ---- around ---- */

static int set_up(void **state)
{
    (void)state;
    const char *temporary = getenv("TMPDIR");
    snprintf(cache, sizeof cache, "%s/foyer-cache.XXXXXX", temporary != NULL ? temporary : "/tmp");
    decoder = picture_decoder_start(&usual, 2);
    return mkdtemp(cache) != NULL && decoder != NULL ? 0 : -1;
}

static int tear_down(void **state)
{
    (void)state;
    picture_decoder_stop(decoder);
    DIR *folder = opendir(cache);
    for (struct dirent *entry = readdir(folder); entry != NULL; entry = readdir(folder)) {
        (void)unlinkat(dirfd(folder), entry->d_name, 0);
    }
    closedir(folder);
    return rmdir(cache);
}

int main(int argc, char **argv)
{
    (void)argc;
    if (VIPS_INIT(argv[0]) != 0) {
        return 1;
    }
    vips_concurrency_set(1);
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(formats_become_three_jpegs),
        cmocka_unit_test(photos_of_phones_are_read_tile_by_tile),
        cmocka_unit_test(small_pictures_are_not_enlarged),
        cmocka_unit_test(orientation_is_applied_and_places_are_forgotten),
        cmocka_unit_test(print_colours_look_right),
        cmocka_unit_test(transparency_lies_on_paper),
        cmocka_unit_test(pdf_pages_are_drawn),
        cmocka_unit_test(half_files_are_refused),
        cmocka_unit_test(half_a_large_jpeg_is_refused),
        cmocka_unit_test(what_is_no_picture_is_refused),
        cmocka_unit_test(bombs_are_refused_by_their_header),
        cmocka_unit_test(a_locked_pdf_is_named),
        cmocka_unit_test(an_svg_sees_only_itself),
        cmocka_unit_test(slow_files_end_at_the_deadline),
        cmocka_unit_test(what_waits_for_good_ends_too),
#ifndef __SANITIZE_ADDRESS__
        cmocka_unit_test(memory_has_an_end),
        cmocka_unit_test(a_phones_photo_fits_the_usual_memory),
#endif
        cmocka_unit_test(too_many_bytes_are_not_looked_at),
        cmocka_unit_test(a_killed_worker_is_started_again),
        cmocka_unit_test(work_can_be_given_up),
        cmocka_unit_test(a_full_cache_is_not_the_files_fault),
    };
    return cmocka_run_group_tests_name("content/pictures", tests, set_up, tear_down);
}
