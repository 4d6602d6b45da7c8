// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.workspace.services;

import dev.chaperone.workspace.RejectedException;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/// What a token of a program may be used for.
public enum ServiceScope {
    /// Keep people in step with the company's directory.
    SCIM,
    /// Read what an auditor may read, captured content and the ledger's entries apart.
    READ,
    /// Take records out: the ledger's entries and exports.
    EXPORT;

    /// The spelling used in the API and the database.
    public String written() {
        return name().toLowerCase(Locale.ROOT);
    }

    /// Reads the written form.
    public static ServiceScope parse(String written) {
        for (ServiceScope scope : values()) {
            if (scope.written().equals(written)) {
                return scope;
            }
        }
        String known =
                Arrays.stream(values())
                        .map(ServiceScope::written)
                        .collect(Collectors.joining(", "));
        throw RejectedException.invalid("scopes: '" + written + "' is not one of " + known + ".");
    }
}
