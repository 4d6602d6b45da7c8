#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# Measures what the forward proxy adds to a prompt on one connection: bench/proxy.sh
#
# A fake vendor stands behind nginx, which speaks TLS as api.anthropic.com; one client asks it directly and through Chaperone's
# proxy in turns, 3,000 requests of each size behind as many for the compilers. Stops only what it started.
#
# Environment: BENCH_PORT (first of five ports, 19200), BENCH_BUILD=0 (as built), BENCH_NICE (priority of server and
# vendor, 0; below zero needs root).
set -euo pipefail

here=$(cd "$(dirname "$0")" && pwd)
root=$(dirname "$here")
base=${BENCH_PORT:-19200}
vendor_port=$base tls_port=$((base + 1)) gateway_port=$((base + 2)) proxy_port=$((base + 4))

for tool in gcc nginx openssl; do
    command -v "$tool" >/dev/null || { echo "bench: missing tools. Install: apt-get install gcc nginx-light openssl" >&2; exit 3; }
done
java=${CHAPERONE_JAVA_HOME:-$(ls -d /usr/lib/jvm/*25* | head -n 1)}/bin/java

mkdir -p "$root/target"
work=$(mktemp -d "$root/target/bench.XXXXXX")
started=()
finish() {
    for pid in "${started[@]}"; do
        kill "$pid" 2>/dev/null || true
    done
    wait
    rm -rf "$work"
}
trap finish EXIT
trap 'exit 130' INT TERM

[ "${BENCH_BUILD:-1}" = 0 ] || "$root/chaperone" build
gcc -O2 -Wall -pthread -o "$work/fake-vendor" "$here/fake-vendor.c"
nice -n "${BENCH_NICE:-0}" "$work/fake-vendor" -p "$vendor_port" 2>>"$work/vendor.log" &
started+=($!)

openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 2 -subj /CN=api.anthropic.com \
    -addext subjectAltName=DNS:api.anthropic.com -keyout "$work/vendor.key" -out "$work/vendor.pem" 2>>"$work/openssl.log"
sed -e "s/VENDOR/$vendor_port/" -e "s/listen .*PORT.*;/listen 127.0.0.1:$tls_port ssl; ssl_certificate vendor.pem; ssl_certificate_key vendor.key; keepalive_requests 1000000;/" \
    "$here/nginx.conf" >"$work/nginx.conf"
nice -n "${BENCH_NICE:-0}" nginx -p "$work/" -c "$work/nginx.conf" 2>>"$work/nginx.log" &
started+=($!)

mkdir -m 700 "$work/data"
cat >"$work/config.yaml" <<END
proxy:
  ca: $work/vendor.pem
  addresses: {api.anthropic.com: "127.0.0.1:$tls_port"}
END
nice -n "${BENCH_NICE:-0}" "$root/chaperone" up --demo --data "$work/data" --config "$work/config.yaml" \
    --gateway-port "$gateway_port" --port $((base + 3)) --proxy-port "$proxy_port" >"$work/chaperone.log" 2>&1 &
chaperone=$!
started+=("$chaperone")
until grep -q 'Ctrl-C' "$work/chaperone.log"; do
    kill -0 "$chaperone" 2>/dev/null || { cat "$work/chaperone.log" >&2; exit 1; }
    sleep 0.1
done
token=$(grep -o 'chp_[0-9A-Za-z]*' "$work/chaperone.log" | head -n 1)

cat <<END
$(nproc --all) processors, commit $(git -C "$root" rev-parse --short HEAD 2>/dev/null || echo unknown), $(date -u +%Y-%m-%d), load $(cut -d ' ' -f 1 /proc/loadavg)

| prompt | direct p50 | proxy p50 | added | direct p99 | proxy p99 |
|---|---|---|---|---|---|
END
"$java" -cp "$root/bench/target/app/*" dev.chaperone.bench.ProxyLatency \
    "$tls_port" "$proxy_port" "$token" "$work/vendor.pem" "$work/data/keys/ca.pem"
