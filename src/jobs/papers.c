/* Papers. How: what the replies come to is hashed; equal hashes write nothing. Of Replies.xlsx the hash of
 * its bytes is kept, too, before it gets its name: so a file with other bytes was changed by somebody.
 * A lock lets one process at a time collect and write, so that an older view never replaces a newer. */
#include "jobs/papers.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <unistd.h>

#include "base/alloc.h"
#include "base/log.h"
#include "base/path.h"
#include "base/version.h"
#include "content/eventlist.h"
#include "jobs/databasesync.h"
#include "jobs/replies.h"
#include "jobs/replybook.h"

#define EXCEL_ROWS "excel_rows" /* fact: the hash of what the file shows */
#define EXCEL_FILE "excel_file" /* fact: hashes of files that are ours: "NOW" or "BEFORE NEXT" */
#define EXCEL_MOST ((size_t)256 << 20)
#define LIST_MOST ((size_t)64 << 20)
#define AGAIN_MS 30000

char *papers_excel_path(const struct config *config)
{
    const char *path = config->replies.staff_file;
    const char *extension = path_extension(path);
    size_t length = strlen(path) - strlen(extension);
    return extension[0] != '\0' ? xasprintf("%.*sxlsx", (int)length, path)
                                : xasprintf("%s.xlsx", path);
}

char *papers_lists_path(const struct config *config)
{
    char *dir = path_dir(config->replies.staff_file);
    char *lists = path_join(dir, "Lists");
    free(dir);
    return lists;
}

/* ---- who has it open ---- */

static bool is_beside(const char *path, const char *before, const char *behind)
{
    char *dir = path_dir(path);
    char *owner = xasprintf("%s/%s%s%s", dir, before, path_base(path), behind);
    bool is = access(owner, F_OK) == 0;
    free(owner);
    free(dir);
    return is;
}

/* Excel and LibreOffice lay a file of their own beside one that they have open. */
static bool is_open(const char *path)
{
    return is_beside(path, "~$", "") || is_beside(path, ".~lock.", "#");
}

/* ---- facts ---- */

static char *hex(uint64_t hash)
{
    return xasprintf("%016" PRIx64, hash);
}

static bool keep_fact(struct outbox *outbox, const char *name, const char *value)
{
    char *before = outbox_fact(outbox, name);
    bool ok = str_same(before, value) || outbox_set_fact(outbox, name, value);
    free(before);
    return ok;
}

/* The hash of a file's bytes; 0: there is none. False (errno) when it cannot be read. */
static bool hash_file(const char *path, uint64_t *hash)
{
    char *bytes = NULL;
    size_t length = 0;
    *hash = 0;
    if (!path_read(path, EXCEL_MOST, &bytes, &length)) {
        return errno == ENOENT;
    }
    *hash = str_hash(STR_HASH_SEED, bytes, length);
    wipe(bytes, length);
    free(bytes);
    return true;
}

static bool is_ours(struct outbox *outbox, uint64_t hash)
{
    char *known = outbox_fact(outbox, EXCEL_FILE);
    char *wanted = hex(hash);
    bool is = known != NULL && strstr(known, wanted) != NULL;
    free(wanted);
    free(known);
    return is;
}

/* ---- Replies.xlsx ---- */

/* Keeps a file that somebody has changed, under a name that says so. */
static bool keep_changed(const char *path, wall_t now, struct str *why)
{
    struct civil c = wall_to_civil(now);
    size_t stem = strlen(path) - strlen(path_extension(path)) - 1;
    bool ok = false;
    for (int i = 1; i < 100 && !ok; i++) {
        char *kept = xasprintf("%.*s" PAPERS_CHANGED "%04d-%02d-%02d %02d.%02d.%02d", (int)stem,
                               path, c.year, c.month, c.day, c.hour, c.minute, c.second);
        char *name = i == 1 ? xasprintf("%s).xlsx", kept) : xasprintf("%s, %d).xlsx", kept, i);
        /* link() never replaces what is there. */
        ok = link(path, name) == 0;
        bool taken = !ok && errno == EEXIST;
        if (ok) {
            log_info("somebody had changed %s; that one is kept as %s", path, name);
        } else if (!taken) {
            str_printf(why,
                       "%s was changed by somebody and cannot be kept under another name: %s. ",
                       path, strerror(errno));
            i = 100;
        }
        free(name);
        free(kept);
    }
    return ok;
}

