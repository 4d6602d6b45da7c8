// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.gateway;

import dev.chaperone.catalog.Hosts;
import dev.chaperone.vocabulary.PlanId;

import org.jspecify.annotations.Nullable;

import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// How the forward proxy listens and what it lets through.
///
/// @param port port to listen on; 0 takes any free one
/// @param authority that makes the certificates of hosts which are decrypted
/// @param hosts that are known
/// @param others whether hosts that are not known are tunnelled; else they are refused
/// @param ports of other machines that may be connected to
/// @param inside names that may lie in the own network
/// @param ca PEM file of the authorities that may vouch for decrypted hosts, and no others; null
///   leaves it to those the JVM trusts
/// @param organizations the company's own at a vendor, by the name of the tenant
/// @param addresses where hosts are reached instead of where their names lead
/// @param patience how long a connection may take to say what it wants
public record ProxyConfiguration(
        int port,
        CertificateAuthority authority,
        Hosts hosts,
        boolean others,
        Set<Integer> ports,
        Set<String> inside,
        @Nullable Path ca,
        Map<String, Organizations> organizations,
        Map<String, InetSocketAddress> addresses,
        Duration patience) {
    /// Long enough for slow networks, and too short to hold many connections.
    public static final Duration PATIENCE = Duration.ofSeconds(15);

    public ProxyConfiguration {
        ports = Set.copyOf(ports);
        inside = Set.copyOf(inside);
        organizations = Map.copyOf(organizations);
        addresses = Map.copyOf(addresses);
    }

    /// The company's organizations at a vendor.
    ///
    /// @param ids as the vendor calls them
    /// @param plan under which they work; null when requests are to tell
    public record Organizations(List<String> ids, @Nullable PlanId plan) {
        public Organizations {
            ids = List.copyOf(ids);
            if (ids.isEmpty()) {
                throw new IllegalArgumentException("No organization is named");
            }
        }
    }
}
