#!/bin/bash
# Visitors: what one of them typed is never shown to the next, and what hands, drivers and hasty fingers
# do wrong. The visits are in tests/tours/.
# limit: 200
. tests/whole/lib.sh

day=2026-05-12

# tour NAME [ARGUMENT…]: plays a tour on the kiosk of the moment at a fixed time.
tour() {
    local name=$1
    shift
    foyer show --headless --size 1280x800 --now "${day}T08:40" --tour "tests/tours/$name.tour" \
        --shots "${SHOTS:-$work/shots}" "$@"
}

busy_kiosk() {
    sample_kiosk "$day"
    sed -i '/^\[school\]/a languages = en es ar' "$conf"
    echo 'The gate by the pool is closed today.' >"$share/Notices/URGENT Closed gate.txt"
    foyer import --once --now "${day}T08:30" >/dev/null 2>&1
}

# ---- the next visitor ----
busy_kiosk
rm -f "$share/Volunteering/Library helpers".*
check 'nothing one visitor typed is shown to the next' tour next-visitor
hasnt 'nor is it on the disk' found \
    "$(grep -rlE 'Qwertzuiop|Asdfghjkl|Yxcvbnm|Poiuztr|Lkjhgfd|0498 ?112' "$state" "$office" 2>/dev/null && echo found)"

# ---- bad input ----
busy_kiosk
rm "$share/Notices/URGENT Closed gate.txt"
foyer import --once --now "${day}T08:31" >/dev/null 2>&1
check 'palms, drags, held and lost fingers, hasty taps, odd answers' tour bad-input
same 'one reply came of it, the name cut at its limit' '1|80|ada.example.org' \
    "$(sqlite3 "$state/replies/outbox.db" 'SELECT count(*), length(name), email FROM replies')"

# ---- a display that is turned ----
busy_kiosk
check 'a display that is turned in the middle of a form' tour turned
same 'and what was typed came through' 'Zoë Fox|0498 112 233|cooking, music' \
    "$(sqlite3 "$state/replies/outbox.db" 'SELECT name, phone, interests FROM replies')"

# ---- nothing typed is ever in the log ----
said=$(tour turned 2>&1 >/dev/null)
hasnt 'the log knows no names' Fox "$said"
hasnt 'and no numbers' 0498 "$said"
# Also when the reply cannot be stored.
busy_kiosk
rm -f "$state"/replies/outbox.*
mkdir -p "$state/replies/outbox.db"
said=$(tour offline 2>&1)
has 'a reply that cannot be stored is said there' 'could not be stored' "$said"
hasnt 'without its name' Ada "$said"
hasnt 'without its number' 0412345678 "$said"
