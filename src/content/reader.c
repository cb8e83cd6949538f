/* The reader. How: name, text file and folder are asked in that order of weakness; then the kind's own
 * rules give dates and life times. */
#include "content/reader.h"

#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/path.h"
#include "base/str.h"
#include "content/csvfile.h"
#include "content/filename.h"
#include "content/folders.h"
#include "content/icsfile.h"
#include "content/icstext.h"
#include "content/notes.h"
#include "content/text.h"

#define TITLE_LIMIT 160

/* ---- one item ---- */

/* Everything known of the item that a drop's name and text file describe. */
struct making {
    struct drop *drop;
    const struct reader_context *context;
    const char *source;
    struct item item;
    struct filename name;
    struct notes notes;
    bool album; /* a folder of pictures */
};

static void say(struct making *m, enum problem_weight weight, const char *reason,
                const char *advice)
{
    problem_add(&m->drop->problems, m->source, weight, reason, advice);
}

static const char *note(const struct making *m, enum note_key key)
{
    return m->notes.values[key];
}

/* A note's date that could not be read: said, with what stands there. */
static void say_date(struct making *m, const char *key, const char *value, enum date_result result)
{
    struct str reason = {0};
    str_printf(&reason, "%s: \"%s\" was not understood as a date.", key, value);
    say(m, PROBLEM_CHECK, reason.data, dates_advice(result));
    str_free(&reason);
}

static void set_title(struct making *m)
{
    const char *title = note(m, NOTE_TITLE);
    item_set(&m->item.title, !str_blank(title) ? title : m->name.title);
    if (utf8_count(m->item.title) > TITLE_LIMIT) {
        char *first = utf8_first(m->item.title, TITLE_LIMIT - 1);
        char *cut = xasprintf("%s…", first);
        item_set(&m->item.title, cut);
        free(first);
        free(cut);
        say(m, PROBLEM_CHECK, "The title is very long; only its beginning is shown.",
            "Give a short title, and put the rest into a text file beside it.");
    }
}

/* How many: a number at the start of the line; 0 when it is not given. */
static int read_count(struct making *m, enum note_key key, const char *name)
{
    const char *value = note(m, key);
    if (str_blank(value)) {
        return 0;
    }
    char *end = NULL;
    long count = strtol(value, &end, 10);
    if (end == value || count < 1 || count > 100000) {
        char *reason = xasprintf("%s: \"%s\" was not understood as a number.", name, value);
        say(m, PROBLEM_CHECK, reason, "Write it in digits, like 12.");
        free(reason);
        return 0;
    }
    return (int)count;
}

static void set_words(struct making *m)
{
    static const enum note_key keys[] = {NOTE_WHERE,  NOTE_CONTACT,  NOTE_NEEDS, NOTE_SKILLS,
                                         NOTE_TAKES,  NOTE_TRAINING, NOTE_LINK,  NOTE_CLASS,
                                         NOTE_CREDIT, NOTE_NOT};
    struct item *item = &m->item;
    char **fields[] = {&item->where,  &item->contact,  &item->needs, &item->skills,
                       &item->takes,  &item->training, &item->link,  &item->class_name,
                       &item->credit, &item->is_not};
    for (size_t i = 0; i < sizeof keys / sizeof keys[0]; i++) {
        if (note(m, keys[i]) != NULL) {
            item_set(fields[i], note(m, keys[i]));
        }
    }
    item_set(&item->text, m->notes.text);
    item->places = read_count(m, NOTE_PLACES, "Places");
    item->helpers = read_count(m, NOTE_HELPERS, "Helpers");
    for (size_t i = 0; i < m->notes.translation_count; i++) {
        const struct translation *t = &m->notes.translations[i];
        item_add_translation(item, t->language, t->title, t->text);
    }
}

/* Puts a day and a span of hours into the item. */
static void set_span(struct item *item, wall_t date, int from, int until)
{
    item->all_day = from < 0;
    item->starts = date + (from > 0 ? from : 0);
    item->ends = item->all_day ? date + WALL_DAY : until > from ? date + until : WALL_NONE;
}

