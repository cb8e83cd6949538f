/* A photo as a phone writes it. How: the decoder's settings ("hvcC") and the coded picture are taken out of
 * the tile's own file; the new one describes one item for each tile, all with the same coded picture, and
 * one item that lays them side by side. No library of Debian 12 writes such a file. */
#include "phonephoto.h"

#include <stdint.h>
#include <string.h>

#include "base/alloc.h"
#include "base/str.h"

#define GRID 1            /* its item's number; the tiles follow */
#define GRID_BYTES 8      /* its description, in front of the coded picture */
#define LOCATION_HEAD 8   /* of "iloc", in front of its items */
#define LOCATION_BYTES 14 /* of an item there, as written here */

static void put(struct str *s, uint32_t number, int bytes)
{
    for (int i = bytes - 1; i >= 0; i--) {
        str_putc(s, (char)(number >> (8 * i)));
    }
}

static uint32_t number_at(const unsigned char *bytes)
{
    return (uint32_t)bytes[0] << 24 | (uint32_t)bytes[1] << 16 | (uint32_t)bytes[2] << 8 | bytes[3];
}

/* Appends a box with this content, and empties it. `version` below 0: a box without a version. */
static void put_box(struct str *s, const char *type, int version, uint32_t flags,
                    struct str *content)
{
    put(s, (uint32_t)content->length + (version < 0 ? 8 : 12), 4);
    str_puts(s, type);
    if (version >= 0) {
        put(s, (uint32_t)version << 24 | flags, 4);
    }
    str_add(s, content->data, content->length);
    str_clear(content);
}

static const unsigned char *content_of(const void *file, size_t length, const char *type)
{
    const unsigned char *found = memmem(file, length, type, 4);
    return found != NULL ? found + 4 : NULL;
}

static void put_properties(struct str *meta, const unsigned char *settings, int side, int columns,
                           int rows)
{
    struct str box = {0};
    struct str list = {0};
    struct str all = {0};
    str_add(&box, (const char *)settings, number_at(settings - 8) - 8);
    put_box(&list, "hvcC", -1, 0, &box);
    put(&box, (uint32_t)side, 4);
    put(&box, (uint32_t)side, 4);
    put_box(&list, "ispe", 0, 0, &box);
    put(&box, (uint32_t)(side * columns), 4);
    put(&box, (uint32_t)(side * rows), 4);
    put_box(&list, "ispe", 0, 0, &box);
    put_box(&all, "ipco", -1, 0, &list);
    put(&box, (uint32_t)(columns * rows) + 1, 4);
    put(&box, GRID, 2);
    put(&box, 1 << 8 | 3, 2); /* one property, the third */
    for (int i = 1; i <= columns * rows; i++) {
        put(&box, (uint32_t)(GRID + i), 2);
        /* Two: the first, without which nothing goes, and the second. */
        put(&box, 2 << 16 | 0x81 << 8 | 2, 3);
    }
    put_box(&all, "ipma", 0, 0, &box);
    put_box(meta, "iprp", -1, 0, &all);
    str_free(&box);
    str_free(&list);
    str_free(&all);
}

static void put_items(struct str *meta, int tiles)
{
    struct str box = {0};
    struct str list = {0};
    put(&list, (uint32_t)tiles + 1, 2);
    for (int i = 0; i <= tiles; i++) {
        put(&box, (uint32_t)(GRID + i), 2);
        put(&box, 0, 2);
        str_puts(&box, i == 0 ? "grid" : "hvc1");
        put(&box, 0, 1);
        put_box(&list, "infe", 2, i == 0 ? 0 : 1, &box); /* tiles are hidden */
    }
    put_box(meta, "iinf", 0, 0, &list);
    put(&box, GRID, 2);
    put(&box, (uint32_t)tiles, 2);
    for (int i = 1; i <= tiles; i++) {
        put(&box, (uint32_t)(GRID + i), 2);
    }
    put_box(&list, "dimg", -1, 0, &box);
    put_box(meta, "iref", 0, 0, &list);
    str_free(&box);
    str_free(&list);
}

/* Where in the file each item's bytes are: `from` is where the grid's stand, in front of the picture's. */
static void put_locations(struct str *meta, int tiles, size_t from, size_t coded_length)
{
    struct str box = {0};
    put(&box, 0x4400, 2); /* offsets and lengths of four bytes */
    put(&box, (uint32_t)tiles + 1, 2);
    for (int i = 0; i <= tiles; i++) {
        put(&box, (uint32_t)(GRID + i), 2);
        put(&box, 0, 2);
        put(&box, 1, 2);
        put(&box, (uint32_t)(from + (i == 0 ? 0 : GRID_BYTES)), 4);
        put(&box, (uint32_t)(i == 0 ? GRID_BYTES : coded_length), 4);
    }
    put_box(meta, "iloc", 0, 0, &box);
    str_free(&box);
}

void *phone_photo(const void *tile, size_t tile_length, int side, int columns, int rows,
                  size_t *length)
{
    const unsigned char *settings = content_of(tile, tile_length, "hvcC");
    const unsigned char *location = content_of(tile, tile_length, "iloc");
    if (settings == NULL || location == NULL || memcmp(location, "\0\0\0\0\x44\x40", 6) != 0) {
        return NULL;
    }
    /* The first item: its number, its file (2 bytes each), where (4), one part (2), where in that (4), how long. */
    location += LOCATION_HEAD;
    const char *coded = (const char *)tile + number_at(location + 4) + number_at(location + 10);
    size_t coded_length = number_at(location + 14);
    struct str file = {0};
    struct str box = {0};
    struct str meta = {0};
    str_add(&box, "heic\0\0\0\0mif1heic", 16);
    put_box(&file, "ftyp", -1, 0, &box);
    str_add(&box, "\0\0\0\0pict\0\0\0\0\0\0\0\0\0\0\0\0", 21);
    put_box(&meta, "hdlr", 0, 0, &box);
    put(&box, GRID, 2);
    put_box(&meta, "pitm", 0, 0, &box);
    put_items(&meta, columns * rows);
    put_properties(&meta, settings, side, columns, rows);
    /* The locations end the description, and their own length does not depend on what they say. */
    size_t locations = 12 + 4 + (size_t)(columns * rows + 1) * LOCATION_BYTES;
    put_locations(&meta, columns * rows, file.length + 12 + meta.length + locations + 8,
                  coded_length);
    put_box(&file, "meta", 0, 0, &meta);
    put(&box, (uint32_t)(rows - 1) << 8 | (uint32_t)(columns - 1), 4); /* version 0, 16-bit sizes */
    put(&box, (uint32_t)(side * columns), 2);
    put(&box, (uint32_t)(side * rows), 2);
    str_add(&box, coded, coded_length);
    put_box(&file, "mdat", -1, 0, &box);
    str_free(&box);
    str_free(&meta);
    *length = file.length;
    return str_take(&file);
}
