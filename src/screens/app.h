/* The app: where a visitor is, what they did, and what the screen therefore shows.
 *
 * One state, three functions around it: app_act() answers a touch, app_tick() the passing of time,
 * app_view() writes the frame. No SDL, no SQL, no clock: `now` is the school's wall clock, `now_ms`
 * monotonic milliseconds, both given by the job. What leaves the screen (a reply to be stored) is
 * handed out by app_take_reply() and answered by app_reply_saved(). */
#ifndef FOYER_SCREENS_APP_H
#define FOYER_SCREENS_APP_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/clock.h"
#include "base/config.h"
#include "base/language.h"
#include "model/calibration.h"
#include "model/form.h"
#include "model/item.h"
#include "model/reply.h"
#include "model/rotation.h"
#include "model/session.h"
#include "model/staffdoor.h"
#include "model/tally.h"
#include "screens/motion.h"
#include "screens/staff.h"
#include "ui/keyboard.h"
#include "ui/ui.h"

/* What a touch asks for; `arg` in brackets. */
enum verb {
    VERB_NONE,
    VERB_OPEN_SHOWN, /* the slide that is shown */
    VERB_EXPLORE,
    VERB_LIST,      /* [enum item_kind] */
    VERB_ITEM,      /* [item id] */
    VERB_OFFER,     /* form "I could help" [item id, 0: in general] */
    VERB_COMING,    /* form "I'm coming" [item id] */
    VERB_QUESTION,  /* form "ask us" [item id, 0: in general] */
    VERB_SUBSCRIBE, /* form "send it to me" [item id] */
    VERB_PARTNER,   /* form "work with us" [item id, 0: in general] */
    VERB_INTERESTS, /* what do you enjoy? */
    VERB_ENJOY,     /* [index of an interest] */
    VERB_CLAP,      /* "well done" [item id] */
    VERB_BACK,
    VERB_START_OVER,
    VERB_TURN,   /* to another picture of an album or page of a newsletter [index] */
    VERB_PAGE,   /* to another page of a list or a long text [index] */
    VERB_CHOOSE, /* an option of the form's step [index] */
    VERB_WAY,    /* [enum contact_way] */
    VERB_PEOPLE, /* [+1 or -1: a grown-up; +2 or -2: a child] */
    VERB_KEY,    /* of the keyboard [ui/keyboard.h] */
    VERB_NEXT,
    VERB_CHANGE, /* an answer, from the review [step] */
    VERB_SUBMIT,
    VERB_PRIVACY,
    VERB_STILL_HERE,
    VERB_LARGER,
    VERB_CONTRAST,
    VERB_LOWER,     /* bring it down */
    VERB_CALM,      /* less motion */
    VERB_LANGUAGES, /* the choice of languages */
    VERB_LANGUAGE,  /* [index among those offered] */
    VERB_ALOUD,     /* read the screen aloud, or stop it */
    VERB_FILTER,    /* of What's on [enum whatson] */
    VERB_MONTH,     /* What's on as a month [model/month.h's number; 0: as a list] */
    VERB_DAY,       /* What's on of one day [days since 1970] */
    VERB_DIGIT,     /* of the staff's PIN [its letter; 0: one back] */
    VERB_PIN,       /* it is whole */
    VERB_NEXT_SLIDE,
    VERB_PAUSE,    /* the slides stand for ten minutes, or go on */
    VERB_TEST,     /* the screen test [page] */
    VERB_TOUCH,    /* the touch test [enum touch_wish] */
    VERB_AIM,      /* a cross of the calibration, or its last button, was met */
    VERB_RESTART,  /* Foyer */
    VERB_POWEROFF, /* the computer [0: ask first, 1: do it, -1: do not] */
    VERB_CODES,    /* what a phone can take along [item id, 0: of the school] */
};

enum screen {
    SCREEN_ATTRACT,
    SCREEN_EXPLORE,
    SCREEN_LIST,
    SCREEN_DETAIL,
    SCREEN_FORM,
    SCREEN_PRIVACY,
    SCREEN_THANKS,
    SCREEN_LANGUAGES,
    SCREEN_INTERESTS, /* what do you enjoy? leads to fitting ways to help */
    SCREEN_CODES,
    SCREEN_STAFF_DOOR, /* the keypad */
    SCREEN_STAFF,
    SCREEN_TEST,  /* colours: its page */
    SCREEN_TOUCH, /* where touches are felt; and the calibration */
};

