#!/bin/bash
# A kiosk without a battery for its clock: it starts in 1970, in 2040 or where it was switched off, the network
# sets it later, somebody sets it wrongly while a visitor types. No date is claimed that is not known, nothing
# begins or expires or is deleted by a wrong one, replies say that their time is doubtful, and what was
# stamped meanwhile spoils nothing later. "--now MOMENT?" is a clock that nobody has set.
# limit: 240
# shellcheck source=tests/whole/lib.sh
# shellcheck disable=SC2154  # $work, $share, $state, $office, $conf come from lib.sh
. tests/whole/lib.sh

monday=2026-11-23T08:30

school() { # a kiosk whose network set its clock on Monday morning
    new_kiosk
    mkdir -p "$share/Volunteering" "$share/Events" "$share/Achievements"
    printf 'Always wanted\nContact: Mr Novak\n' >"$share/Volunteering/Always wanted.txt"
    printf 'Wanted until Wednesday\nShow until: 25 November 2026\n' >"$share/Volunteering/Until.txt"
    printf 'Wanted from December\nShow from: 1 December 2026\n' >"$share/Volunteering/From.txt"
    printf 'Open evening\nDate: 2026-11-24\nTime: 6pm\n' >"$share/Events/Open evening.txt"
    printf 'Five gold stars\nWell done.\n' >"$share/Achievements/Stars.txt"
    foyer import --once --now "$monday" >/dev/null 2>&1
}
play() { # NAME TIME: plays the steps on stdin
    cat >"$work/$1.tour"
    foyer show --headless --size 1280x800 --now "$2" --tour "$work/$1.tour" --shots "$work/shots/$1"
}
items() { # all that is in the catalogue, with its times
    sqlite3 "$state/catalogue.db" 'SELECT key, title, starts, show_from, show_until, first_seen FROM items ORDER BY key'
}
in_outbox() {
    sqlite3 "$state/replies/outbox.db" "$1"
}
status() {
    foyer status --json --now "$1"
}

# What a visitor is shown on Monday, whatever the clock says: nothing begun, nothing over, no date claimed.
cat >"$work/unsure" <<'END'
wait 1s
refuse "8:30"
refuse "8:31"
refuse "9:00"
refuse "2040"
refuse "1970"
wait 40s
tap @400,400
tap "See everything"
tap "What's on"
expect "Open evening"
refuse "Tomorrow"
refuse "Today"
tap "Back"
tap "Help out"
expect "Always wanted"
expect "Wanted until Wednesday"
refuse "Wanted from December"
END
cat >"$work/offer" <<'END'
tap "Always wanted"
tap "I could help"
tap "Next"
tap "Next"
type "Ana"
tap "Next"
tap "Call me"
type "0412345678"
tap "Next"
END

school
items >"$work/monday"
same 'five things are known on Monday' 5 "$(wc -l <"$work/monday")"
has 'the network has set the clock' '"clock":"set"' "$(status "$monday")"
check 'a clock that is set is shown' play set "$monday" <<'END'
expect "8:30"
wait 1s
tap @400,400
tap "See everything"
tap "What's on"
expect "Tomorrow"
END

# ---- false starts ----

for start in 1970-01-01T00:05 2040-05-01T09:00 2026-11-22T08:30; do
    school
    check "$start: import goes on" foyer import --once --now "$start?"
    same "$start: nothing expired, nothing begun, nothing dated anew" "$(cat "$work/monday")" "$(items)"
    has "$start: status says that it is not believed" '"clock_believed":false' "$(status "$start?")"
    has "$start: and staff read it on their page" 'nothing expires' "$(cat "$share/What is on the screen now.html")"
    # The reply carries the doubt; then the network sets the clock, and two seconds later it is shown.
    check "$start: no date is claimed, a reply is taken, the network comes" play "start-${start%%-*}" "$start?" <<END
