#!/bin/bash
# Usage: fuzz.sh FOLDER [SECONDS]      (FUZZ="ics csv": only these; FUZZ_RUNS=N: N inputs are enough)
#
# Runs each fuzz target in FOLDER for SECONDS of time, starting from tests/fuzz/seeds/ and what earlier
# runs found worth keeping (FOLDER/corpus/). Says how many inputs each was given. An input that ends a
# target stays in FOLDER/found/ and the exit code is 1.
set -u
cd "$(dirname "$0")/../.." || exit 1
# Longer inputs only take time where a line or a name is read.
declare -A longest=([filename]=255 [dates]=80 [text]=1000 [ics]=4000)
folder=$1 seconds=${2:-60} status=0
mkdir -p "$folder/found"
export TZ=Europe/London ASAN_OPTIONS=detect_leaks=1:allocator_may_return_null=1
for seeds in tests/fuzz/seeds/*/; do
    name=$(basename "$seeds")
    case " ${FUZZ:-$name} " in *" $name "*) ;; *) continue ;; esac
    corpus=$folder/corpus/$name log=$folder/$name.log
    mkdir -p "$corpus"
    echo "$name: $seconds s…" >&2
    # -timeout: nothing may take longer than this; -rss_limit_mb: or need more memory.
    if "$folder/$name" -max_total_time="$seconds" -runs="${FUZZ_RUNS:--1}" -timeout=10 \
        -rss_limit_mb=2048 -max_len="${longest[$name]:-2000}" -print_final_stats=1 \
        -dict="tests/fuzz/words/$name" -artifact_prefix="$folder/found/$name-" \
        "$corpus" "$seeds" >"$log" 2>&1; then
        awk -v n="$name" '/^stat::number_of_executed_units/ { printf "%-10s %s inputs, nothing found\n", n, $2 }' "$log"
    else
        status=1
        printf '%-10s something was found; the input is in %s:\n' "$name" "$folder/found"
        grep -m 3 -E "broken promise|ERROR:|runtime error|^SUMMARY:" "$log" || tail -5 "$log"
    fi
done
exit $status
