#!/bin/bash
# Usage: foreign.sh make BUILD ARCH PACKAGE…     the root is there, with those packages
#        foreign.sh run BUILD ARCH COMMAND…      COMMAND runs in it, from this source tree
#
# A clean Debian 12 in BUILD/root-ARCH that compiles for another architecture and runs what it compiled:
# the compiler and tools are this computer's, the libraries ARCH's (PACKAGE:ARCH), so that neither comes near
# the packages of the computer itself. ARCH's programs run in QEMU, which the kernel is told to use for them
# (binfmt_misc). Made once for each list of packages. In it, CROSS is what stands before the tools' names.
set -euo pipefail
what=$1 build=$(mkdir -p "$2" && cd "$2" && pwd) arch=$3
shift 3
case $arch in
    arm64) tuple=aarch64-linux-gnu machine=aarch64 ;;
    *)
        echo "For $arch nobody has tried this yet; arm64 works" >&2
        exit 1
        ;;
esac
root=$build/root-$arch
[ "$(id -u)" = 0 ] || { echo "a root file system for $arch: this needs root" >&2; exit 1; }

# emulated: the kernel starts ARCH's programs, in any root.
emulated() {
    local list=/proc/sys/fs/binfmt_misc
    [ -e $list/register ] || mount -t binfmt_misc binfmt_misc $list
    [ -e "$list/qemu-$machine" ] || update-binfmts --enable "qemu-$machine"
}

make_root() { # PACKAGE…
    local mark recipe=(--mode=root --variant=minbase --architectures="$(dpkg --print-architecture),$arch"
        --include="$(printf '%s\n' "crossbuild-essential-$arch" "pkgconf:$arch" "$@" | sort -u | paste -sd,)"
        --dpkgopt='path-exclude=/usr/share/doc/*' --dpkgopt='path-exclude=/usr/share/man/*' bookworm)
    mark=$(printf '%s\n' "${recipe[@]}" | sha256sum)
    [ "$(cat "$root.made-of" 2>/dev/null)" != "$mark" ] || return 0
    echo "# making a Debian 12 that builds for $arch, once: some minutes"
    rm -rf -- "$root" "$root.made-of"
    mmdebstrap "${recipe[@]}" "$root" >"$root.log" 2>&1 || {
        tail -20 "$root.log" >&2
        exit 1
    }
    echo "$mark" >"$root.made-of"
}

# The mounts are this command's own and vanish with it. Nothing may be written to /tmp, for liborc's sake: it
# would put machine code for libvips there through a second mapping, which QEMU 7.2 does not notice. Refused, it
# takes memory instead, as it must on a kiosk, where a decoder may open nothing for writing.
# shellcheck disable=SC2016  # $1 is the inner shell's
run_in_root() { # COMMAND…
    local source
    source=$(cd "$(dirname "$0")/../.." && pwd)
    mkdir -p "$build/tmp-$arch"
    unset MAKEFLAGS MAKELEVEL MFLAGS
    exec unshare -m bash -c '
        set -e
        root=$1 source=$2 build=$3
        shift 3
        mount --rbind /dev "$root/dev"
        mount -t proc proc "$root/proc"
        mount -t tmpfs tmpfs "$root/tmp"
        mkdir -p "$root$source" "$root$build"
        mount --bind "$source" "$root$source"
        mount --bind "$build" "$root$build"
        mount -o remount,ro "$root/tmp"
        exec chroot "$root" env -C "$source" "$@"' \
        bash "$root" "$source" "$build" HOME=/root PATH=/usr/sbin:/usr/bin:/sbin:/bin LC_ALL=C.UTF-8 \
        TMPDIR="$build/tmp-$arch" CROSS="$tuple-" "$@"
}

emulated
case $what in
    make) make_root "$@" ;;
    run) run_in_root "$@" ;;
esac
