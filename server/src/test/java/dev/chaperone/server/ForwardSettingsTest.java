// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.chaperone.exports.Target;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

class ForwardSettingsTest {
    private static final String SECRET = "geheim";

    @TempDir private Path directory;

    @Test
    void readsEveryKindOfTarget() throws Exception {
        assertThat(
                        read(
                                """
                                forward:
                                  - {name: archive, to: file, format: jsonl, path: /var/log/x.jsonl}
                                  - {name: siem, to: syslog, format: cef, url: tls://siem.example}
                                  - {name: lab, to: syslog, format: ocsf, url: tcp://10.0.0.7:1514, emails: true}
                                  - {name: lake, to: http, format: ocsf, batch: array, url: https://lake.example/in?x=1, credential: {env: TOKEN}}
                                  - {name: otel, to: otlp, url: http://127.0.0.1:4318/v1/logs}
                                """))
                .containsExactly(
                        new Target(
                                "archive",
                                new Target.File(Path.of("/var/log/x.jsonl"), "jsonl", 100L << 20),
                                false),
                        new Target(
                                "siem",
                                new Target.Syslog("cef", "siem.example", 6514, true, null),
                                false),
                        new Target(
                                "lab",
                                new Target.Syslog("ocsf", "10.0.0.7", 1514, false, null),
                                true),
                        new Target(
                                "lake",
                                new Target.Http(
                                        "ocsf",
                                        true,
                                        new Target.Endpoint(
                                                URI.create("https://lake.example/in?x=1"),
                                                null,
                                                new Target.Credential(SECRET))),
                                false),
                        new Target(
                                "otel",
                                new Target.Otlp(
                                        new Target.Endpoint(
                                                URI.create("http://127.0.0.1:4318/v1/logs"),
                                                null,
                                                null)),
                                false));
        assertThat(read("upstreams: []")).isEmpty();
    }

    @Test
    void namesEveryMistakeAtOnce() throws Exception {
        assertThatExceptionOfType(StartFailure.class)
                .isThrownBy(() ->
                        read(
                                """
                                forward:
                                  - {name: Big Name, to: file, format: xml, path: /x, rotate-mib: 0}
                                  - {name: a, to: pigeon}
                                  - {name: b, to: file, format: csv, url: http://x}
                                  - {name: c, to: syslog, format: csv, url: udp://x}
                                  - {name: d, to: syslog, format: cef, url: "tcp://x:1/y", ca: /none.pem}
                                  - {name: e, to: http, format: cef, url: "http://u:geheim@x", batch: array}
                                  - {name: f, to: http, format: cef, url: http://x, credential: {env: TOKEN}}
                                  - {name: g, to: otlp, format: ocsf, url: https://x, emails: maybe}
                                  - {name: h, to: otlp, url: https://x}
                                  - {name: h, to: otlp, url: https://x}
                                  - {name: i, to: otlp, url: https://x, credential: {env: BAD}}
                                  - just a word
                                """))
                .withMessageContaining("forward[0].name is 'Big Name', not 1 to 40 small letters")
                .withMessageContaining("forward[0].format is 'xml', not cef or csv or jsonl")
                .withMessageContaining("forward[0].rotate-mib is '0'")
                .withMessageContaining("forward[1].to is 'pigeon', not file, syslog, http or otlp")
                .withMessageContaining("forward[2]: unknown key 'url'")
                .withMessageContaining("forward[2].path is missing")
                .withMessageContaining("forward[3].format is 'csv', not cef or jsonl or ocsf")
                .withMessageContaining("forward[3].url is not a URL like tcp:// or tls")
                .withMessageContaining("forward[4].url: syslog knows no path")
                .withMessageContaining("forward[4].ca is of use only with TLS")
                .withMessageContaining("forward[4].ca: /none.pem can not be read")
                .withMessageContaining("forward[5].url is not a URL like")
                .withMessageContaining("forward[5].batch: an array can hold ocsf or jsonl only")
                .withMessageContaining("forward[6].credential would be readable on its way")
                .withMessageContaining("forward[7]: unknown key 'format'")
                .withMessageContaining("forward[7].emails is 'maybe', not true or false")
                .withMessageContaining("forward[9].name: there already is a target 'h'")
                .withMessageContaining("forward[10].credential: A credential is one word")
                .withMessageContaining("forward[11] must have members")
                .withMessageNotContaining(SECRET);
        assertThatExceptionOfType(StartFailure.class)
                .isThrownBy(() -> read("forward: yes please"))
                .withMessageContaining("forward must be a list");
    }

    private List<Target> read(String text) throws IOException, StartFailure {
        Path file = Files.writeString(directory.resolve("config.yaml"), text);
        return ConfigurationFile.read(file, ForwardSettingsTest::variable).forward();
    }

    private static @Nullable String variable(String name) {
        return switch (name) {
            case "TOKEN" -> SECRET;
            case "BAD" -> SECRET + " wort";
            default -> null;
        };
    }
}
