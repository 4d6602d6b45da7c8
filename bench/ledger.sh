#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# Measures what a promise of the ledger costs beside a raw probe of the same run, how a long ledger behaves, and how
# fast it is verified: bench/ledger.sh [--quick|--verifier]; --verifier leaves out the promises.
#
# The raw probe does the least that a durable group commit needs: one thread, one write, one sync, no hashing. Everything
# is written below target/ and deleted afterwards; the largest ledger takes about 6 GB.
#
# The verifier runs with the files in the page cache, on all processors. Leaves a second and core are leaves by the CPU
# seconds, user and system, of its whole process: start, compiler and collector included. Beside it stand processes that
# only hash as many leaves of the same size from memory, and these with the nodes above them.
set -euo pipefail

here=$(cd "$(dirname "$0")" && pwd)
root=$(dirname "$here")
rounds=5 seconds=8 tiny=10000000 others=3000000
case ${1:-} in
    '') ;;
    --quick) rounds=1 seconds=3 tiny=300000 others=300000 ;;
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

# grow_and_verify KIND ENTRIES: makes a ledger, verifies it with and without its journal, and deletes it.
grow_and_verify() {
    local log=$work/long/ledger leaves=$2 bytes hash tree all bare
    # While the disk is too busy the ledger takes no entries; the next try goes on from there.
    run grow "$work/long" "$leaves" "$1" || run grow "$work/long" "$leaves" "$1"
    find "$log" -type f -exec cat {} + >/dev/null
    hash=$(cpu run hash "$1" "$leaves" leaves)
    bytes=$(cat "$work/said")
    tree=$(cpu run hash "$1" "$leaves" tree)
    all=$(verify "$log")
    mv "$log/journal" "$work/journal"
    bare=$(verify "$log")
    awk -v kind="$1" -v n="$leaves" -v bytes="$bytes" -v hash="$hash" -v tree="$tree" -v all="$all" -v bare="$bare" '
        function millions(seconds) { return sprintf("%.2f", n / seconds / 1e6) }
        function ratios(seconds) { return sprintf("%.2f of leaf hashing, %.2f of all hashing", hash / seconds, tree / seconds) }
        BEGIN {
            print "verified: " kind ", " n " leaves of " bytes " bytes, million leaves a second and core"
            print "  SHA-256 of the leaves alone " millions(hash) ", of leaves and nodes " millions(tree)
            print "  without journal " millions(bare) " (" ratios(bare) ")"
            print "  with journal    " millions(all) " (" ratios(all) ")"
        }'
    rm -rf "$work/long" "$work/journal"
}

run append "$work/append" "$rounds" "$seconds"
grow_and_verify TINY "$tiny"
grow_and_verify PRODUCT "$others"
grow_and_verify KILOBYTE "$others"
