/* The office's database. How: libpq's asynchronous calls and poll(2), so that a silent server or a wish to
 * stop is noticed; a batch of replies travels as one array for each column and goes in by one statement,
 * the ledger deciding row by row. A batch that the server refuses is tried again one by one. */
#include "store/database.h"

#include <poll.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "store/libpq.h"
#include "store/retention.h"
#include "store/staffcolumns.h"
#include "store/staffviews.h"

struct database {
    PGconn *connection;
    int stop_fd;
    bool stopped;
    char *name; /* for people: "foyer on db.school.example" */
};

/* Loaded by whoever asks first for a server; before that nobody has one to ask. */
static const struct libpq *pq;

bool database_is_possible(void)
{
    pq = libpq_load();
    return pq != NULL;
}

bool database_understands(const char *conninfo)
{
    if (!database_is_possible()) {
        return true; /* nobody can tell; opening it says what is missing */
    }
    PQconninfoOption *options = pq->PQconninfoParse(conninfo, NULL);
    pq->PQconninfoFree(options);
    return options != NULL;
}

/* ---- waiting ---- */

/* True when the connection's socket is ready; false after a silence, or when asked to stop. */
static bool wait_for(struct database *d, short events, int64_t until_ms)
{
    for (;;) {
        int64_t left = until_ms - clock_monotonic_ms();
        struct pollfd fds[2] = {{.fd = pq->PQsocket(d->connection), .events = events},
                                {.fd = d->stop_fd, .events = POLLIN}};
        if (left <= 0 || fds[0].fd < 0) {
            return false;
        }
        int ready = poll(fds, d->stop_fd >= 0 ? 2 : 1, (int)left);
        if (ready > 0 && d->stop_fd >= 0 && fds[1].revents != 0) {
            d->stopped = true;
            return false;
        }
        if (ready > 0 && fds[0].revents != 0) {
            return true;
        }
    }
}

static bool connect_within(struct database *d)
{
    int64_t until = clock_monotonic_ms() + DATABASE_PATIENCE_MS;
    PostgresPollingStatusType status = PGRES_POLLING_WRITING;
    while (status != PGRES_POLLING_OK && status != PGRES_POLLING_FAILED) {
        if (!wait_for(d, status == PGRES_POLLING_READING ? POLLIN : POLLOUT, until)) {
            return false;
        }
        status = pq->PQconnectPoll(d->connection);
    }
    return status == PGRES_POLLING_OK;
}

static bool result_within(struct database *d)
{
    int64_t until = clock_monotonic_ms() + DATABASE_PATIENCE_MS;
    int unsent = 0;
    while ((unsent = pq->PQflush(d->connection)) > 0 || pq->PQisBusy(d->connection)) {
        if (unsent < 0 || !wait_for(d, (short)(unsent > 0 ? POLLIN | POLLOUT : POLLIN), until) ||
            pq->PQconsumeInput(d->connection) == 0) {
            return false;
        }
    }
    return unsent == 0;
}

/* The last result of what was sent, or NULL when the connection is of no use any more. */
static PGresult *collect(struct database *d)
{
    PGresult *last = NULL;
    for (;;) {
        if (!result_within(d)) {
            pq->PQclear(last);
            return NULL;
        }
        PGresult *next = pq->PQgetResult(d->connection);
        if (next == NULL) {
            return last;
        }
        bool failed = last != NULL && pq->PQresultStatus(last) == PGRES_FATAL_ERROR;
        pq->PQclear(failed ? next : last);
        last = failed ? last : next;
    }
}

static PGresult *ask(struct database *d, const char *sql, int count, const char *const *values)
{
    if (pq->PQsendQueryParams(d->connection, sql, count, NULL, values, NULL, NULL, 0) == 0) {
        return NULL;
    }
    return collect(d);
}

/* Several statements without values: one transaction by themselves. */
static PGresult *run_script(struct database *d, const char *sql)
{
    return pq->PQsendQuery(d->connection, sql) == 0 ? NULL : collect(d);
}

/* ---- what went wrong, for status ---- */

/* The first line of the server's words, without what libpq puts before it. */
static void put_reason(struct str *why, const char *message)
{
    message += strncmp(message, "ERROR:  ", 8) == 0 || strncmp(message, "FATAL:  ", 8) == 0 ? 8 : 0;
    size_t length = strcspn(message, "\n");
    str_printf(why, " (%.*s)", (int)length, message);
}

