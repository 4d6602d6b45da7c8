// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.gateway;

import io.vertx.core.MultiMap;

import org.jspecify.annotations.Nullable;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Locale;

/// The Chaperone token in what a client tells a proxy: as user, as password, or as a bearer.
final class ProxyToken {
    private static final String BASIC = "basic ";
    private static final String BEARER = "bearer ";

    private ProxyToken() {}

    /// The token; null if there is nothing that looks like one.
    static @Nullable String of(MultiMap headers) {
        String written = headers.get("proxy-authorization");
        if (written == null) {
            return null;
        }
        String scheme = written.toLowerCase(Locale.ROOT);
        if (scheme.startsWith(BEARER)) {
            String token = written.substring(BEARER.length()).strip();
            return token.startsWith(Callers.PREFIX) ? token : null;
        }
        return scheme.startsWith(BASIC) ? ofBasic(written.substring(BASIC.length()).strip()) : null;
    }

    private static @Nullable String ofBasic(String encoded) {
        try {
            String pair = new String(Base64.getDecoder().decode(encoded), StandardCharsets.UTF_8);
            for (String each : pair.split(":", 2)) {
                if (each.startsWith(Callers.PREFIX)) {
                    return each;
                }
            }
            return null;
        } catch (IllegalArgumentException e) {
            return null; // a stranger's header, not a mistake of ours
        }
    }
}
