// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.server;

import dev.chaperone.gateway.Upstream;
import dev.chaperone.workspace.RejectedException;
import dev.chaperone.workspace.people.Role;

import org.jspecify.annotations.Nullable;

import java.net.URI;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// What `sign-in:` in `config.yaml` says.
///
/// @param stepUp after which time somebody signs in again before they approve or publish
/// @param provider the company's identity provider; null when there is none
record SignInSettings(Duration stepUp, @Nullable Provider provider) {
    static final SignInSettings DEFAULT = new SignInSettings(Duration.ofHours(12), null);

    private static final Set<String> KEYS = Set.of("oidc", "step-up");
    private static final Set<String> OIDC =
            Set.of(
                    "issuer",
                    "client-id",
                    "client-secret",
                    "scopes",
                    "groups-claim",
                    "roles",
                    "new-people");
    private static final List<String> SCOPES = List.of("openid", "email", "profile");
    private static final String KEY = "sign-in.oidc";
    private static final Set<String> LOOPBACK = Set.of("localhost", "127.0.0.1", "[::1]");

    /// An identity provider that speaks OpenID Connect.
    ///
    /// @param groupsClaim which claim names a person's groups
    /// @param roles by the name of a group; the first that fits counts
    /// @param createsPeople whether somebody unknown becomes a person
    record Provider(
            String issuer,
            String clientId,
            String clientSecret,
            List<String> scopes,
            String groupsClaim,
            Map<String, Role> roles,
            boolean createsPeople) {
        Provider {
            scopes = List.copyOf(scopes);
            roles = Collections.unmodifiableMap(new LinkedHashMap<>(roles));
        }

        @Override
        public String toString() {
            return "Provider[" + issuer + "]";
        }
    }

    /// @param file takes what is wrong
    static SignInSettings read(@Nullable Object section, ConfigurationFile file) {
        if (section == null) {
            return DEFAULT;
        }
        Map<?, ?> members = file.map(section, "sign-in", KEYS);
        Object oidc = members.get("oidc");
        return new SignInSettings(
                stepUp(members.get("step-up"), file),
                members.containsKey("oidc") ? provider(oidc, file) : null);
    }

    private static Duration stepUp(@Nullable Object written, ConfigurationFile file) {
        if (written == null) {
            return DEFAULT.stepUp;
        }
        try {
            Duration told = Duration.parse(written.toString());
            if (told.isPositive()) {
                return told;
            }
        } catch (DateTimeParseException e) {
            // Told below.
        }
        file.problem("sign-in.step-up is '" + written + "', not a time such as PT4H");
        return DEFAULT.stepUp;
    }

    private static @Nullable Provider provider(@Nullable Object section, ConfigurationFile file) {
        int before = file.problems();
        Map<?, ?> members = file.map(section, KEY, OIDC);
        String issuer = issuer(file.text(members, KEY, "issuer"), file);
        String client = file.text(members, KEY, "client-id");
        Object written = members.get("client-secret");
        Upstream.Credential secret =
                written == null ? null : file.secret(written, KEY + ".client-secret");
        if (written == null) {
            file.problem(KEY + ".client-secret is missing: {env: NAME} or {file: PATH}");
        }
        List<String> scopes = scopes(members, file);
        Object claim = members.get("groups-claim");
        Map<String, Role> roles = roles(members.get("roles"), file);
        boolean creates = creates(members.get("new-people"), file);
        return file.problems() > before || secret == null
                ? null
                : new Provider(
                        issuer,
                        client,
                        secret.value(),
                        scopes,
                        claim == null ? "groups" : claim.toString(),
                        roles,
                        creates);
    }

    private static String issuer(String written, ConfigurationFile file) {
        try {
            URI issuer = URI.create(written);
            String host = issuer.getHost();
            boolean local = host != null && LOOPBACK.contains(host);
            boolean fits =
                    host != null
                            && ("https".equals(issuer.getScheme())
                                    || local && "http".equals(issuer.getScheme()))
                            && issuer.getRawQuery() == null
                            && issuer.getRawFragment() == null;
            if (fits || written.isEmpty()) {
                return written;
            }
        } catch (IllegalArgumentException e) {
            // Told below.
        }
        file.problem(
                KEY + ".issuer is '" + written + "', not an address that begins with https://");
        return written;
    }

    private static List<String> scopes(Map<?, ?> members, ConfigurationFile file) {
        List<String> told = file.texts(members, KEY, "scopes");
        if (told.isEmpty()) {
            return SCOPES;
        }
        if (!told.contains("openid")) {
            file.problem(KEY + ".scopes has no 'openid', without which nobody is vouched for");
        }
        return told;
    }

    private static Map<String, Role> roles(@Nullable Object written, ConfigurationFile file) {
        Map<String, Role> roles = new LinkedHashMap<>();
        if (written instanceof Map<?, ?> groups) {
            groups.forEach((group, role) -> {
                try {
                    roles.put(String.valueOf(group), Role.parse(String.valueOf(role)));
                } catch (RejectedException e) {
                    file.problem(KEY + ".roles." + group + ": " + e.getMessage());
                }
            });
        } else if (written != null) {
            file.problem(KEY + ".roles must name a role for each group");
        }
        return roles;
    }

    private static boolean creates(@Nullable Object written, ConfigurationFile file) {
        return switch (written) {
            case null -> false;
            case String text when text.equals("refuse") -> false;
            case String text when text.equals("create") -> true;
            default -> {
                file.problem(KEY + ".new-people is '" + written + "', not refuse or create");
                yield false;
            }
        };
    }
}