static enum staff_result explain(const struct database *d, const PGresult *result, struct str *why)
{
    const char *state = result != NULL ? pq->PQresultErrorField(result, PG_DIAG_SQLSTATE) : NULL;
    const char *advice;
    enum staff_result said = STAFF_FAILED;
    str_clear(why);
    if (d->stopped) {
        str_printf(why, "Foyer was asked to stop while it wrote to the database %s.", d->name);
        return STAFF_FAILED;
    }
    str_printf(why, "The database %s", d->name);
    if (state == NULL) {
        str_puts(why, " does not answer");
        put_reason(why, pq->PQerrorMessage(d->connection));
        advice = " See that the server runs, and that [replies] database names it and the role's "
                 "password rightly.";
        said = STAFF_AWAY;
    } else {
        str_puts(why, " refused the replies");
        put_reason(why, pq->PQresultErrorMessage(result));
        advice = strncmp(state, "28", 2) == 0 ? " Check the role's name and password."
                 : strcmp(state, "42501") == 0
                     ? " Give the role the rights it needs; \"foyer check\" prints the SQL."
                 : strncmp(state, "53", 2) == 0 ? " The server is full: make room there."
                 : strcmp(state, "25006") == 0
                     ? " It is read-only, a standby perhaps: name the primary server."
                 : strcmp(state, "22P05") == 0
                     ? " Its encoding cannot hold every letter: it must be made with UTF8."
                     : "";
        said = strncmp(state, "22", 2) == 0 || strncmp(state, "23", 2) == 0 ? STAFF_REFUSED
                                                                            : STAFF_FAILED;
    }
    str_printf(why, ".%s The replies wait safely until then.", advice);
    return said;
}

static bool is_good(const PGresult *result)
{
    ExecStatusType status = result != NULL ? pq->PQresultStatus(result) : PGRES_FATAL_ERROR;
    return status == PGRES_COMMAND_OK || status == PGRES_TUPLES_OK;
}

/* Says what failed, and clears. */
static enum staff_result done(const struct database *d, PGresult *result, struct str *why)
{
    enum staff_result said = is_good(result) ? STAFF_OK : explain(d, result, why);
    pq->PQclear(result);
    return said;
}

/* ---- the schema ---- */

static const char *type_of(enum staff_column column)
{
    return staff_column_is_number(column) ? "integer"
           : column == STAFF_STATUS       ? "text DEFAULT 'new'"
           : staff_columns[column].yours  ? "text DEFAULT ''"
                                          : "text";
}

/* The views' words are SQLite's; PostgreSQL needs other ones for a day and for a place in a text, and the
 * name of a view's column where it is put in order. */
static void put_view(struct str *sql, const struct staff_view *view)
{
    static const char *const other[][2] = {
        {"date('now', 'localtime')", "current_date::text"},
        {"instr(", "strpos("},
        {"1 COLLATE NOCASE", "1"},
        {"\"kind\" = 'partner', 1", "\"kind\" = 'partner', lower(\"about\")"}};
    const char *at = view->select;
    str_printf(sql, "CREATE VIEW \"%s\" AS ", view->name);
    while (*at != '\0') {
        size_t i = 0, count = sizeof other / sizeof other[0];
        while (i < count && strncmp(at, other[i][0], strlen(other[i][0])) != 0) {
            i++;
        }
        if (i < count) {
            str_puts(sql, other[i][1]);
            at += strlen(other[i][0]);
            at += strncmp(at, " COLLATE NOCASE", 15) == 0 ? 15 : 0;
        } else {
            str_putc(sql, *at++);
        }
    }
    str_puts(sql, ";\n");
}

void database_schema(struct str *sql)
{
    str_puts(sql, "CREATE TABLE IF NOT EXISTS \"Replies\" (");
    for (int i = 0; i < STAFF_COLUMNS; i++) {
        str_printf(sql, "%s\"%s\" %s", i > 0 ? ", " : "", staff_columns[i].name,
                   i == STAFF_REPLY_ID ? "text PRIMARY KEY DEFAULT gen_random_uuid()::text"
                                       : type_of((enum staff_column)i));
    }
    str_puts(sql, ");\n");
    for (int i = 0; i < STAFF_REPLY_ID; i++) {
        str_printf(sql, "ALTER TABLE \"Replies\" ADD COLUMN IF NOT EXISTS \"%s\" %s;\n",
                   staff_columns[i].name, type_of((enum staff_column)i));
    }
    str_puts(sql, "CREATE TABLE IF NOT EXISTS \"Delivered\" (\"reply id\" text PRIMARY KEY);\n");
}

