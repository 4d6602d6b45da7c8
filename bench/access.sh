#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# How long lists about access take over HTTP with many people: bench/access.sh [PEOPLE]
#
# Starts Chaperone with a database of its own, fills it with PEOPLE people (100,000), three grants each, hands in a vendor's list with as
# many accounts, twice, and asks 100 times for each list and page of this area, the first piece and the second in turn. Stops only
# what it started.
#
# Environment: BENCH_PORT (first of three ports, 19500), BENCH_KEEP=1 (keep the work folder), BENCH_BUILD=0 (as built).
set -euo pipefail

root=$(cd "$(dirname "$0")/.." && pwd)
people=${1:-100000}
base=${BENCH_PORT:-19500}
if [ "${BENCH_BUILD:-1}" != 0 ]; then
    (cd "$root" && mvn -B -q -pl bench,server,cli -am -DskipTests verify)
fi
java=${CHAPERONE_JAVA_HOME:-$(ls -d /usr/lib/jvm/*25* | head -n 1)}/bin/java

mkdir -p "$root/target"
work=$(mktemp -d "$root/target/bench.XXXXXX")
server=
stop() {
    if [ -n "$server" ]; then
        kill "$server" 2>/dev/null || true
        wait "$server" 2>/dev/null || true
        server=
    fi
}
finish() {
    stop
    [ "${BENCH_KEEP:-}" = 1 ] || rm -rf "$work"
}
trap finish EXIT
trap 'exit 130' INT TERM

start() {
    : >"$work/server.log"
    "$root/chaperone" up --data "$work/data" --port "$base" --gateway-port $((base + 1)) --proxy-port $((base + 2)) \
        >"$work/server.log" 2>&1 &
    server=$!
    # The launcher may build first.
    for _ in $(seq 3000); do
        grep -q "Chaperone is ready" "$work/server.log" && return
        kill -0 "$server" 2>/dev/null || { cat "$work/server.log" >&2; exit 1; }
        sleep 0.2
    done
}
traffic() {
    "$java" -cp "$root/bench/target/app/*" dev.chaperone.bench.AccessTraffic "$@" "$people"
}

start
BENCH_TOKEN=$(cat "$work/data/admin-token")
BENCH_PASSWORD=$(cat "$work/data/keys/postgres-password")
export BENCH_TOKEN BENCH_PASSWORD
traffic policy "http://127.0.0.1:$base"
port=$(sed -n 4p "$work/data/postgres/data/postmaster.pid")
traffic fill "jdbc:postgresql://127.0.0.1:$port/postgres"
stop
start
traffic hand-in "http://127.0.0.1:$base"
jar="$work/cookies"
form=$(curl -s -c "$jar" "http://127.0.0.1:$base/sign-in" | grep -o 'name="_csrf" value="[^"]*"' | head -n 1 | cut -d '"' -f 4)
curl -s -o /dev/null -b "$jar" -c "$jar" --data-urlencode "_csrf=$form" --data-urlencode "token=$BENCH_TOKEN" "http://127.0.0.1:$base/sign-in"
BENCH_SESSION="chaperone=$(awk '$6 == "chaperone" { print $7 }' "$jar")"
export BENCH_SESSION
traffic measure "http://127.0.0.1:$base"
