#!/bin/bash
# The Debian package: what is in it, that its parts are what systemd, udev and man expect, and that
# installing, setting up, removing and purging it do what they say. It is installed for real, by dpkg,
# over a copy of this very system that vanishes with the test (an overlay in a mount name space).
# asan: no (the program is only copied)
# limit: 200
# shellcheck source=tests/whole/lib.sh
. tests/whole/lib.sh

build=$(realpath --relative-to=. "${FOYER_BUILD:-build}")
arch=$(dpkg --print-architecture)
check 'the package is made' kiosk-config/package.sh "$build" "$arch" "$work"
deb=$(echo "$work"/foyer_*_"$arch".deb)
listed=$(dpkg-deb -c "$deb" | awk '{ print $2, $6 }')

# ---- what is in it ----
for file in usr/bin/foyer usr/lib/foyer/foyer-pictures usr/lib/systemd/system/foyer-{show,import,sync}.service \
    usr/lib/systemd/system/srv-foyer-share.{mount,timer} usr/lib/sysusers.d/foyer.conf \
    usr/lib/tmpfiles.d/foyer.conf usr/lib/udev/rules.d/60-foyer.rules usr/share/foyer/samba/foyer.conf \
    usr/share/foyer/closed/{sysctl,logind,journald,system}.conf usr/share/foyer/closed/{udev.rules,grub.cfg} \
    usr/share/man/man1/foyer.1.gz usr/share/man/man5/foyer.conf.5.gz usr/share/foyer/icons/heart.svg \
    usr/share/bash-completion/completions/foyer usr/share/locale/ar/LC_MESSAGES/foyer.mo \
    usr/share/doc/foyer/{README.md,SHARE.md,copyright,changelog.gz,answers.ini}; do
    has "it holds $file" "./$file" "$listed"
done
same 'everything belongs to root' '' "$(grep -v '^root/root ' <<<"$listed")"
hasnt 'no sample content' sample "$listed"
hasnt 'nothing in /etc: that is for setup' ./etc "$listed"
same 'no file may be changed by others' '' "$(dpkg-deb -c "$deb" | awk '$1 !~ /^l/ && $1 ~ /^.(....w|.......w)/ { print }')"
control=$(dpkg-deb -f "$deb")
has 'it needs the libraries it is linked with' libvips42 "$(grep ^Depends <<<"$control")"
has 'and what SDL opens by itself' libgles2 "$(grep ^Depends <<<"$control")"
same 'its version is the program'"'"'s' "foyer $(dpkg-deb -f "$deb" Version)" "$("$FOYER" version)"
first=$(sha256sum <"$deb")
kiosk-config/package.sh "$build" "$arch" "$work" >/dev/null
same 'made again it is the same to the byte' "$first" "$(sha256sum <"$deb")"

# ---- its parts ----
root=$work/root
dpkg-deb -x "$deb" "$root"
cp -an /usr/lib/systemd/system/. "$root/usr/lib/systemd/system/"
install -D /bin/sh "$root/bin/sh" # foyer-metrics.service runs it
check 'systemd understands the units' systemd-analyze verify --man=no --root="$root" \
    foyer-show.service foyer-import.service foyer-sync.service foyer-metrics.service srv-foyer-share.timer
said=$(systemd-analyze verify --man=no --root="$root" foyer-{show,import,sync,metrics}.service srv-foyer-share.timer foyer-metrics.timer 2>&1 |
    grep -i foyer)
