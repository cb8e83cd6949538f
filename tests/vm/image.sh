#!/bin/bash
# Usage: image.sh BUILD DEB
#
# Makes the disks of the virtual machine below BUILD/vm: root.img, a Debian with the package installed and
# `foyer setup` answered, and data.img, the partition that keeps replies, cache and the shared folder. Debian
# itself is made once for each list of packages (base-HASH.tar), from the sources this computer's apt uses.
# A machine of another architecture than this computer's is BUILD/vm-ARCH; what is done in its root is emulated,
# as foreign.sh arranges, which also has its compiler.
# shellcheck disable=SC2016  # $1 is mmdebstrap's
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
build=$1 deb=$2
arch=$(dpkg-deb -f "$deb" Architecture)
foreign=$([ "$arch" = "$(dpkg --print-architecture)" ] || echo "$arch")
vm=$build/vm${foreign:+-$foreign}
mkdir -p "$vm"
vm=$(cd "$vm" && pwd)

# What the package needs comes with the base, so that installing it later asks nobody.
wanted=$(
    {
        sed "s/@ARCH@/$arch/" "$here/packages.txt"
        dpkg-deb -f "$deb" Depends | tr ',' '\n' | sed 's/|.*//; s/(.*//; s/ //g'
    } | sort -u | paste -sd,
)
base=$vm/base-$(printf '%s' "$wanted" | sha256sum | cut -c1-12).tar
if [ ! -e "$base" ]; then
    echo "# making Debian 12 for the machine, once: some minutes${foreign:+, emulated a quarter of an hour}"
    mmdebstrap --mode=root --variant=minbase --architectures="$arch" --include="$wanted" \
        --dpkgopt='path-exclude=/usr/share/doc/*' --dpkgopt='path-exclude=/usr/share/man/*' \
        --dpkgopt='path-exclude=/usr/share/locale/*' --dpkgopt='path-include=/usr/share/locale/*/foyer.mo' \
        --essential-hook='mkdir -p "$1/etc/initramfs-tools/conf.d" && echo MODULES=list >"$1/etc/initramfs-tools/conf.d/vm.conf"' \
        bookworm "${base%.tar}.new.tar" >"$vm/mmdebstrap.log" 2>&1 || {
        tail -20 "$vm/mmdebstrap.log" >&2
        exit 1
    }
    mv "${base%.tar}.new.tar" "$base"
fi

# The machine is made anew when the package, or what is put into it here, has changed.
mark=$(cat "$deb" "$base" "$here"/{image.sh,agent.c,nosync.c,answers.ini} | sha256sum)
[ ! -e "$vm/data.img" ] || [ "$(cat "$vm/made-of" 2>/dev/null)" != "$mark" ] || exit 0
root=$vm/root
rm -rf -- "$root" "$vm/made-of"
mkdir "$root"
tar -C "$root" -xf "$base"
mount -t proc proc "$root/proc"
trap 'umount -q "$root/tmp" "$root/proc" 2>/dev/null || true' EXIT
in_root() {
    chroot "$root" env DEBIAN_FRONTEND=noninteractive LC_ALL=C.UTF-8 PATH=/usr/sbin:/usr/bin:/sbin:/bin "$@"
}
install -m 644 "$deb" "$root/foyer.deb"
install -m 600 "$here/answers.ini" "$root/answers.ini"
in_root dpkg -i /foyer.deb >"$vm/dpkg.log" 2>&1 || { cat "$vm/dpkg.log" >&2; exit 1; }
# Its status says, too, what the machine has only when it runs; whatever else it has to say is a failure.
in_root foyer setup --answers /answers.ini >"$vm/setup.log" 2>&1 || true
if ! grep -q 'How it looks' "$vm/setup.log" || grep -E '^ *(TO DO|could not) ' "$vm/setup.log" |
    grep -qvE '^TO DO  (a display:|a touch screen:|the clock )'; then
    echo "foyer setup has not done all it should in the machine's root ($vm/setup.log):" >&2
    cat "$vm/setup.log" >&2
    exit 1
fi
rm "$root/foyer.deb" "$root/answers.ini"

