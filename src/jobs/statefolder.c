/* The state folder. How: whoever asks systemd for a sign of life is a service of a kiosk; for a try on a
 * desk a folder in memory is good enough. */
#include "jobs/statefolder.h"

#include <errno.h>
#include <pwd.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/alloc.h"
#include "base/joblock.h"
#include "base/log.h"
#include "base/path.h"

static char *account_of(uid_t uid)
{
    const struct passwd *pw = getpwuid(uid);
    return pw != NULL ? xstrdup(pw->pw_name) : xasprintf("account number %u", (unsigned)uid);
}

/* Why it cannot be written, as far as can be seen from here. */
static void say_whose(const char *state, int why)
{
    struct stat st;
    if (stat(state, &st) != 0) {
        log_error("the folder %s cannot be made (%s); set [content] state to a folder that Foyer "
                  "may write",
                  state, strerror(why));
        return;
    }
    char *owner = account_of(st.st_uid), *ours = account_of(geteuid());
    if (why == EACCES || why == EPERM) {
        log_error("the state folder %s belongs to %s (rights %04o), and this is %s, who may not "
                  "write it; \"foyer check\" says how it should be",
                  state, owner, (unsigned)(st.st_mode & 07777), ours);
    } else {
        log_error("the state folder %s cannot be written (%s); see that the disk is not full and "
                  "not read-only",
                  state, strerror(why));
    }
    free(owner);
    free(ours);
}

bool statefolder_take(const char *state, const char *job)
{
    if (!path_make_private(state)) {
        say_whose(state, errno);
        return false;
    }
    if (getenv("NOTIFY_SOCKET") != NULL && !path_is_lasting(state)) {
        log_error("the state folder %s lies in memory or on an overlay: replies would be lost with "
                  "the next restart. Put it on a disk or a partition of its own (with overlayroot: "
                  "recurse=0)",
                  state);
        return false;
    }
    if (joblock_take(state, job)) {
        return true;
    }
    if (errno == EWOULDBLOCK) {
        log_error(
            "%s is already running for the folder %s (process %d), and goes on; this one ends", job,
            state, (int)joblock_holder(state, job));
    } else {
        say_whose(state, errno);
    }
    return false;
}
