/* The failing VFS. How: each file object holds the real one behind it. All calls pass through meet(),
 * which counts and says whether this one fails. The disk as it would be after a cut is kept in memory,
 * by path: bytes as of the last sync, and a list of what was written or cut off since. */
#include "faultvfs.h"

#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/path.h"

#define SECTOR 512
#define MOST_FILES 32

/* ---- the disk after a cut ---- */

struct bytes {
    unsigned char *data;
    size_t length;
};

/* A write, or a truncation (no data) to `at`. */
struct change {
    unsigned char *data;
    size_t length, at;
};

struct disk_file {
    char *path;
    bool was_there;       /* its name is safely on the disk … */
    bool is_there;        /* … and at present there is a file of that name */
    struct bytes safe;    /* as of the last sync */
    struct change *since; /* of the present file */
    size_t count, capacity;
};

static struct disk_file disk[MOST_FILES];
static size_t disk_files;

static void bytes_put(struct bytes *b, size_t at, const unsigned char *data, size_t length)
{
    if (at + length > b->length) {
        b->data = xreallocarray(b->data, at + length, 1);
        memset(b->data + b->length, 0, at + length - b->length);
        b->length = at + length;
    }
    memcpy(b->data + at, data, length);
}

static void forget_changes(struct disk_file *file)
{
    for (size_t i = 0; i < file->count; i++) {
        free(file->since[i].data);
    }
    free(file->since);
    file->since = NULL;
    file->count = file->capacity = 0;
}

static void forget_disk(void)
{
    for (size_t i = 0; i < disk_files; i++) {
        forget_changes(&disk[i]);
        free(disk[i].safe.data);
        free(disk[i].path);
    }
    memset(disk, 0, sizeof disk);
    disk_files = 0;
}

static struct disk_file *disk_find(const char *path)
{
    for (size_t i = 0; i < disk_files; i++) {
        if (strcmp(disk[i].path, path) == 0) {
            return &disk[i];
        }
    }
    return NULL;
}

/* The file as it stands when first met, taken as safe. */
static struct disk_file *disk_meet(const char *path)
{
    struct disk_file *file = disk_find(path);
    if (file == NULL) {
        if (disk_files == MOST_FILES) {
            abort();
        }
        file = &disk[disk_files++];
        file->path = xstrdup(path);
        char *data = NULL;
        if (path_read(path, 1 << 28, &data, &file->safe.length)) {
            file->safe.data = (unsigned char *)data;
            file->was_there = file->is_there = true;
        }
    }
    return file;
}

static void disk_change(struct disk_file *file, const void *data, size_t length, size_t at)
{
    file->since = xgrow(file->since, file->count, &file->capacity, sizeof *file->since);
    struct change *change = &file->since[file->count++];
    *change = (struct change){.length = length, .at = at};
    if (data != NULL) {
        change->data = xmalloc(length);
        memcpy(change->data, data, length);
    }
    file->is_there = true;
}

static void apply(struct bytes *b, const struct change *change)
{
    if (change->data != NULL) {
        bytes_put(b, change->at, change->data, change->length);
    } else if (change->at < b->length) {
        b->length = change->at;
    }
}

static void disk_sync(struct disk_file *file)
{
    if (!file->was_there) { /* what stood there under that name is gone for good */
        file->safe.length = 0;
    }
    for (size_t i = 0; i < file->count; i++) {
        apply(&file->safe, &file->since[i]);
    }
    forget_changes(file);
    file->was_there = file->is_there = true;
}

static void disk_delete(struct disk_file *file, bool synced)
{
    forget_changes(file);
    file->is_there = false;
    if (synced) {
        file->was_there = false;
        file->safe.length = 0;
    }
}

/* A part of a write, sector by sector. */
static void apply_torn(struct bytes *b, const struct change *change, unsigned *dice)
{
    size_t done = 0;
    while (done < change->length) {
        size_t at = change->at + done;
        size_t part = SECTOR - at % SECTOR;
        part = part < change->length - done ? part : change->length - done;
        if (rand_r(dice) % 2) {
            bytes_put(b, at, change->data + done, part);
        }
        done += part;
    }
}

