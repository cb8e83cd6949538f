#!/bin/bash
# Unattended: what a kiosk meets in years with nobody looking. Mistakes in the configuration, a state folder
# that is somebody else's or would not survive, a second instance, being stopped at any moment, a full
# disk, a ruined cache, and what a monitoring system is told.
# limit: 200
# shellcheck source=tests/whole/lib.sh
. tests/whole/lib.sh

day=2026-05-12
sample_kiosk() {
    new_kiosk
    tests/tools/lay-sample.sh assets/sample "$share" "$day"
    foyer import --once --now "${day}T08:30" >/dev/null 2>&1
}

# ---- what a monitoring system is told ----
sample_kiosk
foyer sync --once --now "${day}T08:31" >/dev/null 2>&1
metrics=$(foyer status --prometheus --now "${day}T08:40")
# Every line of the text format 0.0.4: a comment, or a name, labels and a number; help, type and samples of
# a name stand together, and no name comes twice.
same 'each line of --prometheus is of the text format' '' "$(grep -vE \
    '^(# HELP [a-z_]+ [^\\]+|# TYPE [a-z_]+ gauge|[a-z_]+(\{[a-z]+="[^"\\]*"\})? -?[0-9]+)$' <<<"$metrics")"
same 'each metric has its help and its type before it' '' "$(awk '
    /^# HELP/ { help = $3; next }
    /^# TYPE/ { if ($3 != help) print; type = $3; if (seen[type]++) print "twice: " type; next }
    { name = $1; sub(/\{.*/, "", name); if (name != type) print "astray: " $0 }' <<<"$metrics")"
same 'it ends with a line end' '' "$(foyer status --prometheus | tail -c 1)"
for line in 'foyer_up{service="show"} 0' 'foyer_share_ok 1' 'foyer_share_looked_age_seconds 600' \
    'foyer_replies_waiting 0' 'foyer_sync_ok 1' 'foyer_sync_age_seconds 540' 'foyer_clock_synchronised'; do
    has "it says $line" "$line" "$metrics"
done
