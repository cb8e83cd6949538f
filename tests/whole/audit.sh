# The layout audit in small: every state of the screens in four languages and both shapes of display, judged
# by tree, draw list and pixels (tests/audit; `make audit` judges all of it).
# asan: no (minutes of drawing; the same code runs in the tours there)
# shellcheck shell=bash
. tests/whole/lib.sh

audit=${FOYER_BUILD:-$PWD/build}/tests/audit/audit
export FOYER_LOCALE=${FOYER_BUILD:-$PWD/build}/locale
new_kiosk
tests/tools/lay-sample.sh assets/sample "$share" 2026-05-12
foyer import --once --now 2026-05-12T08:30 >/dev/null 2>&1
mkdir "$work/audit"
said=$("$audit" "$state" "$work/audit" small 2>&1)
printf '%s\n' "$said" | grep '^#'
for language in en ar es zh; do
    same "every state in $language: sizes, gaps, texts, glyphs, contrast" '' "$(cut -f2,5,7 "$work/audit/$language.findings")"
done
states=$(printf '%s' "$said" | sed -n 's/^# \([0-9]*\) states$/\1/p')
check 'it has been in two hundred states or more' test "${states:-0}" -ge 200

# ---- a frame in which everything is wrong ----
check 'each check finds its fault in a frame made wrong' "$audit" control
