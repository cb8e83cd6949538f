/* The configuration. How: a table of keys, each with its place in struct config, its default and its
 * bounds; libinih cuts the file into sections, keys and values. */
#include "base/config.h"

#include <errno.h>
#include <ini.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/alloc.h"
#include "base/clock.h"
#include "base/hours.h"
#include "base/language.h"
#include "base/path.h"
#include "base/pin.h"
#include "base/schoolday.h"
#include "base/version.h"

enum key_type {
    KEY_TEXT,
    KEY_INT,
    KEY_REAL,
    KEY_BOOL,
    KEY_COLOUR,
    KEY_ORDER,
    KEY_FULL_NAMES,
    KEY_MONTH_DAY,
    KEY_HOLIDAYS,
    KEY_PIN,
    KEY_LANGUAGES,
    KEY_QUARTERS,
    KEY_HOURS
};

struct key {
    const char *section, *name;
    enum key_type type;
    size_t offset;
    const char *fallback; /* as it would be written in the file */
    double low, high;     /* KEY_INT and KEY_REAL */
    const char *about;
};

#define AT(field) offsetof(struct config, field)

static const struct key keys[] = {
    {"school", "name", KEY_TEXT, AT(school.name), "Our school", 0, 0, "the school's name"},
    {"school", "languages", KEY_LANGUAGES, AT(school.languages), "en", 0, 0,
     "languages the screen offers, the first is its own"},
    {"school", "accent", KEY_COLOUR, AT(school.accent), "#1f5f4b", 0, 0,
     "the school's colour; Theme/theme.txt on the share overrides it"},
    {"school", "phone", KEY_TEXT, AT(school.phone), "", 0, 0,
     "shown when a form could not be saved"},
    {"school", "website", KEY_TEXT, AT(school.website), "", 0, 0,
     "the school's page, offered as a code for phones"},
    {"school", "volunteer_email", KEY_TEXT, AT(school.volunteer_email), "", 0, 0,
     "who looks after helpers, offered as a code for phones"},
    {"school", "email_domains", KEY_TEXT, AT(school.email_domains), "gmail.com outlook.com", 0, 0,
     "up to four, as keys of the e-mail keyboard"},
    {"school", "date_order", KEY_ORDER, AT(school.date_order), "day-first", 0, 0,
     "how 3/4/2026 is read"},
    {"school", "year_ends", KEY_MONTH_DAY, AT(school.year_ends), "", 0, 0,
     "achievements never show past this day; empty: no limit"},
    {"school", "holidays", KEY_HOLIDAYS, AT(school.holidays), "", 0, 0,
     "days without school: nobody is promised an answer on them, and screen hours are off"},
    {"school", "holiday_events", KEY_TEXT, AT(school.holiday_events), "", 0, 0,
     "titles of the calendar's all-day events on which screen hours are off, like Half term, INSET "
     "day"},
    {"content", "share", KEY_TEXT, AT(content.share), "/srv/foyer/share", 0, 0,
     "the folder staff drop into"},
    {"content", "state", KEY_TEXT, AT(content.state), "/var/lib/foyer", 0, 0,
     "catalogue, pictures and outbox"},
    {"content", "poll_seconds", KEY_INT, AT(content.poll_seconds), "3", 1, 3600,
     "how often the share is looked at"},
    {"content", "settle_seconds", KEY_INT, AT(content.settle_seconds), "3", 0, 60,
     "how long a file must stay the same before it is taken"},
    {"content", "max_files", KEY_INT, AT(content.max_files), "5000", 1, 100000,
     "files on the share"},
    {"content", "max_megapixels", KEY_INT, AT(content.max_megapixels), "100", 1, 1000,
     "largest picture"},
    {"content", "max_picture_mb", KEY_INT, AT(content.max_picture_mb), "60", 1, 1000,
     "largest picture file"},
    {"content", "max_pdf_mb", KEY_INT, AT(content.max_pdf_mb), "100", 1, 1000, "largest PDF"},
    {"content", "max_pdf_pages", KEY_INT, AT(content.max_pdf_pages), "40", 1, 400,
     "pages of a PDF that are shown"},
    {"content", "decode_seconds", KEY_INT, AT(content.decode_seconds), "30", 1, 600,
     "deadline for one file, in processor time"},
    {"display", "fullscreen", KEY_BOOL, AT(display.fullscreen), "no", 0, 0,
     "the whole display instead of a window"},
    {"display", "width", KEY_INT, AT(display.width), "1280", 0, 16384,
     "window's width; 0: display's"},
    {"display", "height", KEY_INT, AT(display.height), "720", 0, 16384,
     "window's height; 0: display's"},
    {"display", "rotate", KEY_QUARTERS, AT(display.rotate), "0", 0, 0,
     "picture and touch turned clockwise, for a display that hangs on its side"},
    {"display", "hours", KEY_HOURS, AT(display.hours), "", 0, 0,
     "when the picture is on; outside these hours and on [school] holidays it is off and a touch "
     "wakes "
     "it for two minutes"},
    {"display", "off", KEY_TEXT, AT(display.off), "dpms", 0, 0,
     "how it goes off: dpms, black, or a command that switches the display off"},
    {"display", "on", KEY_TEXT, AT(display.on), "", 0, 0,
     "the command that switches the display on again, where off is a command"},
    {"display", "brightness", KEY_INT, AT(display.brightness), "100", 5, 100,
     "percent, by the backlight where there is one"},
    {"display", "diagonal_inch", KEY_REAL, AT(display.diagonal_inch), "24", 5, 120,
     "the glass, corner to corner"},
    {"display", "viewing_m", KEY_REAL, AT(display.viewing_m), "0", 0, 20,
     "how far away people stand; 0: 2 m up to 27 inch, else 3 m"},
    {"display", "read_aloud", KEY_BOOL, AT(display.read_aloud), "no", 0, 0,
     "a button that reads the screen aloud (spd-say or espeak-ng, and a speaker)"},
    {"display", "less_motion", KEY_BOOL, AT(display.less_motion), "no", 0, 0, "no fades"},
    {"display", "idle_seconds", KEY_INT, AT(display.idle_seconds), "45", 5, 3600,
     "the pictures return after this without a touch"},
    {"display", "form_idle_seconds", KEY_INT, AT(display.form_idle_seconds), "60", 10, 3600,
     "with a form open: the countdown starts"},
    {"display", "countdown_seconds", KEY_INT, AT(display.countdown_seconds), "30", 20, 600,
     "length of the countdown"},
    {"replies", "staff_file", KEY_TEXT, AT(replies.staff_file), "/srv/foyer/office/Replies.sqlite",
     0, 0, "the office's SQLite file, on this computer's own disk"},
    {"replies", "database", KEY_TEXT, AT(replies.database), "", 0, 0,
     "a PostgreSQL server for many schools, instead of the file: postgresql://foyer@server/foyer"},
    {"replies", "kiosk", KEY_TEXT, AT(replies.kiosk), "", 0, 0,
     "this screen's name in the replies, hall say; empty: one made for this computer"},
    {"replies", "publish", KEY_TEXT, AT(replies.publish), "", 0, 0,
     "a folder on the school's server that gets a copy to work in, or a file there; empty: none"},
    {"replies", "answer_days", KEY_INT, AT(replies.answer_days), "3", 1, 60,
     "school days within which the office answers"},
    {"replies", "retry_seconds", KEY_INT, AT(replies.retry_seconds), "60", 1, 3600,
     "longest wait before the office's file is tried again"},
    {"replies", "excel", KEY_BOOL, AT(replies.excel), "yes", 0, 0,
     "keep a copy for Excel beside the office's file"},
    {"replies", "keep_days", KEY_INT, AT(replies.keep_days), "30", 1, 3650,
     "this computer's own copy of a reply is wiped so long after the office has it"},
    {"replies", "anonymise_days", KEY_INT, AT(replies.anonymise_days), "0", 0, 3650,
     "names and contacts leave the office's file so long after they came in; 0: never"},
    {"privacy", "notice", KEY_TEXT, AT(privacy.notice), "", 0, 0,
     "your own privacy notice; empty: the program's"},
    {"privacy", "notice_version", KEY_TEXT, AT(privacy.notice_version), "1", 0, 0,
     "stored with each reply"},
    {"privacy", "contact", KEY_TEXT, AT(privacy.contact), "the school office", 0, 0,
     "who to ask about one's data"},
    {"privacy", "full_names", KEY_FULL_NAMES, AT(privacy.full_names), "warn", 0, 0,
     "when an achievement's title looks like a child's full name"},
    {"privacy", "allowed_names", KEY_TEXT, AT(privacy.allowed_names), "", 0, 0,
     "words and names in titles that are fine, separated by commas"},
    {"privacy", "do_not_show", KEY_TEXT, AT(privacy.do_not_show), "/etc/foyer/do-not-show.txt", 0,
     0, "names of children who must not be shown, one a line; never on the share"},
    {"staff", "pin", KEY_PIN, AT(staff.pin), "", 0, 0,
     "opens the staff screen (hold the top corner): what \"foyer pin\" prints; empty: none"},
    {"staff", "poweroff", KEY_TEXT, AT(staff.poweroff), "systemctl poweroff", 0, 0,
     "the command that shuts this computer down, from the staff screen"},
};
static const size_t key_count = sizeof keys / sizeof keys[0];

