#!/bin/bash
# Usage: prove.sh BUILD ARCH boot|power N
# Makes what the proof needs (host.c, the machine's disks) and runs it.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
build=$1 arch=$2 what=$3 times=$4
debs=("$build"/foyer_*_"$arch".deb)
[ "$arch" = "$(dpkg --print-architecture)" ] || export VM_FOREIGN=$arch
vm=$build/vm${VM_FOREIGN:+-$VM_FOREIGN}
mkdir -p "$vm"
${CC:-gcc} -std=c17 -D_GNU_SOURCE -O2 -Wall -Wextra -Werror -o "$vm/host" "$here/host.c"
[ "$(id -u)" = 0 ] || { echo "making the machine's disks needs root" >&2; exit 1; }
"$here/image.sh" "$build" "${debs[-1]}"
exec bash "$here/$what.sh" "$build" "$times"
