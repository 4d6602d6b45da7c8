// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpServer;

import dev.chaperone.captures.Cabinets;
import dev.chaperone.captures.Captures;
import dev.chaperone.captures.Drawer;
import dev.chaperone.captures.Places;
import dev.chaperone.captures.Side;
import dev.chaperone.ledger.Event;
import dev.chaperone.ledger.Leaves;
import dev.chaperone.ledger.TransparencyLog;
import dev.chaperone.tlog.Checkpoint;
import dev.chaperone.tlog.Note;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
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
@Timeout(3_600)
class KilledGatewayTest {
    private static final int KILLS = Integer.getInteger("kills", 100);
    private static final long SEED = Long.getLong("seed", 2026);
    private static final int LANES = 2;
    private static final int CLIENTS = 6;
    private static final int LOOK_EVERY = 10;
    private static final int LONGEST_LIFE_MILLIS = 250;

    /// One in so many dies before it has answered anybody.
    private static final int EARLY = 5;

    private static final Duration PATIENCE = Duration.ofSeconds(20);

    /// What a client sent, by the name it gave it.
    @SuppressWarnings("ArrayRecordComponent") // nobody compares it
    private record Answered(String interaction, byte[] body) {}

    @TempDir private Path data;

    @Test
    void losesNothingThatWasAcknowledgedOrSent() throws Exception {
        try (ExecutorService lanes = Executors.newFixedThreadPool(LANES)) {
            List<Future<Integer>> runs = new ArrayList<>();
            for (int i = 0; i < LANES; i++) {
                int lane = i;
                runs.add(lanes.submit(() -> new Lane(data.resolve("lane-" + lane), lane).run()));
            }
            int acknowledged = 0;
            for (Future<Integer> run : runs) {
                acknowledged += run.get();
            }
            System.out.printf(
                    "%d kills, seed %d: %d acknowledged prompts, none lost%n",
                    KILLS, SEED, acknowledged);
            assertThat(acknowledged).isGreaterThan(KILLS);
        }
    }

    /// A data directory that sees one process after the other.
    private static final class Lane {
        private final Path directory;
        private final int number;
        private final Random random;
        private final Map<String, Answered> answered = new ConcurrentHashMap<>();
        private final Set<String> atTheVendor = ConcurrentHashMap.newKeySet();
        private final List<Checkpoint> signed = new ArrayList<>();

        Lane(Path directory, int number) {
            this.directory = directory;
            this.number = number;
            this.random = new Random(SEED + number);
        }

        int run() throws Exception {
            HttpServer vendor = vendor();
            try {
                for (int kill = 0; kill < KILLS / LANES; kill++) {
                    loadAndKill(kill, vendor.getAddress().getPort());
                    if (kill % LOOK_EVERY == LOOK_EVERY - 1) {
                        verify();
                    }
                }
                verify();
            } finally {
                vendor.stop(0);
            }
            return answered.size();
        }