static void list_languages(struct str *out)
{
    size_t count = 0;
    const struct language *all = language_all(&count);
    str_puts(out, "one or more of");
    for (size_t i = 0; i < count; i++) {
        str_printf(out, " %s", all[i].code);
    }
}

/* What a key accepts, in words. */
static void allowed(const struct key *key, struct str *out)
{
    switch (key->type) {
    case KEY_INT:
        str_printf(out, "a whole number from %.0f to %.0f", key->low, key->high);
        break;
    case KEY_REAL:
        str_printf(out, "a number from %g to %g", key->low, key->high);
        break;
    case KEY_BOOL:
        str_puts(out, "yes or no");
        break;
    case KEY_COLOUR:
        str_puts(out, "a colour like #1f5f4b");
        break;
    case KEY_ORDER:
        str_puts(out, "day-first or month-first");
        break;
    case KEY_FULL_NAMES:
        str_puts(out, "warn, hold or off");
        break;
    case KEY_MONTH_DAY:
        str_puts(out, "a month and day like 07-18, or nothing");
        break;
    case KEY_PIN:
        str_puts(out, "what \"foyer pin\" prints, never the PIN itself; or nothing");
        break;
    case KEY_HOLIDAYS:
        str_puts(out, "days like 2027-02-15 and spans like 2026-12-19 to 2027-01-04, separated by "
                      "commas, or nothing");
        break;
    case KEY_LANGUAGES:
        list_languages(out);
        break;
    case KEY_HOURS:
        str_puts(out, "times like 07:30-18:00 or Mon-Fri 07:30-18:00, Sat 09:00-12:00, or nothing");
        break;
    case KEY_QUARTERS:
        str_puts(out, "0, 90, 180 or 270");
        break;
    case KEY_TEXT:
        str_puts(out, "text in UTF-8");
        break;
    }
}