/* Date: and Time:, or When: read as a date; else When: stays as written. */
static void set_when(struct making *m)
{
    const struct reader_context *c = m->context;
    struct item *item = &m->item;
    wall_t date = m->name.date;
    int from = m->name.from, until = m->name.till;
    if (m->name.date_result != DATE_NONE && m->name.date_result != DATE_OK) {
        say(m, PROBLEM_CHECK, "The date in the file's name was not understood.",
            dates_advice(m->name.date_result));
    }
    if (!str_blank(note(m, NOTE_DATE))) {
        enum date_result result =
            dates_read(note(m, NOTE_DATE), c->date_order, c->now, &date, &from, &until);
        if (result != DATE_OK) {
            say_date(m, "Date", note(m, NOTE_DATE), result);
            date = m->name.date;
        }
    } else if (!str_blank(note(m, NOTE_WHEN)) && item->kind != ITEM_VOLUNTEERING) {
        wall_t read = WALL_NONE;
        int f = -1, u = -1;
        enum date_result result =
            dates_read(note(m, NOTE_WHEN), c->date_order, c->now, &read, &f, &u);
        if (result == DATE_OK) {
            date = read;
            from = f;
            until = u;
        } else if (result != DATE_NONE) {
            say_date(m, "When", note(m, NOTE_WHEN), result);
        }
    }
    if (!str_blank(note(m, NOTE_TIME))) {
        const char *end = NULL;
        if (!dates_take_time(note(m, NOTE_TIME), false, &from, &until, &end)) {
            say(m, PROBLEM_CHECK, "The time was not understood.",
                "Write the time like 6:30 pm or 18:30.");
        }
    }
    item_set(&item->when, note(m, NOTE_WHEN));
    if (date != WALL_NONE) {
        set_span(item, date, from, until);
    }
    if (m->name.last != WALL_NONE && date == m->name.date && from < 0) {
        item->ends = m->name.last + WALL_DAY;
    }
    if (m->name.until_unread) {
        say(m, PROBLEM_CHECK,
            "What stands behind \"until\" in the name was not understood as a date.",
            "Write it like \"until 18 December\".");
    }
}

/* Until: or Ends:, or "until" in the name: the last day (or hour). */
static wall_t read_until(struct making *m)
{
    const struct reader_context *c = m->context;
    const char *value = note(m, NOTE_UNTIL);
    if (str_blank(value)) {
        return m->name.until != WALL_NONE ? m->name.until + WALL_DAY : WALL_NONE;
    }
    wall_t date = WALL_NONE;
    int from = -1, until = -1;
    const char *end = NULL;
    enum date_result result = dates_read(value, c->date_order, c->now, &date, &from, &until);
    if (result == DATE_OK) {
        return from >= 0 ? date + from : date + WALL_DAY;
    }
    if (m->item.starts != WALL_NONE && dates_take_time(value, false, &from, &until, &end) &&
        str_blank(end)) {
        return wall_midnight(m->item.starts) + from;
    }
    say_date(m, "Until", value, result);
    return WALL_NONE;
}

/* A key's date as the start (or, with `after`, the end) of that day. */
static wall_t read_day(struct making *m, enum note_key key, const char *name, bool after)
{
    const struct reader_context *c = m->context;
    wall_t date = WALL_NONE;
    int from = -1, until = -1;
    if (str_blank(note(m, key))) {
        return WALL_NONE;
    }
    enum date_result result = dates_read(note(m, key), c->date_order, c->now, &date, &from, &until);
    if (result != DATE_OK) {
        say_date(m, name, note(m, key), result);
        return WALL_NONE;
    }
    if (from >= 0) {
        return date + from;
    }
    return after ? date + WALL_DAY : date;
}