# What a computer has anyway: a network, disks, an initramfs with their drivers.
printf '[Match]\nName=en* eth*\n[Network]\nDHCP=ipv4\n' >"$root/etc/systemd/network/vm.network"
in_root systemctl -q enable systemd-networkd
printf '/dev/vda / ext4 errors=remount-ro 0 1\n/dev/vdb /data ext4 defaults 0 2\n%s\n%s\n' \
    '/data/lib /var/lib/foyer none bind 0 0' '/data/srv /srv/foyer none bind 0 0' >"$root/etc/fstab"
mkdir -p "$root/data"
printf 'virtio_pci\nvirtio_blk\next4\noverlay\n' >>"$root/etc/initramfs-tools/modules"
printf 'uinput\ni6300esb\nvirtio_console\n' >"$root/etc/modules-load.d/vm.conf"
echo kiosk >"$root/etc/hostname"
in_root update-initramfs -u >"$vm/initramfs.log" 2>&1
cp "$root"/boot/vmlinuz-* "$vm/vmlinuz"
cp "$root"/boot/initrd.img-* "$vm/initrd"
# The words that setup gives the kernel through GRUB; the machine is started without one.
in_root sed -n 's/^GRUB_CMDLINE_LINUX_DEFAULT="\(.*\)"/\1/p' /etc/default/grub.d/foyer.cfg >"$vm/words"

# Of the test's own: who does what the host says, and a disk that only pretends to write (a control).
compile() {
    local words=(-std=c17 -D_GNU_SOURCE -O2 -Wall -Wextra -Werror "$@")
    if [ -z "$foreign" ]; then
        "${CC:-gcc}" "${words[@]}"
    else
        "$here/../tools/foreign.sh" run "$build" "$arch" sh -c '"${CROSS}gcc" "$@"' gcc "${words[@]}"
    fi
}
compile -static -o "$root/usr/sbin/foyer-agent" "$here/agent.c"
compile -shared -fPIC -o "$root/usr/lib/nosync.so" "$here/nosync.c"
cat >"$root/etc/systemd/system/foyer-agent.service" <<END
[Unit]
DefaultDependencies=no
After=systemd-modules-load.service
Before=sysinit.target
StartLimitIntervalSec=0
[Service]
ExecStart=/usr/sbin/foyer-agent
Restart=always
RestartSec=1
StandardError=journal
[Install]
WantedBy=sysinit.target
END
in_root systemctl -q enable foyer-agent

# The data partition, with content as if it had been shown yesterday.
rm -rf "$vm/share"
"$here/../tools/lay-sample.sh" "$here/../../assets/sample" "$vm/share"
cp -r "$vm/share/." "$root/srv/foyer/share/"
in_root chown -R foyer-import:foyer-import /srv/foyer/share
in_root chmod -R u+rwX,g+rwX /srv/foyer/share
mount -t tmpfs -o ro tmpfs "$root/tmp" # for the emulation's sake: foreign.sh
in_root runuser -u foyer-import -- foyer import --once -c /etc/foyer/foyer.conf >"$vm/import.log" 2>&1 || {
    cat "$vm/import.log" >&2
    exit 1
}
umount "$root/tmp" "$root/proc"
rm -rf "$vm/data" "$vm/share.laid"
mkdir "$vm/data"
mv "$root/var/lib/foyer" "$vm/data/lib"
mv "$root/srv/foyer" "$vm/data/srv"
mkdir "$root/var/lib/foyer" "$root/srv/foyer"

rm -f "$vm/root.img" "$vm/data.img"
mke2fs -q -t ext4 -d "$root" "$vm/root.img" 3G
mke2fs -q -t ext4 -d "$vm/data" "$vm/data.img" 1G
# The program's own pictures of what should be seen are made from the same folder.
rm -rf "$vm/expected" && mkdir "$vm/expected" && cp -r "$vm/data/lib" "$vm/expected/state"
cp "$root/etc/foyer/foyer.conf" "$vm/expected/foyer.conf"
rm -rf "$root" "$vm/data"
echo "$mark" >"$vm/made-of"
