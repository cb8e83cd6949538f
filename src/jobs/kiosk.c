/* The kiosk's own checks. How: tables of what must be so; systemd and Samba are asked by their own
 * programs, the devices by what the kernel shows in /sys. */
#include "jobs/kiosk.h"

#include <dirent.h>
#include <errno.h>
#include <glob.h>
#include <grp.h>
#include <pwd.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <unistd.h>

#include "base/alloc.h"
#include "base/command.h"
#include "base/path.h"
#include "base/str.h"
#include "jobs/report.h"
#include "jobs/timekeeper.h"
#include "platform/monitor.h"
#include "store/outbox.h"

#define DISK_MB 500 /* less than that is soon nothing */

bool kiosk_is_one(void)
{
    return getpwnam("foyer-show") != NULL && access("/etc/foyer", F_OK) == 0;
}

/* ---- accounts and folders ---- */

static bool is_member(const char *account, const char *group)
{
    const struct passwd *pw = getpwnam(account);
    const struct group *gr = pw != NULL ? getgrnam(group) : NULL;
    if (gr == NULL) {
        return false;
    }
    gid_t wanted = gr->gr_gid, groups[64];
    int count = 64;
    if (getgrouplist(account, pw->pw_gid, groups, &count) < 0) {
        return false;
    }
    for (int i = 0; i < count; i++) {
        if (groups[i] == wanted) {
            return true;
        }
    }
    return false;
}

static bool check_accounts(void)
{
    static const char *const members[][2] = {
        {"foyer-show", "foyer"}, {"foyer-import", "foyer"},       {"foyer-sync", "foyer"},
        {"foyer-show", "video"}, {"foyer-show", "render"},        {"foyer-show", "input"},
        {"foyer-show", "tty"},   {"foyer-show", "foyer-replies"}, {"foyer-sync", "foyer-replies"},
    };
    struct str missing = {0};
    for (size_t i = 0; i < sizeof members / sizeof members[0]; i++) {
        if (!is_member(members[i][0], members[i][1])) {
            str_printf(&missing, "%s%s is not in the group %s", missing.length > 0 ? ", " : "",
                       members[i][0], members[i][1]);
        }
    }
    bool kept_out = !is_member("foyer-import", "foyer-replies");
    bool ok = report(missing.length == 0, "the accounts", missing.length > 0 ? missing.data : "",
                     "Run: systemd-sysusers");
    ok = report(kept_out, "import is kept from the replies", "",
                "foyer-import is in the group foyer-replies. Run: gpasswd -d foyer-import "
                "foyer-replies") &&
         ok;
    str_free(&missing);
    return ok;
}

/* Is it a folder with that owner, group and rights? Says on one line what it is instead. */
static bool check_folder(const char *path, const char *owner, const char *group, mode_t mode)
{
    struct stat st;
    if (stat(path, &st) != 0) {
        char *todo = xasprintf("%s. Run: systemd-tmpfiles --create", strerror(errno));
        bool ok = report(false, "the folder", path, todo);
        free(todo);
        return ok;
    }
    const struct passwd *pw = getpwuid(st.st_uid);
    char *is_owner = xstrdup(pw != NULL ? pw->pw_name : "somebody unknown");
    const struct group *gr = getgrgid(st.st_gid);
    char *is_group = xstrdup(gr != NULL ? gr->gr_name : "some unknown group");
    bool ok =
        str_same(is_owner, owner) && str_same(is_group, group) && (st.st_mode & 07777) == mode;
    char *todo =
        xasprintf("it belongs to %s:%s with the rights %04o and should to %s:%s with %04o. "
                  "Run: chown %s:%s %s && chmod %o %s",
                  is_owner, is_group, st.st_mode & 07777U, owner, group, mode, owner, group, path,
                  mode, path);
    report(ok, "the folder", path, todo);
    free(todo);
    free(is_owner);
    free(is_group);
    return ok;
}

