/* A folder of a test's own. */
#include "scratch.h"

#include <ftw.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include <cmocka.h>

#include "base/alloc.h"
#include "base/path.h"

char *scratch_make(void)
{
    const char *base = getenv("TMPDIR");
    char *dir = xasprintf("%s/foyer-unit.XXXXXX", base != NULL ? base : "/tmp");
    if (mkdtemp(dir) == NULL) {
        perror(dir);
        abort();
    }
    return dir;
}

static int remove_one(const char *path, const struct stat *st, int type, struct FTW *at)
{
    (void)st;
    (void)type;
    (void)at;
    return remove(path);
}

void scratch_remove(char *dir)
{
    nftw(dir, remove_one, 8, FTW_DEPTH | FTW_PHYS);
    free(dir);
}

struct reply scratch_reply(void)
{
    struct reply r = reply_make();
    char **const fields[] = {&r.about,     &r.about_key,    &r.about_when, &r.interests,
                             &r.available, &r.name,         &r.phone,      &r.email,
                             &r.prefers,   &r.message,      &r.language,   &r.notice_version,
                             &r.kiosk,     &r.organisation, &r.agreed};
    static const char *const values[] = {
        "Canteen helper",
        "volunteering/canteen#0",
        "2026-12-11T18:30",
        "reading, gardening",
        "mornings",
        "Zo\xC3\xAB O'Neill",
        "0412345678",
        "zoe@example.org",
        "phone call",
        "=HYPERLINK(\"http://x\")\nsecond line; \xD8\xB3\xD9\x84\xD8\xA7\xD9\x85",
        "en",
        "1",
        "hall",
        "Caf\xC3\xA9 & Co",
        "newsletter by e-mail"};
    for (size_t i = 0; i < sizeof fields / sizeof fields[0]; i++) {
        free(*fields[i]);
        *fields[i] = xstrdup(values[i]);
    }
    r.kind = REPLY_COMING;
    r.people = 4;
    r.children = 3;
    r.created = wall_from_civil((struct civil){2026, 11, 23, 8, 42, 5});
    r.clock_sure = true;
    uuid_make(r.uuid);
    return r;
}

void scratch_folder(const char *dir, const char *name)
{
    char *path = path_join(dir, name);
    if (mkdir(path, 0700) != 0) {
        perror(path);
        abort();
    }
    free(path);
}

void scratch_ruin(const char *path, size_t length)
{
    FILE *file = fopen(path, "wb");
    unsigned state = 12345;
    for (size_t i = 0; file != NULL && i < length; i++) {
        state = state * 1103515245U + 12345U;
        fputc((int)(state >> 16 & 0xFF), file);
    }
    if (file == NULL || fclose(file) != 0) {
        perror(path);
        abort();
    }
}

void scratch_put(const char *dir, const char *name, const char *text)
{
    char *path = path_join(dir, name), *folder = path_dir(path);
    assert_true(path_make_dirs(folder, 0700));
    assert_true(path_write_atomic(path, text, strlen(text), 0600));
    free(folder);
    free(path);
}
