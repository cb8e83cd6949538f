#!/bin/bash
# Usage: power.sh BUILD N
#
# `make prove-power`: N power cuts at random moments while visitors reply, staff drop photos, and import and
# sync work; every third as soon as a thank-you is on the display. A cut kills the machine's process: what the
# kernel in it had not written is gone. Then it is switched on, and nobody lifts a hand. The witness of a
# thank-you is the display, seen from outside. Last the control: a disk that only says it has written.
# shellcheck disable=SC2016,SC2119  # what check and inside are given is read later
build=$1 times=${2:-20}
# shellcheck source=tests/vm/machine.sh disable=SC2154  # its variables
. "$(dirname "$0")/machine.sh"
export VM_PACE=${VM_PACE:-0.5}
RANDOM=${SEED:-1}
witness=$run/witness visitor=0 longest=0

letter() { printf '%s' "$1" | awk '{ printf "%c", 97 + $1 % 26 }'; }
next_visitor() { # sets name: three letters of its own
    visitor=$((visitor + 1))
    name=Q$(letter $((visitor / 26)))$(letter "$visitor")
    plan_visit "$name"
}
drop_photos() {
    local n=0 photos=("$vm/share/Achievements/"*.jpg)
    while :; do
        n=$((n + 1))
        staff "put \"${photos[n % ${#photos[@]}]}\" \"Achievements/Dropped $RANDOM.jpg\"" >/dev/null 2>&1
        sleep 3
    done
}
visitors() { # FIRST-NUMBER: one after the other until the power goes
    while next_visitor && make_visit busy; do
        echo "$name" >>"$witness"
        sleep 16 # the page closes
    done
}
wake() { # switched on: sets boot_ms
    local at
    power_on
    within "${VM_PATIENCE:-240}" first_slide "$began" || return 1
    at=$(first_slide "$began")
    boot_ms=$((at - began))
    [ "$boot_ms" -le "$longest" ] || longest=$boot_ms
    within 120 inside 'systemctl is-active -q foyer-show foyer-import foyer-sync' && within 120 staff ls
}
work_until_cut() { # HOW: "thanked" cuts as soon as the next thank-you is seen, else after so many seconds
    local dropping visiting before
    before=$(wc -l <"$witness")
    drop_photos &
    dropping=$!
    visitors &
    visiting=$!
    if [ "$1" = thanked ]; then
        within 90 eval '[ "$(wc -l <"$witness")" -gt '"$before"' ]'
    else
        sleep "$1"
    fi
    power_cut
    kill "$dropping" "$visiting" 2>/dev/null
    wait "$dropping" "$visiting" 2>/dev/null
    visitor=$((visitor + 4)) # the names that were used in there
}
count_lost() { # sets lost, doubled
    local who n
    lost=0 doubled=0
    while read -r who; do
        n=$(replies "SELECT count(*) FROM Replies WHERE name = '$who'")
        [ "${n:-0}" -ge 1 ] || lost=$((lost + 1))
        [ "${n:-0}" -le 1 ] || doubled=$((doubled + 1))
    done <"$witness"
}
none_lost() { count_lost && [ "$lost" = 0 ]; }
sound() {
    inside 'systemctl stop foyer-show foyer-import foyer-sync; s=0 n=0;' \
        'for f in $(find /var/lib/foyer /srv/foyer/office -name "*.db" -o -name "*.sqlite"); do' \
        'said=$(sqlite3 "$f" "PRAGMA integrity_check" 2>&1); n=$((n + 1));' \
        '[ "$said" = ok ] || { echo "$f: $said"; s=1; }; done;' \
        'echo "$n databases"; [ "$n" -ge 3 ] || s=1; sleep 1;' \
        'systemctl --no-block start foyer-show foyer-import foyer-sync; exit $s'
}

mkdir -p "$run" "$pictures"
new_disks
: >"$witness"
: >"$run/cuts"
lost_all=0
plan_splash || exit 1
wake || not_ok "the machine starts"
for ((cut = 1; cut <= times; cut++)); do
    how=$((5 + RANDOM % 45))
    ((cut % 3)) || how=thanked
    work_until_cut "$how"
    if wake; then
        ok "cut $cut ($how): the rotation is back by itself after $(seconds "$boot_ms") s"
    else
        not_ok "cut $cut ($how): the rotation by itself"
    fi
    within 60 none_lost || count_lost
    if [ "$lost" = 0 ] && [ "$doubled" = 0 ]; then
        ok "cut $cut: $(wc -l <"$witness") thanked so far, none lost, none doubled"
    else
        not_ok "cut $cut: $lost lost, $doubled doubled"
    fi
    lost_all=$((lost_all + lost))
    check "cut $cut: every database is sound" sound
    within 120 inside 'systemctl is-active -q foyer-show'
    echo "$cut $how $(seconds "$boot_ms") $(wc -l <"$witness") $lost $doubled" >>"$run/cuts"
done
keep power-last
power_cut

# ---- the control ----
new_disks
: >"$witness"
wake || not_ok "the control starts"
inside 'for u in show sync; do mkdir -p /etc/systemd/system/foyer-$u.service.d;' \
    'printf "[Service]\nEnvironment=LD_PRELOAD=/usr/lib/nosync.so\n" >/etc/systemd/system/foyer-$u.service.d/nosync.conf; done;' \
    'sync; systemctl daemon-reload; systemctl restart foyer-show foyer-sync'
work_until_cut thanked
wake || echo "# the control does not even start"
within 30 none_lost || true
if [ -s "$witness" ] && [ "$lost" -gt 0 ]; then
    ok "control: with a disk that only says so, $lost of $(wc -l <"$witness") thanked are lost"
else
    not_ok "control: with a disk that only says so, something must be lost" "$(wc -l <"$witness") thanked"
fi
power_cut

{
    echo 'cut moment,s back,s thanked lost doubled'
    cat "$run/cuts"
} | column -t
echo "longest recovery $(seconds "$longest") s; $lost_all thanked replies lost"
echo "$passed passed, $failed failed"
[ "$failed" -eq 0 ]
