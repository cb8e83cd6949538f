/* The steps. How: files are written whole; what can be a link into /usr/share/foyer is one, so that it
 * follows when the package is brought up to date; units through systemctl, which works without a
 * running systemd, too. */
#include "jobs/setupsteps.h"

#include <errno.h>
#include <pwd.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/alloc.h"
#include "base/command.h"
#include "base/configedit.h"
#include "base/path.h"
#include "base/pin.h"
#include "base/str.h"

#define CONFIG "/etc/foyer/foyer.conf"
#define CREDENTIALS "/etc/foyer/share.credentials"
#define MOUNT_DROP_IN "/etc/systemd/system/srv-foyer-share.mount.d"
#define SMB_CONF "/etc/samba/smb.conf"
#define SMB_BEFORE "/etc/samba/smb.conf.before-foyer"
#define SMB_INCLUDE "include = /usr/share/foyer/samba/foyer.conf"
#define BOOT_WORDS                                                                          \
    "quiet loglevel=3 systemd.show_status=false vt.global_cursor_default=0 consoleblank=0 " \
    "console=tty3 fbcon=map:9"

/* ---- small tools ---- */

static void say(const char *what)
{
    printf("\n- %s\n", what);
}

static bool trouble(const char *what, const char *why)
{
    printf("  TO DO  %s: %s\n", what, why);
    return false;
}

static char *place(const struct setup *setup, const char *path)
{
    return xasprintf("%s%s", setup->root, path);
}

static bool exists(const struct setup *setup, const char *path)
{
    char *at = place(setup, path);
    bool is = access(at, F_OK) == 0;
    free(at);
    return is;
}

/* Writes a file below the root, with its folders; for the group of its folder when `mode` lets a group in. */
static bool write_file(const struct setup *setup, const char *path, const char *text, mode_t mode)
{
    char *at = place(setup, path), *dir = path_dir(at);
    struct stat st;
    bool ok = path_make_dirs(dir, 0755) && path_write_atomic(at, text, strlen(text), mode);
    if (ok && (mode & 0070) != 0 && stat(dir, &st) == 0 && chown(at, (uid_t)-1, st.st_gid) != 0) {
        ok = geteuid() != 0; /* in somebody's own scratch folder it is theirs already */
    }
    printf("  %s %s\n", ok ? "wrote" : "could not write", at);
    if (!ok) {
        trouble(at, strerror(errno));
    }
    free(dir);
    free(at);
    return ok;
}

static bool remove_file(const struct setup *setup, const char *path)
{
    char *at = place(setup, path);
    bool ok = unlink(at) == 0 || errno == ENOENT || errno == ENOTDIR;
    free(at);
    return ok;
}

/* systemctl VERB UNIT…, for the system at hand or for the one below the root. Up to six units. */
static bool systemctl(const struct setup *setup, const char *const words[])
{
    const char *argv[10] = {"systemctl"};
    size_t n = 1;
    char *root = setup->root[0] != '\0' ? xasprintf("--root=%s", setup->root) : NULL;
    if (root != NULL) {
        argv[n++] = root;
    }
    for (size_t i = 0; words[i] != NULL; i++) {
        argv[n++] = words[i];
    }
    bool ok = command_run(argv, NULL, true) == 0;
    free(root);
    return ok;
}
#define SYSTEMCTL(setup, ...) systemctl(setup, (const char *const[]){__VA_ARGS__, NULL})
#define RUN(...) (command_run((const char *const[]){__VA_ARGS__, NULL}, NULL, true) == 0)

/* ---- the configuration ---- */

bool setup_write_config(const struct setup *setup)
{
    say("The answers go into " CONFIG "; what else stands there stays.");
    char *at = place(setup, CONFIG), *text = NULL;
    size_t length = 0;
    if (!path_read(at, 1 << 20, &text, &length)) {
        if (errno != ENOENT) {
            trouble(at, strerror(errno));
            free(at);
            return false;
        }
        struct str fresh = {0};
        config_describe(&fresh);
        text = str_take(&fresh);
    }
    for (enum question q = 0; q < QUESTION_COUNT; q++) {
        const char *setting = question_spec(q)->config;
        const char *answer = setup->answers.of[q];
        if (setting == NULL || answer == NULL) {
            continue;
        }
        char *section = xstrndup(setting, strcspn(setting, "."));
        const char *value = q == ASK_HOURS && str_same(answer, "-") ? "" : answer;
        char *edited = config_edited(text, section, strchr(setting, '.') + 1, value);
        free(section);
        free(text);
        text = edited;
    }
    const char *pin = setup->answers.of[ASK_PIN];
    if (pin != NULL && pin[0] != '\0') {
        char *hash = str_same(pin, "-") ? xstrdup("") : pin_hash(pin);
        char *edited = config_edited(text, "staff", "pin", hash != NULL ? hash : "");
        free(hash);
        free(text);
        text = edited;
    }
    struct config config;
    struct str why = {0};
    config_defaults(&config);
    bool ok = config_read_text(&config, at, text, strlen(text), &why);
    if (!ok) {
        trouble("the configuration as it would be is not understood", why.data);
    }
    ok = ok && write_file(setup, CONFIG, text, 0640);
    config_free(&config);
    str_free(&why);
    free(text);
    free(at);
    return ok;
}

