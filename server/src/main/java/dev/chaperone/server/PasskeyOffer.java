// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.server;

import dev.chaperone.workspace.accounts.PasskeySite;

import org.jspecify.annotations.Nullable;

import java.net.URI;
import java.util.Locale;
import java.util.regex.Pattern;

/// Whether passkeys can be used at this instance. Browsers make them for a name, not for a number,
/// and only where nobody listens: by https, or on the machine itself.
///
/// @param site null when they can not
/// @param why not; empty when they can
record PasskeyOffer(@Nullable PasskeySite site, String why) {
    private static final String LOCAL = "localhost";
    private static final Pattern NUMBER = Pattern.compile("[0-9.]+|\\[.*]");

    /// @param configured address of the pages as people's browsers call it; null when nobody said
    /// @param own address on which they are served
    static PasskeyOffer of(@Nullable URI configured, String own) {
        if (configured != null) {
            return of(configured);
        }
        URI served = URI.create(own);
        return isLoopback(served.getHost())
                ? of(URI.create(served.getScheme() + "://" + LOCAL + ":" + served.getPort()))
                : new PasskeyOffer(
                        null,
                        "Passkeys need to know the address that browsers use: an administrator"
                                + " writes it into config.yaml as public-url.");
    }

    private static PasskeyOffer of(URI pages) {
        String host = String.valueOf(pages.getHost()).toLowerCase(Locale.ROOT);
        String scheme = String.valueOf(pages.getScheme()).toLowerCase(Locale.ROOT);
        if (NUMBER.matcher(host).matches()) {
            return new PasskeyOffer(
                    null,
                    "Browsers make passkeys for a name, and the address of Chaperone is a number:"
                            + " an administrator gives it a name (public-url).");
        }
        if (!scheme.equals("https") && !host.equals(LOCAL)) {
            return new PasskeyOffer(
                    null,
                    "Browsers make passkeys only where nobody can listen: an administrator sets up"
                            + " https (public-url).");
        }
        boolean usual = pages.getPort() < 0 || (scheme.equals("https") && pages.getPort() == 443);
        return new PasskeyOffer(
                new PasskeySite(host, scheme + "://" + host + (usual ? "" : ":" + pages.getPort())),
                "");
    }

    private static boolean isLoopback(@Nullable String host) {
        return host != null
                && (host.equals(LOCAL) || host.startsWith("127.") || host.equals("[::1]"));
    }

    /// As browsers state it; empty when passkeys can not be used.
    public String origin() {
        return site == null ? "" : site.origin();
    }
}
