// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.chaperone.ledger.Event;
import dev.chaperone.ledger.Leaves;
import dev.chaperone.ledger.Ledger;
import dev.chaperone.workspace.people.Role;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import tools.jackson.databind.JsonNode;

import java.io.IOException;
import java.io.InputStream;
import java.io.RandomAccessFile;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;

/// Exports of a period, as outsiders ask for them.
@Timeout(600)
final class LedgerExportTest {
    private static final String EXPORT = "/api/v1/ledger/export?";

    private static RunningDemo demo;

    @BeforeAll
    static void start(@TempDir Path directory) throws Exception {

        demo = RunningDemo.start(directory);
        demo.ask("Hello?");
    }

    @AfterAll
    static void stop() {
        demo.close();
    }

    @Test
    void givesEveryEntryOfAPeriodInEveryFormat() throws Exception {
        for (String format : List.of("ocsf", "cef", "jsonl", "csv")) {
            HttpResponse<String> answer = export("from=2020-01-01&to=2999-01-01&format=" + format);

            assertThat(answer.statusCode()).isEqualTo(200);
            long rows = Long.parseLong(answer.headers().firstValue("chaperone-rows").orElseThrow());
            long header = format.equals("csv") ? 1 : 0;
            assertThat(answer.body().lines().count()).isEqualTo(rows + header);
            assertThat(answer.headers().firstValue("content-disposition").orElseThrow())
                    .startsWith(
                            "attachment; filename=\"ledger-%s_20200101T000000Z--29990101T000000Z."
                                    .formatted(format));
        }
        assertThat(export("from=2020-01-01&to=2999-01-01&format=csv").body())
                .contains("request", "outcome", "claude-demo");
    }

    @Test
    void recordsTheExportBeforeItsFirstByte() throws Exception {
        long before = demo.instance().workspace().ledger().size();
        HttpResponse<String> answer = export("from=2001-01-01&to=2002-01-01&format=csv");

        assertThat(answer.headers().firstValue("chaperone-rows")).contains("0");
        assertThat(answer.body()).startsWith("index,uid,");
        JsonNode leaf = demo.json("/api/v1/ledger/entries/" + before).path("leaf");
        assertThat(leaf.path("action").asString()).isEqualTo("ledger.exported");
        assertThat(leaf.path("actor").asString()).isEqualTo("admin-token");
        assertThat(leaf.path("details").path("from").asString()).isEqualTo("2001-01-01T00:00:00Z");
        assertThat(leaf.path("details").path("to").asString()).isEqualTo("2002-01-01T00:00:00Z");
        assertThat(leaf.path("details").path("format").asString()).isEqualTo("csv");
        assertThat(leaf.path("details").path("rows").asString()).isEqualTo("0");
        assertThat(leaf.path("details").path("size").asString()).isEqualTo(Long.toString(before));
    }

    @Test
    void holdsNoNamesAndNoFormulas() throws Exception {
        demo.ask(demo.token(), "Hello?", "=HYPERLINK(\"http://evil.example\")");

        String csv = export("from=2020-01-01&to=2999-01-01&format=csv").body();

        assertThat(csv).doesNotContain("@northwind.example").contains("person_");
        assertThat(csv).contains("\"'=HYPERLINK(\"\"http://evil.example\"\")\"");
    }

    @Test
    void beginsCsvWithAByteOrderMarkOnlyWhenAsked() throws Exception {
        assertThat(export("from=2001-01-01&to=2002-01-01&format=csv&bom=true").body())
                .startsWith("\ufeffindex,");
        assertThat(export("from=2001-01-01&to=2002-01-01&format=jsonl&bom=true").body()).isEmpty();
    }

