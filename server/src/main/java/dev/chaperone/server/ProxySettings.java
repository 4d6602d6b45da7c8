// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.server;

import dev.chaperone.catalog.Hosts;
import dev.chaperone.gateway.CertificateAuthority;
import dev.chaperone.gateway.ProxyConfiguration;
import dev.chaperone.vocabulary.PlanId;

import org.jspecify.annotations.Nullable;

import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/// What `proxy:` in `config.yaml` says.
///
/// @param others whether hosts that are not known are tunnelled
/// @param ports of other machines that may be connected to
/// @param inside names that may lie in the own network
/// @param ca of hosts that are decrypted; null leaves it to the authorities that the JVM trusts
/// @param organizations the company's own at a vendor
/// @param addresses where hosts are reached instead of where their names lead
record ProxySettings(
        boolean others,
        Set<Integer> ports,
        Set<String> inside,
        @Nullable Path ca,
        Map<String, ProxyConfiguration.Organizations> organizations,
        Map<String, InetSocketAddress> addresses) {
    /// Nothing is said.
    static final ProxySettings DEFAULT =
            new ProxySettings(true, Set.of(443), Set.of(), null, Map.of(), Map.of());

    private static final Set<String> KEYS =
            Set.of("others", "ports", "inside", "ca", "organizations", "addresses");
    private static final int LAST_PORT = 65_535;

    /// @param section what stands under `proxy`
    /// @param file takes what is wrong with it
    static ProxySettings read(@Nullable Object section, ConfigurationFile file) {
        if (section == null) {
            return DEFAULT;
        }
        Map<?, ?> members = file.map(section, "proxy", KEYS);
        Path ca = members.get("ca") == null ? null : Path.of(members.get("ca").toString());
        if (ca != null) {
            file.checkCertificates(ca, "proxy.ca");
        }
        return new ProxySettings(
                others(members.get("others"), file),
                ports(members.get("ports"), file),
                names(members.get("inside"), file),
                ca,
                organizations(members.get("organizations"), file),
                addresses(members.get("addresses"), file));
    }

    /// For the gateway.
    ProxyConfiguration with(int port, CertificateAuthority authority) {
        return new ProxyConfiguration(
                port,
                authority,
                Hosts.builtIn(),
                others,
                ports,
                inside,
                ca,
                organizations,
                addresses,
                ProxyConfiguration.PATIENCE);
    }

    private static boolean others(@Nullable Object written, ConfigurationFile file) {
        if (written == null || written.equals("tunnel")) {
            return true;
        }
        if (!written.equals("refuse")) {
            file.problem("proxy.others is '" + written + "', not tunnel or refuse");
        }
        return false;
    }

    private static Set<Integer> ports(@Nullable Object written, ConfigurationFile file) {
        if (written == null) {
            return DEFAULT.ports;
        }
        Set<Integer> ports = new HashSet<>();
        if (written instanceof List<?> list) {
            for (Object each : list) {
                if (each instanceof Integer port && port > 0 && port <= LAST_PORT) {
                    ports.add(port);
                } else {
                    file.problem("proxy.ports: '" + each + "' is not a port");
                }
            }
        } else {
            file.problem("proxy.ports must be a list");
        }
        return ports;
    }

    private static Set<String> names(@Nullable Object written, ConfigurationFile file) {
        Set<String> names = new HashSet<>();
        if (written instanceof List<?> list) {
            list.forEach(each -> names.add(String.valueOf(each).toLowerCase(Locale.ROOT)));
        } else if (written != null) {
            file.problem("proxy.inside must be a list of hosts");
        }
        return names;
    }

    private static Map<String, ProxyConfiguration.Organizations> organizations(
            @Nullable Object written, ConfigurationFile file) {
        if (written == null) {
            return Map.of();
        }
        Set<String> known = Hosts.builtIn().tenants().keySet();
        Map<String, ProxyConfiguration.Organizations> organizations = new HashMap<>();
        Map<?, ?> members = file.map(written, "proxy.organizations", new TreeSet<>(known));
        for (String tenant : known) {
            Object of = members.get(tenant);
            if (of != null) {
                ProxyConfiguration.Organizations read =
                        organization(of, "proxy.organizations." + tenant, file);
                if (read != null) {
                    organizations.put(tenant, read);
                }
            }
        }
        return organizations;
    }

    private static ProxyConfiguration.@Nullable Organizations organization(
            Object written, String key, ConfigurationFile file) {
        Map<?, ?> members = file.map(written, key, Set.of("ids", "plan"));
        if (!(members.get("ids") instanceof List<?> ids) || ids.isEmpty()) {
            file.problem(key + ".ids is not a list of the vendor's ids");
            return null;
        }
        for (Object id : ids) {
            // They go into a header.
            if (!String.valueOf(id).matches("[A-Za-z0-9._-]+")) {
                file.problem(key + ".ids: '" + id + "' is not an id");
                return null;
            }
        }
        Object plan = members.get("plan");
        try {
            return new ProxyConfiguration.Organizations(
                    ids.stream().map(String::valueOf).toList(),
                    plan == null ? null : new PlanId(plan.toString()));
        } catch (IllegalArgumentException e) {
            file.problem(key + ".plan: " + e.getMessage());
            return null;
        }
    }

    private static Map<String, InetSocketAddress> addresses(
            @Nullable Object written, ConfigurationFile file) {
        Map<String, InetSocketAddress> addresses = new HashMap<>();
        if (written instanceof Map<?, ?> members) {
            members.forEach((host, address) -> {
                InetSocketAddress read = address(String.valueOf(address));
                if (read == null) {
                    file.problem("proxy.addresses: '" + address + "' is not host:port");
                } else {
                    addresses.put(String.valueOf(host).toLowerCase(Locale.ROOT), read);
                }
            });
        } else if (written != null) {
            file.problem("proxy.addresses must name hosts and where they are");
        }
        return addresses;
    }

    private static @Nullable InetSocketAddress address(String written) {
        int colon = written.lastIndexOf(':');
        if (colon < 1) {
            return null;
        }
        try {
            return InetSocketAddress.createUnresolved(
                    written.substring(0, colon), Integer.parseInt(written.substring(colon + 1)));
        } catch (IllegalArgumentException e) {
            return null; // said by the caller
        }
    }
}