/* ---- the share ---- */

static bool account_exists(const struct setup *setup, const char *name)
{
    if (setup->root[0] == '\0') {
        return getpwnam(name) != NULL;
    }
    char *at = place(setup, "/etc/passwd"), *text = NULL, *line = xasprintf("\n%s:", name);
    size_t length = 0;
    bool is = path_read(at, 1 << 20, &text, &length) &&
              (strstr(text, line) != NULL || strncmp(text, line + 1, strlen(line) - 1) == 0);
    free(text);
    free(line);
    free(at);
    return is;
}

/* An account of Samba's in a group. The password goes through a pipe: nobody can see it in a list. */
static bool make_account(const struct setup *setup, const char *name, const char *group,
                         const char *password)
{
    const char *root = setup->root[0] != '\0' ? setup->root : "/";
    bool ok = account_exists(setup, name)
                  ? RUN("usermod", "--root", root, "--append", "--groups", group, name)
                  : RUN("useradd", "--root", root, "--system", "--no-create-home", "--shell",
                        "/usr/sbin/nologin", "--groups", group, name);
    if (!ok) {
        return trouble(name, "the account could not be made; see useradd(8)");
    }
    printf("  the account %s is in the group %s\n", name, group);
    if (password == NULL || password[0] == '\0') {
        printf("  its password is left as it is; set one with: smbpasswd -a %s\n", name);
        return true;
    }
    if (setup->root[0] != '\0') {
        return trouble(name, "its password is set in the running system: smbpasswd -a");
    }
    char *twice = xasprintf("%s\n%s\n", password, password);
    ok = command_run((const char *const[]){"smbpasswd", "-s", "-a", name, NULL}, twice, true) == 0;
    wipe(twice, strlen(twice));
    free(twice);
    return ok || trouble(name, "its password could not be set; run: smbpasswd -a NAME");
}

/* This computer as a file server for Foyer's folders and nothing else. */
static bool configure_samba(const struct setup *setup)
{
    char *at = place(setup, SMB_CONF), *before = place(setup, SMB_BEFORE), *text = NULL;
    size_t length = 0;
    bool ours = path_read(at, 1 << 20, &text, &length) && strstr(text, SMB_INCLUDE) != NULL;
    if (!ours && text != NULL && access(before, F_OK) != 0 && rename(at, before) == 0) {
        printf("  what stood in %s is now %s\n", at, before);
    }
    free(text);
    free(before);
    free(at);
    return ours || write_file(setup, SMB_CONF,
                              "# Your own settings for [global] go above the include; nothing may "
                              "stand below it.\n[global]\n    " SMB_INCLUDE "\n",
                              0644);
}

static bool serve(const struct setup *setup)
{
    const struct answers *a = &setup->answers;
    bool here = str_same(a->of[ASK_SHARE], "here");
    bool office = a->of[ASK_OFFICE_USER] != NULL && !str_same(a->of[ASK_OFFICE_USER], "-");
    if (!here && !office) {
        return true;
    }
    say(here ? "This computer serves the shared folder and the replies by Samba."
             : "This computer serves the folder with the replies by Samba.");
    if (!command_exists("smbd") && setup->root[0] == '\0') {
        return trouble("Samba is not installed", "run \"apt-get install samba samba-vfs-modules\" "
                                                 "and then this setup again");
    }
    bool ok = configure_samba(setup);
    if (here) {
        ok = make_account(setup, a->of[ASK_STAFF_USER], "foyer-staff", a->of[ASK_STAFF_PASSWORD]) &&
             ok;
    }
    if (office) {
        ok = make_account(setup, a->of[ASK_OFFICE_USER], "foyer-office",
                          a->of[ASK_OFFICE_PASSWORD]) &&
             ok;
    }
    (void)SYSTEMCTL(setup, "disable", "nmbd.service"); /* names from the time before DNS */
    ok = (SYSTEMCTL(setup, "enable", "smbd.service") ||
          trouble("smbd", "it could not be enabled; is the package samba installed?")) &&
         ok;
    if (setup->live && !SYSTEMCTL(setup, "restart", "smbd.service")) {
        ok = trouble("smbd", "it could not be started; see: journalctl -u smbd");
    }
    return ok;
}

