/* The guide: what Foyer lays out on a share, which is the folders to drop into and one page that says
 * how. How: only what is missing is created, nothing that is there is touched; the page appears whole
 * (temporary name, rename). A share that cannot be written stays as it is. */
#include "content/share.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "content/reader.h"

#define GUIDE_PAGE "index.html"
#define GUIDE_TEMPORARY ".index.html.new"

static const char guide_page[] =
    "<!DOCTYPE html>\n"
    "<html lang=\"en\"><head><meta charset=\"utf-8\"><title>How to use this folder</title>\n"
    "<style>body{font:18px/1.5 sans-serif;max-width:44em;margin:2em auto;padding:0 1em;"
    "background:#faf6ec;color:#26241f}table{border-collapse:collapse;width:100%}"
    "td,th{text-align:left;vertical-align:top;padding:.4em .8em .4em 0;"
    "border-bottom:1px solid #d9d2c0}code{background:#efe8d6;padding:.1em .3em}</style></head>\n"
    "<body><h1>How to use this folder</h1>\n"
    "<p>What you put into the folders beside this one appears on the screen in the entrance hall, "
    "usually within ten seconds. What you delete disappears from it just as fast. That is all "
    "there "
    "is to it: your files are never moved, renamed or changed.</p>\n"
    "<h2>Which folder?</h2>\n<table>\n"
    "<tr><th>Folder</th><th>What for</th><th>Shown for</th></tr>\n"
    "<tr><td>Achievements</td><td>photos of what we are proud of; a folder of photos becomes an "
    "album</td><td>6 weeks</td></tr>\n"
    "<tr><td>Events</td><td>posters, calendars (.ics), tables saved as CSV</td><td>until it is over"
    "</td></tr>\n"
    "<tr><td>Volunteering</td><td>ways to help; parents can offer on the screen</td><td>as long as "
    "the file is there</td></tr>\n"
    "<tr><td>Learning</td><td>training and information for parents</td><td>until it is over</td>"
    "</tr>\n"
    "<tr><td>Notices</td><td>short messages</td><td>2 weeks</td></tr>\n"
    "<tr><td>Newsletters</td><td>PDF files to page through</td><td>60 days</td></tr>\n"
    "<tr><td>Partners</td><td>local businesses and groups</td><td>as long as the file is there</td>"
    "</tr>\n"
    "<tr><td>Welcome</td><td>greetings for special days</td><td>as long as the file is there</td>"
    "</tr>\n"
    "<tr><td>Theme</td><td>the school's crest and background</td><td></td></tr>\n</table>\n"
    "<h2>The file's name is the title</h2>\n<table>\n"
    "<tr><td><code>Year 4 chess champions.jpg</code></td><td>the photo with that title</td></tr>\n"
    "<tr><td><code>2026-12-11 6.30pm Winter fair.png</code></td><td>a poster and an event on that "
    "day</td></tr>\n"
    "<tr><td><code>Debate team until 18 Dec.jpg</code></td><td>gone after 18 December</td></tr>\n"
    "<tr><td><code>URGENT School closes 1pm today.txt</code></td><td>in Notices: a banner on every "
    "screen within seconds; the file may be empty; delete it to give the all-clear. This is no "
    "emergency alarm.</td></tr>\n</table>\n"
    "<h2>More than a title</h2>\n"
    "<p>Put a text file of the same name beside the picture (<code>Winter fair.txt</code> beside "
    "<code>Winter fair.png</code>). Its first line is the title, the rest is the text. Lines such "
    "as "
    "these are understood:</p>\n"
    "<p><code>Date: 11 December</code><br><code>Time: 6.30pm</code><br><code>Where: School hall"
    "</code><br><code>Contact: the school office</code><br><code>Show until: 18 December</code><br>"
    "<code>When: Tuesdays 2-3pm</code><br><code>Needs: a clean apron</code></p>\n"
    "<h2>Good to know</h2>\n<ul>\n"
    "<li>Pictures: JPEG, PNG, HEIC, WebP, GIF, TIFF, SVG. Documents: PDF. For PowerPoint, Word and "
    "Publisher choose <em>Save as PDF</em> first; for Excel <em>Save as CSV UTF-8</em>.</li>\n"
    "<li>Only show pictures of people who have agreed to it. Deleting a file takes it off the "
    "screen; "
    "recycle bins and backups of this folder are outside of what the screen can clear.</li>\n"
    "<li>Please leave this folder, <em>How to use this folder</em>, where it is: by it the screen "
    "knows that the network is there.</li>\n</ul>\n</body></html>\n";

/* Writes the page into the open marker folder, whole. */
static bool write_guide(int folder)
{
    struct stat status;
    if (fstatat(folder, GUIDE_PAGE, &status, AT_SYMLINK_NOFOLLOW) == 0) {
        return false;
    }
    (void)unlinkat(folder, GUIDE_TEMPORARY, 0); /* left by a power cut */
    int page =
        openat(folder, GUIDE_TEMPORARY, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0644);
    if (page < 0) {
        return false;
    }
    size_t length = sizeof guide_page - 1;
    bool ok = write(page, guide_page, length) == (ssize_t)length && fsync(page) == 0;
    ok = close(page) == 0 && ok;
    ok = ok && renameat(folder, GUIDE_TEMPORARY, folder, GUIDE_PAGE) == 0;
    if (!ok) {
        (void)unlinkat(folder, GUIDE_TEMPORARY, 0);
    }
    return ok;
}

static int lay_out_guide(int root)
{
    int made = mkdirat(root, SHARE_MARKER, 0777) == 0;
    int folder = openat(root, SHARE_MARKER, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
    if (folder < 0) {
        return made;
    }
    made += write_guide(folder);
    close(folder);
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
            made += mkdirat(root, reader_folder_name((enum item_kind)kind), 0777) == 0;
        }
    }
    if (!scan->has_marker) {
        made += lay_out_guide(root);
    }
    close(root);
    return made;
}
