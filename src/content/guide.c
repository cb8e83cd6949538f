/* The guide: what Foyer lays out on a share, which is the folders to drop into, one page that says how,
 * and examples to copy. How: the page and the examples are files of the program's assets. What is
 * missing is created; the page is Foyer's own and follows the program's version; everything else is
 * left as staff have it. A share that cannot be written stays as it is. */
#include "content/share.h"

#include <dirent.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/alloc.h"
#include "base/path.h"
#include "base/str.h"
#include "content/beneath.h"
#include "content/folders.h"

#define GUIDE_PAGE "Read me first.html"
#define GUIDE_EXAMPLES "Examples to copy"
#define GUIDE_LIMIT ((size_t)1 << 20)

/* One file of the assets on its way to the share. */
struct guide_file {
    char *bytes;
    size_t length;
};

static bool fill(int fd, void *context)
{
    const struct guide_file *file = context;
    return write(fd, file->bytes, file->length) == (ssize_t)file->length;
}

/* Is that file on the share already, with just these bytes (or, with `any`, with any)? */
static bool is_there(int folder, const char *name, const struct guide_file *file, bool any)
{
    char *bytes = NULL;
    size_t length = 0;
    int fd = beneath_open(folder, name, O_RDONLY);
    bool same =
        fd >= 0 && (any || (path_read_fd(fd, GUIDE_LIMIT, &bytes, &length) &&
                            length == file->length && memcmp(bytes, file->bytes, length) == 0));
    free(bytes);
    if (fd >= 0) {
        close(fd);
    }
    return same;
}

/* Brings the file `from` of the assets into the folder `below` of the share. True: it was written. */
static bool lay_file(struct share *share, const char *from, const char *below, bool only_missing)
{
    struct guide_file file = {0};
    bool written = false;
    int root = share_root(share);
    int folder = root < 0 ? -1 : beneath_open(root, below, O_RDONLY | O_DIRECTORY);
    if (folder >= 0 && path_read(from, GUIDE_LIMIT, &file.bytes, &file.length) &&
        !is_there(folder, path_base(from), &file, only_missing)) {
        written = share_write(share, below, path_base(from), fill, &file);
    }
    free(file.bytes);
    if (folder >= 0) {
        close(folder);
    }
    if (root >= 0) {
        close(root);
    }
    return written;
}

static int lay_examples(struct share *share, const char *from)
{
    int made = 0;
    DIR *folder = opendir(from);
    const struct dirent *entry = NULL;
    while (folder != NULL && (entry = readdir(folder)) != NULL) {
        if (entry->d_name[0] != '.') {
            char *file = path_join(from, entry->d_name);
            made += lay_file(share, file, SHARE_MARKER "/" GUIDE_EXAMPLES, true);
            free(file);
        }
    }
    if (folder != NULL) {
        closedir(folder);
    }
    return made;
}

/* Makes a folder that the group may change too, whatever the umask of this process. */
static bool make_folder(int root, const char *name)
{
    return mkdirat(root, name, 0775) == 0 && fchmodat(root, name, 0775, 0) == 0;
}

int share_lay_guide(struct share *share)
{
    char *assets = path_assets();
    char *page = xasprintf("%s/guide/" GUIDE_PAGE, assets);
    char *examples = xasprintf("%s/guide/" GUIDE_EXAMPLES, assets);
    int made = lay_file(share, page, SHARE_MARKER, false);
    int root = share_root(share);
    if (root >= 0) {
        /* Only into a new folder: single examples that staff have thrown away stay away. */
        if (make_folder(root, SHARE_MARKER "/" GUIDE_EXAMPLES)) {
            made += lay_examples(share, examples);
        }
        close(root);
    }
    free(examples);
    free(page);
    free(assets);
    return made;
}

int share_lay_out(struct share *share, const struct share_scan *scan)
{
    int root = share_root(share);
    if (root < 0) {
        return 0;
    }
    int made = 0;
    for (int kind = 0; kind < ITEM_KIND_COUNT; kind++) {
        if (!scan->kinds[kind]) {
            made += make_folder(root, folders_name((enum item_kind)kind));
        }
    }
    bool marker = scan->has_marker;
    if (!marker) {
        marker = make_folder(root, SHARE_MARKER);
        made += marker;
    }
    close(root);
    return made;
}
