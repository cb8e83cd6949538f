# Sourced by every test of the whole program:  . tests/whole/lib.sh
#
# A test script says what it checks in TAP lines, one for each thing, and goes on after a failure;
# the plan is printed when the script ends, whichever way. It is run from the root of the source
# tree with FOYER (the program) and TMPDIR (a folder of its own) set; by hand it finds its own:
#
#     bash tests/whole/NAME.sh
#
# Header lines that tests/run understands:  "# asan: no (reason)", "# alone: yes (reason)",
# "# early: yes (reason)", "# limit: SECONDS".
# shellcheck shell=bash
set -u

FOYER=${FOYER:-$PWD/build/foyer}
work=$(mktemp -d "${TMPDIR:-/tmp}/foyer-whole.XXXXXX")
export LC_ALL=C.UTF-8 TZ=${TZ:-Europe/London} SDL_VIDEODRIVER=dummy SDL_AUDIODRIVER=dummy
_said=0 _failed=0 _started=()

_finish() {
    local status=$? pid
    for pid in "${_started[@]+"${_started[@]}"}"; do
        kill "$pid" 2>/dev/null && wait "$pid" 2>/dev/null
    done
    chmod -R u+rwX "$work" 2>/dev/null
    rm -rf -- "$work"
    echo "1..$_said"
    [ "$status" -eq 0 ] && [ "$_failed" -gt 0 ] && status=1
    exit "$status"
}
trap _finish EXIT
trap 'exit 130' INT TERM

# ok NAME / not_ok NAME [WHY…]: one thing was checked. WHY is shown below it.
ok() {
    _said=$((_said + 1))
    printf 'ok %d - %s\n' "$_said" "$1"
}
not_ok() {
    _said=$((_said + 1)) _failed=$((_failed + 1))
    printf 'not ok %d - %s\n' "$_said" "$1"
    shift
    [ $# -eq 0 ] || printf '%s\n' "$*" | sed 's/^/#   /'
}

# skip NAME REASON: it cannot be checked here.
skip() {
    _said=$((_said + 1))
    printf 'ok %d - %s # SKIP %s\n' "$_said" "$1" "${2:?a skip needs its reason}"
}

# check NAME COMMAND…: COMMAND succeeds. Its output is shown when it does not.
check() {
    local name=$1 said status
    shift
    if said=$("$@" 2>&1); then
        ok "$name"
    else
        status=$?
        not_ok "$name" "exit status $status: $*"$'\n'"$said"
    fi
}

# fails NAME STATUS COMMAND…: COMMAND ends with exactly this status.
fails() {
    local name=$1 wanted=$2 said status=0
    shift 2
    said=$("$@" 2>&1) || status=$?
    if [ "$status" -eq "$wanted" ]; then
        ok "$name"
    else
        not_ok "$name" "exit status $status instead of $wanted: $*"$'\n'"$said"
    fi
}

# same NAME EXPECTED ACTUAL: two texts are equal.
same() {
    if [ "$2" = "$3" ]; then
        ok "$1"
    else
        not_ok "$1" "expected: $2"$'\n'"     got: $3"
    fi
}

# has NAME TEXT WHOLE: WHOLE holds TEXT. hasnt: it does not.
has() {
    case $3 in
        *"$2"*) ok "$1" ;;
        *) not_ok "$1" "not found: $2"$'\n'"in: $3" ;;
    esac
}
hasnt() {
    case $3 in
        *"$2"*) not_ok "$1" "found: $2"$'\n'"in: $3" ;;
        *) ok "$1" ;;
    esac
}

# within SECONDS COMMAND…: true as soon as COMMAND succeeds, false when it never did. It is asked
# ten times a second.
within() {
    local until_time=$((SECONDS + $1 + 1))
    shift
    while ! "$@" >/dev/null 2>&1; do
        [ "$SECONDS" -lt "$until_time" ] || return 1
        sleep 0.1
    done
}

# start COMMAND…: runs it beside the test until the test ends; its process id is in $started, what
# it says in $work/started.NUMBER.log.
start() {
    "$@" >"$work/started.${#_started[@]}.log" 2>&1 &
    started=$!
    _started+=("$started")
}

# stop PID [SIGNAL]: ends what start started and waits; the status is in $stopped.
stop() {
    kill "-${2:-TERM}" "$1" 2>/dev/null
    wait "$1" 2>/dev/null
    # shellcheck disable=SC2034  # read by the tests
    stopped=$?
    local pid rest=()
    for pid in "${_started[@]}"; do
        [ "$pid" = "$1" ] || rest+=("$pid")
    done
    _started=("${rest[@]+"${rest[@]}"}")
}

# new_kiosk: a kiosk of our own below $work: $share, $state, $office, and $conf that names them. Its
# share is looked at every second and files settle at once, so that tests need not wait for long.
new_kiosk() {
    local here
    here=$(mktemp -d "$work/kiosk.XXXXXX")
    share=$here/share state=$here/state office=$here/office conf=$here/foyer.conf
    staff_file=$office/Replies.sqlite
    mkdir "$share" "$state" "$office"
    cat >"$conf" <<END
[school]
name = Riverbank Primary School
[content]
share = $share
state = $state
poll_seconds = 1
settle_seconds = 0
[replies]
staff_file = $staff_file
END
}

# sample_kiosk DAY: a new kiosk that shows the sample content, laid for that day and imported at half past
# eight. It is imported once a test; each further kiosk gets a copy of its share and of its state.
sample_kiosk() {
    local kept=$work/sample.$1
    new_kiosk
    if [ -d "$kept" ]; then
        cp -a "$kept/." "${share%/*}"
        return
    fi
    tests/tools/lay-sample.sh assets/sample "$share" "$1"
    foyer import --once --now "${1}T08:30" >/dev/null 2>&1
    mkdir "$kept"
    cp -a "$share" "$state" "$kept"
}

# foyer COMMAND…: the program with the kiosk's configuration, its words on stdout and stderr.
foyer() {
    local command=$1
    shift
    "$FOYER" "$command" -c "$conf" "$@"
}