/* The configured end of the school year that follows a moment; WALL_NONE without one. */
static wall_t year_end_after(const char *year_ends, wall_t t)
{
    struct civil c = wall_to_civil(t);
    int month = 0, day = 0;
    if (str_blank(year_ends) || strlen(year_ends) != 5) {
        return WALL_NONE;
    }
    month = atoi(year_ends);
    day = atoi(year_ends + 3);
    wall_t end = wall_from_civil((struct civil){c.year, month, day + 1, 0, 0, 0});
    return end > t ? end : wall_from_civil((struct civil){c.year + 1, month, day + 1, 0, 0, 0});
}

/* The last moment of an event: its end, or the end of its day. */
static wall_t event_over(const struct item *item)
{
    if (item->ends != WALL_NONE) {
        return item->ends;
    }
    wall_t day_over = wall_midnight(item->starts) + WALL_DAY;
    wall_t three_hours = item->starts + (wall_t)3 * 3600;
    return day_over > three_hours ? day_over : three_hours;
}

/* What waits for its day lives from that day on. */
static wall_t lives_from(const struct item *item)
{
    return item->show_from > item->first_seen ? item->show_from : item->first_seen;
}

/* How long an item shows when staff said nothing (HOT-FOLDER.md section 1). */
static wall_t default_life(const struct item *item, const struct reader_context *context)
{
    wall_t seen = lives_from(item);
    switch (item->kind) {
    case ITEM_ACHIEVEMENT: {
        wall_t end = year_end_after(context->year_ends, seen);
        wall_t life = seen + 42 * WALL_DAY;
        return end != WALL_NONE && end < life ? end : life;
    }
    case ITEM_EVENT:
        return item->starts != WALL_NONE ? event_over(item) : seen + 14 * WALL_DAY;
    case ITEM_LEARNING:
        return item->starts != WALL_NONE ? event_over(item) : WALL_NONE;
    case ITEM_NOTICE:
        return item->urgent ? seen + (wall_t)12 * 3600 : seen + 14 * WALL_DAY;
    case ITEM_NEWSLETTER:
        return seen + 60 * WALL_DAY;
    default:
        return WALL_NONE;
    }
}

/* The end of something that has a beginning. */
static void set_end(struct making *m, wall_t until)
{
    struct item *item = &m->item;
    if (until <= item->starts) {
        say(m, PROBLEM_CHECK, "The end lies before the beginning.", "Correct one of the two.");
    } else if (item->all_day && wall_midnight(until) != until) {
        say(m, PROBLEM_CHECK, "There is a time for the end and none for the beginning.",
            "Write both, like Time: 6pm - 8pm.");
    } else {
        item->ends = until;
    }
}

static void set_life(struct making *m)
{
    struct item *item = &m->item;
    wall_t until = read_until(m);
    bool dated = item->kind == ITEM_EVENT || item->kind == ITEM_LEARNING;
    if (dated && until != WALL_NONE && item->starts != WALL_NONE) {
        set_end(m, until);
        until = WALL_NONE;
    }
    item->show_from = read_day(m, NOTE_SHOW_FROM, "Show from", false);
    wall_t asked = read_day(m, NOTE_SHOW_UNTIL, "Show until", true);
    bool relative = !dated || item->starts == WALL_NONE;
    wall_t life = relative && !m->context->clock_sure ? WALL_NONE : default_life(item, m->context);
    item->show_until = asked != WALL_NONE ? asked : until != WALL_NONE ? until : life;
    if (item->show_from != WALL_NONE && item->show_until != WALL_NONE &&
        item->show_until <= item->show_from) {
        say(m, PROBLEM_NOT_SHOWN, "It is to end before it begins, so it never shows.",
            "Correct \"Show from\" or the day until which it shows.");
    }
    wall_t most = lives_from(item) + 7 * WALL_DAY;
    if (item->urgent && item->show_until > most) {
        say(m, PROBLEM_CHECK, "Something urgent shows for a week at most.",
            "Drop it again when it is still urgent then, or write it as a plain notice.");
        item->show_until = most;
    }
    if (item->kind == ITEM_EVENT && item->starts == WALL_NONE && str_blank(item->when)) {
        say(m, PROBLEM_CHECK, "This event has no date, so the screen cannot say when it is.",
            "Write the date at the start of the file's name, like \"2026-12-11 6.30pm Winter "
            "fair\", or as Date: in a text file beside it.");
    }
}