static void write_file(const char *path, const struct bytes *b)
{
    FILE *out = fopen(path, "wb");
    if (out == NULL || (b->length > 0 && fwrite(b->data, 1, b->length, out) != b->length) ||
        fclose(out) != 0) {
        perror(path);
        abort();
    }
}

void fault_wreck(const char *from, const char *to, unsigned seed)
{
    unsigned dice = seed;
    for (size_t i = 0; i < disk_files; i++) {
        struct disk_file *file = &disk[i];
        bool some = seed > 1;
        /* A file whose deletion or whose making was not synced: either. */
        bool present = file->was_there == file->is_there ? file->is_there
                       : some                            ? rand_r(&dice) % 2
                       : seed == 0                       ? file->was_there
                                                         : file->is_there;
        if (strncmp(file->path, from, strlen(from)) != 0) {
            continue;
        }
        char *path = xasprintf("%s%s", to, file->path + strlen(from));
        if (!present) {
            (void)remove(path);
            free(path);
            continue;
        }
        struct bytes b = {xmalloc(file->safe.length), file->safe.length};
        if (b.length > 0) {
            memcpy(b.data, file->safe.data, b.length);
        }
        unsigned style = some ? (unsigned)rand_r(&dice) % 3 : 0;
        for (size_t c = 0; seed > 0 && c < file->count; c++) {
            bool whole = seed == 1 || rand_r(&dice) % 2;
            if (some && style == 2 && file->since[c].data != NULL) {
                apply_torn(&b, &file->since[c], &dice);
            } else if (whole) {
                apply(&b, &file->since[c]);
            }
        }
        write_file(path, &b);
        free(path);
        free(b.data);
    }
}

/* ---- counting ---- */

static struct {
    struct fault fault;
    int64_t calls;
    bool struck, cut, watching, in_hook;
    const char *level;
    bool ours; /* the PRAGMA that comes in is the control's own */
} state;

void fault_arm(struct fault fault)
{
    forget_disk();
    state.fault = fault;
    state.calls = 0;
    state.struck = state.cut = false;
    state.watching = fault.kind == FAULT_CUT;
}

bool fault_disarm(void)
{
    state.fault = (struct fault){0};
    state.cut = state.watching = false;
    return state.struck;
}

bool fault_struck(void)
{
    return state.struck;
}

enum verdict { GO, FAIL, CUT_NOW };

/* Each call that touches a disk comes by here first. */
static enum verdict meet(bool is_write)
{
    if (state.cut) {
        return FAIL;
    }
    if (state.fault.kind == FAULT_NONE || state.in_hook ||
        (state.fault.kind == FAULT_FULL && !is_write)) {
        return GO;
    }
    state.calls++;
    bool now = state.calls == state.fault.at ||
               (state.fault.lasting && state.calls > state.fault.at && state.fault.at > 0);
    if (!now) {
        return GO;
    }
    state.struck = true;
    if (state.fault.kind == FAULT_HOOK) {
        state.in_hook = true;
        state.fault.hook(state.fault.context);
        state.in_hook = false;
        return GO;
    }
    state.cut = state.fault.kind == FAULT_CUT;
    return state.cut ? CUT_NOW : FAIL;
}

/* ---- files ---- */

struct shim_file {
    sqlite3_file base;
    char *path;         /* NULL: temporary */
    sqlite3_file *real; /* behind this object */
};

static sqlite3_vfs *system_vfs;

static sqlite3_file *real_of(sqlite3_file *file)
{
    return ((struct shim_file *)file)->real;
}

/* The entry of a file that is watched; NULL when it is not. */
static struct disk_file *watched(sqlite3_file *file)
{
    const char *path = ((struct shim_file *)file)->path;
    return state.watching && path != NULL ? disk_meet(path) : NULL;
}

static int shim_close(sqlite3_file *file)
{
    sqlite3_file *real = real_of(file);
    int code = real->pMethods != NULL ? real->pMethods->xClose(real) : SQLITE_OK;
    free(((struct shim_file *)file)->path);
    ((struct shim_file *)file)->path = NULL;
    return code;
}