    @Test
    void refusesWhatItDoesNotUnderstand() throws Exception {
        refuses("from=2020-01-01&to=2021-01-01&format=xml", "format is 'xml'");
        refuses("from=yesterday&to=2021-01-01&format=csv", "from is 'yesterday'");
        refuses("from=&to=2021-01-01&format=csv", "'from' is empty");
        refuses("from=2021-01-01&to=2021-01-01&format=csv", "from is not before to");
        refuses("to=2021-01-01&format=csv", "from");
        refuses("from=2020-01-01&to=2021-01-01&format=csv&limit=3", "Unknown parameter limit");
    }

    @Test
    void isNotForDevelopers() throws Exception {
        String path = EXPORT + "from=2020-01-01&to=2021-01-01&format=csv";
        assertThat(demo.get(path, demo.apiToken(Role.DEVELOPER)).statusCode()).isEqualTo(403);
        assertThat(demo.get(path, demo.apiToken(Role.AUDITOR)).statusCode()).isEqualTo(200);
    }

    @Test
    void breaksOffRatherThanEndLikeAWholeOneWhenTheLedgerCanNotBeRead(@TempDir Path other)
            throws Exception {
        try (RunningDemo damaged = RunningDemo.start(other);
                HttpClient client = HttpClient.newHttpClient()) {
            fill(damaged.instance().workspace().ledger());
            HttpRequest request =
                    HttpRequest.newBuilder(
                                    URI.create(
                                            damaged.url()
                                                    + EXPORT
                                                    + "from=2020-01-01&to=2999-01-01&format=jsonl"))
                            .header("authorization", "Bearer " + damaged.adminToken())
                            .build();
            HttpResponse<InputStream> answer = client.send(request, BodyHandlers.ofInputStream());
            // It has been counted and begun; more is on its way than fits into the connection.
            assertThat(answer.statusCode()).isEqualTo(200);
            damageTheEnd(other.resolve("ledger/journal"));

            assertThatExceptionOfType(IOException.class)
                    .isThrownBy(() -> answer.body().readAllBytes());
        }
    }

    @Test
    void isDescribed() throws Exception {
        JsonNode operation =
                demo.json("/api/openapi.json")
                        .path("paths")
                        .path("/api/v1/ledger/export")
                        .path("get");
        assertThat(operation.path("x-permission").asString()).isEqualTo("read-ledger");
        assertThat(operation.path("parameters").size()).isEqualTo(4);
        assertThat(operation.path("responses").path("200").path("headers").has("chaperone-rows"))
                .isTrue();
    }

    private static void fill(Ledger ledger) {
        Event event =
                new Event.Administered(
                        "system",
                        Instant.parse("2026-11-24T12:00:00Z"),
                        "policy.published",
                        "x",
                        new TreeMap<>(Map.of("text", "y".repeat(4_000))));
        byte[] leaf = Leaves.write(event);
        for (int round = 0; round < 10; round++) {
            List<CompletableFuture<Long>> promised =
                    Stream.generate(() -> ledger.append(leaf)).limit(1_000).toList();
            promised.forEach(CompletableFuture::join);
        }
    }

    /// Overwrites entries near the end of the last segment that has any.
    private static void damageTheEnd(Path journal) throws IOException {
        List<Path> segments;
        try (Stream<Path> files = Files.list(journal)) {
            segments = files.sorted().toList();
        }
        for (Path segment : segments.reversed()) {
            try (RandomAccessFile file = new RandomAccessFile(segment.toFile(), "rw")) {
                byte[] bytes = new byte[(int) file.length()];
                file.readFully(bytes);
                int end = bytes.length;
                while (end > 0 && bytes[end - 1] == 0) {
                    end--;
                }
                if (end > 100_000) {
                    file.seek(end - 50_000L);
                    file.write(new byte[10_000]);
                    return;
                }
            }
        }
        throw new IllegalStateException("No segment has entries");
    }

    private static void refuses(String query, String detail) throws Exception {
        HttpResponse<String> answer = export(query);
        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(RunningDemo.JSON.readTree(answer.body()).path("detail").asString())
                .contains(detail);
    }

    private static HttpResponse<String> export(String query) throws Exception {
        return demo.get(EXPORT + query, demo.adminToken());
    }
}