$(cat "$work/unsure" "$work/offer")
tap "Send my offer"
expect "Thank you, Ana"
refuse "by Tomorrow"
refuse "November"
refuse "May"
replies 1
tap "Done"
wait 1s
clock 2026-11-23 10:42
clock sure
wait 900ms
expect "10:42"
tap @400,400
tap "See everything"
tap "What's on"
expect "Tomorrow"
tap "Back"
tap "Help out"
refuse "Wanted from December"
$(cat "$work/offer")
tap "Send my offer"
expect "Thank you, Ana"
replies 2
END
    same "$start: the first reply is in doubt, the second is not" '0 2026-11-23,1 2026-11-23' \
        "$(in_outbox "SELECT clock_sure || ' ' || date(created, 'unixepoch') FROM replies ORDER BY sequence" | paste -sd,)"
    check "$start: sync brings both" foyer sync --once --now "$start?"
    same "$start: and the office reads of the doubt" 'not sure,sure' \
        "$(sqlite3 "$staff_file" 'SELECT clock FROM Replies ORDER BY received, clock' | paste -sd,)"
    # What is dropped meanwhile is taken in, and dated when the time is known.
    printf 'Dropped meanwhile\n' >"$share/Volunteering/Meanwhile.txt"
    foyer import --once --now "$start?" >/dev/null 2>&1
    has "$start: what is dropped meanwhile shows" 'Dropped meanwhile' "$(items)"
    foyer import --once --now 2026-11-23T10:43 >/dev/null 2>&1
    same "$start: and was first seen when the clock was set" '2026-11-23 10:43:00' \
        "$(sqlite3 "$state/catalogue.db" "SELECT datetime(first_seen, 'unixepoch') FROM items WHERE title = 'Dropped meanwhile'")"
    same "$start: the others stay as they were" "$(cat "$work/monday")" "$(items | grep -v 'Dropped meanwhile')"
    # Kept copies are wiped 30 days after the office has them by a clock that is right.
    kept() { # AT: how many are kept with their words after sync at that time
        foyer sync --once --now "$1" >/dev/null 2>&1
        in_outbox "SELECT count(*) FROM replies WHERE name <> ''"
    }
    same "$start: nothing is wiped by it" 2 "$(kept "$start?")"
    same "$start: nor as soon as the clock is right" 2 "$(kept 2026-11-23T10:44)"
    same "$start: nor before its time" 2 "$(kept 2026-12-22T10:44)"
    same "$start: nor by a clock that nobody set" 2 "$(kept 2027-06-01T10:44\?)"
    same "$start: but when its time has come" 0 "$(kept 2026-12-24T10:45)"
done

# ---- a kiosk that never knew the time ----

new_kiosk
mkdir -p "$share/Volunteering"
printf 'Always wanted\n' >"$share/Volunteering/Always wanted.txt"
check 'the very first start in 1970' foyer import --once --now '1970-01-01T00:01?'
check 'shows what there is' play first '1970-01-01T00:02?' <<'END'
wait 1s
refuse "12:02"
tap @400,400
tap "See everything"
tap "Help out"
expect "Always wanted"
END
check 'no note of the time is made' test ! -e "$state/clock"

# ---- the network itself said 2040 ----

school
foyer import --once --now 2040-05-01T09:00 >/dev/null 2>&1
printf 'Dropped in 2040\n' >"$share/Volunteering/Later.txt"
foyer import --once --now 2040-05-01T09:10 >/dev/null 2>&1
has 'it is believed, as the network is' 'kept 2040-05-01' "$(cat "$state/clock")"
check 'the right time is believed again' foyer import --once --now 2026-11-23T09:00
has 'and noted' 'kept 2026-11-23' "$(cat "$state/clock")"
has 'status says so' '"clock":"set"' "$(status 2026-11-23T09:01)"
same 'what was seen in 2040 was seen now' '2026-11-23 09:00:00' \
    "$(sqlite3 "$state/catalogue.db" "SELECT datetime(max(first_seen), 'unixepoch') FROM items")"
same 'nothing is missing' 6 "$(items | wc -l)"
check 'and dates are claimed' play healed 2026-11-23T09:02 <<'END'
expect "9:02"
tap @400,400
tap "See everything"
tap "What's on"
expect "Tomorrow"
tap "Back"
tap "Help out"
expect "Wanted until Wednesday"
END

# ---- the network says next year, and replies wait that are to be deleted by their age ----

