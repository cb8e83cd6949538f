#!/bin/bash
# What visitors browse: What's on in its views, codes that phones can read, reading aloud, and words over
# a photo that can be read.
# limit: 240
. tests/whole/lib.sh

day=2026-05-12

show() { # SIZE TOUR [ARGUMENT…]
    local size=$1 tour=$2
    shift 2
    foyer show --headless --size "$size" --now "${day}T08:40" --tour "$tour" --shots "$work/shots" "$@"
}

# ---- a look around, in three sizes ----
for size in 1920x1080 1080x1920 1280x800; do
    sample_kiosk "$day"
    check "a look around at $size" show "$size" tests/tours/browse.tour --set "school.languages=en es ar"
done

# ---- the program's own welcome, where staff have dropped none ----
new_kiosk
mkdir -p "$share/Notices"
echo "New bus times" >"$share/Notices/bus.txt"
foyer import --once --now "${day}T08:30" >/dev/null 2>&1
printf '%s\n' 'wait 9s' 'expect "Welcome"' 'wait 9s' 'expect "New bus times"' 'wait 8s' 'expect "Bienvenidos"' \
    'wait 16s' 'expect "أهلًا وسهلًا"' 'wait 16s' 'expect "Welcome"' 'tap @400,300' \
    'expect "What would you like?"' >"$work/welcome.tour"
check "a screen of three languages greets in each in turn" show 1280x800 "$work/welcome.tour" \
    --set "school.languages=en es ar"
printf '%s\n' 'wait 60s' 'expect "New bus times"' >"$work/alone.tour"
check "one of a single language leaves the welcome to staff" show 1280x800 "$work/alone.tour"
mkdir -p "$share/Welcome"
printf 'Title: Come in\nTitle.es: Pasen ustedes\n' >"$share/Welcome/in.txt"
foyer import --once --now "${day}T08:31" >/dev/null 2>&1
printf '%s\n' 'wait 9s' 'expect "Come in"' 'wait 16s' 'expect "Pasen ustedes"' 'wait 16s' 'expect "Come in"' \
    >"$work/given.tour"
check "staff's own translations come in turn where they gave some" show 1280x800 "$work/given.tour" \
    --set "school.languages=en es ar"

# ---- codes, read from the rendered picture ----
new_kiosk
mkdir -p "$share/Events" "$share/Volunteering" "$share/Newsletters" "$share/Notices"
code_of() { # SIZE TITLE [ARGUMENT…]: what a phone reads
    local size=$1 title=$2
    shift 2
    printf 'wait 1s\ntap "Touch to explore"\ntap "%s"\ntap "%s"\ntap "Take it with you"\nshot code\n' \
        "$list" "$title" >"$work/code.tour"
    show "$size" "$work/code.tour" "$@" >/dev/null 2>&1 || show "$size" "$work/code.tour" "$@" >&2
    zbarimg --quiet --raw "$work/shots/code.png" 2>/dev/null | tr -d '\r' |
        grep . | sed 's/^UID:.*@/UID:@/'
}
event() { # TITLE LINE…
    local title=$1
    shift
    events=$((events + 1))
    printf '%s\n' "Title: $title" "$@" >"$share/Events/$events.txt"
}
events=0
event "Fair, food; fun" "Date: 2026-06-12" "Time: 6:30 pm - 8:00 pm" "Where: Hall, upstairs; left" ""
event "معرض الصيف" "Date: 2026-06-13" "Time: 2:15 pm" ""
event "夏季游园会，欢迎大家" "Date: 2026-06-14" ""
event "A summer evening of songs, stories, soup and everything else that the families of our school have been cooking, baking, writing and rehearsing since the winter" \
    "Date: 2026-06-15" "Time: 9:00 am" "Where: The great hall behind the library, by the second gate, up the stairs" ""
printf 'Title: Garden helper\n\nWeed with us.\n' >"$share/Volunteering/garden.txt"
printf 'Title: Cake helper\n\nBake with us.\n' >"$share/Volunteering/cake.txt"
printf 'Title: Bus times\nLink: example.org/bus?a=1&b=2\n\nNew times.\n' >"$share/Notices/bus.txt"
foyer import --once --now "${day}T08:30" >/dev/null 2>&1

list="What's on"
for size in 1920x1080 1080x1920 1280x800; do
    same "an event with commas and semicolons ($size)" \
        'BEGIN:VEVENT UID:@foyer DTSTART:20260612T183000 DTEND:20260612T200000 SUMMARY:Fair\, food\; fun LOCATION:Hall\, upstairs\; left END:VEVENT' \
        "$(code_of "$size" "Fair, food; fun" | paste -sd ' ')"
done
same "a title in Arabic" 'BEGIN:VEVENT UID:@foyer DTSTART:20260613T141500 SUMMARY:معرض الصيف END:VEVENT' \
    "$(code_of 1280x800 "معرض الصيف" | paste -sd ' ')"
