/* Merging. How: their rows are read one by one and compared, cell by cell, with the hashes noted last
 * time; only where one differs is our row looked at and changed. A note is a BLOB: for each cell that is
 * not as Foyer makes it, the hash of the column's name and of the cell's text. */
#include "store/staffmerge.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "store/inside.h"
#include "store/retention.h"
#include "store/staffcolumns.h"
#include "store/staffschema.h"

/* Columns of staff's own that are brought over; a file may claim thousands. */
#define MOST_COLUMNS 200

enum staffmerge_cell staffmerge_decide(uint32_t then, uint32_t theirs, uint32_t ours)
{
    if (theirs == then || theirs == ours) {
        return STAFFMERGE_LEAVE;
    }
    return ours == then ? STAFFMERGE_TAKE : STAFFMERGE_BOTH;
}

struct column {
    char *name, *quoted;
    uint32_t hash; /* of the name in small letters */
    int foyers;    /* enum staff_column, or -1: one of staff's own */
    bool yours;    /* the office's */
};

/* The hashes of a row's cells, one for each column of the merge. */
typedef uint32_t *row_hashes;

struct merge {
    sqlite3 *ours, *theirs;
    const struct staffmerge *rules;
    struct staffmerge_count *count;
    struct column *columns; /* those of their table, without the id */
    size_t column_count;
    size_t name_at; /* the column "name"; column_count: there is none */
    sqlite3_stmt *rows, *row, *insert, *is_known, *then, *set_then, *add_known;
    row_hashes was, is, here, note;
};

/* ---- cells ---- */

static uint32_t hash_of(const void *bytes, size_t length)
{
    uint64_t hash = str_hash(STR_HASH_SEED, bytes, length);
    uint32_t folded = (uint32_t)(hash ^ (hash >> 32));
    return folded != 0 ? folded : 1;
}

static uint32_t cell_hash(sqlite3_stmt *row, int at, const struct column *column)
{
    const char *text = (const char *)sqlite3_column_text(row, at);
    size_t length = (size_t)sqlite3_column_bytes(row, at);
    bool fresh =
        column->foyers == STAFF_STATUS ? length == 3 && memcmp(text, "new", 3) == 0 : length == 0;
    return fresh ? 0 : hash_of(text, length);
}

static void hash_row(const struct merge *m, sqlite3_stmt *row, row_hashes out)
{
    for (size_t i = 0; i < m->column_count; i++) {
        out[i] = cell_hash(row, (int)i, &m->columns[i]);
    }
}

/* What was noted of that row last time. False: nothing. */
static bool read_note(struct merge *m, const char *id)
{
    memset(m->was, 0, m->column_count * sizeof *m->was);
    bool found =
        db_rebind(m->then, "tt", m->rules->file, id) && sqlite3_step(m->then) == SQLITE_ROW;
    const unsigned char *bytes = found ? sqlite3_column_blob(m->then, 0) : NULL;
    size_t length = bytes != NULL ? (size_t)sqlite3_column_bytes(m->then, 0) : 0;
    for (size_t at = 0; at + 8 <= length; at += 8) {
        uint32_t pair[2];
        memcpy(pair, bytes + at, sizeof pair);
        for (size_t i = 0; i < m->column_count; i++) {
            if (m->columns[i].hash == pair[0]) {
                m->was[i] = pair[1];
            }
        }
    }
    sqlite3_reset(m->then);
    return found;
}

static enum db_result write_note(struct merge *m, const char *id, const uint32_t *hashes)
{
    unsigned char *bytes = xmalloc(m->column_count * 8);
    int length = 0;
    for (size_t i = 0; i < m->column_count; i++) {
        uint32_t pair[2] = {m->columns[i].hash, hashes[i]};
        if (hashes[i] != 0) {
            memcpy(bytes + length, pair, sizeof pair);
            length += 8;
        }
    }
    bool ok = db_rebind(m->set_then, "tt", m->rules->file, id) &&
              sqlite3_bind_blob(m->set_then, 3, bytes, length, SQLITE_STATIC) == SQLITE_OK;
    int code = ok ? sqlite3_step(m->set_then) : SQLITE_ERROR;
    sqlite3_reset(m->set_then);
    free(bytes);
    return db_result_of(code);
}

