#!/bin/bash
# Usage: rivals.sh            (BUILD, RUNS=5, SLIDES=200, QUICK=1: one run)
#
# Foyer beside what else could show a school's photos: Chromium with a page, feh, mpv, each where it is
# installed. All show the same photos on the same display without a GPU (Xvfb, 1920x1080) in turn, watched
# from outside by tests/bench/watch.c. Prints the median of the runs, in brackets the smallest and largest,
# and Foyer's ratio to each.
set -eu
cd "$(dirname "$0")/../.."
# shellcheck source=tests/bench/lib.sh
. tests/bench/lib.sh

build=$(cd "${BUILD:-build}" && pwd)
quick=${QUICK:+1}
runs=${RUNS:-${quick:-5}}
slides=${SLIDES:-200}
still=${quick:+4} fades=${quick:+1}
still=${still:-8} fades=${fades:-2}
work=$(mktemp -d)
display=
finish() {
    [ -z "$display" ] || kill "$display" 2>/dev/null || true
    rm -rf -- "$work"
}
trap finish EXIT
need_tools
unset WAYLAND_DISPLAY DBUS_SESSION_BUS_ADDRESS
export HOME=$work XDG_RUNTIME_DIR=$work/run XDG_CONFIG_HOME=$work/config LC_ALL=C.UTF-8
mkdir -m 700 "$work/run"

# The same slideshow as a page: the next photo is decoded ahead, fades in over 450 ms, a press opens it.
make_page() {
    local i
    {
        echo '<!doctype html><meta charset=utf-8><style>html,body{margin:0;height:100%;background:#000;overflow:hidden}
              img{position:absolute;width:100%;height:100%;object-fit:cover;opacity:0;transition:opacity 450ms}
              .on{opacity:1}#more{position:absolute;inset:10%;background:#fff;display:none}</style>
              <img id=a><img id=b><div id=more></div><script>const photos=['
        for ((i = 1; i <= slides; i++)); do
            printf '"share/Achievements/Photo %d.jpg",' "$i"
        done
        echo '];let at=0,front=a,back=b;async function next(first){back.src=photos[at++%photos.length];
              await back.decode();if(first)back.style.transition="none";back.className="on";
              back.style.zIndex=1;front.style.zIndex=0;const old=front;front=back;back=old;
              setTimeout(()=>{old.className=""},500);setTimeout(()=>{first&&(front.style.transition="");next()},8000)}
              addEventListener("pointerdown",()=>{more.style.display=more.style.display?"":"block"});next(true)</script>'
    } >"$work/page.html"
}

# ---- the programs ----
command_of() { # NAME: its command, in $command
    case $1 in
        foyer)
            command=(env SDL_VIDEODRIVER=x11 "$build/foyer" show --set content.share="$work/share"
                --set content.state="$work/state" --set display.fullscreen=yes)
            ;;
        chromium)
            # shellcheck disable=SC2054
            command=(chromium --no-sandbox --kiosk --user-data-dir="$work/profile" --no-first-run --disable-gpu
                --disable-background-networking --disable-component-update --disable-sync --disable-extensions
                --noerrdialogs --window-size=1920,1080 --window-position=0,0 "file://$work/page.html")
            ;;
        feh) command=(feh --quiet --fullscreen --auto-zoom --hide-pointer --slideshow-delay 8 "$work/share/Achievements") ;;
        mpv)
            command=(mpv --really-quiet --no-config --fs --vo=x11 --image-display-duration=8 --loop-playlist=inf
                "$work/share/Achievements")
            ;;
    esac
}
installed() {
    case $1 in
        foyer) return 0 ;;
        *) command -v "$1" >/dev/null ;;
    esac
}

# ---- the runs, each program in turn ----
watch_all() {
    local run name
    for ((run = 1; run <= runs; run++)); do
        for name in "${names[@]}"; do
            echo "run $run of $runs: $name…" >&2
            rm -rf "$work/profile"
            command_of "$name"
            # Once unmeasured: its files are in the cache then, whoever ran before.
            "$build/tests/bench/watch" --start "${command[@]}" >/dev/null 2>&1 || true
            rm -rf "$work/profile"
            sleep 1
            "$build/tests/bench/watch" "$still" "$fades" "${command[@]}" 2>"$work/$name.log" |
                tr ' ' '\n' | sed "s/^/$name /; s/=/ /" >>"$work/numbers" || echo "$name did not show a photo" >&2
        done
    done
}

# median_of NAME NUMBER DIVISOR UNIT: "median unit (smallest to largest)", or "-".
median_of() {
    awk -v who="$1" -v what="$2" -v by="$3" '$1 == who && $2 == what { print $3 / by }' "$work/numbers" | sort -n |
        awk -v unit="$4" '{ v[NR] = $1 } END {
            if (NR == 0) { printf "-"; exit }
            m = NR % 2 ? v[(NR + 1) / 2] : (v[NR / 2] + v[NR / 2 + 1]) / 2
            printf "%.3g%s (%.3g to %.3g)", m, unit, v[1], v[NR] }'
}
row() { # WHAT NUMBER DIVISOR UNIT
    local name
    printf '| %s |' "$1"
    for name in "${names[@]}"; do
        printf ' %s |' "$(median_of "$name" "$2" "$3" "$4")"
    done
    echo
}
# ratio WHAT NUMBER: Foyer's median against each other's.
ratio() {
    local name own other
    own=$(median_of foyer "$2" 1 ' ')
    printf '| %s |' "$1"
    for name in "${names[@]}"; do
        other=$(median_of "$name" "$2" 1 ' ')
        awk -v a="${own%% *}" -v b="${other%% *}" 'BEGIN { if (a + 0 > 0 && b + 0 > 0) printf " %.2f |", a / b; else printf " - |" }'
    done
    echo
}