/* ---- files ---- */

/* Length of the album's path ("Achievements/Sports day") that a file lies in; 0: in none. */
static size_t album_length(const char *path)
{
    const char *first = strchr(path, '/');
    const char *second = first != NULL ? strchr(first + 1, '/') : NULL;
    return second != NULL ? (size_t)(second - path) : 0;
}

/* The drop as staff see it: the album's folder, or its only (or first picture) file. */
static char *source_of(const struct drop_file *files, size_t count)
{
    size_t length = album_length(files[0].path);
    if (length > 0) {
        return xstrndup(files[0].path, length);
    }
    for (size_t i = 0; i < count; i++) {
        if (files[i].picture != NULL) {
            return xstrdup(files[i].path);
        }
    }
    return xstrdup(files[0].path);
}

static void add_pictures(struct making *m, const struct drop_file *file)
{
    const struct picture_job *job = file->picture;
    if (!job->ok) {
        problem_add(&m->drop->problems, file->path, PROBLEM_NOT_SHOWN, job->reason, job->advice);
        return;
    }
    for (size_t i = 0; i < job->page_count; i++) {
        const struct picture_page *page = &job->pages[i];
        bool twice = false;
        for (size_t j = 0; j < m->item.picture_count; j++) {
            twice = twice || str_same(m->item.pictures[j].hash, page->hash);
        }
        if (!twice) {
            item_add_picture(&m->item, page->hash, page->width, page->height);
        }
    }
    if (job->more_pages) {
        problem_add(&m->drop->problems, file->path, PROBLEM_CHECK,
                    "This PDF has more pages than the screen shows.",
                    "Nothing needs to be done, unless families should see the last pages.");
    }
}

static void refuse(struct drop *drop, const struct drop_file *file)
{
    const char *reason = file_type_refusal(file->type);
    problem_add(&drop->problems, file->path, PROBLEM_NOT_SHOWN,
                reason != NULL ? reason : "The screen does not know this kind of file.",
                reason != NULL ? file_type_advice(file->type)
                               : "Save it as JPEG, PNG or PDF, or as a text file.");
}

/* Gives items that stand for themselves (rows, occurrences) their place, key and life. */
static void finish_rows(struct drop *drop, size_t first, const char *source, const char *key,
                        const struct reader_context *context)
{
    for (size_t i = first; i < drop->items.count; i++) {
        struct item *item = &drop->items.items[i];
        struct str unique = {0};
        if (item->key[0] != '\0') {
            str_printf(&unique, "%s#%s", key, item->key);
        } else {
            char iso[24];
            str_printf(&unique, "%s#%s@%s", key, item->title, wall_to_iso(item->starts, true, iso));
        }
        for (size_t j = 0; j < i; j++) {
            if (str_same(drop->items.items[j].key, unique.data)) {
                str_printf(&unique, "~%zu", i);
            }
        }
        item_set(&item->key, unique.data);
        str_free(&unique);
        item_set(&item->source, source);
        item->first_seen = drop->first_seen != WALL_NONE ? drop->first_seen : context->now;
        item->show_until = default_life(item, context);
    }
}

/* A table or a calendar. False: nothing could be read from it. */
static bool read_rows(struct drop *drop, enum item_kind kind, const struct drop_file *file,
                      const char *text, const struct reader_context *context)
{
    size_t first = drop->items.count;
    bool ok = file->type == FILE_CSV
                  ? csvfile_read(text, file->path, kind, context, &drop->items, &drop->problems)
                  : icsfile_read(text, file->path, kind, context, &drop->items, &drop->problems);
    finish_rows(drop, first, file->path, drop->key, context);
    return ok;
}

