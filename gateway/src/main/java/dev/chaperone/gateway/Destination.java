// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.gateway;

import dev.chaperone.catalog.Host;
import dev.chaperone.catalog.Wire;
import dev.chaperone.policy.PolicySnapshot;
import dev.chaperone.protocols.Client;
import dev.chaperone.protocols.WireFormat;
import dev.chaperone.vocabulary.PlanId;
import dev.chaperone.vocabulary.ToolId;

import io.vertx.core.MultiMap;

import org.jspecify.annotations.Nullable;

import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// A host of the catalogue that is asked for by way of the forward proxy, and what its requests
/// mean.
///
/// @param name of the host, as it was asked for
record Destination(String name, int port, Host host, ProxyConfiguration configuration) {
    /// Stands for the plan where nothing tells it; no policy allows it.
    private static final PlanId UNKNOWN = new PlanId("unknown");

    private static final PlanId API = new PlanId("api");
    private static final String ANTHROPIC = "anthropic";
    private static final int HTTPS = 443;

    /// Tools that are only named after the interface that is spoken.
    private static final Set<String> BARE = Set.of("claude-api", "openai-api", "gemini-api");

    private static final Map<String, WireFormat> FORMATS =
            Map.of(
                    "chat",
                    WireFormat.OPENAI_CHAT,
                    "responses",
                    WireFormat.OPENAI_RESPONSES,
                    "embeddings",
                    WireFormat.OPENAI_EMBEDDINGS,
                    "messages",
                    WireFormat.ANTHROPIC_MESSAGES,
                    "count_tokens",
                    WireFormat.ANTHROPIC_MESSAGES,
                    "generate",
                    WireFormat.GEMINI,
                    Wire.TEXT,
                    WireFormat.AS_IT_STANDS);

    /// Whether connections are decrypted.
    boolean isOpened() {
        return switch (host.way()) {
            case OPEN -> true;
            case RESTRICTED -> organizations() != null;
            case SEALED -> false;
        };
    }

    private ProxyConfiguration.@Nullable Organizations organizations() {
        Host.Tenant tenant = host.tenant();
        return tenant == null ? null : configuration.organizations().get(tenant.name());
    }

    Upstream.Kind kind() {
        Wire wire = host.wire();
        return wire == null
                ? Upstream.Kind.OPENAI
                : Upstream.Kind.valueOf(wire.kind().toUpperCase(Locale.ROOT));
    }

    /// What a request with this method and path asks for; empty when it carries no prompt.
    Optional<Operation> operation(String method, String path, boolean hasBody) {
        Wire wire = host.wire();
        String meaning = wire == null ? null : wire.meaning(path).orElse(null);
        if (Wire.NONE.equals(meaning)) {
            return Optional.empty();
        }
        if (meaning != null && method.equals("POST")) {
            return Optional.of(operation(meaning));
        }
        Operation usual =
                Operation.at(path)
                        .filter(each -> each.kind() == kind() && each.methods().contains(method))
                        .orElse(null);
        if (usual != null) {
            return Optional.of(usual);
        }
        return hasBody ? Optional.of(Operation.opaque(kind())) : Optional.empty();
    }

    private Operation operation(String meaning) {
        WireFormat format = FORMATS.get(meaning);
        if (format == null) {
            throw new IllegalStateException("The catalogue names '" + meaning + "' for a path");
        }
        return new Operation(meaning, kind(), format, null, false);
    }

    /// Who calls: the tool of the host, unless a request to a host of several tells better.
    Client client(Client told) {
        ToolId tool = host.tool();
        boolean tells = told.tool() != null && !BARE.contains(told.tool().value());
        if (tool == null || (host.plans().isEmpty() && tells)) {
            return told;
        }
        return new Client(tool, told.version(), told.session(), false);
    }

    /// The host as an upstream, under the plan that host, credential or configuration tell.
    ///
    /// @param headers of a request; null before one came
    Upstream upstream(PolicySnapshot policy, @Nullable MultiMap headers) {
        Upstream.Kind kind = kind();
        return new Upstream(
                // Not the name, which a caller may have made up.
                host.pattern(),
                kind,
                URI.create("https://" + name + (port == HTTPS ? "" : ":" + port)),
                configuration.ca(),
                null,
                true,
                kind == Upstream.Kind.ANTHROPIC ? idsAt(ANTHROPIC) : Set.of(),
                null,
                Upstream.Served.EVERYBODY,
                plan(policy, headers),
                host.vendor());
    }

    /// The company's organizations, if their sign-ins are this host's.
    private Set<String> idsAt(String tenant) {
        ProxyConfiguration.Organizations ours = organizations();
        return ours != null && host.tenant() != null && host.tenant().name().equals(tenant)
                ? Set.copyOf(ours.ids())
                : Set.of();
    }

    private PlanId plan(PolicySnapshot policy, @Nullable MultiMap headers) {
        List<PlanId> plans = host.plans();
        if (!plans.isEmpty()) {
            Set<PlanId> allowed = host.tool() == null ? Set.of() : policy.plans(host.tool());
            return plans.stream().filter(allowed::contains).findFirst().orElse(plans.getFirst());
        }
        if (headers != null && holdsKey(headers)) {
            return API;
        }
        ProxyConfiguration.Organizations ours = organizations();
        return ours == null || ours.plan() == null ? UNKNOWN : ours.plan();
    }

    /// Whether the caller pays by use, and not by a plan for a person.
    private boolean holdsKey(MultiMap headers) {
        String authorization = headers.get("authorization");
        String bearer =
                authorization == null ? "" : authorization.replaceFirst("(?i)^bearer +", "");
        return switch (kind()) {
            case ANTHROPIC -> headers.contains("x-api-key") || bearer.startsWith("sk-ant-api");
            case OPENAI -> bearer.startsWith("sk-");
            case GEMINI -> headers.contains("x-goog-api-key");
            case BEDROCK, VERTEX -> false;
        };
    }

    /// Says in each request whose accounts may be used, whatever the client says.
    void restrict(MultiMap headers) {
        Host.Tenant tenant = host.tenant();
        if (tenant == null) {
            return;
        }
        headers.remove(tenant.header());
        ProxyConfiguration.Organizations ours = organizations();
        if (ours != null) {
            headers.set(tenant.header(), String.join(",", ours.ids()));
        }
    }
}
