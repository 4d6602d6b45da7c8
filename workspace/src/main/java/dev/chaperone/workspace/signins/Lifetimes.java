// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.workspace.signins;

import java.time.Duration;

/// How long things of a sign-in last.
///
/// @param access how long an access token works; then the tool renews it
/// @param signIn how long a sign-in can be renewed; then the person signs in again
public record Lifetimes(Duration access, Duration signIn) {
    public static final Lifetimes DEFAULT = new Lifetimes(Duration.ofHours(1), Duration.ofDays(30));

    /// From asking for a sign-in to the moment at which its codes are worth nothing.
    public static final Duration CODES = Duration.ofMinutes(10);

    /// Between two questions of the tool whether somebody has decided.
    public static final Duration INTERVAL = Duration.ofSeconds(5);

    public Lifetimes {
        if (!access.isPositive() || access.compareTo(signIn) > 0) {
            throw new IllegalArgumentException(
                    "An access token lasts longer than nothing and no longer than its sign-in");
        }
    }
}