static bool check_folders(const struct config *config)
{
    char *office = path_dir(config->replies.staff_file);
    char *replies = outbox_folder(config->content.state);
    bool ok = check_folder(config->content.state, "root", "foyer", 02770);
    ok = check_folder(replies, "root", "foyer-replies", 02770) && ok;
    ok = check_folder(office, "foyer-sync", "foyer-sync", 0770) && ok;
    struct statvfs disk;
    if (statvfs(config->content.state, &disk) == 0) {
        unsigned long long mb = (unsigned long long)disk.f_bavail * disk.f_frsize >> 20;
        char *detail = xasprintf("%llu MB free", mb);
        ok = report(mb >= DISK_MB, "the disk has", detail,
                    "make room: \"du -xh / | sort -h | tail\" shows what is large") &&
             ok;
        free(detail);
    }
    free(office);
    free(replies);
    return ok;
}

/* ---- units ---- */

static bool systemctl_says(const char *verb, const char *unit)
{
    return command_run((const char *const[]){"systemctl", "--quiet", verb, unit, NULL}, NULL,
                       true) == 0;
}

static bool check_unit(const char *unit, bool running)
{
    char *todo = xasprintf(
        "Run: systemctl enable --now %s; if it does not stay up: journalctl -u %s", unit, unit);
    bool enabled = systemctl_says("is-enabled", unit);
    bool ok =
        report(enabled, unit, enabled ? "is enabled" : "does not start with the computer", todo);
    if (running) {
        bool active = systemctl_says("is-active", unit);
        ok = report(active, unit, active ? "runs" : "does not run", todo) && ok;
    }
    free(todo);
    return ok;
}

static bool check_units(void)
{
    bool running = access("/run/systemd/system", F_OK) == 0;
    if (!running) {
        printf("note   systemd does not run here: whether the services run cannot be seen\n");
    }
    bool ok = check_unit("foyer-show.service", running);
    ok = check_unit("foyer-import.service", running) && ok;
    return check_unit("foyer-sync.service", running) && ok;
}

/* ---- the share ---- */

static bool is_mounted(const char *path)
{
    char *above = path_dir(path);
    struct stat here, there;
    bool is = stat(path, &here) == 0 && stat(above, &there) == 0 && here.st_dev != there.st_dev;
    free(above);
    return is;
}

static bool check_credentials(void)
{
    struct stat st;
    const char *path = "/etc/foyer/share.credentials";
    bool ok = stat(path, &st) == 0 && st.st_uid == 0 && (st.st_mode & 0077) == 0;
    return report(ok, "the server's password in", path,
                  "it must be there and only for root. Run: foyer setup, or chown root: and chmod "
                  "600 on it");
}

static bool check_samba(void)
{
    char *text = NULL;
    size_t length = 0;
    bool served = path_read("/etc/samba/smb.conf", 1 << 20, &text, &length) &&
                  strstr(text, "/usr/share/foyer/samba/foyer.conf") != NULL;
    free(text);
    if (!served) {
        printf("note   this computer serves no folder: /etc/samba/smb.conf does not include "
               "Foyer's\n");
        return true;
    }
    bool ok = report(command_exists("smbd"), "Samba", "is installed",
                     "Install: apt-get install samba samba-vfs-modules");
    if (ok) {
        ok = report(command_run((const char *const[]){"testparm", "-s", NULL}, NULL, true) == 0,
                    "Samba's configuration", "is understood",
                    "Run testparm -s; it says what is wrong");
        ok = check_unit("smbd.service", access("/run/systemd/system", F_OK) == 0) && ok;
        const struct group *staff = getgrnam("foyer-staff");
        const struct group *office = getgrnam("foyer-office");
        bool somebody = (staff != NULL && staff->gr_mem[0] != NULL) ||
                        (office != NULL && office->gr_mem[0] != NULL);
        ok = report(somebody, "somebody may use the folders", "",
                    "no account is in foyer-staff or foyer-office. Run: foyer setup") &&
             ok;
    }
    return ok;
}

static bool check_kiosk_share(const struct config *config)
{
    const char *share = config->content.share;
    bool ok = true;
    if (access("/etc/systemd/system/srv-foyer-share.mount.d/server.conf", F_OK) == 0) {
        ok = report(is_mounted(share), "the server's folder at", share,
                    "it is not mounted (the screen goes on with what it has). Look at: journalctl "
                    "-u srv-foyer-share.mount");
        ok = check_credentials() && ok;
        ok = check_unit("srv-foyer-share.timer", access("/run/systemd/system", F_OK) == 0) && ok;
    } else if (str_same(share, "/srv/foyer/share")) {
        ok = check_folder(share, "foyer-import", "foyer-import", 02770);
    }
    return check_samba() && ok;
}

