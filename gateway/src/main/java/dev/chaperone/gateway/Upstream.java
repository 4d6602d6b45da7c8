// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.gateway;

import dev.chaperone.policy.Register;
import dev.chaperone.vocabulary.Jurisdiction;
import dev.chaperone.vocabulary.PlanId;
import dev.chaperone.vocabulary.VendorId;

import org.jspecify.annotations.Nullable;

import java.net.URI;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;

/// A model API that prompts may be sent to.
///
/// @param name as the configuration calls it
/// @param base `http` or `https`, without query; a path is put in front of the request's own
/// @param ca PEM file of the authorities that may vouch for this upstream, and no others; null
///   leaves it to those the JVM trusts
/// @param credential the company's key; null when the upstream needs none
/// @param passThrough whether a caller's own vendor credential is sent on instead, where the caller
///   brings one beside the Chaperone token
/// @param organizations to which a caller's own credential must belong, as the vendor calls them;
///   empty when that is not asked
/// @param region where it processes prompts, in the company's own words; null where nothing is said
/// @param serves whose prompts go there
/// @param plan under which the company uses this API
public record Upstream(
        String name,
        Kind kind,
        URI base,
        @Nullable Path ca,
        @Nullable Credential credential,
        boolean passThrough,
        Set<String> organizations,
        @Nullable String region,
        Served serves,
        PlanId plan,
        VendorId vendor) {
    public Upstream {
        organizations = Set.copyOf(organizations);
    }

    /// Whether it may take a prompt that was decided and recorded for another: the same vendor gets
    /// it, under the same plan, in the same region, and with the same care for whose sign-in it is.
    boolean mayStandInFor(Upstream other) {
        return kind == other.kind
                && vendor.equals(other.vendor)
                && plan.equals(other.plan)
                && Objects.equals(region, other.region)
                && passThrough == other.passThrough
                && organizations.equals(other.organizations);
    }

    /// Whether upstreams of a kind say to which organization a credential belongs.
    public static boolean namesOrganizations(Kind kind) {
        return Accounts.header(kind) != null;
    }

    /// An upstream that shows a certificate of a public authority, or none, and is not asked about
    /// credentials.
    public Upstream(
            String name,
            Kind kind,
            URI base,
            @Nullable Credential credential,
            boolean passThrough,
            PlanId plan,
            VendorId vendor) {
        this(
                name,
                kind,
                base,
                null,
                credential,
                passThrough,
                Set.of(),
                null,
                Served.EVERYBODY,
                plan,
                vendor);
    }

    /// Whether requests go over TLS.
    boolean secure() {
        return "https".equals(base.getScheme());
    }

    /// The port to connect to.
    int port() {
        if (base.getPort() != -1) {
            return base.getPort();
        }
        return secure() ? 443 : 80;
    }

    /// The request path at the upstream.
    String path(String requested) {
        String prefix = base.getPath();
        if (prefix == null || prefix.isEmpty() || prefix.equals("/")) {
            return requested;
        }
        return (prefix.endsWith("/") ? prefix.substring(0, prefix.length() - 1) : prefix)
                + requested;
    }

    /// The family of APIs an upstream belongs to.
    public enum Kind {
        ANTHROPIC("anthropic"),
        OPENAI("openai"),
        GEMINI("google"),
        /// Claude on Amazon Bedrock.
        BEDROCK("aws"),
        /// Claude and Gemini on Google Vertex AI.
        VERTEX("google");

        private final String vendor;

        Kind(String vendor) {
            this.vendor = vendor;
        }

        /// Who runs APIs of this kind.
        public VendorId vendor() {
            return new VendorId(vendor);
        }

        /// The spelling used in the configuration.
        public String written() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /// Whose prompts go to an upstream.
    ///
    /// @param teams those of people in one of these; empty stands for all
    /// @param jurisdictions those of people in one of these countries; empty stands for all
    public record Served(Set<String> teams, Set<Jurisdiction> jurisdictions) {
        public static final Served EVERYBODY = new Served(Set.of(), Set.of());

        public Served {
            teams = Set.copyOf(teams);
            jurisdictions = Set.copyOf(jurisdictions);
        }

        /// A person of whom no country is known is served only where none is asked for.
        boolean includes(Register.Credential caller) {
            boolean team = teams.isEmpty() || caller.teams().stream().anyMatch(teams::contains);
            Jurisdiction country = caller.jurisdiction();
            return team
                    && (jurisdictions.isEmpty()
                            || (country != null && jurisdictions.contains(country)));
        }
    }

    /// A key that is never printed.
    ///
    /// @param value the secret itself
    public record Credential(String value) {
        @Override
        public String toString() {
            return "Credential[not shown]";
        }
    }
}
