// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.gateway;

/// A connection that somebody opened to a host which is decrypted.
///
/// @param token of the caller; each request is asked anew whether it works
record Tunnel(Destination destination, String token) {
    @Override
    public String toString() {
        return "Tunnel[" + destination.host().pattern() + "]";
    }
}
