#!/bin/bash
# Tours: scripted visits to the real program without a display, on the sample content, and what stands
# in the databases after them.
# early: yes (it takes longest)
# limit: 240
. tests/whole/lib.sh

day=2026-05-12

# tour NAME [ARGUMENT…]: plays a tour on the kiosk of the moment at a fixed time.
tour() {
    local name=$1
    shift
    foyer show --headless --size 1280x800 --now "${day}T08:40" --tour "tests/tours/$name.tour" \
        --shots "$work/shots/$name" "$@"
}

in_office() {
    sqlite3 "$staff_file" "$1"
}

# ---- the main job, in three sizes ----
for size in 1920x1080 1080x1920 1280x800; do
    sample_kiosk "$day"
    check "the main job at $size" tour main-job --size "$size"
    same "its reply is in the office's file ($size)" "Canteen helper|Zoë O'Neill|0412 345 678|phone call|cooking, being with people|school hours|new" \
        "$(in_office 'SELECT about, name, phone, prefers, interests, available, status FROM Replies')"
done

# ---- a display of seven inches ----
sample_kiosk "$day"
check "an offer on a hand-sized display" tour hand-sized --size 1024x600 --set display.diagonal_inch=7
same "its reply is in the outbox" 1 "$(sqlite3 "$state/replies/outbox.db" 'SELECT count(*) FROM replies')"

# ---- a display that hangs on its side: the same pictures, the same touches ----
shots_of() { # FOLDER ARGUMENT…: plays the main job there; its pictures' sums go to FOLDER.sums
    local folder=$1
    shift
    sample_kiosk "$day"
    check "the main job ($folder)" tour main-job --shots "$work/shots/$folder" "$@"
    (cd "$work/shots/$folder" && sha256sum -- *.png) >"$work/$folder.sums"
}
shots_of upright --size 1080x1920
for turned in 90 270; do
    shots_of "turned-$turned" --size 1920x1080 --set "display.rotate=$turned"
    check "turned by $turned degrees visitors see the same, to the pixel" \
        cmp "$work/upright.sums" "$work/turned-$turned.sums"
done

# ---- a parent registers ----
sample_kiosk "$day"
check "a name with apostrophe and accents" tour register
same "the row is in the office's file once" 1 \
    "$(in_office "SELECT count(*) FROM Replies WHERE name = 'Siân D''Ávila-Müller' AND email = 'sian@gmail.com'")"
check "sync again changes nothing" foyer sync --once
same "still once" 1 "$(in_office 'SELECT count(*) FROM Replies')"

# ---- half-way and away ----
sample_kiosk "$day"
check "abandoning half-way" tour abandon
hasnt "no trace in the state folder" found \
    "$(grep -rl -e Qwertzuiop -e Xylander "$state" "$office" 2>/dev/null && echo found)"
# The same visit with another name typed gives the same pictures of what others can see.
sed "s/Qwertzuiop Xylander/Bartholomew Li/; s/Qwertzuiop/Bartholomew/" tests/tours/abandon.tour >"$work/other.tour"
sample_kiosk "$day"
check "the same with another name" foyer show --headless --size 1280x800 --now "${day}T08:40" \
    --tour "$work/other.tour" --shots "$work/shots/other"
check "the countdown hides what was typed" cmp "$work/shots/abandon/countdown.png" "$work/shots/other/countdown.png"
check "nothing of it is in the picture after it" cmp "$work/shots/abandon/after.png" "$work/shots/other/after.png"

# ---- rapid taps ----
sample_kiosk "$day"
check "ten rapid taps on Submit" tour ten-taps
same "make one row" 1 "$(sqlite3 "$state/replies/outbox.db" 'SELECT count(*) FROM replies')"

# ---- a whole day ----
sample_kiosk "$day"
check "a whole day of the rotation" tour rotation-day

# ---- it cannot be stored ----
sample_kiosk "$day"
rm -f "$state"/replies/outbox.*
mkdir -p "$state/replies/outbox.db"
check "a reply that cannot be stored is said, not thanked for" tour offline
check "and so is every other kind" tour offline-all

# ---- an evening with few places ----
sample_kiosk "$day"
printf 'Reading night\nDate: 2026-05-20\nTime: 6pm\nHelpers: 2\nPlaces: 3\nBring a blanket.\n' \
    >"$share/Events/Reading night.txt"
foyer import --once --now "${day}T08:31" >/dev/null 2>&1
check "an evening with few places: coming, helping, asking, waiting" tour evening
same "all four are in the office's file" \
    "coming|Ana|3|2|||;offer of help|Bo||||123456|;question||||||Parking?;coming|Cem|1|0|waiting list||" \
    "$(in_office 'SELECT kind, name, people, children, interests, phone, message FROM Replies ORDER BY rowid' | paste -sd';')"
same "bound to the evening" 4 \
    "$(in_office "SELECT count(*) FROM Replies WHERE about = 'Reading night' AND [event date] = '2026-05-20 18:00'")"

