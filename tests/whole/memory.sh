#!/bin/bash
# Memory: what a visitor typed is gone from the whole memory of the process once they have sent it,
# left it or walked away; and from the disk, unless they sent it.
#
# How: the program plays a visit and writes all its memory to a file at certain moments. That is searched
# for every piece of five letters (seven of a number) of what was typed, as UTF-8, UTF-16 and UTF-32.
# Two controls show that the search finds: while the form is open, and in a program that differs only
# in not overwriting what it frees.
# asan: no (the sanitizer keeps freed memory, that is its work)
# limit: 240
. tests/whole/lib.sh

FOYER_BUILD=${FOYER_BUILD:-$PWD/build}
day=2026-05-12

bilingual_kiosk() {
    sample_kiosk "$day"
    sed -i '/^\[school\]/a languages = en ar' "$conf"
}

# Typed in pieces, so that the tour's own copies are as short as a line.
name='Qwyzzel Brandtovix'
message='Jumblewock xravlith pindoory'
phone='0478 839 265'
email='vizzlequark.home@zqmail.xj'

# pieces TEXT LENGTH: every part of that length, in three encodings, as bytes.
pieces() {
    local i piece
    for ((i = 0; i + $2 <= ${#1}; i++)); do
        piece=${1:i:$2}
        printf '%s\n' "$piece"
        printf '%s' "$piece" | iconv -t UTF-16LE
        echo
        printf '%s' "$piece" | iconv -t UTF-32LE
        echo
    done
}
# The keyboard writes a name's first letters large: every way they may stand.
for text in "$name" "$message" "${email%@*}" "${name,,}" "${message,,}"; do
    pieces "$text" 5
done >"$work/typed"
pieces "$phone" 7 >>"$work/typed"
pieces "${phone// /}" 7 >>"$work/typed"

# found NAME: how many places of the dump hold a piece of what was typed, and which pieces.
found() {
    LC_ALL=C grep -aoF -f "$work/typed" "$work/shots/$1.memory" | tr '\0' '.' | sort | uniq -c | sort -rn | head -n 12
}
clean() {
    local said
    said=$(found "$1")
    [ -s "$work/shots/$1.memory" ] || said="there is no dump"
    rm -f "$work/shots/$1.memory"
    [ -z "$said" ] || {
        echo "$said"
        return 1
    }
}

# visit TOUR [PROGRAM]: plays it.
visit() {
    "${2:-$FOYER}" show -c "$conf" --headless --size 1280x800 --now "${day}T08:40" --tour "$work/$1.tour" \
        --shots "$work/shots"
}

to_the_form='tap @400,400
tap "See everything"
tap "Ask us"
tap "A question"
tap "Next"
type "Jumblewock "
type "xravlith "
type "pindoory"
tap "Next"
type "Qwyzzel "
type "Brandtovix"
tap "Next"
tap "Call me"
type "0478 839 "
type "265"'
to_the_email='tap "E-mail me"
type "vizzlequark"
type ".home@"
type "zqmail.xj"'

# ---- the search finds what is there ----
bilingual_kiosk
printf '%s\ndump open\n' "$to_the_form" >"$work/open.tour"
check 'a visit with an open form' visit open
for text in xravl dtovi '9 265'; do
    check "control: \"$text\" is found while the form is open" \
        env LC_ALL=C grep -aqF "$text" "$work/shots/open.memory"
done
rm -f "$work/shots/open.memory"

# ---- abandoned, in each way ----
printf '%s\ntap "Start over"\nwait 1s\ndump over\n' "$to_the_form" >"$work/over.tour"
check 'a visit that starts over' visit over
check 'nothing typed is in memory after "Start over"' clean over

printf '%s\ntap "Back"\ntap "Back"\ntap "Back"\ntap "Back"\nexpect "Welcome"\nwait 1s\ndump back\n' "$to_the_form" >"$work/back.tour"
check 'a visit that backs out' visit back
check 'nor after backing out' clean back

printf '%s\nwait 61s\nexpect "Are you still there?"\ndump hidden\nwait 40s\ndump idle\n' "$to_the_form" >"$work/idle.tour"
check 'a visitor who walks away' visit idle
rm -f "$work/shots/hidden.memory"
check 'nor after the countdown' clean idle

# ---- sent ----
printf '%s\n%s\ntap "Next"\nexpect "Is this right?"\ntap "Send"\nexpect "Thank you"\nwait 20s\ndump sent\nreplies 1\n' \
    "$to_the_form" "$to_the_email" >"$work/sent.tour"
check 'a visit that sends' visit sent
check 'nor after it was sent and thanked for' clean sent

# Sent from a review that was changed, in Arabic, with larger letters, on a display that is turned.
printf '%s\ntap "Language"\ntap "العربية"\ntap @10,10\nresize 800x1280\nwait 1s\nresize 1280x800\nwait 95s\ndump turned\n' \
    "$to_the_form" >"$work/turned.tour"
check 'a visit in two languages on a display that is turned' visit turned
check 'nor after that' clean turned

# ---- the search finds what a program leaves that only frees ----
remembers=$FOYER_BUILD/tests/whole/remembers
bilingual_kiosk
check 'the same visit to a program that does not overwrite' visit sent "$remembers"
if clean sent >/dev/null; then
    not_ok 'control: there the search finds what was left'
else
    ok 'control: there the search finds what was left'
fi

# ---- the disk ----
# Killed in the middle of typing: the dump's file is a pipe, the program stops there when it is full.
bilingual_kiosk
mkfifo "$work/shots/here.memory"
exec 9<>"$work/shots/here.memory"
printf '%s\ndump here\n' "$to_the_form" >"$work/killed.tour"
start "$FOYER" show -c "$conf" --headless --size 1280x800 --now "${day}T08:40" --tour "$work/killed.tour" \
    --shots "$work/shots" # not the function: the kill must meet the program
check 'it has come to where it waits' read -r -t 20 -N 1 -u 9
stop "$started" KILL
same 'killed in the middle of typing' 137 "$stopped"
exec 9<&-
rm -f "$work/shots/here.memory"
said=$(find "$state" "$office" "$share" -type f -exec env LC_ALL=C grep -alF -f "$work/typed" {} +)
same 'nothing of it is on the disk' '' "$said"
# What it said, with everything a visitor did in the other visits above.
said=$(cat "$work"/started.*.log)
hasnt 'nor in the log' xravl "$said"
