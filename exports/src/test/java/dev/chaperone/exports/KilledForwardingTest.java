// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.exports;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeSet;

/// A target gets every entry that is on disk, whenever the process that forwards is killed.
@Timeout(120)
class KilledForwardingTest {
    private static final int KILLS = 5;

    @TempDir private Path directory;

    @Test
    void leavesNoGapWheneverItIsKilled() throws Exception {
        try (HttpReceiver receiver = new HttpReceiver(0)) {
            URI url = receiver.endpoint().url();
            for (int kill = 0; kill < KILLS; kill++) {
                forwardAndKill(receiver, url.getPort(), 3 + 5 * kill);
            }
            try (Feed feed = Feed.open(directory, KilledForwarder.target(url.getPort()))) {
                feed.append(1);
                feed.caughtUp();
                List<Long> indices = receiver.indices();
                SyslogForwardingTest.inOrderWithRepetitions(indices);
                assertThat(new TreeSet<>(indices))
                        .containsExactlyElementsOf(FileForwardingTest.upTo(feed.ledger().size()));
            }
        }
    }

    /// Kills in the moment that a batch has been taken: before or after that is remembered.
    private void forwardAndKill(HttpReceiver receiver, int port, int batches) throws Exception {
        int before = receiver.asked();
        Process process =
                new ProcessBuilder(
                                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                                "-XX:TieredStopAtLevel=1",
                                "-Xmx128m",
                                "-cp",
                                System.getProperty("java.class.path"),
                                KilledForwarder.class.getName(),
                                directory.toString(),
                                Integer.toString(port))
                        .redirectError(ProcessBuilder.Redirect.INHERIT)
                        .start();
        Until.holds(
                () -> receiver.asked() >= before + batches || !process.isAlive(),
                () -> "asked " + receiver.asked());
        assertThat(process.isAlive()).isTrue();
        process.destroyForcibly().waitFor();
    }
}
