#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# Measures what a promise of the ledger costs beside a raw probe of the same run, how a long ledger behaves, and how
# fast it is verified: bench/ledger.sh [--quick|--verifier]; --verifier leaves out the promises,
# --quick shows that it works, not how fast it is.
#
# The raw probe does the least that a durable group commit needs: one thread, one write, one sync, no hashing. Everything
# is written below target/ and deleted afterwards; the largest ledger takes about 13 GB.
#
# The verifier runs with the files in the page cache, on all processors. Leaves a second and core: a ledger is verified
# at a third of its length and at its whole one, and the leaves between are divided by the CPU seconds between, user and
# system, of the whole process; so start and warm-up fall out. Beside it stand processes that only hash as many leaves of
# the same size from memory, and these with the nodes above them.
set -euo pipefail

here=$(cd "$(dirname "$0")" && pwd)
root=$(dirname "$here")
rounds=5 seconds=8 tiny=10000000 product=9000000 kilobyte=3000000
case ${1:-} in
    '') ;;
    --quick) rounds=1 seconds=3 tiny=300000 product=300000 kilobyte=300000 ;;
    --verifier) rounds=0 ;;
    *) echo "usage: bench/ledger.sh [--quick|--verifier]" >&2; exit 2 ;;
esac

[ "${BENCH_BUILD:-1}" = 0 ] || "$root/chaperone" build
java=${CHAPERONE_JAVA_HOME:-$(ls -d /usr/lib/jvm/*25* | head -n 1)}/bin/java
work=$(mktemp -d "$root/target/ledger-bench.XXXXXX")
trap 'rm -rf "$work"' EXIT

run() {
    "$java" -XX:+UseCompactObjectHeaders --enable-native-access=ALL-UNNAMED -Xmx1g \
        -cp "$root/bench/target/app/*" dev.chaperone.bench.LedgerBench "$@"
}

# CPU seconds of a command, whose output goes to a file.
cpu() {
    local TIMEFORMAT='%U %S'
    { time "$@" >"$work/said" 2>"$work/complaints"; } 2>&1 | awk '{ print $1 + $2 }'
}

verify() {
    cpu "$java" -jar "$root"/verifier/target/chaperone-verifier-*.jar ledger "$1"
    grep -q '^Result: fine' "$work/said" || { cat "$work/said" "$work/complaints" >&2; exit 1; }
}

grow() {
    # While the disk is too busy the ledger takes no entries; the next try goes on from there.
    run grow "$work/long" "$2" "$1" || run grow "$work/long" "$2" "$1"
}

# measure KIND ENTRIES: CPU seconds for hashing leaves, leaves and nodes, and for verifying without and with journal.
measure() {
    local hash tree bare all
    find "$work/long/ledger" -type f -exec cat {} + >/dev/null
    hash=$(cpu run hash "$1" "$2" leaves)
    tree=$(cpu run hash "$1" "$2" tree)
    mkdir -p "$work/bare"
    ln -sfn "$work"/long/ledger/{checkpoint,vkey,tile} "$work/bare"
    bare=$(verify "$work/bare")
    all=$(verify "$work/long/ledger")
    echo "$hash $tree $bare $all"
}

# grow_and_verify KIND ENTRIES: makes a ledger, verifies it, and deletes it.
grow_and_verify() {
    local part=$(($2 / 3)) few many
    grow "$1" "$part"
    few=$(measure "$1" "$part")
    grow "$1" "$2"
    many=$(measure "$1" "$2")
    echo "$few $many" | awk -v kind="$1" -v part="$part" -v n="$2" -v bytes="$(run hash "$1" 0 leaves)" '
        function millions(i) { return (n - part) / ($(i + 4) - $i) / 1e6 }
        function line(what, i) {
            printf "  %-16s %.2f (%.2f of leaf hashing, %.2f of all hashing); start included %.2f\n", what, millions(i),
                millions(i) / millions(1), millions(i) / millions(2), n / $(i + 4) / 1e6
        }
        {
            printf "verified: %s, %d leaves of %d bytes, million leaves a second and core\n", kind, n, bytes
            printf "  SHA-256 of the leaves alone %.2f, of leaves and nodes %.2f\n", millions(1), millions(2)
            line("without journal", 3)
            line("with journal", 4)
        }'
    rm -rf "$work/long" "$work/bare"
}

run append "$work/append" "$rounds" "$seconds"
grow_and_verify TINY "$tiny"
grow_and_verify PRODUCT "$product"
grow_and_verify KILOBYTE "$kilobyte"
