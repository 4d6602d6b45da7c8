#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# Prints how much of labelled texts the detectors find, how often they are wrong, and how fast they read:
# bench/detection.sh LABELLED [TEXT] [--rules] [--misses] [--alarms] [--detectors] [--encodings] [--own] [--hyperscan].
#
# --detectors prints instead how often each detector is right, wrong and silent, as the product shows it: the file
# server/src/main/resources/dev/chaperone/server/detectors-measured.csv.
# --encodings counts whether the same is found in other writings of the labelled texts; --own measures what a company's own
# secrets cost besides; --hyperscan reads TEXT with
# Debian's libhyperscan5 as well, in turns.
# LABELLED is a folder of .jsonl files with `text`, `expected`, `rule` and where known `span`. TEXT is one large file of
# clean text, read in pieces of 100,000 bytes as prompts are.
set -euo pipefail

here=$(cd "$(dirname "$0")" && pwd)
root=$(dirname "$here")
[ $# -ge 1 ] || { echo "usage: bench/detection.sh LABELLED [TEXT] [--rules] [--misses] [--alarms] [--detectors] [--encodings] [--own] [--hyperscan]" >&2; exit 2; }

[ "${BENCH_BUILD:-1}" = 0 ] || "$root/chaperone" build
java=${CHAPERONE_JAVA_HOME:-$(ls -d /usr/lib/jvm/*25* | head -n 1)}/bin/java

run() {
    "$java" -XX:+UseCompactObjectHeaders -Xmx1g --add-modules jdk.incubator.vector ${SCAN_OPTIONS:-} -cp "$root/bench/target/app/*" "$@"
}

labelled=$1
shift
options=$(printf '%s\n' "$@" | grep '^--' || true)
asked() { grep -qx -e "--$1" <<<"$options"; }

# shellcheck disable=SC2086 # options are words on purpose
run dev.chaperone.bench.DetectionQuality "$labelled" $options
! asked encodings || run dev.chaperone.bench.DetectionEncodings "$labelled"
hyperscan() {
    local library
    library=$(ls /usr/lib/*/libhs.so.5 2>/dev/null | head -n 1)
    [ -n "$library" ] || { echo "Hyperscan is missing. Install: apt-get install libhyperscan5" >&2; return 3; }
    run --enable-native-access=ALL-UNNAMED dev.chaperone.bench.DetectionBesideHyperscan "$1" "$library"
}
for each in "$@"; do
    if [ "${each#--}" = "$each" ]; then
        run dev.chaperone.bench.DetectionSpeed "$each"
        ! asked own || run dev.chaperone.bench.OwnSecretsSpeed "$each"
        ! asked hyperscan || hyperscan "$each"
    fi
done
