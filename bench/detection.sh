#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# Prints how much of labelled texts the detectors find, how often they are wrong, and how fast they read:
# bench/detection.sh LABELLED [TEXT] [--rules] [--misses] [--alarms].
#
# LABELLED is a folder of .jsonl files with `text`, `expected`, `rule` and where known `span`. TEXT is one large file of
# clean text, read in pieces of 100,000 bytes as prompts are.
set -euo pipefail

here=$(cd "$(dirname "$0")" && pwd)
root=$(dirname "$here")
[ $# -ge 1 ] || { echo "usage: bench/detection.sh LABELLED [TEXT] [--rules] [--misses] [--alarms]" >&2; exit 2; }

[ "${BENCH_BUILD:-1}" = 0 ] || "$root/chaperone" build
java=${CHAPERONE_JAVA_HOME:-$(ls -d /usr/lib/jvm/*25* | head -n 1)}/bin/java

run() {
    "$java" -XX:+UseCompactObjectHeaders -Xmx1g --add-modules jdk.incubator.vector ${SCAN_OPTIONS:-} -cp "$root/bench/target/app/*" "$@"
}

labelled=$1
shift
run dev.chaperone.bench.DetectionQuality "$labelled" $(printf '%s\n' "$@" | grep '^--' || true)
for each in "$@"; do
    [ "${each#--}" != "$each" ] || run dev.chaperone.bench.DetectionSpeed "$each"
done