static bool read_number(const char *value, double low, double high, bool whole, double *out)
{
    char *end = NULL;
    errno = 0;
    *out = whole ? (double)strtol(value, &end, 10) : strtod(value, &end);
    return end != value && *end == '\0' && errno == 0 && *out >= low && *out <= high;
}

static bool read_bool(const char *value, bool *out)
{
    static const char *const yes[] = {"yes", "true", "on", "1"};
    static const char *const no[] = {"no", "false", "off", "0"};
    for (size_t i = 0; i < 4; i++) {
        if (str_same_nocase(value, yes[i]) || str_same_nocase(value, no[i])) {
            *out = str_same_nocase(value, yes[i]);
            return true;
        }
    }
    return false;
}

static bool is_colour(const char *value)
{
    return value[0] == '#' && strlen(value) == 7 &&
           strspn(value + 1, "0123456789abcdefABCDEF") == 6;
}

static bool is_month_day(const char *value)
{
    int month = 0, day = 0, used = 0;
    return value[0] == '\0' || (sscanf(value, "%2d-%2d%n", &month, &day, &used) == 2 && used == 5 &&
                                value[5] == '\0' && civil_valid(2028, month, day));
}

static bool is_holidays(const char *value)
{
    struct holidays holidays;
    return holidays_read(value, &holidays);
}

static bool is_hours(const char *value)
{
    struct hours hours;
    return hours_read(value, &hours);
}

static bool is_languages(const char *value)
{
    const struct language *offered[LANGUAGE_LIMIT];
    const char *wrong = NULL;
    size_t length = 0;
    return language_list(value, offered, &wrong, &length) > 0;
}

static void set_text(void *field, const char *value)
{
    char **text = field;
    free(*text);
    *text = xstrdup(value);
}