/* ---- one row ---- */

/* Our row of that id; NULL: there is none. Valid until the next call. */
static sqlite3_stmt *our_row(struct merge *m, const char *id)
{
    return db_rebind(m->row, "t", id) && sqlite3_step(m->row) == SQLITE_ROW ? m->row : NULL;
}

static bool is_known(struct merge *m, const char *id)
{
    bool known = !db_rebind(m->is_known, "t", id) || sqlite3_step(m->is_known) != SQLITE_DONE;
    sqlite3_reset(m->is_known);
    return known;
}

static enum db_result step(sqlite3_stmt *statement)
{
    int code = sqlite3_step(statement);
    sqlite3_reset(statement);
    return db_result_of(code);
}

static enum db_result note_known(struct merge *m, const char *id)
{
    return db_rebind(m->add_known, "t", id) ? step(m->add_known) : DB_FAILED;
}

static enum db_result add_row(struct merge *m, const char *id)
{
    bool ok = db_rebind(m->insert, "t", id);
    for (size_t i = 0; ok && i < m->column_count; i++) {
        ok = sqlite3_bind_value(m->insert, (int)i + 2, sqlite3_column_value(m->rows, (int)i)) ==
             SQLITE_OK;
    }
    enum db_result result = ok ? step(m->insert) : DB_FAILED;
    sqlite3_clear_bindings(m->insert);
    m->count->added += result == DB_OK;
    return result;
}

static enum db_result take_cell(struct merge *m, const char *id, size_t column)
{
    char *sql = xasprintf("UPDATE \"Replies\" SET %s = ?2 WHERE \"reply id\" = ?1",
                          m->columns[column].quoted);
    sqlite3_stmt *update = db_prepare(m->ours, sql, "t", id);
    bool ok =
        update != NULL &&
        sqlite3_bind_value(update, 2, sqlite3_column_value(m->rows, (int)column)) == SQLITE_OK;
    enum db_result result = ok ? db_result_of(sqlite3_step(update)) : db_last(m->ours);
    sqlite3_finalize(update);
    free(sql);
    return result;
}

/* Adds what the losing side wrote to our notes, unless it stands there. */
static enum db_result add_to_notes(struct merge *m, const char *id, size_t column, const char *text)
{
    const struct column *c = &m->columns[column];
    if (text[0] == '\0') {
        return DB_OK; /* emptied there: nothing to keep */
    }
    char *notes =
        db_text(m->ours, "SELECT \"notes\" FROM \"Replies\" WHERE \"reply id\" = ?", "t", id);
    char *kiosk =
        db_text(m->ours, "SELECT \"kiosk\" FROM \"Replies\" WHERE \"reply id\" = ?", "t", id);
    char day[24];
    wall_to_iso(m->rules->now, false, day);
    struct str line = {0};
    if (c->foyers == STAFF_NOTES) {
        str_puts(&line, text);
    } else {
        str_printf(&line, "%s: %s", c->name, text);
    }
    enum db_result result = DB_OK;
    if (notes == NULL || strstr(notes, line.data) == NULL) {
        char *longer =
            xasprintf("%s%s[%s %s] %s", notes != NULL ? notes : "", str_blank(notes) ? "" : "\n",
                      kiosk != NULL ? kiosk : "", day, line.data);
        result = db_run(m->ours, "UPDATE \"Replies\" SET \"notes\" = ?1 WHERE \"reply id\" = ?2",
                        "tt", longer, id);
        staff_cell_free(longer);
    }
    m->count->both++;
    str_wipe(&line);
    free(kiosk);
    if (notes != NULL) {
        staff_cell_free(notes);
    }
    return result;
}

