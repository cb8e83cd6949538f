# shellcheck shell=bash disable=SC2034,SC2154
# What the benches that look at a display share. To be sourced.

# need_tools: the programs it takes to make photos and to show them, or ends with what to install.
need_tools() {
    local tool
    for tool in Xvfb vips; do
        command -v "$tool" >/dev/null || {
            echo "Install with: sudo apt-get install xvfb libvips-tools"
            exit 1
        }
    done
}

# red_photos FOLDER NAME HOW_MANY WIDTH HEIGHT [ROUND]: JPEGs "NAME 1.jpg" …: red, so that tests/bench/watch.c knows
# them, with the noise of a sensor; each has a comment of its own (ITU T.81, COM), so that none has the
# content of another, nor of one of another ROUND. $work holds what they are made of.
red_photos() {
    local i base kinds=20 made=$work/photos.$4x$5
    mkdir -p "$1"
    if [ ! -e "$made" ]; then
        mkdir "$made"
        for ((i = 0; i < kinds; i++)); do
            vips gaussnoise "$work/n.v" "$4" "$5" --sigma 12 --mean 0
            vips linear "$work/n.v" "$work/r.v" 1 205
            vips linear "$work/n.v" "$work/g.v" 1 $((20 + i))
            vips linear "$work/n.v" "$work/b.v" 1 $((60 - i * 2))
            vips bandjoin "$work/r.v $work/g.v $work/b.v" "$work/c.v"
            vips cast "$work/c.v" "$work/u.v" uchar
            vips copy "$work/u.v" "$work/s.v" --interpretation srgb
            vips jpegsave "$work/s.v" "$made/$i.jpg" --Q 88
        done
    fi
    for ((i = 1; i <= $3; i++)); do
        base=$made/$((i % kinds)).jpg
        {
            printf '\xff\xd8\xff\xfe\0\x0a%02d%06d' "${6:-0}" "$i"
            tail -c +3 "$base"
        } >"$1/$2 $i.jpg"
    done
}

# start_display: an X server of its own of 1920x1080 without a GPU, in $DISPLAY; its process in $display.
start_display() {
    local number=$((RANDOM % 400 + 100))
    Xvfb ":$number" -screen 0 1920x1080x24 -nolisten tcp >/dev/null 2>&1 &
    display=$!
    export DISPLAY=:$number
    for _ in $(seq 50); do
        [ -e "/tmp/.X11-unix/X$number" ] && break
        sleep 0.1
    done
}
