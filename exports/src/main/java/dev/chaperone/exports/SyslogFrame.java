// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.exports;

import dev.chaperone.ledger.Event;

import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/// An event as a syslog message (RFC 5424) behind its length in octets (RFC 6587, section 3.4.1;
/// RFC 5425 wants the same), so that no byte of it can be taken for the end.
final class SyslogFrame {
    /// Log audit.
    private static final int FACILITY = 13;

    private static final int WARNING = 4;
    private static final int INFORMATIONAL = 6;
    private static final int LONGEST_HOST = 255;
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'", Locale.ROOT)
                    .withZone(ZoneOffset.UTC);

    private final Format format;
    private final String host;

    SyslogFrame(Format format) {
        this(format, localHost());
    }

    SyslogFrame(Format format, String host) {
        this.format = format;
        this.host = host;
    }

    /// The message and the length before it.
    byte[] of(Exported entry) throws IOException {
        byte[] event = format.event(entry);
        Instant at = entry.at();
        int severity =
                entry.event() instanceof Event.Intent intent
                                && intent.verdict().effect() != Event.Effect.ALLOWED
                        ? WARNING
                        : INFORMATIONAL;
        String header =
                "<%d>1 %s %s chaperone - %s - "
                        .formatted(
                                FACILITY * 8 + severity,
                                at == null ? "-" : TIME.format(at),
                                host,
                                kind(entry));
        byte[] before = header.getBytes(StandardCharsets.US_ASCII);
        int length = before.length + event.length;
        byte[] count = (length + " ").getBytes(StandardCharsets.US_ASCII);
        byte[] frame = new byte[count.length + length];
        System.arraycopy(count, 0, frame, 0, count.length);
        System.arraycopy(before, 0, frame, count.length, before.length);
        System.arraycopy(event, 0, frame, count.length + before.length, event.length);
        return frame;
    }

    private static String kind(Exported entry) {
        return switch (entry.event()) {
            case Event.Intent _ -> "request";
            case Event.Outcome _ -> "outcome";
            case Event.Administered _ -> "change";
            case null -> "unknown";
        };
    }

    /// This machine's name, of printable ASCII as the format wants it.
    private static String localHost() {
        try {
            String name = InetAddress.getLocalHost().getHostName();
            boolean fits =
                    !name.isEmpty()
                            && name.length() <= LONGEST_HOST
                            && name.chars().allMatch(c -> c > ' ' && c < 127);
            return fits ? name : "-";
        } catch (UnknownHostException e) {
            return "-";
        }
    }
}