static int shim_read(sqlite3_file *file, void *into, int amount, sqlite3_int64 at)
{
    return meet(false) == GO ? real_of(file)->pMethods->xRead(real_of(file), into, amount, at)
                             : SQLITE_IOERR_READ;
}

static int shim_write(sqlite3_file *file, const void *from, int amount, sqlite3_int64 at)
{
    struct disk_file *entry = state.cut ? NULL : watched(file);
    enum verdict verdict = meet(true);
    if (entry != NULL && verdict != FAIL) {
        disk_change(entry, from, (size_t)amount, (size_t)at);
    }
    if (verdict == GO) {
        return real_of(file)->pMethods->xWrite(real_of(file), from, amount, at);
    }
    if (state.fault.kind == FAULT_TORN) {
        (void)real_of(file)->pMethods->xWrite(real_of(file), from, amount / 2, at);
    }
    return state.fault.kind == FAULT_FULL ? SQLITE_FULL : SQLITE_IOERR_WRITE;
}

static int shim_truncate(sqlite3_file *file, sqlite3_int64 size)
{
    struct disk_file *entry = state.cut ? NULL : watched(file);
    enum verdict verdict = meet(false);
    if (entry != NULL && verdict != FAIL) {
        disk_change(entry, NULL, 0, (size_t)size);
    }
    return verdict == GO ? real_of(file)->pMethods->xTruncate(real_of(file), size)
                         : SQLITE_IOERR_TRUNCATE;
}

/* The real sync is left out: what it is for is modelled here, and it takes the longest. */
static int shim_sync(sqlite3_file *file, int flags)
{
    (void)flags;
    struct disk_file *entry = state.cut ? NULL : watched(file);
    if (meet(false) != GO) {
        return SQLITE_IOERR_FSYNC;
    }
    if (entry != NULL) {
        disk_sync(entry);
    }
    return SQLITE_OK;
}

static int shim_size(sqlite3_file *file, sqlite3_int64 *size)
{
    return meet(false) == GO ? real_of(file)->pMethods->xFileSize(real_of(file), size)
                             : SQLITE_IOERR_FSTAT;
}

static int shim_lock(sqlite3_file *file, int kind)
{
    return meet(false) == GO ? real_of(file)->pMethods->xLock(real_of(file), kind)
                             : SQLITE_IOERR_LOCK;
}

static int shim_unlock(sqlite3_file *file, int kind)
{
    return real_of(file)->pMethods->xUnlock(real_of(file), kind);
}

static int shim_reserved(sqlite3_file *file, int *out)
{
    return meet(false) == GO ? real_of(file)->pMethods->xCheckReservedLock(real_of(file), out)
                             : SQLITE_IOERR_CHECKRESERVEDLOCK;
}

/* PRAGMA comes by here before SQLite obeys: SQLITE_OK means that it was dealt with. */
static int shim_control(sqlite3_file *file, int operation, void *argument)
{
    if (operation == SQLITE_FCNTL_PRAGMA && state.level != NULL && !state.ours) {
        char **words = argument;
        if (sqlite3_stricmp(words[1], "synchronous") == 0 && words[2] != NULL) {
            return SQLITE_OK;
        }
    }
    sqlite3_file *real = real_of(file);
    return real->pMethods->xFileControl(real, operation, argument);
}

static int shim_sector(sqlite3_file *file)
{
    return real_of(file)->pMethods->xSectorSize(real_of(file));
}

static int shim_device(sqlite3_file *file)
{
    return real_of(file)->pMethods->xDeviceCharacteristics(real_of(file));
}

static int shim_shm_map(sqlite3_file *file, int page, int size, int extend, void volatile **out)
{
    return meet(false) == GO
               ? real_of(file)->pMethods->xShmMap(real_of(file), page, size, extend, out)
               : SQLITE_IOERR_SHMMAP;
}