/* What does not exist yet of tables, columns and views; empty when all does. */
static enum staff_result find_missing(struct database *d, struct str *sql, struct str *why)
{
    static const char columns_there[] =
        "SELECT attname FROM pg_attribute WHERE attrelid = to_regclass('\"Replies\"') AND attnum > "
        "0"
        " AND NOT attisdropped UNION ALL SELECT '(Delivered)' WHERE to_regclass('\"Delivered\"') "
        "IS NOT"
        " NULL UNION ALL SELECT relname FROM pg_class WHERE pg_table_is_visible(oid)";
    PGresult *there = ask(d, columns_there, 0, NULL);
    if (!is_good(there)) {
        return done(d, there, why);
    }
    int rows = pq->PQntuples(there);
    int found = 0;
    bool view_there[8] = {false};
    for (int row = 0; row < rows; row++) {
        const char *name = pq->PQgetvalue(there, row, 0);
        for (int i = 0; i < STAFF_COLUMNS; i++) {
            found += strcmp(name, staff_columns[i].name) == 0;
        }
        found += strcmp(name, "(Delivered)") == 0;
        for (size_t i = 0; i < staff_view_count && i < 8; i++) {
            view_there[i] = view_there[i] || strcmp(name, staff_views[i].name) == 0;
        }
    }
    pq->PQclear(there);
    if (found < STAFF_COLUMNS + 1) {
        database_schema(sql);
    }
    for (size_t i = 0; i < staff_view_count && i < 8; i++) {
        if (!view_there[i]) {
            put_view(sql, &staff_views[i]);
        }
    }
    return STAFF_OK;
}

/* May this role do there what it has to? */
static enum staff_result check_rights(struct database *d, struct str *why)
{
    PGresult *result = ask(d,
                           "SELECT has_table_privilege('\"Replies\"', 'SELECT') AND"
                           " has_table_privilege('\"Replies\"', 'INSERT') AND"
                           " has_table_privilege('\"Replies\"', 'DELETE') AND"
                           " has_table_privilege('\"Delivered\"', 'SELECT') AND"
                           " has_table_privilege('\"Delivered\"', 'INSERT')",
                           0, NULL);
    bool may = is_good(result) && pq->PQgetvalue(result, 0, 0)[0] == 't';
    enum staff_result said = done(d, result, why);
    if (said == STAFF_OK && !may) {
        str_clear(why);
        str_printf(why,
                   "The database %s does not let this role use the tables of the replies. Give the "
                   "role the rights it needs; \"foyer check\" prints the SQL. The replies wait "
                   "safely until then.",
                   d->name);
        said = STAFF_FAILED;
    }
    return said;
}

/* Two kiosks that begin at the same time take turns: the lock is released with the transaction. */
static enum staff_result complete(struct database *d, struct str *why)
{
    struct str sql = {0};
    enum staff_result result = find_missing(d, &sql, why);
    if (result == STAFF_OK && sql.length > 0) {
        PGresult *lock = run_script(d, "BEGIN; SELECT pg_advisory_xact_lock(1181709682)");
        result = done(d, lock, why);
        str_clear(&sql);
        result = result == STAFF_OK ? find_missing(d, &sql, why) : result;
        if (result == STAFF_OK && sql.length > 0) {
            result = done(d, run_script(d, sql.data), why);
        }
        PGresult *end = run_script(d, result == STAFF_OK ? "COMMIT" : "ROLLBACK");
        result = result == STAFF_OK ? done(d, end, why) : (pq->PQclear(end), result);
    }
    str_free(&sql);
    return result;
}

/* ---- connecting ---- */

