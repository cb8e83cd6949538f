# A touch screen that reports fingers beside where they are, mirrored or turned: calibrated on the staff
# screen, kept over a restart however the display hangs, and never so that nobody can touch it any more.
# shellcheck source=tests/whole/lib.sh
# shellcheck disable=SC2154,SC2034  # $work, $share, $state, $conf come from lib.sh; glasses are named by ${!glass}
. tests/whole/lib.sh

new_kiosk
tests/tools/lay-sample.sh assets/sample "$share" 2026-05-12
foyer import --once --now 2026-05-12T08:30 >/dev/null 2>&1
echo 2468 | "$FOYER" pin >>"$conf"
kept=$state/touch.calibration

# How glasses report fingers (model/calibration.h).
mirrored='-1000000 0 1000000 0 1000000 0' shrunk='850000 0 40000 0 800000 120000'
swapped='0 1000000 0 1000000 0 0' good='1000000 0 0 0 1000000 0'

# play NAME STEPS [ARGUMENT…]: a visit of these steps on a panel of 1280x800, which hangs by $turn.
turn=0
play() {
    local corner=1240
    [ "$turn" = 90 ] || [ "$turn" = 270 ] && corner=760
    printf '%b' "${2//CORNER/@$corner,30}" >"$work/$1.tour"
    "$FOYER" show --headless -c "$conf" --size 1280x800 --set "display.rotate=$turn" \
        --now 2026-05-12T08:40 --tour "$work/$1.tour" --shots "$work/shots" "${@:3}"
}
enter='wait 1s\nhold CORNER 3500ms\ntap "2"\ntap "4"\ntap "6"\ntap "8"\ntap "OK"\nexpect "Last import"\n'
page="${enter}tap \"Test the touch\"\nexpect \"Touch anywhere\"\n"
crosses='wait 1s\ntap "Cross"\nwait 1s\ntap "Cross"\nwait 1s\ntap "Cross"\nwait 1s\ntap "Cross"\nwait 1s\ntap "Cross"\n'

# ---- crooked glasses, on displays that hang each way ----
for glass in mirrored shrunk swapped; do
    for turn in 0 90 180 270; do
        rm -f "$kept"
        # Who can use a mouse, or a screen that is only a little off, gets as far as the button.
        check "a $glass one, turned by $turn, is calibrated" play "$glass" \
            "${page}tap \"Calibrate\"\nglass \"${!glass}\"\n${crosses}tap \"Keep it\"\nexpect \"The calibration is kept.\"\ntap \"Done\"\nexpect \"Last import\"\ntap \"Done\"\n"
        check 'after a restart touches are right' play again "glass \"${!glass}\"\n${page}"
        cp "$kept" "$work/kept"
        rm -f "$kept"
        fails 'and without it they are not' 1 play without "glass \"${!glass}\"\n${page}"
        cp "$work/kept" "$kept"
        was=$turn turn=$(((turn + 90) % 360))
        check 'hung another way it still holds' play turned "glass \"${!glass}\"\n${page}"
        turn=$was
    done
done
turn=0
same 'it is for Foyer alone' 600 "$(stat -c %a "$kept")"

# ---- nobody touches themselves out ----
cp "$kept" "$work/before"
check 'what nobody confirms is undone' play unconfirmed \
    "glass \"$swapped\"\n${page}tap \"Calibrate\"\nglass \"$mirrored\"\n${crosses}expect \"Keep it\"\nglass \"$swapped\"\nwait 16s\nexpect \"Nobody tapped\"\ntap \"Done\"\nexpect \"Last import\"\n"
check 'and the old one stays' cmp "$work/before" "$kept"
check 'a wrong one cannot be confirmed by chance' play chance \
    "glass \"$swapped\"\n${page}tap \"Calibrate\"\nglass \"$mirrored\"\n${crosses}glass \"$swapped\"\ntap \"Keep it\" x10\nrefuse \"is kept\"\n"
check 'who goes away leaves it as it was' play left \
    "glass \"$swapped\"\n${page}tap \"Calibrate\"\n${crosses}wait 3m\n${page}"
check 'crosses that nobody taps go away' play untapped \
    "glass \"$swapped\"\n${page}tap \"Calibrate\"\nwait 31s\nexpect \"Nobody tapped\"\ntap \"Done\"\n"
check 'taps beside the crosses are refused' play nonsense \
    "glass \"$swapped\"\n${page}tap \"Calibrate\"\nwait 1s\ntap @300,300\nwait 1s\ntap @310,300\nwait 1s\ntap @300,310\nwait 1s\ntap @310,310\nwait 1s\ntap @305,305\nexpect \"did not fit together\"\n"
check 'taking it away is a trial, too' play reset \
    "glass \"$swapped\"\n${page}tap \"Without calibration\"\nexpect \"Keep it\"\ntap \"Keep it\"\nwait 16s\nexpect \"Nobody tapped\"\ntap \"Done\"\nexpect \"Last import\"\n"
check 'nothing of all that was stored' cmp "$work/before" "$kept"
check 'on a screen that needs none it is taken away' play away \
    "glass \"$swapped\"\n${page}tap \"Without calibration\"\nglass \"$good\"\ntap \"Keep it\"\nexpect \"is kept\"\n"
fails 'and the file is gone' 1 test -e "$kept"
check 'a good screen gets no correction' play fine "${page}tap \"Calibrate\"\n${crosses}tap \"Keep it\"\nexpect \"is kept\"\n"
fails 'and no file' 1 test -e "$kept"

# ---- a line written by hand, as the README has it ----
top_down='1000000 0 0 0 -1000000 1000000'
for glass in mirrored top_down swapped; do
    check "the README tells the line for a $glass one" grep -qF -- "\`${!glass}\`" README.md
    printf '%s\n' "${!glass}" >"$kept"
    check 'and it puts that right' play by-hand "glass \"${!glass}\"\n${page}"
done
rm -f "$kept"

# ---- a file that is none, a folder that cannot be written ----
for garbage in 'hello' '1 2 3' '' '0 0 0 0 0 0'; do
    printf '%s\n' "$garbage" >"$kept"
    check "\"$garbage\" for a calibration is none" play garbage "$page"
    has 'and said on the log' 'holds no calibration' "$(play garbage "$page" 2>&1)"
    same 'and left as it is' "$garbage" "$(cat "$kept")"
done
rm -f "$kept"
mkdir -p "$kept/in the way"
check 'what cannot be stored is said on the screen' play unstored \
    "${page}tap \"Calibrate\"\nglass \"$mirrored\"\n${crosses}tap \"Keep it\"\nexpect \"could not be stored\"\ntap \"Done\"\nexpect \"Last import\"\n"
