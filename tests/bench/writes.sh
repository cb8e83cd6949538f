#!/bin/bash
# Usage: writes.sh [MINUTES]     (BUILD: the build's folder)
#
# Bytes written to the disk by Foyer's three processes on a day on which nothing happens: the sample content
# is shown for MINUTES (10) after everything has come to rest, and what /proc/PID/io counts as written to the
# block device (whole pages, so more than the program asked for) is put out for 24 hours. Without drops,
# replies and touches; the system's own log is not counted. Each process on a line, then all.
set -eu
cd "$(dirname "$0")/../.."
foyer=$(cd "${BUILD:-build}" && pwd)/foyer
minutes=${1:-10}
work=$(mktemp -d "${TMPDIR:-/var/tmp}/foyer-writes.XXXXXX")
pids=()
finish() {
    kill "${pids[@]}" 2>/dev/null || true
    wait
    rm -rf -- "$work"
}
trap finish EXIT
case $(stat -f -c %T "$work") in
    tmpfs | ramfs) echo "$work is in memory, where nothing is written: set TMPDIR" >&2 && exit 1 ;;
esac
mkdir -p "$work/share" "$work/office"
tests/tools/lay-sample.sh assets/sample "$work/share"
settings=(--set content.share="$work/share" --set content.state="$work/state"
    --set replies.staff_file="$work/office/Replies.sqlite")
"$foyer" import --once "${settings[@]}" 2>/dev/null
jobs=(show import sync)
for job in "${jobs[@]}"; do
    SDL_VIDEODRIVER=dummy "$foyer" "$job" "${settings[@]}" 2>/dev/null &
    pids+=($!)
done
written() { # PID
    awk '$1 == "write_bytes:" { print $2 }' "/proc/$1/io"
}
sleep 70 # until start is over
declare -A before
for pid in "${pids[@]}"; do
    before[$pid]=$(written "$pid")
done
sleep $((minutes * 60))
total=0
for i in "${!jobs[@]}"; do
    bytes=$((($(written "${pids[$i]}") - ${before[${pids[$i]}]}) * 1440 / minutes))
    total=$((total + bytes))
    printf '%-8s %9.2f MB a day\n' "${jobs[$i]}" "$(awk -v b=$bytes 'BEGIN { print b / 1e6 }')"
done
printf '%-8s %9.2f MB a day (wanted: under 5)\n' all "$(awk -v b=$total 'BEGIN { print b / 1e6 }')"
[ "$total" -lt 5000000 ]