/* A unit file takes % for its own signs. */
static char *unit_text(const char *value)
{
    struct str out = {0};
    for (const char *c = value; *c != '\0'; c++) {
        str_puts(&out, *c == '%' ? "%%" : "");
        if (*c != '%') {
            str_putc(&out, *c);
        }
    }
    return str_take(&out);
}

static bool mount_server(const struct setup *setup)
{
    const struct answers *a = &setup->answers;
    say("The folder on the school's server is mounted at /srv/foyer/share, again and again until "
        "the "
        "server answers.");
    char *what = unit_text(a->of[ASK_SERVER]);
    char *drop_in = xasprintf("# By foyer setup.\n[Mount]\nWhat=%s\n", what);
    char *credentials = xasprintf("username=%s\npassword=%s\ndomain=%s\n", a->of[ASK_SERVER_USER],
                                  a->of[ASK_SERVER_PASSWORD], a->of[ASK_SERVER_DOMAIN]);
    bool ok = write_file(setup, CREDENTIALS, credentials, 0600) &&
              write_file(setup, MOUNT_DROP_IN "/server.conf", drop_in, 0644);
    wipe(credentials, strlen(credentials));
    free(credentials);
    free(drop_in);
    free(what);
    ok = ok && (SYSTEMCTL(setup, "enable", "srv-foyer-share.timer") ||
                trouble("srv-foyer-share.timer", "it could not be enabled"));
    if (ok && setup->live) {
        (void)SYSTEMCTL(setup, "daemon-reload");
        ok = SYSTEMCTL(setup, "restart", "srv-foyer-share.timer");
    }
    if (!command_exists("mount.cifs") && setup->root[0] == '\0') {
        ok = trouble("mount.cifs is not installed", "run \"apt-get install cifs-utils\"; the rest "
                                                    "comes by itself");
    }
    return ok;
}

bool setup_share(const struct setup *setup)
{
    bool server = str_same(setup->answers.of[ASK_SHARE], "server");
    if (!server && exists(setup, MOUNT_DROP_IN "/server.conf")) {
        say("The server's folder is not mounted any more.");
        (void)SYSTEMCTL(setup, "disable", "srv-foyer-share.timer");
        if (setup->live) {
            (void)SYSTEMCTL(setup, "stop", "srv-foyer-share.timer", "srv-foyer-share.mount");
        }
        (void)remove_file(setup, MOUNT_DROP_IN "/server.conf");
        (void)remove_file(setup, CREDENTIALS);
    }
    bool ok = !server || mount_server(setup);
    return serve(setup) && ok;
}

/* ---- closed ---- */

/* Parts of the system's configuration, by what they are for. */
static const struct {
    const char *path, *target;
    bool closing; /* only where the computer is for Foyer alone */
} parts[] = {
    {"/etc/systemd/journald.conf.d/60-foyer.conf", "/usr/share/foyer/closed/journald.conf", false},
    {"/etc/systemd/system.conf.d/60-foyer.conf", "/usr/share/foyer/closed/system.conf", false},
    {"/etc/systemd/logind.conf.d/60-foyer.conf", "/usr/share/foyer/closed/logind.conf", true},
    {"/etc/sysctl.d/60-foyer.conf", "/usr/share/foyer/closed/sysctl.conf", true},
    {"/etc/udev/rules.d/61-foyer.rules", "/usr/share/foyer/closed/udev.rules", true},
    {"/etc/default/grub.d/foyer.cfg", "/usr/share/foyer/closed/grub.cfg", true},
};
static const size_t part_count = sizeof parts / sizeof parts[0];

static bool link_part(const struct setup *setup, size_t i)
{
    char *at = place(setup, parts[i].path), *dir = path_dir(at);
    bool ok = path_make_dirs(dir, 0755) && (unlink(at) == 0 || errno == ENOENT) &&
              symlink(parts[i].target, at) == 0;
    printf("  %s %s\n", ok ? "linked" : "could not link", at);
    ok = ok || trouble(at, strerror(errno));
    free(dir);
    free(at);
    return ok;
}