/* The database and the server as people know them; never the password. */
static char *name_of(const char *conninfo)
{
    PQconninfoOption *options = pq->PQconninfoParse(conninfo, NULL);
    const char *dbname = "?", *host = "this computer";
    for (PQconninfoOption *o = options; o != NULL && o->keyword != NULL; o++) {
        if (o->val != NULL && strcmp(o->keyword, "dbname") == 0) {
            dbname = o->val;
        } else if (o->val != NULL && strcmp(o->keyword, "host") == 0) {
            host = o->val;
        }
    }
    char *name = xasprintf("\"%s\" on %s", dbname, host);
    pq->PQconninfoFree(options);
    return name;
}

static void say_nothing(void *context, const char *message)
{
    (void)context;
    (void)message; /* "relation exists, skipping" is no news */
}

enum staff_result database_open(const char *conninfo, int stop_fd, struct database **out,
                                struct str *why)
{
    static const char *const keys[] = {
        "dbname",          "client_encoding",  "application_name", "keepalives",
        "keepalives_idle", "tcp_user_timeout", "options",          NULL};
    /* A server that is told not to wait for its disk is told otherwise for this connection. */
    const char *const values[] = {
        conninfo,
        "UTF8",
        "foyer",
        "1",
        "10",
        "10000",
        "-c synchronous_commit=on -c statement_timeout=9000 -c lock_timeout=5000",
        NULL};
    *out = NULL;
    if (!database_is_possible()) {
        str_puts(
            why,
            "[replies] database is set, but PostgreSQL's library is not installed. Install it: "
            "sudo apt-get install libpq5; or empty the setting to use the office's file. The "
            "replies wait safely until then.");
        return STAFF_FAILED;
    }
    struct database *d = xcalloc(1, sizeof *d);
    d->stop_fd = stop_fd;
    d->name = name_of(conninfo);
    d->connection = pq->PQconnectStartParams(keys, values, 1);
    enum staff_result result = STAFF_OK;
    if (d->connection == NULL || pq->PQstatus(d->connection) == CONNECTION_BAD ||
        !connect_within(d)) {
        result = explain(d, NULL, why);
        result = result == STAFF_OK ? STAFF_AWAY : result;
    } else {
        pq->PQsetNoticeProcessor(d->connection, say_nothing, NULL);
        pq->PQsetnonblocking(d->connection, 1);
        result = complete(d, why);
        result = result == STAFF_OK ? check_rights(d, why) : result;
    }
    if (result == STAFF_OK) {
        *out = d;
    } else {
        database_close(d);
    }
    return result;
}

void database_close(struct database *d)
{
    if (d != NULL) {
        pq->PQfinish(d->connection);
        free(d->name);
        free(d);
    }
}

/* ---- arrays ---- */

/* One more element of an array in PostgreSQL's text form (its manual, 8.15.2); NULL for none. */
static void put_element(struct str *array, const char *text)
{
    str_puts(array, array->length > 0 ? "," : "{");
    if (text == NULL) {
        str_puts(array, "NULL");
        return;
    }
    str_putc(array, '"');
    for (const char *c = text; *c != '\0'; c++) {
        if (*c == '"' || *c == '\\') {
            str_putc(array, '\\');
        }
        str_putc(array, *c);
    }
    str_putc(array, '"');
}

static void end_array(struct str *array)
{
    str_puts(array, array->length > 0 ? "}" : "{}");
}

static void put_ids(struct str *array, const struct reply *replies, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        put_element(array, replies[i].uuid);
    }
    end_array(array);
}

/* ---- delivering ---- */

/* The ledger takes what it does not have; of that the rows are made. Whole, or not at all. */
static char *add_sql(void)
{
    struct str names = {0}, arrays = {0}, fields = {0};
    for (int i = 0; i < STAFF_COLUMNS; i++) {
        const char *type = staff_column_is_number((enum staff_column)i) ? "integer" : "text";
        const char *comma = i > 0 ? ", " : "";
        str_printf(&names, "%s\"%s\"", comma, staff_columns[i].name);
        str_printf(&arrays, "%s$%d::%s[]", comma, i + 1, type);
        str_printf(&fields, "%sr%d", comma, i + 1);
    }
    char *sql =
        xasprintf("WITH fresh AS (INSERT INTO \"Delivered\" SELECT unnest($%d::text[]) ON"
                  " CONFLICT DO NOTHING RETURNING \"reply id\" AS id)"
                  " INSERT INTO \"Replies\" (%s) SELECT r.* FROM unnest(%s) AS r (%s)"
                  " JOIN fresh ON r%d = id ON CONFLICT DO NOTHING",
                  STAFF_REPLY_ID + 1, names.data, arrays.data, fields.data, STAFF_REPLY_ID + 1);
    str_free(&names);
    str_free(&arrays);
    str_free(&fields);
    return sql;
}