/* Stores a value; false when it is not allowed. */
static bool store(struct config *config, const struct key *key, const char *value)
{
    char *field = (char *)config + key->offset;
    double number = 0;
    switch (key->type) {
    case KEY_INT:
        if (!read_number(value, key->low, key->high, true, &number)) {
            return false;
        }
        *(int *)(void *)field = (int)number;
        return true;
    case KEY_QUARTERS:
        if (!read_number(value, 0, 270, true, &number) || (int)number % 90 != 0) {
            return false;
        }
        *(int *)(void *)field = (int)number;
        return true;
    case KEY_REAL:
        if (!read_number(value, key->low, key->high, false, &number)) {
            return false;
        }
        *(double *)(void *)field = number;
        return true;
    case KEY_BOOL:
        return read_bool(value, (bool *)field);
    case KEY_ORDER:
        if (!str_same(value, "day-first") && !str_same(value, "month-first")) {
            return false;
        }
        *(int *)(void *)field = str_same(value, "day-first") ? DATE_DAY_FIRST : DATE_MONTH_FIRST;
        return true;
    case KEY_FULL_NAMES:
        if (!str_same(value, "warn") && !str_same(value, "hold") && !str_same(value, "off")) {
            return false;
        }
        *(int *)(void *)field = str_same(value, "warn")   ? FULL_NAMES_WARN
                                : str_same(value, "hold") ? FULL_NAMES_HOLD
                                                          : FULL_NAMES_OFF;
        return true;
    case KEY_COLOUR:
    case KEY_MONTH_DAY:
        if (key->type == KEY_COLOUR ? !is_colour(value) : !is_month_day(value)) {
            return false;
        }
        break;
    case KEY_HOLIDAYS:
        if (!is_holidays(value)) {
            return false;
        }
        break;
    case KEY_PIN:
        if (value[0] != '\0' && !pin_is_hash(value)) {
            return false;
        }
        break;
    case KEY_HOURS:
        if (!is_hours(value)) {
            return false;
        }
        break;
    case KEY_LANGUAGES:
        if (!is_languages(value)) {
            return false;
        }
        break;
    case KEY_TEXT:
        if (!utf8_valid(value, strlen(value))) {
            return false;
        }
        break;
    }
    set_text(field, value);
    return true;
}

/* Several kiosks must not share a name. The machine's own number is not shown, as machine-id(5) asks: a
 * few letters of its hash are. */
static char *name_of_machine(void)
{
    char *id = NULL;
    size_t length = 0;
    uint64_t hash = STR_HASH_SEED;
    if (path_read("/etc/machine-id", 256, &id, &length)) {
        hash = str_hash(hash, id, length);
        free(id);
    }
    char host[256] = "";
    (void)gethostname(host, sizeof host - 1);
    hash = str_hash(hash, host, strlen(host));
    return xasprintf("screen-%04x", (unsigned)(hash >> 16 & 0xffff));
}

void config_name_kiosk(struct config *config)
{
    if (config->replies.kiosk[0] == '\0') {
        free(config->replies.kiosk);
        config->replies.kiosk = name_of_machine();
    }
}

void config_defaults(struct config *config)
{
    *config = (struct config){0};
    for (size_t i = 0; i < key_count; i++) {
        if (!store(config, &keys[i], keys[i].fallback)) {
            abort(); /* a default that its own key refuses: a mistake in the table */
        }
    }
}

void config_free(struct config *config)
{
    for (size_t i = 0; i < key_count; i++) {
        enum key_type type = keys[i].type;
        if (type == KEY_TEXT || type == KEY_COLOUR || type == KEY_MONTH_DAY ||
            type == KEY_HOLIDAYS || type == KEY_PIN || type == KEY_LANGUAGES || type == KEY_HOURS) {
            free(*(char **)(void *)((char *)config + keys[i].offset));
        }
    }
    *config = (struct config){0};
}

/* The keys of a section (or the sections), for the message about an unknown one. */
static void list_names(const char *section, struct str *out)
{
    const char *last = NULL;
    for (size_t i = 0; i < key_count; i++) {
        const char *name = section != NULL ? keys[i].name : keys[i].section;
        bool wanted = section == NULL ? !str_same(last, name) : str_same(keys[i].section, section);
        if (wanted) {
            str_printf(out, "%s%s", last != NULL ? ", " : "", name);
            last = name;
        }
    }
}

/* The key's place in the table; -1 with `why` filled when there is none. */
static int find_key(const char *section, const char *name, struct str *why)
{
    bool known_section = false;
    for (size_t i = 0; i < key_count; i++) {
        bool here = str_same(keys[i].section, section);
        if (here && str_same(keys[i].name, name)) {
            return (int)i;
        }
        known_section = known_section || here;
    }
    if (!known_section) {
        str_printf(why, "[%s]: there is no such section; allowed: ", section);
        list_names(NULL, why);
    } else {
        str_printf(why, "[%s] %s: there is no such key; allowed: ", section, name);
        list_names(section, why);
    }
    return -1;
}