# ---- what has to be installed ----
# installed_mb NEEDS [OWN]: megabytes of those packages and of all that they depend on (first alternatives), as installed here;
# what every Debian has (priority required or important) is not counted.
installed_mb() {
    dpkg-query -W -f '${binary:Package}\t${Installed-Size}\t${Priority}\t${Provides}\t${Depends}, ${Pre-Depends}\n' |
        awk -F'\t' -v needs="$1" -v own="${2:-0}" '
            function bare(word) { sub(/[ (:].*/, "", word); return word }
            function visit(word,   parts, i, n) {
                word = bare(word)
                if (!(word in size)) word = provider[word]
                if (word == "" || word in seen || base[word]) return
                seen[word] = 1
                sum += size[word]
                n = split(depends[word], parts, /, */)
                for (i = 1; i <= n; i++) visit(parts[i])
            }
            { name = bare($1); size[name] = $2; depends[name] = $5
              base[name] = $3 == "required" || $3 == "important"
              n = split($4, given, /, */)
              for (i = 1; i <= n; i++) provider[bare(given[i])] = name }
            END { n = split(needs, wanted, /, */); for (i = 1; i <= n; i++) visit(wanted[i]); printf "%.0f", sum / 1024 + own }'
}
size_of() { # NAME
    local libraries kb
    if [ "$1" != foyer ]; then
        installed_mb "$1"
        return
    fi
    # What the programs are linked with, and what the package names beside.
    libraries=$(ldd "$build/foyer" "$build/foyer-pictures" | awk '/=> \// { print $3 }' | sort -u |
        xargs -r readlink -f | xargs -r dpkg-query -S 2>/dev/null | cut -d: -f1 | sort -u | paste -sd,)
    kb=$(du -ck --apparent-size "$build/foyer" "$build/foyer-pictures" assets | tail -n 1 | cut -f1)
    installed_mb "$libraries,$(sed -n 's/^Depends: @SHLIBS@, //p' kiosk-config/debian/control.in)" $((kb / 1024))
}

names=()
for name in foyer chromium feh mpv; do
    if installed "$name"; then
        names+=("$name")
    else
        echo "not installed, so not compared: $name" >&2
    fi
done
red_photos "$work/share/Achievements" Photo "$slides" 1920 1280
make_page
"$build/foyer" import --once --set content.share="$work/share" --set content.state="$work/state" \
    --set content.settle_seconds=0 2>/dev/null
start_display
: >"$work/numbers"
watch_all

[ -s "$work/numbers" ] || { echo "nothing was measured: $(cat "$work"/*.log)" >&2 && exit 1; }
echo "$slides photos of 1920x1280 on a display of 1920x1080 without a GPU, files in the cache; median of $runs runs"
echo
printf '|  |'
printf ' %s |' "${names[@]}"
printf '\n|---|'
printf -- '---|%.0s' "${names[@]}"
echo
row 'start to the first photo' first_ms 1 ' ms'
row 'memory, a photo standing' still_pss_kb 1024 ' MiB'
row 'memory, the most behind a fade' fade_pss_kb 1024 ' MiB'
row 'processor while a photo stands' still_cpu_ppm 10000 ' %'
row 'frames a second while it stands' still_frames 1 ''
row 'wake-ups a second while it stands' still_wakeups 1 ''
row 'frames of a fade' fade_frames 1 ''
row 'processor for a frame of a fade' fade_cpu_us 1000 ' ms'
row 'between frames of a fade, median' fade_p50_us 1000 ' ms'
row 'between frames of a fade, p99' fade_p99_us 1000 ' ms'
row 'between frames of a fade, longest' fade_max_us 1000 ' ms'
row 'press to the next changed pixel' touch_us 1000 ' ms'
printf '| installed, with all it needs |'
for name in "${names[@]}"; do
    printf ' %s MB |' "$(size_of "$name")"
done
echo
ratio 'Foyer against it: first photo' first_ms
ratio 'memory, standing' still_pss_kb
ratio 'memory, fading' fade_pss_kb
ratio 'processor for a frame of a fade' fade_cpu_us
ratio 'press to pixel' touch_us
echo

# ---- ten times as many ----
if [ -z "$quick" ]; then
    more=$((slides * 10))
    echo "importing $more photos…" >&2
    red_photos "$work/share/Achievements" Photo "$more" 1920 1280
    "$build/foyer" import --once --set content.share="$work/share" --set content.state="$work/state" \
        --set content.settle_seconds=0 2>/dev/null
    before=$(median_of foyer still_pss_kb 1 ' ')
    names=(foyer)
    : >"$work/numbers"
    watch_all
    after=$(median_of foyer still_pss_kb 1 ' ')
    awk -v a="${after%% *}" -v b="${before%% *}" -v n="$more" -v m="$slides" 'BEGIN {
        printf "memory with %d photos against %d: %.2f (%.3g and %.3g MiB)\n", n, m, a / b, a / 1024, b / 1024 }'
fi