/* Both sides wrote into this cell. */
static enum db_result settle(struct merge *m, const char *id, size_t column, const char *ours)
{
    if (m->rules->winner == STAFFMERGE_OURS) {
        char *theirs = db_column_copy(m->rows, (int)column);
        enum db_result result = add_to_notes(m, id, column, theirs);
        staff_cell_free(theirs);
        return result;
    }
    enum db_result result = take_cell(m, id, column);
    return result == DB_OK ? add_to_notes(m, id, column, ours) : result;
}

/* Has nobody of the office worked on a row with these hashes? */
static bool is_fresh(const struct merge *m, const uint32_t *hashes)
{
    bool fresh = true;
    for (size_t i = 0; fresh && i < m->column_count; i++) {
        fresh = !m->columns[i].yours || hashes[i] == 0;
    }
    return fresh;
}

static bool is_anonymised(const struct merge *m)
{
    return m->name_at < m->column_count &&
           strcmp(db_column(m->rows, (int)m->name_at), RETENTION_REMOVED) == 0 &&
           m->is[m->name_at] != m->here[m->name_at];
}

/* What becomes of one cell of a row that both sides have. */
static enum staffmerge_cell decide(const struct merge *m, size_t i, bool first_time, bool fresh,
                                   bool anonymised)
{
    const struct column *c = &m->columns[i];
    if (anonymised && (!c->yours || c->foyers == STAFF_NOTES)) {
        return m->is[i] != m->here[i] ? STAFFMERGE_TAKE : STAFFMERGE_LEAVE;
    }
    if ((fresh && c->yours) || (first_time && !c->yours)) {
        return STAFFMERGE_LEAVE;
    }
    return staffmerge_decide(m->was[i], m->is[i], m->here[i]);
}

/* Their row against ours. */
static enum db_result merge_cells(struct merge *m, const char *id, bool first_time)
{
    bool fresh = is_fresh(m, m->is);
    bool anonymised = is_anonymised(m);
    char **kept = xcalloc(m->column_count, sizeof *kept); /* ours, where both have changed */
    enum staffmerge_cell *what = xcalloc(m->column_count, sizeof *what);
    bool changed = false;
    for (size_t i = 0; i < m->column_count; i++) {
        what[i] = decide(m, i, first_time, fresh, anonymised);
        kept[i] = what[i] == STAFFMERGE_BOTH ? db_column_copy(m->row, (int)i) : NULL;
        changed = changed || what[i] != STAFFMERGE_LEAVE;
        /* What a fresh row does not say is not noted as said. */
        m->note[i] = fresh && !anonymised && m->columns[i].yours ? m->was[i] : m->is[i];
    }
    sqlite3_reset(m->row);
    enum db_result result = DB_OK;
    for (size_t i = 0; result == DB_OK && i < m->column_count; i++) {
        result = what[i] == STAFFMERGE_TAKE ? take_cell(m, id, i) : DB_OK;
    }
    for (int others = 0; others < 2; others++) { /* the notes first: to them the others are added */
        for (size_t i = 0; result == DB_OK && i < m->column_count; i++) {
            bool now =
                what[i] == STAFFMERGE_BOTH && (m->columns[i].foyers != STAFF_NOTES) == others;
            result = now ? settle(m, id, i, kept[i]) : DB_OK;
        }
    }
    m->count->changed += changed;
    for (size_t i = 0; i < m->column_count; i++) {
        if (kept[i] != NULL) {
            staff_cell_free(kept[i]);
        }
    }
    free(kept);
    free(what);
    return result;
}

static enum db_result merge_row(struct merge *m)
{
    const char *id = db_column(m->rows, (int)m->column_count);
    if (str_blank(id)) {
        m->count->nameless++;
        return DB_OK;
    }
    size_t size = m->column_count * sizeof *m->is;
    hash_row(m, m->rows, m->is);
    bool seen = read_note(m, id);
    if (seen && memcmp(m->was, m->is, size) == 0) {
        return DB_OK;
    }
    memcpy(m->note, m->is, size);
    enum db_result result = DB_OK;
    if (!m->rules->noted_only) {
        if (our_row(m, id) != NULL) {
            hash_row(m, m->row, m->here);
            result = merge_cells(m, id, !seen);
        } else {
            sqlite3_reset(m->row);
            result = is_known(m, id) ? DB_OK : add_row(m, id);
        }
        result = result == DB_OK ? note_known(m, id) : result;
    }
    return result == DB_OK ? write_note(m, id, m->note) : result;
}