/* One assignment; on a mistake `why` gets what is wrong and what is allowed. */
static bool assign(struct config *config, int at, const char *value, struct str *why)
{
    if (store(config, &keys[at], value)) {
        return true;
    }
    str_printf(why, "[%s] %s = %s: not a value for this key; allowed: ", keys[at].section,
               keys[at].name, value);
    allowed(&keys[at], why);
    return false;
}

/* A file being read: libinih takes its lines from here, so their numbers are known when it names a
 * key (Debian's build does not tell them). */
struct reading {
    struct config *config;
    const char *rest; /* what libinih has not been given yet */
    int line;         /* the one it was given last */
    bool indented;    /* that one began with a blank: it goes on with the key before */
    int last;         /* the key before in this section, -1: none */
    int first_line[sizeof keys / sizeof keys[0]]; /* where each key was given, 0: not yet */
    struct str why;                               /* the first mistake */
};

/* A section's name must be known even when nothing follows it. */
static void check_header(struct reading *r, const char *line)
{
    r->last = -1;
    char *section = xstrndup(line + 1, strcspn(line + 1, "]"));
    bool known = line[1 + strlen(section)] != ']'; /* libinih says what is wrong with those */
    for (size_t i = 0; i < key_count && !known; i++) {
        known = str_same(keys[i].section, section);
    }
    if (!known) {
        find_key(section, "", &r->why);
    }
    free(section);
}

/* libinih's reader, like fgets(): one line into `buffer`. Ends the reading after a mistake. */
static char *give_line(char *buffer, int room, void *user)
{
    struct reading *r = user;
    if (r->why.length > 0 || r->rest[0] == '\0') {
        return NULL;
    }
    size_t length = strcspn(r->rest, "\n");
    r->line++;
    if (length + 2 > (size_t)room) {
        str_printf(&r->why,
                   "this line is too long; allowed: %d characters, and more in the next line when "
                   "that begins with a blank",
                   room - 2);
        return NULL;
    }
    memcpy(buffer, r->rest, length);
    buffer[length] = '\0';
    r->rest += length + (r->rest[length] == '\n');
    const char *text =
        r->line == 1 && strncmp(buffer, "\xEF\xBB\xBF", 3) == 0 ? buffer + 3 : buffer;
    r->indented = text[0] == ' ' || text[0] == '\t';
    text += strspn(text, " \t");
    if (text[0] == '[' && (!r->indented || r->last < 0)) {
        check_header(r, text);
    }
    return buffer;
}

/* More of the text before, joined by a blank. */
static void go_on(struct reading *r, const char *more)
{
    const struct key *key = &keys[r->last];
    char **text = (char **)(void *)((char *)r->config + key->offset);
    if (key->type != KEY_TEXT || strchr(more, '=') != NULL) {
        str_printf(
            &r->why,
            "this line begins with a blank, so it goes on with [%s] %s; allowed: a key at the "
            "very beginning of its line",
            key->section, key->name);
        return;
    }
    char *whole = xasprintf("%s %s", *text, more);
    assign(r->config, r->last, whole, &r->why);
    free(whole);
}

/* libinih's handler; stops caring after the first mistake. */
static int take(void *user, const char *section, const char *name, const char *value)
{
    struct reading *r = user;
    if (r->why.length > 0) {
        return 1;
    }
    if (r->indented && r->last >= 0) {
        go_on(r, value);
        return 1;
    }
    r->last = find_key(section, name, &r->why);
    if (r->last < 0) {
        return 1;
    }
    int *first = &r->first_line[r->last];
    if (*first != 0) {
        str_printf(&r->why, "[%s] %s: given before, in line %d; allowed: once", section, name,
                   *first);
        return 1;
    }
    *first = r->line;
    assign(r->config, r->last, value, &r->why);
    return 1;
}

bool config_read(struct config *config, const char *path, struct str *why)
{
    char *text = NULL;
    size_t length = 0;
    if (!path_read(path, 1 << 20, &text, &length)) {
        str_printf(why, "%s: cannot be read (%s)", path, strerror(errno));
        return false;
    }
    bool ok = config_read_text(config, path, text, length, why);
    free(text);
    return ok;
}

