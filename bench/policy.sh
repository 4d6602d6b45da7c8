#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# How long a decision takes and reading a policy, for 100,000 people, 1,000 patterns, 1,000 conditions and 1,000 exceptions.
# Needs a JDK 25 and Maven. BENCH_BUILD=0: as built.
set -eu
cd "$(dirname "$0")/.."
if [ "${BENCH_BUILD:-1}" != 0 ]; then
    mvn -B -q -pl bench -am -DskipTests verify
fi
java=${CHAPERONE_JAVA_HOME:-$(ls -d /usr/lib/jvm/*25* | head -n 1)}/bin/java
exec "$java" -XX:+UseCompactObjectHeaders --add-modules jdk.incubator.vector -Xmx2g -cp "bench/target/app/*" \
    dev.chaperone.bench.PolicySpeed
