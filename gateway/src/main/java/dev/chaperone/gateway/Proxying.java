// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.gateway;

import java.security.GeneralSecurityException;
import java.time.Clock;
import java.util.concurrent.atomic.AtomicInteger;

/// What the event loops of a forward proxy share.
///
/// @param port on which they listen, once they do
record Proxying(
        ProxyConfiguration configuration, HostCertificates certificates, AtomicInteger port) {
    static Proxying of(ProxyConfiguration configuration, Clock clock) {
        try {
            return new Proxying(
                    configuration,
                    new HostCertificates(configuration.authority(), clock),
                    new AtomicInteger());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Every Java platform has P-256", e);
        }
    }
}
