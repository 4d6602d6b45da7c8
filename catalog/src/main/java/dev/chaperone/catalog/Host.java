// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.catalog;

import dev.chaperone.vocabulary.PlanId;
import dev.chaperone.vocabulary.ToolId;
import dev.chaperone.vocabulary.VendorId;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// A host, or hosts of one kind, that AI tools talk to: a claim.
///
/// @param pattern a name; `*.` in front stands for labels, another star for a part of a label
/// @param tool null where several share the host
/// @param plans under which it works; empty where the host does not tell
/// @param wire what its requests mean; null where nobody reads them
/// @param tenant whose sign-ins a header can restrict; null where none can
/// @param certainty documented, observed, claimed or unverified
/// @param source where the claim is from
public record Host(
        String pattern,
        @Nullable ToolId tool,
        List<PlanId> plans,
        VendorId vendor,
        Way way,
        @Nullable Wire wire,
        @Nullable Tenant tenant,
        String certainty,
        String source) {
    public Host {
        plans = List.copyOf(plans);
        if ((way != Way.SEALED) != (wire != null)) {
            throw new IllegalArgumentException(pattern + ": a wire belongs to what is read");
        }
    }

    /// The names it stands for.
    Pattern names() {
        boolean labels = pattern.startsWith("*.");
        String rest = labels ? pattern.substring(2) : pattern;
        String names =
                Stream.of(rest.split("\\*", -1))
                        .map(Pattern::quote)
                        .collect(Collectors.joining("[a-z0-9-]+"));
        return Pattern.compile((labels ? "(?:[a-z0-9-]+\\.)+" : "") + names);
    }

    /// What a forward proxy does with connections to a host.
    public enum Way {
        /// Decrypts and reads them.
        OPEN,
        /// The same, but only where the company's organizations are configured; else tunnels them.
        RESTRICTED,
        /// Tunnels them and says that it did.
        SEALED;

        static Way of(String written) {
            return valueOf(written.toUpperCase(Locale.ROOT));
        }
    }

    /// Sign-ins that a header can restrict.
    ///
    /// @param name in the configuration
    public record Tenant(String name, String header) {}
}
