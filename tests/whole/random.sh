#!/bin/bash
# Random: ten minutes of a visitor who touches everything, for several seeds, in several sizes. What must
# hold whatever they do is asked by jobs/mischief. `make random` plays more of them.
# limit: 200
. tests/whole/lib.sh

seeds=${SEEDS:-4} first=${FIRST:-1}
sizes=(1280x800 1080x1920 1920x1080 800x480)

new_kiosk
sed -i '/^\[school\]/a languages = en es ar zh vi' "$conf"
tests/tools/lay-sample.sh assets/sample "$share" 2026-05-12
echo "The gate by the pool is closed today." >"$share/Notices/URGENT Closed gate.txt"
foyer import --once --now 2026-05-12T08:30 >/dev/null 2>&1

play() { # SEED SIZE MINUTES
    printf 'random %sm %s\n' "$3" "$1" >"$work/random.tour"
    rm -f "$state"/replies/outbox.*
    foyer show --headless --size "$2" --now 2026-05-12T08:40 --tour "$work/random.tour" --shots "$work"
}
for ((seed = first; seed < first + seeds; seed++)); do
    size=${sizes[seed % ${#sizes[@]}]}
    check "ten minutes of anything at $size, seed $seed" play "$seed" "$size" 10
done
same 'it never left by itself and left nothing half-done' ok "$(sqlite3 "$state/replies/outbox.db" 'PRAGMA integrity_check')"
