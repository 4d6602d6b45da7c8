// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.catalog;

import dev.chaperone.vocabulary.PlanId;
import dev.chaperone.vocabulary.ToolId;
import dev.chaperone.vocabulary.VendorId;

import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// The hosts that AI tools talk to.
public final class Hosts {
    private static final String FILE = "hosts.yaml";

    private final LocalDate asOf;
    private final Map<Host, Pattern> hosts;
    private final Map<String, Host.Tenant> tenants;

    private Hosts(LocalDate asOf, Map<Host, Pattern> hosts, Map<String, Host.Tenant> tenants) {
        this.asOf = asOf;
        this.hosts = hosts;
        this.tenants = Map.copyOf(tenants);
    }

    /// Those that come with this version.
    public static Hosts builtIn() {
        try (InputStream yaml = Hosts.class.getResourceAsStream(FILE)) {
            Object root =
                    new Load(LoadSettings.builder().build())
                            .loadFromInputStream(Objects.requireNonNull(yaml, FILE));
            return read((Map<?, ?>) root);
        } catch (IOException e) {
            throw new UncheckedIOException(FILE + " could not be read", e);
        }
    }

    private static Hosts read(Map<?, ?> root) {
        Map<String, Wire> wires = new LinkedHashMap<>();
        members(root, "wires").forEach((name, wire) -> wires.put(name, wire(name, wire)));
        Map<String, Host.Tenant> tenants = new LinkedHashMap<>();
        members(root, "tenants")
                .forEach((name, tenant) ->
                        tenants.put(
                                name, new Host.Tenant(name, text((Map<?, ?>) tenant, "header"))));
        Map<Host, Pattern> hosts = new LinkedHashMap<>();
        for (Object entry : (List<?>) Objects.requireNonNull(root.get("hosts"))) {
            Host host = host((Map<?, ?>) entry, wires, tenants);
            hosts.put(host, host.names());
        }
        return new Hosts(LocalDate.parse(text(root, "as-of")), hosts, tenants);
    }

    private static Wire wire(String name, Object written) {
        Map<?, ?> members = (Map<?, ?>) written;
        Map<String, String> paths = new LinkedHashMap<>();
        if (members.containsKey("paths")) {
            members(members, "paths").forEach((path, is) -> paths.put(path, is.toString()));
        }
        return new Wire(name, text(members, "kind"), paths);
    }

    private static Host host(
            Map<?, ?> members, Map<String, Wire> wires, Map<String, Host.Tenant> tenants) {
        Object tool = members.get("tool");
        List<PlanId> plans = new ArrayList<>();
        if (members.get("plans") instanceof List<?> written) {
            written.forEach(plan -> plans.add(new PlanId(plan.toString())));
        }
        return new Host(
                text(members, "host"),
                tool == null ? null : new ToolId(tool.toString()),
                plans,
                new VendorId(text(members, "vendor")),
                Host.Way.of(text(members, "way")),
                named(members.get("wire"), wires),
                named(members.get("tenant"), tenants),
                text(members, "certainty"),
                text(members, "source"));
    }

    private static <T> @Nullable T named(@Nullable Object name, Map<String, T> all) {
        return name == null ? null : Objects.requireNonNull(all.get(name.toString()));
    }

    private static Map<String, Object> members(Map<?, ?> map, String name) {
        Map<String, Object> members = new LinkedHashMap<>();
        ((Map<?, ?>) Objects.requireNonNull(map.get(name), name))
                .forEach((key, value) -> members.put(key.toString(), value));
        return members;
    }

    private static String text(Map<?, ?> map, String name) {
        return Objects.requireNonNull(map.get(name), name).toString();
    }

    /// The first that fits a name.
    ///
    /// @param name in lower case, without a dot at the end
    public Optional<Host> of(String name) {
        return hosts.entrySet().stream()
                .filter(each -> each.getValue().matcher(name).matches())
                .map(Map.Entry::getKey)
                .findFirst();
    }

    /// All of them, in the order of the data file.
    public Set<Host> all() {
        return hosts.keySet();
    }

    /// The sign-ins that a header can restrict, by name.
    public Map<String, Host.Tenant> tenants() {
        return tenants;
    }

    /// The tools that have a host of their own.
    public Set<ToolId> tools() {
        return hosts.keySet().stream()
                .map(Host::tool)
                .filter(Objects::nonNull)
                .collect(Collectors.toSet());
    }

    /// The day on which the claims were true.
    public LocalDate asOf() {
        return asOf;
    }
}
