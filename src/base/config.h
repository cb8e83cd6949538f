/* The configuration: an INI file over defaults that work, and --set over the file.
 *
 * One table in config.c says for every key its section, type, default, bounds and what is allowed;
 * reading, checking, the error messages and the documentation all come from it. */
#ifndef FOYER_BASE_CONFIG_H
#define FOYER_BASE_CONFIG_H

#include <stdbool.h>
#include <stddef.h>

#include "base/str.h"

enum full_names { FULL_NAMES_WARN, FULL_NAMES_HOLD, FULL_NAMES_OFF };
enum date_order { DATE_DAY_FIRST, DATE_MONTH_FIRST };

struct config {
    struct {
        char *name;            /* "Our school" */
        char *languages;       /* blank-separated codes the screen offers; "en" */
        char *accent;          /* "#1f5f4b"; Theme/ on the share overrides it */
        char *phone;           /* shown where a form could not be saved; may be empty */
        char *website;         /* the school's page, as a QR code; may be empty */
        char *volunteer_email; /* of who looks after helpers, likewise */
        char *email_domains;   /* blank-separated, offered by the e-mail keyboard */
        int date_order;        /* enum date_order: how numbers like 3/4/2026 are read */
        char *year_ends;       /* "MM-DD": achievements never show past it; empty: no limit */
        char *holiday_events;  /* titles of all-day events that close the school, by commas; "" */
        char *holidays;        /* for holidays_read() of base/schoolday.h; "" */
    } school;
    struct {
        char *share;        /* the folder staff drop into */
        char *state;        /* catalogue, cache, outbox */
        int poll_seconds;   /* 1..3600, default 3 */
        int settle_seconds; /* 0..60, default 3 */
        int max_files;      /* default 5000 */
        int max_megapixels; /* default 100 */
        int max_picture_mb; /* default 60 */
        int max_pdf_mb;     /* default 100 */
        int max_pdf_pages;  /* default 40 */
        int decode_seconds; /* of processor time for one file, default 30; by the clock three times as much */
    } content;
    struct {
        bool fullscreen;      /* default no: a window on a desktop; systemd's unit says yes */
        int width, height;    /* window size; default 1280 x 720; 0 x 0: the display's own */
        int rotate;           /* degrees clockwise that the picture is turned: 0, 90, 180, 270 */
        char *hours;          /* when the picture is on, for hours_read(); empty: always */
        char *off;            /* "dpms", "black" or a command that switches the display off */
        char *on;             /* and the command that switches it on again */
        int brightness;       /* percent, 5..100 */
        double diagonal_inch; /* of the glass, default 24 */
        double viewing_m;     /* rotation is read from here; 0: 2 m up to 27 inch, 3 m above */
        bool less_motion;
        bool read_aloud;  /* offer to read the screen aloud */
        int idle_seconds; /* browsing without a touch before the rotation returns, default 45 */
        int form_idle_seconds; /* with a form open, before the countdown, default 60 */
        int countdown_seconds; /* default 30 */
    } display;
    struct {
        char *database;     /* a PostgreSQL server instead of the file, or "" */
        char *staff_file;   /* Replies.sqlite on the kiosk's own disk */
        char *kiosk;        /* this kiosk's name in the replies; see config_name_kiosk() */
        char *publish;      /* a folder or file on the school's server; empty: nowhere */
        int answer_days;    /* the thank-you promises an answer within that many school days: 3 */
        int retry_seconds;  /* longest wait between tries of sync, default 60 */
        bool excel;         /* keep Replies.xlsx beside the staff file, default yes */
        int keep_days;      /* this kiosk's copies are wiped so long after delivery, default 30 */
        int anonymise_days; /* names leave the staff file so long after they came; 0: never */
    } replies;
    struct {
        char *notice;               /* the privacy notice; empty: the program's own (translated) */
        char *notice_version;       /* stored with each reply; "1" */
        char *contact;              /* who to ask about one's data; "the school office" */
        enum full_names full_names; /* what to do with titles that look like a child's full name */
        char *allowed_names;        /* words and names that are fine all the same, by commas */
        char *do_not_show;          /* file with names of children who must not be shown */
    } privacy;
    struct {
        char *pin;      /* hash of the staff's PIN (base/pin.h); empty: no staff screen */
        char *poweroff; /* the command that shuts the computer down */
    } staff;
};

/* Everything at its default. `share` and `state` default to /srv/foyer/share and /var/lib/foyer.
 * Free with config_free(). */
void config_defaults(struct config *config);
void config_free(struct config *config);

/* A kiosk that nobody has named gets a name that no other has and that stays: "screen-" and four letters,
 * made from the machine's own number. Called when all settings are read. */
void config_name_kiosk(struct config *config);

/* Reads `path` over what is there. On the first mistake returns false and puts one line into `why`:
 * "FILE:LINE: [section] key = value: what is wrong; allowed: …". */
bool config_read(struct config *config, const char *path, struct str *why);

/* The same for `length` bytes that were read already and end with a zero; `path` is for `why`. */
bool config_read_text(struct config *config, const char *path, const char *text, size_t length,
                      struct str *why);

/* Applies one "section.key=value". False with `why` filled as above, without file and line. */
bool config_set(struct config *config, const char *assignment, struct str *why);

/* Every key with its default and what is allowed, as a commented INI file (for `foyer config` and
 * the documentation). Appends to `out`. */
void config_describe(struct str *out);

/* The same as the manual page foyer.conf(5), in man(7). */
void config_describe_man(struct str *out);

#endif
