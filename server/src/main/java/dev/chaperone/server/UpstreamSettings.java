// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.server;

import dev.chaperone.gateway.Upstream;
import dev.chaperone.vocabulary.Jurisdiction;
import dev.chaperone.vocabulary.PlanId;

import org.jspecify.annotations.Nullable;

import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/// Reads `upstreams` of `config.yaml`.
final class UpstreamSettings {
    private static final Set<String> KEYS =
            Set.of(
                    "name",
                    "kind",
                    "base-url",
                    "ca",
                    "credential",
                    "pass-through",
                    "organizations",
                    "region",
                    "serves",
                    "plan");

    private final ConfigurationFile file;

    private UpstreamSettings(ConfigurationFile file) {
        this.file = file;
    }

    /// Those that are right.
    ///
    /// @param file takes what is wrong
    static List<Upstream> read(Map<?, ?> top, ConfigurationFile file) {
        UpstreamSettings settings = new UpstreamSettings(file);
        List<Upstream> upstreams = new ArrayList<>();
        if (top.get("upstreams") instanceof List<?> entries) {
            for (int i = 0; i < entries.size(); i++) {
                Upstream upstream = settings.upstream(entries.get(i), "upstreams[" + i + "]");
                if (upstream != null) {
                    upstreams.add(upstream);
                }
            }
        } else if (top.containsKey("upstreams")) {
            file.problem("upstreams must be a list");
        }
        return upstreams;
    }

    private @Nullable Upstream upstream(Object entry, String key) {
        Map<?, ?> members = file.map(entry, key, KEYS);
        int before = file.problems();
        String name = file.text(members, key, "name");
        Upstream.Kind kind = kind(file.text(members, key, "kind"), key);
        URI base = base(file.text(members, key, "base-url"), key);
        Path ca = ca(members.get("ca"), base, key);
        Upstream.Credential credential = file.credential(members.get("credential"), key);
        boolean passThrough = file.isTrue(members.get("pass-through"), key + ".pass-through");
        Set<String> organizations = organizations(members, kind, passThrough, key);
        String region = members.containsKey("region") ? file.text(members, key, "region") : null;
        Upstream.Served serves = served(members.get("serves"), key + ".serves");
        PlanId plan = file.plan(members.get("plan"), key);
        if (file.problems() > before || kind == null || base == null) {
            return null;
        }
        return new Upstream(
                name,
                kind,
                base,
                ca,
                credential,
                passThrough,
                organizations,
                region,
                serves,
                plan,
                kind.vendor());
    }

    /// Whose prompts go to an upstream.
    private Upstream.Served served(@Nullable Object written, String key) {
        if (written == null) {
            return Upstream.Served.EVERYBODY;
        }
        Map<?, ?> members = file.map(written, key, Set.of("teams", "jurisdictions"));
        Set<Jurisdiction> jurisdictions = new HashSet<>();
        for (String country : file.texts(members, key, "jurisdictions")) {
            try {
                jurisdictions.add(new Jurisdiction(country));
            } catch (IllegalArgumentException e) {
                file.problem(key + ".jurisdictions: " + e.getMessage());
            }
        }
        return new Upstream.Served(Set.copyOf(file.texts(members, key, "teams")), jurisdictions);
    }

    /// To whom a caller's own credential must belong.
    private Set<String> organizations(
            Map<?, ?> members, Upstream.@Nullable Kind kind, boolean passThrough, String key) {
        Object written = members.get("organizations");
        if (written == null) {
            return Set.of();
        }
        Set<String> organizations = new HashSet<>();
        if (written instanceof List<?> list) {
            list.forEach(each -> organizations.add(String.valueOf(each)));
        }
        if (organizations.isEmpty()) {
            file.problem(key + ".organizations is not a list of the vendor's ids");
        }
        if (!passThrough) {
            file.problem(key + ".organizations is of use only with pass-through: true");
        }
        if (kind != null && !Upstream.namesOrganizations(kind)) {
            file.problem(
                    key
                            + ".organizations: upstreams of kind "
                            + kind.written()
                            + " do not say whose a credential is");
        }
        return organizations;
    }

    private Upstream.@Nullable Kind kind(String written, String key) {
        for (Upstream.Kind kind : Upstream.Kind.values()) {
            if (kind.written().equals(written.toLowerCase(Locale.ROOT))) {
                return kind;
            }
        }
        file.problem(
                key
                        + ".kind is '"
                        + written
                        + "', not one of anthropic, openai, gemini, bedrock, vertex");
        return null;
    }

    private @Nullable URI base(String written, String key) {
        try {
            URI uri = URI.create(written);
            String scheme = uri.getScheme();
            boolean http = "http".equals(scheme) || "https".equals(scheme);
            if (http && uri.getHost() != null && uri.getQuery() == null) {
                return uri;
            }
        } catch (IllegalArgumentException e) {
            // Said below, as for a URL of another kind.
        }
        file.problem(key + ".base-url is '" + written + "', not an http or https URL");
        return null;
    }

    /// Read here once, so that a file without certificates is told at the start and not by the
    /// first prompt.
    private @Nullable Path ca(@Nullable Object written, @Nullable URI base, String key) {
        if (written == null) {
            return null;
        }
        Path pem = Path.of(written.toString());
        if (base != null && !"https".equals(base.getScheme())) {
            file.problem(key + ".ca is of use only with an https base-url");
        }
        file.checkCertificates(pem, key + ".ca");
        return pem;
    }
}
