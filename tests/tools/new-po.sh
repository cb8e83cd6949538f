#!/bin/bash
# Usage: new-po.sh CODE [FILE]
# Starts a language's catalogue (assets/po/CODE.po, or FILE): every string of the template still empty,
# the header as tests/whole/catalogues.sh wants it. A file that exists is left alone: `make pot` brings
# it up to the template.
set -euo pipefail
cd "$(dirname "$0")/../.."

code=${1:?the code of a language, as in tests/tools/languages.txt}
file=${2:-assets/po/$code.po}
IFS=$'\t' read -r _ name plural < <(grep -P "^$code\t" tests/tools/languages.txt) || {
    echo "$code is no language of tests/tools/languages.txt" >&2
    exit 1
}
if [ -e "$file" ]; then
    echo "$file exists already" >&2
    exit 1
fi
head=$(mktemp)
trap 'rm -f "$head"' EXIT
cat >"$head" <<END
# $name for Foyer.
# A draft: no native reader has looked through it yet.
#
msgid ""
msgstr ""
"Project-Id-Version: foyer\n"
"Report-Msgid-Bugs-To: \n"
"POT-Creation-Date: \n"
"PO-Revision-Date: $(date +%Y-%m-%d\ %H:%M%z)\n"
"Last-Translator: Foyer contributors\n"
"Language-Team: $name\n"
"Language: $code\n"
"MIME-Version: 1.0\n"
"Content-Type: text/plain; charset=UTF-8\n"
"Content-Transfer-Encoding: 8bit\n"
"Plural-Forms: $plural\n"
"X-Foyer-State: draft, awaiting a native reader\n"
END
msgmerge --quiet --no-fuzzy-matching --no-wrap -o "$file" "$head" assets/po/foyer.pot