static enum staff_result add_together(struct database *d, const struct reply *replies, size_t count,
                                      struct str *why)
{
    struct str arrays[STAFF_COLUMNS] = {{0}};
    const char *values[STAFF_COLUMNS];
    for (int column = 0; column < STAFF_COLUMNS; column++) {
        for (size_t i = 0; i < count; i++) {
            char *text = staff_cell(&replies[i], (enum staff_column)column);
            bool none = text[0] == '\0' && staff_column_is_number((enum staff_column)column);
            put_element(&arrays[column], none ? NULL : text);
            staff_cell_free(text);
        }
        end_array(&arrays[column]);
        values[column] = arrays[column].data;
    }
    char *sql = add_sql();
    enum staff_result result = done(d, ask(d, sql, STAFF_COLUMNS, values), why);
    free(sql);
    for (int column = 0; column < STAFF_COLUMNS; column++) {
        str_wipe(&arrays[column]);
    }
    return result;
}

/* How many of these does the ledger not have? -1: could not be asked. */
static int64_t unknown(struct database *d, const struct reply *replies, size_t count,
                       struct str *why)
{
    struct str ids = {0};
    put_ids(&ids, replies, count);
    const char *values[] = {ids.data};
    PGresult *result = ask(d,
                           "SELECT count(*) FROM unnest($1::text[]) AS id WHERE NOT EXISTS (SELECT"
                           " FROM \"Delivered\" WHERE \"reply id\" = id)",
                           1, values);
    int64_t n = is_good(result) ? strtoll(pq->PQgetvalue(result, 0, 0), NULL, 10) : -1;
    (void)done(d, result, why);
    str_free(&ids);
    return n;
}

enum staff_result database_add(struct database *d, const struct reply *replies, size_t count,
                               struct str *why)
{
    int64_t missing = unknown(d, replies, count, why);
    if (missing <= 0) {
        return missing == 0 ? STAFF_OK : STAFF_AWAY;
    }
    enum staff_result result = add_together(d, replies, count, why);
    bool refused = result == STAFF_REFUSED;
    for (size_t i = 0; result == STAFF_REFUSED && count > 1 && i < count; i++) {
        enum staff_result one = add_together(d, &replies[i], 1, why);
        result = one == STAFF_OK ? STAFF_REFUSED : one;
    }
    if (refused && result == STAFF_REFUSED && unknown(d, replies, count, why) == 0) {
        result = STAFF_OK;
    }
    return result;
}

enum staff_result database_taken(struct database *d, const struct reply *replies, size_t count,
                                 bool *taken, struct str *why)
{
    struct str ids = {0};
    put_ids(&ids, replies, count);
    const char *values[] = {ids.data};
    PGresult *rows = ask(d,
                         "SELECT \"reply id\", coalesce(\"received\", ''), coalesce(\"kind\", ''),"
                         " coalesce(\"name\", ''), coalesce(\"message\", '') FROM \"Replies\" WHERE"
                         " \"reply id\" = ANY ($1::text[])",
                         1, values);
    int found = is_good(rows) ? pq->PQntuples(rows) : 0;
    for (size_t i = 0; i < count; i++) {
        taken[i] = false;
        for (int row = 0; row < found; row++) {
            if (strcmp(pq->PQgetvalue(rows, row, 0), replies[i].uuid) == 0) {
                char *received = staff_cell(&replies[i], STAFF_RECEIVED);
                taken[i] =
                    strcmp(pq->PQgetvalue(rows, row, 1), received) != 0 &&
                    (strcmp(pq->PQgetvalue(rows, row, 2), reply_kind_word(replies[i].kind)) != 0 ||
                     strcmp(pq->PQgetvalue(rows, row, 3), replies[i].name) != 0 ||
                     strcmp(pq->PQgetvalue(rows, row, 4), replies[i].message) != 0);
                staff_cell_free(received);
            }
        }
    }
    str_free(&ids);
    return done(d, rows, why);
}

