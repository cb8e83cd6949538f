# The layout audit in small: every state of the screens in every language and the pseudo-language, brought down
# and in the largest text, judged by tree and draw list; in four languages and both shapes of display also as
# it stands at first, in pixels (tests/audit; `make audit` judges all of it).
# asan: no (minutes of drawing; the same code runs in the tours there)
# early: yes (it takes longest)
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
for language in en $(sed '/^#/d' tests/tools/languages.txt | cut -f1) xx; do
    same "every state in $language: sizes, gaps, texts, glyphs, contrast" '' \
        "$(cut -f2,5,7 "$work/audit/$language.findings" 2>&1)"
done
hasnt 'no item is more than two touches from the rotation' 'comes in sight after' "$said"
states=$(printf '%s' "$said" | sed -n 's/^# \([0-9]*\) states$/\1/p')
check 'it has been in two hundred states or more' test "${states:-0}" -ge 200

# ---- a frame in which everything is wrong ----
check 'each check finds its fault in a frame made wrong' "$audit" control
