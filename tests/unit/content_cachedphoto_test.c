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
static bool read_all(const char *path, uint8_t pixels[HEIGHT][WIDTH + 2][4])
{
    int w = 0, h = 0;
    struct cachedphoto *photo = cachedphoto_open(path, &w, &h);
    if (photo == NULL) {
        return false;
    }
    assert_int_equal(w, WIDTH);
    assert_int_equal(h, HEIGHT);
    memset(pixels, 0x5a, HEIGHT * sizeof pixels[0]);
    bool ok = cachedphoto_read(photo, pixels, sizeof pixels[0]);
    cachedphoto_close(photo);
    for (int y = 0; y < HEIGHT; y++) {
        assert_memory_equal(pixels[y][WIDTH], "\x5a\x5a\x5a\x5a\x5a\x5a\x5a\x5a", 8);
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

static void pixels_are_blue_green_red_and_opaque(void **state)
{
    (void)state;
    static uint8_t pixels[HEIGHT][WIDTH + 2][4];
    char *dir = scratch_make(), *path = path_join(dir, "photo.jpg");
    unsigned long size = 0;
    unsigned char *bytes = make_jpeg(false, &size);
    put(path, bytes, size);
    free(bytes);
    assert_true(read_all(path, pixels));
    is_colour(pixels[0][0], 10, 10, 250);
    is_colour(pixels[HEIGHT - 1][WIDTH - 1], 250, 10, 10);
    bytes = make_jpeg(true, &size);
    put(path, bytes, size);
    free(bytes);
    assert_true(read_all(path, pixels));
    is_colour(pixels[HEIGHT / 2][WIDTH / 2], 90, 90, 90);
    free(path);
    scratch_remove(dir);
}

static void a_file_that_ends_anywhere_is_read_as_far_or_refused(void **state)
{
    (void)state;
    static uint8_t pixels[HEIGHT][WIDTH + 2][4];
    char *dir = scratch_make(), *path = path_join(dir, "photo.jpg");
    unsigned long size = 0;
    unsigned char *bytes = make_jpeg(false, &size);
    assert_false(read_all(path, pixels)); /* it is not there */
    bool first = false, whole = false;
    for (unsigned long length = 0; length <= size; length++) {
        put(path, bytes, length);
        whole = read_all(path, pixels);
        first = length == 0 ? whole : first;
    }
    assert_false(first);
    assert_true(whole);
    free(bytes);
    put(path, "no photo at all", 15);
    assert_false(read_all(path, pixels));
    free(path);
    scratch_remove(dir);
}

static void spoilt_bytes_do_no_harm(void **state)
{
    (void)state;
    static uint8_t pixels[HEIGHT][WIDTH + 2][4];
    char *dir = scratch_make(), *path = path_join(dir, "photo.jpg");
    unsigned long size = 0;
    unsigned char *bytes = make_jpeg(false, &size);
    for (unsigned long at = 0; at < size; at++) {
        /* but not the size, which read_all() knows (ITU T.81, B.2.2: behind the marker of the frame) */
        bool frame = at > 1 && bytes[at - 2] == 0xff && bytes[at - 1] == 0xc0;
        at += frame ? 8 : 0;
        unsigned char kept = bytes[at];
        bytes[at] = (unsigned char)~kept;
        put(path, bytes, size);
        (void)read_all(path, pixels);
        bytes[at] = kept;
    }
    free(bytes);
    free(path);
    scratch_remove(dir);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(pixels_are_blue_green_red_and_opaque),
        cmocka_unit_test(a_file_that_ends_anywhere_is_read_as_far_or_refused),
        cmocka_unit_test(spoilt_bytes_do_no_harm),
    };
    return cmocka_run_group_tests_name("content/cachedphoto", tests, NULL, NULL);
}
