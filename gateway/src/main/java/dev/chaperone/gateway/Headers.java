// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.gateway;

import io.vertx.core.MultiMap;

import org.jspecify.annotations.Nullable;

import java.util.Arrays;
import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/// Which headers go on and which end here. Everything unknown goes on, in the order it came.
final class Headers {
    /// Meant for the next hop only (RFC 9110, section 7.6.1).
    private static final Set<String> HOP_BY_HOP =
            Set.of(
                    "connection",
                    "keep-alive",
                    "proxy-connection",
                    "proxy-authenticate",
                    "proxy-authorization",
                    "te",
                    "trailer",
                    "transfer-encoding",
                    "upgrade",
                    "http2-settings");

    /// Between the client and Chaperone only. The settings checksum is a plain hash over values
    /// that may hold short secrets, so it stays inside.
    private static final Set<String> INTERNAL =
            Set.of(
                    "host",
                    "content-length",
                    "expect",
                    "accept-encoding",
                    "x-claude-code-managed-settings-checksum");

    private static final Set<String> CREDENTIALS =
            Set.of("authorization", "x-api-key", "x-goog-api-key");

    /// In a query Google's APIs take a key under this name.
    private static final String KEY = "key=";

    private static final String OURS = "x-chaperone-";

    private Headers() {}

    /// Copies what an upstream may see of a request.
    ///
    /// @param keepCredentials whether the caller's own vendor credential goes on
    static void toUpstream(MultiMap from, MultiMap to, boolean keepCredentials) {
        Set<String> named = namedByConnection(from);
        for (Map.Entry<String, String> header : from) {
            String name = header.getKey().toLowerCase(Locale.ROOT);
            boolean ends =
                    HOP_BY_HOP.contains(name)
                            || INTERNAL.contains(name)
                            || name.startsWith(OURS)
                            || named.contains(name)
                            || (CREDENTIALS.contains(name)
                                    && !(keepCredentials && isVendors(header.getValue())));
            if (!ends) {
                to.add(header.getKey(), header.getValue());
            }
        }
        // The answer is read while it passes (tokens, tool calls), so it must not come compressed.
        to.set("accept-encoding", "identity");
    }

    /// Copies what a client may see of an answer.
    static void toClient(MultiMap from, MultiMap to) {
        Set<String> named = namedByConnection(from);
        for (Map.Entry<String, String> header : from) {
            String name = header.getKey().toLowerCase(Locale.ROOT);
            if (!HOP_BY_HOP.contains(name) && !named.contains(name)) {
                to.add(header.getKey(), header.getValue());
            }
        }
    }

    /// Whether the caller brings a credential that is not ours.
    static boolean holdsVendorCredential(MultiMap headers) {
        return CREDENTIALS.stream().anyMatch(name -> isVendors(headers.get(name)));
    }

    /// A query without the key that some clients put there: it is the caller's own, or ours.
    static @Nullable String withoutKey(@Nullable String query) {
        if (query == null || !query.contains(KEY)) {
            return query;
        }
        String kept =
                Arrays.stream(query.split("&", -1))
                        .filter(each -> !each.startsWith(KEY))
                        .collect(Collectors.joining("&"));
        return kept.isEmpty() ? null : kept;
    }

    private static boolean isVendors(@Nullable String value) {
        return value != null && !value.contains(Callers.PREFIX);
    }

    private static Set<String> namedByConnection(MultiMap headers) {
        if (!headers.contains("connection")) {
            return Set.of();
        }
        Set<String> names = new HashSet<>();
        for (String value : headers.getAll("connection")) {
            for (String name : value.split(",", -1)) {
                names.add(name.strip().toLowerCase(Locale.ROOT));
            }
        }
        return names;
    }
}
