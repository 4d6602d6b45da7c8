// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.exports;

import java.net.URI;
import java.nio.file.Path;

/// A process that records and forwards until it is killed.
public final class KilledForwarder {
    private KilledForwarder() {}

    /// Forwards the ledger of a directory to a port of this machine.
    ///
    /// @param arguments the directory and the port
    public static void main(String[] arguments) throws Exception {
        Feed feed = Feed.open(Path.of(arguments[0]), target(Integer.parseInt(arguments[1])));
        while (true) {
            feed.append(20);
        }
    }

    static Target target(int port) {
        URI url = URI.create("http://127.0.0.1:" + port + "/in");
        return new Target(
                "siem",
                new Target.Http("jsonl", false, new Target.Endpoint(url, null, null)),
                false);
    }
}
