#!/bin/bash
# Unattended: what a kiosk meets in years with nobody looking. Mistakes in the configuration, a state folder
# that is somebody else's or would not survive, a second instance, being stopped at any moment, a full
# disk, a ruined cache, and what a monitoring system is told.
# alone: yes (being stopped within two seconds is measured)
# asan: no (real seconds; the same ends and disks are tried there by replies, hazards and import)
# limit: 200
# Disks that fill up are made in a mount name space of this test's own.
if [ "${FOYER_OWN_MOUNTS:-}" = '' ] && unshare -m true 2>/dev/null; then
    FOYER_OWN_MOUNTS=yes exec unshare -m bash "$0" "$@"
fi
# shellcheck source=tests/whole/lib.sh
. tests/whole/lib.sh

day=2026-05-12
# ---- what a monitoring system is told ----
sample_kiosk "$day"
foyer sync --once --now "${day}T08:31" >/dev/null 2>&1
metrics=$(foyer status --prometheus --now "${day}T08:40")
# Every line of the text format 0.0.4: a comment, or a name, labels and a number; help, type and samples of
# a name stand together, and no name comes twice.
same 'each line of --prometheus is of the text format' '' "$(grep -vE \
    '^(# HELP [a-z_]+ [^\\]+|# TYPE [a-z_]+ gauge|[a-z_]+(\{[a-z]+="[^"\\]*"\})? -?[0-9]+)$' <<<"$metrics")"
