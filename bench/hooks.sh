#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# Measures how long an assistant waits for the answer to a hook: bench/hooks.sh [--quick]
#
# Starts Chaperone and an nginx that answers {} on loopback, runs each workload in turn against both, and prints a table
# with p50 and p99; then it runs the forwarder as assistants do, one process for each call. Stops only what it started.
# Needs two processors: one for Chaperone and nginx (never both at work), one for load.
#
# Environment: BENCH_PORT (first of four ports, 19200), BENCH_KEEP=1 (keep the work folder), BENCH_BUILD=0 (as built),
# HOOK_CPU (1), LOAD_CPU (0).
set -euo pipefail

here=$(cd "$(dirname "$0")" && pwd)
root=$(dirname "$here")
base=${BENCH_PORT:-19200}
nginx_port=$base gateway_port=$((base + 1))
hook_cpu=${HOOK_CPU:-1} load_cpu=${LOAD_CPU:-0}
warm_up=25 seconds=10 rounds=5 forwarded=300
case ${1:-} in
    '') ;;
    --quick) warm_up=5 seconds=3 rounds=1 forwarded=20 ;;
    *) echo "usage: bench/hooks.sh [--quick]" >&2; exit 2 ;;
esac

declare -A packages=([wrk]=wrk [nginx]=nginx-light [taskset]=util-linux [curl]=curl)
missing=()
for tool in "${!packages[@]}"; do
    command -v "$tool" >/dev/null || missing+=("${packages[$tool]}")
