#!/bin/bash
# Usage: prove.sh BUILD boot|power N
# Makes what the proof needs (host.c, the machine's disks) and runs it.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
build=$1 what=$2 times=$3
debs=("$build"/foyer_*_amd64.deb)
mkdir -p "$build/vm"
${CC:-gcc} -std=c17 -D_GNU_SOURCE -O2 -Wall -Wextra -Werror -o "$build/vm/host" "$here/host.c"
[ "$(id -u)" = 0 ] || { echo "making the machine's disks needs root" >&2; exit 1; }
"$here/image.sh" "$build" "${debs[-1]}"
exec bash "$here/$what.sh" "$build" "$times"