/* What VERB_TOUCH asks for. */
enum touch_wish { TOUCH_OPEN, TOUCH_CALIBRATE, TOUCH_RESET };

/* Which of What's on a visitor wants to see. */
enum whatson { WHATSON_ALL, WHATSON_EVENTS, WHATSON_SESSIONS, WHATSON_HELP, WHATSON_COUNT };

/* One place on the way a visitor took. */
struct place {
    enum screen screen;
    enum item_kind kind; /* SCREEN_LIST */
    int64_t item;        /* SCREEN_DETAIL */
    size_t picture;      /* SCREEN_DETAIL: of an album or newsletter */
    size_t page;         /* SCREEN_LIST, SCREEN_DETAIL's text */
    enum whatson filter; /* What's on: of what */
    int month;           /* What's on: the month shown (model/month.h); 0: a list */
    int64_t day;         /* What's on: that day's alone (days since 1970); 0: all days */
};

#define APP_TRAIL 12
#define APP_CLAPS 32 /* items one visitor can clap for */
#define APP_BURST_MS 500
#define APP_MARKS 60 /* of the touch test; the oldest goes first */

/* What a visitor made easier for themselves; undone when they leave. */
struct comfort {
    int larger; /* 0, 1, 2 */
    bool contrast;
    bool lowered;
    bool calm; /* nothing moves */
};

struct app {
    const struct config *config;
    struct item_list items;    /* owned */
    struct tally_list tallies; /* owned: offers and people coming, by item; the job fills it */
    uint16_t enjoys;           /* what this visitor enjoys: bit i is option i of form_interests() */
    int width, height;
    struct theme theme;
    struct theme
        bar_theme;        /* of the bar, which keeps its place and size however large the text is */
    struct colour accent; /* from Theme/, else the configuration */
    char *crest;          /* picture hash from Theme/, or NULL; owned */
    char *background;     /* likewise: behind slides that have no picture of their own */
    bool clock_sure;      /* else no "today" and no time of day */
    bool clock_battery;   /* only the computer's own battery clock says so, not the network */
    const struct language *offered[LANGUAGE_LIMIT]; /* the first is the screen's own */
    size_t offered_count;
    const char *language; /* code of the one in use; app_speak() changes it */
    struct comfort comfort;
    struct place trail[APP_TRAIL];
    size_t depth; /* trail[depth - 1] is where we are; at least 1 */
    struct rotation rotation;
    struct session session;
    struct session_limits limits;
    struct form form;
    struct keyboard keyboard;
    char *domains;            /* owned text that keyboard.domains points into */
    enum reply_kind thanked;  /* what the thank-you is for */
    bool thanked_waiting;     /* they are on a waiting list */
    char *thanked_name;       /* wiped when it is left */
    int64_t entered_ms;       /* when this place was entered, for its motion */
    enum motion motion;       /* and how it comes */
    float touch_x, touch_y;   /* where the last finger went down: a card grows from there */
    bool reading;             /* the screen is to be read aloud */
    int64_t claps[APP_CLAPS]; /* items clapped for in this visit, the last one last */
    size_t clap_count;
    struct tally_list applause; /* claps for items this week, by everybody; owned */
    int64_t clapped_ms; /* when the last one was; its burst is drawn until APP_BURST_MS later */
    bool clap_wanted;   /* app_take_clap() has something to give */
    bool reply_wanted;  /* app_take_reply() has something to give */
    struct staffdoor door;
    bool pin_wanted;            /* app_take_pin() has something to give */
    struct staff_report report; /* owned; the job fills it while the staff screen is open */
    bool poweroff_asked;
    enum staff_wish wish;
    enum staff_outcome outcome; /* until the staff screen is left */
    int64_t paused_until_ms;    /* the rotation stands */
    struct calibrating calibrating;
    struct spot marks[APP_MARKS]; /* of the touch test, in pixels; mark i is at i % APP_MARKS */
    size_t mark_count;
};

/* `config` must outlive the app. Free with app_end(), which overwrites what was typed. */
void app_start(struct app *app, const struct config *config, int width, int height);
void app_end(struct app *app);
void app_resize(struct app *app, int width, int height);

