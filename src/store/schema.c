/* The schemas. Times are ISO 8601 text in the school's own time, so that any tool shows them. */
#include "store/schema.h"

const char *const schema_catalogue =
    "PRAGMA user_version=1;"
    /* What staff put down as one thing. */
    "CREATE TABLE IF NOT EXISTS dropped ("
    "  key TEXT PRIMARY KEY, source TEXT NOT NULL, signature TEXT NOT NULL, first_seen TEXT);"
    /* What the screen shows of it. */
    "CREATE TABLE IF NOT EXISTS item ("
    "  id INTEGER PRIMARY KEY AUTOINCREMENT, key TEXT UNIQUE NOT NULL,"
    "  drop_key TEXT NOT NULL REFERENCES dropped(key) ON DELETE CASCADE ON UPDATE CASCADE,"
    "  place INTEGER NOT NULL, source TEXT, kind TEXT NOT NULL, title TEXT, text TEXT,"
    "  starts TEXT, ends TEXT, all_day INTEGER, show_from TEXT, show_until TEXT, urgent INTEGER,"
    "  first_seen TEXT, location TEXT, time_words TEXT, contact TEXT, needs TEXT, skills TEXT,"
    "  takes TEXT, training TEXT, link TEXT, class TEXT, credit TEXT, places INTEGER,"
    "  helpers INTEGER);"
    "CREATE INDEX IF NOT EXISTS item_of_drop ON item(drop_key);"
    "CREATE TABLE IF NOT EXISTS picture ("
    "  item INTEGER NOT NULL REFERENCES item(id) ON DELETE CASCADE, place INTEGER NOT NULL,"
    "  hash TEXT NOT NULL, width INTEGER, height INTEGER, PRIMARY KEY (item, place)) WITHOUT ROWID;"
    "CREATE TABLE IF NOT EXISTS translation ("
    "  item INTEGER NOT NULL REFERENCES item(id) ON DELETE CASCADE, language TEXT NOT NULL,"
    "  title TEXT, text TEXT, PRIMARY KEY (item, language)) WITHOUT ROWID;"
    "CREATE TABLE IF NOT EXISTS problem ("
    "  drop_key TEXT NOT NULL REFERENCES dropped(key) ON DELETE CASCADE ON UPDATE CASCADE,"
    "  place INTEGER NOT NULL, source TEXT, weight INTEGER, reason TEXT, advice TEXT, since TEXT,"
    "  PRIMARY KEY (drop_key, place)) WITHOUT ROWID;"
    /* Contents that were decoded or refused before, by their hash. */
    "CREATE TABLE IF NOT EXISTS content (hash TEXT PRIMARY KEY, refused TEXT) WITHOUT ROWID;"
    "CREATE TABLE IF NOT EXISTS content_page ("
    "  content TEXT NOT NULL REFERENCES content(hash) ON DELETE CASCADE, place INTEGER NOT NULL,"
    "  hash TEXT, width INTEGER, height INTEGER, PRIMARY KEY (content, place)) WITHOUT ROWID;"
    "CREATE TABLE IF NOT EXISTS fact (name TEXT PRIMARY KEY, value TEXT) WITHOUT ROWID;"
    "INSERT OR IGNORE INTO fact VALUES ('generation', '1');";

const char *const schema_outbox =
    "PRAGMA user_version=1;"
    "CREATE TABLE IF NOT EXISTS reply ("
    "  number INTEGER PRIMARY KEY AUTOINCREMENT, uuid TEXT UNIQUE NOT NULL, kind TEXT NOT NULL,"
    "  about TEXT, about_key TEXT, about_when TEXT, interests TEXT, available TEXT, people INTEGER,"
    "  name TEXT, phone TEXT, email TEXT, prefers TEXT, message TEXT, language TEXT,"
    "  notice_version TEXT, kiosk TEXT, created TEXT, clock_sure INTEGER, delivered TEXT);"
    "CREATE INDEX IF NOT EXISTS reply_waiting ON reply(number) WHERE delivered IS NULL;"
    "CREATE TABLE IF NOT EXISTS fact (name TEXT PRIMARY KEY, value TEXT) WITHOUT ROWID;";

const char *const schema_staff =
    "CREATE TABLE IF NOT EXISTS replies ("
    "  received TEXT, kind TEXT, about TEXT, event_date TEXT, name TEXT, phone TEXT, email TEXT,"
    "  prefers TEXT, interests TEXT, available TEXT, people INTEGER, message TEXT, language TEXT,"
    /* The office's own columns: Foyer fills them once and never writes them again. */
    "  status TEXT DEFAULT 'new', assigned TEXT, last_contact TEXT, notes TEXT,"
    "  kiosk TEXT, privacy_notice TEXT, date_certain TEXT, id TEXT PRIMARY KEY);"
    /* Every reply that was ever delivered, so that one the office deletes stays deleted. */
    "CREATE TABLE IF NOT EXISTS delivered (id TEXT PRIMARY KEY) WITHOUT ROWID;"
    "CREATE VIEW IF NOT EXISTS \"New replies\" AS SELECT * FROM replies WHERE status='new'"
    "  ORDER BY received;"
    "CREATE TABLE IF NOT EXISTS \"Read me\" (\"What is what\" TEXT PRIMARY KEY);"
    "INSERT OR IGNORE INTO \"Read me\" VALUES"
    "  ('Each row of the table replies is what one visitor sent from the screen.'),"
    "  ('The columns status, assigned, last_contact and notes are yours: write what you like, the "
    "screen never changes them.'),"
    "  ('You may delete rows. A deleted row does not come back.'),"
    "  ('Please leave the column id as it is: it keeps a reply from being entered twice.'),"
    "  ('date_certain says no when the screen was not sure of the date and time.'),"
    "  ('The table delivered only remembers which replies were entered. Please leave it.');";
