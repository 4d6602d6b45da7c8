// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.chaperone.ledger.Event;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.GZIPOutputStream;

@Timeout(60)
class TelemetryTest {
    private static final String KEY = "AKIAIOSFODNN7EXAMPLE";
    private static final String JSON = "application/json";
    private static final Path RECORDED =
            Path.of("../protocols/src/test/resources/dev/chaperone/protocols/telemetry");

    private final TestSite site = TestSite.setup().start();
    private final FakeLedger ledger = site.ledger();

    @AfterEach
    void close() {
        site.close();
    }

    @ParameterizedTest
    @CsvSource({
        "claude-code,logs,2,2,320,50,default,what is the secret word",
        "codex,logs,2,1,200,20,never,hi-from-tool",
        "gemini-cli,logs,2,1,200,20,yolo,run a command",
        "github-copilot,traces,3,2,300,60,,the secret word is xyzzy"
    })
    void recordsWhatRealAssistantsTellAndNoneOfTheirText(
            String tool,
            String signal,
            int calls,
            int tools,
            long input,
            long output,
            @Nullable String permissions,
            String text)
            throws Exception {
        String export = Files.readString(RECORDED.resolve(tool + "." + signal + ".json"));
        assertThat(export).containsIgnoringCase(text);

        HttpResponse<String> answer = send("/v1/" + signal, JSON, export.getBytes(UTF_8));

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body()).isEqualTo("{}");
        assertThat(answer.headers().firstValue("content-type")).hasValue(JSON);
        Event.Intent prompt = of("telemetry-prompt");
        assertThat(prompt.source()).isEqualTo(Event.Source.TELEMETRY);
        assertThat(prompt.caller()).isEqualTo(new Event.Caller(TestSite.ANNA, "token_1"));
        assertThat(prompt.use().tool()).hasToString(tool);
        assertThat(prompt.use().declared()).isTrue();
        assertThat(prompt.use().session()).matches("[0-9a-f-]{36}");
        assertThat(prompt.prompt()).isNull();
        assertThat(prompt.verdict().effect()).isEqualTo(Event.Effect.ALLOWED);
        assertThat(prompt.verdict().findings()).isEmpty();
        List<Event.Intent> used = all("telemetry-use");
        assertThat(used)
                .extracting(each -> each.reported() == null ? 0 : each.reported().calls())
                .satisfies(each -> assertThat(sum(each)).isEqualTo(calls));
        assertThat(used)
                .extracting(each -> each.reported() == null ? 0 : each.reported().tools())
                .satisfies(each -> assertThat(sum(each)).isEqualTo(tools));
        if (permissions != null) {
            assertThat(used)
                    .anySatisfy(each ->
                            assertThat(each.reported())
                                    .extracting(Event.Reported::permissions)
                                    .isEqualTo(permissions));
        }
        List<Event.Outcome> ends = ends();
        assertThat(ends.stream().mapToLong(each -> number(each.tokens().input())).sum())
                .isEqualTo(input);
        assertThat(ends.stream().mapToLong(each -> number(each.tokens().output())).sum())
                .isEqualTo(output);
        assertThat(bytes()).doesNotContainIgnoringCase(text);
    }

    @Test
    void countsASecretThatIsToldLateAndKeepsNothingOfIt() throws Exception {
        send(log("user_prompt", "session.id", "s-1", "prompt.id", "p-1", "prompt", "use " + KEY));

        Event.Intent prompt = of("telemetry-prompt");
        assertThat(prompt.verdict().effect()).isEqualTo(Event.Effect.WARNED);
        assertThat(prompt.verdict().rule()).isEqualTo("no-secrets");
        assertThat(prompt.verdict().scan()).isEqualTo(Event.Scan.COMPLETE);
        assertThat(prompt.verdict().findings())
                .extracting(Event.FindingCount::count)
                .containsExactly(1);
        assertThat(prompt.use().turn()).isEqualTo("p-1");
        assertThat(bytes()).doesNotContain(KEY);
    }

    @Test
    void findsASecretInTheArgumentsOfACommandWhateverTheEvent() throws Exception {
        send(log("something_new", "session.id", "s-1", "anything", "aws --key " + KEY));

        assertThat(of("telemetry-use").verdict().rule()).isEqualTo("no-secrets");
        assertThat(bytes()).doesNotContain(KEY);
    }

    @Test
    void saysThatNothingWasReadWhereNoTextIsTold() throws Exception {
        send(log("user_prompt", "session.id", "s-1", "prompt", "<REDACTED>"));

        assertThat(of("telemetry-prompt").verdict().scan()).isEqualTo(Event.Scan.NONE);
        assertThat(of("telemetry-prompt").verdict().effect()).isEqualTo(Event.Effect.ALLOWED);
    }

    @Test
    void warnsOfAToolThatThePolicyDoesNotAllow() throws Exception {
        try (TestSite other = TestSite.setup().start()) {
            post(other, export("cursor", record("api_request", "cursor.conversation.id", "c-1")));
            post(other, export("nobodys-agent", record("x", "text", "here is " + KEY)));

            List<Event> events = other.ledger().await(3);
            assertThat(((Event.Intent) events.getFirst()).verdict().effect())
                    .isEqualTo(Event.Effect.ALLOWED);
            Event.Intent unknown = (Event.Intent) events.getLast();
            assertThat(unknown.use().tool()).isNull();
            assertThat(unknown.verdict().rule()).isEqualTo("tool-not-allowed");
        }
    }

    @Test
    void takesARecordThatComesAgainOnce() throws Exception {
        String export = log("user_prompt", "session.id", "s-1", "event.sequence", "7");
        send(export);
        send(export);

        assertThat(send(export).statusCode()).isEqualTo(200);
        assertThat(all("telemetry-prompt")).hasSize(1);
    }

    @Test
    void keepsTheExporterFromForgettingWhatCanNotBeRecorded() throws Exception {
        String export = log("user_prompt", "session.id", "s-1", "event.sequence", "7");
        ledger.fill(true);

        HttpResponse<String> refused = send(export);

        assertThat(refused.statusCode()).isEqualTo(503);
        assertThat(refused.headers().firstValue("retry-after")).isPresent();
        assertThat(refused.body()).contains("the disk is full");
        ledger.fill(false);
        assertThat(send(export).statusCode()).isEqualTo(200);
        assertThat(all("telemetry-prompt")).hasSize(1);
    }

    @Test
    void knowsNobodyWithoutAToken() throws Exception {
        HttpResponse<String> answer =
                site.client()
                        .send(
                                HttpRequest.newBuilder(uri("/v1/logs"))
                                        .header("content-type", JSON)
                                        .POST(
                                                HttpRequest.BodyPublishers.ofString(
                                                        log("user_prompt", "prompt", KEY)))
                                        .build(),
                                BodyHandlers.ofString());

        assertThat(answer.statusCode()).isEqualTo(401);
        assertThat(answer.body()).contains("\"code\":16", "x-chaperone-token");
        Event.Intent refused = (Event.Intent) ledger.await(1).getFirst();
        assertThat(refused.caller()).isNull();
        assertThat(refused.verdict().effect()).isEqualTo(Event.Effect.BLOCKED);
        assertThat(bytes()).doesNotContain(KEY);
    }

    @Test
    void takesTheTokenInAHeaderOfItsOwn() throws Exception {
        HttpResponse<String> answer =
                site.client()
                        .send(
                                HttpRequest.newBuilder(uri("/v1/metrics"))
                                        .header("content-type", JSON)
                                        .header("x-chaperone-token", TestSite.TOKEN)
                                        .POST(HttpRequest.BodyPublishers.ofString("{}"))
                                        .build(),
                                BodyHandlers.ofString());

        assertThat(answer.statusCode()).isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(strings = {"{", "[]", "{\"resourceLogs\":[{]}", "no json AKIAIOSFODNN7EXAMPLE"})
    void refusesWhatItCanNotRead(String body) throws Exception {
        HttpResponse<String> answer = send(body);

        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.body()).contains("\"code\":3").doesNotContain(KEY);
        assertThat(bytes()).doesNotContain(KEY);
    }

    @Test
    void refusesAnotherTypeAndAnotherMethod() throws Exception {
        assertThat(send("/v1/logs", "application/grpc", new byte[0]).statusCode()).isEqualTo(415);
        assertThat(site.send(site.request("/v1/logs").GET()).statusCode()).isEqualTo(405);
    }

    @Test
    void answersProtobufInProtobuf() throws Exception {
        HttpResponse<String> taken = send("/v1/traces", "application/x-protobuf", new byte[0]);
        assertThat(taken.statusCode()).isEqualTo(200);
        assertThat(taken.body()).isEmpty();
        assertThat(taken.headers().firstValue("content-type")).hasValue("application/x-protobuf");

        HttpResponse<String> refused =
                send("/v1/traces", "application/x-protobuf", new byte[] {10, 120, 1});
        assertThat(refused.statusCode()).isEqualTo(400);
        assertThat(refused.body()).contains("can not be read");
    }

    @Test
    void unpacksGzipAndStopsAtABomb() throws Exception {
        assertThat(gzip(log("user_prompt", "session.id", "s-1").getBytes(UTF_8)).statusCode())
                .isEqualTo(200);
        assertThat(all("telemetry-prompt")).hasSize(1);

        HttpResponse<String> bomb = gzip(new byte[33 * 1024 * 1024]);
        assertThat(bomb.statusCode()).isEqualTo(413);
    }

    @Test
    void sumsUpWhatIsTooMuchForSingleEntries() throws Exception {
        StringBuilder records = new StringBuilder(record("user_prompt", "session.id", "s-1"));
        for (int i = 1; i < 10_050; i++) {
            records.append(',').append(record("user_prompt", "session.id", "s-1"));
        }

        HttpResponse<String> answer = send(export("claude-code", records.toString()));

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body()).contains("\"rejectedLogRecords\":\"50\"");
        assertThat(all("telemetry-prompt")).hasSize(Reports.MOST_PROMPTS);
        assertThat(of("telemetry-use").reported())
                .extracting(Event.Reported::prompts)
                .isEqualTo(10_000 - Reports.MOST_PROMPTS);
        assertThat(ledger.size()).isEqualTo(Reports.MOST_PROMPTS + 2L);
    }

    @Test
    void slowsASenderDownThatWouldFillTheLedger() throws Exception {
        String prompt = record("user_prompt", "session.id", "s-1");
        String many = (prompt + ",").repeat(Reports.MOST_PROMPTS - 1) + prompt;
        String export = export("claude-code", many);

        int status = 200;
        int sent = 0;
        while (status == 200 && sent < 10) {
            status = send(export).statusCode();
            sent++;
        }

        assertThat(status).isEqualTo(429);
        assertThat(ledger.size()).isLessThan(2L * Senders.BURST);
    }

    @Test
    void slowsASenderDownThatSendsWhatCanNotBeRead() throws Exception {
        int status = 400;
        int sent = 0;
        while (status == 400 && sent < 4 * Senders.BURST) {
            status = send("{").statusCode();
            sent++;
        }

        assertThat(status).isEqualTo(429);
    }

    @Test
    void givesASignOfLifeAtMostOnceInAQuarterOfAnHour() throws Exception {
        String metrics = Files.readString(RECORDED.resolve("claude-code.metrics.json"));
        for (int i = 0; i < 3; i++) {
            assertThat(send("/v1/metrics", JSON, metrics.getBytes(UTF_8)).statusCode())
                    .isEqualTo(200);
        }

        List<Event> events = ledger.await(1);
        assertThat(events)
                .allSatisfy(each ->
                        assertThat(((Event.Administered) each).action()).isEqualTo("source.heard"))
                .anySatisfy(each ->
                        assertThat(((Event.Administered) each).details())
                                .containsEntry("tool", "claude-code")
                                .containsEntry("source", "telemetry")
                                .containsEntry("session", "3f3add01-7c40-409a-8dcf-056fa1057676"))
                .hasSizeLessThanOrEqualTo(2);
    }

    @Test
    void recordsNoNameThatIsNone() throws Exception {
        send(
                log(
                        "tool_result",
                        "session.id",
                        "anna@northwind.example",
                        "model",
                        "my secret plan",
                        "tool_name",
                        "mcp__a b@c__run",
                        "permission_mode",
                        "say hello to Anna"));

        Event.Intent use = of("telemetry-use");
        assertThat(use.use().session()).startsWith("digest-");
        assertThat(use.use().model()).isEqualTo("unreadable");
        assertThat(use.reported())
                .isEqualTo(new Event.Reported(0, 0, 0, 1, List.of("unreadable"), "unreadable"));
    }

    private static int sum(List<? extends Integer> numbers) {
        return numbers.stream().mapToInt(Integer::intValue).sum();
    }

    private static long number(@Nullable Long told) {
        return told == null ? 0 : told;
    }

    private List<Event> events() throws InterruptedException {
        return ledger.await(1);
    }

    private List<Event.Intent> all(String operation) throws InterruptedException {
        return events().stream()
                .filter(Event.Intent.class::isInstance)
                .map(Event.Intent.class::cast)
                .filter(each -> each.use().operation().equals(operation))
                .toList();
    }

    private Event.Intent of(String operation) throws InterruptedException {
        List<Event.Intent> found = all(operation);
        assertThat(found).hasSize(1);
        return found.getFirst();
    }

    private List<Event.Outcome> ends() throws InterruptedException {
        return events().stream()
                .filter(Event.Outcome.class::isInstance)
                .map(Event.Outcome.class::cast)
                .toList();
    }

    /// Everything that is in the ledger.
    private String bytes() {
        StringBuilder all = new StringBuilder();
        ledger.read(0, Integer.MAX_VALUE).forEach(each -> all.append(new String(each, UTF_8)));
        return all.toString();
    }

    private HttpResponse<String> send(String export) throws Exception {
        return send("/v1/logs", JSON, export.getBytes(UTF_8));
    }

    private HttpResponse<String> send(String path, String type, byte[] body) throws Exception {
        return site.send(
                site.request(path)
                        .header("content-type", type)
                        .POST(HttpRequest.BodyPublishers.ofByteArray(body)));
    }

    private static void post(TestSite to, String export) throws Exception {
        assertThat(to.send(to.post("/v1/logs", export)).statusCode()).isEqualTo(200);
    }

    private HttpResponse<String> gzip(byte[] body) throws Exception {
        return site.send(
                site.request("/v1/logs")
                        .header("content-type", JSON)
                        .header("content-encoding", "gzip")
                        .POST(HttpRequest.BodyPublishers.ofByteArray(packed(body))));
    }

    private static byte[] packed(byte[] body) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(bytes)) {
            out.write(body);
        }
        return bytes.toByteArray();
    }

    private URI uri(String path) {
        return URI.create("http://127.0.0.1:" + site.port() + path);
    }

    private static String log(String event, String... pairs) {
        return export("claude-code", record(event, pairs));
    }

    private static String export(String service, String records) {
        return "{\"resourceLogs\":[{\"resource\":{\"attributes\":["
                + attribute("service.name", service)
                + "]},\"scopeLogs\":[{\"logRecords\":["
                + records
                + "]}]}]}";
    }

    private static String record(String event, String... pairs) {
        StringBuilder attributes = new StringBuilder(attribute("event.name", event));
        for (int i = 0; i < pairs.length; i += 2) {
            attributes.append(',').append(attribute(pairs[i], pairs[i + 1]));
        }
        return "{\"attributes\":[" + attributes + "]}";
    }

    private static String attribute(String key, String value) {
        return "{\"key\":\"" + key + "\",\"value\":{\"stringValue\":\"" + value + "\"}}";
    }
}
