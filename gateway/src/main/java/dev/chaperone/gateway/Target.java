// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.gateway;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// What a CONNECT request asks for (RFC 9110, section 9.3.6).
///
/// @param host in lower case, without brackets and without a dot at the end
record Target(String host, int port) {
    private static final int LONGEST_NAME = 253;
    private static final int LAST_PORT = 65_535;
    private static final Pattern FORM =
            Pattern.compile(
                    "(?<host>[A-Za-z0-9_-]{1,63}(?:\\.[A-Za-z0-9_-]{1,63})*\\.?|\\[[0-9A-Fa-f:.]{2,45}])"
                            + ":(?<port>\\d{1,5})");

    /// What is written, if it is in the form of a host and a port.
    static Optional<Target> of(String written) {
        Matcher matcher = FORM.matcher(written);
        if (written.length() > LONGEST_NAME + 8 || !matcher.matches()) {
            return Optional.empty();
        }
        int port = Integer.parseInt(matcher.group("port"));
        if (port < 1 || port > LAST_PORT) {
            return Optional.empty();
        }
        return Optional.of(new Target(bare(matcher.group("host")), port));
    }

    /// A name as it is looked up: nobody gets past a rule with a dot or a capital.
    private static String bare(String host) {
        String lower = host.toLowerCase(Locale.ROOT);
        if (lower.startsWith("[")) {
            return lower.substring(1, lower.length() - 1);
        }
        return lower.endsWith(".") ? lower.substring(0, lower.length() - 1) : lower;
    }
}
