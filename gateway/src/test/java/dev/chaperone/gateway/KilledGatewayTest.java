// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/// A process with gateway, ledger and captures is killed at random moments under load. Its clients
/// and its vendor keep books: what was answered, and what reached the vendor, is in the record
/// exactly once, unchanged, with the prompt that was kept of it.
///
/// `-Dkills=1000 -Dseed=7` for a long run.
@Timeout(14_400)
class KilledGatewayTest {
    private static final int KILLS = Integer.getInteger("kills", 100);
    private static final long SEED = Long.getLong("seed", 2026);
    private static final int LANES = 2;
    private static final int CLIENTS = 6;
    private static final int LOOK_EVERY = 10;
    private static final int LONGEST_LIFE_MILLIS = 250;

    /// One in so many dies before it has answered anybody.
    private static final int EARLY = 5;

    private static final Duration PATIENCE = Duration.ofMinutes(2);

    @TempDir private Path data;

    @Test
    void losesNothingThatWasAcknowledgedOrSent() throws Exception {
        QuickGateway quick = QuickGateway.learn(data.resolve("quick"));
        try (ExecutorService lanes = Executors.newFixedThreadPool(LANES)) {
            List<Future<Lane>> runs = new ArrayList<>();
            for (int i = 0; i < LANES; i++) {
                int lane = i;
                Path directory = data.resolve("lane-" + lane);
                runs.add(lanes.submit(() -> new Lane(quick, directory, lane).run()));
            }
            int acknowledged = 0;
            List<Duration> ready = new ArrayList<>();
            for (Future<Lane> run : runs) {
                acknowledged += run.get().books.answered();
                ready.addAll(run.get().ready);
            }
            ready.sort(null);
            System.out.printf(
                    "%d kills, seed %d: %d acknowledged prompts, none lost, none twice;"
                            + " ready after a start in %d ms (median), %d ms (longest)%n",
                    KILLS,
                    SEED,
                    acknowledged,
                    ready.get(ready.size() / 2).toMillis(),
                    ready.getLast().toMillis());
            assertThat(acknowledged).isGreaterThan(KILLS);
        }
    }

    /// A data directory that sees one process after the other.
    private static final class Lane {
        private final QuickGateway quick;
        private final Path directory;
        private final int number;
        private final Random random;
        private final Books books;
        private final List<Duration> ready = new ArrayList<>();

        Lane(QuickGateway quick, Path directory, int number) throws IOException {
            this.books = new Books();
            this.quick = quick;
            this.directory = directory;
            this.number = number;
            this.random = new Random(SEED + number);
        }

        Lane run() throws Exception {
            try (books) {
                for (int kill = 0; kill < KILLS / LANES; kill++) {
                    loadAndKill(kill);
                    if (kill % LOOK_EVERY == LOOK_EVERY - 1) {
                        books.verify(directory);
                    }
                }
                books.verify(directory);
            }
            return this;
        }

        private void loadAndKill(int kill) throws Exception {
            CountDownLatch first = new CountDownLatch(1);
            long began = System.nanoTime();
            Process gateway = quick.start(directory, books);
            List<Thread> clients = new ArrayList<>();
            try (BufferedReader out = gateway.inputReader()) {
                String line = String.valueOf(out.readLine());
                assertThat(line).as("what the gateway says").startsWith("port ");
                ready.add(Duration.ofNanos(System.nanoTime() - began));
                URI url = URI.create("http://127.0.0.1:" + line.substring(5));
                for (int i = 0; i < CLIENTS; i++) {
                    String name = "mark-%d-%d-%d".formatted(number, kill, i);
                    clients.add(Thread.startVirtualThread(() -> askUntilItFails(url, name, first)));
                }
                if (random.nextInt(EARLY) > 0) {
                    assertThat(first.await(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
                }
                // Not a wait for something: the moment of death is random.
                boolean ended =
                        gateway.waitFor(random.nextInt(LONGEST_LIFE_MILLIS), TimeUnit.MILLISECONDS);
                assertThat(ended).as("it ended by itself").isFalse();
            } finally {
                gateway.destroyForcibly().waitFor();
            }
            for (Thread client : clients) {
                client.join();
            }
        }

        private void askUntilItFails(URI url, String name, CountDownLatch first) {
            try (HttpClient client =
                    HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build()) {
                String talk = "";
                for (int turn = 0; ; turn++) {
                    String mark = name + "-" + turn;
                    talk += " a sentence that is sent again with every turn";
                    int status = books.ask(client, url, mark, talk).statusCode();
                    // A machine that stands still for two seconds looks like a disk that hangs.
                    assertThat(status).isIn(200, 503);
                    if (status == 200) {
                        first.countDown();
                    }
                }
            } catch (IOException e) {
                assertThat(e).as("the killed gateway ends the talk").isNotNull();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
