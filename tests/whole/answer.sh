#!/bin/bash
# What comes back to the share: the page, the list of problems, the guide; whole, at once, and only when
# there is something new to say.
# limit: 120
# shellcheck source=tests/whole/lib.sh
# shellcheck disable=SC2154  # $work, $share, $state, $conf come from lib.sh
. tests/whole/lib.sh

new_kiosk
page="$share/What is on the screen now.html"
problems="$share/PROBLEMS - please read.txt"

drawing() { # COLOUR
    printf '<svg xmlns="http://www.w3.org/2000/svg" width="400" height="300">'
    printf '<rect width="400" height="300" fill="%s"/></svg>' "$1"
}
says() {
    grep -qF -- "$1" "$page"
}
says_not() {
    ! says "$1"
}
# ---- once ----

check 'an empty share gets its answer' foyer import --once
check 'which says how to begin' says 'Put a photo into the folder'
check 'and there are no problems' test ! -e "$problems"
for folder in Achievements Events Volunteering Learning Notices Newsletters Partners Welcome Theme; do
    [ -d "$share/$folder" ] || not_ok "the folder $folder is laid out"
done
check 'the guide lies there' test -s "$share/How to use this folder/Read me first.html"
check 'with examples' test -s "$share/How to use this folder/Examples to copy/Events - one event.txt"

drawing red >"$share/Achievements/Chess <b>& co<&>.svg"
printf 'Date,Time,Event\n11 December 2026,6.30pm,Winter fair\n31/02/2027,9am,No such day\n' \
    >"$share/Events/Autumn.csv"
echo 'x' >"$share/Newsletters/Spring.pub"
printf 'Later\nShow from: 2099-01-01\n' >"$share/Notices/later.txt"
check 'something good and something bad' foyer import --once --now 2026-11-23T10:42:00
check 'a title cannot be markup' says 'Chess &lt;b&gt;&amp; co&lt;&amp;&gt;'
check 'a picture is inside the page' says 'src="data:image/jpeg;base64,/9j/'
check 'a date is repeated as it was read' says 'Friday 11 December 2026, 6:30 pm'
check 'when it looked' says 'Monday 23 November 2026, 10:42 am'
check 'what waits' says 'Not yet shown (1)'
check 'problems are on the page' says 'Newsletters/Spring.pub'
check 'and in their file' grep -q 'Newsletters/Spring.pub' "$problems"
has 'with the row' 'Events/Autumn.csv, line 3' "$(cat "$problems")"
has 'and the way out' 'File > Export > PDF' "$(cat "$problems")"
same 'lines end as Notepad wants them' "$(wc -l <"$problems")" "$(grep -c $'\r$' "$problems")"
same 'nothing is loaded from elsewhere' 0 "$(grep -c 'https\?://' "$page")"
same 'the reports are no content' 0 "$(foyer list --json | grep -c 'What is on')"
same 'no temporary files' '' "$(find "$share" -name '.*.new')"

rm "$share/Newsletters/Spring.pub"
printf 'Date,Time,Event\n11 December 2026,6.30pm,Winter fair\n' >"$share/Events/Autumn.csv"
check 'when all is mended' foyer import --once --now 2026-11-23T10:43:00
check 'the list of problems goes' test ! -e "$problems"

# ---- while it runs ----

start "$FOYER" import -c "$conf"
check 'a running import answers' within 20 says 'Chess'
drawing blue >"$share/Achievements/Garden.svg"
check 'a new file is on the page' within 20 says 'Garden'
rm "$share/Achievements/Garden.svg"
check 'a take-down is on the page' within 20 says_not 'Garden'
stop "$started"
same 'it stops when asked' 0 "$stopped"

# ---- a share that may only be read, and names that are taken ----

if [ "$(id -u)" = 0 ]; then
    chown -R 65534 "$state"
    chmod -R a+rX "$work" "$share"
    drawing navy >"$share/Achievements/Rowing.svg"
    rm -f "$page"
    check 'a share that may only be read is fine' \
        setpriv --reuid 65534 --regid 65534 --clear-groups "$FOYER" import -c "$conf" --once
    has 'it shows all the same' Rowing "$(setpriv --reuid 65534 --clear-groups --regid 65534 "$FOYER" list -c "$conf")"
    check 'nothing was written' test ! -e "$page"
    chown -R 0 "$state"
else
    skip 'a share that may only be read is fine' 'only root can become another user'
fi
rm -f "$page"
mkdir "$page"
said=$(foyer import --once 2>&1)
has 'a folder in the place of the page is said' 'nothing can be written to the share' "$said"
check 'and left alone' test -d "$page"
rmdir "$page"
ln -s /etc/hostname "$page"
foyer import --once >/dev/null 2>&1
check 'a link in the place of the page is not followed' test -L "$page"

# ---- children who must not be shown ----

new_kiosk
list=$work/do-not-show.txt
echo 'Anna Klein' >"$list"
guarded() {
    foyer import --once --set privacy.do_not_show="$list"
}
shown() {
    foyer list --json | grep -c "\"title\":\"$1"
}
guarded >/dev/null 2>&1
drawing red >"$share/Achievements/Anna Klein plays.svg"
drawing blue >"$share/Achievements/The band plays.svg"
guarded >/dev/null 2>&1
same 'a listed child is held' 0 "$(shown Anna)"
same 'others are shown' 1 "$(shown 'The band')"
has 'staff are sent to the office' 'This is held: please ask the office' "$(cat "$share/PROBLEMS - please read.txt")"
mv "$list" "$list.gone"
guarded >/dev/null 2>&1
same 'a list that has gone shows nobody it held' 0 "$(shown Anna)"
has 'and is said' 'The list of children who must not be shown' "$(cat "$share/PROBLEMS - please read.txt")"
: >"$list"
guarded >/dev/null 2>&1
same 'an emptied list holds nobody' 1 "$(shown Anna)"

# ---- the same picture twice: one of them shows, whichever may ----

new_kiosk
foyer import --once >/dev/null 2>&1
drawing red >"$share/Achievements/Zoe Miller wins.svg"
foyer import --once --set privacy.full_names=hold >/dev/null 2>&1
same 'a full name is held' 0 "$(shown Zoe)"
drawing red >"$share/Achievements/Zoe wins.svg"
foyer import --once --set privacy.full_names=hold >/dev/null 2>&1
same 'its copy with a first name is shown' 1 "$(shown 'Zoe wins')"