/* The files that together make one item. */
static void read_item(struct making *m, const struct drop_file *files, size_t count)
{
    size_t pictures = 0, usable = 0;
    for (size_t i = 0; i < count; i++) {
        const struct drop_file *f = &files[i];
        if (f->picture != NULL) {
            pictures++;
            usable += f->picture->ok;
            add_pictures(m, f);
        } else if (f->type == FILE_TEXT && f->bytes != NULL) {
            usable++;
        } else {
            refuse(m->drop, f);
        }
    }
    bool lost = pictures > 0 && m->item.picture_count == 0;
    m->drop->failed = usable == 0 || lost;
}

static bool is_text(const struct drop_file *file)
{
    return file->type == FILE_TEXT && file->picture == NULL && file->bytes != NULL;
}

/* Is the text called like the folder it lies in, or as one calls a folder's text? */
static bool speaks_for_all(const struct making *m, const struct drop_file *file)
{
    static const char *const words[] = {"info", "text", "about", "album", "title", "description"};
    char *stem = filename_stem(path_base(file->path));
    char *name = text_fold(stem);
    char *folder = text_fold(path_base(m->source));
    bool found = strcmp(name, folder) == 0;
    for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
        found = found || strcmp(name, words[i]) == 0;
    }
    free(folder);
    free(name);
    free(stem);
    return found;
}

/* The one text of a drop; NULL: there is none. The others are said. */
static const struct drop_file *choose_text(struct making *m, const struct drop_file *files,
                                           size_t count)
{
    const struct drop_file *chosen = NULL;
    for (size_t i = 0; i < count; i++) {
        if (is_text(&files[i]) && (chosen == NULL || (m->album && !speaks_for_all(m, chosen) &&
                                                      speaks_for_all(m, &files[i])))) {
            chosen = &files[i];
        }
    }
    for (size_t i = 0; i < count; i++) {
        if (is_text(&files[i]) && &files[i] != chosen) {
            char *reason = xasprintf("There are two texts here; only \"%s\" is read.",
                                     path_base(chosen->path));
            problem_add(&m->drop->problems, files[i].path, PROBLEM_CHECK, reason,
                        "Put all the words into that one, and delete this one.");
            free(reason);
        }
    }
    return chosen;
}

static void read_notes(struct making *m, const struct drop_file *files, size_t count)
{
    const struct drop_file *file = choose_text(m, files, count);
    char *text = file != NULL ? text_decode(file->bytes, file->length) : xstrdup("");
    m->notes = notes_read(text);
    free(text);
}

/* Theme/: the colour must be one. */
static void set_accent(struct making *m)
{
    const char *accent = note(m, NOTE_ACCENT);
    if (str_blank(accent)) {
        return;
    }
    const char *digits = accent + (accent[0] == '#');
    if (strlen(digits) == 6 && strspn(digits, "0123456789abcdefABCDEF") == 6) {
        char *colour = xasprintf("#%s", digits);
        item_set(&m->item.text, colour);
        free(colour);
        return;
    }
    item_set(&m->item.text, "");
    char *reason = xasprintf("Accent: \"%s\" was not understood as a colour.", accent);
    say(m, PROBLEM_CHECK, reason, "Write it like #1f5f4b: a # and six digits or letters a to f.");
    free(reason);
}

static void make_item(struct making *m, enum item_kind kind)
{
    char *stem = filename_stem(path_base(m->source));
    /* An album's folder has no extension to lose. */
    m->name = filename_read(m->album ? path_base(m->source) : stem, m->context->date_order,
                            m->context->now);
    free(stem);
    m->item.urgent = kind == ITEM_NOTICE && m->name.urgent;
    set_title(m);
    set_words(m);
    set_when(m);
    set_life(m);
    if (kind == ITEM_THEME) {
        set_accent(m);
    }
}

