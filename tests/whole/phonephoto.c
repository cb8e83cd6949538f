/* For tests/whole/ceiling.sh and tests/vm/boot.sh: phonephoto TILE.heic SIDE COLUMNS ROWS >PHOTO.heic */
#include "../unit/phonephoto.h"

#include <stdio.h>
#include <stdlib.h>

#include "base/path.h"

int main(int argc, char **argv)
{
    char *tile = NULL;
    size_t tile_length = 0;
    size_t length = 0;
    if (argc != 5 || !path_read(argv[1], 1 << 20, &tile, &tile_length)) {
        return 2;
    }
    void *photo =
        phone_photo(tile, tile_length, atoi(argv[2]), atoi(argv[3]), atoi(argv[4]), &length);
    bool written = photo != NULL && fwrite(photo, 1, length, stdout) == length;
    free(photo);
    free(tile);
    return written && fflush(stdout) == 0 ? 0 : 1;
}
