// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Map;

/// A command that ran: what a person or a script got from it.
record Ran(int code, String out, String err) {
    /// The secret that no output may show.
    static final String SECRET = "chp_admin0123456789";

    static final Instant NOW = Instant.parse("2026-11-24T12:00:00Z");

    static Ran of(String... arguments) {
        return with(Map.of(), arguments);
    }

    static Ran with(Map<String, String> environment, String... arguments) {
        return reading(InputStream.nullInputStream(), environment, arguments);
    }

    static Ran reading(InputStream in, Map<String, String> environment, String... arguments) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        int code =
                Main.run(
                        new Surroundings(
                                "./chaperone",
                                environment::get,
                                in,
                                new PrintStream(out, true, StandardCharsets.UTF_8),
                                new PrintStream(err, true, StandardCharsets.UTF_8),
                                Clock.fixed(NOW, ZoneOffset.UTC),
                                false,
                                false),
                        arguments);
        Ran ran =
                new Ran(
                        code,
                        out.toString(StandardCharsets.UTF_8),
                        err.toString(StandardCharsets.UTF_8));
        assertThat(ran.out() + ran.err()).doesNotContain(SECRET);
        return ran;
    }
}
