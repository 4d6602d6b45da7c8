// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.sweep;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/// What programs read.
class ReportsTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir private Path folder;

    private void write(String name, String text) throws Exception {
        Files.writeString(folder.resolve(name), text);
    }

    private JsonNode ask(Request.Format format, String... names) throws Exception {
        return JSON.readTree(Swept.in(folder).of(names).as(format).run().out());
    }

    @Test
    void writesTheArrayThatIsPromised() throws Exception {
        write("é \"a\".env", "é\nTOKEN=" + Swept.TOKEN + "\n");
        JsonNode found = ask(Request.Format.JSON, ".");
        assertThat(found)
                .isEqualTo(
                        JSON.readTree(
                                """
                                [{"file": "é \\"a\\".env", "detector": "github-pat-classic",
                                  "confidence": "proven", "line": 2, "start": 9, "end": 49,
                                  "kind": "secret"}]\
                                """));
        byte[] bytes = Files.readAllBytes(folder.resolve("é \"a\".env"));
        assertThat(new String(Arrays.copyOfRange(bytes, 9, 49), StandardCharsets.UTF_8))
                .isEqualTo(Swept.TOKEN);
    }

    @Test
    void writesAnEmptyArrayWhereNothingIs() throws Exception {
        assertThat(ask(Request.Format.JSON, ".")).isEqualTo(JSON.createArrayNode());
    }

    @Test
    void writesSarifWithEverythingThatUploadsNeed() throws Exception {
        write("é b:c.env", "TOKEN=" + Swept.TOKEN + "\n" + Swept.PASSWORD_LINE + "\n");
        JsonNode log = ask(Request.Format.SARIF, ".");
        assertThat(log.path("$schema").textValue())
                .isEqualTo("https://json.schemastore.org/sarif-2.1.0.json");
        assertThat(log.path("version").textValue()).isEqualTo("2.1.0");
        JsonNode run = log.path("runs").path(0);
        assertThat(run.path("columnKind").textValue()).isEqualTo("unicodeCodePoints");
        assertThat(run.path("results")).hasSize(2);
        JsonNode result = run.path("results").path(0);
        assertThat(result.path("ruleId").textValue()).isEqualTo("github-pat-classic");
        assertThat(result.path("level").textValue()).isEqualTo("error");
        assertThat(result.path("message").path("text").textValue()).isNotBlank();
        assertThat(result.path("partialFingerprints").path("chaperone/v1").textValue())
                .matches("[0-9a-f]{64}");
        JsonNode place = result.path("locations").path(0).path("physicalLocation");
        assertThat(place)
                .isEqualTo(
                        JSON.readTree(
                                """
                                {"artifactLocation": {"uri": "%C3%A9%20b%3Ac.env", "uriBaseId": "%SRCROOT%"},
                                 "region": {"startLine": 1, "startColumn": 7, "endLine": 1, "endColumn": 47,
                                            "byteOffset": 6, "byteLength": 40}}\
                                """));
        assertThat(run.path("invocations").path(0).path("executionSuccessful").booleanValue())
                .isTrue();
    }

    @Test
    void describesEveryRuleThatAResultNames() throws Exception {
        write("a", Swept.TOKEN + "\n" + Swept.PASSWORD_LINE + "\n");
        JsonNode run = ask(Request.Format.SARIF, "a").path("runs").path(0);
        JsonNode rules = run.path("tool").path("driver").path("rules");
        assertThat(run.path("tool").path("driver").path("name").textValue()).isEqualTo("Chaperone");
        assertThat(rules).hasSize(2);
        for (JsonNode rule : rules) {
            for (String text : new String[] {"shortDescription", "fullDescription", "help"}) {
                assertThat(rule.path(text).path("text").textValue()).isNotBlank();
            }
            assertThat(rule.path("name").textValue()).isNotBlank();
            assertThat(rule.path("properties").path("security-severity").textValue())
                    .matches("[0-9]\\.[0-9]");
        }
        assertThat(rules.findValuesAsText("id"))
                .containsExactlyElementsOf(run.path("results").findValuesAsText("ruleId"));
    }

    @Test
    void saysInSarifWhatCouldNotBeRead() throws Exception {
        JsonNode invocation =
                ask(Request.Format.SARIF, "missing").path("runs").path(0).path("invocations");
        assertThat(invocation.path(0).path("executionSuccessful").booleanValue()).isFalse();
        assertThat(invocation.findValuesAsText("text")).containsExactly("missing does not exist");
    }

    @Test
    void namesAFileOutsideByItsWholeAddress() throws Exception {
        write("a", Swept.PASSWORD_LINE);
        Path file = folder.toRealPath().resolve("a");
        JsonNode log = ask(Request.Format.SARIF, file.toString());
        assertThat(log.findValue("artifactLocation").path("uri").textValue())
                .isEqualTo("file://" + file);
        assertThat(log.findValue("artifactLocation").has("uriBaseId")).isFalse();
    }
}