same 'and has nothing to say about them' '' "$said"
sed -i 's/^Restart=always/Restart=allways/' "$root/usr/lib/systemd/system/foyer-sync.service"
has 'control: it sees a mistake' allways "$(systemd-analyze verify --man=no --root="$root" foyer-sync.service 2>&1)"
for setting in 'RuntimeWatchdogSec=15 system' 'CtrlAltDelBurstAction=none system' 'NAutoVTs=0 logind' \
    'HandlePowerKey=ignore logind' 'SystemMaxUse=48M journald' 'kernel.sysrq = 0 sysctl'; do
    has "${setting% *} in ${setting##* }" "${setting% *}" "$(cat "$root/usr/share/foyer/closed/${setting##* }.conf")"
done
for page in "$root"/usr/share/man/man?/*; do
    same "man has nothing to say about $(basename "$page")" '' "$(man --warnings -l "$page" 2>&1 >/dev/null)"
done
page=$(man -l "$root/usr/share/man/man1/foyer.1.gz" 2>/dev/null | col -b)
missing=
while read -r command; do
    grep -qE "^ +$command( |\$)" <<<"$page" || missing="$missing $command"
done < <("$FOYER" help | sed -n 's/^  foyer \([a-z]*\).*/\1/p')
same 'foyer(1) names every command' '' "$missing"
page=$(MANWIDTH=200 man -l "$root/usr/share/man/man5/foyer.conf.5.gz" 2>/dev/null | col -b)
missing=
while read -r key; do
    grep -qE "^ +$key =" <<<"$page" || missing="$missing $key"
done < <("$FOYER" config | sed -n 's/^;\([a-z_]*\) =.*/\1/p')
same 'foyer.conf(5) names every key' '' "$missing"
complete_with() { # WORD…
    PATH=${FOYER%/*}:$PATH bash -c '. kiosk-config/completion/foyer; COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1))
        _foyer 2>/dev/null; printf "%s " "${COMPREPLY[@]}"' x "$@"
}
has 'completion knows the commands' 'status ' "$(complete_with foyer st)"
has 'and the options' '--problems ' "$(complete_with foyer list --p)"
has 'and the settings' 'display.rotate=' "$(complete_with foyer show --set display.ro)"

# ---- installed ----
if [ "$(id -u)" -ne 0 ] || ! unshare -m sh -c "mkdir '$work/try' && mount -t tmpfs none '$work/try' &&
    mkdir '$work/try/u' '$work/try/w' '$work/try/r' &&
    mount -t overlay none -o lowerdir=/,upperdir='$work/try/u',workdir='$work/try/w' '$work/try/r'" 2>/dev/null; then
    skip 'installing, setting up, removing' 'needs root and overlay mounts'
    exit 0
fi

cp "$deb" "$work/foyer.deb"
sed 's/change-me/secret word/' kiosk-config/answers.ini >"$work/answers.ini"
cat >"$work/inside.sh" <<'END'
cd /
say() { printf '%s\n' "== $1"; shift; "$@" 2>&1; printf 'status %s\n' $?; }
say install dpkg -i --no-triggers --force-depends /tmp/in/foyer.deb
say enabled-before systemctl is-enabled foyer-show
say config-before ls /etc/foyer
say folders stat -c '%n %U:%G %a' /etc/foyer /var/lib/foyer /var/lib/foyer/replies /srv/foyer/share /srv/foyer/office
say groups sh -c 'for a in show import sync; do echo "foyer-$a: $(id -Gn foyer-$a | tr " " "\n" | sort | xargs)"; done'
say setup foyer setup --answers /tmp/in/answers.ini
say config cat /etc/foyer/foyer.conf
say config-rights stat -c '%U:%G %a' /etc/foyer/foyer.conf
say enabled systemctl is-enabled foyer-show foyer-import foyer-sync
say masked systemctl is-enabled getty@tty1.service ctrl-alt-del.target
say links sh -c 'for f in /etc/systemd/*.conf.d/60-foyer.conf /etc/sysctl.d/60-foyer.conf; do test -e $f && echo $f; done'
say samba testparm -s
say staff sh -c 'id -Gn staffroom; pdbedit -L | cut -d: -f1 | sort | xargs'
printf '; a note of ours\n[school]\nname = Old\nphone = 1234\n' >/etc/foyer/foyer.conf
say again foyer setup --answers /tmp/in/server.ini
say config-again cat /etc/foyer/foyer.conf
say mount cat /etc/systemd/system/srv-foyer-share.mount.d/server.conf
say mount-unit systemd-analyze verify --man=no srv-foyer-share.mount
say credentials stat -c '%U:%G %a' /etc/foyer/share.credentials
say secret cat /etc/foyer/share.credentials
say timer systemctl is-enabled srv-foyer-share.timer
say open systemctl is-enabled getty@tty1.service
echo reply >/var/lib/foyer/replies/outbox.db
echo cached >/var/lib/foyer/catalogue.db
echo row >/srv/foyer/office/Replies.sqlite
say upgrade dpkg -i --no-triggers --force-depends /tmp/in/foyer.deb
say kept-config grep -c 'a note of ours' /etc/foyer/foyer.conf
say kept-on systemctl is-enabled foyer-show
say remove dpkg -r --no-triggers foyer
say kept-by-remove ls /etc/foyer/foyer.conf /var/lib/foyer/replies/outbox.db /srv/foyer/office/Replies.sqlite
say unmasked sh -c 'find /etc/systemd /etc/sysctl.d /etc/udev /etc/default -xtype l -lname "*foyer*"; ls /etc/systemd/system/getty@tty1.service'
say smb-back grep -c foyer /etc/samba/smb.conf
say purge dpkg -P --no-triggers foyer
say kept-by-purge ls /var/lib/foyer/replies/outbox.db /srv/foyer/office/Replies.sqlite
say gone ls /etc/foyer /var/lib/foyer/catalogue.db
END
cat >"$work/server.ini" <<'END'
name = St Mary's & "Friends" 100%
share = server
server = //files.school.example/Foyer 50%
server_password = p;a ss=word%
office_user = -
closed = no
END
cat >"$work/bare.sh" <<'END'
say() { printf '%s\n' "== $1"; shift; "$@" 2>&1; printf 'status %s\n' $?; }
say bare-install dpkg -i --no-triggers --force-depends /tmp/in/foyer.deb
say bare-folders stat -c '%n %U:%G %a' /etc/foyer /var/lib/foyer /var/lib/foyer/replies /srv/foyer/share /srv/foyer/office
END
in_copy() { # PROC SCRIPT: runs the script in a copy of this system, with /proc ("proc") or an empty one ("tmpfs")
    rm -rf "$work/ov" && mkdir "$work/ov"
    unshare -m sh -c "
        mount -t tmpfs none '$work/ov' && cd '$work/ov' && mkdir u w r &&
        mount -t overlay none -o lowerdir=/,upperdir=u,workdir=w r && mkdir -p r/tmp/in &&
        cp '$work/foyer.deb' '$work/answers.ini' '$work/server.ini' '$work/$2' r/tmp/in/ &&
        mount --bind /dev r/dev && mount -t $1 none r/proc && mount -t tmpfs none r/run &&
        rm -rf r/etc/foyer r/var/lib/foyer r/srv/foyer &&
        chroot r env -i PATH=/usr/sbin:/usr/bin:/sbin:/bin LC_ALL=C.UTF-8 bash /tmp/in/$2"
}
in_copy proc inside.sh >"$work/inside.log" 2>&1
in_copy tmpfs bare.sh >>"$work/inside.log" 2>&1
part() { # NAME: what was said about it, and the status
    sed -n "/^== $1\$/,/^== /p" "$work/inside.log" | grep -v '^== '
}
has 'dpkg installs it' 'status 0' "$(part install)"
has 'it asks for setup' 'foyer setup' "$(part install)"
hasnt 'nothing is enabled before' $'\nenabled' $'\n'"$(part enabled-before)"
same 'the folders are as they should be' "/etc/foyer root:foyer 750
/var/lib/foyer root:foyer 2770
/var/lib/foyer/replies root:foyer-replies 2770
/srv/foyer/share foyer-import:foyer-import 2770
/srv/foyer/office foyer-sync:foyer-sync 770
status 0" "$(part folders)"
has 'in a root without /proc it is installed, too' 'status 0' "$(part bare-install)"
same 'with the same folders' "$(part folders)" "$(part bare-folders)"
same 'the accounts have their groups and no others' 'foyer-show: foyer foyer-replies foyer-show i2c input render tty video
foyer-import: foyer foyer-import
foyer-sync: foyer foyer-replies foyer-sync
status 0' "$(part groups)"
has 'setup writes the name' 'name = Riverbank Primary School' "$(part config)"
has 'the hours' 'hours = Mon-Fri 07:30-18:00' "$(part config)"
has 'the size' 'diagonal_inch = 32' "$(part config)"
has 'and ends with a check' 'the state folder survives a restart' "$(part setup)"
same 'the configuration is for root and the services' 'root:foyer 640
status 0' "$(part config-rights)"
same 'the services are enabled' $'enabled\nenabled\nenabled\nstatus 0' "$(part enabled)"
same 'the console is closed' $'masked\nmasked\nstatus 1' "$(part masked)"
same 'each link leads to a file' "/etc/systemd/journald.conf.d/60-foyer.conf
/etc/systemd/logind.conf.d/60-foyer.conf
/etc/systemd/system.conf.d/60-foyer.conf
/etc/sysctl.d/60-foyer.conf
status 0" "$(part links)"
if command -v smbd >/dev/null; then
    has 'Samba understands its configuration' 'status 0' "$(part samba)"
    has 'and serves both folders' '[Foyer replies]' "$(part samba)"
    has 'staff and office have accounts with a password' 'office staffroom' "$(part staff)"
fi
hasnt 'no password is shown' 'secret word' "$(part setup)"
has 'setup again keeps comments' 'a note of ours' "$(part config-again)"
has 'and other keys' 'phone = 1234' "$(part config-again)"
has 'and takes the new name' "name = St Mary's & \"Friends\" 100%" "$(part config-again)"
has 'the server is what is mounted' 'What=//files.school.example/Foyer 50%%' "$(part mount)"
same 'systemd understands that' 'status 0' "$(part mount-unit | grep -v 'mount.cifs\|bad unit file')"
same 'its password is for root alone' $'root:root 600\nstatus 0' "$(part credentials)"
has 'and is what was typed' 'password=p;a ss=word%' "$(part secret)"
has 'the timer is enabled' enabled "$(part timer)"
hasnt 'closed = no opens the console' masked "$(part open)"
has 'an upgrade works' 'status 0' "$(part upgrade)"
has 'keeps the configuration' 1 "$(part kept-config)"
has 'and the services' enabled "$(part kept-on)"
has 'removing works' 'status 0' "$(part remove)"
has 'and keeps configuration, replies and the office'"'"'s file' 'status 0' "$(part kept-by-remove)"
same 'no link leads nowhere, no unit stays masked' "ls: cannot access '/etc/systemd/system/getty@tty1.service': No such file or directory
status 2" "$(part unmasked)"
hasnt "Samba's own configuration is back" 'status 0' "$(part smb-back)"
has 'purging works' 'status 0' "$(part purge)"
has 'says where the replies are' '/var/lib/foyer/replies' "$(part purge)"
has 'and leaves them' 'status 0' "$(part kept-by-purge)"
has 'but no configuration' "cannot access '/etc/foyer'" "$(part gone)"
has 'and no cache' "cannot access '/var/lib/foyer/catalogue.db'" "$(part gone)"
