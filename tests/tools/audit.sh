#!/bin/bash
# Usage: audit.sh               (BUILD: the build's folder; about ten minutes)
#
# The layout audit of every state x 13 languages and the pseudo-language x three displays x text sizes x
# contrast x "bring it down". Leaves $BUILD/audit/index.html with all pictures and findings. Fails when
# there are findings.
set -eu
cd "$(dirname "$0")/../.."

build=$(cd "${BUILD:=build}" && pwd)
out=$build/audit
rm -rf -- "$out"
mkdir -p "$out/state"
work=$(mktemp -d)
trap 'rm -rf -- "$work"' EXIT
tests/tools/lay-sample.sh assets/sample "$work/share" 2026-05-12
"$build/foyer" import --once --set content.share="$work/share" --set content.state="$out/state" --now 2026-05-12T08:30
status=0
FOYER_LOCALE=$build/locale "$build/tests/audit/audit" "$out/state" "$out" || status=$?

# Large pictures are many gigabytes: small ones stay.
find "$out" -name '*.png' -print0 | xargs -0 -P "$(nproc)" -n 50 vipsthumbnail --size 480x480 -o "%s.jpg[Q=70]" --delete 2>/dev/null || true
find "$out" -maxdepth 1 -name '*.png' -delete

{
    echo '<!doctype html><meta charset="utf-8"><title>Foyer: layout audit</title>'
    echo '<style>body{font:16px sans-serif;margin:1em}figure{display:inline-block;margin:4px;width:300px;vertical-align:top}'
    echo 'img{width:100%}table{border-collapse:collapse}td,th{border:1px solid #aaa;padding:2px 6px;text-align:left}</style>'
    echo '<h1>Layout audit</h1><p><input id="f" size="40" placeholder="show only: ar 1080x1920 form …"></p><h2>Findings</h2>'
    echo '<table><tr><th>how often<th>display<th>text<th>comfort<th>what<th>for example'
    cat "$out"/*.findings | awk -F'\t' '
        function plain(s) { gsub(/&/, "\\&amp;", s); gsub(/</, "\\&lt;", s); return s }
        { w = $7; gsub(/"[^"]*"/, "“…”", w); gsub(/[0-9.]+/, "N", w); k = $2 "\t" $3 "\t" $4 "\t" w
          n[k]++; if (!(k in first)) first[k] = $1 " " $5 ": " $7 }
        END { for (k in n) { split(k, p, "\t"); printf "%d\t<tr><td>%d<td>%s<td>%s<td>%s<td>%s<td>%s\n", n[k], n[k], p[1], p[2], p[3], plain(p[4]), plain(first[k]) } }' |
        sort -rn | cut -f2-
    echo '</table><h2>Pictures</h2><div id="p">'
    find "$out" -maxdepth 1 -name '*.jpg' -printf '%f\n' | sort |
        sed 's|\(.*\)\.jpg|<figure data-n="\1"><img loading="lazy" src="\1.jpg"><figcaption>\1</figcaption></figure>|'
    echo '</div><script>f.oninput=()=>{for(const g of p.children)g.hidden=!f.value.split(" ").every(w=>g.dataset.n.includes(w))}</script>'
} >"$out/index.html"
echo "All pictures and findings: $out/index.html"
exit "$status"
