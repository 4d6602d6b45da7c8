// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.sweep;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chaperone.detection.Confidence;

import org.jspecify.annotations.Nullable;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.CRC32;

/// A sweep that ended, and what it was asked before that.
record Swept(Outcome outcome, String out, String err) {
    private static final String LETTERS =
            "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

    /// A token that a checksum proves, made here so that no file holds one.
    static final String TOKEN = token("Ab3dEf6hIj9kLm2nOp5qRs8tUv1wXy");

    static final String PASSWORD = "Tr0ub4dor&3x";
    static final String PASSWORD_LINE = "password = \"" + PASSWORD + "\"";

    static String token(String random) {
        CRC32 sum = new CRC32();
        sum.update(random.getBytes(StandardCharsets.US_ASCII));
        StringBuilder digits = new StringBuilder();
        for (long rest = sum.getValue(); digits.length() < 6; rest /= LETTERS.length()) {
            digits.append(LETTERS.charAt((int) (rest % LETTERS.length())));
        }
        return "ghp_" + random + digits.reverse();
    }

    /// Another token for each number.
    static String token(int number) {
        return token("Ab3dEf6hIj9kLm2nOp5qRs8t%06d".formatted(number));
    }

    static Asking in(Path directory) {
        return new Asking(
                directory,
                new Request.Subject.Paths(List.of(".")),
                Request.Format.TEXT,
                Confidence.GENERIC,
                new Request.Known(true, null, null),
                null,
                "");
    }

    List<String> lines() {
        return out.lines().toList();
    }

    /// A sweep to be.
    record Asking(
            Path directory,
            Request.Subject subject,
            Request.Format format,
            Confidence least,
            Request.Known known,
            @Nullable Path gitleaks,
            String input) {
        Asking of(String... names) {
            return with(new Request.Subject.Paths(List.of(names)));
        }

        Asking ofStaged() {
            return with(new Request.Subject.Staged());
        }

        Asking ofRange(String revisions) {
            return with(new Request.Subject.Range(revisions));
        }

        private Asking with(Request.Subject other) {
            return new Asking(directory, other, format, least, known, gitleaks, input);
        }

        Asking as(Request.Format other) {
            return new Asking(directory, subject, other, least, known, gitleaks, input);
        }

        Asking reading(String text) {
            return new Asking(directory, subject, format, least, known, gitleaks, text);
        }

        Asking byRulesOf(Path file) {
            return new Asking(directory, subject, format, least, known, file, input);
        }

        Asking atLeast(Confidence other) {
            return new Asking(directory, subject, format, other, known, gitleaks, input);
        }

        Asking withoutMarkers() {
            return knowing(new Request.Known(false, known.baseline(), known.newBaseline()));
        }

        Asking knowing(@Nullable Path baseline) {
            return knowing(new Request.Known(known.markers(), baseline, known.newBaseline()));
        }

        Asking writing(Path baseline) {
            return knowing(new Request.Known(known.markers(), known.baseline(), baseline));
        }

        private Asking knowing(Request.Known other) {
            return new Asking(directory, subject, format, least, other, gitleaks, input);
        }

        Swept run() throws SweepException {
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            ByteArrayOutputStream err = new ByteArrayOutputStream();
            Outcome outcome =
                    Sweep.run(
                            new Request(subject, directory, format, least, known, gitleaks),
                            new Streams(
                                    new ByteArrayInputStream(
                                            input.getBytes(StandardCharsets.UTF_8)),
                                    new PrintStream(out, true, StandardCharsets.UTF_8),
                                    new PrintStream(err, true, StandardCharsets.UTF_8),
                                    false));
            Swept swept =
                    new Swept(
                            outcome,
                            out.toString(StandardCharsets.UTF_8),
                            err.toString(StandardCharsets.UTF_8));
            assertThat(swept.out() + swept.err())
                    .doesNotContain(TOKEN.substring(4))
                    .doesNotContain(PASSWORD);
            return swept;
        }
    }
}
