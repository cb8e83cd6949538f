#!/bin/bash
# The display: screen hours and holidays, what brightness does, and what a missing or odd display is
# answered with.
# limit: 120
. tests/whole/lib.sh

day=2026-05-12 # a Tuesday

# at TIME TOUR [ARGUMENT…]
at() {
    local time=$1 tour=$2
    shift 2
    foyer show --headless --size 1280x800 --now "$time" --tour "$tour" --shots "$work/shots" "$@"
}
sample_kiosk "$day"

# ---- the splash ----
splash() { # FOLDER WxH [ARGUMENT…]
    local folder=$work/shots/$1 size=$2
    shift 2
    foyer splash --size "$size" --shots "$folder" "$@"
}
seen_size() { printf '%sx%s' "$(vipsheader -f width "$1/splash.png")" "$(vipsheader -f height "$1/splash.png")"; }
for size in 1920x1080 1080x1920 1280x800; do
    check "the splash for $size" splash "$size" "$size"
    same "is as large" "$size" "$(seen_size "$work/shots/$size")"
done
check "on a panel on its side" splash turned 1280x800 --set display.rotate=90
same "it stands upright" 800x1280 "$(seen_size "$work/shots/turned")"
check "of a school with another name" splash named 1280x800 --set 'school.name=Another School'
differs() { ! cmp -s "$work/shots/$1/splash.png" "$work/shots/$2/splash.png"; }
check "it says that one" differs 1280x800 named
check "of a kiosk without any content" splash empty 1280x800 --set "content.state=$work/nothing-yet"
check "it has no crest" differs 1280x800 empty
if [ -e /dev/fb0 ]; then
    skip "the splash where there is no console" "this computer has one"
else
    said=$(foyer splash 2>&1)
    same "where there is no console it ends with" 1 $?
    has "and says so" '/dev/fb0 cannot be opened' "$said"
fi

# ---- screen hours ----
hours='display.hours=Mon-Fri 07:30-18:00'
check "a day's end, a night and a morning" at "${day}T17:57" tests/tours/hours.tour --set "$hours"
check "the dark screen is black and nothing else" \
    test "$(vips max "$work/shots/dark.png")" = 0.000000
printf 'wait 3m\nrefuse "Touch to explore"\nstill 12h\nrefuse "Touch to explore"\n' >"$work/dark.tour"
printf 'wait 3m\nexpect "Touch to explore"\n' >"$work/lit.tour"
printf 'still 20m\n' >"$work/still.tour"
check "on a Saturday it is off" at 2026-05-16T09:00 "$work/dark.tour" --set "$hours"
check "on a holiday it is off all day" at "${day}T08:00" "$work/dark.tour" --set "$hours" \
    --set 'school.holidays=2026-05-11 to 2026-05-15'
cat >"$share/Events/Terms.ics" <<END
BEGIN:VCALENDAR
VERSION:2.0
PRODID:-//Test//Test//EN
BEGIN:VEVENT
UID:half-term
DTSTART;VALUE=DATE:20260511
DTEND;VALUE=DATE:20260516
SUMMARY:Half term
END:VEVENT
END:VCALENDAR
END
foyer import --once --now "${day}T08:31" >/dev/null 2>&1
check "a holiday in the calendar is none while nobody said which events are" at "${day}T09:00" "$work/lit.tour" \
    --set "$hours"
check "named, it is off on its days" at "${day}T09:00" "$work/dark.tour" --set "$hours" \
    --set 'school.holiday_events=INSET day, half term'
rm "$share/Events/Terms.ics"
foyer import --once --now "${day}T08:32" >/dev/null 2>&1
check "without hours it is on, holidays or not" at 2026-05-16T03:00 "$work/lit.tour" \
    --set 'school.holidays=2026-05-16'
said=$(at "${day}T09:00" "$work/still.tour" --set "$hours" 2>&1)
same "a screen that is on is not still (the proof that stillness is measured)" 1 $?
has "and it is said how many frames there were" "frames were drawn" "$said"
check "while the clock has not been set it stays on" at 1970-01-01T03:00 "$work/lit.tour" --set "$hours"
for turned in 90 180; do
    check "hours on a display turned by $turned degrees" at "${day}T17:57" tests/tours/hours.tour \
        --set "$hours" --set "display.rotate=$turned" --size 800x1280
done

# ---- the command that switches a monitor ----
check "commands for off and on are run, once each" at "${day}T17:57" tests/tours/hours.tour --set "$hours" \
    --set "display.off=echo off >>'$work/switched'" --set "display.on=echo on >>'$work/switched'"
same "off at night, on for whoever touches, on in the morning" "off on off on off on" \
    "$(paste -sd' ' "$work/switched")"
said=$(at "${day}T17:57" tests/tours/hours.tour --set "$hours" --set "display.off=exit 3" 2>&1)
same "a command that fails does not stop the screen" 0 $?
has "and is said" '"exit 3" did not work' "$said"

said=$(foyer check --set "display.off=ddcutil setvcp d6 4" 2>&1)
has "a display that nothing switches on again is found by check" \
    "TO DO  switching the display off with ddcutil setvcp d6 4: nothing switches it on again" "$said"
said=$(foyer check --set "display.off=ddcutil setvcp d6 4" --set "display.on=ddcutil setvcp d6 1" 2>&1)
has "and one that something does is fine" "ok     switching the display off with" "$said"

# ---- mistakes in the configuration ----
printf '[display]\nhours = Mon-Fri 7-18\n' >"$work/wrong.conf"
said=$("$FOYER" status -c "$work/wrong.conf" 2>&1)
same "hours that cannot be read are refused" 2 $?
has "with their line and what is allowed" "wrong.conf:2: [display] hours = Mon-Fri 7-18" "$said"

# ---- brightness ----
printf 'wait 1s\nshot full\n' >"$work/full.tour"
printf 'wait 1s\nshot half\n' >"$work/half.tour"
at "${day}T09:00" "$work/full.tour" >/dev/null
check "half as bright" at "${day}T09:00" "$work/half.tour" --set display.brightness=50
check "is half the light" awk -v a="$(vips avg "$work/shots/full.png")" -v b="$(vips avg "$work/shots/half.png")" \
    'BEGIN { exit !(b > 0.48 * a && b < 0.51 * a) }'

# ---- no display ----
said=$(env -u SDL_VIDEODRIVER -u WAYLAND_DISPLAY DISPLAY=:4711 "$FOYER" show -c "$conf" 2>&1)
same "a desktop that is not there" 1 $?
has "is said with what to look at" "look at DISPLAY" "$said"
if compgen -G '/dev/dri/card*' >/dev/null; then
    skip "no graphics device is said" "this computer has one"
else
    said=$(env -u DISPLAY -u WAYLAND_DISPLAY SDL_VIDEODRIVER=kmsdrm "$FOYER" show -c "$conf" 2>&1)
    same "a computer without a graphics device" 1 $?
    has "is said with what to do" "there is no graphics device" "$said"
    said=$(env -u DISPLAY -u WAYLAND_DISPLAY -u SDL_VIDEODRIVER "$FOYER" show -c "$conf" 2>&1)
    same "and nothing is shown to nobody" 1 $?
fi