/* The boot line of a Raspberry Pi, which has no GRUB: one line of words. */
static bool edit_cmdline(const struct setup *setup, bool closing)
{
    static const char *const paths[] = {"/boot/firmware/cmdline.txt", "/boot/cmdline.txt"};
    static const char added[] = " " BOOT_WORDS;
    bool ok = true;
    for (size_t i = 0; i < 2; i++) {
        char *at = place(setup, paths[i]), *text = NULL;
        size_t length = 0;
        if (path_read(at, 1 << 14, &text, &length) && strstr(text, "root=") != NULL) {
            char *found = strstr(text, added);
            text[strcspn(text, "\r\n")] = '\0';
            if (closing && found == NULL) {
                char *line = xasprintf("%s%s\n", text, added);
                ok = write_file(setup, paths[i], line, 0644) && ok;
                free(line);
            } else if (!closing && found != NULL) {
                char *line =
                    xasprintf("%.*s%s\n", (int)(found - text), text, found + strlen(added));
                ok = write_file(setup, paths[i], line, 0644) && ok;
                free(line);
            }
        }
        free(text);
        free(at);
    }
    return ok;
}

/* What of the running system can follow at once does; the rest at the next start. */
static void apply_parts(const struct setup *setup)
{
    if (setup->root[0] == '\0' && command_exists("update-grub")) {
        (void)RUN("update-grub");
    }
    if (!setup->live) {
        return;
    }
    (void)RUN("sysctl", "-q", "--system");
    (void)RUN("udevadm", "control", "--reload");
    (void)RUN("udevadm", "trigger", "--subsystem-match=input", "--subsystem-match=block");
    (void)SYSTEMCTL(setup, "daemon-reexec");
    (void)SYSTEMCTL(setup, "restart", "systemd-journald.service");
    (void)SYSTEMCTL(setup, "try-restart", "systemd-logind.service");
}

static bool open_console(const struct setup *setup)
{
    bool ok = true;
    for (size_t i = 0; i < part_count; i++) {
        ok = (!parts[i].closing || remove_file(setup, parts[i].path)) && ok;
    }
    ok = SYSTEMCTL(setup, "unmask", "getty@tty1.service", "ctrl-alt-del.target") && ok;
    return edit_cmdline(setup, false) && ok;
}

bool setup_close(const struct setup *setup)
{
    bool closing = str_same(setup->answers.of[ASK_CLOSED], "yes");
    say(closing
            ? "The log gets an end, the hardware watchdog is armed, and keyboards get nowhere: no "
              "login on the display, no SysRq, no Ctrl-Alt-Del, no text at the start."
            : "The log gets an end and the hardware watchdog is armed; the console stays open.");
    bool ok = true;
    for (size_t i = 0; i < part_count; i++) {
        ok = (closing < parts[i].closing || link_part(setup, i)) && ok;
    }
    if (!closing) {
        ok = open_console(setup) && ok;
    } else {
        ok = (SYSTEMCTL(setup, "mask", "getty@tty1.service", "ctrl-alt-del.target") ||
              trouble("getty@tty1.service", "it could not be masked")) &&
             edit_cmdline(setup, true) && ok;
        if (exists(setup, "/etc/systemd/system/display-manager.service")) {
            printf("  a desktop is installed here; from the next start on it stays away\n");
            ok = SYSTEMCTL(setup, "set-default", "multi-user.target") && ok;
        }
    }
    apply_parts(setup);
    return ok;
}

/* ---- the services ---- */

bool setup_start(const struct setup *setup)
{
    say("The screen, import and sync are started, now and whenever the computer starts.");
    bool ok = SYSTEMCTL(setup, "enable", "foyer-show.service", "foyer-import.service",
                        "foyer-sync.service") ||
              trouble("foyer-show.service", "the services could not be enabled");
    if (ok && setup->live) {
        (void)SYSTEMCTL(setup, "daemon-reload");
        ok = SYSTEMCTL(setup, "restart", "--no-block", "foyer-show.service", "foyer-import.service",
                       "foyer-sync.service") ||
             trouble("foyer-show.service", "the services could not be started");
    } else if (ok) {
        printf("  they start with the computer: systemd does not run here\n");
    }
    return ok;
}

bool setup_undo(const struct setup *setup)
{
    say("What Foyer had changed in this system is taken back; its configuration, the accounts and "
        "what "
        "people wrote stay.");
    bool ok = SYSTEMCTL(setup, "disable", "foyer-show.service", "foyer-import.service",
                        "foyer-sync.service", "foyer-metrics.timer", "srv-foyer-share.timer");
    ok = open_console(setup) && ok;
    for (size_t i = 0; i < part_count; i++) {
        ok = remove_file(setup, parts[i].path) && ok;
    }
    (void)remove_file(setup, MOUNT_DROP_IN "/server.conf");
    char *before = place(setup, SMB_BEFORE), *at = place(setup, SMB_CONF);
    if (access(before, F_OK) == 0) {
        ok = rename(before, at) == 0 && ok;
        printf("  %s is again what it was\n", at);
        if (setup->live) {
            (void)SYSTEMCTL(setup, "try-restart", "smbd.service");
        }
    }
    free(before);
    free(at);
    apply_parts(setup);
    return ok;
}