static enum db_result merge_rows(struct merge *m)
{
    enum db_result result = DB_OK;
    int code = SQLITE_ROW;
    while (result == DB_OK && (code = sqlite3_step(m->rows)) == SQLITE_ROW) {
        result = merge_row(m);
    }
    return result == DB_OK ? db_result_of(code) : result;
}

/* ---- what was deleted there ---- */

static bool was_worked_on(struct merge *m, const char *id)
{
    bool noted = read_note(m, id);
    hash_row(m, m->row, m->here);
    return noted ? memcmp(m->was, m->here, m->column_count * sizeof *m->was) != 0
                 : !is_fresh(m, m->here);
}

static enum db_result delete_row(struct merge *m, const char *id, bool always)
{
    enum db_result result = DB_OK;
    if (our_row(m, id) != NULL) {
        bool keep = !always && was_worked_on(m, id);
        sqlite3_reset(m->row);
        if (keep) {
            m->count->kept++;
        } else {
            result = db_run(m->ours, "DELETE FROM \"Replies\" WHERE \"reply id\" = ?", "t", id);
            m->count->removed += result == DB_OK;
        }
    }
    sqlite3_reset(m->row);
    return result == DB_OK ? note_known(m, id) : result;
}

static enum db_result delete_listed(struct merge *m, const char *sql, bool always)
{
    sqlite3_stmt *gone = db_prepare(m->theirs, sql, "");
    enum db_result result = gone != NULL ? DB_OK : db_last(m->theirs);
    int code = SQLITE_ROW;
    while (result == DB_OK && (code = sqlite3_step(gone)) == SQLITE_ROW) {
        result = delete_row(m, db_column(gone, 0), always);
    }
    sqlite3_finalize(gone);
    return result == DB_OK ? db_result_of(code) : result;
}

static enum db_result merge_deletions(struct merge *m)
{
    enum db_result result = DB_OK;
    /* With rows whose id is gone, a deleted one cannot be told from one of those. */
    if (m->count->nameless == 0 && staffschema_has(m->theirs, "Delivered")) {
        result = delete_listed(m,
                               "SELECT \"reply id\" FROM \"Delivered\" WHERE \"reply id\" NOT IN"
                               " (SELECT \"reply id\" FROM \"Replies\")",
                               m->rules->winner == STAFFMERGE_THEIRS);
    }
    if (result == DB_OK && staffschema_has(m->theirs, "Erased")) {
        result = delete_listed(m, "SELECT \"reply id\" FROM \"Erased\"", true);
    }
    return result;
}

/* ---- the columns ---- */

static char *quoted(const char *name)
{
    struct str out = {0};
    str_putc(&out, '"');
    for (; *name != '\0'; name++) {
        str_puts(&out, *name == '"' ? "\"" : "");
        str_putc(&out, *name);
    }
    str_putc(&out, '"');
    return str_take(&out);
}

static int foyers_column(const char *name)
{
    int found = -1;
    for (int i = 0; i < STAFF_COLUMNS; i++) {
        found = str_same_nocase(staff_columns[i].name, name) ? i : found;
    }
    return found;
}

static uint32_t name_hash(const char *name)
{
    char *small = xstrdup(name);
    for (char *at = small; *at != '\0'; at++) {
        *at = (char)(*at >= 'A' && *at <= 'Z' ? *at + 'a' - 'A' : *at);
    }
    uint32_t hash = hash_of(small, strlen(small));
    free(small);
    return hash;
}