same 'each metric has its help and its type before it' '' "$(awk '
    /^# HELP/ { help = $3; next }
    /^# TYPE/ { if ($3 != help) print; type = $3; if (seen[type]++) print "twice: " type; next }
    { name = $1; sub(/\{.*/, "", name); if (name != type) print "astray: " $0 }' <<<"$metrics")"
same 'it ends with a line end' '' "$(foyer status --prometheus | tail -c 1)"
for line in 'foyer_up{service="show"} 0' 'foyer_share_ok 1' 'foyer_share_looked_age_seconds 2400' \
    'foyer_replies_waiting 0' 'foyer_sync_ok 1' 'foyer_sync_age_seconds 540' 'foyer_clock_synchronised'; do
    has "it says $line" "$line" "$metrics"
done

# ---- every key of the configuration wrong in turn ----
new_kiosk
keys=0 bad=
while IFS=. read -r section key; do
    keys=$((keys + 1))
    printf '; one mistake\n[%s]\n%s = \xff no value for anything\n' "$section" "$key" >"$work/wrong.conf"
    said=$("$FOYER" status -c "$work/wrong.conf" 2>&1) && status=0 || status=$?
    [[ $status = 2 && $said = *"$work/wrong.conf:3: [$section] $key = "*'; allowed: '* ]] ||
        bad="$bad$section.$key ($status): $said"$'\n'
done < <("$FOYER" config | awk -F'[][]' '/^\[/ { s = $2 } /^;[a-z_]+ =/ { sub(/^;/, ""); sub(/ =.*/, ""); print s "." $0 }')
check 'there are keys to try' test "$keys" -gt 40
same "each of the keys wrong: file, line and what is allowed" '' "$bad"
for wrong in '[schol]' $'[school]\nnmae = x' $'[school]\nname' $'[school]\nname = a\nname = b' 'name = x' $'\x01\x02'; do
    printf '%s\n' "$wrong" >"$work/wrong.conf"
    fails "not a configuration: ${wrong//$'\n'/ }" 2 "$FOYER" show --headless -c "$work/wrong.conf"
done
fails 'a configuration that is not there' 2 "$FOYER" show --headless -c "$work/none.conf"

# ---- a second instance ----
sample_kiosk "$day"
running() { # JOB: does status see it?
    foyer status --json | grep -q "\"$1\":true"
}
for job in show import sync; do
    start "$FOYER" "$job" -c "$conf"
    first=$started
    check "$job runs" within 10 running "$job"
    fails "a second $job ends" 1 foyer "$job"
    has 'and says why' 'already running' "$(foyer "$job" 2>&1)"
    check 'the first goes on' kill -0 "$first"
    stop "$first"
    same "$job, stopped, ends in order" 0 "$stopped"
done

# ---- a state folder that will not do ----
if [ "$(id -u)" -eq 0 ] && setpriv --reuid 65534 --regid 65534 --clear-groups test -x "$FOYER"; then
    new_kiosk
    chmod 711 "$work" "${conf%/*}"
    chmod 644 "$conf"
    chmod 755 "$share"
    chmod 700 "$state"
    for job in show import sync; do
        said=$(setpriv --reuid 65534 --regid 65534 --clear-groups "$FOYER" "$job" -c "$conf" 2>&1) && status=0 || status=$?
        same "$job does not start in somebody else's folder" 1 "$status"
        has 'and says whose it is and who this is' 'belongs to root (rights 0700), and this is nobody' "$said"
    done
else
    skip "somebody else's state folder" 'only root can become somebody else'
fi
if [ "$(stat -f -c %T /dev/shm 2>/dev/null)" = tmpfs ] && [ -w /dev/shm ]; then
    forgetful=$(mktemp -d /dev/shm/foyer-test.XXXXXX)
    for job in show import sync; do
        said=$(NOTIFY_SOCKET=$work/socket foyer "$job" --set content.state="$forgetful/state" 2>&1) && status=0 || status=$?
        same "as a service $job does not start where a restart loses everything" 1 "$status"
        has 'and says so' 'lies in memory' "$said"
    done
    check 'for a try it does' foyer import --once --set content.state="$forgetful/state"
    rm -rf "$forgetful"
else
    skip 'a state folder in memory' '/dev/shm is not in memory here'
fi

# ---- stopped at any moment ----
sample_kiosk "$day"
make_replies() { # COUNT
    foyer show --headless --size 1280x800 --now "${day}T08:40" --tour tests/tours/volunteer.tour --shots "$work/shots" >/dev/null 2>&1
    local sql='BEGIN;' i
    for ((i = 0; i < $1; i++)); do
        sql="$sql INSERT INTO replies SELECT printf('%08x-0000-4000-8000-000000000000', $i), 1000 + $i, boot_id,
            kind, about, about_key, about_when, interests, available, people, name, phone, email, prefers, message,
            language, notice_version, kiosk, created, clock_sure, NULL, NULL, organisation, agreed, children, NULL,
            NULL FROM replies WHERE sequence = 1;"
    done
    sqlite3 "$state/replies/outbox.db" <<<"$sql COMMIT;"
}
make_replies 600
rm -rf "$state/catalogue.db"* "$state/cache"
for job in import sync show; do
    slowest=0 orderly=yes
    for ms in 20 60 110 170 240 330 450 600 900 1300; do
        start "$FOYER" "$job" -c "$conf"
        sleep "$(printf '0.%03d' $((ms % 1000)))"
        [ $ms -lt 1000 ] || sleep 1
        before=${EPOCHREALTIME/./}
        stop "$started"
        took=$(((${EPOCHREALTIME/./} - before) / 1000))
        [ $took -le $slowest ] || slowest=$took
        # Before it has begun to listen, the signal ends it as any other process.
        [[ $stopped = 0 || ($stopped = 143 && $ms -le 110) ]] || orderly="status $stopped after $ms ms"
    done
    echo "# $job was stopped in at most $slowest ms"
    check "$job, stopped at ten moments, needs at most two seconds" test "$slowest" -le 2000
    same 'and ends in order' yes "$orderly"
done
check 'import goes on where it was' foyer import --once --now "${day}T08:50"
has 'with every item' 'Choir sings' "$(foyer list)"
check 'sync goes on, too' foyer sync --once --now "${day}T08:50"
same 'each reply is in the office'"'"'s file once' '601|601' \
    "$(sqlite3 "$staff_file" 'SELECT count(*), count(DISTINCT "reply id") FROM Replies')"
same 'and both databases are sound' $'ok\nok' \
    "$(sqlite3 "$staff_file" 'PRAGMA integrity_check'; sqlite3 "$state/replies/outbox.db" 'PRAGMA integrity_check')"

# ---- a cache that is lost or damaged ----
sample_kiosk "$day"
whole=$(find "$state/cache" -type f | wc -l)
pictures=$(cd "$state/cache" && sha256sum -- * | sort)
mapfile -t files < <(find "$state/cache" -name '*.jpg' | sort)
: >"${files[0]}"
head -c 4000 /dev/urandom >"${files[5]}"
truncate -s -100 "${files[10]}"
rm "${files[15]}"
said=$(foyer import --once --now "${day}T08:45" 2>&1)
has 'damage in the cache is found and said' 'missing or damaged in the cache' "$said"
same 'and every picture is as it was' "$pictures" "$(cd "$state/cache" && sha256sum -- * | sort)"
rm -rf "$state/cache"
check 'a cache that is gone' foyer import --once --now "${day}T08:46"
same 'is made anew' "$whole" "$(find "$state/cache" -type f | wc -l)"
said=$(foyer import --once --now "${day}T08:47" 2>&1)
hasnt 'a sound one is left alone' 'missing or damaged' "$said"

# ---- a disk that is full ----
new_kiosk
if [ "${FOYER_OWN_MOUNTS:-}" = yes ] && mount -t tmpfs -o size=32m none "$state" 2>/dev/null; then
    tests/tools/lay-sample.sh assets/sample "$share" "$day"
    foyer import --once --now "${day}T08:30" >/dev/null 2>&1
    start "$FOYER" import -c "$conf" --now "${day}T08:30"
    import=$started log=$work/started.$((${#_started[@]} - 1)).log
    check 'import runs' within 10 running import
    dd if=/dev/zero of="$state/filler" bs=4k status=none 2>/dev/null
    cp "$share/Achievements/IMG_4821.jpg" "$share/Achievements/A photo on a full disk.jpg"
    printf 'x' >>"$share/Achievements/A photo on a full disk.jpg"
    check 'import says that the disk is full' within 20 grep -qi 'disk' "$log"
    check 'and goes on' kill -0 "$import"
    tour() {
        foyer show --headless --size 1280x800 --now "${day}T08:40" --tour "$1" --shots "$work/shots"
    }
    check 'a reply that cannot be stored is said, not thanked for' tour tests/tours/offline.tour
    rm -f "$state/filler"
    arrived() {
        foyer list | grep -q 'A photo on a full disk'
    }
    check 'with room again the photo comes by itself' within 60 arrived
    check 'and a reply is thanked for' tour tests/tours/volunteer.tour
    stop "$import"
    same 'import ends in order' 0 "$stopped"
    umount "$state"
else
    skip 'a full disk' 'only root may make a small one'
fi
