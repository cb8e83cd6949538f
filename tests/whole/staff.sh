#!/bin/bash
# The staff screen: nobody gets in without the PIN, whoever is in finds what matters, and nothing of it
# is left when they go.
# shellcheck source=tests/whole/lib.sh
# shellcheck disable=SC2154  # $work, $share, $state, $conf come from lib.sh
. tests/whole/lib.sh

new_kiosk
tests/tools/lay-sample.sh assets/sample "$share" 2026-05-12
foyer import --once --now 2026-05-12T08:30 >/dev/null 2>&1
cp "$conf" "$work/closed.conf"
echo 2468 | "$FOYER" pin >>"$conf"

# play NAME STEPS [ARGUMENT…]: a visit of these steps.
play() {
    printf '%b' "$2" >"$work/$1.tour"
    "$FOYER" show --headless -c "${with:-$conf}" --size 1280x800 --now "${at:-2026-05-12T08:40}" --tour "$work/$1.tour" \
        --shots "$work/shots" "${@:3}"
}
corner='wait 1s\nhold @1240,30 3500ms\n'
digits() { # a PIN as touches
    local i
    for ((i = 0; i < ${#1}; i++)); do
        printf 'tap "%s"\\n' "${1:i:1}"
    done
}
ok='tap "OK"\n'

# ---- the PIN ----
fails 'a PIN as it is is refused' 2 "$FOYER" status -c "$conf" --set staff.pin=2468
has 'with how to make it' 'foyer pin' "$("$FOYER" status -c "$conf" --set staff.pin=2468 2>&1)"
fails 'too short a PIN is none' 1 bash -c "echo 12 | '$FOYER' pin"
hasnt 'the PIN stands nowhere' 2468 "$(cat "$conf")"

# ---- the door ----
for size in 1920x1080 1080x1920 1280x800 1024x600; do
    w=${size%x*} inch=24
    [ "$size" = 1024x600 ] && inch=7
    sed "s/@1240,30/@$((w - 40)),30/" tests/tours/staff.tour >"$work/size.tour"
    check "all of it at $size" "$FOYER" show --headless -c "$conf" --size "$size" --now 2026-05-12T08:40 \
        --set "display.diagonal_inch=$inch" --tour "$work/size.tour" --shots "$work/shots/$size"
done
with=$work/closed.conf
check 'without a PIN the corner is a part of the slide' play closed "${corner}wait 1s\nrefuse \"For staff\"\n"
with=
check 'another corner is nothing' play other 'wait 1s\nhold @40,30 3500ms\nwait 1s\nrefuse "For staff"\n'
check 'who lets go of the keypad leaves nothing' play idle "${corner}expect \"Please type the staff's PIN.\"\n$(digits 24)wait 2m\nrefuse \"For staff\"\n${corner}$(digits 68)refuse \"On screen\"\n"
check 'the staff screen closes by itself' play away "${corner}$(digits 2468)${ok}expect \"On screen\"\nwait 2m\nrefuse \"On screen\"\n"
check 'and wants the PIN again' play again "${corner}$(digits 2468)${ok}expect \"On screen\"\nwait 2m\n${corner}expect \"Please type the staff's PIN.\"\nrefuse \"On screen\"\n"

# ---- who tries PINs ----
tries=
for wrong in 0000 1111 2222 3333 4444; do
    tries+="$(digits $wrong)$ok"
done
check 'five wrong ones have to wait' play locked "${corner}${tries}expect \"Please wait 1 minute.\"\n"
same 'that is kept' 5 "$(cat "$state/staff.tries")"
same 'for Foyer alone' 600 "$(stat -c %a "$state/staff.tries")"
check 'a restart does not help' play restarted "${corner}expect \"Please wait 1 minute.\"\nwait 30s\nexpect \"Please wait 1 minute.\"\n"
check 'the right one opens after the wait' play waited "wait 61s\n${corner}$(digits 2468)${ok}expect \"On screen\"\n"
same 'and the count begins anew' 0 "$(cat "$state/staff.tries")"

# ---- what it says: nothing is well that nobody knows ----
enter="${corner}$(digits 2468)${ok}"
check 'where nobody has replied yet, none waits' play fresh "${enter}expect \"all with the office\"\nrefuse \"not known\"\n"
mkdir -p "$state/replies"
echo 'This is no database.' >"$state/replies/outbox.db"
check 'replies that cannot be read are not all with the office' play torn \
    "${enter}expect \"not known\"\nrefuse \"all with the office\"\n"
rm -f "$state"/replies/outbox.db*
mkdir "$work/bare"
check 'without a catalogue nobody knows of problems' play bare \
    "${enter}expect \"not known\"\nrefuse \"none\"\nrefuse \"within reach\"\n" --set "content.state=$work/bare"
cp -r "$state" "$work/garbled"
rm -f "$work"/garbled/catalogue.db*
echo 'This is no database.' >"$work/garbled/catalogue.db"
check 'nor with one that is damaged' play garbled "${enter}expect \"not known\"\nrefuse \"none\"\n" --set "content.state=$work/garbled"
check 'with one they are' play well "${enter}expect \"none\"\nexpect \"within reach\"\nrefuse \"not looked at\"\n"
check 'the last import is when something came' play import "${enter}expect \"Last import\"\nexpect \"Today 8:30\"\n"
check 'not when nothing new was found' foyer import --once --now 2026-05-12T08:35
check 'which is no import' play again-import "${enter}expect \"Today 8:30\"\n"
at=2026-05-12T12:40
check 'nobody has looked for hours' play idle-share "${enter}expect \"not looked at since: Today 9:00\"\n"
at=
mv "$share" "$share.away"
foyer import --once --now 2026-05-12T08:36 >/dev/null 2>&1
check 'away since when' play away-share "${enter}expect \"cannot be reached since: Today 8:36\"\n"
mv "$share.away" "$share"
for file in 'Achievements/IMG_1.HEIC' 'Events/Term.ics' 'Newsletters/Spring.pub'; do
    printf 'x' >"$share/$file"
done
foyer import --once --now 2026-05-12T08:37 >/dev/null 2>&1
check 'every problem is told' play problems \
    "${enter}expect \"IMG_1.HEIC\"\nexpect \"Term.ics\"\ntap \"Next page\"\nexpect \"Spring.pub\"\n"

# ---- what is done on the spot ----
check 'shutting down asks first, then runs what is configured' play off \
    "${corner}$(digits 2468)${ok}tap \"Shut down\"\ntap \"Yes, shut down\"\nwait 1s\n" --set "staff.poweroff=touch $work/off"
check 'it ran' within 10 test -e "$work/off"
rm -f "$work/off"
check 'who says no goes on' play no \
    "${corner}$(digits 2468)${ok}tap \"Shut down\"\ntap \"No\"\nexpect \"On screen\"\nwait 1s\n" --set "staff.poweroff=touch $work/off"
fails 'and it did not run' 1 test -e "$work/off"
check 'a shutdown that fails is told on the screen' play stays \
    "${enter}tap \"Shut down\"\ntap \"Yes, shut down\"\nexpect \"could not be shut down from here\"\n" --set staff.poweroff=false
check 'and one that is none' play nothing-happens \
    "${enter}tap \"Shut down\"\ntap \"Yes, shut down\"\nexpect \"is shutting down\"\nwait 31s\nexpect \"could not be shut down from here\"\n" --set staff.poweroff=true
check 'what was told is gone with the next visit' play told \
    "${enter}tap \"Shut down\"\ntap \"Yes, shut down\"\nexpect \"could not be\"\ntap \"Done\"\nwait 1s\n${enter}refuse \"could not be\"\n" --set staff.poweroff=false
unset NOTIFY_SOCKET # of whoever runs the tests
check 'started by hand, Foyer does not end where it would stay away' play alone \
    "${enter}tap \"Restart Foyer\"\nexpect \"Foyer was not restarted\"\n"
check 'the language is chosen for this visit' play language \
    "${enter}tap \"Language\"\ntap \"Español\"\nexpect \"Carpeta compartida\"\ntap \"Listo\"\nwait 1s\n${enter}expect \"Shared folder\"\n" \
    --set 'school.languages=en es'
check 'a pause holds the slide' play pause "${corner}$(digits 2468)${ok}tap \"Pause for 10 min\"\ntap \"Done\"\nshot before\nwait 5m\nshot after\n"
check 'to the pixel, but for the clock and the drift' awk -v d="$(vips subtract "$work/shots/before.png" "$work/shots/after.png" "$work/d.v" &&
    vips abs "$work/d.v" "$work/e.v" && vips avg "$work/e.v")" 'BEGIN { exit !(d < 3) }'
check 'after ten minutes it goes on by itself' play goes "${corner}$(digits 2468)${ok}tap \"Pause for 10 min\"\ntap \"Done\"\nshot before\nwait 11m\nshot after\n"
check 'and shows another' awk -v d="$(vips subtract "$work/shots/before.png" "$work/shots/after.png" "$work/d.v" &&
    vips abs "$work/d.v" "$work/e.v" && vips avg "$work/e.v")" 'BEGIN { exit !(d > 3) }'
