// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.exports;

import org.jspecify.annotations.Nullable;

import java.net.URI;
import java.nio.file.Path;

/// Where recorded events are forwarded to, and in which form.
///
/// @param name of small letters, digits and dashes; also the name of the file that remembers how
///   far it came
/// @param emails whether people's e-mail addresses go along
public record Target(String name, Destination to, boolean emails) {
    private static final int LONGEST_NAME = 40;

    public Target {
        if (!isName(name)) {
            throw new IllegalArgumentException(
                    "Not a name of small letters, digits and dashes: '" + name + "'");
        }
    }

    /// Whether a text can be a target's name.
    public static boolean isName(String text) {
        return !text.isEmpty()
                && text.length() <= LONGEST_NAME
                && text.chars()
                        .allMatch(
                                c -> (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-');
    }

    /// A system that takes events.
    public sealed interface Destination {}

    /// A file that grows line by line.
    ///
    /// @param format name of a [Format]
    /// @param rotateAt size in bytes from which a new file is begun
    public record File(Path path, String format, long rotateAt) implements Destination {}

    /// A syslog receiver (RFC 5424) over TCP.
    ///
    /// @param format name of a [Format]
    /// @param tls whether to speak TLS (RFC 5425)
    /// @param ca PEM file of the only authorities that count; null for those the JVM trusts
    public record Syslog(String format, String host, int port, boolean tls, @Nullable Path ca)
            implements Destination {}

    /// An HTTP endpoint that takes batches of lines.
    ///
    /// @param format name of a [Format]
    /// @param array whether a batch is a JSON array; lines otherwise
    public record Http(String format, boolean array, Endpoint endpoint) implements Destination {}

    /// An OpenTelemetry collector (OTLP/HTTP with JSON).
    public record Otlp(Endpoint endpoint) implements Destination {}

    /// An HTTP address.
    ///
    /// @param ca PEM file of the only authorities that count; null for those the JVM trusts
    /// @param credential sent as bearer token; null when none is needed
    public record Endpoint(URI url, @Nullable Path ca, @Nullable Credential credential) {}

    /// A secret that is never printed: one word of visible ASCII, since it stands in a header.
    public record Credential(String value) {
        public Credential {
            if (value.isEmpty() || !value.chars().allMatch(c -> c > ' ' && c < 127)) {
                throw new IllegalArgumentException("A credential is one word of visible ASCII");
            }
        }

        @Override
        public String toString() {
            return "Credential[not shown]";
        }
    }

    /// The destination in words, without what could be secret.
    String description() {
        return switch (to) {
            case File file -> "file " + file.path() + " (" + file.format() + ")";
            case Syslog syslog ->
                    "syslog %s://%s:%d (%s)"
                            .formatted(
                                    syslog.tls() ? "tls" : "tcp",
                                    syslog.host(),
                                    syslog.port(),
                                    syslog.format());
            case Http http -> "http " + place(http.endpoint()) + " (" + http.format() + ")";
            case Otlp otlp -> "otlp " + place(otlp.endpoint());
        };
    }

    private static String place(Endpoint endpoint) {
        URI url = endpoint.url();
        return url.getScheme() + "://" + url.getAuthority() + url.getRawPath();
    }
}