school
play reply "$monday" <<END >/dev/null
wait 1s
tap @400,400
tap "See everything"
tap "Help out"
$(cat "$work/offer")
tap "Send my offer"
replies 1
END
kept() { # AT: what of the reply's words is left here and in the office's file after sync at that time
    foyer sync --once --now "$1" --set replies.anonymise_days=100 >/dev/null 2>&1
    printf '%s %s\n' "$(in_outbox 'SELECT name FROM replies')" "$(sqlite3 "$staff_file" 'SELECT name FROM Replies')"
}
same 'it is in the office' 'Ana Ana' "$(kept 2026-11-23T08:40)"
same 'a server that leaps by a year deletes nothing' 'Ana Ana' "$(kept 2027-11-24T08:40)"
has 'status says why' 'For two days nothing is wiped' "$(foyer status --now 2027-11-24T08:40)"
foyer import --once --now 2027-11-24T08:41 >/dev/null 2>&1
same 'nor when it was heard before' 'Ana Ana' "$(kept 2027-11-25T08:40)"
foyer import --once --now 2027-11-25T08:41 >/dev/null 2>&1
same 'after two days it does as it was told' ' (removed)' "$(kept 2027-11-26T08:50)"

# ---- somebody sets it wrongly while it runs, a year ahead, to 1970 and back ----

school
check 'a year ahead and back: in the rotation, and in the middle of a form' play jumps "$monday" <<END
expect "8:30"
clock 2027-11-23 08:30
refuse "8:30"
refuse "2027"
wait 60s
expect "Touch to explore"
$(sed -n '/^tap @400/,$p' "$work/unsure")
tap "Always wanted"
tap "I could help"
tap "Next"
tap "Next"
type "An"
clock 2026-11-23 08:32
type "a B"
clock 1970-01-01 00:10
type "e"
expect "Ana Be"
clock 2040-01-01 00:10
expect "Ana Be"
tap "Next"
tap "Call me"
type "0412345678"
tap "Next"
tap "Send my offer"
expect "Thank you, Ana"
replies 1
tap "Done"
wait 1s
clock 2026-11-23 08:40
expect "8:40"
tap @400,400
tap "See everything"
tap "What's on"
expect "Tomorrow"
tap "Back"
tap "Help out"
expect "Wanted until Wednesday"
clock 2026-11-26 08:40
wait 5s
refuse "Wanted from December"
tap "Wanted until Wednesday"
tap "Back"
clock sure
refuse "Wanted until Wednesday"
wait 30s
clock unsure
refuse "8:4"
wait 10m
refuse "8:4"
clock 2026-11-26 09:10
refuse "9:10"
clock sure
expect "9:10"
END
same 'the reply that was sent in 2040 is in doubt' '0 2026-11-23' \
    "$(in_outbox "SELECT clock_sure || ' ' || date(created, 'unixepoch') FROM replies")"
same 'nothing was deleted' "$(cat "$work/monday")" "$(items)"
check 'an hour of summer time is no jump' play summer 2026-10-25T01:30 <<'END'
expect "1:30"
clock 2026-10-25 00:31
expect "12:31"
END
check 'when the day comes, what ends is over and what begins is there' play december 2026-12-01T08:30 <<'END'
wait 1s
tap @400,400
tap "See everything"
tap "Help out"
expect "Wanted from December"
refuse "Wanted until Wednesday"
END

# ---- what staff and whoever looks after it are told ----

said=$(foyer status --now '2026-11-23T09:00?')
has 'status says what is believed of the clock' 'has not been set since the computer was switched on' "$said"
has 'since when time stands still' "since 2026-11-23T08:30" "$said"
has 'and what to do' 'time server' "$said"
has 'it says when the clock is ahead' 'half a year ahead' "$(foyer status --now '2040-01-01T09:00?')"
has 'and for machines' 'foyer_clock_believed 0' "$(foyer status --prometheus --now '2040-01-01T09:00?')"
fails 'a moment that is none' 2 foyer status --now '2026-11-31?'
has 'the list of steps names the clock' 'clock unsure' "$(play wrong "$monday" <<<'clock maybe' 2>&1)"