same "a whole day with a title in Chinese, in high contrast" \
    'BEGIN:VEVENT UID:@foyer DTSTART;VALUE=DATE:20260614 SUMMARY:夏季游园会，欢迎大家 END:VEVENT' \
    "$(list=$'What\'s on"\ntap "Contrast' code_of 1280x800 "夏季游园会，欢迎大家" | grep -v '^DTEND' | paste -sd ' ')"
long=$(code_of 1280x800 "A summer evening" | paste -sd ' ')
has "a long title is shortened" "SUMMARY:A summer evening of songs\\, stories" "$long"
has "and the event stays whole" "... END:VEVENT" "$long"
list="Help out"
same "who to write to about helping" "mailto:helpers@riverbank.example" \
    "$(code_of 1280x800 "Garden helper" --set school.volunteer_email=helpers@riverbank.example)"
list="Good to know"
same "a link" "https://example.org/bus?a=1&b=2" \
    "$(printf 'wait 1s\ntap "Touch to explore"\ntap "Good to know"\ntap "Take it with you"\nshot code\n' >"$work/link.tour"
    show 1280x800 "$work/link.tour" >/dev/null 2>&1
    zbarimg --quiet --raw "$work/shots/code.png" 2>/dev/null)"

# ---- reading aloud ----
mkdir "$work/bin"
cat >"$work/bin/espeak-ng" <<'END'
#!/bin/bash
printf '%s|' "$@" >>"$SAID"
echo >>"$SAID"
trap 'echo hushed >>"$SAID"; exit' TERM
while :; do read -rt 1 <>"$FIFO"; done
END
chmod +x "$work/bin/espeak-ng"
export SAID=$work/said FIFO=$work/fifo
mkfifo "$FIFO"
aloud() { # TOUR-LINES
    : >"$SAID"
    printf '%b' "$1" >"$work/aloud.tour"
    PATH=$work/bin:$PATH show 1280x800 "$work/aloud.tour" --set display.read_aloud=yes
}
printf 'wait 1s\ntap "Touch to explore"\nrefuse "Read aloud"\n' >"$work/silent.tour"
check "without the setting nothing offers to read aloud" show 1280x800 "$work/silent.tour"
# The visit takes no real time: on a busy computer it may be over before the voice's process has begun.
spoken() { # TOUR-LINES: aloud, until the voice had the time to begin
    aloud "$1" && [ -s "$SAID" ]
}
check "a page is read aloud" within 60 spoken 'wait 1s\ntap "Touch to explore"\ntap "Read aloud"\nwait 3s\n'
has "in the language in use, the heading first" "-v|en|--|Welcome. What would you like? " "$(cat "$SAID")"
hushed() { # it was heard being ended, too
    spoken "$1" && grep -q hushed "$SAID"
}
check "touching again ends it and does not begin anew" within 60 hushed \
    'wait 1s\ntap "Touch to explore"\ntap "Read aloud"\nwait 1s\ntap "Read aloud"\nwait 3s\n'
same "one voice, hushed" "1 1" "$(grep -c -e '-v|' "$SAID") $(grep -c hushed "$SAID")"
check "what a visitor typed is not said" within 60 spoken \
    'wait 1s\ntap "Touch to explore"\ntap "Help out"\ntap "Garden helper"\ntap "I could help"\ntap "Next"\ntap "Next"\ntype "Qwertz"\ntap "Read aloud"\nwait 1s\n'
has "though the page is" "-v|en|--|" "$(cat "$SAID")"
hasnt "not even in part" "wertz" "$(cat "$SAID")"
has "check names the tool" "reading aloud with $work/bin/espeak-ng" \
    "$(PATH=$work/bin:$PATH foyer check --set display.read_aloud=yes)"

# ---- the clock over a white photo ----
new_kiosk
mkdir -p "$share/Achievements"
vips black "$work/black.v" 1600 1200 --bands 3
vips linear "$work/black.v" "$share/Achievements/Snow.png" 1 255 --uchar
foyer import --once --now "${day}T08:30" >/dev/null 2>&1
# lightest WIDTH HEIGHT FROM TO: the lightest value between these rows, between name and clock.
lightest() {
    local y most=0 value
    for ((y = $3; y <= $4; y += 10)); do
        for value in $(vips getpoint "$work/shots/snow.png" $(($1 * 58 / 100)) "$y"); do
            value=${value%.*}
            [ "$value" -le "$most" ] || most=$value
        done
    done
    echo "$most"
}
printf 'wait 1s\nshot snow\n' >"$work/snow.tour"
# White on a grey of 119 is 4.5:1.
show 1080x1920 "$work/snow.tour" >/dev/null 2>&1
check "in portrait the clock stands at 4.5:1" test "$(lightest 1080 1920 40 170)" -le 119
show 1920x1080 "$work/snow.tour" >/dev/null 2>&1
check "in landscape too" test "$(lightest 1920 1080 40 170)" -le 119
