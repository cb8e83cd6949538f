#!/bin/bash
# The three services as the three accounts that a kiosk runs them as: what each may reach and what not,
# in folders as the package makes them. Numbers stand for the accounts, so nothing is added to this
# machine. The units' sandbox comes on top of this; it is looked at without starting anything.
# asan: no (the rights of files are the same)
# shellcheck source=tests/whole/lib.sh
. tests/whole/lib.sh

# What sysusers.conf and tmpfiles.conf say, with numbers for names.
declare -A number=([root]=0 [foyer]=61180 [foyer-replies]=61181 [foyer-show]=61182 [foyer-import]=61183
    [foyer-sync]=61184)
groups_of() { # ACCOUNT: the numbers of its groups, by commas
    local all=${number[$1]} kind account group
    while read -r kind account group; do
        [ "$kind $account" = "m $1" ] && all=$all,${number[$group]:-0}
    done <kiosk-config/sysusers.conf
    printf '%s' "${all//,0/}"
}
as() { # ACCOUNT COMMAND…
    local account=$1
    shift
    setpriv --reuid "${number[$account]}" --regid "${number[foyer]}" \
        --groups "$(groups_of "$account")" --no-new-privs "$@"
}
# The same beside the test; what is started is the program itself, so that it can be ended.
start_as() { # ACCOUNT COMMAND…
    local account=$1
    shift
    start setpriv --reuid "${number[$account]}" --regid "${number[foyer]}" \
        --groups "$(groups_of "$account")" --no-new-privs "$@"
}
umask 0007 # as the units
forbidden() { # NAME ACCOUNT COMMAND…: the account cannot
    local name=$1
    shift
    if as "$@" >"$work/said" 2>&1; then
        not_ok "$name" "it could: $*"
    else
        has "$name" 'ermission denied' "$(cat "$work/said")"
    fi
}

# ---- the units, on paper ----
bound=2.0
for unit in show import sync splash; do
    score=$(systemd-analyze security --offline=true "kiosk-config/systemd/foyer-$unit.service" 2>&1 |
        sed -n 's/.*Overall exposure level for .*: \([0-9.]*\) .*/\1/p')
    echo "# foyer-$unit.service: systemd-analyze security says $score of 10"
    check "foyer-$unit is exposed less than $bound" awk -v s="${score:-10}" -v b="$bound" 'BEGIN { exit !(s < b) }'
done
same 'no unit opens a port' '' "$(ls kiosk-config/systemd/*.socket 2>/dev/null)"
same 'each unit has an end to its memory' 4 "$(grep -lx 'MemoryMax=[0-9]*M' kiosk-config/systemd/foyer-{show,import,sync,splash}.service | wc -l)"

if [ "$(id -u)" -ne 0 ] || ! setpriv --reuid 61182 --regid 61180 --clear-groups test -x "$FOYER"; then
    skip 'the three accounts' 'needs root, and a program that other accounts can read'
    exit 0
fi

new_kiosk
chmod 711 "$work" "${conf%/*}"
chmod 644 "$conf"
rm -rf "$share" "$state" "$office"
while read -r type path mode user group; do
    [ "$type" = d ] || continue
    case $path in
        /var/lib/foyer*) path=$state${path#/var/lib/foyer} ;;
        /srv/foyer/share) path=$share ;;
        /srv/foyer/office) path=$office ;;
        *) continue ;;
    esac
    mkdir "$path"
    chown "${number[$user]}:${number[$group]}" "$path"
    chmod "$mode" "$path"
done <kiosk-config/tmpfiles.conf

# ---- each does its work ----
tests/tools/lay-sample.sh assets/sample "$share" 2026-05-12
chown -R "${number[foyer-import]}:${number[foyer-import]}" "$share"
find "$share" -type d -exec chmod 2770 {} +
start_as foyer-import "$FOYER" import -c "$conf" --now 2026-05-12T08:30
answered() { # all of it: a page is written before the last file is read
    local page="$share/What is on the screen now.html"
    grep -q 'Year 4' "$page" && grep -q 'Library helpers' "$page"
}
check 'import reads the share, fills the catalogue and answers on the share' within 60 answered
visit() {
    as foyer-show "$FOYER" show -c "$conf" --headless --size 1280x800 --now 2026-05-12T08:40 \
        --tour tests/tours/volunteer.tour --shots "$work/shots"
}
check 'show draws it and stores a reply' visit
start_as foyer-sync "$FOYER" sync -c "$conf"
delivered() {
    [ "$(sqlite3 -readonly "$staff_file" "SELECT count(*) FROM Replies WHERE name = 'Fatima Haddad'")" = 1 ]
}
check "sync brings it to the office's file" within 20 delivered
check 'both keep at it: a second visit' visit
second() {
    [ "$(sqlite3 -readonly "$staff_file" "SELECT count(*) FROM Replies")" = 2 ]
}
check 'and a second reply' within 20 second
rm "$share/Achievements/Choir"*
gone() {
    ! foyer list | grep -q Choir
}
check 'import takes down what is deleted' within 20 gone
check 'root erases a person' foyer erase --name 'Fatima Haddad'
same 'and leaves every file so that sync can write it' "$(find "$staff_file" "$state/replies" -type f | sort)" \
    "$(as foyer-sync find "$staff_file" "$state/replies" -type f -writable | sort)"
check 'after it a third visit' visit
third() {
    [ "$(sqlite3 -readonly "$staff_file" "SELECT count(*) FROM Replies")" = 1 ]
}
check 'and a third reply' within 20 third

# ---- and no more ----
for file in "$state/replies" "$state/replies/outbox.db" "$state/replies/outbox.db-wal"; do
    check "control: there is $(basename "$file")" test -e "$file"
    forbidden "import cannot read $(basename "$file")" foyer-import cat "$file"
done
forbidden 'import cannot list the replies' foyer-import ls "$state/replies"
forbidden "import cannot read the office's file" foyer-import cat "$staff_file"
forbidden "show cannot read the office's file" foyer-show cat "$staff_file"
forbidden 'show cannot read the share' foyer-show ls "$share"
forbidden 'show cannot write the share' foyer-show touch "$share/Achievements/x"
forbidden 'sync cannot read the share' foyer-sync ls "$share"
forbidden 'sync cannot write the share' foyer-sync touch "$share/x"
same 'everybody else sees nothing of all that' '' \
    "$(find "$state" "$share" "$office" -maxdepth 0 -perm /007; find "$state" "$office" -type f -perm /007)"
same 'only show is in the groups of the display' foyer-show \
    "$(awk '$1 == "m" && $3 ~ /^(video|render|input|tty)$/ { print $2 }' kiosk-config/sysusers.conf | sort -u | xargs)"
same 'and import is not in the group of the replies' 'foyer-show foyer-sync' \
    "$(awk '$1 == "m" && $3 == "foyer-replies" { print $2 }' kiosk-config/sysusers.conf | sort | xargs)"

# What import could do with its rights over the state folder: put a folder of its own there.
mv "$state/replies" "$state/replies.real"
as foyer-import mkdir -m 0777 "$state/replies"
fails 'show stores no reply in a folder that import has put there' 1 visit
same 'and nothing is in it' '' "$(ls "$state/replies")"
rmdir "$state/replies" && mv "$state/replies.real" "$state/replies"
check 'with the real one it does' visit
