// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.cli;

import java.net.URI;

/// The form of a server's address.
final class ServerUrl {
    private ServerUrl() {}

    /// Reads an address; slashes at its end do not count.
    ///
    /// @throws IllegalArgumentException when it is not one
    static URI parse(String written) {
        URI uri = URI.create(written.strip().replaceFirst("/+$", ""));
        boolean http = "http".equals(uri.getScheme()) || "https".equals(uri.getScheme());
        boolean plain =
                uri.getHost() != null
                        && uri.getUserInfo() == null
                        && uri.getQuery() == null
                        && uri.getFragment() == null;
        if (!http || !plain) {
            throw new IllegalArgumentException("not the URL of a server");
        }
        return uri;
    }
}
