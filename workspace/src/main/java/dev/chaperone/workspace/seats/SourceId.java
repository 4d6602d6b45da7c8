// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.workspace.seats;

import dev.chaperone.workspace.RejectedException;

import java.util.regex.Pattern;

/// A list of a vendor that the company reads again and again, for example `github-copilot`.
///
/// @param value lower-case letters, digits and dashes, beginning with a letter, at most 63
///   characters
public record SourceId(String value) {
    private static final Pattern FORM = Pattern.compile("[a-z][a-z0-9-]{0,62}");

    public SourceId {
        if (!FORM.matcher(value).matches()) {
            throw RejectedException.invalid(
                    "source has lower-case letters, digits and dashes, and begins with a letter:"
                            + " for example github-copilot.");
        }
    }

    @Override
    public String toString() {
        return value;
    }
}