done
if [ ${#missing[@]} -gt 0 ]; then
    echo "bench: missing tools. Install: apt-get install ${missing[*]}" >&2
    exit 3
fi
if [ "$(nproc --all)" -lt 2 ]; then
    echo "bench: one processor is not enough to keep load and hooks apart" >&2
    exit 3
fi

mkdir -p "$root/target"
work=$(mktemp -d "$root/target/bench.XXXXXX")
started=()
finish() {
    local pid
    for pid in "${started[@]}"; do
        kill "$pid" 2>/dev/null || true
    done
    wait
    [ "${BENCH_KEEP:-}" = 1 ] || rm -rf "$work"
}
trap finish EXIT
trap 'exit 130' INT TERM

fail() {
    echo "bench: $1" >&2
    exit 1
}

median() {
    sort -n | awk '{ v[NR] = $1 } END { print (NR % 2) ? v[(NR + 1) / 2] : (v[NR / 2] + v[NR / 2 + 1]) / 2 }'
}

start_nginx() {
    mkdir -p "$work/nginx"
    cat >"$work/nginx.conf" <<END
worker_processes 1;
daemon off;
pid $work/nginx/pid;
error_log $work/nginx/error.log;
events { worker_connections 1024; }
http {
    access_log off;
    client_body_temp_path $work/nginx/body;
    client_body_buffer_size 1m;
    keepalive_requests 100000000;
    server {
        listen 127.0.0.1:$nginx_port;
        location / { default_type application/json; return 200 '{}'; }
    }
}
END
    taskset -c "$hook_cpu" nginx -p "$work/nginx/" -c "$work/nginx.conf" 2>>"$work/nginx.log" &
    started+=("$!")
}

start_chaperone() {
    mkdir -m 700 "$work/data"
    taskset -c "$hook_cpu" "$root/chaperone" up --demo --data "$work/data" --gateway-port "$gateway_port" \
        --port $((base + 2)) --proxy-port $((base + 3)) >"$work/chaperone.log" 2>&1 &
    local chaperone=$!
    started+=("$chaperone")
    until grep -q 'Ctrl-C' "$work/chaperone.log"; do
        kill -0 "$chaperone" 2>/dev/null || { cat "$work/chaperone.log" >&2; fail "Chaperone did not start"; }
        sleep 0.1
    done
    token=$(grep -o 'chp_[0-9A-Za-z]*' "$work/chaperone.log" | head -n 1)
    [ -n "$token" ] || fail "no token in what Chaperone printed"
}

# One wrk run. Prints: requests microseconds p50_us p99_us
load() { # port event bytes connections pause_ms seconds
    local line bad
    line=$(taskset -c "$load_cpu" wrk -t1 -c"$4" -d"${6}s" --timeout 20s -s "$here/hook.lua" \
        "http://127.0.0.1:$1/hooks/claude-code/$2" -- "$3" "$5" "x-chaperone-token=$token" | grep RESULT)
    bad=${line##* }
    [ "$bad" = 0/0/0 ] || fail "errors in a run (status/connection/timeout): $bad"
    echo "$line" | cut -d ' ' -f 2-5
}

rows=()
measure() { # event bytes connections pause_ms
    local event=$1 bytes=$2 connections=$3 pause=$4 round where port requests micros p50 p99 values="$work/values"
    echo "bench: $event, $bytes bytes, $connections connections" >&2
    load "$gateway_port" "$event" "$bytes" "$connections" "$pause" "$warm_up" >/dev/null
    load "$nginx_port" "$event" "$bytes" "$connections" "$pause" 2 >/dev/null
    rm -f "$values".*
    for ((round = 0; round < rounds; round++)); do
        for where in chaperone nginx; do
            [ $where = chaperone ] && port=$gateway_port || port=$nginx_port
            read -r requests micros p50 p99 < <(load "$port" "$event" "$bytes" "$connections" "$pause" "$seconds")
            awk -v n="$requests" -v t="$micros" 'BEGIN { printf "%d\n", n / t * 1e6 }' >>"$values.$where.rate"
            awk -v t="$p50" 'BEGIN { printf "%.2f\n", t / 1000 }' >>"$values.$where.p50"
            awk -v t="$p99" 'BEGIN { printf "%.2f\n", t / 1000 }' >>"$values.$where.p99"
        done
    done
    rows+=("$(printf '| `%s` | %s | %s | %s | %s | %s | %s | **%s** | %s |' "$event" "$bytes" "$connections" \
        "$([ "$pause" = 0 ] && echo none || echo "$pause ms")" "$(median <"$values.chaperone.rate")" \
        "$(median <"$values.chaperone.p50")" "$(median <"$values.nginx.p50")" \
        "$(median <"$values.chaperone.p99")" "$(median <"$values.nginx.p99")")")
    echo "${rows[-1]}" >&2
}

# The program that a hook runs, one call after the other.
forward() {
    local call began
    curl -sf -o "$work/chaperone-hook" "http://127.0.0.1:$gateway_port/hooks/forwarder.sh"
    (umask 077 && echo "$token" >"$work/token")
    echo '{"session_id":"s-1","hook_event_name":"UserPromptSubmit","prompt":"say hello"}' >"$work/call"
    for ((call = 0; call < forwarded; call++)); do
        began=$(date +%s%N)
        CHAPERONE_GATEWAY=http://127.0.0.1:$gateway_port CHAPERONE_TOKEN_FILE=$work/token taskset -c "$load_cpu" \
            sh "$work/chaperone-hook" claude-code UserPromptSubmit <"$work/call" >"$work/answer"
        echo $((($(date +%s%N) - began) / 1000))
        [ "$(cat "$work/answer")" = '{}' ] || fail "the forwarder was answered: $(cat "$work/answer")"
    done | sort -n | awk '{ v[NR] = $1 } END {
        printf "The forwarder, from its start to its end, %d calls: p50 %.1f ms, p99 %.1f ms.\n", NR,
            v[int((NR + 1) / 2)] / 1000, v[int(NR * 0.99 + 0.999999)] / 1000 }'
}

[ "${BENCH_BUILD:-1}" = 0 ] || "$root/chaperone" build
start_nginx
start_chaperone
measure UserPromptSubmit 2000 1 0
measure UserPromptSubmit 2000 50 100
measure PreToolUse 500 50 50
measure PostToolUse 50000 10 50
echo "| hook | bytes of text | connections | pause between calls | calls/s | p50 ms | nginx p50 ms | p99 ms | nginx p99 ms |"
echo "|---|---|---|---|---|---|---|---|---|"
printf '%s\n' "${rows[@]}"
echo
forward