/* ---- devices ---- */

/* The first line of the files that fit, tested one by one. */
static bool any_file(const char *pattern, bool (*fits)(const char *text))
{
    glob_t found = {0};
    bool any = false;
    if (glob(pattern, 0, NULL, &found) == 0) {
        for (size_t i = 0; i < found.gl_pathc; i++) {
            char *text = NULL;
            size_t length = 0;
            any = (path_read(found.gl_pathv[i], 4096, &text, &length) && fits(text)) || any;
            free(text);
        }
    }
    globfree(&found);
    return any;
}

/* The last word of "capabilities/abs" holds bits 0 to 63: ABS_X and ABS_Y, or those of multitouch (53 and
 * 54), with INPUT_PROP_DIRECT beside it (linux/input-event-codes.h). */
static bool says_touch(const char *text)
{
    const char *last = strrchr(text, ' ');
    unsigned long long bits = strtoull(last != NULL ? last + 1 : text, NULL, 16);
    return (bits & (1ULL << 53)) != 0;
}

static bool says_direct(const char *text)
{
    return (strtoull(text, NULL, 16) & 2) != 0;
}

static bool check_devices(void)
{
    struct str why = {0};
    enum monitor_state state = monitor_look(&monitor_here, &why, NULL);
    bool ok =
        report(state == MONITOR_READY, "a display", "", state != MONITOR_READY ? why.data : "");
    str_free(&why);
    bool touch = any_file("/sys/class/input/event*/device/capabilities/abs", says_touch);
    bool direct = any_file("/sys/class/input/event*/device/properties", says_direct);
    return report(touch || direct, "a touch screen", "",
                  "none is connected. Most need their USB cable beside the picture's; \"libinput "
                  "list-devices\" names what is there") &&
           ok;
}

/* Enough memory for what is connected? Of what is built in the kernel keeps up to an eighth, and a
 * Raspberry Pi's firmware some 64 MB more. Measured by tests/whole/ceiling.sh at 1920x1080: all of Foyer
 * in the 200 MB that foyer.slice leaves it of 1 GB; the pictures in memory grow with the pixels of the
 * display. */
static bool check_memory(void)
{
    static const int mb_small = 1024, mb_large = 2048;
    int width = 0, height = 0;
    bool large = monitor_largest(&monitor_here, &width, &height) &&
                 (int64_t)width * height > (int64_t)1920 * 1200;
    int64_t needed = large ? mb_large : mb_small;
    int64_t mb = (int64_t)sysconf(_SC_PHYS_PAGES) * sysconf(_SC_PAGESIZE) >> 20;
    char *detail = xasprintf("%lld MB", (long long)mb);
    char *todo =
        large ? xasprintf("a display of %dx%d needs a computer with 2 GB. Or let it show less: add "
                          "video=1920x1080@60 to the kernel's command line",
                          width, height)
              : xstrdup("Foyer needs a computer with 1 GB");
    bool ok = report(mb >= needed * 7 / 8 - 64, "memory", detail, todo);
    free(detail);
    free(todo);
    return ok;
}

static bool check_clock(const struct config *config)
{
    struct options options = {.config = *config, .now = WALL_NONE};
    struct clock_belief clock = timekeeper_ask(&options);
    const char *sentence = clocktrust_sentence(clock.reason);
    if (clock.sure) {
        return report(true, "the clock", sentence, "");
    }
    printf("TO DO  the clock %s, so no dates are claimed and nothing expires: %s\n", sentence,
           clocktrust_advice(clock.reason));
    return false;
}

bool kiosk_check(const struct config *config)
{
    bool ok = check_accounts();
    ok = check_folders(config) && ok;
    ok = check_units() && ok;
    ok = check_kiosk_share(config) && ok;
    ok = check_devices() && ok;
    ok = check_memory() && ok;
    return check_clock(config) && ok;
}
