#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# Measures what a promise of the ledger costs beside a raw probe of the same run, how a long ledger behaves, and how
# fast it is verified: bench/ledger.sh [--quick]
#
# The raw probe does the least that a durable group commit needs: one thread, one write, one sync, no hashing. Everything
# is written below target/ and deleted afterwards; the long ledger takes about 4 GB.
set -euo pipefail

here=$(cd "$(dirname "$0")" && pwd)
root=$(dirname "$here")
rounds=5 seconds=8 entries=10000000
case ${1:-} in
    '') ;;
    --quick) rounds=1 seconds=3 entries=300000 ;;
    *) echo "usage: bench/ledger.sh [--quick]" >&2; exit 2 ;;
esac

[ "${BENCH_BUILD:-1}" = 0 ] || "$root/chaperone" build
java=${CHAPERONE_JAVA_HOME:-$(ls -d /usr/lib/jvm/*25* | head -n 1)}/bin/java
work=$(mktemp -d "$root/target/ledger-bench.XXXXXX")
trap 'rm -rf "$work"' EXIT

run() {
    "$java" -XX:+UseCompactObjectHeaders --enable-native-access=ALL-UNNAMED -Xmx1g \
        -cp "$root/bench/target/app/*" dev.chaperone.bench.LedgerBench "$@"
}

run append "$work/append" "$rounds" "$seconds"
run grow "$work/long" "$entries"
echo "verified by the stand-alone verifier:"
time "$java" -jar "$root"/verifier/target/chaperone-verifier-*.jar ledger "$work/long/ledger"
