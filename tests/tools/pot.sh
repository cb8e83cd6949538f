#!/bin/sh
# Usage: pot.sh FILE
# Collects the strings that visitors read from src/ into a gettext template. Places are named by
# file alone, so that it only changes when a string does.
set -eu
cd "$(dirname "$0")/../.."
mkdir -p "$(dirname "$1")"
find src -name '*.c' | LC_ALL=C sort | xgettext --language=C --from-code=UTF-8 \
    -k -k_ -kN_ -kP_:1,2 -kC_:1c,2 --add-comments=TRANSLATORS --add-location=file --no-wrap \
    --package-name=foyer --copyright-holder='Foyer contributors' \
    --files-from=- --output="$1"
