# Languages at run time: chosen on the screen, everything changes at once; when the visitor has gone the
# screen speaks the school's own again; a language without letters here is not offered. The
# pseudo-language stands for those that people speak: its words are known without any translator.
# shellcheck shell=bash
. tests/whole/lib.sh

template=$(dirname "$FOYER")/locale/xx/LC_MESSAGES/xx.po

# in_xx STRING: what the pseudo-language says for it.
in_xx() {
    awk -v id="msgid \"$1\"" '$0 == id { found = 1 } found && /^msgstr "/ { print substr($0, 9, length($0) - 9); exit }' "$template"
}

own_name=$(tr -d "\n" <src/base/language.c | sed "s/.*\"Pseudo-language\", *\"\([^\"]*\)\".*/\1/")

new_kiosk
mkdir -p "$share/Volunteering"
cat >"$share/Volunteering/Garden helper.txt" <<'END'
Garden helper
Takes: one hour a week
Watering and weeding.
Title.xx: Zzgarden zzhelper
Text.xx: Zzwatering.
Title.ar: مساعدة في الحديقة
END
foyer import --once >/dev/null 2>&1

play() { # NAME LANGUAGES…: the tour from stdin, at a fixed time
    cat >"$work/$1.tour"
    foyer show --headless --size 1280x800 --now 2026-05-12T08:40 --tour "$work/$1.tour" \
        --shots "$work/shots/$1" --set "school.languages=$2" 2>&1
}

said=$(play switch 'en xx' <<END
wait 1s
expect "Garden helper"
expect "8:40"
tap @400,400
expect "Watering and weeding."
tap "Language"
tap "$own_name"
expect "$(in_xx 'See everything')"
expect "Zzgarden zzhelper"
expect "Zzwatering."
expect "$(in_xx 'Asks')"
refuse "Garden helper"
refuse "See everything"
tap "$(in_xx 'I could help')"
expect "Zzgarden zzhelper"
refuse "Garden helper"
tap "$(in_xx 'Cooking')"
tap "$(in_xx 'Next')"
tap "$(in_xx 'Next')"
type "Ana"
tap "$(in_xx 'Next')"
tap "$(in_xx 'Call me')"
type "0412345678"
tap "$(in_xx 'Next')"
expect "$(in_xx 'Is this right?')"
tap "$(in_xx 'Send my offer')"
replies 1
wait 20s
expect "Touch to explore"
expect "Garden helper"
refuse "Zzgarden"
END
)
same "a visitor's language is everywhere at once and goes with the visitor" 0 $?
[ "$_failed" -eq 0 ] || printf '%s\n' "$said" | sed 's/^/#   /'
foyer sync --once >/dev/null 2>&1
same "the reply says in which language it was made, and staff read it in theirs" "xx|Garden helper|cooking" \
    "$(sqlite3 "$staff_file" 'SELECT language, about, interests FROM Replies')"

said=$(play idle 'en xx' <<END
wait 1s
tap @400,400
tap "Language"
tap "$own_name"
expect "$(in_xx 'See everything')"
wait 90s
expect "Touch to explore"
tap @400,400
tap "Language"
tap "$own_name"
tap "$(in_xx 'Start over')"
expect "Touch to explore"
END
)
same "after a while, or starting over, the screen speaks the school's language again" 0 $?
[ "$_failed" -eq 0 ] || printf '%s\n' "$said" | sed 's/^/#   /'

said=$(play arabic 'ar en' <<'END'
wait 1s
expect "مساعدة في الحديقة"
expect "٨:٤٠"
END
)
same "a school may speak Arabic first, in Arabic digits" 0 $?
[ "$_failed" -eq 0 ] || printf '%s\n' "$said" | sed 's/^/#   /'

# ---- a machine with the Latin fonts alone ----
mkdir -p "$work/fonts/truetype"
ln -s /usr/share/fonts/truetype/lato "$work/fonts/truetype/lato"
export FOYER_FONTS=$work/fonts
checked=$(foyer check --set 'school.languages=en es ar' 2>&1)
has "check names the package of a language that has no letters here" \
    "TO DO  the letters of Arabic: their font is missing, so the language is not offered. Install the package fonts-noto-core." "$checked"
has "and is content with the others" "ok     the letters of Spanish" "$checked"
said=$(play fewer 'en ar es' <<'END'
wait 1s
tap @400,400
tap "Language"
expect "Español"
refuse "العربية"
END
)
same "a language without its font is not offered" 0 $?
has "and the log says why" "Arabic is not offered" "$said"
unset FOYER_FONTS