/* Shows capitals on the keyboard where the form wants one next and the script has them. For whoever changes
 * the keyboard's layout. */
void app_lift_keys(struct app *app);

/* Leaves out languages that cannot be shown here (their letters have no font); the first of the rest
 * becomes the screen's own, English when none is left. `can` is asked once for each. */
void app_offer(struct app *app, bool (*can)(void *context, const struct language *), void *context);

/* Does nothing move? The school's setting or the visitor's wish. */
bool app_calm(const struct app *app);

/* Is the page still on its way in? What can be touched stands already where it will. */
bool app_moves(const struct app *app, int64_t now_ms);

/* Takes over a new list of items (the catalogue changed). */
void app_items(struct app *app, struct item_list items, wall_t now, int64_t now_ms);

/* A finger went down somewhere: somebody is here. */
void app_touched(struct app *app, int64_t now_ms);
/* The picture was off and is on again: the slide that was there gets its whole time. */
void app_woken(struct app *app, int64_t now_ms);
/* A completed tap. */
void app_act(struct app *app, struct action action, wall_t now, int64_t now_ms);
/* A finger rests on a key: deletes on, or offers the key's accents. True: lifting it is no tap. */
bool app_hold(struct app *app, struct action action, int64_t now_ms);
/* Time has passed. `ready`: the next slide's pictures can be drawn; the rotation waits for that. */
void app_tick(struct app *app, wall_t now, int64_t now_ms, bool ready);

/* The part of the display that the present page lives in: all of it, or what is left when it has been
 * brought down. Where somebody types, the keys stand lowest anyway and need the room. */
struct rect app_stage(const struct app *app);

/* Writes what stands on the display while nothing else can: crest, name and welcome (splash.c). */
void app_splash(const struct app *app, struct draw_list *draw, struct tree *tree,
                struct text_engine text);

/* Writes the present frame. A page that does not hold gets smaller letters. */
void app_view(const struct app *app, struct draw_list *draw, struct tree *tree,
              struct text_engine text, struct action pressed, wall_t now, int64_t now_ms);

/* When the frame next changes by itself (monotonic ms); INT64_MAX: not before something happens. */
int64_t app_due_ms(const struct app *app, wall_t now, int64_t now_ms);

/* The pictures the next slide will want, so that they can be loaded ahead. Returns how many. */
struct wanted {
    const char *hash;
    enum picture_size size;
    enum picture_fit fit;
    float w, h;
};
size_t app_wanted(const struct app *app, wall_t now, struct wanted *wanted, size_t limit);

/* True once after Submit: the reply to store; the caller wipes it and then tells how it went. */
bool app_take_reply(struct app *app, wall_t now, bool clock_sure, struct reply *out);
void app_reply_saved(struct app *app, bool saved, int64_t now_ms);

/* True once after a clap that counts: for which item. A visitor counts once for each. */
bool app_take_clap(struct app *app, int64_t *item);
/* Has this visitor clapped for it? */
bool app_has_clapped(const struct app *app, int64_t item);

/* The staff's corner: at the top right of the display. A finger is on it, or not any more; held for three
 * seconds it opens the keypad. Only from the rotation, and only where a PIN is set. */
bool app_is_corner(const struct app *app, float x, float y);
void app_corner(struct app *app, bool down, int64_t now_ms);
/* True once when a PIN was typed: the caller judges it, wipes it, and tells. */
bool app_take_pin(struct app *app, char out[PIN_MOST + 1]);
void app_pin_judged(struct app *app, bool right, int64_t now_ms);
/* True while the staff screen wants to know how it goes; app_reported() takes over *report. */
bool app_wants_report(const struct app *app);
void app_reported(struct app *app, struct staff_report *report);
/* What staff wanted done, once. */
enum staff_wish app_take_wish(struct app *app);
/* What became of it. */
void app_wish_ended(struct app *app, enum staff_outcome outcome);
/* The touch test: something was felt there. Nothing on any other page. */
void app_mark(struct app *app, float x, float y);

/* Where we are. */
const struct place *app_place(const struct app *app);
enum session_phase app_phase(const struct app *app, int64_t now_ms);

#endif
