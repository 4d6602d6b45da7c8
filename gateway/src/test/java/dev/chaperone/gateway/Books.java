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

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
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
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;

/// What clients were answered and what their vendor got, to be compared with what a gateway, in
/// another process, has recorded and kept.
final class Books implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final Duration LONGEST_ANSWER = Duration.ofMinutes(1);

    private final Map<String, Answered> answered = new ConcurrentHashMap<>();
    private final Set<String> atTheVendor = ConcurrentHashMap.newKeySet();
    private final List<Checkpoint> signed = new ArrayList<>();
    private final HttpServer vendor;

    /// What a client sent, by the name it gave it.
    @SuppressWarnings("ArrayRecordComponent") // nobody compares it
    private record Answered(String interaction, byte[] body) {}

    /// Starts the vendor.
    Books() throws IOException {
        vendor = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        vendor.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        vendor.createContext(
                "/",
                exchange -> {
                    String body = new String(exchange.getRequestBody().readAllBytes(), UTF_8);
                    int name = body.indexOf("mark-");
                    atTheVendor.add(body.substring(name, body.indexOf(' ', name)));
                    exchange.getResponseHeaders().set("content-type", "text/event-stream");
                    exchange.sendResponseHeaders(200, 0);
                    exchange.getResponseBody().write(TestSite.EVENTS.getBytes(UTF_8));
                    exchange.close();
                });
        vendor.start();
    }

    URI vendorUrl() {
        return URI.create("http://127.0.0.1:" + vendor.getAddress().getPort());
    }

    int answered() {
        return answered.size();
    }

    int atTheVendor() {
        return atTheVendor.size();
    }

    /// Sends a prompt; when it is answered, that is noted.
    ///
    /// @param mark its name, `mark-…`
    HttpResponse<String> ask(HttpClient client, URI gateway, String mark, String more)
            throws IOException, InterruptedException {
        byte[] body = TestSite.CLEAN.replace("hello", mark + " " + more).getBytes(UTF_8);
        HttpResponse<String> answer =
                client.send(
                        HttpRequest.newBuilder(gateway.resolve("/v1/messages"))
                                .timeout(LONGEST_ANSWER)
                                .header("authorization", "Bearer " + TestSite.TOKEN)
                                .header("content-type", "application/json")
                                .header("x-chaperone-repository", mark)
                                .POST(HttpRequest.BodyPublishers.ofByteArray(body))
                                .build(),
                        HttpResponse.BodyHandlers.ofString());
        if (answer.statusCode() == 200) {
            String id = answer.headers().firstValue("x-chaperone-interaction").orElseThrow();
            answered.put(mark, new Answered(id, body));
        }
        return answer;
    }

    /// All that was answered or sent is in a data directory, once and unchanged, and every
    /// checkpoint that was seen before is continued.
    void verify(Path data) throws Exception {
        Map<String, Event.Intent> intents = new HashMap<>();
        try (TransparencyLog log = KilledGateway.openLog(data)) {
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
        verifyCaptures(data, intents);
    }

    private void continues(TransparencyLog log, Checkpoint last) throws Exception {
        for (Checkpoint before : signed) {
            if (before.size() > 0) {
                log.consistency(before.size(), last.size()).verify(before.root(), last.root());
            }
        }
        signed.add(last);
    }

    private void verifyCaptures(Path data, Map<String, Event.Intent> intents) throws IOException {
        try (Captures captures = Cabinets.open(Places.in(data), Clock.systemUTC())) {
            for (Map.Entry<String, Answered> each : answered.entrySet()) {
                Event.Intent intent = Objects.requireNonNull(intents.get(each.getKey()));
                Drawer drawer =
                        new Drawer(
                                Objects.requireNonNull(intent.caller()).person(),
                                YearMonth.from(intent.at().atOffset(ZoneOffset.UTC)),
                                "standard");
                assertThat(captures.open(drawer, intent.id(), Side.PROMPT))
                        .as(each.getKey())
                        .hasValueSatisfying(
                                kept -> assertThat(kept.body()).isEqualTo(each.getValue().body()));
            }
            assertThat(captures.fsck().damages()).isEmpty();
        }
    }

    @Override
    public void close() {
        vendor.stop(0);
    }
}