static bool is_rows(const struct drop_file *file)
{
    return (file->type == FILE_CSV || file->type == FILE_ICS) && file->bytes != NULL;
}

/* A table or calendar without a mistake in it, and without anything to show. */
static void say_nothing_found(struct drop *drop, const struct drop_file *file)
{
    if (file->type == FILE_ICS) {
        problem_add(&drop->problems, file->path, PROBLEM_CHECK,
                    "This calendar has no date in the next 90 days, so it shows nothing now.",
                    "Export it again if there should be one; else nothing needs to be done.");
    } else {
        problem_add(&drop->problems, file->path, PROBLEM_NOT_SHOWN,
                    "This table has no rows below its first one.",
                    "Write one event a row, and save it again.");
    }
}

/* A drop with tables or calendars: all of them are read, and nothing else. False: it has none. */
static bool read_tables(struct drop *drop, enum item_kind kind, const struct drop_file *files,
                        size_t count, const struct reader_context *context)
{
    bool any = false;
    bool good = false;
    for (size_t i = 0; i < count; i++) {
        if (is_rows(&files[i])) {
            char *text = files[i].type == FILE_ICS ? icstext_decode(files[i].bytes, files[i].length)
                                                   : text_decode(files[i].bytes, files[i].length);
            size_t said = drop->problems.count;
            size_t had = drop->items.count;
            good = read_rows(drop, kind, &files[i], text, context) || good;
            if (drop->items.count == had && drop->problems.count == said) {
                say_nothing_found(drop, &files[i]);
            }
            any = true;
            free(text);
        }
    }
    for (size_t i = 0; any && i < count; i++) {
        if (!is_rows(&files[i])) {
            problem_add(&drop->problems, files[i].path, PROBLEM_NOT_SHOWN,
                        "In a folder with a table or calendar only that is read.",
                        "Move this file out of that folder, one folder up.");
        }
    }
    drop->failed = any && !good;
    return any;
}

/* What the school holds back, is held back: a file of an album takes the album with it. */
static void screen(struct drop *drop, const struct drop_file *files, size_t count,
                   const struct reader_context *context, bool agreed)
{
    if (context->screening == NULL) {
        return;
    }
    screening_apply(context->screening, drop, agreed);
    for (size_t i = 0; i < count && drop->items.count > 0; i++) {
        if (screening_is_listed(context->screening, files[i].path)) {
            problem_add(&drop->problems, files[i].path, PROBLEM_NOT_SHOWN, SCREENING_HELD,
                        SCREENING_HELD_ADVICE);
            item_list_free(&drop->items);
        }
    }
}

void reader_read(struct drop *drop, enum item_kind kind, const struct drop_file *files,
                 size_t count, const struct reader_context *context)
{
    drop->source = source_of(files, count);
    drop->key = folders_drop_key(files[0].path);
    if (drop->key == NULL) {
        drop->failed = true;
        return;
    }
    if (read_tables(drop, kind, files, count, context)) {
        screen(drop, files, count, context, false);
        return;
    }
    struct making m = {.drop = drop,
                       .context = context,
                       .source = drop->source,
                       .item = item_make(kind),
                       .album = album_length(files[0].path) > 0};
    m.item.first_seen = drop->first_seen != WALL_NONE ? drop->first_seen : context->now;
    read_item(&m, files, count);
    read_notes(&m, files, count);
    if (drop->failed) {
        item_free(&m.item);
    } else {
        make_item(&m, kind);
        char *key = xasprintf("%s#0", drop->key);
        item_set(&m.item.key, key);
        item_set(&m.item.source, drop->source);
        free(key);
        item_list_add(&drop->items, m.item);
        const char *agreed = note(&m, NOTE_AGREED);
        screen(drop, files, count, context, agreed != NULL && str_starts_nocase(agreed, "yes"));
    }
    filename_free(&m.name);
    notes_free(&m.notes);
}
