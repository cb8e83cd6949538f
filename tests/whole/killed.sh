#!/bin/bash
# The real screen and the real sync, killed (-9) at any time while a visitor fills in a form: whoever saw
# the thank-you is in the office's file, once. The witness of a thank-you is a picture of it, which the
# tour takes and nobody else. tests/prove kills more often, without a screen.
# asan: no (it is about what stands on the disk when the process is gone)
# prove: KILLS=300
# shellcheck source=tests/whole/lib.sh
# shellcheck disable=SC2154  # $state, $share, $staff_file, $conf come from lib.sh
. tests/whole/lib.sh

KILLS=${KILLS:-12}
day=2026-05-12
new_kiosk
tests/tools/lay-sample.sh assets/sample "$share" "$day"
foyer import --once --now "${day}T08:30" >/dev/null 2>&1

# tour NUMBER [early]: the visit of one visitor; early: the control takes the picture before.
tour() {
    cat <<END
tap @400,400
tap "See everything"
${2:+shot thanked}
tap "Help out"
tap "Library helpers"
tap "I could help"
tap "Reading"
tap "Next"
tap "After school"
tap "Next"
type "Visitor $1"
tap "Next"
tap "Text me"
type "07700900123"
tap "Next"
tap "Send my offer"
expect "Thank you"
shot thanked
END
}
visit() { # NUMBER [early]
    tour "$@" >"$work/$1.tour"
    exec "$FOYER" show -c "$conf" --headless --size 640x480 --now "${day}T08:40" \
        --tour "$work/$1.tour" --shots "$work/shots.$1" >/dev/null 2>&1
}
thanked() { # NUMBER
    compgen -G "$work/shots.$1/*thanked*" >/dev/null
}
rows() { # NUMBER
    sqlite3 "$staff_file" "SELECT count(*) FROM Replies WHERE name = 'Visitor $1'"
}

# How long a visit takes here: the shortest of three.
length=9
for number in 1 2 3; do
    began=$EPOCHREALTIME
    (visit "$number")
    length=$(awk -v a="$began" -v b="$EPOCHREALTIME" -v l="$length" 'BEGIN { print b - a < l ? b - a : l }')
done
check 'a visitor who is left in peace is thanked' thanked 1

# killing FIRST COUNT [early]: visits FIRST…, each killed at some moment of it, mostly towards its end,
# when there is something to lose, every third as soon as there is a picture of the thank-you; sync is killed meanwhile.
killing() {
    local number
    "$FOYER" sync -c "$conf" >/dev/null 2>&1 &
    local sync=$! screen
    for ((number = $1; number < $1 + $2; number++)); do
        visit "$number" ${3:+"$3"} &
        screen=$!
        if [ -n "${3:-}" ] || ((number % 3 == 0)); then
            until thanked "$number" || ! kill -0 "$screen" 2>/dev/null; do sleep 0.002; done
        else
            sleep "$(awk -v l="$length" -v r="$RANDOM" 'BEGIN { print l * (0.5 + 0.6 * r / 32768) }')"
        fi
        kill -9 "$screen" 2>/dev/null
        wait "$screen" 2>/dev/null
        if ((number % 2)); then
            kill -9 "$sync" 2>/dev/null
            wait "$sync" 2>/dev/null
            "$FOYER" sync -c "$conf" >/dev/null 2>&1 &
            sync=$!
        fi
        ((number % 20)) || echo "# visitor $number"
    done
    kill -9 "$sync" 2>/dev/null
    wait "$sync" 2>/dev/null
    foyer sync --once >/dev/null 2>&1
}
count() { # FIRST COUNT: sets thanks, lost, doubled, unasked
    local number n
    thanks=0 lost=0 doubled=0 unasked=0
    for ((number = $1; number < $1 + $2; number++)); do
        n=$(rows "$number")
        if thanked "$number"; then
            thanks=$((thanks + 1))
            [ "$n" -gt 0 ] || lost=$((lost + 1))
        elif [ "$n" -gt 0 ]; then
            unasked=$((unasked + 1))
        fi
        [ "$n" -le 1 ] || doubled=$((doubled + 1))
    done
}

killing 4 "$KILLS"
count 1 "$((KILLS + 3))"
echo "# $KILLS kills, $thanks thank-yous, $unasked stored just before theirs"
same 'none of those who were thanked is lost' 0 "$lost"
same 'none is doubled' 0 "$doubled"
same 'the outbox is sound' ok "$(sqlite3 "$state/replies/outbox.db" 'PRAGMA integrity_check')"
same 'the office'"'"'s file, too' ok "$(sqlite3 "$staff_file" 'PRAGMA integrity_check')"

controls=$((KILLS < 30 ? KILLS : 30))
killing 1000 "$controls" early
count 1000 "$controls"
check 'control: a picture of the thank-you before it is stored: some are lost' test "$lost" -gt 0
