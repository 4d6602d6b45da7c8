// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.documents;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.regex.Pattern;

/// Where links may lead.
final class Targets {
    // What RFC 3986 lets stand in an address, so none needs to be escaped beyond what its format
    // asks.
    private static final Pattern FORM = Pattern.compile("[A-Za-z0-9._~:/?#\\[\\]@!$&'()*+,;=%-]+");
    private static final int MAX_LENGTH = 2_000;

    private Targets() {}

    static boolean allows(String target) {
        if (target.length() > MAX_LENGTH) {
            return false;
        }
        return within(target) ? Anchors.isId(target.substring(1)) : leadsOutside(target);
    }

    static boolean within(String target) {
        return target.startsWith("#");
    }

    private static boolean leadsOutside(String target) {
        if (!FORM.matcher(target).matches()) {
            return false;
        }
        try {
            URI uri = new URI(target);
            String scheme = uri.getScheme();
            return scheme != null
                    && switch (scheme.toLowerCase(Locale.ROOT)) {
                        case "http", "https" -> uri.getHost() != null;
                        case "mailto" -> uri.getSchemeSpecificPart().contains("@");
                        default -> false;
                    };
        } catch (URISyntaxException _) {
            return false;
        }
    }
}