static int shim_shm_lock(sqlite3_file *file, int offset, int n, int flags)
{
    bool fine = (flags & SQLITE_SHM_UNLOCK) != 0 || meet(false) == GO;
    return fine ? real_of(file)->pMethods->xShmLock(real_of(file), offset, n, flags)
                : SQLITE_IOERR_SHMLOCK;
}

static void shim_shm_barrier(sqlite3_file *file)
{
    real_of(file)->pMethods->xShmBarrier(real_of(file));
}

static int shim_shm_unmap(sqlite3_file *file, int and_delete)
{
    return real_of(file)->pMethods->xShmUnmap(real_of(file), and_delete);
}

static const sqlite3_io_methods methods = {
    .iVersion = 2,
    .xClose = shim_close,
    .xRead = shim_read,
    .xWrite = shim_write,
    .xTruncate = shim_truncate,
    .xSync = shim_sync,
    .xFileSize = shim_size,
    .xLock = shim_lock,
    .xUnlock = shim_unlock,
    .xCheckReservedLock = shim_reserved,
    .xFileControl = shim_control,
    .xSectorSize = shim_sector,
    .xDeviceCharacteristics = shim_device,
    .xShmMap = shim_shm_map,
    .xShmLock = shim_shm_lock,
    .xShmBarrier = shim_shm_barrier,
    .xShmUnmap = shim_shm_unmap,
};

/* ---- the VFS ---- */

static int shim_open(sqlite3_vfs *vfs, const char *name, sqlite3_file *out, int flags, int *got)
{
    (void)vfs;
    struct shim_file *file = (struct shim_file *)out;
    memset(file, 0, sizeof *file);
    if (meet(false) != GO) {
        return SQLITE_CANTOPEN;
    }
    file->real = (sqlite3_file *)(file + 1);
    if (state.watching && name != NULL) {
        (void)disk_meet(name);
    }
    int code = system_vfs->xOpen(system_vfs, name, file->real, flags, got);
    if (code == SQLITE_OK) {
        file->path = xstrdup(name);
        file->base.pMethods = &methods;
        if (state.watching && name != NULL) {
            disk_meet(name)->is_there = true;
        }
    }
    return code;
}

static int shim_delete(sqlite3_vfs *vfs, const char *name, int sync)
{
    (void)vfs;
    struct disk_file *entry = state.watching && !state.cut ? disk_meet(name) : NULL;
    enum verdict verdict = meet(false);
    if (entry != NULL && verdict != FAIL) {
        disk_delete(entry, sync != 0 && verdict == GO);
    }
    return verdict == GO ? system_vfs->xDelete(system_vfs, name, 0) : SQLITE_IOERR_DELETE;
}

static int shim_access(sqlite3_vfs *vfs, const char *name, int flags, int *out)
{
    (void)vfs;
    return meet(false) == GO ? system_vfs->xAccess(system_vfs, name, flags, out)
                             : SQLITE_IOERR_ACCESS;
}

static int weaken_one(sqlite3 *db, char **error, const void *api)
{
    (void)error;
    (void)api;
    if (state.level != NULL) {
        char sql[40];
        snprintf(sql, sizeof sql, "PRAGMA synchronous=%s", state.level);
        state.ours = true;
        (void)sqlite3_exec(db, sql, NULL, NULL, NULL);
        state.ours = false;
    }
    return SQLITE_OK;
}

void fault_weaken(const char *level)
{
    state.level = level;
}

void fault_install(void)
{
    static sqlite3_vfs shim;
    if (system_vfs != NULL) {
        sqlite3_vfs_register(&shim, 1);
        return;
    }
    system_vfs = sqlite3_vfs_find(NULL);
    shim = *system_vfs; /* its clock, dice and full paths serve here as they are */
    shim.szOsFile = (int)sizeof(struct shim_file) + system_vfs->szOsFile;
    shim.zName = "fault";
    shim.pNext = NULL;
    shim.xOpen = shim_open;
    shim.xDelete = shim_delete;
    shim.xAccess = shim_access;
    sqlite3_vfs_register(&shim, 1);
    sqlite3_auto_extension((void (*)(void))weaken_one);
}

void fault_remove(void)
{
    sqlite3_vfs_register(system_vfs, 1);
}
