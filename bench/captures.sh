#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# Keeps conversations that agents send again with every turn, and prints how many times fewer bytes they take
# on disk and how many MB of bodies one core keeps in a second. Needs a JDK 25, Maven and python3.
#
#   bench/captures.sh [directory with recorded clients]
set -eu
cd "$(dirname "$0")/.."
clients=${1:-../shared/fixtures/clients}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
mkdir "$work/first"
python3 - "$clients" "$work/first" <<'PYTHON'
import glob, json, sys
number = 0
for path in sorted(glob.glob(sys.argv[1] + "/*/*/*.json")):
    with open(path) as file:
        record = json.load(file)
    body = record.get("body") if isinstance(record, dict) else None
    if record.get("kind") == "api" and isinstance(body, dict) and body.get("tools") \
            and len(body.get("messages", body.get("input", []))) in (2, 3, 4):
        number += 1
        with open("%s/%03d.json" % (sys.argv[2], number), "w") as out:
            json.dump(body, out, separators=(",", ":"), ensure_ascii=False)
PYTHON
mvn -B -q -pl captures -am -DskipTests test-compile dependency:build-classpath -Dmdep.outputFile="$work/classpath"
java=${CHAPERONE_JAVA_HOME:-$(ls -d /usr/lib/jvm/*25* | head -n 1)}/bin/java
"$java" --enable-native-access=ALL-UNNAMED -Xmx1g \
    -cp "captures/target/test-classes:captures/target/classes:vocabulary/target/classes:$(cat "$work/classpath")" \
    dev.chaperone.captures.ResentConversations "$work/first" . "$work/data"