bool config_read_text(struct config *config, const char *path, const char *text, size_t length,
                      struct str *why)
{
    struct reading r = {.config = config, .rest = text, .last = -1};
    int not_understood = 0;
    if (strlen(text) != length) {
        str_puts(&r.why, "this is not plain text; allowed: a text file in UTF-8");
        r.line = 1;
    } else {
        not_understood = ini_parse_stream(give_line, &r, take, &r);
    }
    bool ok = r.why.length == 0 && not_understood == 0;
    if (not_understood > 0 && (r.why.length == 0 || not_understood < r.line)) {
        str_printf(why, "%s:%d: not understood; allowed: [section], key = value, ; comment", path,
                   not_understood);
    } else if (!ok) {
        str_printf(why, "%s:%d: %s", path, r.line, r.why.data);
    }
    str_free(&r.why);
    return ok;
}

bool config_set(struct config *config, const char *assignment, struct str *why)
{
    const char *dot = strchr(assignment, '.');
    const char *equals = strchr(assignment, '=');
    if (dot == NULL || equals == NULL || equals < dot) {
        str_printf(why, "--set %s: allowed: --set section.key=value", assignment);
        return false;
    }
    char *section = xstrndup(assignment, (size_t)(dot - assignment));
    char *name = xstrndup(dot + 1, (size_t)(equals - dot - 1));
    int at = find_key(section, name, why);
    bool ok = at >= 0 && assign(config, at, equals + 1, why);
    free(section);
    free(name);
    return ok;
}

void config_describe(struct str *out)
{
    const char *section = "";
    str_puts(out, "; Foyer's configuration. Every key has a default that works: keep only what you "
                  "change.\n; A long text goes on in the next line when that begins with a blank; "
                  "a blank and a\n; semicolon begin a comment.\n");
    for (size_t i = 0; i < key_count; i++) {
        if (!str_same(section, keys[i].section)) {
            section = keys[i].section;
            str_printf(out, "\n[%s]\n", section);
        }
        str_printf(out, "; %s (", keys[i].about);
        allowed(&keys[i], out);
        str_printf(out, ")\n;%s = %s\n", keys[i].name, keys[i].fallback);
    }
}

/* Text for man(7): what would be a sign of its own is escaped. */
static void puts_man(struct str *out, const char *text)
{
    for (const char *c = text; *c != '\0'; c++) {
        if (*c == '\\') {
            str_puts(out, "\\e");
        } else if (*c == '-') {
            str_puts(out, "\\-");
        } else if (c == text && (*c == '.' || *c == '\'')) {
            str_printf(out, "\\&%c", *c);
        } else {
            str_putc(out, *c);
        }
    }
}

void config_describe_man(struct str *out)
{
    const char *section = "";
    str_puts(
        out,
        ".TH FOYER.CONF 5 \"\" \"Foyer " FOYER_VERSION "\" \"Foyer\"\n"
        ".SH NAME\nfoyer.conf \\- configuration of the touchscreen in a school's entrance hall\n"
        ".SH DESCRIPTION\n"
        "Read by every command of\n.BR foyer (1)\nfrom\n.IR /etc/foyer/foyer.conf ,\n"
        "or from the file given with\n.BR \\-c .\n"
        "Sections in brackets, then one \\(lqkey = value\\(rq a line. A line that begins with a "
        "semicolon is a comment, and so is what follows a blank and a semicolon. A long text "
        "goes on in the next line when that begins with a blank. Every key has a default that "
        "works; an unknown key or a value that is not allowed is answered with its line and "
        "what is allowed. After a change:\n.IP\n.B systemctl restart foyer\\-show "
        "foyer\\-import foyer\\-sync\n");
    for (size_t i = 0; i < key_count; i++) {
        struct str values = {0};
        allowed(&keys[i], &values);
        if (!str_same(section, keys[i].section)) {
            section = keys[i].section;
            str_printf(out, ".SH [%s]\n", section);
        }
        str_puts(out, ".TP\n.B ");
        puts_man(out, keys[i].name);
        str_puts(out, " = ");
        puts_man(out, keys[i].fallback);
        str_puts(out, "\n");
        puts_man(out, keys[i].about);
        str_puts(out, "\n.br\nAllowed: ");
        puts_man(out, values.data);
        str_puts(out, ".\n");
        str_free(&values);
    }
    str_puts(out, ".SH SEE ALSO\n.BR foyer (1)\n");
}
