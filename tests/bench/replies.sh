#!/bin/bash
# Usage: replies.sh     (BUILD: the build's folder; REPLIES=10000, RUNS=3, VISITS=300)
#
# How many replies a second reach the office: its file and a PostgreSQL server of our own, from one kiosk and
# from eight at once, each beside bare inserts of the same rows in batches of the same size, as durable, by
# sqlite3 and psql. One file for each kiosk, one server for all. What is timed is "foyer sync --once" from
# start to end: reading the outbox, writing, looking whether all is there, noting it as delivered.
#
# And how long a visitor waits for the thank-you (thanks.c), with an empty outbox and with a full one.
set -eu
cd "$(dirname "$0")/../.."
# shellcheck source=tests/tools/postgres.sh
. tests/tools/postgres.sh

build=$(cd "${BUILD:-build}" && pwd)
foyer=$build/foyer
replies=${REPLIES:-10000} runs=${RUNS:-3} visits=${VISITS:-300}
many=8
work=$(mktemp -d)
finish() {
    [ -z "${server:-}" ] || postgres_do stop -m immediate || true
    rm -rf -- "$work"
}
trap finish EXIT
export TZ=Europe/London

median() {
    sort -n | awk '{ v[NR] = $1 } END { print NR % 2 ? v[(NR + 1) / 2] : (v[NR / 2] + v[NR / 2 + 1]) / 2 }'
}

# ---- kiosks ----
kiosk() { # NUMBER COUNT: one with so many replies waiting, in $work/NUMBER.full
    local home=$work/$1
    mkdir -p "$home/share" "$home/state" "$home/office"
    cat >"$home/foyer.conf" <<CONF
[content]
share = $home/share
state = $home/state
[replies]
kiosk = kiosk$1
excel = no
CONF
    "$foyer" sync --once -c "$home/foyer.conf" --set replies.staff_file="$home/office/Replies.sqlite" 2>/dev/null
    sqlite3 "$home/state/replies/outbox.db" "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < $2)
        INSERT INTO replies (uuid, sequence, boot_id, kind, about, about_key, about_when, interests,
        available, people, name, phone, email, prefers, message, language, notice_version, kiosk,
        created, clock_sure) SELECT lower(hex(randomblob(4)) || '-' || hex(randomblob(2)) || '-4' || substr(hex(randomblob(2)), 2) ||
        '-a' || substr(hex(randomblob(2)), 2) || '-' || hex(randomblob(6))), i, 'boot', 0,
        'Library helpers', 'k', '', 'Reading', 'After school', 0, 'Zoë O''Neill ' || i, '0412345678', 'zoe' || i || '@example.org',
        'phone', 'I can come on Tuesdays, and I used to work in a library.', 'en', '1', 'kiosk$1', $(date +%s) - 100000 + i, 1 FROM n;
        PRAGMA wal_checkpoint(TRUNCATE);" >/dev/null
    mv "$home/state" "$home/full"
}
anew() { # NUMBER: nothing was delivered yet
    rm -rf "$work/$1/state" "$work/$1/office"
    cp -r "$work/$1/full" "$work/$1/state"
    mkdir "$work/$1/office"
}
to_file() { # NUMBER
    "$foyer" sync --once -c "$work/$1/foyer.conf" --set replies.staff_file="$work/$1/office/Replies.sqlite" 2>>"$work/log"
}
to_server() { # NUMBER
    "$foyer" sync --once -c "$work/$1/foyer.conf" --set "replies.database=host=$work/pg user=owner dbname=office" 2>>"$work/log"
}

# ---- the bare ones ----
# rows NUMBER: what its file got, as statements of 100 (SQLite) and 500 (PostgreSQL) rows, as sync sends them
rows() {
    local size
    sqlite3 -cmd '.mode insert Replies' "$work/$1/office/Replies.sqlite" 'SELECT * FROM Replies' |
        sed 's/^INSERT INTO Replies VALUES//; s/;$//' >"$work/$1/rows"
    for size in 100 500; do
        awk -v size="$size" '{ printf "%s%s", (NR % size == 1 ? "INSERT INTO \"Replies\" VALUES " : ","), $0 }
            NR % size == 0 { print ";" } END { if (NR % size) print ";" }' "$work/$1/rows" >"$work/$1/bare.$size"
    done
    sqlite3 "$work/$1/office/Replies.sqlite" '.schema Replies' >"$work/schema.sql"
}
bare_file() { # NUMBER
    rm -f "$work/$1/bare.db"
    sqlite3 "$work/$1/bare.db" <"$work/schema.sql"
    sqlite3 -cmd 'PRAGMA synchronous=EXTRA' "$work/$1/bare.db" <"$work/$1/bare.100"
}
bare_server() { # NUMBER
    psql -h "$work/pg" -U owner -d bare -qX -v ON_ERROR_STOP=1 -f "$work/$1/bare.500"
}

