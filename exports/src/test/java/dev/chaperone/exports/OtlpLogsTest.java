// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.exports;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

class OtlpLogsTest {
    private static final String RECORDS = "resourceLogs.0.scopeLogs.0.logRecords";

    @Test
    void writesOneRecordForEachEntryOfABatch() throws IOException {
        List<Exported> all = Samples.all();
        JsonTree request = JsonTree.parse(new OtlpLogs(Emails.NONE).request(all));

        assertThat(request.at("resourceLogs.0.schemaUrl").text()).isEqualTo(OtlpLogs.SCHEMA);
        assertThat(request.at("resourceLogs.0.scopeLogs.0.schemaUrl").text())
                .isEqualTo(OtlpLogs.SCHEMA);
        List<JsonTree> records = request.at(RECORDS).items();
        assertThat(records).hasSameSizeAs(all);
        for (int i = 0; i < all.size(); i++) {
            assertThat(attributes(records.get(i)))
                    .containsEntry("chaperone.uid", all.get(i).uid())
                    .containsEntry("tlog.index", Long.toString(i))
                    .containsEntry("tlog.origin", Samples.ORIGIN)
                    .containsEntry("tlog.leaf_hash", all.get(i).leafHash());
        }
    }

    @Test
    void usesTheNamesOfTheConventions() throws IOException {
        JsonTree record = record(Samples.all().get(1));

        assertThat(record.at("timeUnixNano").value()).isEqualTo("1795521602123000000");
        assertThat(record.at("severityNumber").value()).isEqualTo(9L);
        assertThat(record.at("eventName").text()).isEqualTo("chaperone.outcome");
        assertThat(attributes(record))
                .containsEntry("gen_ai.operation.name", "chat")
                .containsEntry("gen_ai.provider.name", "anthropic")
                .containsEntry("gen_ai.request.model", "claude-ö")
                .containsEntry("gen_ai.agent.name", "claude-code")
                .containsEntry("gen_ai.conversation.id", Samples.SESSION)
                .containsEntry("vcs.ref.head.revision", Samples.COMMIT)
                .containsEntry("gen_ai.usage.output_tokens", "22")
                .containsEntry("gen_ai.response.finish_reasons", "end_turn")
                .containsEntry("http.response.status_code", "200")
                .containsEntry("enduser.pseudo.id", Samples.ADA.value())
                .doesNotContainKey("user.email");
    }

    @Test
    void raisesItsVoiceForWhatWasStoppedOrFailed() throws IOException {
        assertThat(record(Samples.all().get(4)).at("severityText").text()).isEqualTo("WARN");
        assertThat(record(Samples.all().get(6)).at("severityText").text()).isEqualTo("ERROR");
    }

    private static JsonTree record(Exported entry) throws IOException {
        return JsonTree.parse(new OtlpLogs(Emails.NONE).request(List.of(entry)))
                .at(RECORDS)
                .items()
                .getFirst();
    }

    private static Map<String, String> attributes(JsonTree record) {
        Map<String, String> attributes = new TreeMap<>();
        for (JsonTree each : record.at("attributes").items()) {
            JsonTree value = each.at("value");
            JsonTree text =
                    value.at("arrayValue").exists()
                            ? value.at("arrayValue.values.0.stringValue")
                            : new JsonTree(value.members().values().iterator().next());
            assertThat(
                            attributes.put(
                                    String.valueOf(each.at("key").text()),
                                    String.valueOf(text.text())))
                    .as("given once")
                    .isNull();
        }
        return attributes;
    }
}