# ---- a step that cannot be done ----
printf 'tap "No such thing"\n' >"$work/wrong.tour"
said=$(foyer show --headless --size 640x480 --tour "$work/wrong.tour" --shots "$work/shots/wrong" 2>&1)
same "a step that cannot be done ends with 1" 1 $?
has "it says what was on the screen instead" "Touch to explore" "$said"
check "and leaves a picture" test -s "$work/shots/wrong/failed-step-1.png"

# ---- taken down ----
cat >"$work/withdrawn.tour" <<END
expect "Withdrawn"
tap @400,400
expect "Withdrawn"
END
new_kiosk
mkdir -p "$share/Notices"
echo "Withdrawn" >"$share/Notices/Withdrawn.txt"
foyer import --once >/dev/null 2>&1
check "a dropped notice is shown and opened" foyer show --headless --size 640x480 \
    --tour "$work/withdrawn.tour" --shots "$work/shots/withdrawn"

# ---- the share is away for days: photos that nobody could withdraw rest ----
sample_kiosk "$day"
mv "$share" "$share.away"
fails "the share is away" 1 foyer import --once --now 2026-05-12T09:00
printf 'wait 1s\ntap @400,400\ntap "See everything"\ntap "Celebrations"\nexpect "Sports day"\n' >"$work/shown.tour"
printf 'wait 1s\ntap @400,400\ntap "See everything"\nrefuse "Celebrations"\nexpect "Help out"\n' >"$work/rests.tour"
at() { # TIME TOUR
    foyer show --headless --size 1280x800 --now "$1" --tour "$work/$2.tour" --shots "$work/shots/away"
}
check "after 71 hours celebrations still show" at 2026-05-15T08:00 shown
check "after 72 hours they rest, everything else stays" at 2026-05-15T09:00 rests
has "and the status says so" '"achievements_rest":true' "$(foyer status --json --now 2026-05-15T09:00)"
mv "$share.away" "$share"
foyer import --once --now 2026-05-15T09:05 >/dev/null 2>&1
check "when the share is back, so are they" at 2026-05-15T09:06 shown

# ---- the clock has not been set ----
sample_kiosk "$day"
printf 'wait 1s\ntap @400,400\ntap "See everything"\ntap "Celebrations"\nexpect "Sports day"\nrefuse "8:40"\n' >"$work/1970.tour"
check "in 1970 nothing has expired and no time is claimed" at 1970-01-01T08:40 1970

# ---- what visitors open is counted for staff, and nothing else ----
sample_kiosk "$day"
foyer show --headless --size 1280x800 --now "${day}T08:40" --tour "$work/shown.tour" --shots "$work/shots/away" >/dev/null
tap_day() {
    printf 'wait 1s\ntap @400,400\ntap "See everything"\ntap "Celebrations"\ntap "Sports day"\nwait 1s\n' >"$work/open.tour"
    at "${day}T08:4$1" open
}
check "a visitor opens an album" tap_day 1
check "and another one" tap_day 2
foyer import --once --now "${day}T09:00" >/dev/null 2>&1
has "staff see how many did" "Opened by visitors this week: 2 times" "$(cat "$share/What is on the screen now.html")"

# ---- the newsletter, a partner, a worry without a name ----
sample_kiosk "$day"
check "a newsletter is asked for, a business offers itself, a worry is told" tour letters
same "all three are in the office's file" \
    "newsletter|zoe@post.example|newsletter by e-mail||;partner||||Millstone Bakery;question|||The crossing|" \
    "$(in_office 'SELECT kind, email, [agreed to], message, organisation FROM Replies ORDER BY kind' | paste -sd';')"

# ---- well done ----
sample_kiosk "$day"
check "visitors clap" tour clap
foyer import --once --now "${day}T09:00" >/dev/null 2>&1
has "staff see how many did, once for each visitor" '“Well done” from visitors this week: 3<' \
    "$(cat "$share/What is on the screen now.html")"

# ---- what do you enjoy? ----
sample_kiosk "$day"
check "what somebody enjoys leads to what suits, and is asked once; helpers are counted" tour suits

# ---- a volunteer has sixty seconds ----
sample_kiosk "$day"
check "a typical visitor offers help within 60 s and 45 typed characters" tour volunteer
sed 's/within 60s 45/within 60s 10/' tests/tours/volunteer.tour >"$work/slow.tour"
sample_kiosk "$day"
said=$(foyer show --headless --size 1280x800 --now "${day}T08:40" --tour "$work/slow.tour" --shots "$work/shots/slow" 2>&1)
same "a limit that is not kept fails" 1 $?
has "and says what it took" "24 typed characters" "$said"
check "the privacy notice in short and whole" tour privacy

# ---- the keyboards of the languages ----
offer() { # TOUR: with every language on offer
    tour "$1" --set 'school.languages=en es ar zh vi pa ur pl bn so pt hi tl'
}
sample_kiosk "$day"
check "names are typed in the scripts of their languages" offer scripts
check "a capital is taken back, delete repeats" tour capital
