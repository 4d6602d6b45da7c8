#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# Measures what the gateway costs, beside nginx: bench/gateway.sh [--quick] [--formats] [--streams]
#
# --formats measures every wire format instead of one; --streams instead what 2,000 slow streams at once take of memory.
#
# Starts a fake vendor, nginx and Chaperone on loopback, gives each workload a warm-up and then runs in turn against
# Chaperone and nginx, and prints a table for docs/performance.md. Stops only what it started. Needs two processors:
# one for Chaperone and nginx (never both at work), one for load and vendor.
#
# Environment: BENCH_PORT (first of six ports, 19100), BENCH_KEEP=1 (keep the work folder), BENCH_BUILD=0 (as built),
# BENCH_ONLY (part of a workload's name: only those), GATEWAY_CPU (1), LOAD_CPU (0), BENCH_PORTKEY (a folder in which
# npm installed @portkey-ai/gateway: measured beside where the format is chat without streaming).
set -euo pipefail

here=$(cd "$(dirname "$0")" && pwd)
root=$(dirname "$here")
base=${BENCH_PORT:-19100}
vendor_port=$base nginx_port=$((base + 1)) gateway_port=$((base + 2)) portkey_port=$((base + 5))
gateway_cpu=${GATEWAY_CPU:-1} load_cpu=${LOAD_CPU:-0}
warm_up=25 seconds=8 rounds=5 rest=60 what=one
for option in "$@"; do
    case $option in
        --quick) warm_up=6 seconds=4 rounds=1 rest=5 ;;
        --formats) what=formats warm_up=15 seconds=6 rounds=3 ;;
        --streams) what=streams ;;
        *) echo "usage: bench/gateway.sh [--quick] [--formats] [--streams]" >&2; exit 2 ;;
    esac
done

declare -A packages=([gcc]=gcc [wrk]=wrk [nginx]=nginx-light [taskset]=util-linux [pgrep]=procps)
missing=()
for tool in "${!packages[@]}"; do
    command -v "$tool" >/dev/null || missing+=("${packages[$tool]}")
