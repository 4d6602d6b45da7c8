// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.exports;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;

class JsonLinesTest {
    private final JsonLines lines = new JsonLines();

    @Test
    void holdsTheExactBytesOfTheEntry() {
        for (Exported entry : Samples.all()) {
            String leaf = new String(entry.leaf(), StandardCharsets.UTF_8);
            assertThat(line(entry))
                    .isEqualTo(
                            "{\"index\":%d,\"hash\":\"%s\",\"leaf\":%s}",
                            entry.index(), entry.leafHash(), leaf);
        }
    }

    @Test
    void hashesAsTheTreeOfTheLedgerDoes() {
        // SHA-256 of the byte 0 alone: the leaf hash of an empty entry (RFC 6962).
        Exported empty = new Exported("o", 0, new byte[0], null, null);
        assertThat(empty.leafHash())
                .isEqualTo("6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d");
    }

    @Test
    void staysOneLineOfJsonWhateverTheEntryIs() {
        List<byte[]> odd =
                List.of(
                        bytes("{\"a\":\n1}"),
                        bytes("no json"),
                        bytes("{\"a\":1}{\"b\":2}"),
                        bytes("{\"a\":"),
                        bytes("[1]"),
                        new byte[] {'{', '"', (byte) 0xff, '"', ':', '1', '}'},
                        new byte[] {0, 1, 2});
        for (byte[] leaf : odd) {
            Exported entry = new Exported("o", 3, leaf, null, null);
            JsonTree tree = JsonTree.parse(lines.event(entry));
            assertThat(line(entry)).doesNotContain("\n");
            assertThat(tree.members().containsKey("leaf")).isTrue();
            assertThat(tree.at("leaf").exists()).isFalse();
            assertThat(Base64.getDecoder().decode(tree.at("base64").text())).isEqualTo(leaf);
        }
    }

    private String line(Exported entry) {
        return new String(lines.event(entry), StandardCharsets.UTF_8);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