static enum db_result read_columns(struct merge *m)
{
    sqlite3_stmt *list = db_prepare(m->theirs, "SELECT name FROM pragma_table_info('Replies')", "");
    size_t capacity = 0;
    int code = SQLITE_ERROR;
    while (list != NULL && (code = sqlite3_step(list)) == SQLITE_ROW &&
           m->column_count < MOST_COLUMNS) {
        const char *name = db_column(list, 0);
        int foyers = foyers_column(name);
        if (foyers == STAFF_REPLY_ID || str_blank(name)) {
            continue;
        }
        m->columns = xgrow(m->columns, m->column_count, &capacity, sizeof *m->columns);
        m->columns[m->column_count++] = (struct column){
            .name = xstrdup(name),
            .quoted = quoted(name),
            .hash = name_hash(name),
            .foyers = foyers,
            .yours = foyers < 0 || staff_columns[foyers].yours,
        };
    }
    sqlite3_finalize(list);
    m->name_at = 0;
    while (m->name_at < m->column_count && m->columns[m->name_at].foyers != STAFF_NAME) {
        m->name_at++;
    }
    return code == SQLITE_DONE || code == SQLITE_ROW ? DB_OK : db_last(m->theirs);
}

/* Columns that staff have added there. */
static enum db_result add_columns(struct merge *m)
{
    enum db_result result = DB_OK;
    for (size_t i = 0; result == DB_OK && i < m->column_count; i++) {
        if (db_number(m->ours, 0,
                      "SELECT count(*) FROM pragma_table_info('Replies') WHERE lower(name) ="
                      " lower(?)",
                      "t", m->columns[i].name) == 0) {
            char *sql = xasprintf("ALTER TABLE \"Replies\" ADD COLUMN %s", m->columns[i].quoted);
            result = db_exec(m->ours, sql);
            free(sql);
        }
    }
    return result;
}

/* ---- the whole ---- */

static bool prepare_rows(struct merge *m)
{
    struct str names = {0};
    struct str marks = {0};
    for (size_t i = 0; i < m->column_count; i++) {
        str_printf(&names, "%s, ", m->columns[i].quoted);
        str_puts(&marks, ", ?");
    }
    char *all = xasprintf("SELECT %s\"reply id\" FROM \"Replies\" ORDER BY rowid",
                          names.data != NULL ? names.data : "");
    char *one = xasprintf("SELECT %s\"reply id\" FROM \"Replies\" WHERE \"reply id\" = ?",
                          names.data != NULL ? names.data : "");
    /* The id comes first among the parameters, last among the columns. */
    struct str insert = {0};
    str_puts(&insert, "INSERT INTO \"Replies\" (\"reply id\"");
    for (size_t i = 0; i < m->column_count; i++) {
        str_printf(&insert, ", %s", m->columns[i].quoted);
    }
    str_printf(&insert, ") VALUES (?%s)", marks.data != NULL ? marks.data : "");
    m->rows = db_prepare(m->theirs, all, "");
    m->row = db_prepare(m->ours, one, "");
    m->insert = db_prepare(m->ours, insert.data, "");
    str_free(&insert);
    str_free(&names);
    str_free(&marks);
    free(all);
    free(one);
    return m->rows != NULL && m->row != NULL && m->insert != NULL;
}

static bool prepare(struct merge *m)
{
    m->is_known = db_prepare(m->ours, "SELECT 1 FROM \"Delivered\" WHERE \"reply id\" = ?", "");
    m->add_known =
        db_prepare(m->ours, "INSERT INTO \"Delivered\" VALUES (?) ON CONFLICT DO NOTHING", "");
    m->then = db_prepare(
        m->ours, "SELECT \"seen\" FROM \"Merged\" WHERE \"file\" = ? AND \"reply id\" = ?", "");
    m->set_then = db_prepare(m->ours,
                             "INSERT INTO \"Merged\" VALUES (?, ?, ?) ON CONFLICT DO UPDATE SET"
                             " \"seen\" = excluded.\"seen\"",
                             "");
    m->was = xcalloc(m->column_count + 1, sizeof *m->was);
    m->is = xcalloc(m->column_count + 1, sizeof *m->is);
    m->here = xcalloc(m->column_count + 1, sizeof *m->here);
    m->note = xcalloc(m->column_count + 1, sizeof *m->note);
    return prepare_rows(m) && m->is_known != NULL && m->add_known != NULL && m->then != NULL &&
           m->set_then != NULL;
}

