# asan: no (it tests the runner, which is no program of ours)
# The runner itself: it counts right, and nothing that goes wrong in a test counts as passed.
. tests/whole/lib.sh

tree=$work/tree
mkdir -p "$tree/tests/whole" "$tree/tests/tools" "$tree/tests/unit" "$tree/build/tests/unit"
cp tests/run "$tree/tests/"
cp tests/tools/leaks-of-libraries.txt "$tree/tests/tools/"

# one NAME TEXT: a tree with this test alone is run; what was said is in $said, its end in $last.
one() {
    rm -f "$tree"/tests/whole/*.sh
    printf '%s\n' "$2" >"$tree/tests/whole/$1.sh"
    said=$(JOBS=2 "$tree/tests/run" --only whole build 2>&1) && status=0 || status=$?
    last=$(tail -n 1 <<<"$said")
}

one good $'echo "ok 1 - a"\necho "ok 2 - b"\necho "1..2"'
same "passes are counted" "2 passed, 0 failed 0" "$last $status"

one bad $'echo "ok 1 - a"\necho "not ok 2 - b"\necho "# because"\nexit 1'
same "a failure is counted once" "1 passed, 1 failed 1" "$last $status"
has "a failure's output is shown" "| # because" "$said"

one liar $'echo "not ok 1 - a"\nexit 0'
same "a failure counts though the status is 0" "0 passed, 1 failed 1" "$last $status"

one quiet 'exit 0'
same "a test that printed nothing failed" "0 passed, 1 failed 1" "$last $status"

one status $'echo "ok 1 - a"\nexit 3'
same "a nonzero status failed" "1 passed, 1 failed 1" "$last $status"

one crash $'echo "ok 1 - a"\nkill -SEGV $$'
same "a crash failed" "1 passed, 1 failed 1" "$last $status"
has "the signal is named" "SEGV" "$said"

one short $'echo "1..3"\necho "ok 1 - a"'
same "a plan that was not kept failed" "1 passed, 1 failed 1" "$last $status"

one hang $'# limit: 1\necho "ok 1 - a"\nsleep 60'
same "a test that hangs failed" "1 passed, 1 failed 1" "$last $status"
has "and is said to have" "not done after 1 s" "$said"

one orphan "sleep 4747 & echo \$! >'$work/orphan'; echo 'ok 1 - a'"
same "a process left behind is no failure" "1 passed, 0 failed 0" "$last $status"
gone() {
    ! grep -qs "sleep" "/proc/$1/cmdline"
}
check "but is ended" within 5 gone "$(cat "$work/orphan")"

one skipping $'echo "ok 1 - a # SKIP no sound here"\necho "ok 2 - b"'
same "a skip is no pass" "1 passed, 0 failed 0" "$last $status"
has "its reason is shown" "whole-skipping: a: no sound here" "$said"

one cmocka $'echo "ok 1 - b"\necho "# no sound here"\necho "not ok 2 # SKIP a"'
same "a skip as cmocka says it is no failure" "1 passed, 0 failed 0" "$last $status"
has "its reason is the line before" "whole-cmocka: a: no sound here" "$said"

one silent $'echo "ok 1 - b"\necho "ok 2 - a # SKIP"'
same "a skip without a reason failed" "1 passed, 1 failed 1" "$last $status"

one sanitized $'echo "runtime error: overflow" >"${ASAN_OPTIONS##*log_path=}.1"\necho "ok 1 - a"'
same "a sanitizer's report failed" "1 passed, 1 failed 1" "$last $status"
has "and is shown" "| runtime error: overflow" "$said"

one boxed $'echo x >"$TMPDIR/x"; mkdir -m 0 "$TMPDIR/y"; echo "$TMPDIR" >'"$work/box"$'\necho "ok 1 - a"'
if [ -e "$(cat "$work/box")" ]; then
    not_ok "the temporary folder is removed"
else
    ok "the temporary folder is removed"
fi

rm -f "$tree"/tests/whole/*.sh
echo >"$tree/tests/unit/lost_test.c"
said=$(cd "$tree" && tests/run --only unit build 2>&1) && status=0 || status=$?
same "a test that was not built failed" "0 passed, 1 failed 1" "$(tail -n 1 <<<"$said") $status"

rm -f "$tree/tests/unit/lost_test.c"
said=$(cd "$tree" && tests/run --only whole build 2>&1) && status=0 || status=$?
same "no test at all failed" "0 passed, 1 failed 1" "$(tail -n 1 <<<"$said") $status"
