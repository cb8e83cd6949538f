#!/bin/bash
# Usage: prove.sh BUILD (as `make prove` does)
#
# The long proofs that no reply is lost, doubled or left lying about: every fault of tests/prove at every
# place it can strike, then each script of tests/whole whose header has a line "# prove: VAR=value", with
# that variable set. Ends with the table of faults and the line "N passed, N failed".
set -u
cd "$(dirname "$0")/../.." || exit 1
build=$(cd "$1" && pwd)
export FOYER=$build/foyer FOYER_BUILD=$build LC_ALL=C.UTF-8 TZ=Europe/London
export SDL_VIDEODRIVER=dummy SDL_AUDIODRIVER=dummy
logs=$build/prove-logs
rm -rf -- "$logs"
mkdir -p "$logs"

passed=0 failed=0
count() { # LOG STATUS: adds up its TAP lines; a status that they do not explain is a failure, too
    local good bad
    good=$(grep '^ok\b' "$1" | grep -vc '# SKIP')
    bad=$(grep -c '^not ok\b' "$1")
    if [ "$2" -ne 0 ] && [ "$bad" -eq 0 ] || [ "$good$bad" = 00 ]; then
        echo "not ok - $1: exit status $2"
        bad=$((bad + 1))
    fi
    passed=$((passed + good)) failed=$((failed + bad))
}

"$build/tests/prove/prove" | tee "$logs/prove.log" | sed -u '/^# fault  /,$d'
count "$logs/prove.log" "${PIPESTATUS[0]}"
for script in tests/whole/*.sh; do
    setting=$(sed -n '1,20s/^# prove: *//p' "$script")
    [ -n "$setting" ] || continue
    name=$(basename "$script" .sh)
    echo "# $script with $setting"
    env "${setting%% *}" bash "$script" </dev/null 2>&1 | tee "$logs/$name.log" |
        grep --line-buffered -E '^(not )?ok|^#'
    count "$logs/$name.log" "${PIPESTATUS[0]}"
done

echo
sed -n '/^# fault  /,$s/^# //p' "$logs/prove.log"
echo "$passed passed, $failed failed"
[ "$failed" -eq 0 ]
