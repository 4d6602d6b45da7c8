// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.protocols;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.google.protobuf.ByteString;

import dev.chaperone.protocols.Report.Kind;

import io.opentelemetry.proto.collector.logs.v1.ExportLogsServiceRequest;
import io.opentelemetry.proto.collector.logs.v1.ExportLogsServiceResponse;
import io.opentelemetry.proto.common.v1.AnyValue;
import io.opentelemetry.proto.common.v1.ArrayValue;
import io.opentelemetry.proto.logs.v1.LogRecord;
import io.opentelemetry.proto.logs.v1.ResourceLogs;
import io.opentelemetry.proto.logs.v1.ScopeLogs;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

class OtlpTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    claude-code.logs      | claude-code    | SESSION, PROMPT, MODEL, TOOL, MODEL, TOOL
                    codex.logs            | codex          | SESSION, PROMPT, MODEL, TOOL, MODEL
                    gemini-cli.logs       | gemini-cli     | SESSION, PROMPT, MODEL, TOOL, MODEL
                    github-copilot.traces | github-copilot | TOOL, MODEL, TOOL, MODEL, MODEL, PROMPT
                    """)
    void understandsWhatRealAssistantsExport(String name, String tool, String kinds)
            throws UnreadableBodyException {
        List<Report> reports = json(name);

        assertThat(
                        reports.stream()
                                .map(Report::kind)
                                .filter(kind -> kind != Kind.OTHER && kind != Kind.USAGE)
                                .map(Kind::name)
                                .sorted()
                                .collect(Collectors.joining(", ")))
                .isEqualTo(
                        Arrays.stream(kinds.split(", "))
                                .sorted()
                                .collect(Collectors.joining(", ")));
        assertThat(reports).allSatisfy(each -> assertThat(each.tool()).hasToString(tool));
        assertThat(reports)
                .filteredOn(each -> each.kind() != Kind.OTHER)
                .allSatisfy(each -> assertThat(each.session()).matches("[0-9a-f-]{36}"));
    }

    @ParameterizedTest
    @CsvSource({
        "claude-code.logs,320,50",
        "codex.logs,200,20",
        "gemini-cli.logs,200,20",
        "github-copilot.traces,300,60"
    })
    void addsUpTheTokensThatRealAssistantsTell(String name, long input, long output)
            throws UnreadableBodyException {
        List<Report.Spent> spent = json(name).stream().map(Report::spent).toList();

        assertThat(spent.stream().mapToLong(each -> each.input() == null ? 0 : each.input()).sum())
                .isEqualTo(input);
        assertThat(
                        spent.stream()
                                .mapToLong(each -> each.output() == null ? 0 : each.output())
                                .sum())
                .isEqualTo(output);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "claude-code.logs",
                "claude-code.metrics",
                "claude-code.traces",
                "codex.logs",
                "gemini-cli.logs",
                "gemini-cli.metrics",
                "github-copilot.traces",
                "github-copilot.metrics"
            })
    void readsTheSameInProtobufAsInJson(String name) throws UnreadableBodyException {
        OtlpSignal signal = RecordedTelemetry.signal(name);
        byte[] json = RecordedTelemetry.json(name);

        assertThat(
                        RecordedTelemetry.read(
                                OtlpEncoding.PROTOBUF,
                                signal,
                                RecordedTelemetry.protobuf(signal, json)))
                .isEqualTo(RecordedTelemetry.read(OtlpEncoding.JSON, signal, json))
                .hasSizeGreaterThan(1);
    }

    @Test
    void takesTheTextOutOfTheFacts() throws UnreadableBodyException {
        Report prompt =
                json("claude-code.logs").stream()
                        .filter(each -> each.kind() == Kind.PROMPT)
                        .findFirst()
                        .orElseThrow();

        assertThat(prompt.text()).contains("What is the secret word in hello.txt?");
        assertThat(prompt.toString()).isEqualTo("Report[claude-code PROMPT]");
        assertThat(prompt.turn()).isEqualTo("1950b8ef-944b-4ce3-ae51-e203e790ab3d");
        assertThat(json("gemini-cli.logs").getFirst().text()).contains("node_modules/.bin/gemini");
    }

    @Test
    void understandsWhatCursorDocuments() throws UnreadableBodyException {
        String body =
                export(
                        "cursor",
                        log(
                                "api_request",
                                "cursor.conversation.id",
                                "c-1",
                                "cursor.event.id",
                                "e-1",
                                "cursor.api.input_tokens",
                                "30",
                                "cursor.api.output_tokens",
                                "4"));
        Report report = last(body);

        assertThat(report.tool()).hasToString("cursor");
        assertThat(report.kind()).isEqualTo(Kind.MODEL);
        assertThat(report.session()).isEqualTo("c-1");
        assertThat(report.once()).isEqualTo("e-1");
        assertThat(report.spent()).isEqualTo(new Report.Spent(30L, 4L, null, false));
    }

    @Test
    void findsMcpServersHoweverTheyAreTold() throws UnreadableBodyException {
        assertThat(
                        last(export(
                                        "codex_exec",
                                        event(
                                                "codex.conversation_starts",
                                                "mcp_servers",
                                                "jira, git-hub")))
                                .mcp())
                .containsExactly("jira", "git-hub");
        assertThat(
                        last(export(
                                        "claude-code",
                                        event(
                                                "tool_result",
                                                "tool_name",
                                                "mcp__git_hub__list_issues")))
                                .mcp())
                .containsExactly("git_hub");
        assertThat(
                        last(export(
                                        "claude-code",
                                        event("mcp_server_connection", "server_name", "docs")))
                                .mcp())
                .containsExactly("docs");
    }

    @Test
    void tellsACallThatFailed() throws UnreadableBodyException {
        assertThat(
                        last(export(
                                        "codex_exec",
                                        event(
                                                "codex.api_request",
                                                "http.response.status_code",
                                                "429")))
                                .spent()
                                .failed())
                .isTrue();
        assertThat(
                        last(export("claude-code", event("api_error", "model", "claude-x")))
                                .spent()
                                .failed())
                .isTrue();
    }

    @Test
    void passesOverWhatItDoesNotKnow() throws UnreadableBodyException {
        assertThat(last(export("claude-code", event("teleported", "beam", "green"))).kind())
                .isEqualTo(Kind.OTHER);
        assertThat(last(export("some-program", event("user_prompt", "prompt", "hello"))).tool())
                .isNull();
        assertThat(json(OtlpSignal.LOGS, "{\"resourceLogs\":[{\"new\":[1,{}]}],\"newer\":{}}"))
                .hasSize(1);
        assertThat(json(OtlpSignal.LOGS, "{}")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "[]",
                "nothing",
                "{",
                "{\"resourceLogs\":[{]}",
                "{}{}",
                "{\"a\":\"\\ud8\"}"
            })
    void refusesWhatIsNoJson(String body) {
        assertThatExceptionOfType(UnreadableBodyException.class)
                .isThrownBy(() -> json(OtlpSignal.LOGS, body));
    }

    @Test
    void refusesWhatIsNoProtobuf() throws UnreadableBodyException {
        byte[] whole =
                RecordedTelemetry.protobuf(
                        OtlpSignal.LOGS, RecordedTelemetry.json("claude-code.logs"));

        for (int length : new int[] {1, 2, 100, whole.length - 1}) {
            assertThatExceptionOfType(UnreadableBodyException.class)
                    .isThrownBy(() ->
                            RecordedTelemetry.read(
                                    OtlpEncoding.PROTOBUF,
                                    OtlpSignal.LOGS,
                                    Arrays.copyOf(whole, length)));
        }
        assertThat(RecordedTelemetry.read(OtlpEncoding.PROTOBUF, OtlpSignal.LOGS, new byte[0]))
                .isEmpty();
    }

    @Test
    void takesSoManyRecordsAndCountsTheRest() throws Exception {
        LogRecord.Builder log = LogRecord.newBuilder().setEventName("user_prompt");
        ScopeLogs.Builder scope = ScopeLogs.newBuilder();
        for (int i = 0; i < OtlpRecords.MOST + 7; i++) {
            scope.addLogRecords(log);
        }
        ExportLogsServiceRequest export =
                ExportLogsServiceRequest.newBuilder()
                        .addResourceLogs(ResourceLogs.newBuilder().addScopeLogs(scope))
                        .build();
        byte[] json = com.google.protobuf.util.JsonFormat.printer().print(export).getBytes(UTF_8);

        assertThat(OtlpEncoding.PROTOBUF.read(OtlpSignal.LOGS, export.toByteArray(), _ -> {}))
                .isEqualTo(7);
        assertThat(OtlpEncoding.JSON.read(OtlpSignal.LOGS, json, _ -> {})).isEqualTo(7);
    }

    @Test
    void doesNotFollowValuesIntoTheDepth() throws UnreadableBodyException {
        AnyValue deep = AnyValue.newBuilder().setStringValue("at the bottom").build();
        for (int i = 0; i < 40; i++) {
            deep =
                    AnyValue.newBuilder()
                            .setArrayValue(ArrayValue.newBuilder().addValues(deep))
                            .build();
        }
        byte[] export =
                ExportLogsServiceRequest.newBuilder()
                        .addResourceLogs(
                                ResourceLogs.newBuilder()
                                        .addScopeLogs(
                                                ScopeLogs.newBuilder()
                                                        .addLogRecords(
                                                                LogRecord.newBuilder()
                                                                        .setBody(deep))))
                        .build()
                        .toByteArray();
        String json =
                "{\"resourceLogs\":[{\"scopeLogs\":[{\"logRecords\":[{\"body\":"
                        + "{\"arrayValue\":{\"values\":[".repeat(40)
                        + "{\"stringValue\":\"at the bottom\"}"
                        + "]}}".repeat(40)
                        + "}]}]}]}";

        assertThat(RecordedTelemetry.read(OtlpEncoding.PROTOBUF, OtlpSignal.LOGS, export))
                .noneMatch(each -> each.text().contains("bottom"));
        assertThat(json(OtlpSignal.LOGS, json)).noneMatch(each -> each.text().contains("bottom"));
    }

    @Test
    void answersInTheEncodingOfTheExport() throws Exception {
        assertThat(OtlpEncoding.JSON.answer(OtlpSignal.LOGS, 0)).asString(UTF_8).isEqualTo("{}");
        assertThat(OtlpEncoding.PROTOBUF.answer(OtlpSignal.LOGS, 0)).isEmpty();
        assertThat(OtlpEncoding.JSON.answer(OtlpSignal.TRACES, 3))
                .asString(UTF_8)
                .contains("\"rejectedSpans\":\"3\"");
        assertThat(
                        ExportLogsServiceResponse.parseFrom(
                                        OtlpEncoding.PROTOBUF.answer(OtlpSignal.LOGS, 3))
                                .getPartialSuccess()
                                .getRejectedLogRecords())
                .isEqualTo(3);
        assertThat(OtlpEncoding.JSON.refusal(3, "no \"quotes\""))
                .asString(UTF_8)
                .isEqualTo("{\"code\":3,\"message\":\"no \\\"quotes\\\"\"}");
        assertThat(ByteString.copyFrom(OtlpEncoding.PROTOBUF.refusal(16, "who?")).toStringUtf8())
                .contains("who?");
    }

    private static List<Report> json(String name) throws UnreadableBodyException {
        return RecordedTelemetry.read(
                OtlpEncoding.JSON, RecordedTelemetry.signal(name), RecordedTelemetry.json(name));
    }

    private static List<Report> json(OtlpSignal signal, String body)
            throws UnreadableBodyException {
        return RecordedTelemetry.read(OtlpEncoding.JSON, signal, body.getBytes(UTF_8));
    }

    private static Report last(String body) throws UnreadableBodyException {
        return json(OtlpSignal.LOGS, body).getLast();
    }

    private static String export(String service, String log) {
        return "{\"resourceLogs\":[{\"resource\":{\"attributes\":["
                + attribute("service.name", service)
                + "]},\"scopeLogs\":[{\"logRecords\":["
                + log
                + "]}]}]}";
    }

    private static String event(String name, String... pairs) {
        String[] all = Arrays.copyOf(pairs, pairs.length + 2);
        all[pairs.length] = "event.name";
        all[pairs.length + 1] = name;
        return log("some body", all);
    }

    private static String log(String body, String... pairs) {
        StringBuilder attributes = new StringBuilder();
        for (int i = 0; i < pairs.length; i += 2) {
            attributes.append(i == 0 ? "" : ",").append(attribute(pairs[i], pairs[i + 1]));
        }
        return "{\"body\":{\"stringValue\":\"" + body + "\"},\"attributes\":[" + attributes + "]}";
    }

    private static String attribute(String key, String value) {
        return "{\"key\":\"" + key + "\",\"value\":{\"stringValue\":\"" + value + "\"}}";
    }
}