enum staff_result database_deleted(struct database *d, const struct reply *replies, size_t count,
                                   char ***uuids, size_t *deleted, struct str *why)
{
    *uuids = NULL;
    *deleted = 0;
    struct str ids = {0};
    put_ids(&ids, replies, count);
    const char *values[] = {ids.data};
    PGresult *rows = ask(d,
                         "SELECT d.\"reply id\" FROM \"Delivered\" AS d WHERE d.\"reply id\" = ANY"
                         " ($1::text[]) AND NOT EXISTS (SELECT FROM \"Replies\" AS r WHERE"
                         " r.\"reply id\" = d.\"reply id\")",
                         1, values);
    size_t capacity = 0;
    for (int row = 0; is_good(rows) && row < pq->PQntuples(rows); row++) {
        *uuids = xgrow(*uuids, *deleted, &capacity, sizeof **uuids);
        (*uuids)[(*deleted)++] = xstrdup(pq->PQgetvalue(rows, row, 0));
    }
    str_free(&ids);
    return done(d, rows, why);
}

/* ---- forgetting ---- */

enum staff_result database_erase(struct database *d, char *const *uuids, size_t count,
                                 size_t *removed, struct str *why)
{
    struct str ids = {0};
    for (size_t i = 0; i < count; i++) {
        put_element(&ids, uuids[i]);
    }
    end_array(&ids);
    const char *values[] = {ids.data};
    PGresult *result = ask(d,
                           "WITH noted AS (INSERT INTO \"Delivered\" SELECT unnest($1::text[]) ON"
                           " CONFLICT DO NOTHING) DELETE FROM \"Replies\" WHERE \"reply id\" = ANY"
                           " ($1::text[])",
                           1, values);
    *removed = is_good(result) ? (size_t)strtoull(pq->PQcmdTuples(result), NULL, 10) : 0;
    str_free(&ids);
    return done(d, result, why);
}

#define REPLACED(column)                                                                         \
    column " = CASE WHEN coalesce(" column ", '') = '' THEN " column " ELSE '" RETENTION_REMOVED \
           "' END"

enum staff_result database_anonymise(struct database *d, const char *kiosk, wall_t now, int days,
                                     size_t *changed, struct str *why)
{
    char before[24], today[24];
    wall_to_iso(wall_midnight(now) - days * WALL_DAY, false, before);
    wall_to_iso(now, false, today);
    const char *values[] = {before, today, kiosk};
    PGresult *result = ask(
        d,
        "UPDATE \"Replies\" SET " REPLACED("\"name\"") ", " REPLACED("\"message\"") ", " REPLACED(
            "\"organisation\"") ", \"phone\" = '', \"email\" = '', \"notes\" = ''"
                                " WHERE \"received\" < $1 AND \"received\" > '2024' AND \"kiosk\" ="
                                " $3 AND coalesce(\"event date\", '') < $2 AND"
                                " (coalesce(\"name\", '') NOT IN ('', '" RETENTION_REMOVED "')"
                                " OR coalesce(\"phone\", '') <> '' OR coalesce(\"email\", '') <> ''"
                                " OR coalesce(\"notes\", '') <> '' OR coalesce(\"message\", '') NOT"
                                " IN ('', '" RETENTION_REMOVED "'))",
        3, values);
    *changed = is_good(result) ? (size_t)strtoull(pq->PQcmdTuples(result), NULL, 10) : 0;
    return done(d, result, why);
}

/* ---- reading ---- */

enum staff_result database_rows(struct database *d, struct grid *out, struct str *why)
{
    PGresult *rows =
        ask(d, "SELECT * FROM \"Replies\" ORDER BY \"received\", \"reply id\"", 0, NULL);
    if (is_good(rows)) {
        size_t columns = (size_t)pq->PQnfields(rows);
        grid_add_row(out, columns);
        for (size_t i = 0; i < columns; i++) {
            grid_set(out, i, pq->PQfname(rows, (int)i));
        }
        for (int row = 0; row < pq->PQntuples(rows); row++) {
            grid_add_row(out, columns);
            for (size_t i = 0; i < columns; i++) {
                grid_set(out, i, pq->PQgetvalue(rows, row, (int)i));
            }
        }
    }
    return done(d, rows, why);
}