# timed COMMAND NUMBER…: seconds until all of them, begun at once, are done
timed() {
    local what=$1 began=$EPOCHREALTIME pid pids=()
    shift
    for number; do
        "$what" "$number" &
        pids+=("$!")
    done
    for pid in "${pids[@]}"; do
        wait "$pid" || {
            echo "$what failed" >&2
            tail -3 "$work/log" >&2
            exit 1
        }
    done
    awk -v a="$began" -v b="$EPOCHREALTIME" 'BEGIN { print b - a }'
}
arrived() { # EXPECTED COUNT: all of them, each once
    [ "$1" -eq "$2" ] || {
        echo "$2 replies arrived instead of $1" >&2
        exit 1
    }
}
report() { # NAME COUNT
    awk -v name="$1" -v n="$2" -v foyer="$(median <"$work/foyer.times")" -v bare="$(median <"$work/bare.times")" 'BEGIN {
        printf "%-26s %6.0f replies a second; bare inserts %6.0f; %.2f x as fast as bare\n",
            name ":", n / foyer, n / bare, bare / foyer }'
    rm "$work/foyer.times" "$work/bare.times"
}
in_files() { # NUMBER…
    local n total=0
    for n; do
        total=$((total + $(sqlite3 "$work/$n/office/Replies.sqlite" 'SELECT count(DISTINCT "reply id") FROM Replies')))
    done
    echo "$total"
}
measure_files() { # NAME COUNT NUMBER…
    local name=$1 count=$2 run n
    shift 2
    for ((run = 0; run < runs; run++)); do
        for n; do anew "$n"; done
        timed to_file "$@" >>"$work/foyer.times"
        arrived "$count" "$(in_files "$@")"
        for n; do rows "$n"; done
        timed bare_file "$@" >>"$work/bare.times"
    done
    report "$name" "$count"
}
measure_server() { # NAME COUNT NUMBER…
    local name=$1 count=$2 run n
    shift 2
    for ((run = 0; run < runs; run++)); do
        for n; do anew "$n"; done
        postgres_sql office 'TRUNCATE "Replies", "Delivered"'
        postgres_sql bare 'TRUNCATE "Replies"'
        timed to_server "$@" >>"$work/foyer.times"
        arrived "$count" "$(postgres_sql office 'SELECT count(DISTINCT "reply id") FROM "Replies"')"
        timed bare_server "$@" >>"$work/bare.times"
    done
    report "$name" "$count"
}

# ---- from Send to the thank-you ----
visitors() { # NUMBER: visits to that kiosk
    "$build/tests/bench/thanks" "$visits" -c "$work/$1/foyer.conf" --headless --size 1920x1080 \
        --now 2026-05-12T08:40 --set display.less_motion=yes --tour "$work/visit.tour" 2>>"$work/log" | grep -v '^tour:'
}
measure_thanks() {
    cat >"$work/visit.tour" <<'TOUR'
tap @400,400
tap "See everything"
tap "Help out"
tap "Library helpers"
tap "I could help"
tap "Reading"
tap "Next"
tap "After school"
tap "Next"
type "Jo"
tap "Next"
tap "Text me"
type "07700900123"
tap "Next"
TOUR
    kiosk visited 0
    anew visited
    tests/tools/lay-sample.sh assets/sample "$work/visited/share" 2026-05-12
    "$foyer" import --once -c "$work/visited/foyer.conf" --now 2026-05-12T08:30 2>>"$work/log"
    echo "an empty outbox, $visits visits, 1920x1080 drawn by the processor:"
    visitors visited
    rm -r "$work/visited/state/replies"
    cp -r "$work/one/full/replies" "$work/visited/state/"
    echo "$replies replies kept:"
    visitors visited
}

# ---- ----
kiosk one "$replies"
for ((k = 1; k <= many; k++)); do
    kiosk "$k" $((replies / many))
done
each=$((replies / many * many))
echo "$replies replies, median of $runs runs, $(nproc) processors, $(stat -f -c %T "$work"):"
measure_files 'file, one kiosk' "$replies" one
measure_files "files, $many kiosks at once" "$each" $(seq "$many")
if postgres_is_here; then
    postgres_make "$work/pg"
    postgres_do start
    server=yes
    postgres_sql postgres 'CREATE DATABASE office'
    postgres_sql postgres 'CREATE DATABASE bare'
    anew one
    to_server one # makes the tables
    pg_dump -h "$work/pg" -U owner -s -t '"Replies"' office | psql -h "$work/pg" -U owner -d bare -qX -o /dev/null
    measure_server 'PostgreSQL, one kiosk' "$replies" one
    measure_server "PostgreSQL, $many at once" "$each" $(seq "$many")
else
    echo 'PostgreSQL: no server is installed (postgresql)'
fi
measure_thanks
