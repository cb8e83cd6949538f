#!/bin/bash
# Usage: [CROSS=…] package.sh BUILD ARCH OUT
#
# Makes OUT/foyer_VERSION_ARCH.deb of the program in BUILD, built for ARCH by tools whose names begin with
# $CROSS. `make deb` calls it. Needs dpkg-dev and nothing else: no root, no debhelper. The manual page of the
# configuration is printed by the program itself, which knows best.
set -euo pipefail
build=$1 arch=$2 out=$(cd "$3" && pwd)
here=$(cd "$(dirname "$0")" && pwd)
version=$(sed -n 's/^#define FOYER_VERSION "\(.*\)"/\1/p' "$here/../src/base/version.h")
stage=$out/deb.$arch work=$out/deb.$arch.work
rm -rf -- "$stage" "$work"
mkdir -p "$stage/DEBIAN" "$work/debian"
export SOURCE_DATE_EPOCH=${SOURCE_DATE_EPOCH:-$(date -d "$(sed -n 's/^ -- .*>  //p' "$here/debian/changelog" | head -n 1)" +%s)}

put() { # MODE FOLDER FILE…
    local mode=$1 folder=$2
    shift 2
    install -d -m 755 "$stage$folder"
    install -m "$mode" "$@" "$stage$folder"
}
rename() { # MODE TARGET FILE
    install -D -m "$1" "$3" "$stage$2"
}

make --no-print-directory -s -C "$here/.." install OUT="$build" BUILD="$build" DESTDIR="$stage" PREFIX=/usr
"${CROSS:-}strip" --strip-unneeded --remove-section=.comment "$stage/usr/bin/foyer" "$stage/usr/lib/foyer/foyer-pictures"
find "$stage" -type d -exec chmod 755 {} +

put 644 /usr/lib/systemd/system "$here"/systemd/*.{service,slice,timer} "$here"/mount/srv-foyer-share.{mount,timer}
rename 644 /usr/lib/sysusers.d/foyer.conf "$here/sysusers.conf"
rename 644 /usr/lib/tmpfiles.d/foyer.conf "$here/tmpfiles.conf"
put 644 /usr/lib/udev/rules.d "$here"/udev/*.rules
put 644 /usr/share/polkit-1/rules.d "$here"/polkit/50-foyer.rules
put 644 /usr/share/foyer/samba "$here/samba/foyer.conf"
put 644 /usr/share/foyer/closed "$here"/closed/*
put 644 /usr/share/bash-completion/completions "$here/completion/foyer"
put 644 /usr/share/man/man1 "$here/man/foyer.1"
install -d -m 755 "$stage/usr/share/man/man5"
"$build/foyer" config --man >"$stage/usr/share/man/man5/foyer.conf.5"
chmod 644 "$stage/usr/share/man/man5/foyer.conf.5"
gzip -9n "$stage"/usr/share/man/man?/*

doc=/usr/share/doc/foyer
put 644 "$doc" "$here/../README.md" "$here/SHARE.md" "$here/answers.ini"
{
    echo 'Format: https://www.debian.org/doc/packaging-manuals/copyright-format/1.0/'
    echo 'Upstream-Name: Foyer'
    printf '\nFiles: *\nCopyright: %s\nLicense: Expat\n' \
        "$(sed -n 's/^Copyright (c) //p' "$here/../LICENSE" | head -n 1)"
    sed '1,4d; s/^$/./; s/^/ /' "$here/../LICENSE"
} >"$stage$doc/copyright"
gzip -9nc "$here/debian/changelog" >"$stage$doc/changelog.gz"
chmod 644 "$stage$doc"/*

printf 'Source: foyer\n\nPackage: foyer\nArchitecture: any\n' >"$work/debian/control"
shlibs=$(cd "$work" && DEB_HOST_ARCH=$arch dpkg-shlibdeps -O "$stage/usr/bin/foyer" \
    "$stage/usr/lib/foyer/foyer-pictures" 2>"$work/said") || {
    cat "$work/said" >&2
    exit 1
}
shlibs=${shlibs#shlibs:Depends=}
size=$(du -k -s --apparent-size "$stage" | cut -f1)
sed -e "s/@VERSION@/$version/; s/@ARCH@/$arch/; s/@SIZE@/$size/; s/@SHLIBS@/$shlibs/" \
    "$here/debian/control.in" >"$stage/DEBIAN/control"
install -m 755 "$here"/debian/{postinst,prerm,postrm} "$stage/DEBIAN/"
(cd "$stage" && find usr -type f -print0 | LC_ALL=C sort -z | xargs -0 md5sum) >"$stage/DEBIAN/md5sums"
chmod 644 "$stage/DEBIAN/control" "$stage/DEBIAN/md5sums"

deb=$out/foyer_${version}_$arch.deb
dpkg-deb --root-owner-group -Zxz --build "$stage" "$deb" >/dev/null
rm -rf -- "$stage" "$work"
echo "$deb: $(du -k "$deb" | cut -f1) KB"
