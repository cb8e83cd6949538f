#!/bin/sh
# Usage: deps.sh PACKAGE…
# Installs those Debian packages that are missing. How: dpkg knows which are; apt installs them when
# we are root or sudo lets us be (asking for a password only at a terminal). Otherwise one line says
# what to type, and the exit status is 1.
set -eu

if ! command -v dpkg-query >/dev/null; then
    echo "This is no Debian: Foyer needs what Debian 12 calls $*" >&2
    exit 0
fi

missing=
for package in "$@"; do
    # A package may be there for more than one architecture.
    dpkg-query -W -f="\${db:Status-Status}\n" "$package" 2>/dev/null | grep -qx installed ||
        missing="$missing $package"
done
[ -n "$missing" ] || exit 0

if [ "$(id -u)" -eq 0 ]; then
    become='env'
elif command -v sudo >/dev/null && { sudo -n true 2>/dev/null || { [ -t 0 ] && [ -t 2 ]; }; }; then
    become='sudo env'
else
    echo "Install with: sudo apt-get install$missing"
    exit 1
fi

echo "Installing the missing packages:$missing"
# A fresh machine has no package lists yet; an update that fails may still leave usable ones.
$become apt-get update -qq || true
# shellcheck disable=SC2086  # both are lists of words
exec $become DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $missing