/* Gives a new file its name, over ours or beside somebody's. `present`: the hash of the one there. */
static bool put_excel(const char *path, uint64_t present, const struct replybook *book,
                      struct outbox *outbox, wall_t now, struct str *why)
{
    char *draft = book_draft(&book->book, path);
    uint64_t next = 0;
    if (draft == NULL || !hash_file(draft, &next)) {
        str_printf(why, "%s cannot be written: %s. ", path, strerror(errno));
        free(draft); /* a draft that cannot be read back is removed with the next */
        return false;
    }
    char *known = hex(present);
    char *wanted = hex(next);
    char *both = xasprintf("%s %s", known, wanted);
    bool foreign = present != 0 && present != next && !is_ours(outbox, present);
    bool ok = !foreign || keep_changed(path, now, why);
    if (ok) {
        /* Both are ours from here on, wherever this process may be killed. A foreign one has its own
         * name by now: its name here is ours, too. */
        ok = keep_fact(outbox, EXCEL_FILE, both) && book_publish(draft, path);
        if (ok) {
            (void)keep_fact(outbox, EXCEL_FILE, wanted);
        } else {
            str_printf(why, "%s cannot be replaced: %s. ", path, strerror(errno));
            unlink(draft); /* when it was not even tried */
        }
    } else {
        unlink(draft);
    }
    free(both);
    free(wanted);
    free(known);
    free(draft);
    return ok;
}

static bool write_excel(const struct config *config, const char *path, const struct grid *grid,
                        struct outbox *outbox, wall_t now, struct str *why)
{
    struct holidays holidays;
    struct replybook book;
    (void)holidays_read(config->school.holidays, &holidays); /* config.c has looked at it */
    replybook_make(&book, grid, now, &holidays);
    uint64_t hash = book_hash(&book.book);
    /* Another Foyer may lay it out otherwise. */
    hash = str_hash(hash, FOYER_VERSION, sizeof FOYER_VERSION);
    char *rows = hex(hash);
    char *before = outbox_fact(outbox, EXCEL_ROWS);
    uint64_t present = 0;
    bool ok = hash_file(path, &present);
    if (!ok) {
        str_printf(why, "%s cannot be read, so it is left alone: %s. Take it away. ", path,
                   strerror(errno));
    } else if (!str_same(before, rows) || present == 0 || !is_ours(outbox, present)) {
        if (is_open(path)) {
            str_printf(why,
                       "%s is open in Excel, so it is written later. If nobody has it open, delete "
                       "~$%s beside it. ",
                       path, path_base(path));
            ok = false;
        } else {
            ok = put_excel(path, present, &book, outbox, now, why);
        }
        ok = ok && keep_fact(outbox, EXCEL_ROWS, rows);
    }
    replybook_free(&book);
    free(before);
    free(rows);
    return ok;
}

/* Switched off: the last one goes, unless somebody has made it their own. */
static void remove_excel(const char *path, struct outbox *outbox)
{
    uint64_t present = 0;
    if (hash_file(path, &present) && present != 0 && is_ours(outbox, present) &&
        unlink(path) == 0) {
        (void)keep_fact(outbox, EXCEL_ROWS, "");
        (void)keep_fact(outbox, EXCEL_FILE, "");
    }
}

/* ---- Lists ---- */

static bool same_file(const char *path, const char *text)
{
    char *bytes = NULL;
    size_t length = 0;
    if (!path_read(path, LIST_MOST, &bytes, &length)) {
        return false;
    }
    bool same = length == strlen(text) && memcmp(bytes, text, length) == 0;
    wipe(bytes, length);
    free(bytes);
    return same;
}

static bool is_our_list(const char *path)
{
    char bytes[1000];
    int fd = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK);
    ssize_t got = fd >= 0 ? read(fd, bytes, sizeof bytes) : -1;
    if (fd >= 0) {
        close(fd);
    }
    return got > 0 && eventlist_is_ours(bytes, (size_t)got);
}

/* Removes lists of ours that are no longer wanted. */
static void remove_old_lists(const char *dir, const struct eventlists *lists)
{
    DIR *folder = opendir(dir);
    const struct dirent *entry = NULL;
    while (folder != NULL && (entry = readdir(folder)) != NULL) {
        bool wanted = !str_ends_nocase(entry->d_name, ".html");
        for (size_t i = 0; !wanted && i < lists->count; i++) {
            wanted = strcmp(entry->d_name, lists->lists[i].name) == 0;
        }
        char *path = path_join(dir, entry->d_name);
        if (!wanted && is_our_list(path)) {
            unlink(path);
        }
        free(path);
    }
    if (folder != NULL) {
        closedir(folder);
    }
}

