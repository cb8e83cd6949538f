/* Photos of the cache: colours in the display's order, and files that are not whole. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>
#include <jpeglib.h>

#include "base/alloc.h"
#include "base/path.h"
#include "content/cachedphoto.h"
#include "scratch.h"

enum { WIDTH = 37, HEIGHT = 21 };

/* Red above, blue below; grey: one component. */
static unsigned char *make_jpeg(bool grey, unsigned long *size)
{
    struct jpeg_compress_struct jpeg;
    struct jpeg_error_mgr errors;
    unsigned char *bytes = NULL;
    *size = 0;
    jpeg.err = jpeg_std_error(&errors);
    jpeg_create_compress(&jpeg);
    jpeg_mem_dest(&jpeg, &bytes, size);
    jpeg.image_width = WIDTH;
    jpeg.image_height = HEIGHT;
    jpeg.input_components = grey ? 1 : 3;
    jpeg.in_color_space = grey ? JCS_GRAYSCALE : JCS_RGB;
    jpeg_set_defaults(&jpeg);
    jpeg_set_quality(&jpeg, 100, TRUE);
    jpeg_start_compress(&jpeg, TRUE);
    for (int y = 0; y < HEIGHT; y++) {
        unsigned char row[WIDTH * 3];
        for (int x = 0; x < WIDTH * 3; x++) {
            row[x] = grey ? 90 : x % 3 == (y < HEIGHT / 2 ? 0 : 2) ? 250 : 10;
        }
        JSAMPROW rows[1] = {row};
        jpeg_write_scanlines(&jpeg, rows, 1);
    }
    jpeg_finish_compress(&jpeg);
    jpeg_destroy_compress(&jpeg);
    return bytes;
}

static void put(const char *path, const void *bytes, size_t size)
{
    FILE *file = fopen(path, "wbe");
    assert_non_null(file);
    assert_int_equal(fwrite(bytes, 1, size, file), size);
    assert_int_equal(fclose(file), 0);
}

/* Reads the file into rows with a margin of 8 bytes each, which must stay as it was. */
static bool read_all(const char *path, uint8_t out[HEIGHT][WIDTH + 2][4])
{
    int w = 0, h = 0;
    struct cachedphoto *photo = cachedphoto_open(path, &w, &h);
    if (photo == NULL) {
        return false;
    }
    assert_int_equal(w, WIDTH);
    assert_int_equal(h, HEIGHT);
    memset(out, 0x5a, HEIGHT * sizeof out[0]);
    bool ok = cachedphoto_read(photo, out, sizeof out[0]);
    cachedphoto_close(photo);
    for (int y = 0; y < HEIGHT; y++) {
        assert_memory_equal(out[y][WIDTH], "\x5a\x5a\x5a\x5a\x5a\x5a\x5a\x5a", 8);
    }
    return ok;
}

static void is_colour(const uint8_t pixel[4], int blue, int green, int red)
{
    assert_in_range(pixel[0], blue > 8 ? blue - 8 : 0, blue + 8);
    assert_in_range(pixel[1], green > 8 ? green - 8 : 0, green + 8);
    assert_in_range(pixel[2], red > 8 ? red - 8 : 0, red + 8);
    assert_int_equal(pixel[3], 255);
}

/* A folder with a place for a photo, and a photo's bytes. */
struct files {
    char *dir, *path;
    unsigned char *bytes;
    unsigned long size;
};

static int set_up(void **state)
{
    struct files *f = xcalloc(1, sizeof *f);
    f->dir = scratch_make();
    f->path = path_join(f->dir, "photo.jpg");
    f->bytes = make_jpeg(false, &f->size);
    *state = f;
    return 0;
}

static int tear_down(void **state)
{
    struct files *f = *state;
    scratch_remove(f->dir);
    free(f->path);
    free(f->bytes);
    free(f);
    return 0;
}

static uint8_t pixels[HEIGHT][WIDTH + 2][4];

static void pixels_are_blue_green_red_and_opaque(void **state)
{
    struct files *f = *state;
    put(f->path, f->bytes, f->size);
    assert_true(read_all(f->path, pixels));
    is_colour(pixels[0][0], 10, 10, 250);
    is_colour(pixels[HEIGHT - 1][WIDTH - 1], 250, 10, 10);
    free(f->bytes);
    f->bytes = make_jpeg(true, &f->size);
    put(f->path, f->bytes, f->size);
    assert_true(read_all(f->path, pixels));
    is_colour(pixels[HEIGHT / 2][WIDTH / 2], 90, 90, 90);
}

static void a_file_that_ends_anywhere_is_read_as_far_or_refused(void **state)
{
    const struct files *f = *state;
    assert_false(read_all(f->path, pixels)); /* it is not there */
    put(f->path, "", 0);
    assert_false(read_all(f->path, pixels));
    put(f->path, "no photo at all", 15);
    assert_false(read_all(f->path, pixels));
    bool whole = false;
    for (unsigned long length = 1; length <= f->size; length++) {
        put(f->path, f->bytes, length);
        whole = read_all(f->path, pixels);
    }
    assert_true(whole);
}

/* Where the size stands: behind the marker of the frame, its length and its depth (ITU T.81, B.2.2). */
static unsigned long place_of_size(const struct files *f)
{
    unsigned long at = 0;
    while (f->bytes[at] != 0xff || f->bytes[at + 1] != 0xc0) {
        at++;
    }
    return at + 5;
}

static void spoilt_bytes_do_no_harm(void **state)
{
    const struct files *f = *state;
    unsigned long size_at = place_of_size(f);
    for (unsigned long at = 0; at < f->size; at++) {
        if (at >= size_at && at < size_at + 4) {
            continue; /* read_all() knows the size */
        }
        f->bytes[at] = (unsigned char)~f->bytes[at];
        put(f->path, f->bytes, f->size);
        (void)read_all(f->path, pixels);
        f->bytes[at] = (unsigned char)~f->bytes[at];
    }
}

static void a_size_that_no_display_has_takes_no_memory(void **state)
{
    const struct files *f = *state;
    int w = 0, h = 0;
    f->bytes[place_of_size(f)] = 0xff; /* 65,301 rows */
    put(f->path, f->bytes, f->size);
    assert_null(cachedphoto_open(f->path, &w, &h));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(pixels_are_blue_green_red_and_opaque, set_up, tear_down),
        cmocka_unit_test_setup_teardown(a_file_that_ends_anywhere_is_read_as_far_or_refused, set_up,
                                        tear_down),
        cmocka_unit_test_setup_teardown(spoilt_bytes_do_no_harm, set_up, tear_down),
        cmocka_unit_test_setup_teardown(a_size_that_no_display_has_takes_no_memory, set_up,
                                        tear_down),
    };
    return cmocka_run_group_tests_name("content/cachedphoto", tests, NULL, NULL);
}
