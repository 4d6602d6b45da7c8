#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# How long a replay of a policy takes: bench/replay.sh [ROWS]
#
# Starts Chaperone with a database of its own, fills it with ROWS recorded requests (1,000,000) of 100,000 people in 30 days, and asks
# three times what a policy with 1,000 patterns and 100 conditions would have decided on them: seconds from the command to its
# answer, and the memory of the server. Stops only what it started.
#
# Environment: BENCH_PORT (first of three ports, 19300), BENCH_KEEP=1 (keep the work folder), BENCH_BUILD=0 (as built).
set -euo pipefail

root=$(cd "$(dirname "$0")/.." && pwd)
rows=${1:-1000000} people=100000
base=${BENCH_PORT:-19300}
if [ "${BENCH_BUILD:-1}" != 0 ]; then
    (cd "$root" && mvn -B -q -pl bench,server,cli -am -DskipTests verify)
fi
java=${CHAPERONE_JAVA_HOME:-$(ls -d /usr/lib/jvm/*25* | head -n 1)}/bin/java

mkdir -p "$root/target"
work=$(mktemp -d "$root/target/bench.XXXXXX")
server=
finish() {
    if [ -n "$server" ]; then
        kill "$server" 2>/dev/null || true
        wait "$server" 2>/dev/null || true
    fi
    [ "${BENCH_KEEP:-}" = 1 ] || rm -rf "$work"
}
trap finish EXIT
trap 'exit 130' INT TERM

"$root/chaperone" up --data "$work/data" --port "$base" --gateway-port $((base + 1)) --proxy-port $((base + 2)) \
    >"$work/server.log" 2>&1 &
server=$!
# The launcher may build first.
for _ in $(seq 3000); do
    grep -q "Chaperone is ready" "$work/server.log" && break
    kill -0 "$server" 2>/dev/null || { cat "$work/server.log" >&2; exit 1; }
    sleep 0.2
done
pid=$(sed -n 's/.*"pid" *: *\([0-9]*\).*/\1/p' "$work/data/server.json")
port=$(sed -n 4p "$work/data/postgres/data/postmaster.pid")

BENCH_PASSWORD=$(cat "$work/data/keys/postgres-password") "$java" -cp "$root/bench/target/app/*" \
    dev.chaperone.bench.ReplayTraffic "jdbc:postgresql://127.0.0.1:$port/postgres" "$rows" "$people"

{
    cat <<POLICY
apiVersion: chaperone.dev/v1
organization: Acme
owner: o@acme.example
effective: 2026-11-30
tools:
  - {tool: claude-code, plans: [api]}
  - {tool: codex, plans: [api], teams: [team-1, team-2]}
content:
  - {id: no-secrets, detect: [secret], action: redact}
  - {id: people, detect: [personal], action: block}
repositories:
POLICY
    for i in $(seq 0 999); do
        tools=
        [ $((i % 10)) != 1 ] || tools=', tools: []'
        echo "  - {match: \"github.com/acme/product-$i-*\", class: class-$((i % 50))$tools}"
    done
    echo "rules:"
    for i in $(seq 0 99); do
        echo "  - {id: rule-$i, when: \"repository.class == 'class-$((i % 50))' && secrets > $i\", then: block}"
    done
} >"$work/next.yaml"

memory() {
    awk -v what="$1" '$1 == what {printf "%d", $2 / 1024}' "/proc/$pid/status"
}
echo "resident before: $(memory VmRSS:) MB"
TIMEFORMAT=%R
for round in 1 2 3; do
    echo "round $round"
    time "$root/chaperone" policy replay "$work/next.yaml" --data "$work/data" --since 2020-01-01 >"$work/answer.txt" ||
        [ $? = 1 ]
    head -n 1 "$work/answer.txt"
done
echo "resident at most: $(memory VmHWM:) MB"
