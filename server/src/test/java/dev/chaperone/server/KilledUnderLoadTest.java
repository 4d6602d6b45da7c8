// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;

import dev.chaperone.ledger.Event;
import dev.chaperone.ledger.Leaves;
import dev.chaperone.ledger.Ledger;
import dev.chaperone.ledger.Ledgers;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/// The first law from the outside: whatever reached a vendor in another process has its record,
/// even when the process that sent it was killed at that moment.
@Timeout(600)
class KilledUnderLoadTest {
    private static final int KILLS = 3;
    private static final int REQUESTS_BEFORE_A_KILL = 150;

    @TempDir private Path directory;

    @Test
    void hasARecordOfEveryPromptThatReachedTheVendor() throws Exception {
        AtomicInteger received = new AtomicInteger();
        HttpServer vendor = vendor(received);
        FreshPostgres.in(directory);
        Files.writeString(
                directory.resolve("config.yaml"),
                """
                upstreams:
                  - {name: vendor, kind: anthropic, base-url: "http://127.0.0.1:%d"}
                """
                        .formatted(vendor.getAddress().getPort()));
        try {
            for (int kill = 1; kill <= KILLS; kill++) {
                loadAndKill(received, kill * REQUESTS_BEFORE_A_KILL);
            }
        } finally {
            vendor.stop(0);
        }

        assertThat(recordedAsSent()).isGreaterThanOrEqualTo(received.get());
    }

    private void loadAndKill(AtomicInteger received, int until) throws Exception {
        Process server = startServer();
        List<Thread> load = new ArrayList<>();
        try (BufferedReader out = server.inputReader()) {
            String gateway = "";
            String token = "";
            while (token.isEmpty()) {
                String line = String.valueOf(out.readLine());
                assertThat(line).as("the server's output").isNotEqualTo("null");
                gateway =
                        line.startsWith("  gateway ") ? line.strip().split("\\s+", -1)[1] : gateway;
                int at = line.indexOf("chp_");
                token = at < 0 ? "" : line.substring(at).strip();
            }
            for (int i = 0; i < 8; i++) {
                URI url = URI.create(gateway + "/v1/messages");
                String bearer = "Bearer " + token;
                load.add(Thread.startVirtualThread(() -> askUntilItFails(url, bearer)));
            }
            while (received.get() < until) {
                Thread.onSpinWait();
            }
        } finally {
            server.destroyForcibly().waitFor();
        }
        for (Thread each : load) {
            each.join();
        }
    }

    private Process startServer() throws IOException {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-XX:+UseSerialGC",
                        "-cp",
                        System.getProperty("java.class.path"),
                        "dev.chaperone.server.Main",
                        "up",
                        "--demo",
                        "--gateway-port",
                        "0",
                        "--port",
                        "0",
                        "--data",
                        directory.toString())
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
    }

    private static void askUntilItFails(URI url, String bearer) {
        String body =
                "{\"model\":\"m\",\"max_tokens\":9,\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]}";
        HttpRequest request =
                HttpRequest.newBuilder(url)
                        .header("authorization", bearer)
                        .header("content-type", "application/json")
                        .POST(HttpRequest.BodyPublishers.ofString(body))
                        .build();
        try (HttpClient client =
                HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build()) {
            while (client.send(request, BodyHandlers.ofString()).statusCode() == 200) {
                Thread.onSpinWait();
            }
        } catch (IOException e) {
            assertThat(e).as("the killed server ends the load").isNotNull();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static HttpServer vendor(AtomicInteger received) throws IOException {
        HttpServer vendor =
                HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        vendor.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        vendor.createContext(
                "/",
                exchange -> {
                    received.incrementAndGet();
                    exchange.getRequestBody().readAllBytes();
                    exchange.getResponseHeaders().set("content-type", "application/json");
                    exchange.sendResponseHeaders(200, 2);
                    exchange.getResponseBody().write(new byte[] {'{', '}'});
                    exchange.close();
                });
        vendor.start();
        return vendor;
    }

    private long recordedAsSent() throws IOException {
        try (Ledger ledger = Ledgers.open(directory.resolve("ledger"))) {
            long sent = 0;
            for (long from = 0; from < ledger.size(); from += 1_000) {
                sent +=
                        ledger.read(from, 1_000).stream()
                                .map(Leaves::read)
                                .filter(Event.Intent.class::isInstance)
                                .count();
            }
            return sent;
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }
}
