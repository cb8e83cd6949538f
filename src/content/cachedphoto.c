/* Photos of the cache. How: libjpeg-turbo turns the colours into the display's order while it decodes
 * (JCS_EXT_BGRA). Its errors come back by longjmp(3), as it wants; its warnings are not said. */
#include "content/cachedphoto.h"

#include <setjmp.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#include <jpeglib.h>

#include "base/alloc.h"

struct cachedphoto {
    struct jpeg_decompress_struct jpeg;
    struct jpeg_error_mgr errors;
    jmp_buf failed;
    FILE *file;
};

static void fail(j_common_ptr jpeg)
{
    struct cachedphoto *photo = jpeg->client_data;
    longjmp(photo->failed, 1);
}

static void say_nothing(j_common_ptr jpeg)
{
    (void)jpeg;
}

/* Everything up to the first row. False: it cannot be. */
static bool begin(struct cachedphoto *photo)
{
    if (setjmp(photo->failed) != 0) {
        return false;
    }
    jpeg_create_decompress(&photo->jpeg);
    jpeg_stdio_src(&photo->jpeg, photo->file);
    jpeg_read_header(&photo->jpeg, TRUE);
    photo->jpeg.out_color_space = JCS_EXT_BGRA;
    jpeg_calc_output_dimensions(&photo->jpeg);
    return photo->jpeg.output_width <= CACHEDPHOTO_MOST &&
           photo->jpeg.output_height <= CACHEDPHOTO_MOST;
}

struct cachedphoto *cachedphoto_open(const char *path, int *width, int *height)
{
    FILE *file = fopen(path, "rbe");
    if (file == NULL) {
        return NULL;
    }
    struct cachedphoto *photo = xcalloc(1, sizeof *photo);
    photo->file = file;
    photo->jpeg.err = jpeg_std_error(&photo->errors);
    photo->jpeg.client_data = photo;
    photo->errors.error_exit = fail;
    photo->errors.output_message = say_nothing;
    if (!begin(photo)) {
        cachedphoto_close(photo);
        return NULL;
    }
    *width = (int)photo->jpeg.output_width;
    *height = (int)photo->jpeg.output_height;
    return photo;
}

bool cachedphoto_read(struct cachedphoto *photo, void *pixels, size_t pitch)
{
    if (setjmp(photo->failed) != 0) {
        return false;
    }
    jpeg_start_decompress(&photo->jpeg);
    while (photo->jpeg.output_scanline < photo->jpeg.output_height) {
        JSAMPROW rows[8];
        JDIMENSION at = photo->jpeg.output_scanline, left = photo->jpeg.output_height - at;
        JDIMENSION count = left < 8 ? left : 8;
        for (JDIMENSION i = 0; i < count; i++) {
            rows[i] = (uint8_t *)pixels + (size_t)(at + i) * pitch;
        }
        jpeg_read_scanlines(&photo->jpeg, rows, count);
    }
    jpeg_finish_decompress(&photo->jpeg);
    return true;
}

void cachedphoto_close(struct cachedphoto *photo)
{
    if (photo != NULL) {
        jpeg_destroy_decompress(&photo->jpeg);
        (void)fclose(photo->file);
        free(photo);
    }
}
