/* The office's views. How: plain SELECTs over "Replies" in words that any tool understands. Foyer itself
 * never reads through them: a file that people work in may hold any view. */
#include "store/staffviews.h"

#include <stdlib.h>

#include "base/alloc.h"

#define TEXT(column) "coalesce(\"" column "\", '')"
/* Is the event still to come? A date stands first in "event date", whatever else does. */
#define TO_COME "substr(\"event date\", 1, 10) >= date('now', 'localtime')"

const struct staff_view staff_views[] = {
    {"New replies", "What nobody has answered yet (status new), the one that waits longest on top.",
     "SELECT \"received\", \"kind\", \"about\", \"event date\", \"organisation\", \"name\","
     " \"phone\", \"email\", \"prefers\", \"interests\", \"available\", \"people\", \"message\","
     " \"assigned\", \"last_contact\", \"notes\" FROM \"Replies\""
     " WHERE lower(trim(" TEXT("status") ")) = 'new' ORDER BY \"received\""},
    {"By role", "Who offers help with what: role by role, then businesses and groups.",
     "SELECT CASE WHEN \"kind\" = 'partner' THEN 'businesses and groups'"
     " WHEN " TEXT(
         "about") " = '' THEN 'anything' ELSE \"about\" END AS \"role\","
                  " \"name\", \"organisation\", \"phone\", \"email\", \"prefers\", \"interests\","
                  " \"available\", \"message\", \"status\", \"assigned\", \"notes\", \"received\""
                  " FROM \"Replies\" WHERE \"kind\" IN ('offer of help', 'partner')"
                  " ORDER BY \"kind\" = 'partner', 1 COLLATE NOCASE, \"received\""},
    {"Per event",
     "For each event who comes, who helps and what was asked before the evening; the next event on "
     "top.",
     "SELECT \"event date\", \"about\" AS \"event\", CASE \"kind\" WHEN 'coming' THEN 'comes'"
     " WHEN 'offer of help' THEN 'helps' WHEN 'question' THEN 'asks' ELSE \"kind\" END AS \"what\","
     " \"name\", \"people\", \"children\","
     " CASE WHEN instr(" TEXT(
         "interests") ", 'waiting list') > 0 THEN 'waiting list' ELSE '' END"
                      " AS \"waits\", \"message\", \"phone\", \"email\", \"prefers\", \"status\", "
                      "\"assigned\","
                      " \"notes\", \"received\" FROM \"Replies\" WHERE " TEXT(
                          "event date") " <> ''"
                                        " ORDER BY NOT (" TO_COME "), CASE WHEN " TO_COME
                                        " THEN \"event date\" END,"
                                        " \"event date\" DESC, \"about\", CASE \"kind\" WHEN "
                                        "'coming' THEN 1 WHEN 'offer of help' THEN 2"
                                        " ELSE 3 END, \"received\""},
};
const size_t staff_view_count = sizeof staff_views / sizeof staff_views[0];

static bool is_taken(sqlite3 *db, const char *name)
{
    return db_number(db, 0, "SELECT count(*) FROM sqlite_schema WHERE lower(name) = lower(?)", "t",
                     name) > 0;
}

bool staffviews_there(sqlite3 *db)
{
    bool there = true;
    for (size_t i = 0; there && i < staff_view_count; i++) {
        there = is_taken(db, staff_views[i].name);
    }
    return there;
}

enum db_result staffviews_make(sqlite3 *db)
{
    enum db_result result = DB_OK;
    for (size_t i = 0; result == DB_OK && i < staff_view_count; i++) {
        if (!is_taken(db, staff_views[i].name)) {
            char *sql =
                xasprintf("CREATE VIEW \"%s\" AS %s", staff_views[i].name, staff_views[i].select);
            result = db_exec(db, sql);
            free(sql);
        }
    }
    return result;
}
