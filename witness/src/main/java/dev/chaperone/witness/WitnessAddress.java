// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.witness;

import dev.chaperone.tlog.VerifierKey;

import java.net.URI;
import java.util.List;

/// A witness that a log asks, as the log's configuration names it.
///
/// @param name what it is called in policies, pages and alarms
/// @param url the prefix of its addresses, for asking and for reading
/// @param keys what verifies its cosignatures; one valid cosignature is enough
public record WitnessAddress(String name, URI url, List<VerifierKey> keys) {
    public WitnessAddress {
        keys = List.copyOf(keys);
        if (!VerifierKey.isName(name)) {
            throw new IllegalArgumentException("Not the name of a witness: '" + name + "'");
        }
        if (keys.isEmpty() || !keys.stream().allMatch(key -> key.type().ofWitnesses())) {
            throw new IllegalArgumentException("The witness " + name + " needs keys of a witness");
        }
        boolean http = "http".equals(url.getScheme()) || "https".equals(url.getScheme());
        if (!http || url.getHost() == null || url.getQuery() != null || url.getFragment() != null) {
            throw new IllegalArgumentException(
                    "The url of the witness " + name + " is no http or https address");
        }
    }

    URI resolve(String path) {
        String prefix = url.toString();
        return URI.create(prefix.endsWith("/") ? prefix + path.substring(1) : prefix + path);
    }
}
