// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.gateway;

import com.github.luben.zstd.ZstdInputStreamNoFinalizer;

import dev.chaperone.protocols.Fault;

import io.vertx.core.http.HttpServerRequest;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.zip.GZIPInputStream;

/// How a request body is compressed (RFC 9110, section 8.4). It is unpacked to be read, and goes on
/// as it came.
enum Coding {
    NONE,
    GZIP,
    ZSTD;

    /// Windows of up to 32 MiB, as large as a body may be.
    private static final int ZSTD_WINDOW_LOG = 25;

    /// The coding of a request, if it is one that can be unpacked.
    static Optional<Coding> of(HttpServerRequest request) {
        List<String> named = request.headers().getAll("content-encoding");
        if (named.isEmpty()) {
            return Optional.of(NONE);
        }
        return switch (String.join(",", named).strip().toLowerCase(Locale.ROOT)) {
            case "identity" -> Optional.of(NONE);
            case "gzip", "x-gzip" -> Optional.of(GZIP);
            case "zstd" -> Optional.of(ZSTD);
            default -> Optional.empty();
        };
    }

    /// The body in plain.
    ///
    /// @param limit of its size
    /// @throws Refusal when it is larger, or not what the header says
    byte[] unpack(byte[] packed, int limit) throws Refusal {
        if (this == NONE) {
            return packed;
        }
        byte[] plain;
        try (InputStream in = open(packed)) {
            plain = in.readNBytes(limit + 1);
        } catch (IOException e) {
            // The message may hold a piece of the body.
            throw new Refusal(
                    Fault.MALFORMED,
                    "unreadable-body",
                    "the request body is not "
                            + name().toLowerCase(Locale.ROOT)
                            + " as its Content-Encoding says, so it can not be checked and was not"
                            + " sent.");
        }
        if (plain.length > limit) {
            throw Receiving.tooLarge(limit);
        }
        return plain;
    }

    private InputStream open(byte[] packed) throws IOException {
        ByteArrayInputStream in = new ByteArrayInputStream(packed);
        return this == GZIP
                ? new GZIPInputStream(in)
                : new ZstdInputStreamNoFinalizer(in).setLongMax(ZSTD_WINDOW_LOG);
    }
}