static void finish(struct merge *m)
{
    sqlite3_stmt *all[] = {m->rows, m->row,      m->insert,   m->is_known,
                           m->then, m->set_then, m->add_known};
    for (size_t i = 0; i < sizeof all / sizeof all[0]; i++) {
        sqlite3_finalize(all[i]);
    }
    for (size_t i = 0; i < m->column_count; i++) {
        free(m->columns[i].name);
        free(m->columns[i].quoted);
    }
    free(m->columns);
    free(m->was);
    free(m->is);
    free(m->here);
    free(m->note);
}

static void mark_of(const struct staffcopy *copy, char mark[24])
{
    snprintf(mark, 24, "%016llx", (unsigned long long)staffcopy_mark(copy));
}

/* The row of "Merged" with an empty id says which content of that file was merged last. */
bool staffmerge_knows(struct stafffile *ours, const struct staffcopy *theirs, const char *file)
{
    char mark[24];
    mark_of(theirs, mark);
    char *last = staffschema_has(staff_db(ours), "Merged")
                     ? db_text(staff_db(ours),
                               "SELECT \"seen\" FROM \"Merged\" WHERE \"file\" = ? AND"
                               " \"reply id\" = ''",
                               "t", file)
                     : NULL;
    bool is = str_same(last, mark);
    free(last);
    return is;
}

/* Everything inside the transaction. */
static enum db_result merge_all(struct merge *m, const char *mark)
{
    enum db_result result = read_columns(m);
    result =
        result == DB_OK
            ? db_exec(m->ours,
                      "CREATE TABLE IF NOT EXISTS \"Merged\" (\"file\" TEXT, \"reply id\" TEXT,"
                      " \"seen\", PRIMARY KEY (\"file\", \"reply id\")) WITHOUT ROWID")
            : result;
    result = result == DB_OK && !m->rules->noted_only ? add_columns(m) : result;
    if (result == DB_OK && !prepare(m)) {
        result = db_last(m->ours) != DB_OK ? db_last(m->ours) : db_last(m->theirs);
    }
    result = result == DB_OK ? merge_rows(m) : result;
    result = result == DB_OK && !m->rules->noted_only ? merge_deletions(m) : result;
    result = result == DB_OK
                 ? db_run(m->ours,
                          "DELETE FROM \"Merged\" WHERE \"file\" = ? AND \"reply id\" NOT IN"
                          " (SELECT \"reply id\" FROM \"Replies\")",
                          "t", m->rules->file)
                 : result;
    return result == DB_OK
               ? db_run(m->ours,
                        "INSERT INTO \"Merged\" VALUES (?, '', ?) ON CONFLICT DO UPDATE SET"
                        " \"seen\" = excluded.\"seen\"",
                        "tt", m->rules->file, mark)
               : result;
}

enum staff_result staffmerge(struct stafffile *ours, const struct staffcopy *theirs,
                             const struct staffmerge *rules, struct staffmerge_count *count,
                             struct str *why)
{
    char mark[24];
    mark_of(theirs, mark);
    *count = (struct staffmerge_count){.unchanged = staffmerge_knows(ours, theirs, rules->file)};
    if (count->unchanged) {
        return STAFF_OK;
    }
    struct merge m = {
        .ours = staff_db(ours), .theirs = staffcopy_db(theirs), .rules = rules, .count = count};
    if (!db_begin_write(m.ours)) {
        return staff_explain(ours, db_last(m.ours), why);
    }
    enum db_result result = merge_all(&m, mark);
    enum staff_result said =
        staff_explain(ours, result, why); /* before ROLLBACK hides the reason */
    finish(&m);
    if (result != DB_OK) {
        (void)db_end(m.ours, false);
    } else if (db_exec(m.ours, "COMMIT") != DB_OK) {
        said = staff_explain(ours, db_last(m.ours), why);
        (void)db_end(m.ours, false);
    }
    return said;
}