done
if [ ${#missing[@]} -gt 0 ]; then
    echo "bench: missing tools. Install: apt-get install ${missing[*]}" >&2
    exit 3
fi
if [ "$(nproc --all)" -lt 2 ]; then
    echo "bench: one processor is not enough to keep load and gateway apart" >&2
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

wait_for_port() {
    local _
    for _ in $(seq 100); do
        (exec 3<>"/dev/tcp/127.0.0.1/$1") 2>/dev/null && return
        sleep 0.1
    done
    fail "nothing listens on port $1"
}

# The process and its descendants whose name matches (all without a pattern), one a line.
family() {
    local child
    if [ -z "${2:-}" ] || [[ $(cat "/proc/$1/comm" 2>/dev/null) =~ $2 ]]; then
        echo "$1"
    fi
    for child in $(pgrep -P "$1" || true); do
        family "$child" "${2:-}"
    done
}

# User and system time of these processes in clock ticks.
ticks() {
    local pid total=0 fields
    for pid in "$@"; do
        [ -r "/proc/$pid/stat" ] || continue
        read -ra fields <<<"$(sed 's/^.*) //' "/proc/$pid/stat")"
        total=$((total + fields[11] + fields[12]))
    done
    echo "$total"
}

resident_mb() {
    awk '/VmRSS/ { printf "%d", $2 / 1024 }' "/proc/$1/status"
}

median() {
    sort -n | awk '{ v[NR] = $1 } END { print (NR % 2) ? v[(NR + 1) / 2] : (v[NR / 2] + v[NR / 2 + 1]) / 2 }'
}

start_vendor() { # options
    taskset -c "$load_cpu" "$work/fake-vendor" -p "$vendor_port" "$@" 2>>"$work/vendor.log" &
    vendor=$!
    started+=("$vendor")
    wait_for_port "$vendor_port"
}

received() {
    exec 3<>"/dev/tcp/127.0.0.1/$vendor_port"
    printf 'GET /__count HTTP/1.1\r\nHost: vendor\r\n\r\n' >&3
    local line answer=
    while read -r -t 1 line <&3; do
        answer=${line%$'\r'}
        [[ $answer =~ ^[0-9]+$ ]] && break
    done
    exec 3>&-
    echo "$answer"
}

start_nginx() {
    sed -e "s/VENDOR/$vendor_port/" -e "s/PORT/$nginx_port/" "$here/nginx.conf" >"$work/nginx.conf"
    taskset -c "$gateway_cpu" nginx -p "$work/" -c "$work/nginx.conf" 2>>"$work/nginx.log" &
    nginx=$!
    started+=("$nginx")
    wait_for_port "$nginx_port"
}

start_chaperone() {
    mkdir -m 700 "$work/data"
    cat >"$work/config.yaml" <<END
upstreams:
  - name: bench
    kind: anthropic
    base-url: http://127.0.0.1:$vendor_port
    plan: api
  - name: bench-openai
    kind: openai
    base-url: http://127.0.0.1:$vendor_port
    plan: api
  - name: bench-gemini
    kind: gemini
    base-url: http://127.0.0.1:$vendor_port
    plan: api
END
    local began
    began=$(date +%s%N)
    taskset -c "$gateway_cpu" "$root/chaperone" up --demo --data "$work/data" --config "$work/config.yaml" \
        --gateway-port "$gateway_port" --port $((base + 3)) --proxy-port $((base + 4)) \
        >"$work/chaperone.log" 2>&1 &
    chaperone=$!
    started+=("$chaperone")
    until grep -q 'Ctrl-C' "$work/chaperone.log"; do
        kill -0 "$chaperone" 2>/dev/null || { cat "$work/chaperone.log" >&2; fail "Chaperone did not start"; }
        sleep 0.02
    done
    ready_ms=$((($(date +%s%N) - began) / 1000000))
    token=$(grep -o 'chp_[0-9A-Za-z]*' "$work/chaperone.log" | head -n 1)
    jvm=$(family "$chaperone" '^java$' | head -n 1)
    [ -n "$token" ] && [ -n "$jvm" ] || fail "no token or no process of Chaperone"
}

start_portkey() {
    taskset -c "$gateway_cpu" node "$BENCH_PORTKEY/node_modules/@portkey-ai/gateway/build/start-server.js" \
        --port="$portkey_port" --headless >"$work/portkey.log" 2>&1 &
    portkey=$!
    started+=("$portkey")
    wait_for_port "$portkey_port"
}

# One wrk run. Prints: requests p50_us p99_us
load() { # port size same|new connections seconds format
    local line bad headers=("authorization=Bearer $token")
    [ "$1" != "$portkey_port" ] ||
        headers=("authorization=Bearer x" x-portkey-provider=openai "x-portkey-custom-host=http://127.0.0.1:$vendor_port/v1")
    line=$(taskset -c "$load_cpu" wrk -t1 -c"$4" -d"${5}s" --timeout 60s -s "$here/post.lua" \
        "http://127.0.0.1:$1" -- "$2" "$3" "$6" "${headers[@]}" | grep RESULT)
    bad=${line##* }
    [ "$bad" = 0/0/0 ] || fail "errors of port $1 in a run (status/connection/timeout): $bad"
    echo "$line" | cut -d ' ' -f 2-4
}

per_1000() { # ticks requests
    awk -v t="$1" -v n="$2" -v hz="$(getconf CLK_TCK)" 'BEGIN { printf "%.4f\n", t / hz / n * 1000 }'
}

# Runs one workload and adds its row, and one of Portkey where it is there.
measure() { # name size same|new connections format
    local name=$1 size=$2 kind=$3 connections=$4 format=$5 round
    [[ $name == *"${BENCH_ONLY:-}"* ]] || return 0
    echo "bench: $name" >&2
    # Many connections: a compiler that still works costs as much as the requests where these come slowly.
    load "$gateway_port" "$size" "$kind" 64 "$warm_up" "$format" >/dev/null
    [[ $name != *apart* ]] || load "$gateway_port" "$size" "$kind" 64 "$warm_up" "$format" >/dev/null
    load "$nginx_port" "$size" "$kind" "$connections" 2 "$format" >/dev/null
    local values="$work/values" beside=
    # What streams it answers with 500 (1.9.8 and 1.15.2, Node.js 20).
    [ -z "${portkey:-}" ] || [ "$format$size" != chat2k ] || beside=portkey
    [ -z "$beside" ] || load "$portkey_port" "$size" "$kind" "$connections" "$warm_up" "$format" >/dev/null
    rm -f "$values".*
    for ((round = 0; round < rounds; round++)); do
        measure_once chaperone "$gateway_port" "$size" "$kind" "$connections" "$format" "$values"
        measure_once nginx "$nginx_port" "$size" "$kind" "$connections" "$format" "$values"
        [ -z "$beside" ] || measure_once portkey "$portkey_port" "$size" "$kind" "$connections" "$format" "$values"
        taskset -c "$gateway_cpu" "$work/sync-probe" "$work/data/probe" "$probe_size" 300 |
            awk '{ print $1 }' >>"$values.sync"
    done
    row "$name" "$connections" chaperone "$values" "$(median <"$values.database.cpu")"
    [ -z "$beside" ] || row "$name, Portkey (reads nothing, records nothing)" "$connections" portkey "$values" –
}

# Each round's ratio by itself: what slows the machine down for a while slows both.
row() { # name connections chaperone|portkey values database_cpu
    rows+=("$(printf '| %s | %s | %.3f | %.3f | **%.2f** | %s | %s | %s | %s | %s |' "$1" "$2" \
        "$(median <"$4.$3.cpu")" "$(median <"$4.nginx.cpu")" \
        "$(paste "$4.$3.cpu" "$4.nginx.cpu" | awk '{ print $1 / $2 }' | median)" \
        "$5" "$(median <"$4.$3.p50")" "$(median <"$4.nginx.p50")" "$(median <"$4.$3.p99")" "$(median <"$4.sync")")")
    echo "${rows[-1]}" >&2
}

measure_once() { # chaperone|nginx|portkey port size same|new connections format values
    local processes database=() before before_database arrived result requests
    if [ "$1" = chaperone ]; then
        processes=("$jvm")
        mapfile -t database < <(family "$(head -n 1 "$work/data/postgres/data/postmaster.pid")")
    else
        mapfile -t processes < <(family "${!1}")
    fi
    arrived=$(received)
    before=$(ticks "${processes[@]}")
    before_database=$(ticks "${database[@]}")
    result=$(load "$2" "$3" "$4" "$5" "$seconds" "$6")
    read -r requests p50 p99 <<<"$result"
    per_1000 $(($(ticks "${processes[@]}") - before)) "$requests" >>"$7.$1.cpu"
    if [ "$1" = chaperone ]; then
        per_1000 $(($(ticks "${database[@]}") - before_database)) "$requests" >>"$7.database.cpu"
    fi
    echo "$p50" >>"$7.$1.p50"
    echo "$p99" >>"$7.$1.p99"
    [ $(($(received) - arrived)) -ge "$requests" ] || fail "answers came that the vendor did not give"
}

# What many streams at once that are paced like a slow model's take of memory, beside nginx. All are asked for in the same
# moment, so with long prompts it is these, not the streams, that take most.
measure_streams() {
    local streams=2000 seconds=60 size contender
    stop_vendor
    start_vendor -e 500
    for size in 2k-streamed 100k; do
        # As long as one answer takes; what the first streams of a process bring with them is no stream's own.
        load "$gateway_port" "$size" same 64 25 anthropic >/dev/null
        for contender in chaperone nginx; do
            measure_memory "$contender" "$size" "$streams" "$seconds"
        done
    done
}

measure_memory() { # chaperone|nginx size streams seconds
    local process=$jvm port=$gateway_port before watcher requests
    [ "$1" = chaperone ] || { process=$(pgrep -P "$nginx" | head -n 1) port=$nginx_port; }
    before=$(resident_mb "$process")
    rm -f "$work/most"
    (while sleep 0.5; do echo "$(resident_mb "$process")" >>"$work/most"; done) &
    watcher=$!
    started+=("$watcher")
    requests=$(load "$port" "$2" new "$3" "$4" anthropic | cut -d ' ' -f 1)
    kill "$watcher"
    [ "$requests" -ge "$3" ] || fail "only $requests of $3 streams came to their end"
    printf '%s: %s MB before, %s MB at most with %s streams of 40 events, 500 ms apart, %s asked (%s ended)\n' \
        "$1" "$before" "$(sort -n "$work/most" | tail -n 1)" "$3" "$2" "$requests"
}

stop_vendor() {
    kill "$vendor"
    wait "$vendor" 2>/dev/null || true
}

gcc -O2 -Wall -pthread -o "$work/fake-vendor" "$here/fake-vendor.c"
gcc -O2 -Wall -o "$work/sync-probe" "$here/sync-probe.c"
# About what one intent and one outcome take in the ledger.
probe_size=1100
rows=()

[ "${BENCH_BUILD:-1}" = 0 ] || "$root/chaperone" build
start_vendor
start_nginx
start_chaperone
[ -z "${BENCH_PORTKEY:-}" ] || start_portkey
if [ "$what" = streams ]; then
    measure_streams
    exit
fi
sleep 2
at_rest=$(resident_mb "$jvm")
formats=(anthropic)
if [ "$what" = formats ]; then
    formats=(anthropic chat responses gemini)
    # What the JVM compiles for the first of them serves all.
    load "$gateway_port" 2k same 64 30 anthropic >/dev/null
fi
for format in "${formats[@]}"; do
    of=
    [ "$what" = one ] || of="$format, "
    measure "${of}2 KB" 2k same 16 "$format"
    [ "$what" = formats ] || measure "${of}2 KB, new text in each" 2k new 16 "$format"
    measure "${of}100 KB, 40 events in a burst" 100k same 16 "$format"
    [ "$what" = formats ] || measure "${of}100 KB, burst, new last message in each" 100k new 16 "$format"
    [ "$what" = formats ] || measure "${of}100 KB, burst, one connection" 100k same 1 "$format"
done
stop_vendor
start_vendor -e 5
for format in "${formats[@]}"; do
    of=
    [ "$what" = one ] || of="$format, "
    measure "${of}100 KB, events 5 ms apart" 100k same 32 "$format"
done
loaded=$(resident_mb "$jvm")
sleep "$rest"
rested=$(resident_mb "$jvm")

disk=$(df --output=source,fstype "$work" | tail -n 1 | awk '{ print $2 " on " $1 }')
cat <<END

Machine: $(nproc --all) processors, $(sed -n 's/^model name[^:]*: //p' /proc/cpuinfo | head -n 1), Linux $(uname -r), $disk.
Commit $(git -C "$root" rev-parse --short HEAD 2>/dev/null || echo unknown), $(date -u +%Y-%m-%d); medians of $rounds runs of $seconds s, each behind $warm_up s of warm-up (twice that for paced events).

| workload | connections | Chaperone CPU s/1,000 | nginx CPU s/1,000 | ratio | database CPU s/1,000 | Chaperone p50 µs | nginx p50 µs | Chaperone p99 µs | write and sync alone p50 µs |
|---|---|---|---|---|---|---|---|---|---|
$(printf '%s\n' "${rows[@]}")

Memory of Chaperone's process: $at_rest MB at rest after the start, $loaded MB right after the load, $rested MB $rest s later. Ready $ready_ms ms after the start.
END
