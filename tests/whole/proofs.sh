#!/bin/bash
# No reply is lost, doubled or left lying about: the small version of `make prove` (tests/prove).
# asan: no (what it looks at are disks and databases; the unit tests of both run there)
# shellcheck source=tests/whole/lib.sh
. tests/whole/lib.sh

said=$("${FOYER_BUILD:-build}/tests/prove/prove" --small)
while IFS= read -r line; do
    case $line in
        *' # SKIP '*) skip "$(sed 's/^ok - //; s/ # SKIP.*//' <<<"$line")" "${line##* # SKIP }" ;;
        'ok - '*) ok "${line#ok - }" ;;
        'not ok - '*) not_ok "${line#not ok - }" ;;
        '#'*) printf '%s\n' "$line" ;;
    esac
done <<<"$said"
has 'all proofs were made' 'control fails' "$said"