static bool write_lists(const struct config *config, const struct grid *grid, wall_t now,
                        struct str *why)
{
    char *dir = papers_lists_path(config);
    struct eventlists lists;
    eventlists_make(&lists, grid, now, config->school.name);
    struct stat st;
    bool there = lstat(dir, &st) == 0;
    bool ok = there ? S_ISDIR(st.st_mode) : lists.count == 0 || mkdir(dir, 0770) == 0;
    if (!ok) {
        str_printf(why, "%s cannot be made: %s. ", dir,
                   there ? "something else has that name" : strerror(errno));
    }
    for (size_t i = 0; ok && i < lists.count; i++) {
        const char *html = lists.lists[i].html;
        char *path = path_join(dir, lists.lists[i].name);
        ok = same_file(path, html) || path_write_atomic(path, html, strlen(html), 0600);
        if (!ok) {
            str_printf(why, "%s cannot be written: %s. ", path, strerror(errno));
        }
        free(path);
    }
    if (ok && there) {
        remove_old_lists(dir, &lists);
        (void)rmdir(dir); /* an empty one goes as well */
    }
    eventlists_wipe(&lists);
    free(dir);
    return ok;
}

/* ---- the whole ---- */

/* What a killed process left half-written holds what people typed. */
static void remove_drafts(const char *dir, const char *prefix, const char *infix)
{
    DIR *folder = opendir(dir);
    const struct dirent *entry = NULL;
    while (folder != NULL && (entry = readdir(folder)) != NULL) {
        const char *name = entry->d_name;
        size_t length = strlen(name);
        bool draft = strncmp(name, prefix, strlen(prefix)) == 0 && length > 7 &&
                     name[length - 7] == '.' && strstr(name, infix) != NULL;
        if (draft) {
            char *path = path_join(dir, name);
            unlink(path);
            free(path);
        }
    }
    if (folder != NULL) {
        closedir(folder);
    }
}

static void clean_up(const struct config *config, const char *excel)
{
    char *dir = path_dir(excel);
    char *lists = papers_lists_path(config);
    char *prefix = book_draft_prefix(excel);
    remove_drafts(dir, prefix, "");
    remove_drafts(lists, ".", ".html.");
    free(prefix);
    free(lists);
    free(dir);
}

/* Held until it is closed; -1: could not be taken. */
static int take_turn(const struct config *config)
{
    char *path = path_join(config->content.state, "papers.guard");
    int fd = path_open_private(path, O_RDWR | O_CREAT);
    free(path);
    while (fd >= 0 && flock(fd, LOCK_EX) != 0) {
        if (errno != EINTR) {
            close(fd);
            fd = -1;
        }
    }
    return fd;
}

bool papers_due(const struct papers *papers, const struct config *config, wall_t now)
{
    if (database_is_wanted(config)) {
        return false; /* one server, many kiosks: none of them keeps a copy of everybody's replies */
    }
    if (!papers->known || papers->day != wall_midnight(now)) {
        return true;
    }
    char *path = papers_excel_path(config);
    struct stat st = {0};
    if (stat(path, &st) != 0) {
        st = (struct stat){0};
    }
    bool touched = st.st_ino != papers->seen.st_ino || st.st_size != papers->seen.st_size ||
                   st.st_mtim.tv_sec != papers->seen.st_mtim.tv_sec ||
                   st.st_mtim.tv_nsec != papers->seen.st_mtim.tv_nsec;
    free(path);
    return (touched || papers->again) && clock_monotonic_ms() >= papers->again_at;
}

void papers_outdated(struct papers *papers)
{
    papers->again = true;
}

bool papers_write(struct papers *papers, const struct config *config, struct outbox *outbox,
                  wall_t now)
{
    if (database_is_wanted(config)) {
        return true;
    }
    char *path = papers_excel_path(config);
    struct grid grid = {0};
    struct str why = {0};
    int64_t began = clock_monotonic_ms();
    int turn = take_turn(config);
    bool readable = replies_collect(config, &grid, &why) == REPLIES_OFFICE;
    bool ok = readable;
    if (readable) {
        str_clear(&why);
        clean_up(config, path);
        bool named_alike = str_same(path, config->replies.staff_file);
        if (config->replies.excel && !named_alike) {
            ok = write_excel(config, path, &grid, outbox, now, &why);
        } else if (!named_alike) {
            remove_excel(path, outbox);
        }
        ok = write_lists(config, &grid, now, &why) && ok;
    }
    char *said = str_take(&why);
    (void)keep_fact(outbox, "papers_problem", said);
    if (!ok && !papers->failed) {
        log_warn("%s", said);
    }
    int64_t ended = clock_monotonic_ms();
    int64_t rest = ok ? (ended - began) * 9 : AGAIN_MS;
    *papers = (struct papers){.known = true,
                              .day = wall_midnight(now),
                              .failed = !ok,
                              .again = !ok,
                              .again_at = ended + rest};
    if (stat(path, &papers->seen) != 0) {
        papers->seen = (struct stat){0};
    }
    if (turn >= 0) {
        close(turn);
    }
    free(said);
    grid_wipe(&grid);
    free(path);
    return ok;
}