        private HttpServer vendor() throws IOException {
            HttpServer vendor =
                    HttpServer.create(
                            new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
            vendor.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
            vendor.createContext(
                    "/",
                    exchange -> {
                        String body = new String(exchange.getRequestBody().readAllBytes(), UTF_8);
                        int name = body.indexOf("lane-");
                        atTheVendor.add(body.substring(name, body.indexOf(' ', name)));
                        exchange.getResponseHeaders().set("content-type", "text/event-stream");
                        exchange.sendResponseHeaders(200, 0);
                        exchange.getResponseBody().write(TestSite.EVENTS.getBytes(UTF_8));
                        exchange.close();
                    });
            vendor.start();
            return vendor;
        }

        private void loadAndKill(int kill, int vendorPort) throws Exception {
            CountDownLatch first = new CountDownLatch(1);
            Process gateway = start(vendorPort);
            List<Thread> clients = new ArrayList<>();
            try (BufferedReader out = gateway.inputReader()) {
                String line = String.valueOf(out.readLine());
                assertThat(line).as("what the gateway says").startsWith("port ");
                URI url = URI.create("http://127.0.0.1:" + line.substring(5) + "/v1/messages");
                for (int i = 0; i < CLIENTS; i++) {
                    String name = "lane-%d-%d-%d".formatted(number, kill, i);
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

        private Process start(int vendorPort) throws IOException {
            return new ProcessBuilder(
                            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                            "-XX:TieredStopAtLevel=1",
                            "-XX:+UseSerialGC",
                            "-Xmx256m",
                            "--enable-native-access=ALL-UNNAMED",
                            "-cp",
                            System.getProperty("java.class.path"),
                            KilledGateway.class.getName(),
                            directory.toString(),
                            "http://127.0.0.1:" + vendorPort)
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
        }

        private void askUntilItFails(URI url, String name, CountDownLatch first) {
            try (HttpClient client =
                    HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build()) {
                String talk = "";
                for (int turn = 0; ; turn++) {
                    String mark = name + "-" + turn;
                    talk += " a sentence that is sent again with every turn";
                    byte[] body = TestSite.CLEAN.replace("hello", mark + talk).getBytes(UTF_8);
                    HttpResponse<String> answer =
                            client.send(
                                    HttpRequest.newBuilder(url)
                                            .header("authorization", "Bearer " + TestSite.TOKEN)
                                            .header("content-type", "application/json")
                                            .header("x-chaperone-repository", mark)
                                            .POST(HttpRequest.BodyPublishers.ofByteArray(body))
                                            .build(),
                                    HttpResponse.BodyHandlers.ofString());
                    assertThat(answer.statusCode()).isEqualTo(200);
                    String id =
                            answer.headers().firstValue("x-chaperone-interaction").orElseThrow();
                    answered.put(mark, new Answered(id, body));
                    first.countDown();
                }
            } catch (IOException e) {
                assertThat(e).as("the killed gateway ends the talk").isNotNull();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }

        private void verify() throws Exception {
            Map<String, Event.Intent> intents = new HashMap<>();
            try (TransparencyLog log = KilledGateway.openLog(directory)) {
                long size = log.ledger().size();
                for (long from = 0; from < size; ) {
                    List<byte[]> entries = log.ledger().read(from, 1_000);
                    for (byte[] entry : entries) {
                        if (Leaves.read(entry) instanceof Event.Intent intent) {
                            String mark = String.valueOf(intent.use().repository());
                            assertThat(intents.put(mark, intent)).as("%s once", mark).isNull();
                        }
                    }
                    from += entries.size();
                }
                String note = log.awaitCheckpoint(size - 1, PATIENCE).orElseThrow();
                continues(log, Checkpoint.parse(Note.parse(note).text()));
            }
            assertThat(intents.keySet()).containsAll(atTheVendor);
            answered.forEach((mark, it) ->
                    assertThat(intents.get(mark))
                            .as(mark)
                            .isNotNull()
                            .extracting(Event.Intent::id)
                            .isEqualTo(it.interaction()));
            assertThat(Files.exists(directory.resolve("ledger/checkpoint"))).isTrue();
            verifyCaptures(intents);
        }

        private void continues(TransparencyLog log, Checkpoint last) throws Exception {
            for (Checkpoint before : signed) {
                if (before.size() > 0) {
                    log.consistency(before.size(), last.size()).verify(before.root(), last.root());
                }
            }
            signed.add(last);
        }

        private void verifyCaptures(Map<String, Event.Intent> intents) throws IOException {
            try (Captures captures = Cabinets.open(Places.in(directory), Clock.systemUTC())) {
                for (Map.Entry<String, Answered> each : answered.entrySet()) {
                    Event.Intent intent = Objects.requireNonNull(intents.get(each.getKey()));
                    Drawer drawer =
                            new Drawer(
                                    Objects.requireNonNull(intent.caller()).person(),
                                    YearMonth.from(intent.at().atOffset(ZoneOffset.UTC)),
                                    "standard");
                    assertThat(captures.open(drawer, intent.id(), Side.PROMPT))
                            .as(each.getKey())
                            .hasValueSatisfying(kept ->
                                    assertThat(kept.body()).isEqualTo(each.getValue().body()));
                }
            }
        }
    }
}
